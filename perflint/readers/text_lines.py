"""A booklet as plain text: its lines, and the cells and paragraphs that they make.

A TAB opens a cell, a line break ends a paragraph, further paragraphs of a cell follow without TAB. Blank lines end a
row in general but also stand inside cells, so they never decide where a cell ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from perflint.place import Place
from perflint.readers.source import Text

_LINE = re.compile(r"[^\r\n]*")
_BOOKMARKS = re.compile(r"(?:\[bookmark: ?[^\]\r\n]*\])+")
_WIDTHS = str.maketrans("（）：％", "():%")


def squeeze(text: str) -> str:
    """A label as it is compared: without white space, brackets and colons in one width."""
    return "".join(text.split()).translate(_WIDTHS)


class Line(Struct, frozen=True):
    """A line's text without bookmarks and without its opening TAB. ``after_blank``: a blank line stands before it."""

    text: str
    start: int
    end: int
    cell: bool
    after_blank: bool

    def place(self, source: Text) -> Place:
        return source.place(self.start, self.end)


class Cell(Struct):
    """A table cell: its non-blank paragraphs. ``ends_row``: a blank line follows, which ends a row in general."""

    opened: int
    paragraphs: list[Line] = field(default_factory=list)
    ends_row: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.paragraphs)

    @property
    def label(self) -> str:
        return squeeze(self.text)

    def place(self, source: Text) -> Place:
        """Where the text stands; of an empty cell, its TAB."""
        if not self.paragraphs:
            return source.place(self.opened, self.opened + 1, exact=False)
        first, last = self.paragraphs[0], self.paragraphs[-1]
        return source.place(first.start, last.end, exact=first is last)


def lines_of(source: Text) -> Iterator[Line]:
    """The lines that say something: those with text, and those that open a cell."""
    blank = False
    text = source.text
    for start in source.starts:
        match = _LINE.match(text, start)
        assert match is not None
        cell = text.startswith("\t", start)
        begin = start + cell
        marks = _BOOKMARKS.match(text, begin)
        begin = marks.end() if marks else begin
        written = text[begin : match.end()]
        if cell or written.strip():
            yield Line(written, begin, match.end(), cell, blank)
            blank = False
        else:
            blank = True
