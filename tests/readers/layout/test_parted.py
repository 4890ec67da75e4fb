"""Heads in a table of their own above the table of the rows, as pages with a scrolling body have them."""

from __future__ import annotations

from collections.abc import Callable

from perflint.model import Document

Read = Callable[..., Document]

HEADS = ["项目名称", "项目编码", "一级指标", "二级指标", "三级指标", "指标值"]
ROWS = [
    ["道路", "A1", "产出指标", "数量指标", "里程", "5公里"],
    ["", "", "效益指标", "社会效益指标", "通行", "≥90%"],
]


def values(document: Document) -> list[tuple[str, str, str]]:
    return [(project.name, row.name, row.value) for project in document.projects for row in project.indicators]


def test_heads_and_rows_in_two_tables_are_one(read: Read) -> None:
    document = read([HEADS], ROWS)
    assert values(document) == [("道路", "里程", "5公里"), ("道路", "通行", "≥90%")]
    assert document.problems == ()
    place = document.projects[0].places.find("indicators[2].value")
    assert place is not None
    assert place.cell is not None
    assert (place.cell.table, place.cell.row, place.cell.column) == (2, 2, 6)


def test_room_for_a_scroll_bar_behind_the_heads_is_no_column(read: Read) -> None:
    assert values(read([[*HEADS, ""]], ROWS)) == [("道路", "里程", "5公里"), ("道路", "通行", "≥90%")]


def test_heads_of_indicators_alone_take_the_project_from_above(read: Read) -> None:
    document = read("项目名称：道路", [HEADS[2:]], [row[2:] for row in ROWS])
    assert values(document) == [("道路", "里程", "5公里"), ("道路", "通行", "≥90%")]
    assert document.problems == ()


def test_heads_without_rows_are_said_whatever_follows(read: Read) -> None:
    for following in ("说明", [["项目名称", "道路", "", "", "", ""]], [HEADS]):
        document = read([HEADS], following)
        assert "unreadable" in [problem.kind for problem in document.problems]
