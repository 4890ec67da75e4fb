"""Cells of a sheet part: found by reference, added where a blank one was never stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from perflint.office.sheet_names import Slot, first, local, reference, slot
from perflint.office.xml import Element
from perflint.reporters.sheet.styles import Styles
from perflint.violation import Severity


@dataclass(slots=True)
class Cells:
    """The cells of one sheet. Rows and cells without a reference count on from the one before."""

    sheet: Element
    _rows: dict[int, Element] = field(default_factory=dict)
    _cells: dict[Slot, Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        data = first(self.sheet, "sheetData")
        row = -1
        for item in data if data is not None else ():
            if local(item) != "row":
                continue
            number = item.get("r", "")
            row = int(number) - 1 if number.isdecimal() else row + 1
            self._rows.setdefault(row, item)
            column = -1
            for cell in item:
                if local(cell) == "c":
                    at = slot(cell.get("r", ""))
                    column = at[1] if at is not None else column + 1
                    self._cells.setdefault((row, column), cell)

    def unfill(self, styles: Styles) -> None:
        """Gives cells with perflint's fill their own style back."""
        for cell in self._cells.values():
            style = _style(cell)
            plain = styles.plain(style)
            if plain != style:
                _set_style(cell, plain)

    def fill(self, at: Slot, severity: Severity, styles: Styles) -> None:
        """Fills a cell, adding it where it is not stored."""
        cell = self._cells.get(at)
        if cell is None:
            cell = self._add(at)
            if cell is None:
                return
        _set_style(cell, styles.filled(_style(cell), severity))

    def _add(self, at: Slot) -> Element | None:
        row = self._rows.get(at[0])
        if row is None or not any(local(item) == "c" and item.get("r") for item in row):
            return None
        cell = row.makeelement(f"{{{etree.QName(row).namespace}}}c")
        cell.set("r", reference(*at))
        if row.get("s") and row.get("customFormat") in ("1", "true"):
            cell.set("s", row.get("s"))
        before = [item for item in row if local(item) == "c" and (slot(item.get("r", "")) or at)[1] < at[1]]
        row.insert(row.index(before[-1]) + 1 if before else 0, cell)
        self._cells[at] = cell
        return cell


def _style(cell: Element) -> int:
    number = cell.get("s", "0")
    return int(number) if number.isdecimal() else 0


def _set_style(cell: Element, style: int) -> None:
    """Style 0 is what a cell has that names none; the attribute stays as the author wrote it where it can."""
    if style or cell.get("s") is not None:
        cell.set("s", str(style))
