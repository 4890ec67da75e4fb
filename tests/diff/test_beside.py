"""Last year beside this year: each field that differs once, equal ones quiet, what was dropped kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from perflint.diff.beside import history
from perflint.diff.compare import Comparison, compare
from perflint.diff.side import Side
from perflint.reporters.history import History

Edited = Callable[[Callable[[dict[int, Any], dict[str, Any]], None]], Comparison]


def said(found: History, position: int) -> list[tuple[str, str | None, str]]:
    return [(item.field, item.was, item.kind) for item in found.beside.get(position, ())]


def test_a_document_beside_itself_says_nothing(old: Side) -> None:
    found = history(compare(old, old))
    assert found.matched == 31
    assert (found.beside, found.gone, found.new, found.dropped, found.counts) == ({}, {}, frozenset(), (), ())


def test_every_amount_that_differs_has_its_old_text_and_the_total_says_why(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        projects[13]["budget"].update(total="151.00", fiscal="151.00")

    found = history(edited(edit))
    assert said(found, 12) == [("budget.total", "150.00", "budget-only"), ("budget.fiscal", "150.00", "")]
    assert {item.kind: item.count for item in found.counts}["budget-only"] == 1


def test_an_amount_in_another_unit_is_shown_with_the_unit_it_had(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        projects[13].update(money_unit="元")
        projects[13]["budget"].update(total="1510000", fiscal="1500000")

    assert said(history(edited(edit)), 12) == [("budget.total", "150.00 万元", "budget-only")]


def test_targets_are_lowered_raised_or_changed_at_their_values(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        rows = projects[1]["indicators"]
        rows[0]["value"], rows[1]["value"], rows[5]["value"] = "≥90%", "≥98%", "长期"

    assert said(history(edited(edit)), 0) == [
        ("indicators[1].value", "≥95%", "target-lowered"),
        ("indicators[2].value", "≥95%", "target-raised"),
        ("indicators[6].value", "1年", "target-changed"),
    ]


def test_new_rows_are_said_at_their_names_and_dropped_ones_kept_by_project(edited: Edited, old: Side) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        del projects[1]["indicators"][2]
        projects[1]["indicators"].insert(0, {"level1": "产出指标", "level2": "数量指标", "name": "艇", "value": "2艘"})

    found = history(edited(edit))
    assert said(found, 0) == [("indicators[1].name", None, "indicator-new")]
    (gone,) = found.gone[0]
    assert (gone.kind, gone.field) == ("indicator-dropped", "indicators[3]")
    assert gone.was == "突发事件处置及时性（小时） ≥95%"


def test_a_row_without_name_is_said_at_what_it_has(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        projects[1]["indicators"].append({"level1": "产出指标", "level2": "数量指标", "value": "2艘"})

    assert said(history(edited(edit)), 0) == [("indicators[8].value", None, "indicator-new")]


def test_dropped_and_new_projects_are_named(edited: Edited, old: Side) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        del data["projects"][3]
        data["projects"].append({"code": "13022522P00NEWCODE01X", "name": "无人机巡查设备", "unit": {"code": "999"}})

    found = history(edited(edit))
    assert found.new == {30}
    (dropped,) = found.dropped
    assert (dropped.code, dropped.budget) == (old.document.projects[3].code, "130.39 万元")
    assert found.matched == 30


def test_checkpoints_and_goals_that_are_gone_are_kept_and_moved_rows_are_quiet(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        del projects[1]["spend_plan"]["6月底"]
        del projects[1]["goals"][1]
        projects[1]["indicators"].reverse()

    found = history(edited(edit))
    assert said(found, 0) == []
    assert [(item.kind, item.field) for item in found.gone[0]] == [
        ("plan-changed", "spend_plan.6月底"),
        ("goal-dropped", "goals[2]"),
    ]


def test_text_that_only_moved_its_year_is_quiet_and_a_goal_copied_forward_is_said_without_its_text(
    edited: Edited,
) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        data["year"] = 2023
        for project in data["projects"]:
            project["code"] = project["code"][:6] + "23" + project["code"][8:]

    found = history(edited(edit))
    notes = said(found, 2)
    assert ("goals[1]", None, "copied-forward") in notes
    assert {field for field, *_ in notes} == {"code", "purpose", "goals[1]"}
    assert found.years == (2022, 2023)


def test_what_the_column_of_one_form_alone_holds_is_not_shown(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        for project in data["projects"]:
            for row in project["indicators"]:
                row["weight"] = "10"

    found = history(edited(edit))
    assert found.not_compared == ("indicators.weight",)
    assert said(found, 0) == []


@pytest.mark.parametrize("position", [0, 5])
def test_a_renamed_row_shows_both_names(edited: Edited, position: int) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        data["projects"][position]["indicators"][0]["name"] = "办案完成及时情况"

    notes = said(history(edited(edit)), position)
    assert [(field, kind) for field, _, kind in notes] == [("indicators[1].name", "definition-changed")]
