"""Finds numbers and dates in a folded text, each with its unit; what lies between them is left for the reader."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from perflint.quantity.dates import Dates, ImpossibleDate
from perflint.quantity.fractions import Fractions
from perflint.quantity.items import MOST_DIGITS, Item, Number, Unreadable
from perflint.quantity.model import Unit
from perflint.quantity.units import UnitTable
from perflint.quantity.words import SIGN_CHARACTERS, Words

_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?", re.ASCII)
# 10⁷, 10^7, 1.5×10⁴.
_POWER = re.compile(r"(?:(\d{1,6}(?:\.\d{1,6})?)\s?[×xX*]\s?)?10(?:\^(\d{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))(?!\d)", re.ASCII)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DOCUMENT = re.compile(r"[【\[〔({]\s*(?:19|20)\d\d\s*[】\]〕)}]")
# The number of a standard with its year: GB 5749-2022, DB13/T 2352-2016, JTG F80/1-2017.
_STANDARD = re.compile(r"[A-Z]{1,5}\d{0,2}(?:/[A-Z]{1,3})?\s?[A-Z]?\d+(?:[./]\d+)*\s?[-—–―－]\s?(?:19|20)\d\d(?!\d)")
# A sign of letters right behind a number and not before a word is a unit, known or not (150mcd, 10ngTEQ/m³); X stands
# for a blank that nobody filled.
_SIGN = re.compile(
    r"(?![Xx]+(?![A-Za-z]))[A-Za-zμΩ]{1,8}(?:[-·/][A-Za-zμΩ]{1,4}[²³23]?)*(?=\s*(?:[)）,，。;；、]|$))", re.ASCII
)
_LIST_MARK = re.compile(r"\s*(?:\(\d{1,2}\)|\d{1,2}[.、)])\s*(?=[\u4e00-\u9fff])")


class Scanner:
    """Scans with the words, units and dates of one lexicon."""

    def __init__(self, words: Words, units: UnitTable, dates: Dates) -> None:
        self.words = words
        self.units = units
        self.dates = dates
        self.fractions = Fractions(words, units)

    def items(self, text: str, chinese: bool = False) -> list[Item]:
        """All numbers and dates of a folded text in their order; raises Unreadable.

        With ``chinese``, numerals such as 三十 are numbers too where a unit follows.
        """
        found: list[Item] = []
        mark = _LIST_MARK.match(text)
        at = mark.end() if mark is not None else 0
        while at < len(text):
            item, at = self._step(text, at, chinese)
            if item is not None:
                found.append(item)
        return found

    def _step(self, text: str, at: int, chinese: bool) -> tuple[Item | None, int]:
        char = text[at]
        if not ((char.isascii() and char.isalnum()) or "\u4e00" <= char <= "\u9fff" or char in "【[〔({"):
            return None, at + 1
        document = _DOCUMENT.match(text, at)
        if document is not None:
            return None, document.end()
        standard = _STANDARD.match(text, at) if char.isascii() and char.isupper() else None
        if standard is not None:
            return None, standard.end()
        clock = self.words.clock_at(text, at)
        if clock is not None:
            return None, clock.end()
        if chinese and text.startswith(self.words.half, at) and (half := self._half(text, at)) is not None:
            return half, half.stop
        name = self._name(text, at)
        if name:
            return None, at + name
        try:
            date = self.dates.match(text, at)
        except ImpossibleDate as fault:
            raise Unreadable("impossible-date") from fault
        if date is not None:
            return date, date.stop
        return self._number_step(text, at, chinese)

    def _number_step(self, text: str, at: int, chinese: bool) -> tuple[Item | None, int]:
        if "0" <= text[at] <= "9":
            if self._follows_latin(text, at):
                return None, self._identifier(text, at)
            item = self._arabic(text, at)
            return item, item.stop if item is not None else self._past_digits(text, at)
        share = self.fractions.hundredths(text, at)
        if share is not None:
            return share, share.stop
        if chinese and text[at] in self.words.numeral_characters:
            return self._chinese(text, at)
        return None, at + 1

    def _arabic(self, text: str, at: int) -> Number | None:
        """The number written with digits at ``at``, None where it numbers a document (62号)."""
        power = _POWER.match(text, at)
        if power is not None:
            size = int(power[2] or power[3].translate(_SUPERSCRIPTS))
            if size > MOST_DIGITS:
                raise Unreadable("malformed-number")
            number = Decimal(power[1] or 1) * 10**size
            return self._finish(text, Number(number, at, power.end(), power.span()))
        found = _NUMBER.match(text, at)
        if found is None:
            raise Unreadable("malformed-number")
        figure, stop = found.group(), found.end()
        whole = figure.partition(".")[0]
        if (
            len(figure) > MOST_DIGITS
            or (len(whole) > 1 and whole[0] == "0")
            or (at and text[at - 1] == ".")
            or re.match(r"[.,]\d|\.[%.]", text[stop : stop + 2])
        ):
            raise Unreadable("malformed-number")
        is_counted = text[:at].rstrip()[-1:] in SIGN_CHARACTERS  # ≥3200号: specimens are counted by their numbers
        if text.startswith(self.words.document_number, stop) and not is_counted:
            return None
        start, number = at, Decimal(figure.replace(",", ""))
        if _is_minus(text, at):
            start, number = at - 1, number.copy_negate()
        return self._finish(text, Number(number, start, stop, (start, stop)))

    def _finish(self, text: str, number: Number) -> Number:
        """Reads rounders, multiplier and unit behind a number."""
        proportion = self.fractions.proportion(text, number)
        if proportion is not None:
            return proportion
        stop, is_about = self._rounder(text, number.stop)
        ahead = _blanks(text, stop)
        unit = self.units.parse(text, ahead) or _sign_of_letters(text, ahead)
        word = next((word for word in self.words.multiplier_words if text.startswith(word, ahead)), "")
        if word and (unit is None or len(unit[0].symbol) <= len(word)):
            stop, more = self._rounder(text, ahead + len(word))
            number = replace(number, multiplier=self.words.multipliers[word], multiplier_word=word, stop=stop)
            is_about = is_about or more
            ahead = _blanks(text, stop)
            unit = self.units.parse(text, ahead) or _sign_of_letters(text, ahead)
        elif is_about and unit is None:
            stop, is_about = number.stop, False
        bracketed = self._bracketed(text, number, ahead) if unit is None else None
        if bracketed is not None:
            return bracketed
        currency = number.start > 0 and text[number.start - 1] == self.words.yuan_sign
        if unit is None and currency and (yuan := self.units.named(self.words.yuan_name)) is not None:
            return replace(number, unit=yuan, start=number.start - 1, unit_at=(number.start - 1, number.start))
        if unit is None and text[: number.start].endswith(self.words.ordinals):
            rank = self.units.named(self.words.rank_unit)
            return replace(number, unit=rank, is_about=is_about)
        if unit is None:
            return replace(number, stop=max(stop, number.stop), is_about=is_about)
        number = replace(number, unit=unit[0], unit_at=(ahead, unit[1]), stop=unit[1], is_about=is_about)
        return self._and_a_half(text, number)

    def _bracketed(self, text: str, number: Number, at: int) -> Number | None:
        """A unit in brackets behind its number, with its size: 32(人), 90(万元), 5万(人次)."""
        close = text.find(")", at, at + 12) if text.startswith("(", at) else -1
        if close < 0:
            return None
        inside = text[at + 1 : close].strip()
        word = next((word for word in self.words.multiplier_words if inside.startswith(word)), "")
        unit = self.units.named(inside[len(word) :]) if word else None
        if unit is None:
            word, unit = "", self.units.named(inside)
        if unit is None or (word and number.multiplier_word):
            return None
        size = self.words.multipliers[word] if word else number.multiplier
        word = word or number.multiplier_word
        return replace(
            number, multiplier=size, multiplier_word=word, unit=unit, unit_at=(at, close + 1), stop=close + 1
        )

    def _and_a_half(self, text: str, number: Number) -> Number:
        """一年半."""
        is_time = number.unit is not None and number.unit.dimension == "duration"
        if not is_time or not text.startswith(self.words.half, number.stop):
            return number
        return replace(number, number=number.number + Decimal("0.5"), stop=number.stop + len(self.words.half))

    def _chinese(self, text: str, at: int) -> tuple[Item | None, int]:
        """A Chinese numeral with a unit behind it; others are parts of words (统一, 一般)."""
        stop = self.fractions.numeral_end(text, at)
        value = self.fractions.numeral(text[at:stop])
        if value is None:
            return None, stop
        try:
            date = self.dates.spoken(text, value, at, stop)
        except ImpossibleDate as fault:
            raise Unreadable("impossible-date") from fault
        if date is not None:
            return date, date.stop
        item = self._finish(text, Number(Decimal(value), at, stop, (at, stop)))
        return (item, item.stop) if item.unit is not None else (None, stop)

    def _half(self, text: str, at: int) -> Number | None:
        """半年, 半个月."""
        start = at + len(self.words.half)
        unit = self.units.match(text, start)
        if unit is None or unit[0].dimension != "duration":
            return None
        return Number(Decimal("0.5"), at, unit[1], (at, start), unit=unit[0], unit_at=(start, unit[1]))

    def _rounder(self, text: str, at: int) -> tuple[int, bool]:
        return (at + 1, True) if text[at : at + 1] in self.words.rounders and at < len(text) else (at, False)

    def _name(self, text: str, at: int) -> int:
        """The length of a name with digits in it (5G, 12345热线) that begins at ``at``; 0 where none does."""
        if at and text[at - 1] in SIGN_CHARACTERS:
            return 0
        for name in self.words.names_with_numbers:
            if not text.startswith(name, at):
                continue
            after = text[at + len(name) : at + len(name) + 1]
            if name.isdigit():
                is_name = "\u4e00" <= after <= "\u9fff" and self.units.match(text, at + len(name)) is None
                is_name = is_name and after not in self.words.multipliers
            else:
                is_name = not (after.isascii() and after.isalnum())
            return len(name) if is_name else 0
        return 0

    def _follows_latin(self, text: str, at: int) -> bool:
        """The figure stands right behind a Latin letter, unless that names what is measured (pH6)."""
        is_latin = at > 0 and text[at - 1].isascii() and text[at - 1].isalpha()
        return is_latin and not text[:at].endswith(self.words.prefix_units)

    def _identifier(self, text: str, at: int) -> int:
        """The end of a figure that belongs to a Latin name (A4, GB19001); raises Unreadable before a unit."""
        found = _NUMBER.match(text, at)
        stop = found.end() if found is not None else self._past_digits(text, at)
        if text.startswith("%", stop):
            raise Unreadable("stray-character")
        return stop

    @staticmethod
    def _past_digits(text: str, at: int) -> int:
        while at < len(text) and (text[at].isascii() and text[at].isdigit()):
            at += 1
        return at


def _is_minus(text: str, at: int) -> bool:
    """A hyphen before the digits is a minus at the beginning, after a blank, a sign or an opening bracket."""
    return at > 0 and text[at - 1] == "-" and (at == 1 or text[at - 2] in "≥≤><=~ (:")


def _blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _sign_of_letters(text: str, at: int) -> tuple[Unit, int] | None:
    """A unit that no table knows and that letters show to be one, and where it ends."""
    found = _SIGN.match(text, at)
    return (Unit(found.group(), found.group(), "other", found.group()), found.end()) if found else None
