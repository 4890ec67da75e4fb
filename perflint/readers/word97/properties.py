"""Paragraph and character properties of a binary Word file, as far as tables and visible text need them."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from perflint.readers.word97.binary import PAGE, property_pages
from perflint.readers.word97.changes import DEFINE_TABLE, Change, changes
from perflint.readers.word97.styles import Styles, look_of

IN_TABLE, ROW_END, DEPTH, INNER_CELL, INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
VERTICAL_MERGE, MERGE_CELLS = 0xD62B, 0x5624
HUGE_PROPERTIES: Final = frozenset({0x6645, 0x6646})
LIST, LIST_LEVEL = 0x460B, 0x260A
DELETED, INSERTED, SYMBOL, STYLE = 0x0800, 0x0801, 0x6A09, 0x4A30
_ENTRY = 13


class ParagraphProperties(Struct, frozen=True):
    """What a paragraph's properties say of its place in tables and lists. ``style`` 1 to 9 are headings."""

    style: int = 0
    depth: int = 0
    row_end: bool = False
    cell_end: bool = False
    table: tuple[Change, ...] = ()
    list: int = 0
    list_level: int = 0


class Runs(Struct):
    """Properties by stretch of the stream, found by offset."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[ParagraphProperties] = field(default_factory=list)

    def at(self, offset: int) -> ParagraphProperties:
        """The properties that hold at an offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.values[index] if index >= 0 and offset < self.ends[index] else ParagraphProperties()


def paragraph_runs(document: bytes, table: bytes, spot: tuple[int, int], data: bytes) -> Runs:
    """Properties of all paragraphs. ``data`` is the stream that holds properties too large for a page."""
    found: list[tuple[int, int, ParagraphProperties]] = []
    for page in property_pages(document, table, spot):
        count = page[PAGE - 1]
        if 4 * (count + 1) + _ENTRY * count > PAGE:
            continue
        offsets = struct.unpack_from(f"<{count + 1}I", page, 0)
        for index in range(count):
            at = page[4 * (count + 1) + _ENTRY * index] * 2
            found.append((offsets[index], offsets[index + 1], _paragraph(_entry(page, at), data)))
    found.sort(key=lambda run: run[:2])
    return Runs([run[0] for run in found], [run[1] for run in found], [run[2] for run in found])


def _entry(page: bytes, at: int) -> bytes:
    """Style number and property changes of a paragraph, as its page holds them."""
    if at == 0 or at + 2 >= PAGE:
        return b"\0\0"
    size = page[at]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if size == 0 else page[at + 1 : at + 2 * size]


def _paragraph(entry: bytes, data: bytes) -> ParagraphProperties:
    style = int.from_bytes(entry[:2], "little")
    found = list(changes(entry[2:]))
    for change in found[:]:
        if change.code in HUGE_PROPERTIES:
            found += _huge(change.value, data)
    last = {change.code: change.value for change in found if change.code != DEFINE_TABLE}
    depth = last.get(DEPTH, 0) or (1 if last.get(IN_TABLE) else 0)
    return ParagraphProperties(
        style=style,
        depth=depth,
        row_end=bool(last.get(ROW_END) if depth < 2 else last.get(INNER_ROW_END)),
        cell_end=bool(last.get(INNER_CELL)),
        table=tuple(change for change in found if change.code in (DEFINE_TABLE, VERTICAL_MERGE, MERGE_CELLS)),
        list=last.get(LIST, 0),
        list_level=last.get(LIST_LEVEL, 0),
    )


def _huge(offset: int, data: bytes) -> list[Change]:
    if offset + 2 > len(data):
        return []
    size = struct.unpack_from("<H", data, offset)[0]
    return list(changes(data[offset + 2 : offset + 2 + size]))


class CharacterRun(Struct, frozen=True):
    """A stretch of the stream whose characters are hidden, deleted, inserted, one sign of a symbol font, or set in one
    (``in_symbols``). ``hidden`` False: shown, whatever the paragraph's style says; None: as that says."""

    start: int
    end: int
    hidden: bool | None
    deleted: bool
    inserted: bool
    symbol: int | None
    in_symbols: bool


def character_runs(document: bytes, table: bytes, spot: tuple[int, int], styles: Styles) -> Iterator[CharacterRun]:
    """The stretches of text that are not simply shown as they are."""
    for page in property_pages(document, table, spot):
        count = page[PAGE - 1]
        if 5 * count + 4 > PAGE:
            continue
        offsets = struct.unpack_from(f"<{count + 1}I", page, 0)
        for index in range(count):
            at = page[4 * (count + 1) + index] * 2
            if at:
                run = _characters(offsets[index], offsets[index + 1], page[at + 1 : at + 1 + page[at]], styles)
                if run is not None:
                    yield run


def _characters(start: int, end: int, raw: bytes, styles: Styles) -> CharacterRun | None:
    last = {change.code: change for change in changes(raw)}
    deleted, inserted = (code in last and last[code].value & 1 == 1 for code in (DELETED, INSERTED))
    symbol = int.from_bytes(last[SYMBOL].operand[2:4], "little") if SYMBOL in last else None
    own, style = look_of(last), styles.look(last[STYLE].value if STYLE in last else None)
    hidden = style.hidden if own.hidden is None else own.hidden
    in_symbols = styles.is_symbol(own.fonts or style.fonts)
    if hidden is None and not (deleted or inserted or symbol or in_symbols):
        return None
    return CharacterRun(start, end, hidden, deleted, inserted, symbol, in_symbols)
