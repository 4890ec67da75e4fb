"""Page headers and footers of the sheets of an Excel 97 workbook: records that xlrd passes over."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_BOUND_SHEET, _END, _HEADER, _FOOTER = 0x85, 0x0A, 0x14, 0x15
_WORKSHEET = 0


def sheet_codes(stream: bytes) -> list[list[str]]:
    """For each worksheet, in order, its header and footer with Excel's codes. What makes no sense gives none."""
    starts = []
    for kind, data in _records(stream, 0):
        if kind == _BOUND_SHEET and len(data) >= 6 and data[5] == _WORKSHEET:
            starts.append(struct.unpack_from("<I", data)[0])
    return [[_text(data) for kind, data in _records(stream, at) if kind in (_HEADER, _FOOTER)] for at in starts]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from an offset to the end of their part."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _text(data: bytes) -> str:
    """The text of a header record: its length, how it is stored, its characters."""
    if len(data) < 3:
        return ""
    length, wide = struct.unpack_from("<HB", data)
    return (
        data[3 : 3 + length * 2].decode("utf-16-le", "replace") if wide & 1 else data[3 : 3 + length].decode("latin-1")
    )
