"""STR rules on fields, table numbers, units, headings and fillers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from perflint.report import Report

Judge = Callable[..., list[tuple[str, str, str]]]
MakeReport = Callable[..., Report]


def _spots(report: Report) -> list[tuple[str, int, str]]:
    return [(item.rule, item.position + 1, item.field) for item in report.violations]


def _numbered(*numbers: int, units: str = "") -> dict[str, Any]:
    owners = units or "甲" * len(numbers)
    return {
        "projects": [
            {"name": f"项目{place}", "no": number, "unit": {"name": f"{owner}单位"}}
            for place, (number, owner) in enumerate(zip(numbers, owners, strict=True))
        ]
    }


def test_a_column_that_the_form_lacks_is_not_applicable_and_not_blank(report: MakeReport) -> None:
    fragment = {
        "name": "校舍维修",
        "budget": {"total": "9"},
        "goals": ["维修2栋"],
        "row": {"name": "栋数", "value": "2栋"},
    }
    made = report(fragment, "STR003")
    assert made.violations == ()
    assert "确定依据" in made.not_applicable[0].reason.zh


def test_a_sign_without_its_number_is_a_blank_value(judge: Judge) -> None:
    fragment = {
        "name": "校舍维修",
        "budget": {"total": "9"},
        "goals": ["维修2栋"],
        "rows": [
            {"name": "合格率", "value": "≥%"},
            {"name": "标准", "value": "元/人天"},
            {"name": "建", "value": "是"},
        ],
    }
    assert judge(fragment, "STR003") == [
        ("STR003", "indicators[1].value", "error"),
        ("STR003", "indicators[2].value", "error"),
    ]


def test_one_misprinted_number_does_not_flag_all_that_follow(report: MakeReport) -> None:
    made = report(_numbered(1, 2, 99, 4, 5, 6), "STR005")
    assert _spots(made) == [("STR005", 3, "no")]


def test_of_two_neighbours_changed_about_the_lower_one_is_to_move(report: MakeReport) -> None:
    assert _spots(report(_numbered(1, 2, 4, 3, 5), "STR005")) == [("STR005", 4, "no")]
    assert _spots(report(_numbered(2, 1), "STR005")) == [("STR005", 2, "no")]


def test_a_moved_table_is_said_as_order_alone(report: MakeReport) -> None:
    made = report(_numbered(1, 3, 4, 2, 5, units="甲乙乙甲乙"), "STR005", "STR006", "STR008")
    assert _spots(made) == [("STR005", 4, "no")]


def test_numbers_that_begin_anew_with_every_unit_are_judged_by_unit(report: MakeReport) -> None:
    assert _spots(report(_numbered(1, 2, 1, 2, 3, units="甲甲乙乙乙"), "STR005", "STR006")) == []
    assert _spots(report(_numbered(1, 2, 1, 3, units="甲甲乙乙"), "STR005", "STR006")) == [("STR006", 4, "no")]


def test_a_repeat_and_a_gap_are_told_apart(report: MakeReport) -> None:
    made = report(_numbered(3, 4, 4, 7), "STR006")
    assert [(spot, item.message.zh) for spot, item in zip(_spots(made), made.violations, strict=True)] == [
        (("STR006", 3, "no"), "表号4重复；请更正编号"),
        (("STR006", 4, "no"), "表号从4跳到7，缺5–6；请补上缺的表，或更正编号"),
    ]


def test_unnumbered_tables_are_not_applicable(report: MakeReport) -> None:
    made = report({"projects": [{"name": "甲"}, {"name": "乙"}]}, "STR005", "STR006")
    assert made.violations == ()
    assert {item.rule for item in made.not_applicable} == {"STR005", "STR006"}


def test_an_unnumbered_list_may_be_sorted_by_anything(report: MakeReport) -> None:
    made = report(
        {"projects": [{"name": f"项目{n}", "unit": {"name": unit}} for n, unit in enumerate("甲乙甲")]}, "STR008"
    )
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["STR008"]


def test_a_wrong_unit_code_is_a_conflict_and_no_new_unit(report: MakeReport) -> None:
    units = [("1", "甲局"), ("1", "甲局"), ("2", "甲局"), ("1", "甲局"), ("2", "乙局"), ("2", "乙局")]
    owners = [{"code": code, "name": name} for code, name in units]
    fragment = {"projects": [{"name": f"项目{n}", "no": n, "unit": owner} for n, owner in enumerate(owners, 1)]}
    assert _spots(report(fragment, "STR008", "STR009")) == [("STR009", 3, "unit.code")]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("10.乐亭县智慧平安社区项目绩效目标表", "乐亭县智慧平安社区项目"),
        ("3、校舍 维修绩效目标表", "校舍维修"),
        ("2024年度县级部门预算项目支出绩效目标申报表", "校舍维修"),
        ("2.2024年校舍维修绩效目标表", "2024年校舍维修"),
        ("110指挥系统维护绩效目标表", "110指挥系统维护"),
        ("（三）校舍维修项目支出绩效目标表", "校舍维修"),
    ],
)
def test_headings_that_name_their_project_or_none_are_fine(judge: Judge, heading: str, name: str) -> None:
    assert judge({"heading": heading, "name": name}, "STR007") == []


def test_headings_that_never_name_a_project_are_titles_of_the_form(report: MakeReport) -> None:
    projects = [{"heading": "江阳区部门预算项目绩效目标申报表", "name": name} for name in ("甲项", "乙项", "丙项")]
    made = report({"projects": projects}, "STR007")
    assert made.violations == ()
    assert [item.rule for item in made.not_applicable] == ["STR007"]


@pytest.mark.parametrize(
    "value",
    [
        *("7×24小时", "≤300元/人*月", "5*8小时", "3×2米", "X光机2台", "≥5000元/户", "是", "合格/不合格"),
        *("战略合作3家", "省略号……", "1:10", "XL号20件", "20×30×5厘米", "A×B型3台", "二〇二四年", "100%"),
    ],
)
def test_signs_and_words_that_belong_to_a_value_are_no_fillers(judge: Judge, value: str) -> None:
    assert judge({"row": {"name": "指标", "value": value}}, "STR010") == []


@pytest.mark.parametrize(
    "value",
    ["XX", "≥XX%", "**月**日前", "202X年", "X年X月", "××次", "*", "略", "（待定）", "…", "/", "≥*元", "__天"],
)
def test_fillers_of_a_value_are_said(judge: Judge, value: str) -> None:
    assert judge({"row": {"name": "指标", "value": value}}, "STR010") == [("STR010", "indicators[1].value", "error")]


@pytest.mark.parametrize(
    "purpose",
    ["落实乡村振兴战略", "联系电话138****1234", "购置DS-2XX型摄像机", "为XXL号服装", "长×宽×高", "开展宣传、培训……"],
)
def test_running_text_with_harmless_marks_stays_silent(judge: Judge, purpose: str) -> None:
    assert judge({"purpose": purpose}, "STR010") == []


def test_a_slash_in_an_optional_cell_says_that_there_is_nothing(judge: Judge) -> None:
    assert judge({"row": {"name": "指标", "description": "/", "value": "3个"}}, "STR010") == []


def test_thresholds_left_in_names_are_said_once_for_the_document(report: MakeReport) -> None:
    rows = [{"name": "种植数量(≥**株)", "value": "≥17600株"}, {"name": "培训(≥**人次)", "value": "≥80人次"}]
    made = report({"projects": [{"rows": rows}, {"rows": rows}]}, "STR010")
    assert [(item.field, item.severity.word, item.related_total) for item in made.violations] == [
        ("indicators[1].name", "warning", 3)
    ]


def test_a_filler_silences_what_is_said_of_values(report: MakeReport) -> None:
    row = {"level1": "产出指标", "level2": "数量指标", "name": "开放天数", "value": "XX天"}
    said = {item.rule for item in report({"row": row}).violations if item.field == "indicators[1].value"}
    assert said == {"STR010"}


@pytest.mark.parametrize(
    ("category", "unit"),
    [
        ("（二）乐亭县公安交警大队办案业务费项目", "乐亭县公安交通警察大队"),
        ("县教育局学前教育项目", "县教育局（本级）"),
        ("乐亭县看守所羁押管理经费项目", "乐亭县公安局看守所"),
        ("乐亭县公安局办案业务费项目", "乐亭县公安局机关"),
    ],
)
def test_a_category_may_shorten_its_unit(judge: Judge, category: str, unit: str) -> None:
    fragment = {
        "department": {"category_goals": [{"name": category, "goal": "保障"}]},
        "projects": [{"name": "甲", "unit": {"name": unit}}],
    }
    assert judge(fragment, "STR011") == []


def test_a_unit_without_a_category_is_said_once_for_the_document(report: MakeReport) -> None:
    fragment = {
        "department": {"category_goals": [{"name": "县公安局办案费项目", "goal": "保障"}]},
        "projects": [
            {"name": "甲", "unit": {"name": "县公安局"}},
            *[{"name": "乙", "unit": {"name": "县边防大队"}}] * 3,
        ],
    }
    made = report(fragment, "STR011")
    assert [(item.project, item.field, item.related_total) for item in made.violations] == [
        (None, "department.category_goals", 3)
    ]
