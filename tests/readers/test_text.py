"""The plain-text booklet: cells walked by label and position, blank lines inside cells, part one, what is left over."""

from __future__ import annotations

import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document, Project, Unit
from perflint.place import Place
from perflint.readers import read

TABLE = """\
[bookmark: _Toc_1]1.购置经费绩效目标表
\t312002县公安局
\t单位：万元

\t项目编码
\t13022522P00CKTC10027L
\t项目名称
\t购置经费

\t预算规模及资金用途
\t预算数
\t90.00
\t其中：财政    资金
\t80.00
\t其他资金
\t10.00

\t
\t购置车辆

\t资金支出计划（%）
\t3月底
\t6月底
\t10月底
\t12月底

\t
\t25%
\t
\t75%
\t100%

\t绩效目标
\t1.购置车辆
2.使用车辆

\t一级指标
\t二级指标
\t三级指标
\t绩效指标描述
\t指标值
\t指标值确定依据

\t产出指标
\t质量指标
\t合格率
\t合格
\t≥95%
\t计划

\t
\t数量指标
\t车辆
\t车辆数
\t
\t计划

"""


def of(text: str, lexicon: Lexicon, name: str = "a.txt") -> Document:
    return read(name, text.encode(), lexicon)


def only(text: str, lexicon: Lexicon) -> Project:
    document = of(text, lexicon)
    assert document.problems == ()
    (project,) = document.projects
    return project


def test_the_booklet_has_31_projects_and_175_indicators(booklet: bytes, lexicon: Lexicon) -> None:
    document = read("a.txt", booklet, lexicon)
    assert document.problems == ()
    assert len(document.projects) == 31
    assert sum(1 for _ in document.indicators()) == 175
    assert [project.no for project in document.projects] == [*range(1, 14), *range(15, 31), 14, 31]
    for project in document.projects:
        assert len(project.code) == 21
        assert project.unit.code.startswith("31200")
        assert project.unit.name.startswith("乐亭县")
        assert project.money_unit == "万元"
        assert project.budget.total
        assert len(project.spend_plan) == 4
        assert project.goals
        assert all(row.level1 and row.level2 and row.name and row.value and row.basis for row in project.indicators)


def test_blank_lines_inside_the_cells_of_the_booklet_end_nothing(booklet: bytes, lexicon: Lexicon) -> None:
    projects = {project.no: project for project in read("a.txt", booklet, lexicon).projects}
    assert projects[6].indicators[-1].basis == "年初工作计划安排"
    assert projects[27].indicators[2].name == "建设平安监所"
    assert projects[28].name == "看守所\n羁押管理经费"
    assert projects[28].budget.total == "138.56"
    assert projects[29].purpose.startswith("\u30001、贯彻执行")
    assert projects[29].purpose.count("\n") == 2
    assert len(projects[11].goals) == 1


def test_part_one_of_the_booklet(booklet: bytes, lexicon: Lexicon) -> None:
    document = read("a.txt", booklet, lexicon)
    department = document.department
    assert department.overall_goal.startswith("认真贯彻落实")
    assert [goal.name[:7] for goal in department.category_goals] == [
        "乐亭县公安局办",
        "乐亭县公安交警",
        "乐亭县看守所羁",
    ]
    assert department.category_goals[1].goal == "为整个交管工作的顺利开展提供有力的经费保障。"
    assert department.category_goals[1].indicator.endswith("经费保障。。")
    assert len(department.safeguards) == 7
    place = document.places.find("department.category_goals[2].goal")
    assert place == Place(14, 6, 14, 28)


