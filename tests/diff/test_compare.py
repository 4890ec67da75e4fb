"""Edited copies of the booklet: each change once, at its place, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from perflint.diff.change import Change
from perflint.diff.compare import Comparison, compare
from perflint.diff.history import last_year
from perflint.diff.side import Side, Years

Edited = Callable[[Callable[[dict[int, Any], dict[str, Any]], None]], Comparison]


def facts(comparison: Comparison) -> list[Change]:
    """The changes of the document itself, those of its violations left out."""
    return [change for change in comparison.changes if not change.kind.startswith("violation")]


def said(comparison: Comparison) -> list[tuple[str, str | None, str]]:
    return [(change.kind, change.project, change.field) for change in facts(comparison)]


def test_a_document_against_itself_says_nothing(old: Side) -> None:
    assert compare(old, old).changes == ()


def test_another_order_of_projects_rows_and_goals_is_no_change(edited: Edited) -> None:
    def shuffle(projects: dict[int, Any], data: dict[str, Any]) -> None:
        order = random.Random(7)
        order.shuffle(data["projects"])
        for project in data["projects"]:
            order.shuffle(project["indicators"])
            order.shuffle(project["goals"])

    assert facts(edited(shuffle)) == []


def test_a_budget_that_changed_while_the_targets_did_not_is_said_once_with_both_amounts(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        projects[13]["budget"].update(total="151.00", fiscal="151.00")

    found = facts(edited(edit))
    assert [(c.kind, c.project, c.field, c.new) for c in found] == [
        ("budget-only", "13022522P008MD910013G", "budget.total", "151.00")
    ]
    assert found[0].location is not None
    assert found[0].location.place.line is not None


def test_an_amount_written_otherwise_is_no_change(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        projects[13]["budget"]["total"] += "0"

    assert facts(edited(edit)) == []


@pytest.mark.parametrize(
    ("name", "class_", "before", "after", "kind"),
    [
        ("案件办结率", "质量指标", "≥95%", "≥90%", "target-lowered"),
        ("案件办结率", "质量指标", "≥90%", "≥95%", "target-raised"),
        ("案件办结率", "质量指标", "≥95%", "≤95%", "target-changed"),
        ("案件办结率", "质量指标", "≥95%", "显著提高", "target-changed"),
        ("培训人数", "数量指标", "100人", "80人", "target-lowered"),
        ("道路里程", "数量指标", "5公里", "6000米", "target-raised"),
        ("投诉率", "质量指标", "≤5%", "≤8%", "target-lowered"),
        ("事故发生率", "质量指标", "5%", "8%", "target-lowered"),
        ("总成本", "成本指标", "≤30万元", "≤35万元", "target-lowered"),
        ("总成本", "成本指标", "≤30万元", "≤250000元", "target-raised"),
        ("完成时限", "时效指标", "30天", "20天", "target-raised"),
    ],
)
def test_a_target_is_lowered_or_raised_by_its_sense(
    name: str, class_: str, before: str, after: str, kind: str, side: Callable[[dict[str, Any]], Side]
) -> None:
    row = {"level1": "产出指标", "level2": class_, "name": name, "description": name, "basis": "合同"}
    project = {"code": "13022522P00CKTC10027L", "name": "巡警经费", "budget": {"total": "90.00"}}
    sides = [
        side({"profile": "hebei-2022", "projects": [{**project, "indicators": [{**row, "value": value}]}]})
        for value in (before, after)
    ]
    assert said(compare(*sides)) == [(kind, "13022522P00CKTC10027L", "indicators[1].value")]


def test_a_changed_definition_is_said_at_its_field(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        projects[7]["indicators"][0]["basis"] = "合同约定"
        projects[7]["indicators"][1].update(level2="时效指标")

    code = "13022522P00CKTC100307"
    assert said(edited(edit)) == [
        ("definition-changed", code, "indicators[1].basis"),
        ("definition-changed", code, "indicators[2].level2"),
    ]


def test_a_dropped_row_a_new_row_and_a_dropped_project_are_said_once_each(edited: Edited) -> None:
    new_row = {"level1": "产出指标", "level2": "数量指标", "name": "巡逻艇购置数量", "value": "2艘", "basis": "合同"}

    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        del projects[7]["indicators"][0]
        projects[7]["indicators"].append(new_row)
        data["projects"].remove(projects[20])

    found = edited(edit)
    row = len(found.new.document.projects[6].indicators)
    assert said(found) == [
        ("indicator-new", "13022522P00CKTC100307", f"indicators[{row}]"),
        ("indicator-dropped", "13022522P00CKTC100307", "indicators[1]"),
        ("project-dropped", "13022522P004132100018", ""),
    ]


def test_new_and_solved_violations_are_said_and_what_went_with_a_row_is_not_solved(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        projects[8]["spend_plan"]["6月底"] = "10%"
        projects[2]["spend_plan"]["3月底"] = "0%"
        del projects[3]["indicators"][0]

    rules = [(c.kind, c.rule, c.project) for c in edited(edit).changes if c.kind.startswith("violation")]
    assert ("violation-new", "PLN003", "13022522P005M4310010T") in rules
    assert not [rule for rule in rules if rule[:2] == ("violation-solved", "VAL002")]


def next_year(data: dict[str, Any]) -> None:
    """The booklet a year later: codes of the next year, everything else as it was."""
    data["year"] = "2023"
    for project in data["projects"]:
        project["code"] = f"{project['code'][:6]}23{project['code'][8:]}"


def test_a_year_later_projects_are_known_by_unit_and_name_and_copied_texts_are_said(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        next_year(data)
        projects[4]["goals"] = ["完成指挥中心显示设备更新三套。"]
        projects[4]["purpose"] = "用于指挥中心大厅显示设备购置安装费，共三套。"
        projects[13]["budget"].update(total="151.00", fiscal="151.00")

    found = edited(edit)
    kinds = {(kind, field) for kind, project, field in said(found) if project == "13022523P002H2610011A"}
    assert ("purpose-changed", "purpose") in kinds
    assert not [item for item in kinds if item[0] == "copied-forward"]
    copied = [item for item in said(found) if item[0] == "copied-forward" and item[1] is not None]
    assert len(copied) == len(set(copied)) == 2 * 30
    assert ("budget-only", "13022523P008MD910013G", "budget.total") in said(found)
    assert not [item for item in said(found) if item[0] in ("project-new", "project-dropped", "project-changed")]


def test_violations_of_a_project_that_goes_on_are_neither_new_nor_solved(edited: Edited) -> None:
    found = edited(lambda projects, data: next_year(data))
    rules = {change.rule for change in found.changes if change.kind.startswith("violation")}
    assert rules <= {"COD005", "VAL012"}  # the codes and dates are wrong in the new year


def test_a_column_that_one_form_lacks_is_not_compared_and_said(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        for project in data["projects"]:
            del project["purpose"]

    found = edited(edit)
    assert found.not_compared == ("purpose",)
    assert facts(found) == []


def test_last_year_gives_each_field_what_it_read_and_new_fields_nothing(edited: Edited, old: Side) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        next_year(data)
        projects[13]["budget"]["total"] = "151.00"
        projects[7]["indicators"].insert(0, {"level1": "产出指标", "level2": "数量指标", "name": "艇", "value": "2艘"})

    found = edited(edit)
    was = last_year(old, found.new)
    assert was[12, "budget.total"] == old.document.projects[12].budget.total
    assert (6, "indicators[1].value") not in was
    assert was[6, "indicators[2].value"] == old.document.projects[6].indicators[0].value


def test_years_that_moved_on_are_no_change_of_a_text() -> None:
    years = Years(2022, 2023)
    assert years.same("1、2022年底前完成，较2021年提高", "2023年底前完成，较2022年提高。")
    assert not Years(2022, 2022).same("2022年底", "2023年底")
