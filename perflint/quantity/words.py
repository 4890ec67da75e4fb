"""The word lists of ``rules/lexicon/values.yaml`` in the shape the grammar needs, folded like the texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from perflint.lexicon import Lexicon
from perflint.quantity.fold import fold
from perflint.quantity.model import Comparator

# Written forms of a sign, after folding. Anything else made of these characters is no comparator.
SIGNS: dict[str, Comparator] = {
    "≥": "≥", ">=": "≥", "=>": "≥", "≥=": "≥", "=≥": "≥", ">≥": "≥", "≮": "≥",
    "≤±": "≤", "<±": "<", "≤": "≤", "<=": "≤", "=<": "≤", "≤=": "≤", "=≤": "≤", "<≤": "≤", "≯": "≤",
    ">": ">", "<": "<", "=": "=", "==": "=", "~": "~", "~~": "~", "±": "~",
}  # fmt: skip
SIGN_CHARACTERS = frozenset("≥≤><=≮≯")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first. Alternatives are literal, so it runs in linear time."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


class Words:
    """The value words, built once from a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        def folded(name: str) -> tuple[str, ...]:
            return tuple(fold(word) for word in lexicon.words(name))

        comparators = lexicon.table("value_comparators")
        self.before: dict[str, Comparator] = _spellings(comparators, "before")
        self.near: dict[str, Comparator] = _spellings(comparators, "near")
        self.after: dict[str, Comparator] = _spellings(comparators, "after")
        self.before_pattern = re.compile(any_of(self.before))
        self.after_words = sorted(self.after, key=len, reverse=True)
        self.near_words = sorted(self.near, key=len, reverse=True)
        self.closers = folded("value_closers")
        self.rounders = frozenset(folded("value_rounders"))
        self.wrappers = sorted(folded("value_wrappers"), key=len, reverse=True)
        self.per_words: dict[str, str] = dict(lexicon.table("value_per_words"))
        self.per_pattern = re.compile(any_of(self.per_words))
        self.every = folded("value_every")[0]
        self.within = folded("value_within")[0]
        rank = lexicon.table("value_rank")
        self.ordinals = tuple(rank["prefixes"])
        self.rank_unit: str = rank["unit"]
        self.document_number: str = rank["document"]
        self.periods = re.compile(any_of(folded("value_periods")))
        self.frequencies = re.compile(any_of(folded("value_frequencies")))
        self.frequency_vetoes = folded("value_frequency_vetoes")
        self.frequency_periods = frozenset(folded("value_frequency_periods"))
        self._lexicon = lexicon
        clock: dict[str, list[str]] = lexicon.table("value_clock")
        self._clock_signs = (":", *clock["hours"])
        self._clock_first = frozenset(word[0] for word in clock["ahead"]) | frozenset("0123456789")
        self.yes_no = frozenset(folded("value_yes_no"))
        self.scales = frozenset(folded("value_scales"))
        grades = lexicon.table("value_grades")
        self.poor_grades = frozenset(map(fold, grades["poor"]))
        self.grades = self.poor_grades.union(map(fold, grades["good"]))
        self.kind_words = folded("value_kind_words")
        self.blanks = frozenset(folded("value_blanks"))
        self.placeholders = frozenset(folded("value_placeholders"))
        self.names_with_numbers = sorted(folded("value_names_with_numbers"), key=len, reverse=True)
        self.connectors = frozenset(folded("value_connectors"))
        self.conjunctions = frozenset(folded("value_conjunctions"))
        self.price_pattern = re.compile(any_of(folded("value_price_words")))
        self.prefix_units = folded("value_prefix_units")
        self.origins = folded("value_origins")
        self.destinations = folded("value_destinations")
        baseline = lexicon.table("value_baselines")
        self.baseline_before = tuple(baseline["before"])
        self.baseline_after = tuple(baseline["after"])
        self.breakdowns = re.compile(any_of(folded("value_breakdowns")))
        self.year_words = folded("value_year_words")
        self.included = folded("value_included")
        self.yuan_sign = "¥"
        self.year_unit: str = lexicon.table("value_date_signs")["year"][0]
        self.unit_labels = folded("value_unit_labels")
        self.kind_tail = folded("value_kind_tails")
        self.yuan_name: str = lexicon.table("value_yuan")["name"]
        numerals = lexicon.table("value_numerals")
        self.digits: dict[str, int] = dict(numerals["digits"])
        self.powers: dict[str, int] = dict(numerals["powers"])
        self.groups: dict[str, int] = dict(numerals["groups"])
        self.numeral_characters = frozenset({*self.digits, *self.powers, *self.groups})
        self.multipliers = {word: Decimal(size) for word, size in lexicon.table("value_multipliers").items()}
        self.multiplier_words = sorted(self.multipliers, key=len, reverse=True)
        fractions = lexicon.table("value_fractions")
        self.versus: str = fractions["versus"]
        self.parts_of: str = fractions["word"]
        self.half: str = fractions["half"]
        self.whole_words: tuple[str, ...] = tuple(fractions["whole"])
        self.whole_of: str = fractions["whole_of"]
        self.ratio_words: dict[str, str] = dict(fractions["hundredths"])

    @cached_property
    def clock(self) -> re.Pattern[str]:
        """A time of the day; made when a text first holds what looks like one."""
        return _clock(self._lexicon)

    def clock_at(self, text: str, at: int) -> re.Match[str] | None:
        """The time of the day that begins at a place of a text."""
        may_begin = text[at] in self._clock_first and any(sign in text for sign in self._clock_signs)
        return self.clock.match(text, at) if may_begin else None

    def sign(self, word: str) -> Comparator:
        """The comparator of a word of the lists."""
        return self.before.get(word) or self.near.get(word) or self.after.get(word) or ""

    def last_before(self, gap: str) -> re.Match[str] | None:
        """The comparator word nearest to the number behind ``gap``."""
        found = None
        for hit in self.before_pattern.finditer(gap):
            found = hit
        return found

    def is_frequency(self, text: str) -> bool:
        """The text says how often (按月, 每季度末)."""
        for word in self.frequency_vetoes:
            text = text.replace(word, "|")
        return self.frequencies.search(text) is not None

    def without_frequencies(self, text: str) -> str:
        """The text without the words that say how often."""
        return self.frequencies.sub("", text)

    def only_wrappers(self, text: str) -> bool:
        """Nothing in the text but words that go around a quantity, comparators, blanks and brackets."""
        at = 0
        while at < len(text):
            step = next((len(word) for word in self.wrappers if text.startswith(word, at)), 0)
            if not step and (found := self.before_pattern.match(text, at)):
                step = found.end() - at
            if not step and (text[at] in " (),、;:。.≥≤><=~" or text[at] in (self.every, *self.near)):
                step = 1
            if not step:
                return False
            at += step
        return True