def test_a_table_is_read_cell_by_cell(lexicon: Lexicon) -> None:
    project = only(TABLE, lexicon)
    assert (project.no, project.heading) == (1, "1.购置经费绩效目标表")
    assert project.unit == Unit("312002", "县公安局")
    assert (project.budget.total, project.budget.fiscal, project.budget.other) == ("90.00", "80.00", "10.00")
    assert project.purpose == "购置车辆"
    assert project.spend_plan == (("3月底", "25%"), ("6月底", ""), ("10月底", "75%"), ("12月底", "100%"))
    assert project.goals == ("1.购置车辆", "2.使用车辆")
    assert [(row.level1, row.level2, row.value) for row in project.indicators] == [
        ("产出指标", "质量指标", "≥95%"),
        ("产出指标", "数量指标", ""),
    ]


def test_further_amounts_are_parts_of_the_budget_and_no_purpose(lexicon: Lexicon) -> None:
    project = only(TABLE.replace("\t10.00\n", "\t10.00\n\t上年结转\n\t5.00\n\t上级补助\n\t\n"), lexicon)
    assert project.budget.parts == (("上年结转", "5.00"), ("上级补助", ""))
    assert project.budget.other == "10.00"
    assert project.purpose == "购置车辆"


def test_an_empty_purpose_is_blank(lexicon: Lexicon) -> None:
    document = of(TABLE.replace("\t购置车辆\n", "\t\n"), lexicon)
    assert document.projects[0].purpose == ""
    assert "purpose" in document.fields
    assert document.problems == ()


def test_an_empty_cell_has_the_place_of_its_tab(lexicon: Lexicon) -> None:
    project = only(TABLE, lexicon)
    place = project.places.find("indicators[2].value")
    assert place == Place(55, 1, 55, 2, exact=False)
    assert project.places.find("spend_plan.6月底") == Place(29, 1, 29, 2, exact=False)


def test_blank_lines_may_stand_anywhere_and_change_nothing(lexicon: Lexicon) -> None:
    plain = only(TABLE, lexicon)
    for number, line in enumerate(TABLE.splitlines()):
        if line and number > 1 and "指标" not in line:
            assert only(TABLE.replace(line + "\n", line + "\n\n\n", 1), lexicon) == plain, line


@pytest.mark.parametrize(
    ("heading", "number", "kept"),
    [
        ("24.冀财政法【2021】62号2021-2022年经费绩效目标表", 24, "24.冀财政法【2021】62号2021-2022年经费绩效目标表"),
        ("31、业务费绩效目标表", 31, "31、业务费绩效目标表"),
        ("[bookmark: a][bookmark: b]14.租赁费用绩效目标表", 14, "14.租赁费用绩效目标表"),
        ("租赁费用绩效目标表", None, "租赁费用绩效目标表"),
        ("1.2米护栏绩效目标表", 1, "1.2米护栏绩效目标表"),
    ],
)
def test_headings_are_known_by_their_form(heading: str, number: int | None, kept: str, lexicon: Lexicon) -> None:
    text = TABLE + TABLE.replace("[bookmark: _Toc_1]1.购置经费绩效目标表", heading)
    second = of(text, lexicon).projects[1]
    assert (second.no, second.heading) == (number, kept)


def test_a_heading_without_its_ending_still_begins_a_table(lexicon: Lexicon) -> None:
    text = TABLE + TABLE.replace("[bookmark: _Toc_1]1.购置经费绩效目标表", "2.租赁经费")
    document = of(text, lexicon)
    assert [project.heading for project in document.projects] == ["1.购置经费绩效目标表", "2.租赁经费"]
    assert document.projects[0].indicators == document.projects[1].indicators
    assert document.projects[0].unit == document.projects[1].unit


def test_a_table_without_any_heading_is_a_project_of_its_own(lexicon: Lexicon) -> None:
    headless = TABLE.partition("\n")[2]
    document = of(headless + "\n" + headless, lexicon)
    assert [(project.no, project.heading) for project in document.projects] == [(None, "")] * 2
    assert document.projects[0].indicators == document.projects[1].indicators


def test_a_value_worded_like_a_label_is_a_value(lexicon: Lexicon) -> None:
    text = TABLE.replace("\t购置经费\n", "\t绩效目标\n")
    project = only(text, lexicon)
    assert project.name == "绩效目标"
    assert project.goals == ("1.购置车辆", "2.使用车辆")


