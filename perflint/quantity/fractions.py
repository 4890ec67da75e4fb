"""Shares that are no plain number with a unit: 1:10, 2/3, 三分之二, 百分之九十五."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from perflint.quantity.items import MOST_DIGITS, Number, Unreadable
from perflint.quantity.model import Unit
from perflint.quantity.numerals import chinese_number
from perflint.quantity.units import UnitTable
from perflint.quantity.words import Words, any_of

_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Fractions:
    """Reads shares, and the numerals that they are said in."""

    def __init__(self, words: Words, units: UnitTable) -> None:
        self._words = words
        self._units = units
        # 1:10 and 2/3, but not 5人/10万人: no unit follows the second number.
        no_unit = rf"(?![0-9:/.]|\s?[\u4e00-\u9fff℃%A-Za-z])|(?={any_of(words.after)})"
        between = rf"[:/]|{re.escape(words.versus)}"
        self._proportion_tail = re.compile(
            rf"\s?(?:{between})\s?([0-9]{{1,9}}(?:\.[0-9]+)?(?:{any_of(words.multipliers)})?)(?:{no_unit})"
        )

    def proportion(self, text: str, number: Number) -> Number | None:
        """1:10, 2/3, 3分之2."""
        found = self._proportion_tail.match(text, number.stop)
        spoken = self._parts_of(text, number)
        if spoken is not None:
            return spoken
        if found is None:
            return None
        name = f":{found[1]}"
        unit = Unit(name, name, "ratio", "1")
        return replace(number, unit=unit, unit_at=(number.stop, found.end()), stop=found.end())

    def _parts_of(self, text: str, number: Number) -> Number | None:
        """3分之2, 三分之二."""
        at = number.stop + (text[number.stop : number.stop + 1] == " ")
        if not text.startswith(self._words.parts_of, at):
            return None
        start = stop = at + len(self._words.parts_of)
        while stop < len(text) and stop - start < 9 and (text[stop].isascii() and text[stop].isdigit()):
            stop += 1
        over = int(text[start:stop]) if stop > start else None
        if over is None:
            stop = self.numeral_end(text, start)
            over = self.numeral(text[start:stop])
        if over is None:
            return None
        name = f":{number.number}"
        unit = Unit(name, name, "ratio", "1")
        return Number(Decimal(over), number.start, stop, (start, stop), unit=unit, unit_at=(number.start, start))

    def hundredths(self, text: str, at: int) -> Number | None:
        """百分之95, 百分之九十五, 百分之百 at ``at``, None where there is none.

        Raises Unreadable for more digits than any amount has.
        """
        whole = next((word for word in self._words.whole_words if text.startswith(word, at)), "")
        if whole:
            stop = at + len(whole)
            unit = self._units.named(self._words.ratio_words[self._words.whole_of])
            return Number(Decimal(100), at, stop, (at, stop), unit=unit, unit_at=(at, stop))
        word = next((word for word in self._words.ratio_words if text.startswith(word, at)), "")
        if not word:
            return None
        start = at + len(word)
        found = _FIGURE.match(text, start)
        if found is not None:
            figure: Decimal | None = Decimal(found[0])
            stop = found.end()
        else:
            stop = self.numeral_end(text, start)
            spoken = self.numeral(text[start:stop])
            figure = None if spoken is None else Decimal(spoken)
        if figure is None:
            return None
        if stop - start > MOST_DIGITS:
            raise Unreadable("malformed-number")
        unit = self._units.named(self._words.ratio_words[word])
        return Number(figure, at, stop, (start, stop), unit=unit, unit_at=(at, start))

    def numeral(self, text: str) -> int | None:
        """The number of a run of numeral characters, None where it is none."""
        return chinese_number(text, self._words.digits, self._words.powers, self._words.groups)

    def numeral_end(self, text: str, at: int) -> int:
        """The end of the run of numeral characters at ``at``."""
        stop = at
        while stop < len(text) and stop - at < MOST_DIGITS and text[stop] in self._words.numeral_characters:
            stop += 1
        return stop
