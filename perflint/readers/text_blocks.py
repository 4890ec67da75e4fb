"""Plain text that is no booklet as blocks: paragraphs, and lines of fields parted by TABs as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from perflint import limits
from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.readers import too_much
from perflint.readers.canonical import canonical
from perflint.readers.source import Text
from perflint.readers.text_lines import Line, lines_of


def text_blocks(source: Text) -> Iterator[Block]:
    """The blocks of a text, in order; neighbouring lines with TABs in them make one table."""
    tables = 0
    for tabbed, lines in groupby(lines_of(source), key=lambda line: "\t" in line.text.strip()):
        if tabbed:
            tables += 1
            yield tab_table(list(lines), tables, source)
        else:
            yield from (Paragraph(line.text, line.place(source)) for line in lines)


def tab_table(lines: Sequence[Line], number: int, source: Text) -> Grid:
    """Lines of fields parted by TABs as a grid. Raises Unreadable beyond the limits."""
    cells: list[GridCell] = []
    for row, line in enumerate(lines):
        start = line.start
        for column, text in enumerate(line.text.split("\t")):
            if column >= limits.CSV_COLUMNS:
                raise too_much.columns()
            place = source.place(start, start + len(text))
            said = (text,) if text else ()
            cells.append(GridCell(row, column, paragraphs=said, place=place, places=(place,) * len(said)))
            start += len(text) + 1
        if len(cells) > limits.CELLS:
            raise too_much.cells()
    return canonical(number, cells, place=source.first_line(lines[0].start, lines[0].end))
