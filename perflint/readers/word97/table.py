"""A table of a binary Word file: rows whose cells stand at positions on the page, and merges between them."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from msgspec import Struct, field

from perflint.grid import Grid, GridCell
from perflint.place import Cell, Place
from perflint.readers.canonical import canonical, fitted
from perflint.readers.word97.changes import DEFINE_TABLE, Change
from perflint.readers.word97.properties import MERGE_CELLS, VERTICAL_MERGE

SAME_EDGE: Final = 30
"""Twentieths of a point within which two cell edges are one grid line."""
_CELL_SIZE = 20
_FIRST_MERGED, _MERGED, _VERTICAL, _RESTART = 0x01, 0x02, 0x20, 0x40

Line = tuple[str, Place]


class Slot(Struct):
    """A cell of a row as its definition says: edges and merges."""

    left: int
    right: int
    joined: bool = False
    continues: bool = False


class RawCell(Struct):
    """A cell while its table is put together."""

    row: int
    ordinal: int
    left: int
    right: int
    lines: list[Line]
    height: int = 1


class Table(Struct):
    """A table while its paragraphs go by."""

    number: int
    parent: int | None
    index: int
    row: int = 0
    lines: list[Line] = field(default_factory=list)
    texts: list[list[Line]] = field(default_factory=list)
    paragraph: int = 0
    cells: list[RawCell] = field(default_factory=list)
    above: dict[int, RawCell] = field(default_factory=dict)

    def place(self) -> Cell:
        """Where the paragraph that comes next stands."""
        self.paragraph += 1
        return Cell(table=self.number, row=self.row + 1, column=len(self.texts) + 1, paragraph=self.paragraph)

    def end_cell(self) -> None:
        """A cell mark: what was gathered is a cell."""
        self.texts.append(self.lines)
        self.lines = []
        self.paragraph = 0

    def is_row_blank(self) -> bool:
        """Whether the cells of the row so far show nothing."""
        return not any(text.strip() for lines in (*self.texts, self.lines) for text, _ in lines)

    def drop_row(self) -> None:
        """A row mark that is deleted: the row is gone."""
        self.lines, self.texts, self.paragraph = [], [], 0

    def end_row(self, definition: Sequence[Change]) -> None:
        """A row mark: the cells gathered take the edges and merges of the row's definition."""
        if self.lines:
            self.end_cell()
        slots = row_slots(definition, len(self.texts))
        below: dict[int, RawCell] = {}
        last: RawCell | None = None
        for ordinal, (slot, lines) in enumerate(zip(slots, self.texts, strict=True), start=1):
            if slot.joined and last is not None:
                last.right = slot.right
                continue
            last = self._cell(slot, ordinal, lines)
            below[last.left] = last
        self.above = below
        self.texts = []
        self.row += 1

    def _cell(self, slot: Slot, ordinal: int, lines: list[Line]) -> RawCell:
        upper = next((cell for left, cell in self.above.items() if abs(left - slot.left) <= SAME_EDGE), None)
        if slot.continues and upper is not None and abs(upper.right - slot.right) <= SAME_EDGE:
            upper.height += 1
            return upper
        cell = RawCell(self.row, ordinal, slot.left, slot.right, lines)
        self.cells.append(cell)
        return cell

    def grid(self) -> Grid | None:
        """The table as a grid, None when it has no row."""
        if self.texts or self.lines:
            self.end_row(())
        if not self.cells:
            return None
        edges = _grid_lines(self.cells)
        cells = [_placed(cell, self.number, edges) for cell in self.cells]
        return canonical(
            self.number,
            fitted(cells, self.row),
            parent=self.parent,
            place=Place(cell=Cell(table=self.number)),
            blank=lambda row, column: GridCell(row, column, place=Place(cell=Cell(table=self.number, row=row + 1))),
        )


def row_slots(definition: Sequence[Change], count: int) -> list[Slot]:
    """Edges and merges of ``count`` cells; cells that the definition does not know follow to the right."""
    slots: list[Slot] = []
    for change in definition:
        if change.code == DEFINE_TABLE:
            slots = _defined(change.operand)
        elif change.code == VERTICAL_MERGE and len(change.operand) >= 3 and change.operand[1] < len(slots):
            slots[change.operand[1]].continues = change.operand[2] & 3 == 1
        elif change.code == MERGE_CELLS and len(change.operand) >= 2:
            for slot in slots[change.operand[0] + 1 : change.operand[1]]:
                slot.joined = True
    right = slots[-1].right if slots else 0
    slots += [Slot(right + 1_000 * index, right + 1_000 * (index + 1)) for index in range(count - len(slots))]
    return slots[:count]


def _defined(operand: bytes) -> list[Slot]:
    if len(operand) < 3:
        return []
    count = operand[2]
    if len(operand) < 3 + 2 * (count + 1):
        return []
    edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    slots: list[Slot] = []
    for index in range(count):
        at = 3 + 2 * (count + 1) + _CELL_SIZE * index
        flags = struct.unpack_from("<H", operand, at)[0] if at + 2 <= len(operand) else 0
        left = max(edges[index], slots[-1].right) if slots else edges[0]
        slots.append(
            Slot(
                left,
                max(edges[index + 1], left + 1),
                joined=bool(flags & _MERGED) and not flags & _FIRST_MERGED,
                continues=bool(flags & _VERTICAL) and not flags & _RESTART,
            )
        )
    return slots


def _grid_lines(cells: list[RawCell]) -> list[int]:
    """The vertical grid lines: cell edges, those that nearly meet taken as one where no cell is as narrow as that."""
    edges = sorted({edge for cell in cells for edge in (cell.left, cell.right)})
    lines: list[int] = []
    for edge in edges:
        if not lines or edge - lines[-1] > SAME_EDGE:
            lines.append(edge)
    narrow = any(_line(lines, cell.left) == _line(lines, cell.right) for cell in cells)
    return edges if narrow else lines


def _placed(cell: RawCell, table: int, edges: list[int]) -> GridCell:
    left, right = _line(edges, cell.left), _line(edges, cell.right)
    lines = cell.lines if any(text for text, _ in cell.lines) else []
    return GridCell(
        row=cell.row,
        column=left,
        row_span=cell.height,
        column_span=max(right - left, 1),
        paragraphs=tuple(text for text, _ in lines),
        place=Place(cell=Cell(table=table, row=cell.row + 1, column=cell.ordinal)),
        places=tuple(place for _, place in lines),
    )


def _line(edges: list[int], edge: int) -> int:
    """The number of the grid line that an edge lies on."""
    return max(bisect_left(edges, edge + 1) - 1, 0)
