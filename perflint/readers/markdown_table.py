"""Tables that are drawn with bars: pipe tables of Markdown, also without their row of dashes, and those with rules of
``+---+`` between the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from perflint import limits
from perflint.grid import Grid, GridCell
from perflint.place import Place
from perflint.readers import too_much
from perflint.readers.canonical import canonical
from perflint.readers.markdown_inline import Shown, shown
from perflint.readers.source import Text
from perflint.readers.text_lines import Line

_BAR = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"\s*+\|?(?:\s*+:?-++:?\s*+\|)*+(?:\s*+:?-++:?)?+\s*+")
_BORDER = re.compile(r"\s*+(?:[+|](?:[-=:]++[+|])++|[┌├└╔╠╚┏┣┗╟╞][─━═┬┼┴┳╋┻╦╬╩╤╪╧╥╫╨]++[┐┤┘╗╣╝┓┫┛╢╡])\s*+")
_DRAWN = "│┃║｜"
"""Bars of tables that are drawn with other signs than Markdown's: they count where a line has none of these."""
_CANDIDATE = re.compile(rf"(?m)^[ \t>]*+[|:{_DRAWN}-][^\r\n]*+")
_BARS = 4
_RULED = 4
"""Rules of a table from which on they part its rows; fewer stand around it and under its head."""


def is_markdown(text: str) -> bool:
    """Whether a text holds a table as Markdown writes it: a row of dashes under a row of cells, or two rows of three
    and more cells each with bars on both sides."""
    widths: set[int] = set()
    for found in _CANDIDATE.finditer(text) if any(bar in text for bar in "|" + _DRAWN) else ():
        start, line = found.start(), found[0].lstrip(" \t>")
        before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start].rstrip("\r\n").lstrip(" \t>")
        width = _bars(line)
        if is_ruled_off(before, line) or (width >= _BARS and width in widths):
            return True
        widths.add(width)
    return False


def _bars(line: str) -> int:
    return line.count(_frame(line)) if _frame(line) != " " else 0


def is_row(text: str) -> bool:
    """Whether a line has cells."""
    return _BAR.search(text) is not None or _frame(text) in _DRAWN


def is_border(text: str) -> bool:
    """Whether a line is a rule of a drawn table (+----+----+, ├────┼────┤)."""
    return "|" not in text[:1] and _BORDER.fullmatch(text) is not None


def _frame(text: str) -> str:
    """The bar that stands on both sides of a line; a blank where none does."""
    plain = text.strip()
    return plain[0] if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "|" + _DRAWN else " "


def is_framed(text: str) -> bool:
    """Whether a line has bars on both sides, or is a rule."""
    return is_border(text) or _frame(text) != " "


def is_ruled_off(head: str, line: str) -> bool:
    """Whether ``line`` is the row of dashes that makes ``head`` the head of a table: as many cells, bars among them."""
    return is_row(line) and _is_dashes(line) and is_row(head) and len(_spans(head)) == len(_spans(line))


def _is_dashes(text: str) -> bool:
    return "-" in text and _DASHES.fullmatch(text.replace("｜", "|")) is not None


def table_length(lines: Sequence[Line], at: int) -> int:
    """How many lines from ``at`` on make a table; 0 where none begins there.

    Rows with bars on both sides go on behind a blank line where they have as many cells and no head of their own.
    """
    headed = _is_headed(lines, at)
    if not headed and not is_framed(lines[at].text):
        return 0
    end = at + 1
    while end < len(lines) and (_goes_on(lines[end], headed) or _goes_on_below(lines, end)):
        end += 1
    return end - at if headed or any(is_row(line.text) for line in lines[at:end]) else 0


def _is_headed(lines: Sequence[Line], at: int) -> bool:
    return at + 1 < len(lines) and not lines[at + 1].after_blank and is_ruled_off(lines[at].text, lines[at + 1].text)


def _goes_on(line: Line, headed: bool) -> bool:
    return not line.after_blank and (is_framed(line.text) or (headed and is_row(line.text)))


def _goes_on_below(lines: Sequence[Line], at: int) -> bool:
    text, before = lines[at].text, lines[at - 1].text
    framed = is_framed(text) and is_framed(before) and not is_border(text)
    return framed and len(_spans(text)) == len(_spans(before)) and not _is_headed(lines, at)


def pipe_table(lines: Sequence[Line], number: int, source: Text) -> Grid:
    """The grid of a table's lines. Raises Unreadable beyond the limits."""
    ruled = sum(is_border(line.text) for line in lines) >= _RULED
    places: dict[tuple[int, int], Place] = {}
    texts: dict[tuple[int, int], list[Shown]] = {}
    row = -1
    parted = True
    for line in lines:
        if is_border(line.text) or _is_dashes(line.text):
            parted = True
            continue
        row += parted or not ruled
        parted = False
        spans = _spans(line.text)
        if len(spans) > limits.CSV_COLUMNS:
            raise too_much.columns()
        for column, (start, end) in enumerate(spans):
            spot = source.place(line.start + start, line.start + end, exact=False)
            places.setdefault((row, column), spot)
            said = texts.setdefault((row, column), [])
            if line.text[start:end].strip():
                said.extend(shown(source, line.start + start, line.start + end))
        if len(places) > limits.CELLS:
            raise too_much.cells()
    cells = [_cell(*at, place, texts[at]) for at, place in places.items()]
    return canonical(
        number,
        cells,
        place=source.first_line(lines[0].start, lines[0].end),
        blank=lambda row, column: GridCell(row, column, place=_last_in(places, row, column)),
    )


def _last_in(places: dict[tuple[int, int], Place], row: int, column: int) -> Place:
    """The place of the last cell that a row was given before ``column``."""
    return next(place for at in range(column, -1, -1) if (place := places.get((row, at))) is not None)


def _cell(row: int, column: int, place: Place, lines: Sequence[Shown]) -> GridCell:
    own = lines[0].place if len(lines) == 1 else place
    return GridCell(
        row,
        column,
        paragraphs=tuple(line.text for line in lines),
        place=own,
        places=tuple(line.place for line in lines),
    )


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the cells of a row begin and end in its line."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    drawn = _frame(text)
    bars = [found.start() for found in _BAR.finditer(text)] or [at for at, sign in enumerate(text) if sign == drawn]
    edges = [start - 1, *bars, end]
    if bars and bars[0] == start:
        del edges[0]
    if len(bars) > 1 and bars[-1] == end - 1:
        edges.pop()
    return [(left + 1, right) for left, right in pairwise(edges)]
