"""Lists of property changes, in which a binary Word file says how text, paragraphs and styles look."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

DEFINE_TABLE: Final = 0xD608
_CHANGE_TABS = 0xC615
_OPERAND_SIZE = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


class Change(Struct, frozen=True):
    """One property change: which property, and its operand."""

    code: int
    operand: bytes

    @property
    def value(self) -> int:
        return int.from_bytes(self.operand[:4], "little")


def changes(raw: bytes) -> Iterator[Change]:
    """The property changes in a list of them; stops where the list does not hold."""
    at = 0
    while at + 3 <= len(raw):
        code = struct.unpack_from("<H", raw, at)[0]
        at += 2
        kind = code >> 13
        if code == DEFINE_TABLE:
            size = struct.unpack_from("<H", raw.ljust(at + 2, b"\0"), at)[0] + 1
        elif kind == 6:
            size = raw[at] + 1 if code != _CHANGE_TABS or raw[at] != 255 else len(raw) - at
        else:
            size = _OPERAND_SIZE[kind]
        yield Change(code, raw[at : at + size])
        at += size
