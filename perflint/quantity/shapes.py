"""Values without a number: blanks, fillers, scales, answers, a unit or sign alone, qualitative wording."""

from __future__ import annotations

import re
import unicodedata

from perflint.quantity.items import Unreadable
from perflint.quantity.model import Comparator, Kind
from perflint.quantity.scan import Scanner
from perflint.quantity.words import SIGN_CHARACTERS, SIGNS, any_of

_BLANK_MARKS = re.compile(r"[-—–/\\ ]+")
_SEPARATORS = re.compile(r"[\s、,/;|()·.]+")
# Two fillers in a row anywhere, or one where a figure should stand: after a sign, before a unit or date word.
_FILLERS = re.compile(r"[*×_＿□○〇Xx]{2,}|[_□]|(?:[≥≤><=~]\s*)[*×Xx](?!\s*[≥≤<>])")
_SINGLE = re.compile(r"(?<![0-9A-Za-z\u4e00-\u9fff·)])[*×Xx](?![0-9A-Za-z])")
_ONE_EACH = re.compile(r"每?1[\u4e00-\u9fff]{1,3}1[\u4e00-\u9fff]{1,3}")
_NEVER = frozenset("#@$^\\`\ufffd|{}")


class Shapes:
    """Tells the values that hold no quantity."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._words = scanner.words
        signs = any_of(scanner.dates.signs)
        self._unfilled_date = re.compile(rf"(?:{signs}|-)[*×Xx](?:{signs})")

    def fixed(self, text: str, was_blank: bool) -> Kind | None:
        """The kind of a stripped text that needs no reading of numbers, else None."""
        words = self._words
        if not text:
            return "blank" if was_blank else "template"
        if text in words.blanks or _BLANK_MARKS.fullmatch(text):
            return "blank"
        if text in words.yes_no:
            return "yesno"
        if text in words.placeholders or self._is_placeholder(text):
            return "placeholder"
        if _ONE_EACH.fullmatch(text):
            return "word"
        if _SEPARATORS.sub("", text) in words.scales or self._lists_grades(text):
            return "scale"
        return self._unit_alone(text)

    def worded(self, text: str) -> Kind:
        """``period`` or ``word`` for a text without numbers; raises Unreadable when it holds no word at all."""
        if not any(char.isalpha() for char in text):
            raise Unreadable("no-text")
        found = self._words.periods.search(text)
        return "period" if found is not None and self._words.only_wrappers(text.replace(found[0], "")) else "word"

    def worded_with_sign(self, text: str) -> Comparator:
        """The comparator of wording such as ≤预算数; "" where no words or grade (≥C30) follow."""
        found = re.match(r"\s*([≥≤><=]+)\s*(?=[\u4e00-\u9fff]|[A-Za-z]{1,3}\d)", text)
        return SIGNS.get(found[1], "") if found is not None else ""

    def refuse_leftovers(self, text: str) -> None:
        """Raises Unreadable when the text holds a comparator or a character that no value has."""
        for char in text:
            if char in SIGN_CHARACTERS or char == "%":
                raise Unreadable("stray-sign")
            if char in _NEVER or char in "*×" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs"):
                raise Unreadable("stray-character")

    def _unit_alone(self, text: str) -> Kind | None:
        """A sign, a unit, or both, without the number (≥%, 元/人天); 次/月 says how often."""
        sign = re.match(r"[≥≤><=~\s]*", text)
        stop = sign.end() if sign is not None else 0
        rest = text[stop:].strip()
        if not rest:
            return "template" if text.replace(" ", "") in SIGNS else None
        # A letter is a grade and 半年 a length of time, though both are units too.
        is_letter = len(text) == 1 and text.isascii() and text.isalpha()
        if is_letter or rest.startswith(self._words.half):
            return None
        unit = self._scanner.units.named(rest)
        if unit is None:
            return "template" if rest in self._words.multipliers else None
        often = unit.is_compound and unit.dimension == "event" and not stop
        return "frequency" if often else "template"

    def _lists_grades(self, text: str) -> bool:
        """显著/一般/不显著: grades side by side, a poor one among them; 优、良 may be what is aimed at."""
        grades = [part for part in _SEPARATORS.split(text) if part]
        is_scale = len(grades) > 2 and not self._words.poor_grades.isdisjoint(grades)
        return is_scale and len(set(grades)) == len(grades) and self._words.grades.issuperset(grades)

    def _is_placeholder(self, text: str) -> bool:
        # Stars and crosses between units or figures multiply (元/人*月, 7×24).
        if re.fullmatch(r"[*×Xx]", text) or _FILLERS.search(text) or self._unfilled_date.search(text):
            return True
        found = _SINGLE.search(text)
        if found is None:
            return False
        rest = text[found.end() :].strip()
        return self._scanner.units.match(rest, 0) is not None if rest else False
