"""Arrangements that published forms take besides the usual ones: split heads, unit rows, stairs, prose in frames."""

from __future__ import annotations

from collections.abc import Callable

from perflint.model import Document, Project, Unit

Read = Callable[..., Document]


def rows(project: Project, *names: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in project.indicators]


def said(document: Document) -> set[str]:
    return {problem.value for problem in document.problems}


def test_long_term_and_annual_halves_with_captions_above_them(read: Read) -> None:
    document = read([
        ["项目名称", "<", "公园绿地养护", "<", "<", "<", "<", "<"],
        ["长期绩效指标", "<", "<", "<", "年度绩效指标", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", "一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "养护面积", "150万平方米", "产出指标", "数量指标", "养护面积", "50万平方米"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "name", "value", "long_term_value") == [("养护面积", "50万平方米", "150万平方米")]
    assert "长期绩效指标" not in said(document)


def test_a_value_head_left_unmerged_over_its_terms(read: Read) -> None:
    document = read([
        ["资金名称", "公益电影", "<", "<", "<", "<", "<"],
        ["一级指标", "二级指标", "指标内容", "指标值", "", "", ""],
        ["^", "^", "^", "实施期", "2024年", "指标解释", "备注"],
        ["产出指标", "数量指标", "放映场次", "3600场", "1200场", "", ""],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "name", "value", "long_term_value") == [("放映场次", "1200场", "3600场")]


def test_a_column_called_classification_is_of_the_level_of_its_cells(read: Read) -> None:
    document = read([
        ["项目名称", "监测站点维护", "<", "<"],
        ["指标分类", "绩效指标", "绩效指标描述", "标准依据"],
        ["产出指标", "维护站点数", "个数", "合同"],
        ["满意度指标", "群众满意度", "", ""],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "level1", "level2", "name", "description") == [
        ("产出指标", "", "维护站点数", "个数"),
        ("满意度指标", "", "群众满意度", ""),
    ]


def test_one_cell_for_unit_and_project_bears_the_units_sum(read: Read) -> None:
    document = read([
        ["部门：市监局", "<", "<", "", "单位：万元", "<"],
        ["单位名称", "项目名称", "预算数", "年度绩效目标", "三级指标", "指标值"],
        ["市监局", "<", "126.5", "", "", ""],
        ["市监局机关", "食品抽检", "86.5", "抽检1800批次", "抽检批次", "≥1800批次"],
        ["市计量所", "设备购置", "40", "购置12台", "设备数量", "12台"],
    ])  # fmt: skip
    assert [project.name for project in document.projects] == ["食品抽检", "设备购置"]
    assert [project.money_unit for project in document.projects] == ["万元", "万元"]
    assert "市监局" in said(document)


def test_stairs_of_unit_project_and_classes_in_one_sheet(read: Read) -> None:
    document = read([
        ["单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["1", "2", "3", "4", "5", "6"],
        ["镇畜牧站", "", "", "", "", ""],
        ["防疫员补助", "发放补助36人", "", "", "", ""],
        ["", "", "产出指标", "", "", ""],
        ["", "", "", "数量指标", "", ""],
        ["", "", "", "", "补助人数", "36人"],
        ["犬只免疫", "免疫犬只2000只", "", "", "", ""],
        ["", "", "产出指标", "", "", ""],
        ["", "", "", "数量指标", "", ""],
        ["", "", "", "", "免疫犬只数", "≥2000只"],
    ])  # fmt: skip
    assert [(project.name, project.unit, project.goals) for project in document.projects] == [
        ("防疫员补助", Unit("", "镇畜牧站"), ("发放补助36人",)),
        ("犬只免疫", Unit("", "镇畜牧站"), ("免疫犬只2000只",)),
    ]
    assert [rows(project, "level1", "level2", "name") for project in document.projects] == [
        [("产出指标", "数量指标", "补助人数")],
        [("产出指标", "数量指标", "免疫犬只数")],
    ]
    assert "镇畜牧站" in said(document)


def test_heads_of_two_rows_whose_first_cells_reach_down(read: Read) -> None:
    document = read([
        ["单位代码", "单位（专项）名称", "资金总额", "年度绩效目标", "绩效指标", "<", "<", "<"],
        ["^", "^", "^", "^", "一级指标", "二级指标", "三级指标", "指标值"],
        ["302", "市统计局", "", "", "", "", "", ""],
        ["302001", "经济普查", "210.6", "完成普查登记", "产出指标", "数量指标", "普查单位数", "≥4.2万家"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.name, project.unit, project.budget.total) == ("经济普查", Unit("302001", "市统计局"), "210.6")


def test_a_bare_row_without_indicators_at_the_end_is_said(read: Read) -> None:
    document = read([
        ["项目名称", "年度绩效目标", "一级指标", "三级指标", "指标值"],
        ["甲项目", "做好甲", "产出指标", "数量", "3个"],
        ["乙项目", "", "", "", ""],
    ])  # fmt: skip
    assert [project.name for project in document.projects] == ["甲项目"]
    assert "乙项目" in said(document)


def test_paragraphs_in_a_frame_are_read_as_paragraphs(read: Read) -> None:
    document = read([["\n".join([
        "2025年度部门项目绩效目标",
        "项目名称：城区道路照明维护",
        "项目预算：230万元，其中财政拨款200万元，其他资金30万元。",
        "年度绩效目标：亮灯率98%以上。",
        "【产出指标-质量指标】亮灯率(≥98%)；",
        "二、窨井盖整治项目",
        "项目名称：窨井盖整治",
        "【产出指标-数量指标】更换窨井盖数量(≥900个)；",
    ])]])  # fmt: skip
    first, second = document.projects
    assert (document.title, first.name, second.name) == ("2025年度部门项目绩效目标", "城区道路照明维护", "窨井盖整治")
    assert (first.budget.total, first.budget.fiscal, first.budget.other) == ("230万元", "200万元", "30万元")
    assert (rows(first, "name", "value"), rows(second, "name", "value")) == (
        [("亮灯率", "≥98%")],
        [("更换窨井盖数量", "≥900个")],
    )
    assert "二、窨井盖整治项目" in said(document)


def test_a_line_alone_above_an_export_is_its_title(read: Read) -> None:
    document = read([
        ["2025年部门预算绩效目标导出", "", ""],
        ["项目名称", "三级指标", "指标值"],
        ["甲项目", "数量", "3个"],
    ])  # fmt: skip
    assert document.title == "2025年部门预算绩效目标导出"


def test_projects_of_one_table_stand_at_their_names(read: Read) -> None:
    document = read([
        ["项目名称", "三级指标", "指标值"],
        ["甲项目", "数量", "3个"],
        ["乙项目", "数量", "5个"],
    ])  # fmt: skip
    places = [project.places.find("") for project in document.projects]
    assert [place.cell.row for place in places if place and place.cell] == [2, 3]


def test_what_no_label_claims_is_said_by_its_own_words_beside_a_known_label(read: Read) -> None:
    document = read([
        ["项目名称", "甲项目", "预算口径", "常年性"],
        ["资金总额", "5", "<", "<"],
        ["一级指标", "三级指标", "指标值", ""],
        ["产出指标", "数量", "3个", ""],
    ])  # fmt: skip
    assert "预算口径" in said(document)
    assert "项目名称" not in said(document)


def test_a_table_that_lost_its_cells_is_said_and_never_read_as_running_text(read: Read) -> None:
    document = read(
        "项目支出绩效目标表",
        "项目名称 一级指标 二级指标 三级指标 指标值",
        "产出指标",
        "数量指标 补助人数 = 36人",
    )
    assert not document.projects
    assert [problem.kind for problem in document.problems] == ["unreadable"]
    assert "没有表格线" in document.problems[0].zh


def test_a_unit_line_in_two_cells_and_the_last_of_several_heads_over_amounts(read: Read) -> None:
    document = read([
        ["编制单位：", "县残联", "", "单位：", "万元"],
        ["项目名称", "辅具适配", "<", "<", "<"],
        ["年度资金总额", "本年财政拨款", "上年结转", "其他资金", ""],
        ["35.2", "30", "5.2", "0", ""],
        ["一级指标", "三级指标", "指标值", "", ""],
        ["产出指标", "适配人数", "≥400人", "", ""],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.money_unit, project.unit.name) == ("万元", "县残联")
    budget = project.budget
    assert (budget.total, budget.fiscal, budget.other, budget.parts) == ("35.2", "30", "0", (("上年结转", "5.2"),))


def test_a_heading_over_the_heading_of_the_first_project_is_the_document_s_title(read: Read) -> None:
    document = read(
        "2024年县教育局预算项目绩效目标",
        "单位：万元",
        "1.校园安保绩效目标表",
        [["项目名称", "校园安保"], ["三级指标", "指标值"], ["聘请保安人数", "26人"]],
    )
    (project,) = document.projects
    assert (document.title, project.heading, project.no) == (
        "2024年县教育局预算项目绩效目标",
        "1.校园安保绩效目标表",
        1,
    )
