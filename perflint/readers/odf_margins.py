"""Page headers and footers of an OpenDocument text: they stand in its master pages, beside the styles."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.office.xml import Element, forget
from perflint.place import Place
from perflint.readers.layout import Margin
from perflint.readers.odf_styles import attr, local
from perflint.readers.odf_text import Reading, text_blocks

_KINDS = frozenset(f"{side}{pages}" for side in ("header", "footer") for pages in ("", "-first", "-left"))


class MarginReader(Struct):
    """Gathers the headers and footers that are switched on, of all master pages, while the styles go by."""

    reading: Reading
    found: list[Margin] = field(default_factory=list)

    def start(self, name: str, element: Element) -> None:
        """An element begins."""

    def end(self, name: str, element: Element) -> bool:
        """An element ends; True when it was dealt with and freed."""
        if name not in _KINDS:
            return False
        if attr(element, "display") != "false":
            self.found.append(Margin(tuple(_blocks(element, self.reading))))
        forget(element)
        return True


def _blocks(element: Element, reading: Reading) -> Iterator[Block]:
    for _, lines in text_blocks(element, reading):
        yield from (Paragraph(line, Place()) for line in lines)
    for table in element.iter("{*}table"):
        yield _table(table, reading)


def _table(table: Element, reading: Reading) -> Grid:
    cells = []
    rows = list(table.iter("{*}table-row"))
    for row, element in enumerate(rows):
        for column, cell in enumerate(item for item in element if local(item) == "table-cell"):
            lines = tuple(line for _, found in text_blocks(cell, reading) for line in found)
            cells.append(GridCell(row, column, paragraphs=lines))
    return Grid(1, len(rows), max((cell.column + 1 for cell in cells), default=0), tuple(cells))
