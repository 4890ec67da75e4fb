"""Names of SpreadsheetML elements, references such as B7, and the texts of small sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perflint.office.package import Package
from perflint.office.xml import Element, parse

Slot = tuple[int, int]
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|\r|_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of a workbook: its name, the id of its relation and the part that holds its cells."""

    name: str
    relation: str
    part: str


def local(element: Element) -> str:
    """The element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def first(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    return next((item for item in element if local(item) == name), None) if element is not None else None


def slot(ref: str) -> Slot | None:
    """Row and column from 0 of a reference; None where it is none."""
    match = _REF.fullmatch(ref)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def reference(row: int, column: int) -> str:
    """The reference of a cell, row and column from 0."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def escaped(text: str) -> str:
    """Text as a cell can hold it: what XML forbids, and what would be taken for an escape, as ``_x0001_``."""
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text behind such escapes."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def sheet_parts(package: Package, main: str, workbook: Element) -> list[SheetPart]:
    """The worksheets of a workbook in order; chart sheets and sheets without a part are left out."""
    links = {link.id: link for link in package.relations(main) if link.kind == "worksheet" and not link.external}
    found = []
    sheets = first(workbook, "sheets")
    for item in sheets if sheets is not None else ():
        relation = next((str(value) for key, value in item.attrib.items() if str(key).endswith("}id")), "")
        link = links.get(relation)
        if link is not None and link.target in package:
            found.append(SheetPart(item.get("name", ""), relation, link.target))
    return found


def strings(package: Package, main: str) -> list[str]:
    """The shared strings. Raises BadPackage."""
    part = package.related("sharedStrings", main)
    if part is None or part not in package:
        return []
    return [_string(item) for item in parse(package.read(part), part) if local(item) == "si"]


def texts(sheet: Element, shared: list[str]) -> dict[Slot, str]:
    """The stored texts of a sheet's cells, numbers as they are stored."""
    found: dict[Slot, str] = {}
    for cell in _cells(sheet):
        at = slot(cell.get("r", ""))
        if at is not None and (text := _text(cell, shared)):
            found[at] = text
    return found


def _cells(sheet: Element) -> Iterator[Element]:
    data = first(sheet, "sheetData")
    for row in data if data is not None else ():
        yield from (cell for cell in row if local(cell) == "c")


def _text(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        inline = first(cell, "is")
        return _string(inline) if inline is not None else ""
    value = first(cell, "v")
    raw = (value.text or "") if value is not None else ""
    if cell.get("t") != "s":
        return unescaped(raw)
    return shared[int(raw)] if raw.isdecimal() and int(raw) < len(shared) else ""


def _string(item: Element) -> str:
    parts = []
    for part in item:
        if local(part) == "t":
            parts.append(part.text or "")
        elif local(part) == "r":
            parts += [text.text or "" for text in part if local(text) == "t"]
    return unescaped("".join(parts))
