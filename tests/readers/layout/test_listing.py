"""Lists of projects that go on in the next table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint.model import Document

Read = Callable[..., Document]

TITLE = "2023年度项目绩效目标表"
HEAD = ["项目编码", "项目名称", "预算数", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
ROWS = [
    ["A1", "路灯维护", "10", "修路灯", "产出指标", "数量指标", "路灯数", "≥50盏"],
    ["", "", "", "", "", "质量指标", "合格率", "≥95%"],
    ["", "", "", "", "", "", "亮灯率", "≥98%"],
    ["", "", "", "", "效益指标", "社会效益指标", "受益人数", "≥300人"],
    ["B2", "桥梁检修", "20", "修桥", "产出指标", "数量指标", "桥梁数", "≥5座"],
    ["", "", "", "", "满意度指标", "服务对象满意度指标", "满意度", "≥90%"],
]


def projects(document: Document) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (project.code, project.budget.total, [(row.level1, row.level2, row.name) for row in project.indicators])
        for project in document.projects
    ]


def lost(document: Document) -> list[str]:
    return [problem.value for problem in document.problems if problem.kind == "unreadable"]


@pytest.mark.parametrize("break_at", range(1, len(ROWS)))
@pytest.mark.parametrize("between", [(), ("单位：万元",), (TITLE,), ("项目绩效目标表（续表）",), ("续表",)])
def test_a_list_broken_anywhere_is_read_as_one_table(read: Read, break_at: int, between: tuple[str, ...]) -> None:
    document = read(TITLE, [HEAD, *ROWS[:break_at]], *between, [HEAD, *ROWS[break_at:]])
    assert projects(document) == projects(read(TITLE, [HEAD, *ROWS]))
    assert not lost(document)


@pytest.mark.parametrize("break_at", range(1, len(ROWS)))
def test_a_list_goes_on_without_its_head(read: Read, break_at: int) -> None:
    document = read(TITLE, [HEAD, *ROWS[:break_at]], ROWS[break_at:])
    assert projects(document) == projects(read(TITLE, [HEAD, *ROWS]))
    assert not document.problems


def test_a_list_may_go_on_more_than_once(read: Read) -> None:
    tables = [[HEAD, row] for row in ROWS]
    assert projects(read(TITLE, *tables)) == projects(read(TITLE, [HEAD, *ROWS]))


def test_a_list_that_repeats_its_project_in_every_row_is_one_project_over_the_break(read: Read) -> None:
    own, rest = ROWS[0][:4], [row[4:] for row in ROWS[:4]]
    document = read(TITLE, [HEAD, *([*own, *row] for row in rest[:2])], [HEAD, *([*own, *row] for row in rest[2:])])
    assert projects(document) == projects(read(TITLE, [HEAD, *ROWS[:4]]))


def test_a_project_listed_again_in_the_next_table_stays_two(read: Read) -> None:
    document = read(TITLE, [HEAD, *ROWS[:2]], [HEAD, *ROWS[:2]])
    assert [project.code for project in document.projects] == ["A1", "A1"]


@pytest.mark.parametrize(
    "between", ["2022年度项目绩效目标表", "二、桥梁检修", [["填表人", "王某"], ["联系电话", "12345678"]]]
)
def test_rows_without_a_project_below_something_else_are_an_error_with_their_place(
    read: Read, between: str | list[list[str]]
) -> None:
    document = read(TITLE, [HEAD, *ROWS[:1]], between, [HEAD, *ROWS[1:]])
    assert lost(document) == ["合格率"]
    problem = next(problem for problem in document.problems if problem.kind == "unreadable")
    assert "3行" in problem.zh
    assert problem.place is not None
    assert problem.place.cell is not None
    assert (problem.place.cell.row, problem.place.cell.column) == (2, 7)
    assert [(project.code, len(project.indicators)) for project in document.projects] == [("A1", 1), ("B2", 2)]


def test_rows_without_a_project_below_other_columns_are_an_error(read: Read) -> None:
    other = [*HEAD[:4], "一级指标", "三级指标", "指标值"]
    document = read(TITLE, [HEAD, ROWS[0]], [other, ["", "", "", "", "产出指标", "合格率", "≥95%"]])
    assert lost(document) == ["合格率"]
    assert [len(project.indicators) for project in document.projects] == [1]


def test_a_first_row_that_says_something_of_a_project_without_naming_it_is_not_given_to_the_one_above(
    read: Read,
) -> None:
    nameless = ["", "", "30", "修路", *ROWS[3][4:]]
    document = read(TITLE, [HEAD, ROWS[0]], [HEAD, nameless, ROWS[4]])
    assert lost(document) == ["受益人数"]
    assert [(project.code, len(project.indicators)) for project in document.projects] == [("A1", 1), ("B2", 1)]


def test_a_list_of_one_project_a_row_goes_on_without_its_head(read: Read) -> None:
    head = ["序号", "项目名称", "项目编码", "年度绩效目标", "产出指标", "效益指标"]
    rows = [
        ["1", "路灯维护", "A1", "修路灯", "数量指标：路灯数≥50盏", "受益人数≥300人"],
        ["2", "桥梁检修", "B2", "修桥", "数量指标：桥梁数≥5座", "受益人数≥900人"],
    ]
    document = read(TITLE, [head, rows[0]], [rows[1]])
    assert projects(document) == projects(read(TITLE, [head, *rows]))


def test_a_form_of_as_many_columns_below_a_list_is_no_part_of_it(read: Read) -> None:
    form = [
        ["项目名称", "校舍维修", "<", "<", "<", "<", "<", "<"],
        ["绩效目标", "修校舍", "<", "<", "<", "<", "<", "<"],
        ["一级指标", "<", "二级指标", "<", "三级指标", "<", "指标值", "<"],
        ["产出指标", "<", "数量指标", "<", "学校数", "<", "≥6所", "<"],
    ]
    document = read(TITLE, [HEAD, *ROWS[:1]], form)
    assert [(project.name, len(project.indicators)) for project in document.projects] == [
        ("路灯维护", 1),
        ("校舍维修", 1),
    ]


# --- headings of lists ------------------------------------------------------------------------------------------------

OF_ALL = "某区2023年度项目支出绩效目标表"


@pytest.mark.parametrize("rows", [ROWS, ROWS[:4]])
def test_a_title_row_above_a_list_is_the_document_s_title(read: Read, rows: list[list[str]]) -> None:
    document = read([[OF_ALL, *["<"] * 7], HEAD, *rows])
    assert document.title == OF_ALL
    place = document.places.find("title")
    assert place is not None
    assert place.cell is not None
    assert {project.heading for project in document.projects} == {""}


def test_the_heading_of_a_list_is_of_all_its_projects_whatever_the_first_is_called(read: Read) -> None:
    heading = "路灯维护和桥梁检修2023年度项目绩效目标表"
    document = read([[heading, *["<"] * 7], HEAD, *ROWS])
    assert (document.title, [project.heading for project in document.projects]) == (heading, ["", ""])


def test_a_numbered_heading_stays_that_of_the_project_below_it(read: Read) -> None:
    document = read([["3.路灯维护绩效目标表", *["<"] * 7], HEAD, *ROWS[:4]])
    assert document.title == ""
    assert [(project.no, project.heading) for project in document.projects] == [(3, "3.路灯维护绩效目标表")]


def test_a_title_of_its_own_stands_before_the_heading_of_a_list(read: Read) -> None:
    assert read(TITLE, [[OF_ALL, *["<"] * 7], HEAD, *ROWS]).title == TITLE
