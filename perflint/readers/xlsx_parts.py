"""The small parts of a workbook: its sheets in order, shared strings and number formats.

Elements are told by their local name, so that the Strict form (other namespaces) reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct, field

from perflint.office.xml import Element
from perflint.readers.number_format import BUILT_IN, GENERAL

HIDDEN_STATES: Final = frozenset({"hidden", "veryHidden"})
TRUE: Final = frozenset({"1", "true", "on"})
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SheetEntry(Struct, frozen=True):
    """A sheet as the workbook lists it: its name, the id of its relation, whether it is hidden."""

    name: str
    relation: str
    hidden: bool


def local(element: Element) -> str:
    """The element's name without its namespace; empty for comments and processing instructions."""
    return bare(element.tag)


@lru_cache(maxsize=1_024)
def bare(tag: object) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """The child elements of that local name."""
    return (child for child in element if local(child) == name)


def first(element: Element, name: str) -> Element | None:
    """The first child element of that local name."""
    return next(children(element, name), None)


def unescaped(text: str) -> str:
    """The text with ``_x000A_`` and its like turned into the characters they stand for."""
    return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _unescaped(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character.isprintable() or character in "\t\n\r" else match[0]


def string_text(item: Element) -> str:
    """The text of a shared or inline string: plain or rich runs, without phonetic hints."""
    parts = []
    for child in item:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [text.text or "" for text in children(child, "t")]
    return unescaped("".join(parts))


def sheet_entries(workbook: Element) -> tuple[list[SheetEntry], bool]:
    """The sheets in their order, and whether dates count from 1904."""
    properties = first(workbook, "workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in TRUE
    sheets = first(workbook, "sheets")
    entries = []
    for sheet in children(sheets, "sheet") if sheets is not None else ():
        relation = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        entries.append(SheetEntry(sheet.get("name", ""), str(relation), sheet.get("state") in HIDDEN_STATES))
    return entries, from_1904


class StyleTable(Struct):
    """The number formats of cell styles, gathered from a styles part while it streams by."""

    own: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    def take(self, element: Element) -> None:
        """Takes a finished element of the styles part."""
        name = local(element)
        if name == "numFmt":
            self.own[element.get("numFmtId", "")] = element.get("formatCode", GENERAL)
        elif name == "xf" and local(element.getparent()) == "cellXfs":
            self.numbers.append(element.get("numFmtId", "0"))

    def codes(self) -> list[str]:
        """The number format of each cell style, by the style's number."""
        return [self.own.get(number) or _built_in(number) for number in self.numbers]


def _built_in(number: str) -> str:
    return BUILT_IN.get(int(number), GENERAL) if number.isdecimal() and len(number) < 4 else GENERAL
