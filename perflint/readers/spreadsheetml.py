"""Excel's flat XML of 2003 (often under an .xls name): one XML file with sheets, styles and merges."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Final

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Block, Grid
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.office.errors import BadPackage
from perflint.office.xml import Element, forget, stream
from perflint.readers import too_much
from perflint.readers.layout import recognise
from perflint.readers.number_format import GENERAL, display, display_text, lost_digits
from perflint.readers.odf_styles import attr, local
from perflint.readers.reading_problems import digits_lost, with_problems
from perflint.readers.sheet_grid import Hidden, Merge, Sheet, Slot, sheet_grid, sheet_place
from perflint.readers.sheet_margins import sheet_margins
from perflint.readers.source import Unreadable

KIND: Final = "spreadsheetml"
_PART: Final = "Excel XML"
_KEPT: Final = frozenset({"Cell", "Data", "Comment", "Style"})
_LAST: Final = 1_048_576
_EPOCH: Final = datetime(1899, 12, 30)
_NAMED: Final = {
    "General Number": GENERAL, "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
    "Short Date": "yyyy/m/d", "Medium Date": "d-mmm-yy", "Long Date": 'yyyy"年"m"月"d"日"', "Short Time": "h:mm",
    "Medium Time": "h:mm AM/PM", "Long Time": "h:mm:ss", "General Date": "yyyy/m/d h:mm", "Currency": '"¥"#,##0.00',
}  # fmt: skip


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a flat Excel XML file holds. Raises Unreadable."""
    book = _taken(data)
    margins = tuple(sheet_margins(book.margins, [grid.sheet or "" for grid in book.grids]))
    return with_problems(recognise(book.grids, lexicon, KIND, margins=margins), book.problems)


def blocks(data: bytes) -> tuple[Block, ...]:
    """One grid for each sheet that shows something. Raises Unreadable."""
    return tuple(_taken(data).grids)


def _taken(data: bytes) -> _Book:
    book = _Book()
    kept = 0
    try:
        for event, element in stream(io.BytesIO(data), _PART):
            name = local(element)
            if event == "start":
                book.start(name, element)
                continue
            parent = element.getparent()
            if parent is not None and any(local(item) in _KEPT for item in (parent, *parent.iterancestors())):
                kept += 1
                if kept > limits.CELL_ELEMENTS:
                    raise too_much.cell_text()
                continue
            book.end(name, element)
            forget(element)
            kept = 0
    except BadPackage as fault:
        raise Unreadable(fault.zh, fault.en) from fault
    return book


class _Open(Struct):
    """A sheet while its rows go by."""

    name: str
    texts: dict[Slot, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False
    row: int = -1
    column: int = -1
    columns: int = -1
    last: Slot = (0, 0)
    count: int = 0


class _Book(Struct):
    """The workbook while it is read. ``margins``: sheet, and a header or footer of its pages with Excel's codes."""

    formats: dict[str, str] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    margins: list[tuple[str, str]] = field(default_factory=list)
    sheet: _Open | None = None
    cells: int = 0

    def start(self, name: str, element: Element) -> None:
        """An element begins."""
        if name == "Worksheet":
            self.sheet = _Open(attr(element, "Name"))
        elif name == "Row" and self.sheet is not None:
            self.sheet.row = _index(element, self.sheet.row)
            self.sheet.column = -1
            if attr(element, "Hidden") == "1":
                self.sheet.hidden_rows.add(self.sheet.row)

    def end(self, name: str, element: Element) -> None:
        """An element ends."""
        if name == "Style":
            code = next((attr(item, "Format") for item in element if local(item) == "NumberFormat"), "") or GENERAL
            self.formats[attr(element, "ID")] = _NAMED.get(code, code)
        elif self.sheet is None:
            return
        elif name == "Cell":
            self._cell(self.sheet, element)
        elif name == "Column":
            self.sheet.columns = _index(element, self.sheet.columns)
            span = _number(attr(element, "Span"))
            if attr(element, "Hidden") == "1":
                self.sheet.hidden_columns.append((self.sheet.columns, self.sheet.columns + span))
            self.sheet.columns += span
        elif name == "Row":
            self.sheet.row += _number(attr(element, "Span"))
        elif name == "Visible":
            self.sheet.hidden = (element.text or "").startswith("SheetHidden") or "VeryHidden" in (element.text or "")
        elif name in ("Header", "Footer"):
            self.margins.append((self.sheet.name, attr(element, "Data")))
        elif name == "Worksheet":
            self._finish(self.sheet)
            self.sheet = None

    def _cell(self, sheet: _Open, element: Element) -> None:
        self.cells += 1
        sheet.count += 1
        if self.cells > limits.CELLS:
            raise too_much.cells()
        at = (sheet.row, _index(element, sheet.column))
        across, down = _number(attr(element, "MergeAcross")), _number(attr(element, "MergeDown"))
        sheet.column = at[1] + across
        sheet.last = max(sheet.last[0], at[0]), max(sheet.last[1], at[1])
        if across or down:
            sheet.merges.append((at[0], at[1], at[0] + down, at[1] + across))
            if len(sheet.merges) > limits.MERGES:
                raise too_much.merges()
        data = next((item for item in element if local(item) == "Data"), None)
        if data is None:
            return
        raw, kind = "".join(data.itertext()), attr(data, "Type")
        text = _shown(raw, kind, self.formats.get(attr(element, "StyleID"), GENERAL))
        if len(text) > limits.CELL_CHARACTERS:
            raise too_much.cell_text()
        if text:
            sheet.texts[at] = text
        if kind == "Number" and lost_digits(raw):
            self.problems.append(digits_lost(text, sheet_place(sheet.name, *at)))

    def _finish(self, sheet: _Open) -> None:
        hidden = Hidden(frozenset(sheet.hidden_rows), sorted(sheet.hidden_columns), sheet.hidden)
        found = Sheet(sheet.name, sheet.texts, sheet.merges, hidden, (), sheet.last, sheet.count)
        grid = sheet_grid(len(self.grids) + 1, found)
        if grid is not None:
            self.grids.append(grid)


def _index(element: Element, before: int) -> int:
    """The position from 0 that ``ss:Index`` gives, else the one after ``before``."""
    stated = _number(attr(element, "Index"))
    return stated - 1 if stated else min(before + 1, _LAST)


def _number(text: str) -> int:
    return min(int(text), _LAST) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _shown(raw: str, kind: str, code: str) -> str:
    if kind == "Number":
        return display(raw, code)
    if kind == "Boolean":
        return "TRUE" if raw == "1" else "FALSE"
    if kind == "DateTime":
        try:
            days = (datetime.fromisoformat(raw).replace(tzinfo=None) - _EPOCH).total_seconds() / 86_400
        except ValueError:
            return raw
        return display(repr(days), code)
    return display_text(raw, code)
