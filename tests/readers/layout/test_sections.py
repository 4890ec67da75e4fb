"""Lines between the rows of one table that name the project of the rows below."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import read as read_input

Read = Callable[..., Document]

CODES = "13022524P00MB2203A143", "13022524P00MB2203B273"
NAMES = "管网改造", "水库加固"
HEADS = ["一级指标", "二级指标", "三级指标", "指标值"]
ROWS = [["产出指标", "数量指标", "改造长度", "≥12公里"], ["效益指标", "社会效益指标", "受益村数", "≥8个"]]


def named(document: Document) -> list[tuple[str, str, int]]:
    return [(project.code, project.name, len(project.indicators)) for project in document.projects]


def said(document: Document) -> set[str]:
    return {problem.value for problem in document.problems}


def lines(pattern: str) -> list[str]:
    return [
        pattern.format(number=number, name=name, code=code)
        for number, name, code in zip("一二", NAMES, CODES, strict=True)
    ]


def sheet(title: str, texts: list[str], merged: bool, heads_again: bool) -> list[list[str]]:
    """A table: a title, then each line with heads and rows below it, or the heads once above the first line."""
    reach = ["<"] * 3 if merged else [""] * 3
    rows = [[title, *reach]] + ([] if heads_again else [HEADS])
    for text in texts:
        rows += [[text, *reach], *([HEADS] if heads_again else []), *ROWS]
    return rows


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("heads_again", [False, True])
@pytest.mark.parametrize("pattern", ["{number}、{name}", "（{number}）{name}", "项目{number}：{name}"])
def test_numbered_lines_name_projects_whether_heads_come_again_or_not(
    read: Read, merged: bool, heads_again: bool, pattern: str
) -> None:
    document = read(sheet("县水务局项目支出绩效目标表", lines(pattern), merged, heads_again))
    assert named(document) == [("", "管网改造", 2), ("", "水库加固", 2)]
    assert said(document) == set()
    place = document.projects[1].places.find("name")
    assert place is not None
    assert place.cell is not None
    assert place.cell.row == 6


@pytest.mark.parametrize("heads_again", [False, True])
@pytest.mark.parametrize(
    "pattern", ["{code}{name}", "{code}-{name}", "{number}、{name}（{code}）", "{name}（项目编码：{code}）"]
)
def test_a_code_in_such_a_line_is_the_project_s(read: Read, heads_again: bool, pattern: str) -> None:
    document = read(sheet("县水务局项目支出绩效目标表", lines(pattern), True, heads_again))
    assert named(document) == [(CODES[0], "管网改造", 2), (CODES[1], "水库加固", 2)]
    assert {(project.unit.code, project.unit.name) for project in document.projects} == {("", "")}


def test_an_amount_behind_the_name_is_said(read: Read) -> None:
    document = read(sheet("县水务局项目支出绩效目标表", lines("{number}、{name}，36万元"), True, True))
    assert named(document) == [("", "管网改造", 2), ("", "水库加固", 2)]
    assert said(document) == {"36万元"}


def test_lines_without_a_number_name_projects_where_each_stands_above_heads(read: Read) -> None:
    document = read(sheet("县水务局项目支出绩效目标表", lines("{name}"), True, True))
    assert named(document) == [("", "管网改造", 2), ("", "水库加固", 2)]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_word_table_and_a_sheet_with_such_lines(lexicon: Lexicon, kind: str) -> None:
    rows = sheet("县水务局项目支出绩效目标表", lines("{number}、{name}"), False, True)
    out = io.BytesIO()
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([text or None for text in row])
        book.save(out)
    else:
        document = docx.Document()
        table = document.add_table(rows=len(rows), cols=4)
        for at, row in enumerate(rows):
            if not any(row[1:]):
                table.cell(at, 0).merge(table.cell(at, 3))
            for column, text in enumerate(row if any(row[1:]) else row[:1]):
                table.cell(at, column).text = text
        document.save(out)
    assert named(read_input(f"a.{kind}", out.getvalue(), lexicon)) == [("", "管网改造", 2), ("", "水库加固", 2)]


def test_a_table_that_goes_on_names_the_next_project(read: Read) -> None:
    document = read(
        sheet("县水务局项目支出绩效目标表", lines("{number}、{name}"), True, False),
        [ROWS[1], ["三、渠道清淤", "<", "<", "<"], *ROWS],
    )
    assert named(document) == [("", "管网改造", 2), ("", "水库加固", 3), ("", "渠道清淤", 2)]


def test_where_a_label_names_the_project_lines_are_its_parts(read: Read) -> None:
    document = read([["项目名称", "水利工程", "", ""], *sheet("水利工程", lines("{number}、{name}"), True, False)[1:]])
    assert named(document) == [("", "水利工程", 4)]
    assert {"一、管网改造", "二、水库加固"} <= said(document)


def test_where_a_line_above_names_the_project_lines_inside_are_its_parts(read: Read) -> None:
    document = read("一、水利工程", sheet("", lines("（{number}）{name}"), True, False)[1:])
    assert named(document) == [("", "水利工程", 4)]
    assert {"（一）管网改造", "（二）水库加固"} <= said(document)


def test_lines_below_the_first_indicators_are_parts_of_one_project(read: Read) -> None:
    document = read([HEADS, *ROWS, ["一、管网改造", "<", "<", "<"], *ROWS])
    assert [len(project.indicators) for project in document.projects] == [4]
    assert said(document) == {"一、管网改造"}


def test_numbered_classes_and_names_without_values_are_no_projects(read: Read) -> None:
    document = read([
        ["三级指标", "指标值", "备注"],
        ["一、产出指标", "<", "<"],
        ["1.改造长度", "", ""],
        ["2.受益村数", "≥8个", ""],
    ])  # fmt: skip
    (project,) = document.projects
    assert project.name == ""


def test_a_unit_with_its_code_stays_a_unit(read: Read) -> None:
    document = read([["357001县水务局", "<", "<", "单位：万元"], ["项目名称", "管网改造", "", ""], HEADS, *ROWS])
    (project,) = document.projects
    assert (project.unit.code, project.unit.name, project.name) == ("357001", "县水务局", "管网改造")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("13022524P00MB2203A143乡镇供水管网改造", CODES[0], "乡镇供水管网改造"),
        ("13022524P00MB2203A143LED路灯改造", CODES[0], "LED路灯改造"),
        ("13022524P00MB2203A1432024年度供水", CODES[0], "2024年度供水"),
        ("130225240000012203路灯改造", "130225240000012203", "路灯改造"),
        ("130225240000012203LED路灯改造", "", "130225240000012203LED路灯改造"),
        ("乡镇供水管网改造（13022524P00MB2203A143）", CODES[0], "乡镇供水管网改造"),
        ("2024年供水管网改造", "", "2024年供水管网改造"),
    ],
)
def test_a_code_is_told_from_the_name_it_is_glued_to(read: Read, text: str, code: str, name: str) -> None:
    document = read([["项目名称", text, "", ""], HEADS, *ROWS])
    assert named(document) == [(code, name, 2)]


def test_lines_above_forms_without_a_label_for_the_name(read: Read) -> None:
    def form(line: str, total: str, goal: str) -> list[list[str]]:
        amounts = [["预算数（万元）", total, "其中：财政资金", total], ["绩效目标", goal, "<", "<"]]
        return [[line, "<", "<", "<"], *amounts, HEADS, *ROWS]

    document = read([*form("一、管网改造", "36", "改造管网。"), *form("二、水库加固", "50", "加固水库。")])
    assert [(project.name, project.budget.total, project.goals) for project in document.projects] == [
        ("管网改造", "36", ("改造管网。",)),
        ("水库加固", "50", ("加固水库。",)),
    ]
    assert [len(project.indicators) for project in document.projects] == [2, 2]


def test_a_numbered_line_above_one_form_may_be_the_name_of_its_part(read: Read) -> None:
    rows = [["一、主要信息", "<", "<", "<"], ["绩效目标", "改造管网。", "<", "<"], HEADS, *ROWS]
    (project,) = read(rows).projects
    assert (project.name, len(project.indicators)) == ("", 2)
