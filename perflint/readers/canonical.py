"""From cells as a format places them to a canonical grid: grid lines that no cell edge uses are dropped.

The same table then is the same grid, whether it came from twelve Word columns or from cells of a workbook.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from perflint import limits
from perflint.grid import Grid, GridCell
from perflint.place import Place
from perflint.readers import too_much

Blank = Callable[[int, int], GridCell]


def canonical(
    number: int,
    cells: Iterable[GridCell],
    *,
    sheet: str | None = None,
    parent: int | None = None,
    widths: Sequence[float] = (),
    place: Place | None = None,
    blank: Blank | None = None,
) -> Grid:
    """The canonical grid of ``cells``, which stand at the rows and columns of their format and never overlap.

    ``blank(row, column)`` makes the cell for a slot that no cell covers (rows and columns of the format); without it
    such slots stay open. A grid with far more slots than cells stays open too, so that two cells in opposite corners
    of a sheet cost nothing. A run of rows or columns without any cell becomes one. ``widths`` are those of the
    format's columns and are summed up.
    """
    found = sorted(cells, key=lambda cell: (cell.row, cell.column))
    row_at = _numbered(edge for cell in found for edge in (cell.row, cell.row + cell.row_span))
    column_at = _numbered(edge for cell in found for edge in (cell.column, cell.column + cell.column_span))
    placed = [_moved(cell, row_at, column_at) for cell in found]
    rows, columns = max(len(row_at) - 1, 0), max(len(column_at) - 1, 0)
    if blank is not None and rows * columns <= limits.SLOTS_PER_CELL * len(placed) + limits.SLOTS_MORE:
        placed = _filled(placed, list(row_at), list(column_at), blank)
    return Grid(
        number=number,
        rows=rows,
        columns=columns,
        cells=tuple(placed),
        sheet=sheet,
        widths=_summed(widths, list(column_at)),
        parent=parent,
        place=place or Place(),
    )


def fitted(cells: Sequence[GridCell], rows: int) -> list[GridCell]:
    """The cells with spans cut to ``rows`` and to the next cell in the way; cells under another's span left out.

    For formats that may claim any span (OpenDocument, binary Word): what comes later gives way to what came first.
    Columns are renumbered by the left edges in use. Raises Unreadable when the table has far more slots than cells.
    """
    starts = sorted({cell.column for cell in cells})
    if rows * len(starts) > limits.SLOTS_PER_CELL * len(cells) + limits.SLOTS_MORE:
        raise too_much.slots()
    found: list[GridCell] = []
    reach = [0] * len(starts)
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        left = bisect_left(starts, cell.column)
        if reach[left] > cell.row:
            continue
        height = max(min(cell.row_span, rows - cell.row), 1)
        end = left + 1
        while end < len(starts) and starts[end] < cell.column + cell.column_span and reach[end] <= cell.row:
            end += 1
        reach[left:end] = [cell.row + height] * (end - left)
        found.append(replace(cell, column=left, row_span=height, column_span=end - left))
    return found


def _numbered(edges: Iterable[int]) -> dict[int, int]:
    """The grid lines in use, in order, each with its new number."""
    return {edge: index for index, edge in enumerate(sorted(set(edges)))}


def _moved(cell: GridCell, row_at: dict[int, int], column_at: dict[int, int]) -> GridCell:
    row, column = row_at[cell.row], column_at[cell.column]
    height, width = row_at[cell.row + cell.row_span] - row, column_at[cell.column + cell.column_span] - column
    return GridCell(row, column, height, width, cell.paragraphs, cell.place, cell.places, cell.hidden)


def _filled(placed: list[GridCell], rows: list[int], columns: list[int], blank: Blank) -> list[GridCell]:
    """All cells in reading order, open slots of rows that hold a cell filled with blank cells."""
    taken: list[set[int]] = [set() for _ in rows]
    for cell in placed:
        for row in range(cell.row, cell.row + cell.row_span):
            taken[row].update(range(cell.column, cell.column + cell.column_span))
    added = []
    for row, used in enumerate(taken):
        if used and len(used) < len(columns) - 1:
            added += [
                replace(blank(rows[row], columns[column]), row=row, column=column)
                for column in range(len(columns) - 1)
                if column not in used
            ]
    return sorted([*placed, *added], key=lambda cell: (cell.row, cell.column))


def _summed(widths: Sequence[float], columns: list[int]) -> tuple[float, ...]:
    if not widths or not columns or columns[-1] > len(widths):
        return ()
    return tuple(sum(widths[start:end]) for start, end in pairwise(columns))
