"""Texts cut into marked segments, copies compared, tables cut into sections."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perflint.grid import Grid, GridCell, Paragraph
from perflint.place import Place
from perflint.reporters.html.copies import differing
from perflint.reporters.html.marks import Mark, segments, shown
from perflint.reporters.html.sections import Piece, cut
from perflint.violation import Severity

TEXT = st.text(alphabet=st.one_of(st.sampled_from("绩效目标≥95%，。\n\t\u202e\x07<&"), st.characters()), max_size=40)


@given(TEXT, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_segments_hold_the_whole_text_and_mark_what_is_marked(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [
        Mark(number, Severity.ERROR, min(span), max(span))
        for number, span in enumerate(spans)
        if max(span) <= len(text)
    ]
    found = segments(text, marks)
    assert "".join(piece.text for piece in found) == shown(text)
    covered = {index for mark in marks for index in range(mark.start, mark.stop)}
    marked = "".join(piece.text for piece in found if piece.severity is not None)
    assert marked == "".join(shown(character) for index, character in enumerate(text) if index in covered)


def test_the_worst_of_several_findings_colours_their_common_characters() -> None:
    marks = [Mark(1, Severity.INFO, 0, 4), Mark(2, Severity.ERROR, 2, 3)]
    assert [(piece.text, piece.severity) for piece in segments("一二三四五", marks)] == [
        ("一二", Severity.INFO),
        ("三", Severity.ERROR),
        ("四", Severity.INFO),
        ("五", None),
    ]


def test_characters_that_could_deceive_are_written_as_escapes() -> None:
    assert shown("a\u202eb\x00c\u200bd\ud800") == "a\\u202eb\\u0000c\\u200bd\\ud800"
    assert shown("一\n二\t三") == "一\n二\t三"


@given(TEXT, TEXT)
def test_a_compared_text_stays_whole(first: str, other: str) -> None:
    assert "".join(piece.text for piece in differing(first, other)) == shown(other)


def test_what_differs_between_copies_is_marked() -> None:
    found = differing("保障交通事故鉴定工作开展", "保障停车场管理工作开展")
    assert [piece.text for piece in found if piece.severity is not None] == ["停车场管理"]


def grid(rows: int) -> Grid:
    return Grid(1, rows, 1, tuple(GridCell(row, 0, paragraphs=(str(row),)) for row in range(rows)))


def line(text: str) -> Paragraph:
    return Paragraph(text, Place())


def test_a_project_takes_the_lines_that_lead_its_tables() -> None:
    blocks = [line("第一部分"), line("1.甲"), grid(3), grid(2), line(""), line("2.乙"), grid(3), line("注")]
    front, projects = cut(blocks, [(1, 0), (6, 0)])
    assert front == [Piece(0)]
    assert [piece.block for piece in projects[0]] == [1, 2, 3]
    assert [piece.block for piece in projects[1]] == [4, 5, 6, 7]


def test_a_table_of_many_projects_is_cut_into_rows_with_its_heading_again() -> None:
    front, projects = cut([grid(7)], [(0, 1), (0, 3), (0, 6)])
    assert front == []
    assert projects == [[Piece(0, 0, 3)], [Piece(0, 3, 6, 1)], [Piece(0, 6, 7, 1)]]


def test_projects_that_were_not_found_have_no_piece() -> None:
    front, projects = cut([grid(2)], [None])
    assert front == [Piece(0, 0, 2)]
    assert projects == [[]]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.data())
def test_every_row_belongs_to_exactly_one_section(sizes: list[int], data: st.DataObject) -> None:
    blocks = [line("") if size == 1 else grid(size) for size in sizes]
    every = [(number, row) for number, size in enumerate(sizes) for row in range(size)]
    starts = data.draw(st.lists(st.sampled_from(every), unique=True, max_size=4))
    front, projects = cut(blocks, starts)
    taken = [
        (piece.block, row) for part in (front, *projects) for piece in part for row in range(piece.first, piece.last)
    ]
    assert sorted(taken) == every
