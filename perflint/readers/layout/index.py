"""A grid with quick answers: which cell covers a slot, which cells start in a row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct

from perflint.grid import Grid, GridCell
from perflint.readers.layout.labels import squeeze


class Index(Struct, frozen=True):
    """A grid's cells by row: ``starting[r]`` begin in row r, ``spoken[r]`` are those of them that hold more than white
    space, ``covering[r]`` reach into it; all by column."""

    grid: Grid
    starting: tuple[tuple[GridCell, ...], ...]
    spoken: tuple[tuple[GridCell, ...], ...]
    covering: tuple[tuple[GridCell, ...], ...]

    def at(self, row: int, column: int) -> GridCell | None:
        """The cell that covers a slot, or None."""
        if not 0 <= row < self.grid.rows:
            return None
        cells = self.covering[row]
        before = bisect_right(cells, column, key=_left) - 1
        cell = cells[before] if before >= 0 else None
        return cell if cell is not None and column < cell.column + cell.column_span else None

    def between(self, row: int, start: int, end: int) -> Sequence[GridCell]:
        """The cells of a row that cover any column from ``start`` up to, not including, ``end``."""
        cells = self.covering[row]
        first = bisect_right(cells, start, key=_left) - 1
        if first < 0 or start >= cells[first].column + cells[first].column_span:
            first += 1
        return cells[first : bisect_left(cells, end, key=_left)]

    def right_of(self, cell: GridCell, row: int | None = None) -> GridCell | None:
        """The cell at the right edge of ``cell`` in one of its rows (its first by default)."""
        return self.at(cell.row if row is None else row, cell.column + cell.column_span)

    def below(self, cell: GridCell) -> GridCell | None:
        """The cell under ``cell`` that has exactly its left and right edge, or None."""
        found = self.at(cell.row + cell.row_span, cell.column)
        same = found is not None and (found.column, found.column_span) == (cell.column, cell.column_span)
        return found if same else None

    def filled(self, row: int) -> Sequence[GridCell]:
        """The cells that start in a row and hold more than white space."""
        return self.spoken[row]


_left = attrgetter("column")


def index_grid(grid: Grid) -> Index:
    """The index of a grid; a cell that spans many rows is listed in each."""
    starting: list[list[GridCell]] = [[] for _ in range(grid.rows)]
    spoken: list[list[GridCell]] = [[] for _ in range(grid.rows)]
    covering: list[list[GridCell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        starting[cell.row].append(cell)
        if not is_blank(cell):
            spoken[cell.row].append(cell)
        for row in range(cell.row, min(cell.row + cell.row_span, grid.rows)):
            covering[row].append(cell)
    for cells in covering:
        cells.sort(key=_left)
    return Index(grid, tuple(map(tuple, starting)), tuple(map(tuple, spoken)), tuple(map(tuple, covering)))


def is_blank(cell: GridCell) -> bool:
    """Whether a cell shows nothing."""
    return not cell.paragraphs or not any(map(squeeze, cell.paragraphs))
