# ruff: noqa: E501 - tables read best when a row stays a line
"""Tables as clerks make them: heads left unmerged, tables broken in two, short labels, forms side by side."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document, Project
from perflint.readers import csv

Read = Callable[..., Document]


def rows(project: Project, *names: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in project.indicators]


def said(document: Document) -> set[str]:
    return {problem.value for problem in document.problems}


# --- heads ------------------------------------------------------------------------------------------------------------


def test_a_two_row_head_left_unmerged_takes_each_column_from_its_lowest_word(read: Read) -> None:
    document = read([
        ["项目名称", "街道亮化", "", "", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标值", "", "", "权重"],
        ["", "", "", "符号", "数值", "单位", ""],
        ["产出指标", "数量指标", "安装路灯数量", "≥", "300", "盏", "30"],
        ["", "质量指标", "亮灯率", "≥", "98", "%", "30"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "level1", "level2", "name", "value", "weight") == [
        ("产出指标", "数量指标", "安装路灯数量", "≥300盏", "30"),
        ("产出指标", "质量指标", "亮灯率", "≥98%", "30"),
    ]
    assert said(document) == set()


def test_terms_below_a_value_head_left_unmerged(read: Read) -> None:
    document = read([
        ["项目名称", "设备购置", "", "", "", ""],
        ["绩效指标", "", "", "目标值", "", "备注"],
        ["一级指标", "二级指标", "三级指标", "中期", "年度", ""],
        ["产出指标", "数量指标", "购置设备数量", "60台", "20台", "分批"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "name", "value", "long_term_value", "remark") == [("购置设备数量", "20台", "60台", "分批")]


def test_a_corner_over_the_classes_beside_a_column_of_names(read: Read) -> None:
    document = read([
        ["项目名称", "<", "救护培训", "<"],
        ["绩效指标", "<", "指标名称", "指标值"],
        ["产出", "数量", "培训场次", "30场"],
        ["^", "质量", "取证率", "≥80%"],
        ["满意度", "<", "学员满意度", "≥90%"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "level1", "level2", "name") == [
        ("产出", "数量", "培训场次"), ("产出", "质量", "取证率"), ("满意度", "满意度", "学员满意度"),
    ]  # fmt: skip


def test_a_column_that_no_list_names_is_said_once_by_its_head(read: Read) -> None:
    document = read([
        ["项目名称", "食堂改造", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", "包村干部"],
        ["产出指标", "数量指标", "改造数量", "12个", "张三"],
        ["^", "时效指标", "完成时间", "8月底", "李四"],
    ])  # fmt: skip
    assert len(document.projects[0].indicators) == 2
    assert said(document) == {"包村干部"}


def test_a_sign_in_a_column_called_direction_is_part_of_the_value(read: Read) -> None:
    document = read([
        ["项目名称", "一级指标", "三级指标", "指标方向", "指标值", "计量单位"],
        ["会议费", "产出指标", "会议次数", "≥", "12", "次"],
        ["会议费", "产出指标", "费用增长", "反向", "5", "%"],
    ])  # fmt: skip
    assert rows(document.projects[0], "value", "direction") == [("≥12次", ""), ("5%", "反向")]


# --- tables broken in two ---------------------------------------------------------------------------------------------

FIRST = [
    ["项目名称", "校园安防", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "监控数量", "120个"],
    ["^", "质量指标", "完好率", "≥98%"],
]


def test_a_table_that_goes_on_without_a_head_inherits_the_class_of_the_one_before(read: Read) -> None:
    document = read(FIRST, [
        ["", "时效指标", "完成时间", "6月底"],
        ["效益指标", "社会效益指标", "覆盖学校", "15所"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "level1", "level2", "name", "value")[2:] == [
        ("产出指标", "时效指标", "完成时间", "6月底"),
        ("效益指标", "社会效益指标", "覆盖学校", "15所"),
    ]


def test_rows_that_go_on_with_blank_classes_alone_are_rows_too(read: Read) -> None:
    document = read(FIRST, [["", "", "摄像头完好率", "≥99%"], ["", "", "故障修复时间", "≤24小时"]])
    (project,) = document.projects
    assert rows(project, "level1", "level2", "name")[2:] == [
        ("产出指标", "质量指标", "摄像头完好率"), ("产出指标", "质量指标", "故障修复时间"),
    ]  # fmt: skip


def test_rows_of_a_form_without_classes_go_on_in_the_next_table(read: Read) -> None:
    form = [["项目名称", "辅警经费", "<"], ["指标名称", "计量单位", "指标值"], ["辅警人数", "人", "450"]]
    document = read(
        form, [["发放及时率", "%", "100"], ["完成时间", "", "12月底"]], [["附表", "单位", "说明"], ["甲", "乙", "丙"]]
    )
    assert rows(document.projects[0], "name", "value") == [
        ("辅警人数", "450人"),
        ("发放及时率", "100%"),
        ("完成时间", "12月底"),
    ]


def test_a_form_of_as_many_columns_is_no_continuation(read: Read) -> None:
    document = read(FIRST, [["项目名称", "桥梁", "<", "<"], ["绩效目标", "修桥", "<", "<"], *FIRST[1:]])
    assert [(project.name, len(project.indicators)) for project in document.projects] == [("校园安防", 2), ("桥梁", 2)]


@pytest.mark.parametrize("heading", ["项目支出绩效目标表（续）", "续表", "项目支出绩效目标表(续表)"])
def test_a_heading_that_says_continued_opens_no_other_project(read: Read, heading: str) -> None:
    document = read("项目支出绩效目标表", FIRST, heading, [FIRST[1], ["产出指标", "时效指标", "完成时间", "6月底"]])
    assert [(project.name, len(project.indicators)) for project in document.projects] == [("校园安防", 3)]


def test_a_form_printed_in_parts_with_name_and_code_repeated_is_one_project(read: Read) -> None:
    head = [["项目名称", "校园安防", "<", "<"], ["项目编码", "A1", "<", "<"]]
    more = [*head, FIRST[1], ["产出指标", "时效指标", "完成时间", "6月底"], ["备注", "张三", "<", "<"]]
    other = [["项目名称", "乙", "<", "<"], ["绩效目标", "修桥", "<", "<"], *FIRST[1:], ["备注", "李四", "<", "<"]]
    document = read(
        "绩效目标表", [*head, ["绩效目标", "安装监控", "<", "<"], *FIRST[1:]], "绩效目标表", more, "绩效目标表", other
    )
    assert [(project.name, len(project.indicators)) for project in document.projects] == [("校园安防", 3), ("乙", 2)]
    assert {problem.project for problem in document.problems if problem.value == "备注"} == {0}


MORE = [FIRST[1], ["产出指标", "时效指标", "完成时间", "6月底"]]
WHOLE = [
    ["项目名称", "校园安防", "<", "<"],
    ["项目编码", "A1", "<", "<"],
    ["绩效目标", "安装监控", "<", "<"],
    *FIRST[1:],
]


@pytest.mark.parametrize("heading", ["项目支出绩效目标表（续表）", "项目支出绩效目标表（续）", "续表", "（续表）"])
@pytest.mark.parametrize("again", [["项目名称", "校园安防"], ["项目编码", "A1"]])
def test_a_continued_form_that_repeats_name_or_code_alone_is_one_project(
    read: Read, heading: str, again: list[str]
) -> None:
    for blocks in (
        ["绩效目标表", WHOLE, [[heading, "<", "<", "<"], [*again, "<", "<"], *MORE]],
        ["绩效目标表", WHOLE, heading, [[*again, "<", "<"], *MORE]],
    ):
        document = read(*blocks)
        assert [(project.code, len(project.indicators)) for project in document.projects] == [("A1", 3)]
        assert not document.problems


def test_a_form_with_the_name_alone_is_joined_only_where_its_heading_says_continued(read: Read) -> None:
    again = [["项目名称", "校园安防", "<", "<"], *MORE]
    assert len(read("绩效目标表", WHOLE, "绩效目标表", again).projects) == 2
    other = [["项目名称", "路灯维护", "<", "<"], *MORE]
    assert len(read("绩效目标表", WHOLE, "绩效目标表（续）", other).projects) == 2
    another_code = [["项目名称", "校园安防", "<", "<"], ["项目编码", "B2", "<", "<"], *MORE]
    assert len(read("绩效目标表", WHOLE, "绩效目标表（续）", another_code).projects) == 2
    assert len(read("绩效目标表", WHOLE, "绩效目标表（续）", WHOLE).projects) == 2  # all of it again


def test_a_line_that_names_the_project_once_more_as_continued_names_no_other(read: Read) -> None:
    document = read(
        "项目支出绩效目标", "一、校园安防", FIRST[1:], "一、校园安防（续）", MORE, "二、路灯维护", FIRST[1:]
    )
    assert [(project.name, len(project.indicators)) for project in document.projects] == [
        ("校园安防", 3),
        ("路灯维护", 2),
    ]


def test_a_heading_of_projects_that_go_on_from_last_year_is_no_continuation(read: Read) -> None:
    other = [["项目名称", "路灯维护", "<", "<"], ["绩效目标", "修路灯", "<", "<"], *FIRST[1:]]
    document = read("新建项目绩效目标表", WHOLE, "续建项目绩效目标表", other)
    assert [project.heading for project in document.projects][1:] == [""]
    assert [(project.name, len(project.indicators)) for project in document.projects] == [
        ("校园安防", 2),
        ("路灯维护", 2),
    ]


def test_a_project_listed_twice_stays_two(read: Read) -> None:
    form = [["项目名称", "校园安防", "<", "<"], ["绩效目标", "安装监控", "<", "<"], *FIRST[1:]]
    assert len(read("绩效目标表", form, "绩效目标表", form).projects) == 2
    bare = [["项目名称", "校园安防", "<", "<"], *FIRST[1:]]
    assert len(read("绩效目标表", form, "绩效目标表", bare).projects) == 2  # the same indicators again


# --- labels and titles ------------------------------------------------------------------------------------------------


def test_stars_for_what_is_required_may_stand_on_either_side_of_a_label(read: Read) -> None:
    document = read(
        [
            ["项目名称*", "校舍维修"],
            ["*预算数（万元）", "30"],
            ["★绩效目标：", "维修"],
            ["三级指标*", "指标值*"],
            ["维修数", "3栋"],
        ]
    )
    (project,) = document.projects
    assert (project.name, project.budget.total, project.goals) == ("校舍维修", "30", ("维修",))
    assert rows(project, "name", "value") == [("维修数", "3栋")]


def test_a_class_in_a_row_of_its_own_above_a_head_holds_for_the_rows_below_it(read: Read) -> None:
    head = ["二级指标", "三级指标", "指标值", "备注"]
    document = read([
        ["项目名称", "扶贫车间", "<", "<"],
        ["产出指标", "<", "<", "<"], head, ["数量指标", "车间数", "3个", ""], ["质量指标", "合格率", "100%", ""],
        ["效益指标", "<", "<", "<"], head, ["社会效益", "带动就业", "100人", ""],
    ])  # fmt: skip
    assert rows(document.projects[0], "level1", "name") == [
        ("产出指标", "车间数"), ("产出指标", "合格率"), ("效益指标", "带动就业"),
    ]  # fmt: skip
    assert said(document) == set()


def test_a_bare_word_project_is_the_label_of_its_name(read: Read) -> None:
    document = read([
        ["项目", "河道清淤", "预算金额", "56.7"],
        ["年度目标", "清淤河道8公里", "<", "<"],
        ["序号", "指标", "指标值", "备注"],
        ["1", "清淤长度", "8公里", "合同"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.name, project.budget.total) == ("河道清淤", "56.7")
    assert said(document) == set()


def test_numbered_titles_in_one_cell_of_a_sheet_head_the_form_below_them(read: Read) -> None:
    form = [["一级指标", "三级指标", "指标值"], ["产出指标", "数量", "3个"], ["", "", ""]]
    document = read([
        ["1.甲项目绩效目标表", "", ""], ["项目名称", "甲项目", ""], *form,
        ["2.乙项目绩效目标表", "", ""], ["项目名称", "乙项目", ""], *form,
    ])  # fmt: skip
    assert [(project.no, project.name, len(project.indicators)) for project in document.projects] == [
        (1, "甲项目", 1), (2, "乙项目", 1),
    ]  # fmt: skip
    assert said(document) == set()


def test_forms_side_by_side_are_projects_of_their_own(read: Read) -> None:
    document = read([
        ["项目绩效目标表", "<", "<", "<"],
        ["项目名称", "甲项目", "项目名称", "乙项目"],
        ["绩效目标", "甲目标", "绩效目标", "乙目标"],
        ["指标名称", "指标值", "指标名称", "指标值"],
        ["甲数量", "3个", "乙数量", "5个"],
    ])  # fmt: skip
    assert [(project.name, project.goals, rows(project, "name", "value")) for project in document.projects] == [
        ("甲项目", ("甲目标",), [("甲数量", "3个")]),
        ("乙项目", ("乙目标",), [("乙数量", "5个")]),
    ]
    place = document.projects[1].places.find("indicators[1].value")
    assert place is not None
    assert place.cell is not None
    assert (place.cell.row, place.cell.column) == (5, 4)


@pytest.mark.parametrize(
    "text", ["86.4万元（其中财政拨款80万元，其他资金6.4万元）", "86.4万元，其中：财政拨款80万元；其他资金6.4万元"]
)
def test_amounts_in_brackets_behind_the_total(read: Read, text: str) -> None:
    document = read("项目名称：智慧停车", f"项目资金：{text}", "绩效目标：建成车位。", "产出指标：数量指标：车位500个")
    (project,) = document.projects
    assert (project.budget.total, project.budget.fiscal, project.budget.other) == ("86.4万元", "80万元", "6.4万元")


def test_values_that_stand_some_unmerged_blank_cells_away_from_their_labels(read: Read) -> None:
    document = read([
        ["项目名称", "", "智慧水务", "", ""],
        ["预算金额", "", "123.4", "主管部门", "县水利局"],
        ["财政拨款", "", "", "其他资金", "5"],
        ["年度目标", "", "建成系统", "", ""],
        ["一级指标", "二级指标", "三级指标", "", "指标值"],
        ["产出指标", "数量指标", "覆盖率", "", "95%"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.name, project.budget.total, project.budget.fiscal, project.budget.other) == (
        "智慧水务",
        "123.4",
        "",
        "5",
    )
    assert (project.goals, project.unit.name) == (("建成系统",), "县水利局")


def test_a_money_unit_in_a_cell_of_its_own_and_goals_of_two_terms_in_one_row(read: Read) -> None:
    document = read([
        ["专项名称", "文旅发展专项", "<", "<", "<", "<"],
        ["资金总额", "（万元）", "5000", "其中：省级财政", "4500", "市县配套：500"],
        ["总体目标", "实施期总目标：三年建成30个景区", "<", "<", "2026年度目标：建成10个景区", "<"],
        ["一级指标", "二级指标", "指标内容", "<", "指标值", "<"],
        ["产出指标", "数量指标", "建成景区", "<", "10个", "<"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.budget.total, project.budget.fiscal, project.money_unit) == ("5000", "4500", "万元")
    assert project.budget.parts == (("市县配套", "500"),)
    assert (project.goals, project.long_term_goals) == (("建成10个景区",), ("三年建成30个景区",))


# --- several in one -----------------------------------------------------------------------------------------------------


def test_names_and_values_line_by_line_in_one_row_are_indicators_of_their_own(read: Read) -> None:
    document = read([
        ["项目名称", "城乡低保", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "低保对象人数\n特困人员人数", "5000人\n≥300人"],
        ["^", "质量指标", "发放\n准确率", "100\n%"],
        ["^", "时效指标", "低保资金发放\n（按月）时间", "每月\n10日前"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "level2", "name", "value") == [
        ("数量指标", "低保对象人数", "5000人"),
        ("数量指标", "特困人员人数", "≥300人"),
        ("质量指标", "发放\n准确率", "100\n%"),
        ("时效指标", "低保资金发放\n（按月）时间", "每月\n10日前"),
    ]


def test_a_list_of_projects_with_classes_for_heads_and_a_column_that_no_list_names(read: Read) -> None:
    document = read([
        ["序号", "项目名称", "经费来源", "年度目标", "产出指标", "<", "满意度指标"],
        ["^", "^", "^", "^", "数量指标", "质量指标", "服务对象满意度"],
        ["1", "河长制", "县级", "水清", "巡河≥100次", "达标率≥90%", "群众满意度≥90%"],
        ["2", "护林", "省级", "林密", "巡护≥200次", "12月底", "≥90%"],
    ])  # fmt: skip
    first, second = document.projects
    assert (first.name, rows(first, "level2", "name", "value")[0]) == ("河长制", ("数量指标", "巡河", "≥100次"))
    assert (second.name, rows(second, "name", "value")) == (
        "护林", [("巡护", "≥200次"), ("质量指标", "12月底"), ("服务对象满意度", "≥90%")],
    )  # fmt: skip


def test_halves_under_first_classes_are_indicators_of_this_year(read: Read) -> None:
    document = read([
        ["项目名称", "河道保洁", "<", "<", "<", "<"],
        ["产出指标", "指标内容", "指标值", "效益指标", "指标内容", "指标值"],
        ["数量指标", "保洁河道", "12条", "社会效益", "投诉下降", "10%"],
        ["质量指标", "达标率", "95%", "生态效益", "水质达标", "90%"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "level1", "level2", "name", "value") == [
        ("产出指标", "数量指标", "保洁河道", "12条"), ("效益指标", "社会效益", "投诉下降", "10%"),
        ("产出指标", "质量指标", "达标率", "95%"), ("效益指标", "生态效益", "水质达标", "90%"),
    ]  # fmt: skip
    assert project.long_term_indicators == ()


@pytest.mark.parametrize("head", ["绩效指标及目标值", "预期目标值"])
def test_a_list_of_projects_with_indicators_as_running_text_under_a_head_of_values(read: Read, head: str) -> None:
    document = read([
        ["序号", "项目名称", "预算", "绩效目标", head],
        ["1", "公厕改造", "60", "改造公厕", "数量指标：改造公厕10座\n质量指标：合格率100%"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "level2", "name", "value") == [
        ("数量指标", "改造公厕", "10座"),
        ("质量指标", "合格率", "100%"),
    ]


# --- whole departments ------------------------------------------------------------------------------------------------


def test_a_departments_amounts_stand_in_the_row_of_sums_below_its_tasks(read: Read) -> None:
    document = read("部门整体支出绩效目标表", [
        ["部门名称", "县林业局", "<", "<", "<", "<"],
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "<", "<"],
        ["^", "^", "^", "总额", "财政拨款", "其他资金"],
        ["^", "造林绿化", "完成造林", "800", "800", "0"],
        ["^", "森林防火", "防火巡护", "450.6", "400", "50.6"],
        ["^", "金额合计", "<", "1250.6", "1200", "50.6"],
        ["年度总体目标", "完成造林2万亩", "<", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "<", "<", "指标值"],
        ["产出指标", "数量指标", "造林面积", "<", "<", "≥2万亩"],
    ])  # fmt: skip
    budget = document.department.budget
    assert (budget.total, budget.fiscal, budget.other) == ("1250.6", "1200", "50.6")
    assert document.department.total == ""  # with basic expenditure: nothing to compare with the projects
    assert said(document) == {"造林绿化", "森林防火"}


# --- running text -----------------------------------------------------------------------------------------------------


def test_a_numbered_line_above_running_text_names_its_project(read: Read) -> None:
    document = read(
        "一、智慧警务项目", "1.项目概述：建设平台。", "3.实施主体：县公安局", "5.年度预算安排：2026年财政拨款1500000元",
        "6.绩效目标和指标：", "绩效目标：建成平台，提升效率。", "【产出指标-数量指标】 指标1:机柜数量(≥77台)",
        "二、天网运维项目", "绩效目标：保障天网运行。", "【产出指标-数量指标】 指标1:运维点位(≥1200个)",
    )  # fmt: skip
    assert [(project.name, project.unit.name, project.budget.fiscal, len(project.indicators)) for project in document.projects] == [
        ("智慧警务项目", "县公安局", "1500000元", 1), ("天网运维项目", "", "", 1),
    ]  # fmt: skip
    assert "name" in document.fields
    place = document.projects[1].places.find("name")
    assert place is not None
    assert (place.column, place.end_column) == (3, 9)


def test_running_text_without_second_classes_has_no_column_of_them(read: Read) -> None:
    document = read("项目名称：社区养老", "产出指标：", "1.服务老人数 ≥500人", "满意度指标：", "1.老人满意度 ≥90%")
    assert rows(document.projects[0], "level1", "level2", "name") == [
        ("产出指标", "", "服务老人数"), ("满意度指标", "满意度指标", "老人满意度"),
    ]  # fmt: skip


def test_the_only_amount_behind_a_label_of_the_total_is_the_total_too(read: Read) -> None:
    one = read("项目名称：甲", "年度预算安排：2026年财政拨款150元", "产出指标：数量指标：乙3个").projects[0].budget
    two = (
        read("项目名称：甲", "年度预算安排：财政拨款150元、其他资金20元", "产出指标：数量指标：乙3个")
        .projects[0]
        .budget
    )
    assert (one.total, one.fiscal) == ("150元", "150元")
    assert (two.total, two.fiscal, two.other) == ("", "150元", "20元")


def test_sections_of_a_report_that_hold_targets_as_sentences(read: Read) -> None:
    document = read(
        "八、项目绩效目标情况说明", "（一）道路养护工程", "绩效目标：养护道路120公里。", "产出指标：数量指标：养护里程≥120公里。",
        "满意度指标：群众满意度≥90%。", "（二）桥梁检测", "绩效目标：检测桥梁30座。", "产出指标：数量指标：检测桥梁30座。",
    )  # fmt: skip
    assert [(project.name, len(project.indicators)) for project in document.projects] == [
        ("道路养护工程", 2),
        ("桥梁检测", 1),
    ]


def test_a_line_above_names_no_project_that_has_a_name_and_is_then_said(read: Read) -> None:
    document = read("一、城区照明", "项目名称：路灯维护", "绩效目标：亮灯。", "产出指标：质量指标：亮灯率≥98%")
    assert [project.name for project in document.projects] == ["路灯维护"]
    assert said(document) == {"一、城区照明"}


def test_goals_numbered_like_the_line_above_them_are_goals(read: Read) -> None:
    document = read(
        "一、城区照明", "绩效目标：", "一、修复路灯", "二、更换灯杆", "产出指标：质量指标：亮灯率≥98%", "二、桥梁检测", "绩效目标：", "检测桥梁",
        "产出指标：数量指标：桥梁3座",
    )  # fmt: skip
    assert [(project.name, project.goals) for project in document.projects] == [
        ("城区照明", ("一、修复路灯", "二、更换灯杆")), ("桥梁检测", ("检测桥梁",)),
    ]  # fmt: skip


def test_numbered_items_of_goals_and_indicators_name_no_project(read: Read) -> None:
    document = read(
        "项目名称：路灯维护",
        "绩效目标：",
        "一、修复路灯",
        "二、更换灯杆",
        "绩效指标：",
        "产出指标",
        "1.修复路灯300盏",
        "2.更换灯杆",
        "3.巡查线路",
    )
    (project,) = document.projects
    assert project.goals == ("一、修复路灯", "二、更换灯杆")
    assert [row.name for row in project.indicators] == ["修复路灯", "更换灯杆", "巡查线路"]


def test_column_heads_in_paragraphs_of_their_own_are_a_table_without_cells(read: Read) -> None:
    document = read("项目名称：甲", "绩效目标：", "乙", "一级指标", "三级指标", "指标值", "产出指标", "数", "3个")
    (project,) = document.projects
    assert (project.goals, project.indicators) == (("乙",), ())
    (problem,) = (problem for problem in document.problems if problem.kind == "unreadable")
    assert problem.place is not None
    assert problem.place.cell is not None
    assert problem.place.cell.paragraph == 4


# --- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["x", "指标值", "三级指标", "绩效指标", "中期", "财政拨款", "单位：万元", "年度资金总额"]
)
def test_a_record_of_very_many_columns_costs_no_more_than_its_cells(lexicon: Lexicon, word: str) -> None:
    def seconds(columns: int) -> float:
        text = "\n".join(
            ["项目名称,三级指标,指标值," + ",".join([word] * columns), *["甲,乙,3," + ",".join([word] * columns)] * 2]
        )
        start = time.process_time()
        csv.read("a.csv", text.encode(), lexicon)
        return time.process_time() - start

    seconds(100)
    assert seconds(8_000) < 30 * max(seconds(800), 0.02)


def test_a_form_of_two_columns_ends_where_the_next_project_is_named(read: Read) -> None:
    form = [["预算数（万元）", "36"], ["指标名称", "指标值"], ["长度", "3公里"]]
    document = read([["项目名称", "甲"], *form, ["项目名称", "乙"], *form])
    assert [(project.name, project.budget.total, len(project.indicators)) for project in document.projects] == [
        ("甲", "36", 1),
        ("乙", "36", 1),
    ]
