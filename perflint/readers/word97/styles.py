"""Styles and fonts of a binary Word file, as far as they hide text or set it in a symbol font."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from perflint.readers.word97.changes import Change, changes

HIDDEN: Final = 0x083C
FONTS: Final = frozenset({0x4A4F, 0x4A51})
"""The font of Latin characters, and that of all that are neither Latin nor Chinese."""
_PARAGRAPH, _CHARACTER = 1, 2
_NO_STYLE = 0xFFF
_MOST_BASES = 32


class Look(Struct, frozen=True):
    """How text is shown: hidden or not, in which fonts; None and nothing where that is left to what is around it."""

    hidden: bool | None = None
    fonts: tuple[int, ...] = ()


class Styles(Struct):
    """The looks of styles by their number, and the names of fonts."""

    looks: Mapping[int, Look] = field(default_factory=dict)
    fonts: Sequence[str] = ()

    def look(self, style: int | None) -> Look:
        """What a style says, with what it inherits."""
        return PLAIN if style is None else self.looks.get(style, PLAIN)

    def is_symbol(self, fonts: tuple[int, ...]) -> bool:
        """Whether one of the fonts is that of symbols."""
        return any(font < len(self.fonts) and self.fonts[font].lower() == "symbol" for font in fonts)


PLAIN: Final = Look()


def look_of(found: Mapping[int, Change]) -> Look:
    """What character properties say."""
    hidden = found[HIDDEN].value & 1 == 1 if HIDDEN in found else None
    return Look(hidden, tuple(change.value for code, change in found.items() if code in FONTS))


def read_styles(table: bytes, sheet: tuple[int, int], fonts: tuple[int, int]) -> Styles:
    """The styles and fonts of a file; none where the tables do not hold."""
    try:
        own = _own(table[sheet[0] : sheet[0] + sheet[1]]) if sheet[1] else {}
        names = _names(table[fonts[0] : fonts[0] + fonts[1]]) if fonts[1] else []
    except (struct.error, IndexError):
        return Styles()
    return Styles({number: _inherited(number, own) for number in own}, names)


def _own(sheet: bytes) -> Mapping[int, tuple[int, Look]]:
    """For each style, the number of the one that it is based on, and what it says itself."""
    size = struct.unpack_from("<H", sheet, 0)[0]
    count, base_size = struct.unpack_from("<HH", sheet, 2)
    at = 2 + size
    found: dict[int, tuple[int, Look]] = {}
    for number in range(count):
        length = struct.unpack_from("<H", sheet, at)[0]
        if length:
            found[number] = _style(sheet[at + 2 : at + 2 + length], base_size)
        at += 2 + length + length % 2
    return found


def _style(style: bytes, base_size: int) -> tuple[int, Look]:
    kind_and_base, parts = struct.unpack_from("<HH", style, 2)
    kind, parts = kind_and_base & 0xF, parts & 0xF
    at = base_size + 2 + 2 * struct.unpack_from("<H", style, base_size)[0] + 2
    wanted = {_CHARACTER: 0, _PARAGRAPH: 1}.get(kind, parts)
    for part in range(min(parts, wanted + 1)):
        size = struct.unpack_from("<H", style, at)[0]
        if part == wanted:
            return kind_and_base >> 4, look_of(
                {change.code: change for change in changes(style[at + 2 : at + 2 + size])}
            )
        at += 2 + size + size % 2
    return kind_and_base >> 4, PLAIN


def _inherited(number: int, own: Mapping[int, tuple[int, Look]]) -> Look:
    """A style with what it inherits; a chain of bases that runs in a circle ends."""
    hidden: bool | None = None
    fonts: tuple[int, ...] = ()
    for _ in range(_MOST_BASES):
        if number == _NO_STYLE or number not in own:
            break
        number, look = own[number]
        hidden = look.hidden if hidden is None else hidden
        fonts = fonts or look.fonts
    return Look(hidden, fonts)


def _names(table: bytes) -> list[str]:
    """The names of fonts, by their number."""
    count = struct.unpack_from("<H", table, 0)[0]
    at = 4
    names = []
    for _ in range(count):
        size = table[at]
        raw = table[at + 1 + 39 : at + 1 + size]
        names.append(raw.decode("utf-16-le", "replace").partition("\0")[0])
        at += 1 + size
    return names
