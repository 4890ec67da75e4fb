"""Sheets of an OpenDocument spreadsheet, gathered while its content streams by."""

from __future__ import annotations

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Grid
from perflint.model import Problem
from perflint.office.xml import Element, forget
from perflint.readers import too_much
from perflint.readers.number_format import lost_digits
from perflint.readers.odf_styles import attr, number
from perflint.readers.odf_text import Reading, text_blocks
from perflint.readers.reading_problems import digits_lost
from perflint.readers.sheet_grid import Hidden, Merge, Sheet, Slot, sheet_grid, sheet_place

_CELLS = frozenset({"table-cell", "covered-table-cell"})
_INVISIBLE = frozenset({"collapse", "filter"})


class _Open(Struct):
    """A sheet while its rows go by."""

    name: str
    hidden: bool
    texts: dict[Slot, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    line: list[tuple[int, int, str]] = field(default_factory=list)
    row: int = 0
    column: int = 0
    columns: int = 0
    last: Slot = (0, 0)
    count: int = 0

    def sheet(self) -> Sheet:
        """The sheet that was read."""
        hidden = Hidden(frozenset(self.hidden_rows), sorted(self.hidden_columns), self.hidden)
        return Sheet(self.name, self.texts, self.merges, hidden, (), self.last, self.count)


class SheetReader(Struct):
    """Gathers the grids of a spreadsheet, and numbers whose digits are lost."""

    reading: Reading
    grids: list[Grid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    cells: int = 0

    def start(self, name: str, element: Element) -> None:
        """An element begins."""
        if name == "table":
            hidden = attr(element, "style-name") in self.reading.styles.hidden_tables
            self.open.append(_Open(attr(element, "name"), hidden))

    def end(self, name: str, element: Element) -> bool:
        """An element ends; True when it was dealt with and freed."""
        if not self.open:
            return False
        sheet = self.open[-1]
        if name == "table":
            self._finish(self.open.pop())
        elif name == "table-row":
            self._row(sheet, element)
        elif name in _CELLS:
            self._cell(sheet, name, element)
        elif name == "table-column":
            _column(sheet, element)
        else:
            return False
        forget(element)
        return True

    def _finish(self, sheet: _Open) -> None:
        if self.open:
            return
        grid = sheet_grid(len(self.grids) + 1, sheet.sheet())
        if grid is not None:
            self.grids.append(grid)

    def _cell(self, sheet: _Open, name: str, element: Element) -> None:
        repeated = number(element, "number-columns-repeated")
        lines = [line for _, found in text_blocks(element, self.reading) for line in found]
        text = "\n".join(lines) if name == "table-cell" else ""
        rows, columns = number(element, "number-rows-spanned"), number(element, "number-columns-spanned")
        if rows * columns > 1:
            sheet.merges.append((sheet.row, sheet.column, sheet.row + rows - 1, sheet.column + columns - 1))
            if len(sheet.merges) > limits.MERGES:
                raise too_much.merges()
        if text:
            self._count(repeated)
            sheet.line.append((sheet.column, repeated, text))
            if attr(element, "value-type") in ("float", "currency") and lost_digits(attr(element, "value")):
                self.problems.append(digits_lost(text, sheet_place(sheet.name, sheet.row, sheet.column)))
        elif repeated == 1:
            sheet.count += 1
            sheet.last = max(sheet.last[0], sheet.row), max(sheet.last[1], sheet.column)
        sheet.column += repeated

    def _row(self, sheet: _Open, element: Element) -> None:
        repeated = number(element, "number-rows-repeated")
        if sheet.line:
            width = sum(times for _, times, _ in sheet.line)
            self._count(width * (repeated - 1))
            for row in range(sheet.row, sheet.row + repeated):
                _write(sheet, row)
        if attr(element, "visibility") in _INVISIBLE and (sheet.line or repeated == 1):
            sheet.hidden_rows.update(range(sheet.row, sheet.row + repeated))
        sheet.row += repeated
        sheet.column = 0
        sheet.line = []

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > limits.CELLS:
            raise too_much.cells()


def _write(sheet: _Open, row: int) -> None:
    for start, times, text in sheet.line:
        for column in range(start, start + times):
            sheet.texts[row, column] = text
        sheet.last = max(sheet.last[0], row), max(sheet.last[1], start + times - 1)
        sheet.count += times


def _column(sheet: _Open, element: Element) -> None:
    repeated = number(element, "number-columns-repeated")
    if attr(element, "visibility") in _INVISIBLE:
        sheet.hidden_columns.append((sheet.columns, sheet.columns + repeated - 1))
    sheet.columns += repeated
