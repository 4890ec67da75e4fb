"""Automatic list numbers of a binary Word file."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from perflint.readers.word.numbering import Level, Numbering
from perflint.readers.word97.properties import ParagraphProperties

_LIST_SIZE, _LEVEL_HEAD, _LEVELS = 28, 28, 9
_BULLET, _NONE = 23, 255
_FORMATS: Final = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle", 22: "decimalZero",
    26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCountingThousand",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", _BULLET: "bullet",
    _NONE: "none",
}  # fmt: skip


class Lists(Struct):
    """The lists of a file, counted on in document order."""

    numbering: Numbering = field(default_factory=Numbering)

    def label(self, properties: ParagraphProperties) -> str:
        """What is printed before a paragraph of these properties; "" outside lists."""
        return self.numbering.label(str(properties.list), properties.list_level) if properties.list else ""


def read_lists(table: bytes, lists: tuple[int, int], uses: tuple[int, int]) -> Lists:
    """The lists that a file defines and the uses that its paragraphs name; none where the tables do not hold."""
    try:
        defined = _defined(table, lists[0]) if lists[1] else {}
        numbers = _used(table[uses[0] : uses[0] + uses[1]]) if uses[1] else []
    except (struct.error, IndexError):
        return Lists()
    levels = {str(index): defined[number] for index, number in enumerate(numbers, start=1) if number in defined}
    abstract = {str(index): str(number) for index, number in enumerate(numbers, start=1)}
    return Lists(Numbering(levels, abstract))


def _defined(table: bytes, at: int) -> Mapping[int, Mapping[int, Level]]:
    """List number → its levels. The levels of all lists follow the table of lists."""
    count = struct.unpack_from("<h", table, at)[0]
    heads = []
    for index in range(max(count, 0)):
        start = at + 2 + _LIST_SIZE * index
        heads.append((struct.unpack_from("<i", table, start)[0], table[start + 26] & 1))
    at += 2 + _LIST_SIZE * max(count, 0)
    found: dict[int, Mapping[int, Level]] = {}
    for number, simple in heads:
        levels = {}
        for depth in range(1 if simple else _LEVELS):
            levels[depth], at = _level(table, at)
        found[number] = levels
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    start, style = struct.unpack_from("<iB", table, at)
    paragraph_size, character_size = table[at + 25], table[at + 24]
    at += _LEVEL_HEAD + paragraph_size + character_size
    length = struct.unpack_from("<H", table, at)[0]
    units = struct.unpack_from(f"<{length}H", table, at + 2)
    text = "".join(f"%{unit + 1}" if unit < _LEVELS else chr(unit) for unit in units)
    return Level(start, _FORMATS.get(style, "decimal"), text), at + 2 + 2 * length


def _used(raw: bytes) -> list[int]:
    """For each use of a list, in order, the number of the list."""
    count = struct.unpack_from("<I", raw, 0)[0]
    return [struct.unpack_from("<i", raw, 4 + 16 * index)[0] for index in range(min(count, len(raw) // 16))]
