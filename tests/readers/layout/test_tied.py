"""Two tables of the same projects: amounts and goals in one, indicators in the other."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import openpyxl
import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import read as read_input

Read = Callable[..., Document]

HEADS = ["一级指标", "二级指标", "三级指标", "指标值"]
PROJECTS = [
    ["项目编码", "项目名称", "预算数（万元）", "绩效目标"],
    ["A01", "管网改造", "36", "改造管网。"],
    ["A02", "水库加固", "50", "加固水库。"],
]


def indicators(label: str, *keys: str) -> list[list[str]]:
    rows = [[label, *HEADS]]
    for key in keys:
        rows += [
            [key, "产出指标", "数量指标", f"{key}数量", "≥12个"],
            [key, "效益指标", "社会效益指标", f"{key}受益村数", "≥8个"],
        ]
    return rows


def found(document: Document) -> list[tuple[str, str, str, int, int]]:
    return [
        (project.code, project.name, project.budget.total, len(project.goals), len(project.indicators))
        for project in document.projects
    ]


def apart(document: Document) -> list[str]:
    return [problem.value for problem in document.problems if "未合并" in problem.zh]


@pytest.mark.parametrize(("label", "keys"), [("项目名称", ("管网改造", "水库加固")), ("项目编码", ("A01", "A02"))])
@pytest.mark.parametrize("turned", [False, True])
def test_sheets_are_tied_by_name_or_code(lexicon: Lexicon, label: str, keys: Sequence[str], turned: bool) -> None:
    book = openpyxl.Workbook()
    sheets: list[list[list[str]]] = [PROJECTS, indicators(label, *keys)]
    for number, rows in enumerate(reversed(sheets) if turned else sheets):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    document = read_input("a.xlsx", out.getvalue(), lexicon)
    assert found(document) == [("A01", "管网改造", "36", 1, 2), ("A02", "水库加固", "50", 1, 2)]
    assert [row.name for row in document.projects[1].indicators] == [f"{keys[1]}数量", f"{keys[1]}受益村数"]
    assert apart(document) == []


def test_names_that_come_twice_are_kept_apart_and_said(read: Read) -> None:
    twice = [*PROJECTS, ["A03", "管网改造", "20", "改造城区管网。"]]
    document = read(twice, indicators("项目名称", "管网改造", "水库加固"))
    assert found(document) == [
        ("A01", "管网改造", "36", 1, 0),
        ("A02", "水库加固", "50", 1, 2),
        ("A03", "管网改造", "20", 1, 0),
        ("", "管网改造", "", 0, 2),
    ]
    assert apart(document) == ["管网改造"]


def test_indicators_in_two_further_tables_are_kept_apart_and_said(read: Read) -> None:
    document = read(PROJECTS, indicators("项目名称", "管网改造"), "另表", indicators("项目名称", "管网改造"))
    assert [count for *_, count in found(document)] == [0, 0, 2, 2]
    assert apart(document) == ["管网改造"]


def test_a_name_that_only_the_indicators_have_is_said_where_others_were_joined(read: Read) -> None:
    document = read(PROJECTS, indicators("项目名称", "管网改造", "水库除险"))
    assert found(document) == [
        ("A01", "管网改造", "36", 1, 2),
        ("A02", "水库加固", "50", 1, 0),
        ("", "水库除险", "", 0, 2),
    ]
    assert apart(document) == ["水库除险"]


def test_projects_of_one_name_and_different_units_are_different(read: Read) -> None:
    first = [["单位名称", *PROJECTS[0]], ["县水务局", *PROJECTS[1]]]
    second = [["单位名称", "项目名称", *HEADS], ["县农业局", "管网改造", "产出指标", "数量指标", "数量", "≥12个"]]
    document = read(first, second)
    assert found(document) == [("A01", "管网改造", "36", 1, 0), ("", "管网改造", "", 0, 1)]


def test_lines_between_indicators_name_projects_of_a_list_above(read: Read) -> None:
    rows = [row[1:] for row in indicators("项目名称", "管网改造", "水库加固")]
    document = read(PROJECTS, [["一、管网改造", "<", "<", "<"], *rows[:3], ["二、水库加固", "<", "<", "<"], *rows[3:]])
    assert found(document) == [("A01", "管网改造", "36", 1, 2), ("A02", "水库加固", "50", 1, 2)]


def test_whole_forms_beside_a_list_stay_as_they_are(read: Read) -> None:
    form = [["项目名称", "管网改造", "", ""], ["绩效目标", "改造管网。", "", ""], HEADS]
    document = read(PROJECTS, [*form, ["产出指标", "数量指标", "数量", "≥12个"]])
    assert [count for *_, count in found(document)] == [0, 0, 1]
    assert apart(document) == []
