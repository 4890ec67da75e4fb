"""Code frames: the source line that a violation stands in, and a caret under the very characters it means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perflint.place import Place
from perflint.reporters.display import cut, paint, visible, width

_LINE_END = re.compile(r"\r\n|\n|\r")
_LEAD = 24  # columns of the line that are shown before the caret, at most
_FAR = 2  # characters beside a mark that are looked at, in widths of the frame: some have no width of their own
MAX_SOURCE = 20_000_000
"""Bytes of all inputs of a call that are kept for code frames; inputs beyond are shown without."""


def source_lines(source: str) -> list[str]:
    """The lines of a text as places count them: ended by LF, CR LF or CR, and by nothing else."""
    return _LINE_END.split(source)


def frame(lines: Sequence[str], place: Place, limit: int, style: str, color: bool) -> list[str]:
    """Two lines of at most ``limit`` columns for a place with a line; none where the source has no such line.

    A long line is cut on both sides, so that the marked characters are seen. A mark over several lines ends with the
    first of them.
    """
    if place.line is None or place.column is None or not 1 <= place.line <= len(lines):
        return []
    line = lines[place.line - 1]
    start = min(place.column - 1, len(line))
    ends_here = place.end_line == place.line and place.end_column is not None
    stop = min(place.end_column - 1, len(line)) if ends_here and place.end_column else len(line.rstrip())
    # A whole document may be one line: what is far from the mark is not looked at.
    far = _FAR * limit
    near = line[max(start - far, 0) : start], line[start : min(stop, start + far)], line[stop : stop + far]
    before, marked, after = visible(near[0].lstrip()), visible(near[1]), visible(near[2])
    number = str(place.line)
    room = limit - len(number) - 3
    wide = width(marked)
    before = _tail(before, max(min(_LEAD, room // 3), room - wide - width(after.rstrip())))
    indent = width(before)
    space = room - indent
    shown, dropped = (marked, "") if wide <= space else cut(marked, space - 1)
    carets = "^" * max(width(shown), 1)
    shown += "…" if dropped else _head(after, space - width(shown))
    gutter = paint(f"{number} │", "dim", color)
    blank = paint(" " * len(number) + " │", "dim", color)
    return [
        f"{gutter} {before}{shown}".rstrip(),
        f"{blank} {' ' * indent}{paint(carets, style, color)}",
    ]


def _tail(text: str, limit: int) -> str:
    """The end of a text in at most ``limit`` columns."""
    if width(text) <= limit:
        return text
    used = 1
    for start in range(len(text) - 1, -1, -1):
        used += width(text[start])
        if used > limit:
            return "…" + text[start + 1 :]
    return "…" + text


def _head(text: str, limit: int) -> str:
    """The beginning of a text in at most ``limit`` columns."""
    if width(text) <= limit:
        return text.rstrip()
    return cut(text, limit - 1)[0] + "…" if limit > 1 else ""
