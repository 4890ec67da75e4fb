"""Rules on what is said twice, in a project and across projects: DUP001–DUP009."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[..., list[tuple[str, str, str]]]


def test_goals_are_compared_without_numbers_widths_and_punctuation(judge: Judge) -> None:
    goals = ["1.完成渠道清淤（18公里）。", "２、完成渠道清淤(18公里)"]
    assert judge({"goals": goals}, "DUP001") == [("DUP001", "goals[2]", "error")]


def test_a_group_of_equal_goals_is_one_violation_at_the_last(report: Any) -> None:
    found = report({"goals": ["完成渠道清淤", "完成护岸", "完成渠道清淤", "完成渠道清淤"]}, "DUP001").violations
    assert [(item.field, len(item.related)) for item in found] == [("goals[4]", 2)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("组织骨干教师集中研修6期，每期50人", "组织骨干教师集中研修6期，每期50人，跟岗2批", ("goals[2]", "error")),
        ("更新卫生院设备", "更新卫生院设备并投入使用", ("goals[2]", "warning")),
        ("更新卫生院设备并投入使用", "更新卫生院设备", ("goals[2]", "warning")),
        ("保障供水", "保障供水安全运行", None),
    ],
)
def test_containment_is_an_error_from_twelve_characters_and_a_warning_from_six(
    judge: Judge, first: str, second: str, expected: tuple[str, str] | None
) -> None:
    found = judge({"goals": [first, second]}, "DUP001")
    assert [(field, severity) for _, field, severity in found] == ([expected] if expected else [])


def test_nearly_equal_goals_are_compared_from_twelve_characters(judge: Judge) -> None:
    long = ["审结劳动人事争议案件420件，结案率不低于96%", "审结劳动人事争议案件430件，结案率不低于96%"]
    assert judge({"goals": long}, "DUP002") == [("DUP002", "goals[2]", "warning")]
    assert judge({"goals": ["更新课桌椅400套", "更新课桌椅500套"]}, "DUP002") == []


def test_equal_goals_are_not_called_nearly_equal_too(judge: Judge) -> None:
    goals = ["审结劳动人事争议案件四百二十件", "审结劳动人事争议案件四百二十件"]
    assert [rule for rule, _, _ in judge({"goals": goals}, "DUP001", "DUP002")] == ["DUP001"]


def test_a_shared_goal_stands_under_each_project_as_one_cluster(report: Any) -> None:
    projects = [{"code": f"A{n}", "name": f"项目{n}", "goals": [f"{n}.维护交通安全形势稳定。"]} for n in range(1, 4)]
    found = report({"projects": projects}, "DUP003").violations
    assert [item.field for item in found] == ["goals[1]"] * 3
    assert len({item.cluster for item in found}) == 1
    assert all(item.related_total == 2 for item in found)


def test_a_shared_purpose_silences_shared_goals_between_the_same_projects(judge: Judge) -> None:
    same = {"purpose": "用于渠道清淤和护岸", "goals": ["完成清淤18公里"]}
    projects = [{"name": "甲", **same}, {"name": "乙", **same}]
    assert {rule for rule, _, _ in judge({"projects": projects}, "DUP003", "DUP004")} == {"DUP004"}
    third = [*projects, {"name": "丙", "goals": ["完成清淤18公里"]}]
    assert {rule for rule, _, _ in judge({"projects": third}, "DUP003", "DUP004")} == {"DUP003", "DUP004"}


def test_a_purpose_that_is_the_name_is_not_said_to_be_shared(judge: Judge) -> None:
    projects = [{"name": "业务费", "purpose": "业务费"}, {"name": "业务费", "purpose": "业务费"}]
    assert {rule for rule, _, _ in judge({"projects": projects}, "COH002", "DUP004")} == {"COH002"}


def test_near_texts_across_projects_leave_equal_ones_out(judge: Judge) -> None:
    text = "通过项目实施改善农村人居环境提高群众生活质量"
    equal = [{"name": "甲", "goals": [text]}, {"name": "乙", "goals": [text]}]
    assert judge({"projects": equal}, "DUP005") == []
    near = [{"name": "甲", "goals": [text]}, {"name": "乙", "goals": [text + "了"]}]
    assert {severity for _, _, severity in judge({"projects": near}, "DUP005")} == {"info"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            {"name": "培训人数（人）", "description": "参训人数"},
            {"name": "培训人数", "description": "参训人数"},
            "error",
        ),
        ({"name": "培训人数"}, {"name": "培训人数", "description": "参训人数"}, "error"),
        ({"name": "补助标准", "description": "小学标准"}, {"name": "补助标准", "description": "初中标准"}, "warning"),
        ({"name": "培训人数"}, {"name": "培训期数"}, ""),
    ],
)
def test_an_indicator_stands_once_in_a_project(
    judge: Judge, first: dict[str, str], second: dict[str, str], expected: str
) -> None:
    found = judge({"rows": [first, second]}, "DUP006")
    assert found == ([("DUP006", "indicators[2].name", expected)] if expected else [])


ROWS = [
    {"level1": "产出指标", "level2": "数量指标", "name": "护栏安装长度", "value": "1.2公里"},
    {"level1": "产出指标", "level2": "质量指标", "name": "护栏验收达标比例", "value": "100%"},
    {"level1": "效益指标", "level2": "社会效益指标", "name": "临崖路段防护率", "value": "100%"},
]


def test_a_cloned_set_of_indicators_silences_shared_goals_and_templates(judge: Judge) -> None:
    names = ["任隆护栏", "明月渡口", "安宁码头"]
    projects = [{"name": name, "goals": ["安装护栏1.2公里"], "rows": ROWS} for name in names]
    found = judge({"projects": projects}, "DUP003", "DUP007", "COH013")
    assert {rule for rule, _, _ in found} == {"DUP007"}
    assert {severity for _, _, severity in found} == {"warning"}


def test_a_cloned_set_with_other_values_is_told_for_information(judge: Judge) -> None:
    other = [{**row, "value": "2公里" if row["value"] == "1.2公里" else row["value"]} for row in ROWS]
    found = judge({"projects": [{"name": "甲", "rows": ROWS}, {"name": "乙", "rows": other}]}, "DUP007")
    assert {severity for _, _, severity in found} == {"info"}


def test_the_same_values_in_other_spellings_make_a_clone(judge: Judge) -> None:
    spelled = [dict(ROWS[0], name="护栏安装长度（公里）", value="1.2"), *ROWS[1:]]
    found = judge({"projects": [{"name": "甲", "rows": ROWS}, {"name": "乙", "rows": spelled}]}, "DUP007")
    assert {severity for _, _, severity in found} == {"warning"}


def test_two_indicators_make_no_set(judge: Judge) -> None:
    assert judge({"projects": [{"name": "甲", "rows": ROWS[:2]}, {"name": "乙", "rows": ROWS[:2]}]}, "DUP007") == []


@pytest.mark.parametrize(("units", "severity"), [(("331001", "331001"), "warning"), (("331001", "331002"), "info")])
def test_one_name_in_two_units_is_no_error(judge: Judge, units: tuple[str, str], severity: str) -> None:
    projects = [
        {"code": f"13022522P00LE1102C1{n}", "name": "校舍维修", "unit": {"code": unit}} for n, unit in enumerate(units)
    ]
    assert {found[2] for found in judge({"projects": projects}, "DUP008")} == {severity}


def test_part_one_copies_the_overall_goal_or_repeats_its_goal(judge: Judge) -> None:
    overall = "办好人民满意的教育，促进义务教育优质均衡发展"
    goals = [
        {"name": "甲", "goal": "促进义务教育优质均衡发展", "indicator": "巩固率≥98%"},
        {"name": "乙", "goal": "为困难学生按学期发放资助金", "indicator": "为困难学生按学期发放资助金。"},
        {"name": "丙", "goal": "新增学位600个", "indicator": "学位≥600个"},
    ]
    found = judge({"department": {"overall_goal": overall, "category_goals": goals}}, "DUP009")
    assert [field for _, field, _ in found] == [
        "department.category_goals[1].goal",
        "department.category_goals[2].indicator",
    ]
