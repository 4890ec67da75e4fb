"""Tables that lie on their side: the heads of an indicator table stand one below the other in the first column."""

from __future__ import annotations

from msgspec.structs import replace

from perflint.grid import Grid
from perflint.readers.layout.columns import NAMING
from perflint.readers.layout.index import Index
from perflint.readers.layout.labels import Labels

_HEADS = 3
"""Heads of an indicator table below each other that make a table one on its side."""


def turned(index: Index, labels: Labels) -> Grid | None:
    """The table as it usually stands, rows for columns; None for one that stands so already."""
    grid = index.grid
    first = [cell for cell in grid.cells if cell.column == 0]
    keys = [label.key for cell in first if (label := labels.in_head(cell.text)) is not None and label.rest is None]
    heads = {key for key in keys if key.startswith("row.")}
    if len(heads) < _HEADS or len(heads & NAMING) < 2 or "row.value" not in heads or len(set(keys)) < len(keys):
        return None
    if len(heads) * 2 < len(first) or any(labels.heads_a_column(cell.text) for cell in grid.cells if cell.column):
        return None
    cells = sorted(
        (
            replace(cell, row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span)
            for cell in grid.cells
        ),
        key=lambda cell: (cell.row, cell.column),
    )
    return replace(grid, rows=grid.columns, columns=grid.rows, cells=tuple(cells), widths=())
