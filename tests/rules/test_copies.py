"""Rules on fields that only repeat another one: COH001–COH004."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Judge = Callable[..., list[tuple[str, str, str]]]


def test_a_goal_is_compared_with_the_name_without_number_and_punctuation(judge: Judge) -> None:
    fragment = {"name": "校舍维修（一期）", "goals": ["（一）校舍维修(一期)。", "维修校舍3000平方米"]}
    assert judge(fragment, "COH001") == [("COH001", "goals[1]", "error")]


@pytest.mark.parametrize(("goal", "expected"), [("留守儿童关爱服务", True), ("关爱服务", False)])
def test_a_part_of_the_name_counts_from_six_characters(judge: Judge, goal: str, expected: bool) -> None:
    found = judge({"name": "农村留守儿童关爱服务经费", "goals": [goal]}, "COH001")
    assert found == ([("COH001", "goals[1]", "warning")] if expected else [])


def test_a_purpose_that_is_the_name_silences_its_consequences(judge: Judge) -> None:
    project = {"name": "业务工作经费", "purpose": "业务工作经费", "goals": ["业务工作经费"]}
    found = judge({"projects": [project]}, "COH002", "COH003", "SUM008", "TXT011")
    assert [rule for rule, _, _ in found] == ["COH002"]


@pytest.mark.parametrize(
    ("purpose", "severity"),
    [
        ("图书采购经费", "error"),
        ("用于图书采购经费支出。", "warning"),
        ("图书采购", "warning"),
        ("用于图书采购，其中纸质图书8万元", ""),
        ("用于图书采购及阅览室桌椅更换", ""),
    ],
)
def test_a_purpose_says_more_than_the_name(judge: Judge, purpose: str, severity: str) -> None:
    found = judge(
        {"name": "图书采购经费", "money_unit": "万元", "budget": {"total": "20"}, "purpose": purpose}, "COH002"
    )
    assert found == ([("COH002", "purpose", severity)] if severity else [])


def test_goals_are_copied_from_the_purpose_only_where_every_one_is(judge: Judge) -> None:
    purpose = "用于校舍维修和厕所改造，配备课桌椅。"
    assert judge({"purpose": purpose, "goals": ["校舍维修和厕所改造"]}, "COH003") == [("COH003", "goals", "warning")]
    assert judge({"purpose": purpose, "goals": ["校舍维修和厕所改造", "消除D级危房2栋"]}, "COH003") == []


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("到课率", "实际上课学生占应上课学生的比例"),
        ("公共阅读素养", "公共阅读素养水平"),
        ("防疫物资采购金额", "计划标准"),
        ("信息减低率", "信息降低率"),
        ("渠道衬砌长度", "完成衬砌的渠道长度"),
        ("渠道衬砌长度", "渠道衬砌长度"),
    ],
)
def test_a_description_that_is_about_the_name_fits(judge: Judge, name: str, description: str) -> None:
    assert judge({"row": {"name": name, "description": description}}, "COH004") == []


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("渠道衬砌长度", "受访农户中满意的比例"),
        ("渠道衬砌", "渠道衬砌长度"),
        ("渠道衬砌长度", "渠道衬砌宽度"),
        ("受益农户数", "达到目标值"),
        ("渠道使用年限", "项目实施产生的直接或间接的社会效益"),
    ],
)
def test_a_description_about_something_else_is_said(judge: Judge, name: str, description: str) -> None:
    found = judge({"row": {"name": name, "description": description}}, "COH004")
    assert found == [("COH004", "indicators[1].description", "warning")]


@pytest.mark.parametrize(
    ("name", "description", "value"),
    [
        ("普查员补贴标准", "按登记对象数量核发", "≤30元/户"),
        ("总成本", "印刷、设备租用等支出合计", "≤86.4万元"),
        ("调解纠纷件数", "各级调委会受理并制作卷宗的案件", "≥1500件"),
        ("受益患者", "使用代煎服务的门诊和住院病人", "≥9万人次"),
        ("耕种收综合机械化率", "机耕×0.4+机播×0.3+机收×0.3", "≥86%"),
        ("诉前整改率", "行政机关收到文书后依法履职的件数", "≥95%"),
        ("派车响应", "从接单到出车", "≤15分钟"),
        ("护林员工资", "每月考核后打卡", "1500元/人·月"),
        ("聘用巡护员", "退捕渔民转岗", "12人"),
        ("亩均税收", "新引进的工业项目", "≥20万元/亩"),
    ],
)
def test_a_description_may_say_it_in_other_words(judge: Judge, name: str, description: str, value: str) -> None:
    row = {"level1": "产出指标", "level2": "数量指标", "name": name, "description": description, "value": value}
    assert judge({"purpose": "用于督促行政机关依法履职。", "row": row}, "COH004") == []


def test_a_term_of_a_trade_makes_another_thing_unless_the_project_speaks_of_it(judge: Judge) -> None:
    row = {
        "level1": "产出指标",
        "level2": "质量指标",
        "name": "随机抽选比例",
        "description": "法警装备更新情况",
        "value": "≥95%",
    }
    found = [("COH004", "indicators[1].description", "warning")]
    assert judge({"purpose": "用于人民陪审员补助。", "row": row}, "COH004") == found
    assert judge({"purpose": "用于法警装备抽检。", "row": row}, "COH004") == []


def test_a_truncated_name_is_not_compared_with_its_description(judge: Judge) -> None:
    row = {"name": "农村义务教育学生营养改善计划资", "description": "农村义务教育学生营养改善计划资金拨付率"}
    assert judge({"profile": "hebei-2022", "row": row}, "COH004") == []


@pytest.mark.parametrize("description", ["≥200人", "不超过100万元", "12月31日前"])
def test_a_description_that_is_a_bare_value_is_called_empty_and_not_different(report, description):
    (found,) = report({"row": {"name": "夜校开设", "description": description}}, "COH004").violations
    assert "没有说明" in found.message.zh
