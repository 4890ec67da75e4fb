"""Rules on how texts are written: TXT001–TXT011."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[..., list[tuple[str, str, str]]]


def fields(found: list[tuple[str, str, str]]) -> list[str]:
    return [field for _, field, _ in found]


@pytest.mark.parametrize(
    "purpose",
    [
        "1）改造给排水；2）加装电梯（4部）。",
        "一）改造给排水",
        "购置“智慧校园”平台（一期)等",
        "用于（含【附属】工程)改造",
    ],
)
def test_list_numbers_and_mixed_widths_leave_no_bracket_open(judge: Judge, purpose: str) -> None:
    assert judge({"purpose": purpose}, "TXT001") == []


@pytest.mark.parametrize("purpose", ["用于图书）采购", "用于《条例宣传", "用于“明厨亮灶改造", "用于（一期】改造"])
def test_a_bracket_without_its_partner_is_an_error(judge: Judge, purpose: str) -> None:
    assert judge({"purpose": purpose}, "TXT001") == [("TXT001", "purpose", "error")]


def test_name_and_heading_with_one_fault_are_said_once(judge: Judge) -> None:
    fragment = {"name": "校舍维修（一期", "heading": "1.校舍维修（一期绩效目标表"}
    assert fields(judge(fragment, "TXT001")) == ["name"]


def test_a_description_that_repeats_the_name_has_no_fault_of_its_own(judge: Judge) -> None:
    row = {"name": "达标率（%。。", "description": "达标率（%。。"}
    found = judge({"profile": "cn-2015", "row": row}, "TXT001", "TXT002")
    assert fields(found) == ["indicators[1].name", "indicators[1].name"]


@pytest.mark.parametrize("goal", ["共3类……", "能否完工？！", "真的！！", "单价1,700.5元", "比例1:10"])
def test_ellipses_and_exclamations_are_not_doubled(judge: Judge, goal: str) -> None:
    assert judge({"goals": [goal]}, "TXT002") == []


@pytest.mark.parametrize("goal", ["完成清淤。。", "完成清淤，，护岸", "完成清淤；；", "完成清淤。，"])
def test_doubled_and_mixed_punctuation_is_an_error(judge: Judge, goal: str) -> None:
    assert judge({"goals": [goal]}, "TXT002") == [("TXT002", "goals[1]", "error")]


@pytest.mark.parametrize(
    "purpose",
    [
        "用于保障保障性住房建设",
        "由组织组织部调研",
        "研究研究再定",
        "一户一户走访",
        "社会保障保障水平",
        "聘请维修维修工",
        "二〇二二二〇二二",
        "用于管理管理人员",
    ],
)
def test_longer_words_and_words_doubled_on_purpose_are_no_repetition(judge: Judge, purpose: str) -> None:
    assert judge({"purpose": purpose}, "TXT003") == []


@pytest.mark.parametrize(
    "purpose",
    [
        "征求群众的意见意见",
        "监控画面画面清晰",
        "提高提高灌溉效率",
        "组织文艺活动活动场次",
        "群众满意满意度",
        "用于场馆开放和宣传活动活动，其中财政拨款3万元",
        "下拨项目项目资金",
    ],
)
def test_a_word_twice_in_a_row_is_a_slip(judge: Judge, purpose: str) -> None:
    assert judge({"purpose": purpose}, "TXT003") == [("TXT003", "purpose", "warning")]


@pytest.mark.parametrize(
    ("name", "description", "expected"),
    [
        ("农村义务教育学生营养改善计划资", "农村义务教育学生营养改善计划资金拨付率", True),
        ("重点水源地水质在线监测达标率（", "重点水源地水质在线监测达标率（%）", True),
        ("农村义务教育学生营养改善覆盖率", "享受营养餐学生的比例", False),
        ("农村义务教育营养改善覆盖率", "农村义务教育营养改善覆盖率（%）", False),
    ],
)
def test_a_name_is_cut_where_it_is_as_long_as_the_limit_and_goes_on(
    judge: Judge, name: str, description: str, expected: bool
) -> None:
    fragment = {"profile": "hebei-2022", "row": {"name": name, "description": description}}
    assert bool(judge(fragment, "TXT004")) is expected


def test_a_cut_name_silences_bracket_and_description_rules_on_it(judge: Judge) -> None:
    row = {
        "name": "重点水源地水质在线监测达标率（",
        "description": "重点水源地水质在线监测达标率（%）",
        "value": "≥95%",
    }
    found = judge({"profile": "hebei-2022", "row": row}, "TXT001", "TXT004", "VAL003", "VAL005", "COH004")
    assert found == [("TXT004", "indicators[1].name", "warning")]


def test_a_form_without_a_limit_cuts_no_names(report: Any) -> None:
    found = report({"profile": "cn-2015", "row": {"name": "农村义务教育学生营养改善计划资"}}, "TXT004")
    assert not found.violations
    assert any(item.rule == "TXT004" for item in found.not_applicable)


@pytest.mark.parametrize("name", ["购置 A3 打印机", "PM 2.5 平均浓度"])
def test_a_blank_beside_letters_or_digits_is_fine(judge: Judge, name: str) -> None:
    assert judge({"name": name}, "TXT005") == []


@pytest.mark.parametrize("name", ["校舍 维修", "校舍维修 ", "校舍\n维修", "校舍\u3000维修", "校舍\u200b维修"])
def test_blanks_and_hidden_characters_in_a_name_are_said(judge: Judge, name: str) -> None:
    assert judge({"name": name}, "TXT005") == [("TXT005", "name", "warning")]


def test_an_indent_at_the_start_of_a_text_is_fine(judge: Judge) -> None:
    assert judge({"purpose": "\u3000\u3000用于校舍维修。"}, "TXT005") == []
    assert fields(judge({"purpose": "用于校舍\u3000维修。"}, "TXT005")) == ["purpose"]


@pytest.mark.parametrize(
    ("purpose", "expected"), [("单价1,700元,含税", True), ("采购1,700盏（含税）", False), ("维修(一期）", True)]
)
def test_widths_are_mixed_between_chinese_characters_or_in_one_pair(judge: Judge, purpose: str, expected: bool) -> None:
    assert bool(judge({"purpose": purpose}, "TXT006")) is expected


@pytest.mark.parametrize(
    ("purpose", "right"),
    [
        ("群众满意渡达标", "满意度"),
        ("截止2024年底完成登记", "截至20"),
        ("药店登陆远程审方系统", "登录远程"),
        ("拔付补助资金", "拨付"),
        ("低保帐户核对", "账户"),
    ],
)
def test_a_wrong_term_is_said_with_the_right_one(report: Any, purpose: str, right: str) -> None:
    found = report({"purpose": purpose}, "TXT007").violations
    assert [item.field for item in found] == ["purpose"]
    assert f"应为“{right}”" in found[0].message.zh


@pytest.mark.parametrize(
    "purpose",
    [
        "险情上报消防部门",
        "补助按排名发放",
        "推进渡口改造",
        "开展预防犯罪宣传",
        "聘请合格律师",
        "确保帐篷供应",
        "确认订单并付款",
        "摸清大规模排查底数",
        "取消号牌费",
        "促消费活动",
        "报名截止2024年5月",
        "台风登陆次数统计",
        "膳食维修膳食中心",
        "加强自己经营管理",
        "新建没有电梯的住宅",
    ],
)
def test_characters_that_only_stand_beside_each_other_are_no_wrong_term(judge: Judge, purpose: str) -> None:
    assert judge({"purpose": purpose}, "TXT007") == []


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        (["1.完成清淤"], ["goals[1]"]),
        (["完成清淤18公里"], []),
        (["1.完成清淤", "2.完成护岸"], []),
        (["1.完成清淤", "3.完成护岸"], ["goals[2]"]),
        (["1.完成清淤", "（2）完成护岸"], ["goals[2]"]),
    ],
)
def test_goals_are_numbered_in_one_style_without_gaps(judge: Judge, goals: list[str], expected: list[str]) -> None:
    assert fields(judge({"goals": goals}, "TXT008")) == expected


def test_semicolons_with_a_full_stop_at_the_end_are_one_way_to_end(judge: Judge) -> None:
    assert judge({"goals": ["完成清淤；", "完成护岸；", "完成绿化。"]}, "TXT009") == []
    assert fields(judge({"goals": ["完成清淤。", "完成护岸"]}, "TXT009")) == ["goals[2]"]


@pytest.mark.parametrize(
    "goal",
    [
        "为了解决出行难问题",
        "了解群众需求",
        "除了清淤还要护岸",
        "年度终了前结算",
        "案件了结",
        "责任明了",
        "处理了结案件",
    ],
)
def test_words_that_hold_the_particle_tell_nothing_as_done(judge: Judge, goal: str) -> None:
    assert judge({"goals": [goal]}, "TXT010") == []


@pytest.mark.parametrize(
    "goal",
    ["确保了供水安全", "消除了两镇渠道渗漏", "有效改善了校园环境", "提升了服务水平，促进了发展"],
)
def test_a_goal_told_as_done_is_said_once_a_field(judge: Judge, goal: str) -> None:
    assert judge({"goals": [goal]}, "TXT010") == [("TXT010", "goals[1]", "warning")]


def test_what_a_sentence_tells_of_earlier_years_is_no_target(judge: Judge) -> None:
    past = {"year": 2024, "purpose": "2022年建成了中转站3座。去年新增了压缩设备。本年用于设备运行。"}
    assert judge(past, "TXT010") == []
    assert fields(judge({"year": 2024, "purpose": "2024年建成了中转站3座。"}, "TXT010")) == ["purpose"]
    assert fields(judge({"purpose": "去年已开工。建成了中转站3座。"}, "TXT010")) == ["purpose"]


def test_a_purpose_has_fifteen_characters_and_a_name_sixty_at_most(judge: Judge) -> None:
    assert fields(judge({"purpose": "用于办公支出"}, "TXT011")) == ["purpose"]
    assert judge({"purpose": "安排20万元，用于校舍屋面维修"}, "TXT011") == []
    assert judge({"name": "维" * 61}, "TXT011") == [("TXT011", "name", "info")]
    assert judge({"name": "维" * 60}, "TXT011") == []
