"""The comparator of a number: signs and words in front of it, words behind its unit."""

from __future__ import annotations

import re

from perflint.quantity.items import Number, Unreadable
from perflint.quantity.model import Comparator, Span
from perflint.quantity.words import SIGNS, Words, any_of

SIGN_RUN = re.compile(r"[≥≤><=~≮≯±](?:\s*[≥≤><=~≮≯±])*")
# Between a sign and its number: brackets, a minus, or a few words (≤预算数500万元).
_AHEAD = re.compile(r"[ (¥+-]*[\u4e00-\u9fff]{0,10}[ (¥+-]*")
DIRECTIONS = {"≥": 1, ">": 1, "≤": -1, "<": -1, "=": 0, "~": 0, "": 0}
FLOORS = frozenset(sign for sign, direction in DIRECTIONS.items() if direction > 0)
CEILINGS = frozenset(sign for sign, direction in DIRECTIONS.items() if direction < 0)


class Comparators:
    """Reads comparators around numbers; raises Unreadable where they contradict each other."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._included = re.compile(rf"\s*(?:\((?:{any_of(words.included)})\)|{any_of(words.included)})?\s*")

    def of(self, text: str, start: int, number: Number) -> tuple[Comparator, Span | None, int]:
        """The comparator in front of or behind a number, its place, and where the number with its tail ends."""
        gap = text[start : number.start]
        sign, sign_at = self._sign_before(gap, start)
        said, said_at = self._word_before(gap, start)
        tail, stop, tail_at = self._behind(text, number)
        if sign and said and DIRECTIONS[sign] * DIRECTIONS[said] < 0:
            raise Unreadable("contradicting-signs")
        ahead, ahead_at = (sign, sign_at) if sign else (said, said_at)
        if ahead and tail and DIRECTIONS[ahead] * DIRECTIONS[tail] < 0:
            raise Unreadable("contradicting-signs")
        return (ahead, ahead_at, stop) if ahead else (tail, tail_at, stop)

    def leading(self, text: str, stop: int) -> tuple[Comparator, Span | None]:
        """The sign that begins the text, with nothing but words between it and ``stop`` (≤预算数, ≥上年水平)."""
        run = SIGN_RUN.search(text, 0, stop)
        if run is None or text[: run.start()].strip() or not _AHEAD.fullmatch(text, run.end(), stop):
            return "", None
        sign = SIGNS.get(run.group().replace(" ", ""), "")
        return (sign, run.span()) if sign else ("", None)

    def _sign_before(self, gap: str, start: int) -> tuple[Comparator, Span | None]:
        runs = list(SIGN_RUN.finditer(gap))
        if not runs or not _AHEAD.fullmatch(gap, runs[-1].end()):
            return "", None
        run = runs[-1]
        sign = SIGNS.get(run.group().replace(" ", ""))
        if sign is None:
            raise Unreadable("stray-sign")
        return sign, (start + run.start(), start + run.end())

    def _word_before(self, gap: str, start: int) -> tuple[Comparator, Span | None]:
        found = self._words.last_before(gap)
        if found is not None:
            return self._words.before[found.group()], (start + found.start(), start + found.end())
        stripped = gap.rstrip()
        for word in self._words.near_words:
            if stripped.endswith(word):
                return self._words.near[word], (start + len(stripped) - len(word), start + len(stripped))
        return "", None

    def _behind(self, text: str, number: Number) -> tuple[Comparator, int, Span | None]:
        """The comparator word right behind number and unit (以上, 以内), and where it ends."""
        included = self._included.match(text, number.stop)
        at = included.end() if included is not None else number.stop
        for word in self._words.after_words:
            if text.startswith(word, at):
                return self._words.after[word], at + len(word), (at, at + len(word))
        if text.startswith(self._words.within, at):
            rest = text[at + len(self._words.within) :].strip()
            if not rest or not "\u4e00" <= rest[0] <= "\u9fff" or rest.startswith(self._words.closers):
                return "≤", at + len(self._words.within), (at, at + len(self._words.within))
        return "", number.stop, None