def test_a_missing_cell_loses_its_own_row_alone(lexicon: Lexicon) -> None:
    document = of(TABLE.replace("\t合格\n", ""), lexicon)
    (problem,) = document.problems
    assert (problem.kind, problem.project, problem.field) == ("unreadable", 0, "indicators")
    assert problem.place is not None
    assert problem.place.line == 44
    assert [row.name for row in document.projects[0].indicators] == ["车辆"]


def test_a_column_that_the_model_lacks_is_said(lexicon: Lexicon) -> None:
    text = TABLE.replace("\t指标值确定依据\n", "\t责任人\n\t指标值确定依据\n").replace("\t计划\n", "\t张三\n\t计划\n")
    document = of(text, lexicon)
    assert [(problem.kind, problem.value) for problem in document.problems] == [("not-judged", "责任人")]
    assert [row.basis for row in document.projects[0].indicators] == ["计划", "计划"]


def test_paragraphs_that_belong_nowhere_are_said(lexicon: Lexicon) -> None:
    document = of(f"县公安局2022年部门预算绩效文本\n第一部分\n编制说明\n{TABLE}\n\n附注：另行说明\n", lexicon)
    assert document.title == "县公安局2022年部门预算绩效文本"
    assert [(problem.kind, problem.value, problem.project) for problem in document.problems] == [
        ("not-judged", "编制说明", None),
        ("not-judged", "附注：另行说明", None),
    ]
    assert document.projects[0].indicators[-1].basis == "计划"


def test_fields_are_the_labels_and_columns_of_the_form(lexicon: Lexicon) -> None:
    fields = of(TABLE, lexicon).fields
    assert {"purpose", "spend_plan", "indicators.basis", "budget.other"} <= fields
    assert "indicators.weight" not in fields
    assert "purpose" not in of("1.甲绩效目标表\n\t项目编码\n\tX\n\t项目名称\n\t甲\n", lexicon).fields


def test_a_booklet_in_gbk_and_with_windows_line_ends_is_the_same(booklet: bytes, lexicon: Lexicon) -> None:
    text = booklet.decode()
    assert read("a", text.replace("\n", "\r\n").encode("gb18030"), lexicon) == read("a", booklet, lexicon)


def test_a_booklet_cut_off_in_a_table_keeps_what_stands_there(lexicon: Lexicon) -> None:
    document = of(TABLE[: TABLE.index("\t绩效目标")], lexicon)
    (project,) = document.projects
    assert project.spend_plan[-1] == ("12月底", "100%")
    assert project.indicators == ()


def test_text_that_is_no_booklet_is_read_as_running_text(lexicon: Lexicon) -> None:
    written = "2026年项目绩效目标\n项目名称：社区养老\n预算金额：35万元\n绩效目标：服务老人500名\n"
    written += "产出指标：\n1.服务老人数 ≥500人\n"
    document = read("a.txt", written.encode(), lexicon)
    (project,) = document.projects
    assert (project.name, project.budget.total, project.goals) == ("社区养老", "35万元", ("服务老人500名",))
    assert [(row.level1, row.name, row.value) for row in project.indicators] == [("产出指标", "服务老人数", "≥500人")]
    assert project.places.find("indicators[1].value") == Place(6, 9, 6, 14)


def test_lines_of_fields_parted_by_tabs_in_a_text_are_a_table(lexicon: Lexicon) -> None:
    written = "说明\n项目名称\t一级指标\t三级指标\t指标值\n甲\t产出指标\t数量\t3个\n甲\t\t质量\t\n完\n"
    document = read("a.txt", written.encode(), lexicon)
    (project,) = document.projects
    assert [(row.level1, row.name, row.value) for row in project.indicators] == [
        ("产出指标", "数量", "3个"),
        ("产出指标", "质量", ""),
    ]
    assert project.places.find("indicators[1].value") == Place(3, 11, 3, 13)
