"""A .docx for inputs that have none: their own tables, else the official form, with the findings as comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from perflint.grid import Block, Grid
from perflint.model import Document
from perflint.place import Cell, Place
from perflint.reporters.form import lay_out
from perflint.reporters.original import Original
from perflint.reporters.remarks import Remark
from perflint.reporters.spot import Locator, Spot
from perflint.reporters.word.annotate import annotate
from perflint.reporters.word.build import build, rows_of

_OWN_TABLES = frozenset({"doc", "odt", "wordml", "docx"})
"""Kinds of input that are text documents themselves: their tables are kept as they are."""


def make(document: Document, remarks: Sequence[Remark], shading: bool = False) -> bytes:
    """The document with a comment for each remark."""
    own = document.kind in _OWN_TABLES and any(isinstance(block, Grid) for block in document.blocks)
    locator: Locator = Original(document) if own else lay_out(document)
    blocks = [block for block in locator.blocks if not isinstance(block, Grid) or block.cells]
    numbers = _Numbers(locator.blocks)
    placed = [replace(remark, field="", position=-1, place=numbers.place(_spot(remark, locator))) for remark in remarks]
    return annotate(build(blocks), placed, Document(), shading)


def _spot(remark: Remark, locator: Locator) -> Spot | None:
    return locator.spot(remark.position, remark.field, remark.place)


class _Numbers:
    """The numbers that paragraphs, tables and cells get in the built document."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._tables: dict[int, int] = {}
        self._paragraphs: dict[int, int] = {}
        self._columns: dict[int, Mapping[tuple[int, int], int]] = {}
        paragraphs, after_table = 0, False
        for index, block in enumerate(blocks):
            if not isinstance(block, Grid):
                paragraphs += 1
                self._paragraphs[index] = paragraphs
                after_table = False
            elif block.cells:
                paragraphs += after_table  # the blank one between two tables
                self._tables[index] = len(self._tables) + 1
                after_table = True

    def place(self, spot: Spot | None) -> Place | None:
        """The place of a spot in the built document."""
        if spot is None:
            return None
        start, stop = (None, None) if spot.start is None or spot.stop is None else (spot.start + 1, spot.stop + 1)
        paragraph = spot.paragraph + 1 if spot.paragraph is not None else None
        block = self._blocks[spot.block]
        if not isinstance(block, Grid) or spot.cell is None:
            cell = Cell(paragraph=self._paragraphs.get(spot.block))
        else:
            found = block.cells[spot.cell]
            column = self._ordinals(spot.block, block)[found.row, found.column]
            cell = Cell(table=self._tables[spot.block], row=found.row + 1, column=column, paragraph=paragraph)
        return Place(column=start, end_column=stop, cell=cell)

    def _ordinals(self, index: int, grid: Grid) -> Mapping[tuple[int, int], int]:
        """Which cell of its row a cell is, by row and column of the grid."""
        if index not in self._columns:
            self._columns[index] = {
                (row, cell.column): number for row, cells in rows_of(grid) for number, cell in enumerate(cells, 1)
            }
        return self._columns[index]
