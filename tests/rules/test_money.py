"""SUM rules on amount cells, totals, ceilings and weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from perflint.report import Report

Judge = Callable[..., list[tuple[str, str, str]]]
MakeReport = Callable[..., Report]


def test_sources_are_added_exactly_and_not_as_binary_floats(judge: Judge) -> None:
    parts = {"结转": "0.1", "捐赠": "0.2"}
    assert judge({"budget": {"total": "0.6", "fiscal": "0.3", "parts": parts}}, "SUM001") == []
    assert judge({"budget": {"total": "0.60000001", "fiscal": "0.3", "parts": parts}}, "SUM001") != []


def test_lines_that_say_what_the_fiscal_amount_is_made_of_are_not_added_to_it(judge: Judge) -> None:
    parts = {"上级资金": "20", "本级资金": "25"}
    assert judge({"budget": {"total": "45", "fiscal": "45", "other": "0", "parts": parts}}, "SUM001") == []
    assert judge({"budget": {"total": "50", "fiscal": "45", "other": "5", "parts": parts}}, "SUM001") == []
    assert judge({"budget": {"total": "50", "fiscal": "45", "other": "0", "parts": parts}}, "SUM001") != []
    assert judge({"budget": {"total": "45", "fiscal": "45", "parts": {**parts, "结转": "1"}}}, "SUM001") != []


def test_sums_of_huge_amounts_are_not_rounded(judge: Judge) -> None:
    huge = "123456789012345678"
    off = {"total": f"{huge}.000000000001", "fiscal": huge, "other": "0"}
    assert judge({"budget": off, "money_unit": "元"}, "SUM001") == [("SUM001", "budget", "error")]


def test_the_message_shows_the_arithmetic(report: MakeReport) -> None:
    made = report({"money_unit": "万元", "budget": {"total": "43.88", "fiscal": "42.88", "other": "0.00"}}, "SUM001")
    (violation,) = made.violations
    assert violation.message.zh.startswith("预算数43.88 ≠ 42.88 + 0.00，差1.00万元")


def test_without_amounts_by_source_the_funds_are_not_applicable(report: MakeReport) -> None:
    made = report({"budget": {"total": "90", "fiscal": "", "other": "—"}}, "SUM001")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["SUM001"]


def test_amounts_in_a_known_and_an_unknown_unit_are_not_compared(report: MakeReport) -> None:
    made = report({"budget": {"total": "90万元", "fiscal": "900000"}}, "SUM001")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["SUM001"]


def test_a_part_may_carry_the_unit_of_its_label(judge: Judge) -> None:
    budget = {"total": "10000", "parts": {"上年结转（万元）": "1"}}
    assert judge({"money_unit": "元", "budget": budget}, "SUM001") == []


def test_a_malformed_amount_is_said_once_and_not_as_a_wrong_sum(judge: Judge) -> None:
    budget = {"total": "90.0.0", "fiscal": "90", "other": ""}
    assert judge({"money_unit": "万元", "budget": budget}, "SUM001", "SUM007") == [("SUM007", "budget.total", "error")]


def test_a_negative_part_is_fine(judge: Judge) -> None:
    budget = {"total": "90", "fiscal": "95", "parts": {"核减": "-5"}}
    assert judge({"money_unit": "万元", "budget": budget}, "SUM001", "SUM007") == []


@pytest.mark.parametrize("name", ["设备单价成本", "单位总成本", "项目总投资", "节约总成本", "社会成本", "人均成本"])
def test_unit_costs_life_costs_and_savings_are_not_held_against_the_budget(judge: Judge, name: str) -> None:
    row = {"level1": "产出指标", "level2": "成本指标", "name": name, "value": "≤900万元"}
    assert judge({"money_unit": "万元", "budget": {"total": "90"}, "row": row}, "SUM004") == []


@pytest.mark.parametrize(
    ("value", "found"), [("≤60万元", []), ("≤96万元", [("SUM004", "indicators[1].value", "warning")])]
)
def test_the_cost_of_a_part_is_said_only_where_it_is_above_the_whole(judge: Judge, value: str, found: list) -> None:
    row = {"level1": "产出指标", "level2": "成本指标", "name": "设备购置成本", "value": value}
    assert judge({"money_unit": "万元", "budget": {"total": "90"}, "row": row}, "SUM004") == found


def test_a_part_may_cost_more_than_the_budget_of_a_year_where_other_years_pay_too(judge: Judge) -> None:
    row = {"level1": "产出指标", "level2": "成本指标", "name": "教学楼工程造价", "value": "≤960万元"}
    whole = {
        "money_unit": "万元",
        "budget": {"total": "90"},
        "purpose": "用于支付教学楼续建工程进度款90万元。",
        "row": row,
    }
    assert judge(whole, "SUM004") == []


def test_a_cost_ceiling_equal_to_the_budget_is_the_norm(judge: Judge) -> None:
    row = {"level1": "产出指标", "level2": "成本指标", "name": "项目总成本（万元）", "value": "≤90"}
    assert judge({"money_unit": "元", "budget": {"total": "900000"}, "row": row}, "SUM004") == []


def test_with_an_unknown_money_unit_a_cost_is_not_applicable(report: MakeReport) -> None:
    row = {"level1": "产出指标", "level2": "成本指标", "name": "项目总成本", "value": "≤90万元"}
    made = report({"budget": {"total": "10"}, "row": row}, "SUM004")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["SUM004"]


def test_a_department_total_is_not_judged_while_a_project_has_no_amount(report: MakeReport) -> None:
    projects = [{"budget": {"total": "60"}}, {"budget": {"total": ""}}]
    made = report({"department": {"total": "100"}, "projects": projects}, "SUM005")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["SUM005"]


def _weighted(*weights: object) -> dict[str, Any]:
    return {"rows": [{"name": f"指标{number}", "weight": weight} for number, weight in enumerate(weights)]}


def test_while_neither_90_nor_100_leads_both_are_clean(judge: Judge) -> None:
    projects = [_weighted(60, 30), _weighted(60, 40), _weighted(60, 20)]
    said = judge({"profile": "cn-2015", "projects": projects}, "SUM006")
    assert said == [("SUM006", "indicators", "error")]


def test_the_total_that_more_projects_meet_is_the_right_one(judge: Judge, report: MakeReport) -> None:
    projects = [_weighted(60, 40), _weighted(70, 30), _weighted(60, 30)]
    made = report({"profile": "cn-2021", "projects": projects}, "SUM006")
    assert [(item.position, item.field) for item in made.violations] == [(2, "indicators")]


def test_a_weight_of_nothing_is_said_at_the_weight_alone(judge: Judge) -> None:
    assert judge({"profile": "sichuan-2021", **_weighted(60, 0)}, "SUM006") == [
        ("SUM006", "indicators[2].weight", "error")
    ]


def test_a_form_without_weights_is_not_applicable_and_never_zero(report: MakeReport) -> None:
    made = report({"rows": [{"name": "面积", "value": "3亩"}]}, "SUM006")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["SUM006"]


def test_a_purpose_that_is_the_name_is_not_counted_among_those_without_an_amount(judge: Judge) -> None:
    projects = [
        {"name": "校舍维修", "purpose": "校舍维修"},
        {"name": "图书购置", "purpose": "安排30万元购置图书。"},
        {"name": "食堂改造", "purpose": "安排20万元改造食堂。"},
        {"name": "操场翻新", "purpose": "对农村学校的塑胶跑道进行翻新，改善办学条件。"},
    ]
    assert judge({"projects": projects}, "SUM008") == [("SUM008", "purpose", "warning")]
