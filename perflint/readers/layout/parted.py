"""Tables that a page builds of two: one that holds nothing but the heads, and below it one of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from perflint.grid import Block, Grid
from perflint.readers.layout.head import read_head
from perflint.readers.layout.index import index_grid, is_blank
from perflint.readers.layout.labels import Labels

_ROWS = 3
"""Rows that a table of heads has at most."""


def with_their_heads(blocks: Iterable[Block], labels: Labels) -> Iterator[Block]:
    """The blocks, each table of nothing but heads joined with the table right below it that has as many columns."""
    waiting: Grid | None = None
    for block in blocks:
        if waiting is not None and isinstance(block, Grid) and _fits(waiting, block, labels):
            yield _joined(waiting, block)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = block if isinstance(block, Grid) and _is_all_heads(block, labels) else None
        if waiting is None:
            yield block
    if waiting is not None:
        yield waiting


def _is_all_heads(grid: Grid, labels: Labels) -> bool:
    if not 0 < grid.rows <= _ROWS:
        return False
    head = read_head(index_grid(grid), 0, labels)
    return head is not None and head.row == grid.rows - 1


def _fits(heads: Grid, body: Grid, labels: Labels) -> bool:
    """Whether the columns agree (browsers leave room for a scroll bar behind the heads) and no head stands below."""
    last = heads.columns - 1
    spare = all(is_blank(cell) for cell in heads.cells if cell.column + cell.column_span > last)
    same = body.columns == heads.columns or (body.columns == last and spare)
    top = [cell for cell in body.cells if cell.row == 0 and not is_blank(cell)]
    known = [cell for cell in top if labels.in_head(cell.text) is not None and not labels.is_class(cell.text)]
    return same and heads.parent == body.parent and bool(top) and not known


def _joined(heads: Grid, body: Grid) -> Grid:
    cells = tuple(replace(cell, row=cell.row + heads.rows) for cell in body.cells)
    return replace(heads, rows=heads.rows + body.rows, cells=(*heads.cells, *cells))
