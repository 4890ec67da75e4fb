"""The unit table: longest match at a place, compound units (元/人·月), units in the bracket of a name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from perflint.quantity.fold import fold
from perflint.quantity.model import Unit

# What joins the units below a stroke: 元/人·月, 元/人*月, 元/人、天, 元/生/年.
_JOINTS = "·*.、/×"
_TIMES = frozenset({"duration"})
_LONGEST_WORD = 4
_ONE = Fraction(1)
_MOST_DIGITS = 15


class UnitTableError(ValueError):
    """The unit table contradicts itself; the message names the spelling."""


class Entry(Struct, frozen=True):
    """A spelling of the table: its unit, and what forbids it."""

    unit: Unit
    in_bracket: bool
    not_before: str


class UnitTable:
    """Units by spelling. ``table`` is the list of groups of ``rules/lexicon/units.yaml``."""

    def __init__(
        self, table: list[Mapping[str, Any]], multipliers: Mapping[str, Decimal], digits: Mapping[str, int]
    ) -> None:
        self._entries: dict[str, Entry] = {}
        self._splits: dict[str, list[str]] = {}
        self._multipliers = multipliers
        self._digits = digits
        self._multiplier_words = sorted(multipliers, key=len, reverse=True)
        for group in table:
            for name, about in group["units"].items():
                self._add(group["dimension"], group.get("base"), name, about or {})
        self._sizes: dict[str, list[int]] = {}
        for first, size in sorted({(spelling[0], len(spelling)) for spelling in self._entries}, reverse=True):
            self._sizes.setdefault(first, []).append(size)

    def beginnings(self, *dimensions: str) -> frozenset[str]:
        """The characters with which units of some dimensions begin."""
        return frozenset(spelling[0] for spelling, it in self._entries.items() if it.unit.dimension in dimensions)

    def match(self, text: str, at: int) -> tuple[Unit, int] | None:
        """The longest simple unit that begins at ``at``, and where it ends."""
        for size in self._sizes.get(text[at : at + 1], ()):
            spelling = text[at : at + size]
            entry = self._entries.get(spelling) if len(spelling) == size else None
            if entry is None or _inside_a_word(text, at + size, entry):
                continue
            unit = entry.unit
            return unit if unit.symbol == spelling else replace(unit, symbol=spelling), at + size
        return None

    def parse(self, text: str, at: int) -> tuple[Unit, int] | None:
        """The unit, simple or compound, that begins at ``at``, and where it ends."""
        first = self.match(text, at)
        if first is None:
            if text.startswith("/", at):
                return self._below(text, at, None, at)
            return None
        unit, stop = self._with_bracket(text, *first)
        below = _skip(text, stop)
        if text.startswith("/", below):
            return self._below(text, below, unit, at) or (unit, stop)
        return unit, stop

    def named(self, text: str) -> Unit | None:
        """The unit that the whole text names (万元, %, 元/人·月, 万人次), None where it is none."""
        text = fold(text).strip()
        for word in ("", *self._multiplier_words):
            if not text.startswith(word) or (word and self.match(text, 0) is not None):
                continue
            found = self.parse(text, _skip(text, len(word)))
            if found is None or found[1] != len(text):
                continue
            unit = found[0]
            return replace(unit, symbol=text, factor=unit.factor * Fraction(self._multipliers[word])) if word else unit
        return None

    def in_bracket(self, text: str) -> Unit | None:
        """As ``named``, without the words that in a name's bracket are no unit (（站）, （社区）)."""
        entry = self._entries.get(fold(text).strip())
        return None if entry is not None and not entry.in_bracket else self.named(text)

    def per(self, unit: Unit | None, *denominators: str) -> Unit:
        """The unit divided by named ones (每亩 300 元 → 元/亩, 每人每月 300 元 → 元/人·月)."""
        symbol = f"{unit.symbol if unit else ''}/{'·'.join(denominators)}"
        found = self.named(symbol)
        return found or self._join(unit, [self._denominator(name, None) for name in denominators], symbol)

    def _below(self, text: str, stroke: int, above: Unit | None, start: int) -> tuple[Unit, int] | None:
        """Reads ``/`` and the units below it."""
        below: list[tuple[Unit, Fraction | None]] = []
        at = _skip(text, stroke + 1)
        while True:
            number, at = self._count(text, at)
            found = self.match(text, at)
            if found is None:
                stop = at if below else _word_end(text, at)
                if stop == at and not below and (number is None or above is None):
                    return None
                name = text[at:stop]
                below += [] if stop == at and number is None else [(Unit(name, name, "other", name), number)]
                at = stop
                break
            below += self._split(found[0], number)
            at = found[1]
            ahead = _skip(text, at)
            if ahead < len(text) and text[ahead] in _JOINTS and self.match(text, _skip(text, ahead + 1)):
                at = _skip(text, ahead + 1)
            elif (more := self.match(text, at)) is None or more[0].dimension not in _TIMES or more[1] != len(text):
                break
        return self._join(above, [self._denominator(unit.symbol, n) for unit, n in below], text[start:at]), at

    def _count(self, text: str, at: int) -> tuple[Fraction | None, int]:
        """A whole number below the stroke (5人/10万人, 次/两年, 件/千人), and where it ends."""
        stop = at
        while stop < len(text) and stop - at < _MOST_DIGITS and "0" <= text[stop] <= "9":
            stop += 1
        number = Fraction(int(text[at:stop])) if stop > at else Fraction(1)
        spoken = self._digits.get(text[at : at + 1])
        if stop == at and spoken and self.match(text, at) is None and self.match(text, at + 1) is not None:
            return Fraction(spoken), at + 1
        word = next((word for word in self._multiplier_words if text.startswith(word, stop)), "")
        if word and self.match(text, stop) is None:
            number, stop = number * Fraction(self._multipliers[word]), stop + len(word)
        return (number or None, _skip(text, stop)) if stop > at else (None, at)

    def _split(self, unit: Unit, number: Fraction | None) -> list[tuple[Unit, Fraction | None]]:
        """人天 below a stroke is 人·天, so that all spellings of one unit agree."""
        parts = self._splits.get(unit.canonical)
        if parts is None:
            return [(unit, number)]
        return [(self._denominator(part, None)[0], number if place == 0 else None) for place, part in enumerate(parts)]

    def _denominator(self, name: str, number: Fraction | None) -> tuple[Unit, Fraction | None]:
        entry = self._entries.get(name)
        return (entry.unit if entry else Unit(name, name, "other", name)), number

    def _join(self, above: Unit | None, below: list[tuple[Unit, Fraction | None]], symbol: str) -> Unit:
        names = "·".join(f"{number or ''}{unit.canonical}" for unit, number in below)
        bases = "·".join(unit.base for unit, _ in below)
        factor = above.factor if above else Fraction(1)
        if above is None or above.dimension != "ratio":
            for unit, number in below:
                factor /= unit.factor * (number or 1)
        return Unit(
            symbol=symbol,
            canonical=f"{above.canonical if above else ''}/{names}",
            dimension=_dimension(above, [unit for unit, _ in below]),
            base=f"{above.base if above else ''}/{bases}",
            factor=factor,
            is_compound=True,
        )

    def _with_bracket(self, text: str, unit: Unit, stop: int) -> tuple[Unit, int]:
        """A unit with a second one in brackets: 人(次), 台(套), 家(次)."""
        ahead = _skip(text, stop)
        if not text.startswith("(", ahead):
            return unit, stop
        close = text.find(")", ahead, ahead + _LONGEST_WORD + 2)
        if close < 0 or (second := self._entries.get(text[ahead + 1 : close])) is None:
            return unit, stop
        joined = self._entries.get(unit.canonical + second.unit.canonical)
        best = joined.unit if joined else unit
        start = stop - len(unit.symbol)
        return replace(best, symbol=text[start : close + 1]), close + 1

    def _add(self, dimension: str, base: str | None, name: str, about: Any) -> None:
        details = about if isinstance(about, Mapping) else {"also": about}
        factor = Fraction(str(details["factor"])) if "factor" in details else _ONE
        # Only units with a stated factor convert; all others are their own base.
        own_base = base if base is not None and "factor" in details else name
        unit = Unit(name, name, dimension, own_base, factor)
        entry = Entry(unit, details.get("bracket", True), details.get("not_before", ""))
        if "split" in details:
            self._splits[name] = list(details["split"])
        for spelling in (name, *(details.get("also") or ())):
            key = fold(spelling)
            known = self._entries.setdefault(key, entry)
            if known is not entry:
                raise UnitTableError(f"{spelling!r} stands for both {known.unit.canonical!r} and {name!r}")


def _dimension(above: Unit | None, below: list[Unit]) -> str:
    if above is None:
        return "per"
    if above.dimension == "money":
        return "unit-money"
    if all(unit.dimension in _TIMES for unit in below) or above.dimension == "ratio":
        return above.dimension
    return "rate"


def _inside_a_word(text: str, stop: int, entry: Entry) -> bool:
    """The match is only the beginning of a longer word (成 in 成员, m in mAh)."""
    if stop >= len(text):
        return False
    after = text[stop]
    is_latin = text[stop - 1].isascii() and text[stop - 1].isalpha()
    return after in entry.not_before or (is_latin and after.isascii() and after.isalpha())


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _word_end(text: str, at: int) -> int:
    """The end of an unknown unit word below the stroke; a stroke alone names nothing."""
    stop = at
    while stop < len(text) and stop - at < _LONGEST_WORD and "\u4e00" <= text[stop] <= "\u9fff":
        stop += 1
    return stop
