"""Finds paragraphs and cells of a Word body by the numbers that places carry.

The numbers are those of the reader: paragraphs between tables, tables in document order (nested ones after their
parent), rows without the deleted ones, cells of a row as they are written. A test holds that both agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perflint.office.word_names import BLOCK_TAGS, TABLE_TAGS, child, containing, short
from perflint.office.xml import Element

_ROWS, _CELLS, _BLOCKS = frozenset({"tr"}), frozenset({"tc"}), frozenset({"p", "tbl"})
_THROUGH = frozenset({"sdt", "sdtcontent", "customxml", "ins", "moveto", "mc:AlternateContent", "mc:Choice"})
_GONE = frozenset({"del", "movefrom"})
_BOX_TAG = "{*}txbxContent"


@dataclass(slots=True)
class Body:
    """``paragraphs`` are those between the tables; ``foreign`` says that the body holds an embedded document, whose
    tables are counted by the reader and cannot be found here."""

    root: Element
    paragraphs: list[Element]
    tables: list[Element]
    foreign: bool

    def cell(self, table: int, row: int, column: int) -> Element | None:
        """The ``w:tc`` at those numbers (from 1), or None."""
        cells = self.row(table, row)
        return cells[column - 1] if 0 < column <= len(cells) else None

    def row(self, table: int, row: int) -> list[Element]:
        """The cells of a row as they are written; none where there is no such row."""
        if not 0 < table <= len(self.tables):
            return []
        rows = [item for item in containing(self.tables[table - 1], _ROWS, _THROUGH) if not _is_deleted_row(item)]
        return list(containing(rows[row - 1], _CELLS, _THROUGH)) if 0 < row <= len(rows) else []

    def first(self) -> Element | None:
        """The first paragraph that a comment can stand at."""
        if self.paragraphs:
            return self.paragraphs[0]
        return next((found for table in self.tables for found in table.iter("{*}p") if short(found.tag) == "p"), None)


def read_body(root: Element) -> Body:
    """The body of a main document part."""
    tops = list(_tops(root))
    tables = [table for top in tops for table in _tables(top)]
    paragraphs = [top for top in tops if short(top.tag) == "p"]
    return Body(root, paragraphs, tables, any(short(top.tag) == "altchunk" for top in tops))


def paragraphs_of(cell: Element) -> list[Element]:
    """The paragraphs of a cell, those of tables inside it left out."""
    return [item for item in containing(cell, _BLOCKS, _THROUGH) if short(item.tag) == "p"]


def _tops(element: Element) -> Iterator[Element]:
    for item in element:
        if item.tag in BLOCK_TAGS:
            yield item
        else:
            yield from _tops(item)


def _tables(element: Element) -> Iterator[Element]:
    """The table itself, and the tables inside an element, in reading order."""
    name = short(element.tag)
    if name == "tbl":
        yield element
    elif name == "p" and next(element.iterdescendants(_BOX_TAG), None) is None:
        return
    if next(element.iterdescendants(*TABLE_TAGS), None) is None:
        return
    for item in element:
        if not _is_left_out(item):
            yield from _tables(item)


def _is_left_out(item: Element) -> bool:
    name = short(item.tag)
    if name == "tr":
        return _is_deleted_row(item)
    if name == "tc":
        return child(item, "tcpr", "celldel") is not None
    return name in _GONE or (name == "mc:Fallback" and child(item.getparent(), "mc:Choice") is not None)


def _is_deleted_row(row: Element) -> bool:
    return child(row, "trpr", "del") is not None
