"""The score is arithmetic that anybody can redo."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perflint.report import Report
from perflint.reporters.score import NOTHING, Score, checks_per_project, score, text


def test_a_penalty_weighs_severities_over_the_checks_that_judged() -> None:
    assert Score(1, 2, 3, Fraction(50)).penalty == Fraction((10 + 6 + 3) * 100, 50)


def test_what_could_not_be_judged_has_no_penalty() -> None:
    assert NOTHING.penalty is None
    assert text(None) == "–"


@pytest.mark.parametrize(("penalty", "written"), [(0, "0.0"), (Fraction(1, 20), "0.1"), (Fraction(389, 10), "38.9")])
def test_penalties_have_one_decimal_half_rounded_up(penalty: int | Fraction, written: str) -> None:
    assert text(Fraction(penalty)) == written


def test_scores_of_projects_add_up_to_that_of_their_unit() -> None:
    total = Score(1, 0, 0, Fraction(10)) + Score(0, 1, 0, Fraction(30))
    assert total == Score(1, 1, 0, Fraction(40))


def test_a_rule_counts_for_the_projects_that_it_could_judge(report: Report) -> None:
    # PLN003, DUP003, DOC001 and STR001 look at projects in this made report, and each judged both projects
    assert checks_per_project(report, 0) == 4
    assert checks_per_project(report, 0, chosen={"PLN003"}) == 1
    assert checks_per_project(report, 1) == 0


def test_violations_are_counted_by_severity(report: Report) -> None:
    assert score(report.violations, Fraction(1)) == Score(2, 2, 1, Fraction(1))
