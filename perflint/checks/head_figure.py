"""The head figure of a purpose: the one amount that it states as all that is set aside (安排90万元)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from perflint.checks.base import NotApplicable
from perflint.checks.list_words import ListWords, clean
from perflint.checks.money_lists import Purpose
from perflint.lexicon import Lexicon
from perflint.prepared import PreparedProject
from perflint.quantity import Amount, Grammar
from perflint.violation import Message

TOO_LONG = NotApplicable(Message("文字过长或列出的金额过多", "the text is too long or lists too many amounts"))
_SENTENCE = re.compile(r"[。！？!?\n；;]")
_LOOK_BACK = 12
_COUNT = r"(?<!\d)\d{1,2}\s*"  # what n stands for in a word of the lexicon: a count, not the end of 2024


class HeadWords(Struct, frozen=True):
    """How a purpose says what is set aside in all: a verb, then words that may stand before the figure."""

    head: re.Pattern[str]
    not_before: tuple[str, ...]
    yearly: re.Pattern[str]
    years: re.Pattern[str]
    not_in_name: tuple[str, ...]
    lists: ListWords

    @classmethod
    def of(cls, lexicon: Lexicon) -> HeadWords:
        """The words of a lexicon; raises UnknownList."""
        table = lexicon.table("money_head_words")
        verbs, fillers = (
            "|".join(map(re.escape, sorted(table[name], key=len, reverse=True))) for name in ("verbs", "fillers")
        )
        return cls(
            head=re.compile(rf"(?:{verbs})(?:{fillers}|[\s:：为])*$"),
            not_before=tuple(table["not_before"]),
            yearly=re.compile("|".join(re.escape(word).replace("n", _COUNT) for word in table["yearly"])),
            years=_span_of_years(table["year"], table["to"]),
            not_in_name=tuple(table["not_in_name"]),
            lists=ListWords.of(lexicon),
        )


def _span_of_years(year: Iterable[str], to: Iterable[str]) -> re.Pattern[str]:
    """Several years right before the verb: 2023-2025年安排."""
    after, between = ("|".join(map(re.escape, words)) for words in (year, to))
    return re.compile(rf"(?:20)?\d\d(?:{after})?\s*(?:[-—–~～]|{between})+\s*20\d\d(?:{after})?\s*$")


def head_figure(project: PreparedProject, purpose: Purpose, words: HeadWords) -> Amount | None:
    """The one figure that a project's purpose states as its whole (安排90万元), or None.

    None where several are stated, where it is that of several years or of each year, of an earlier decision or of one
    source of the money, or an estimate.
    """
    return project.once(head_figure, lambda: _head_figure(purpose, project.grammar, words))


def _head_figure(purpose: Purpose, grammar: Grammar, words: HeadWords) -> Amount | None:
    heads = [
        (amount, found)
        for amount in purpose.outside
        if (found := words.head.search(purpose.raw[max(0, amount.start - _LOOK_BACK) : amount.start]))
    ]
    if len(heads) != 1:
        return None
    amount, found = heads[0]
    before = purpose.raw[: max(0, amount.start - _LOOK_BACK) + found.start()]
    sentence = _SENTENCE.split(before)[-1]
    if not clean(purpose.raw, amount, words.lists) or before.rstrip().endswith(words.not_before):
        return None
    if words.yearly.search(sentence) or words.years.search(sentence):
        return None
    years = {date.year for date in grammar.dates(purpose.raw) if date.year is not None}
    return None if len(years) > 1 and len(purpose.outside) > 1 else amount
