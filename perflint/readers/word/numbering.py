"""Automatic list numbers: what Word prints before a paragraph although no text says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from perflint.office.xml import Element
from perflint.readers.word.names import attr, child, number, short

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _chinese(value: int, digits: str = _DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """Whole numbers below 10,000 in Chinese: 10 十, 12 十二, 105 一百零五."""
    if not 0 < value < 10_000:
        return str(value)
    text, gap = "", False
    for power in range(3, -1, -1):
        digit = value // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + units[power]
            gap = False
        else:
            gap = True
    return text[1:] if digits is _DIGITS and text.startswith("一十") else text


def _roman(value: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        text += sign * min(count, 10)
    return text


def _letter(value: int) -> str:
    return chr(97 + (value - 1) % 26) * min((value - 1) // 26 + 1, 10) if value > 0 else ""


def _circled(value: int) -> str:
    return chr(0x245F + value) if 1 <= value <= 20 else str(value)


def _digitwise(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(abs(value)))


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerLetter": _letter,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "chineseLegalSimplified": lambda value: _chinese(value, _LEGAL, ("", "拾", "佰", "仟")),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda value: chr(0x2473 + value) if 1 <= value <= 20 else f"({value})",
    "decimalEnclosedFullstop": lambda value: chr(0x2487 + value) if 1 <= value <= 20 else f"{value}.",
    "ideographEnclosedCircle": lambda value: chr(0x327F + value) if 1 <= value <= 10 else str(value),
    "decimalFullWidth": lambda value: str(value).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "none": lambda value: "",
}


class Level(Struct, frozen=True):
    """One level of a list: its first number, number format and text (``（%1）``)."""

    start: int = 1
    style: str = "decimal"
    text: str = ""


class Numbering(Struct):
    """The lists of a document, and how far each has counted. ``label`` must be asked in document order."""

    levels: Mapping[str, Mapping[int, Level]] = field(default_factory=dict)
    abstract: Mapping[str, str] = field(default_factory=dict)
    restarts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def label(self, num: str, depth: int) -> str:
        """What is printed before the next paragraph of list ``num`` on level ``depth``; "" for bullets."""
        levels = self.levels.get(num)
        if not levels or depth not in levels:
            return ""
        counts = self._counts.setdefault(self.abstract.get(num, num), {})
        if num not in self._seen:
            self._seen.add(num)
            for lower, start in self.restarts.get(num, {}).items():
                counts[lower] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if levels[depth].style == "bullet":
            return ""
        return re.sub(r"%([1-9])", lambda found: self._printed(levels, counts, int(found[1]) - 1), levels[depth].text)

    @staticmethod
    def _printed(levels: Mapping[int, Level], counts: Mapping[int, int], depth: int) -> str:
        level = levels.get(depth, Level())
        return _FORMATS.get(level.style, str)(counts.get(depth, level.start))


def read_numbering(root: Element) -> Numbering:
    """The lists of a numbering part."""
    abstracts = {
        attr(item, "abstractNumId") or "": {
            number_of(level): _level(level) for level in item if short(level.tag) == "lvl"
        }
        for item in root
        if short(item.tag) == "abstractnum"
    }
    levels: dict[str, dict[int, Level]] = {}
    abstract: dict[str, str] = {}
    restarts: dict[str, dict[int, int]] = {}
    for item in root:
        if short(item.tag) != "num":
            continue
        num = attr(item, "numId") or ""
        abstract[num] = (
            attr(child(item, "abstractnumid"), "val") or "" if child(item, "abstractnumid") is not None else ""
        )
        levels[num] = dict(abstracts.get(abstract[num], {}))
        restarts[num] = {}
        for override in item:
            if short(override.tag) != "lvloverride":
                continue
            if (own := child(override, "lvl")) is not None:
                levels[num][number_of(override)] = _level(own)
            if (start := child(override, "startoverride")) is not None:
                restarts[num][number_of(override)] = number(start, 1)
    return Numbering(levels, abstract, restarts)


def number_of(level: Element) -> int:
    """The depth that a list level is for."""
    text = attr(level, "ilvl") or "0"
    return int(text) if text.isdecimal() else 0


def _level(element: Element) -> Level:
    style = child(element, "numfmt")
    text = child(element, "lvltext")
    return Level(
        start=number(child(element, "start"), 1),
        style=(attr(style, "val") or "decimal") if style is not None else "decimal",
        text=(attr(text, "val") or "") if text is not None else "",
    )
