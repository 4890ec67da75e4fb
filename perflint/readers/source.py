"""A text with its lines, and the exception by which a reader says that it cannot read an input at all."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

from perflint.place import Place

_LINE_END = re.compile(r"\r\n|\n|\r")


class Unreadable(Exception):
    """The whole input cannot be read as performance targets. ``zh`` and ``en`` say why, ``place`` where."""

    def __init__(self, zh: str, en: str, place: Place | None = None) -> None:
        self.zh = zh
        self.en = en
        self.place = place
        super().__init__(en)


class Text:
    """A text whose offsets (code points from 0) can be told as lines and columns (from 1)."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: array[int] | None = None

    @property
    def starts(self) -> array[int]:
        """The offset of each line's first character. Lines end with LF, CR LF or CR, as editors count them."""
        if self._starts is None:
            self._starts = array("Q", (0, *(match.end() for match in _LINE_END.finditer(self.text))))
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def place(self, start: int, end: int, exact: bool = True) -> Place:
        """The place from ``start`` up to, not including, ``end``."""
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Place(line, column, end_line, end_column, exact=exact)

    def first_line(self, start: int, end: int) -> Place:
        """The place from ``start`` to the end of that line's text, at most to ``end``."""
        match = _LINE_END.search(self.text, start, end)
        stop = match.start() if match else end
        stop = start + len(self.text[start:stop].rstrip())
        return self.place(start, max(stop, start), exact=False)
