"""Edited copies of the booklet: each change once, at its place, and nothing else."""

from __future__ import annotations

import copy
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


def test_codes_of_the_next_year_tell_the_year_though_every_date_was_copied_forward(edited: Edited) -> None:
    def edit(projects: dict[int, Any], data: dict[str, Any]) -> None:
        next_year(data)
        del data["year"]

    found = edited(edit)
    assert found.new.year == 2023
    assert {kind for kind, *_ in said(found)} == {"copied-forward"}


def test_a_project_that_goes_on_keeps_its_code_in_a_year_that_its_dates_tell(
    side: Callable[[dict[str, Any]], Side],
) -> None:
    rows = [{"level1": "产出指标", "level2": "时效指标", "name": f"完成时间{n}", "value": "2023年底"} for n in range(4)]
    project = {"code": "13022522P00CKTC10027L", "name": "巡警经费", "indicators": rows}
    assert side({"profile": "hebei-2022", "projects": [project]}).year == 2023


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


ROW = {"level1": "产出指标", "level2": "数量指标", "name": "巡逻次数", "description": "全年巡逻次数", "value": "≥90次"}
RATE = {"level1": "产出指标", "level2": "质量指标", "name": "出警及时率", "description": "按时出警", "value": "≥95%"}
WHOLE: dict[str, Any] = {
    "name": "公安局",
    "overall_goal": "保障全县治安",
    "goals": ["提高群众安全感", "减少街面案件"],
    "safeguards": ["加强预算管理", "加强绩效监控"],
    "category_goals": [{"name": "办案", "goal": "破获积案"}, {"name": "装备", "goal": "更新警车"}],
    "indicators": [ROW, RATE],
    "budget": {"total": "900.00"},
}
PROJECT: dict[str, Any] = {
    "code": "13022522P00CKTC10027L",
    "name": "巡警经费",
    "indicators": [{**ROW, "weight": "50", "direction": "正向", "long_term_value": "≥100次"}, RATE],
    "long_term_goals": ["三年内建成巡防体系"],
    "long_term_indicators": [RATE],
}


def booklet_of(department: dict[str, Any], project: dict[str, Any]) -> dict[str, Any]:
    base = {"profile": "hebei-2022", "year": 2022, "money_unit": "万元"}
    return {**base, "department": {**WHOLE, **department}, "projects": [{**PROJECT, **project}]}


@pytest.mark.parametrize(
    ("department", "told"),
    [
        ({"goals": ["新的目标在最前", *WHOLE["goals"]]}, ("goal-new", "department.goals[1]")),
        ({"goals": WHOLE["goals"][1:]}, ("goal-dropped", "department.goals[1]")),
        ({"safeguards": ["先开工作会议", *WHOLE["safeguards"]]}, ("text-changed", "department.safeguards[1]")),
        ({"safeguards": WHOLE["safeguards"][1:]}, ("text-changed", "department.safeguards[1]")),
        (
            {"category_goals": [{"name": "宣传", "goal": "防骗知识"}, *WHOLE["category_goals"]]},
            ("text-changed", "department.category_goals[1]"),
        ),
        ({"category_goals": WHOLE["category_goals"][1:]}, ("text-changed", "department.category_goals[1]")),
        (
            {"category_goals": [{"name": "执法办案", "goal": "破获积案"}, WHOLE["category_goals"][1]]},
            ("text-changed", "department.category_goals[1].name"),
        ),
        ({"indicators": [{**RATE, "name": "结案率"}, ROW, RATE]}, ("indicator-new", "department.indicators[1]")),
        ({"indicators": [RATE]}, ("indicator-dropped", "department.indicators[1]")),
        ({"indicators": [{**ROW, "value": "≥80次"}, RATE]}, ("target-lowered", "department.indicators[1].value")),
        ({"budget": {"total": "950.00"}}, ("budget-only", "department.budget.total")),
        ({"overall_goal": "守护一方平安"}, ("text-changed", "department.overall_goal")),
    ],
)
def test_a_change_of_the_whole_department_is_said_once_at_its_place(
    side: Callable[[dict[str, Any]], Side], department: dict[str, Any], told: tuple[str, str]
) -> None:
    found = facts(compare(side(booklet_of({}, {})), side(booklet_of(department, {}))))
    assert [(change.kind, change.field) for change in found] == [told]
    assert found[0].project is None
    assert found[0].position == -1


@pytest.mark.parametrize(
    ("project", "told"),
    [
        ({"indicators": [{**PROJECT["indicators"][0], "weight": "40"}, RATE]}, "indicators[1].weight"),
        ({"indicators": [{**PROJECT["indicators"][0], "direction": "反向"}, RATE]}, "indicators[1].direction"),
        (
            {"indicators": [{**PROJECT["indicators"][0], "long_term_value": "≥95次"}, RATE]},
            "indicators[1].long_term_value",
        ),
        ({"long_term_goals": ["三年内建成智能巡防体系"]}, "long_term_goals[1]"),
        ({"long_term_indicators": [{**RATE, "value": "≥90%"}]}, "long_term_indicators[1].value"),
        ({"long_term_indicators": [ROW, RATE]}, "long_term_indicators[1]"),
    ],
)
def test_weights_kinds_and_what_is_meant_for_years_are_compared_too(
    side: Callable[[dict[str, Any]], Side], project: dict[str, Any], told: str
) -> None:
    old, new = side(booklet_of({}, {})), side(booklet_of({}, project))
    assert [change.field for change in facts(compare(old, new))] == [told]


def test_a_weight_written_otherwise_is_no_change(side: Callable[[dict[str, Any]], Side]) -> None:
    rows = [{**PROJECT["indicators"][0], "weight": "50.0"}, RATE]
    assert facts(compare(side(booklet_of({}, {})), side(booklet_of({}, {"indicators": rows})))) == []


def test_what_the_department_said_last_year_follows_its_rows(side: Callable[[dict[str, Any]], Side]) -> None:
    new = side(booklet_of({"indicators": [{**RATE, "name": "结案率"}, ROW, RATE]}, {}))
    was = last_year(side(booklet_of({}, {})), new)
    assert (-1, "department.indicators[1].value") not in was
    assert was[-1, "department.indicators[2].name"] == "巡逻次数"
    assert was[-1, "department.overall_goal"] == "保障全县治安"


def places_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all texts in plain data."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [place for key, item in items for place in places_of(item, (*path, key))]
    return found or [path]


def test_whatever_text_is_replaced_something_is_said(side: Callable[[dict[str, Any]], Side]) -> None:
    full = {"unit": {"code": "312002", "name": "公安局"}, "purpose": "日常巡逻", "spend_plan": {"12月底": "100%"}}
    full |= {"goals": ["保障城区治安"], "budget": {"total": "90.00", "fiscal": "80.00", "parts": {"结转": "1.00"}}}
    data = booklet_of({"total": "900.00", "code": "312"}, full) | {"title": "预算", "region": "130225"}
    old = side(data)
    silent = []
    for path in places_of(data):
        if path[0] in ("profile", "year"):
            continue
        changed = copy.deepcopy(data)
        target: Any = changed
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = "另外一种写法"
        if not facts(compare(old, side(changed))):
            silent.append(path)
    assert silent == []
