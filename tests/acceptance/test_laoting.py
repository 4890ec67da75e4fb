"""The booklet of Laoting's public security bureau, judged with the whole catalogue: every line that perflint gives.

A change of a rule shows here as a difference. After it has been read by eye (see review.md), write the file anew with
PERFLINT_UPDATE_GOLDEN=1.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from perflint.api import ReadInput, check_inputs
from perflint.report import Report
from perflint.violation import Severity

GOLDEN = Path(__file__).with_name("laoting-2022.tsv")
HEAD = "severity\trule\tproject\tfield\tvalue\tmessage\n"
MOST_OF_ONE_PROJECT = 24
MOST_OF_ALL = 360

# What is provably wrong in the booklet, read off it by hand: (rule, printed number of the table) → how often.
PROVABLE = {
    **dict.fromkeys([("PLN001", 2), ("PLN001", 5), ("PLN001", 10)], 1),
    **dict.fromkeys([("VAL002", number) for number in (2, 3, 6, 11, 27)], 1),
    ("VAL002", 15): 2,
    ("VAL003", 1): 1,
    ("VAL007", 28): 1,
    **dict.fromkeys([("DUP001", 10), ("DUP001", 28), ("DUP006", 7), ("STR005", 14)], 1),
}
FAMILIES = ("STR", "COD", "SUM", "PLN", "CLS", "VAL", "DUP")


@pytest.fixture(scope="module")
def report(checkout: Path) -> Report:
    booklet = checkout / "examples" / "laoting-2022.txt"
    return check_inputs([ReadInput(booklet.name, booklet.read_bytes())])


def test_every_line_is_the_one_that_was_read_by_eye(report: Report) -> None:
    lines = [
        "\t".join(
            (
                violation.severity.word,
                violation.rule,
                "-" if violation.project_no is None else str(violation.project_no),
                violation.field,
                violation.value.replace("\n", "⏎").replace("\t", " "),
                violation.message.zh,
            )
        )
        for violation in report.violations
    ]
    text = HEAD + "".join(f"{line}\n" for line in lines)
    if os.environ.get("PERFLINT_UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_errors_are_exactly_what_is_provable(report: Report) -> None:
    found = Counter(
        (violation.rule, violation.project_no)
        for violation in report.violations
        if violation.severity is Severity.ERROR and violation.rule.startswith(FAMILIES)
    )
    assert found == Counter(PROVABLE)


def test_no_project_drowns_its_reader(report: Report) -> None:
    loud = Counter(
        violation.project
        for violation in report.violations
        if violation.severity > Severity.INFO and violation.project is not None
    )
    assert max(loud.values()) <= MOST_OF_ONE_PROJECT
    assert loud.total() <= MOST_OF_ALL
