"""COD rules: shape, duplicates, region, year and check character."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from perflint.api import check_documents
from perflint.engine.pack import RuleSet
from perflint.examples import document_of
from perflint.options import Options
from perflint.report import Report
from perflint.rule import Example

Judge = Callable[..., list[tuple[str, str, str]]]
MakeReport = Callable[..., Report]
REAL = ["13022522P00CKTC10027L", "13022522P00CKTC10029U", "13022522P002H2610011A", "12000022P10000210006W"]
RULES = ("COD001", "COD002", "COD003", "COD004", "COD005")


def _projects(*codes: str) -> dict[str, Any]:
    return {"projects": [{"name": f"项目{place}", "code": code} for place, code in enumerate(codes)]}


@pytest.mark.parametrize("code", REAL)
def test_published_codes_are_clean(judge: Judge, code: str) -> None:
    assert judge({"code": code, "year": 2022, "region": code[:6]}, *RULES) == []


@pytest.mark.parametrize("place", range(20))
def test_every_single_wrong_character_is_caught(judge: Judge, place: int) -> None:
    code = REAL[0]
    wrong = code[:place] + ("4" if code[place] != "4" else "5") + code[place + 1 :]
    assert [rule for rule, *_ in judge({"code": wrong}, "COD001", "COD005")][:1] in (["COD005"], ["COD001"], [])
    if place > 8 or 1 < place < 8:
        assert judge({"code": wrong}, "COD005") == [("COD005", "code", "warning")]


def test_a_wrong_shape_is_the_only_thing_said_of_a_code(judge: Judge) -> None:
    fragment = {"profile": "hebei-2022", "year": 2020, "region": "130224", "code": "13022522P00CKTC1002"}
    assert judge(fragment, *RULES) == [("COD001", "code", "error")]


def test_codes_of_another_shape_are_not_applicable_where_the_form_fixes_none(report: MakeReport) -> None:
    guangdong = [f"44010021000000001234{digit}" for digit in range(4)]
    made = report(_projects(*guangdong, REAL[0]), "COD001")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["COD001"]


def test_the_odd_one_among_right_codes_is_said(report: MakeReport) -> None:
    made = report({"profile": "cn-2021", **_projects(*REAL, "440100210000000012345")}, "COD001")
    assert [item.position for item in made.violations] == [4]


def test_codes_that_lost_their_digits_are_said_to_have_and_are_no_duplicates(report: MakeReport) -> None:
    made = report(_projects("1.30225E+20", "1.30225E+20"), "COD001", "COD002")
    assert [(item.rule, item.position) for item in made.violations] == [("COD001", 0), ("COD001", 1)]
    assert "丢失" in made.violations[0].message.zh


def test_the_same_code_in_two_budget_years_is_a_project_that_goes_on(rules: RuleSet) -> None:
    def said(first: int, second: int) -> list[str]:
        fragments = [{"year": year, "name": f"项目{n}", "code": REAL[0]} for n, year in enumerate((first, second))]
        made = [document_of(Example(passes=True, data=fragment), rules.lexicon) for fragment in fragments]
        return [item.rule for item in check_documents(made, Options(select=("COD002",)), rules).violations]

    assert said(2022, 2023) == []
    assert said(2022, 2022) == ["COD002", "COD002"]


def test_without_a_budget_year_codes_of_two_documents_are_not_compared(rules: RuleSet) -> None:
    made = [
        document_of(Example(passes=True, data={"name": name, "code": REAL[0]}), rules.lexicon) for name in ("甲", "乙")
    ]
    assert check_documents(made, Options(select=("COD002",)), rules).violations == ()


def test_a_duplicate_names_the_other_and_joins_both_in_a_cluster(report: MakeReport) -> None:
    made = report(_projects(REAL[0], REAL[1], REAL[0]), "COD002")
    first, second = made.violations
    assert (first.related_total, second.related_total) == (1, 1)
    assert first.cluster == second.cluster is not None


def test_a_code_later_than_the_budget_year_is_a_warning_an_earlier_one_is_not(judge: Judge) -> None:
    assert judge({"year": 2021, "code": REAL[0]}, "COD004") == [("COD004", "code", "warning")]
    assert judge({"year": 2023, "code": REAL[0]}, "COD004") == [("COD004", "code", "info")]


def test_without_a_budget_year_the_year_of_a_code_is_not_applicable(report: MakeReport) -> None:
    made = report({"code": REAL[0]}, "COD004")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["COD004"]


def test_a_region_is_not_guessed_from_few_codes(report: MakeReport) -> None:
    made = report(_projects(*[REAL[0]] * 3, "13022422P00CKTC10027L"), "COD003")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["COD003"]


def test_codes_of_other_provinces_have_an_unknown_check_character(report: MakeReport) -> None:
    made = report({"code": "51000021R000000019951"}, "COD005")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["COD005"]
