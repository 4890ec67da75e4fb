"""CSS grids that are tables: a fixed number of columns, and cells of plain text that fill them row by row."""

from __future__ import annotations

import re

from perflint.office.xml import Element
from perflint.readers.html_css import Sheet

_REPEAT = re.compile(r"repeat\(\s*(\d{1,4})\s*,[^()]*(?:\([^()]*\)[^()]*)*\)")
_NESTED = re.compile(r"\([^()]*\)")
_SPAN = re.compile(r"(?:\d+\s*/\s*)?span\s+(\d{1,4})|(\d{1,4})\s*/\s*(-?\d{1,4})")
_COLUMNS = 60
"""Columns of a grid that is read as a table; one with more is a picture."""
_INLINE = frozenset({"span", "b", "i", "u", "em", "strong", "font", "a", "br", "p", "sup", "sub", "label", "small"})


def lay_out(element: Element, sheet: Sheet) -> bool:
    """Makes a grid the table that it is shown as; says whether it was one."""
    columns = _tracks(sheet.of(element).get("grid-template-columns", ""))
    cells = [child for child in element if isinstance(child.tag, str)]
    loose = [element.text, *(cell.tail for cell in element)]
    if not 2 <= columns <= _COLUMNS or len(cells) < 4 or any(text and text.strip() for text in loose):
        return False
    if any(inner.tag not in _INLINE for cell in cells for inner in cell.iter() if inner is not cell):
        return False
    placed = _placed(cells, columns, sheet)
    if placed is None:
        return False
    rows = [element.makeelement("tr") for _ in range(placed[-1][0] + 1)]
    for cell, (row, width, height) in zip(cells, placed, strict=True):
        cell.tag = "td"
        cell.set("colspan", str(width))
        cell.set("rowspan", str(height))
        rows[row].append(cell)
    element.tag = "table"
    element.extend(rows)
    return True


def _placed(cells: list[Element], columns: int, sheet: Sheet) -> list[tuple[int, int, int]] | None:
    """Row, width and height of each cell, one behind the other as a browser lays them out; None where they leave most
    of the grid open."""
    free: dict[int, int] = {}  # column → the first row in which it is free
    placed = []
    row = column = 0
    for cell in cells:
        styles = sheet.of(cell)
        width, height = (_span(styles.get(name, ""), columns) for name in ("grid-column", "grid-row"))
        while column + width > columns or any(free.get(at, 0) > row for at in range(column, column + width)):
            column += 1
            if column + width > columns:
                row, column = row + 1, 0
            if row > len(cells):
                return None
        free.update(dict.fromkeys(range(column, column + width), row + height))
        placed.append((row, width, height))
        column += width
    return placed


def _tracks(text: str) -> int:
    """How many columns a list of tracks has; 0 where it depends on the window."""
    count = sum(int(found) - 1 for found in _REPEAT.findall(text))
    plain = _NESTED.sub("", _NESTED.sub("", text))
    return 0 if "auto-fi" in text or "[" in text else count + len(plain.split())


def _span(text: str, columns: int) -> int:
    found = _SPAN.fullmatch(text)
    if found is None:
        return 1
    if found[1]:
        return max(1, min(int(found[1]), columns))
    end = int(found[3])
    return max(1, min((columns + 2 + end if end < 0 else end) - int(found[2]), columns))
