"""The raw layer of a binary Word file: its header, its characters by position, its property pages."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from msgspec import Struct

from perflint.readers.source import Unreadable

MAGIC: Final = 0xA5EC
WORD_97: Final = 0x00C1
PAGE: Final = 512
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
_UNICODE_FLAG = 0x40000000


class Header(Struct, frozen=True):
    """What the file information block says: which table stream, lengths of the texts, where tables of it stand. Page
    headers and footers are the text from ``before_margins`` on."""

    table_stream: str
    main_length: int
    before_margins: int
    margins_length: int
    before_boxes: int
    boxes_length: int
    spots: dict[str, tuple[int, int]]


class Piece(Struct, frozen=True):
    """A run of text: its first and last position (exclusive), its offset in the stream, bytes a character."""

    start: int
    end: int
    offset: int
    width: int


_SPOTS = {
    "styles": 0xA2,
    "fonts": 0x112,
    "characters": 0xFA,
    "paragraphs": 0x102,
    "pieces": 0x1A2,
    "margins": 0xF2,
    "lists": 0x2E2,
    "list_uses": 0x2EA,
}


def read_header(document: bytes) -> Header:
    """The header of the ``WordDocument`` stream. Raises Unreadable when it is protected, too old or damaged."""
    try:
        magic, version = struct.unpack_from("<HH", document, 0)
        flags = struct.unpack_from("<H", document, 0x0A)[0]
        lengths = struct.unpack_from("<8I", document, 0x4C)
        spots = {name: struct.unpack_from("<II", document, at) for name, at in _SPOTS.items()}
    except struct.error as error:
        raise damaged() from error
    if magic != MAGIC:
        raise damaged()
    if flags & _ENCRYPTED:
        raise Unreadable("文件有密码保护，请先去掉密码", "the file is protected by a password: remove it first")
    if version < WORD_97:
        raise Unreadable(
            "文件为Word 95或更早的格式，请用Word或WPS另存为.docx",
            "the file is of Word 95 or older: save it as .docx with Word or WPS",
        )
    stream = "1Table" if flags & _TABLE_1 else "0Table"
    return Header(stream, lengths[0], sum(lengths[:2]), lengths[2], sum(lengths[:6]), lengths[6], spots)


def damaged() -> Unreadable:
    """A binary Word file whose structure does not hold."""
    return Unreadable("Word文件已损坏，无法读取", "the Word file is damaged and cannot be read")


def read_pieces(table: bytes, spot: tuple[int, int], most: int) -> list[Piece]:
    """The piece table: which stretch of the stream holds which characters, ``most`` at the most. Raises Unreadable."""
    clx = table[spot[0] : spot[0] + spot[1]]
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise damaged()
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    if count < 1:
        raise damaged()
    starts = struct.unpack_from(f"<{count + 1}I", plc, 0)
    pieces = []
    for index in range(count):
        raw = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        start, end = starts[index], starts[index + 1]
        if not start <= end <= most:
            raise damaged()
        if raw & _UNICODE_FLAG:
            pieces.append(Piece(start, end, (raw & ~_UNICODE_FLAG) // 2, 1))
        else:
            pieces.append(Piece(start, end, raw, 2))
    return pieces


def margin_spans(table: bytes, header: Header) -> Iterator[tuple[int, int]]:
    """The positions of the page headers and footers: of the ordinary pages, then of first and of even ones, for each
    section. What stands before them are lines between text and footnotes."""
    spot = header.spots["margins"]
    plc = table[spot[0] : spot[0] + spot[1]]
    ends = struct.unpack_from(f"<{len(plc) // 4}I", plc)
    if len(ends) > _MOST_STORIES or any(start > end for start, end in pairwise(ends)):
        yield header.before_margins, header.before_margins + header.margins_length
        return
    sections = range(_SEPARATORS, len(ends) - _STORIES, _STORIES)
    for kinds in (_ODD, _FIRST, _EVEN):
        for number in (section + kind for section in sections for kind in kinds):
            start, end = ends[number], min(ends[number + 1], header.margins_length)
            if start < end:
                yield header.before_margins + start, header.before_margins + end


_SEPARATORS = _STORIES = 6
_MOST_STORIES = 6_000
_EVEN, _ODD, _FIRST = (0, 2), (1, 3), (4, 5)


def read_characters(document: bytes, pieces: list[Piece]) -> str:
    """All characters by position, one a position: characters beyond the basic plane stay two halves."""
    parts = []
    for piece in pieces:
        raw = document[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
        if len(raw) < (piece.end - piece.start) * piece.width:
            raise damaged()
        if piece.width == 1:
            parts.append(raw.decode("cp1252", "replace"))
        else:
            parts.append("".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw))))
    return "".join(parts)


def whole(text: str) -> str:
    """Text with the halves of characters beyond the basic plane put together."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def property_pages(document: bytes, table: bytes, spot: tuple[int, int]) -> Iterator[bytes]:
    """The pages of 512 bytes that hold paragraph or character properties."""
    plc = table[spot[0] : spot[0] + spot[1]]
    count = (len(plc) - 4) // 8
    if count < 1:
        return
    numbers = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1))
    for number in dict.fromkeys(raw & 0x3FFFFF for raw in numbers):
        page = document[number * PAGE : (number + 1) * PAGE]
        if len(page) == PAGE:
            yield page
