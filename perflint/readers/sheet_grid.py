"""A sheet of a workbook as a canonical grid, whether it came from .xlsx, .xls or .ods."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Grid, GridCell
from perflint.office.findings_sheet import kind_of
from perflint.place import Cell, Place
from perflint.readers.canonical import canonical
from perflint.readers.source import Unreadable

Slot = tuple[int, int]
Merge = tuple[int, int, int, int]
_LINE_END = re.compile(r"\r\n|\r|\n")


class Hidden(Struct, frozen=True):
    """What is hidden in a sheet: rows by number, columns as sorted ranges (first, last), or all of it."""

    rows: frozenset[int] = frozenset()
    columns: Sequence[tuple[int, int]] = ()
    sheet: bool = False

    def covers(self, row: int, column: int) -> bool:
        return self.sheet or row in self.rows or self._column(column)

    def _column(self, column: int) -> bool:
        at = bisect_right(self.columns, (column, 1 << 30)) - 1
        return at >= 0 and self.columns[at][0] <= column <= self.columns[at][1]


class Sheet(Struct, frozen=True):
    """A sheet as read: the shown text of each cell that has one, by row and column from 0; merges are inclusive
    (first row, first column, last row, last column) and may reach beyond what is used. ``last`` is the last row and
    the last column that a stored cell stands in, ``count`` the number of stored cells, blank ones too."""

    name: str
    texts: Mapping[Slot, str]
    merges: Iterable[Merge] = ()
    hidden: Hidden = field(default_factory=Hidden)
    widths: Sequence[float] = ()
    last: Slot = (0, 0)
    count: int = 0


@lru_cache(maxsize=1_024)
def column_letters(column: int) -> str:
    """The letters of a column that counts from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_place(sheet: str, row: int, column: int) -> Place:
    """The place of a cell, row and column from 0."""
    return Place(cell=Cell(sheet=sheet, ref=f"{column_letters(column)}{row + 1}"))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a cell's text; none where there is nothing but line ends."""
    if "\n" not in text and "\r" not in text:
        return (text,) if text else ()
    parts = tuple(_LINE_END.split(text))
    return parts if any(parts) else ()


def sheet_grid(number: int, sheet: Sheet) -> Grid | None:
    """The grid of a sheet, None when it shows nothing or is a list of perflint. Merges are cut to the used range
    and hold their first cell's text. Raises Unreadable when merges cover more than a sheet can hold."""
    if not sheet.texts or kind_of(sheet.texts):
        return None
    spans = _spans(sheet)
    covered = {
        (row, column)
        for (top, left), (rows, columns) in spans.items()
        for row in range(top, top + rows)
        for column in range(left, left + columns)
    }

    def cell(row: int, column: int) -> GridCell:
        return _cell(sheet, row, column, spans.get((row, column), (1, 1)))

    cells = [cell(*slot) for slot in sheet.texts if slot in spans or slot not in covered]
    cells += [cell(*slot) for slot in spans if slot not in sheet.texts]
    place = Place(cell=Cell(sheet=sheet.name))
    return canonical(number, cells, sheet=sheet.name, widths=sheet.widths, place=place, blank=cell)


def _cell(sheet: Sheet, row: int, column: int, span: tuple[int, int]) -> GridCell:
    place = sheet_place(sheet.name, row, column)
    paragraphs = lines(sheet.texts.get((row, column), ""))
    return GridCell(
        row=row,
        column=column,
        row_span=span[0],
        column_span=span[1],
        paragraphs=paragraphs,
        place=place,
        places=_paragraph_places(place, len(paragraphs)),
        hidden=sheet.hidden.covers(row, column),
    )


def _paragraph_places(place: Place, count: int) -> tuple[Place, ...]:
    if count < 2:
        return (place,) * count
    assert place.cell is not None
    sheet, ref = place.cell.sheet, place.cell.ref
    return tuple(Place(cell=Cell(sheet=sheet, ref=ref, paragraph=number)) for number in range(1, count + 1))


def _spans(sheet: Sheet) -> dict[Slot, tuple[int, int]]:
    """First cell of each merge → rows and columns that it spans within the used range; overlapping ones are left."""
    last_row, last_column = sheet.last
    room = limits.SLOTS_PER_CELL * max(sheet.count, len(sheet.texts)) + limits.SLOTS_MORE
    spans: dict[Slot, tuple[int, int]] = {}
    taken: set[Slot] = set()
    for top, left, bottom, right in sheet.merges:
        rows, columns = min(bottom, last_row) - top + 1, min(right, last_column) - left + 1
        if rows < 1 or columns < 1 or rows * columns == 1:
            continue
        room -= rows * columns
        if room < 0:
            raise Unreadable(
                f"工作表“{sheet.name}”的合并单元格过大",
                f"the merged cells of sheet {sheet.name!r} are too large",
                Place(cell=Cell(sheet=sheet.name)),
            )
        slots = {(row, column) for row in range(top, top + rows) for column in range(left, left + columns)}
        if taken.isdisjoint(slots):
            taken |= slots
            spans[top, left] = (rows, columns)
    return spans
