"""Forms of several projects side by side in one table, told apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from perflint.grid import Grid, GridCell
from perflint.readers.layout.labels import Labels

_MOST = 8
"""Forms that stand side by side; more labels of one kind in a row are a list."""


def side_by_side(grid: Grid, labels: Labels) -> Sequence[Grid]:
    """The forms that stand side by side in a grid, each as a grid of its own: a row has the label of the project's name
    more than once, each with a value beside it, and no cell from there on reaches from one form into the next."""
    starts = _name_columns(grid, labels)
    if len(starts) < 2:
        return (grid,)
    row = starts[0].row
    edges = [0, *(cell.column for cell in starts[1:]), grid.columns]
    crossing = (cell for cell in grid.cells if cell.row + cell.row_span > row)
    if any(cell.column < edge < cell.column + cell.column_span for cell in crossing for edge in edges[1:-1]):
        return (grid,)
    return tuple(_cut(grid, start, end) for start, end in pairwise(edges))


def _name_columns(grid: Grid, labels: Labels) -> Sequence[GridCell]:
    """The cells of the first row with such a label that bear it, where a text that is no label stands behind each."""
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        named = [order for order, cell in enumerate(cells) if _is_name(cell, labels)]
        if not named:
            continue
        if not 2 <= len(named) <= _MOST or len({cells[order].text for order in named}) > 1:
            return ()
        valued = all(order + 1 < len(cells) and _is_value(cells[order + 1], labels) for order in named)
        return [cells[order] for order in named] if valued else ()
    return ()


def _is_name(cell: GridCell, labels: Labels) -> bool:
    label = labels.in_form(cell.text)
    return label is not None and label.key == "name" and label.rest is None


def _is_value(cell: GridCell, labels: Labels) -> bool:
    return bool(cell.text.strip()) and labels.in_form(cell.text) is None and labels.in_head(cell.text) is None


def _cut(grid: Grid, start: int, end: int) -> Grid:
    """The columns from ``start`` up to, not including, ``end``; what reaches in from the left belongs to the left."""
    cells = tuple(
        replace(cell, column=cell.column - start, column_span=min(cell.column + cell.column_span, end) - cell.column)
        for cell in grid.cells
        if start <= cell.column < end
    )
    return replace(grid, columns=end - start, cells=cells, widths=grid.widths[start:end])
