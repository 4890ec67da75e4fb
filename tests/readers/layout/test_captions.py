"""Projects that a line above their table names, below a heading for all of them."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import read as read_input

Read = Callable[..., Document]

TABLE = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "改造长度", "≥12公里"],
    ["效益指标", "社会效益指标", "受益村数", "≥8个"],
]


def word(*lines: str) -> bytes:
    """A Word file: its first lines up to "", then each line above a table."""
    document = docx.Document()
    for number, line in enumerate(lines):
        document.add_paragraph(line)
        if number:
            table = document.add_table(rows=len(TABLE), cols=4)
            for row, texts in enumerate(TABLE):
                for column, text in enumerate(texts):
                    table.cell(row, column).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def named(document: Document) -> list[tuple[str, int]]:
    return [(project.name, len(project.indicators)) for project in document.projects]


@pytest.mark.parametrize(
    "title", ["县水务局2024年项目支出绩效目标表", "2024年度项目绩效目标", "县水务局2024年部门预算"]
)
@pytest.mark.parametrize(
    "lines", [("一、管网改造", "二、水库加固"), ("（一）管网改造", "（二）水库加固"), ("1.管网改造", "2.水库加固")]
)
def test_the_first_project_below_a_heading_for_all_keeps_its_name(
    lexicon: Lexicon, title: str, lines: tuple[str, ...]
) -> None:
    document = read_input("a.docx", word(title, *lines), lexicon)
    assert named(document) == [("管网改造", 2), ("水库加固", 2)]
    assert [(project.heading, project.goals) for project in document.projects] == [("", ()), ("", ())]


def test_a_single_project_below_a_heading_keeps_its_name(lexicon: Lexicon) -> None:
    document = read_input("a.docx", word("县水务局2024年项目支出绩效目标表", "一、管网改造"), lexicon)
    assert named(document) == [("管网改造", 2)]
    assert document.title == "县水务局2024年项目支出绩效目标表"
    assert document.problems == ()


def test_a_numbered_heading_of_a_form_is_no_line_for_all(read: Read) -> None:
    document = read("3.管网改造绩效目标表", "一、乡镇部分", TABLE)
    (project,) = document.projects
    assert (project.no, project.heading, project.name) == (3, "3.管网改造绩效目标表", "")
    assert {problem.value for problem in document.problems} == {"一、乡镇部分"}


def test_a_numbered_goal_stays_one_where_no_further_table_follows(read: Read) -> None:
    document = read("年度绩效目标", "1.改造管网", TABLE)
    (project,) = document.projects
    assert (project.name, project.goals) == ("", ("1.改造管网",))