def _clock(lexicon: Lexicon) -> re.Pattern[str]:
    """A time of the day, or from one to another (8:00-20:00); not 1:10, which is told by what stands around it."""
    words: dict[str, list[str]] = lexicon.table("value_clock")
    ahead, before = (any_of(map(fold, found)) for found in (words["ahead"], lexicon.words("value_before_words")))
    hours, minutes = any_of(words["hours"]), any_of(words["minutes"])
    hour = rf"(?:{hours})(?!{any_of(words['not_before'])})"
    to = any_of(map(fold, lexicon.words("value_connectors")))
    time = rf"(?<![\d.:])(?:[01]?\d|2[0-4])(?::[0-5]\d(?![\d:])|{hour}(?:[0-5]?\d(?:{minutes})|{minutes})?)"
    to_another = rf"\s?(?:{to})\s?(?:{ahead})?\s?{time}"
    full = r"(?<![\d.:])(?:[01]?\d|2[0-4]):[03]0(?!\d)"
    forms = (
        rf"(?:{ahead})\s?{time}(?:{to_another})?(?:{before})?",
        rf"{time}(?:{to_another})?\s?(?:{before})",
        rf"{full}\s?(?:{to})\s?{full}",
    )
    return re.compile("|".join(forms), re.ASCII)


def _spellings(table: dict[str, dict[str, list[str]]], where: str) -> dict[str, Comparator]:
    spelt: dict[str, Comparator] = {}
    for sign, forms in table.items():
        for word in forms[where]:
            spelt[fold(word)] = SIGNS[sign]
    return spelt
