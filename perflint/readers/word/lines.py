"""The lines of a cell or text box: paragraphs cut at their line breaks, list numbers before them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from perflint.office.xml import Element
from perflint.readers.word.names import containing, short
from perflint.readers.word.paragraph import Story, Text, read_paragraph

BLOCKS = frozenset({"p", "tbl"})
THROUGH = frozenset({"sdt", "sdtcontent", "customxml", "ins", "moveto", "mc:AlternateContent", "mc:Choice",
                     "wx:sect", "wx:sub-section", "aml:annotation", "aml:content"})  # fmt: skip
"""Containers that stand between blocks, rows or cells and are nothing by themselves."""


class Line(Struct, frozen=True):
    """A line of a paragraph: from which paragraph (from 1) and columns of its text; None: the whole of it."""

    text: str
    paragraph: int
    column: int | None = None
    end_column: int | None = None
    exact: bool = True
    line: int | None = None


def read_lines(element: Element, story: Story, inner: list[Element]) -> Iterator[Line]:
    """The lines of a cell or text box; tables found on the way are added to ``inner``."""
    carried: Text | None = None
    for index, item in enumerate(_blocks(element, inner), start=1):
        found = read_paragraph(item, story)
        if carried is not None:
            found = replace(
                found,
                text=carried.text + found.text,
                label=carried.label or found.label,
                exact=carried.exact and found.exact,
            )
        carried = found if found.joined else None
        if carried is None:
            yield from split_lines(found, index)
        for box in found.boxes:
            yield from (
                replace(line, paragraph=index, exact=False) for line in read_lines(box, story, inner) if line.text
            )
    if carried is not None and carried.text:
        yield from split_lines(carried, index)


def _blocks(element: Element, inner: list[Element]) -> Iterator[Element]:
    for item in containing(element, BLOCKS, THROUGH):
        if short(item.tag) == "p":
            yield item
        else:
            inner.append(item)


def split_lines(found: Text, paragraph: int) -> Iterator[Line]:
    """A paragraph's text cut at its line breaks, the list number before the first line."""
    pieces = found.text.split("\n")
    if len(pieces) == 1:
        exact = found.exact and not found.label
        yield Line(found.label + found.text, paragraph, exact=exact)
        return
    start = 1
    for order, piece in enumerate(pieces):
        label = found.label if order == 0 else ""
        yield Line(label + piece, paragraph, start, start + len(piece), exact=found.exact and not label)
        start += len(piece) + 1
