"""Rules on habits of a whole document (DOC001–DOC005) and on the spend plan (PLN001–PLN008)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[..., list[tuple[str, str, str]]]
POINTS = ("3月底", "6月底", "10月底", "12月底")


def plan(*cells: str | None) -> dict[str, Any]:
    return {"spend_plan": dict(zip(POINTS, cells, strict=True))}


def test_one_basis_in_more_than_four_fifths_of_twenty_rows_is_said_once(report: Any) -> None:
    rows = [{"times": 17, "name": "面积", "basis": "年初计划"}, {"times": 3, "name": "面积", "basis": "合同"}]
    found = report({"rows": rows}, "DOC001").violations
    assert [(item.project, item.field) for item in found] == [(None, "indicators.basis")]
    assert "20行" in found[0].message.zh
    assert "17行" in found[0].message.zh


def test_a_form_without_a_basis_column_is_not_applicable(report: Any) -> None:
    found = report({"rows": [{"times": 20, "name": "面积"}]}, "DOC001")
    assert not found.violations
    assert any(item.rule == "DOC001" for item in found.not_applicable)


def test_nineteen_rows_are_too_few_for_a_habit(judge: Judge) -> None:
    assert judge({"rows": [{"times": 19, "name": "率", "value": "≥95%", "basis": "计划"}]}, "DOC001", "DOC002") == []


def test_one_value_in_exactly_thirty_percent_is_no_habit(judge: Judge) -> None:
    others = [{"name": "率", "value": f"≥{n}%"} for n in range(60, 74)]
    assert judge({"rows": [{"times": 6, "name": "率", "value": "≥95%"}, *others]}, "DOC002") == []
    assert judge({"rows": [{"times": 7, "name": "率", "value": "≥95%"}, *others]}, "DOC002") != []


def test_descriptions_that_only_repeat_the_name_are_said_once(judge: Judge) -> None:
    rows = [{"times": 4, "name": "合格率", "description": "合格率"}, {"times": 3, "name": "率", "description": "比例"}]
    assert judge({"rows": rows}, "DOC003") == [("DOC003", "indicators.description", "info")]
    assert judge({"rows": [rows[0], {**rows[1], "times": 4}]}, "DOC003") == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"name": "事故下降率", "description": "较上年下降", "value": "≥3%"}, False),
        ({"name": "事故下降率", "description": "比2021年下降", "value": "≥3%"}, False),
        ({"name": "事故下降率", "value": "≥3%"}, True),
        ({"name": "事故下降起数", "value": "≥3起"}, False),
    ],
)
def test_change_rates_say_what_they_are_measured_against(judge: Judge, row: dict[str, str], expected: bool) -> None:
    assert bool(judge({"row": row}, "DOC004")) is expected


def test_one_indicator_with_different_targets_is_compared_as_a_ratio_and_never_for_cost(judge: Judge) -> None:
    def two(first: dict[str, str], second: dict[str, str]) -> list[tuple[str, str, str]]:
        return judge({"projects": [{"name": "甲", "row": first}, {"name": "乙", "row": second}]}, "DOC005")

    assert two({"name": "完好率", "value": "≥95%"}, {"name": "完好率", "value": "≥98%"}) != []
    assert two({"name": "完好率", "value": "≥95%"}, {"name": "完好率", "value": "95%"}) == []
    assert two({"name": "购置数量", "value": "3台"}, {"name": "购置数量", "value": "5台"}) == []
    cost = {"level1": "产出指标", "level2": "成本指标", "name": "预算控制率"}
    assert two({**cost, "value": "≤95%"}, {**cost, "value": "≤98%"}) == []


def test_a_blank_in_a_plan_is_one_violation_with_the_blanks_related(report: Any) -> None:
    found = report(plan(None, None, "80%", "100%"), "PLN001").violations
    assert [(item.field, len(item.related)) for item in found] == [("spend_plan", 2)]


@pytest.mark.parametrize(("profile", "expected"), [("hebei-2022", True), ("cn-2015", False)])
def test_an_empty_plan_is_a_fault_only_where_the_form_asks_for_one(judge: Judge, profile: str, expected: bool) -> None:
    assert bool(judge({"profile": profile, **plan(None, None, None, None)}, "PLN001")) is expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("25%", "100%", "100%", "100%"), ["PLN005"]),
        (("25%", "20%", "75%", "100%"), ["PLN003"]),
        (("25%", "50%", "75%", "98%"), ["PLN004"]),
        (("25%", "50%", "75%", "104%"), ["PLN002"]),
        (("25%", "50%", "75%", "全部"), ["PLN002"]),
        (("0%", "20%", "90%", "100%"), ["PLN006"]),
        (("0%", "20%", "50%", "100%"), ["PLN007"]),
        (("80%", "90%", "95%", "100%"), []),
        (("25", "50", "75", "100"), []),
        (("２５％", "５０％", "７５％", "１００％"), []),
    ],
)
def test_each_fault_of_a_plan_is_said_by_one_rule(judge: Judge, cells: tuple[str, ...], expected: list[str]) -> None:
    assert [rule for rule, _, _ in judge(plan(*cells), "PLN")] == expected


def test_blank_cells_are_skipped_when_a_plan_is_followed(judge: Judge) -> None:
    found = judge(plan("60%", None, "50%", "100%"), "PLN003")
    assert [field for _, field, _ in found] == ["spend_plan.10月底"]


@pytest.mark.parametrize(("number", "expected"), [(9, False), (10, True)])
def test_one_plan_for_all_is_a_habit_from_ten_projects(report: Any, number: int, expected: bool) -> None:
    found = report({"projects": [{"times": number, **plan("25%", "50%", "75%", "100%")}]}, "PLN008").violations
    assert [(item.project, item.field) for item in found] == ([(None, "spend_plan")] if expected else [])
