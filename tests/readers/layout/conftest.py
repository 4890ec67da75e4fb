"""Grids written down as rows of texts, and the recogniser with the shipped words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.place import Cell, Place
from perflint.readers.canonical import canonical
from perflint.readers.layout import recognise

Rows = Sequence[Sequence[str]]


def table(rows: Rows, number: int = 1) -> Grid:
    """A grid: ``<`` is part of the cell at its left, ``^`` of the cell above; ``\\n`` parts paragraphs."""
    width = max(map(len, rows))
    slots: dict[tuple[int, int], list[tuple[int, int]]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate([*texts, *[""] * (width - len(texts))]):
            origin = {"<": (row, column - 1), "^": (row - 1, column)}.get(text)
            owner[row, column] = owner[origin] if origin else (row, column)
            slots.setdefault(owner[row, column], []).append((row, column))
    return canonical(
        number,
        [_cell(rows, number, *first, taken) for first, taken in slots.items()],
        place=Place(cell=Cell(table=number)),
    )


def _cell(rows: Rows, number: int, row: int, column: int, taken: list[tuple[int, int]]) -> GridCell:
    text = rows[row][column] if column < len(rows[row]) else ""
    paragraphs = tuple(text.split("\n")) if text else ()
    return GridCell(
        row,
        column,
        max(slot[0] for slot in taken) - row + 1,
        max(slot[1] for slot in taken) - column + 1,
        paragraphs,
        Place(cell=Cell(table=number, row=row + 1, column=column + 1)),
        tuple(
            Place(cell=Cell(table=number, row=row + 1, column=column + 1, paragraph=n))
            for n in range(1, len(paragraphs) + 1)
        ),
    )


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Callable[..., Document]:
    """Reads paragraphs (texts) and tables (rows of texts), given one after the other."""

    def read_blocks(*blocks: str | Rows) -> Document:
        made: list[Block] = []
        for number, block in enumerate(blocks, start=1):
            if isinstance(block, str):
                made.append(Paragraph(block, Place(cell=Cell(paragraph=number))))
            else:
                made.append(table(block, sum(isinstance(item, Grid) for item in made) + 1))
        return recognise(made, lexicon, "docx")

    return read_blocks
