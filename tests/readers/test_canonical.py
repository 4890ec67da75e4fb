"""Canonical grids: lines that no cell edge uses are dropped, spans are cut, open slots filled."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint.grid import GridCell
from perflint.place import Cell, Place
from perflint.readers.canonical import canonical, fitted
from perflint.readers.sheet_grid import Hidden, Sheet, column_letters, sheet_grid
from perflint.readers.source import Unreadable

Box = tuple[int, int, int, int]


def cell(row: int, column: int, row_span: int = 1, column_span: int = 1, text: str = "x") -> GridCell:
    return GridCell(row, column, row_span, column_span, (text,))


def boxes(cells: object) -> list[Box]:
    return [(c.row, c.column, c.row_span, c.column_span) for c in cells]  # type: ignore[attr-defined]


def test_lines_that_no_cell_edge_uses_are_dropped() -> None:
    grid = canonical(1, [cell(0, 0, 1, 12), cell(1, 0, 2, 6), cell(1, 6, 2, 6)])
    assert (grid.rows, grid.columns) == (2, 2)
    assert boxes(grid.cells) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_the_same_table_is_the_same_grid_whatever_columns_its_format_counts() -> None:
    wide = [cell(0, 0, 1, 5), cell(0, 5, 1, 7), cell(1, 0, 1, 12)]
    narrow = [cell(0, 0), cell(0, 1), cell(1, 0, 1, 2)]
    assert canonical(1, wide) == canonical(1, narrow)


def test_a_run_of_blank_rows_is_one_and_columns_before_the_first_are_none() -> None:
    grid = canonical(1, [cell(3, 5), cell(90, 5)])
    assert (grid.rows, grid.columns, boxes(grid.cells)) == (3, 1, [(0, 0, 1, 1), (2, 0, 1, 1)])


def test_open_slots_of_rows_with_cells_are_filled_with_blank_ones_at_their_place() -> None:
    def blank(row: int, column: int) -> GridCell:
        return GridCell(row, column, place=Place(cell=Cell(row=row, column=column)))

    grid = canonical(1, [cell(0, 0), cell(0, 7), cell(5, 0)], blank=blank)
    filled = [(c.row, c.column, c.place.cell) for c in grid.cells if not c.paragraphs]
    assert filled == [
        (0, 1, Cell(row=0, column=1)),
        (2, 1, Cell(row=5, column=1)),
        (2, 2, Cell(row=5, column=7)),
    ]


def test_widths_are_summed_over_the_columns_that_became_one() -> None:
    assert canonical(1, [cell(0, 0, 1, 2), cell(0, 2)], widths=(1.0, 2.0, 4.0)).widths == (3.0, 4.0)


def test_spans_are_cut_at_the_end_of_the_table_and_at_the_next_cell() -> None:
    found = fitted([cell(0, 0, 99, 99), cell(0, 1), cell(1, 1)], 2)
    assert boxes(found)[0][2] == 2
    assert all(c.column + c.column_span <= 2 for c in found)


def test_cells_under_the_span_of_another_give_way() -> None:
    assert boxes(fitted([cell(0, 0, 2, 2), cell(1, 1), cell(0, 2), cell(1, 2)], 2)) == [
        (0, 0, 2, 2),
        (0, 2, 1, 1),
        (1, 2, 1, 1),
    ]


def test_a_table_that_claims_more_room_than_it_has_cells_is_refused() -> None:
    started = time.process_time()
    with pytest.raises(Unreadable, match="rows and columns"):
        fitted([cell(number, number) for number in range(1_000)], 100_000)
    assert time.process_time() - started < 1


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 2, *[st.integers(1, 4)] * 2), min_size=1, max_size=12, unique=True))
def test_fitted_cells_never_overlap_and_stay_inside(raw: list[Box]) -> None:
    rows = max(row for row, *_ in raw) + 1
    first = {(row, column): (row, column, height, width) for row, column, height, width in raw}
    found = fitted([cell(*box) for box in first.values()], rows)
    slots = [
        (r, c)
        for row, left, high, wide in boxes(found)
        for r in range(row, row + high)
        for c in range(left, left + wide)
    ]
    assert len(slots) == len(set(slots))
    assert all(row < rows for row, _ in slots)
    grid = canonical(1, found)
    assert all(c.row + c.row_span <= grid.rows and c.column + c.column_span <= grid.columns for c in grid.cells)


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_have_the_letters_of_a_workbook(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_what_is_hidden_is_found_by_row_range_of_columns_and_sheet() -> None:
    hidden = Hidden(frozenset({3}), [(2, 4), (9, 9)])
    assert [hidden.covers(0, column) for column in (1, 2, 4, 5, 9)] == [False, True, True, False, True]
    assert hidden.covers(3, 0)
    assert Hidden(sheet=True).covers(0, 0)


def test_a_sheet_that_shows_nothing_gives_no_grid() -> None:
    assert sheet_grid(1, Sheet("a", {}, count=100, last=(9, 9))) is None


def test_a_merge_without_text_in_the_used_range_is_one_blank_cell() -> None:
    grid = sheet_grid(1, Sheet("a", {(0, 0): "x", (2, 2): "y"}, [(1, 0, 1, 2)], last=(2, 2)))
    assert grid is not None
    assert [(c.row, c.column_span) for c in grid.cells if not c.paragraphs and c.row == 1] == [(1, 3)]
