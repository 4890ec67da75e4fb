"""Checks of amounts that texts state: the head figure of a purpose, an amount in the project's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from msgspec import Struct

from perflint.checks.amounts import UNKNOWN_UNIT, AmountWriter, difference, exact_sum
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.list_words import ListWords, clean
from perflint.checks.money_lists import Purpose, purposes
from perflint.lexicon import Lexicon
from perflint.prepared import PreparedProject
from perflint.quantity import Amount, Grammar
from perflint.violation import Message

TOO_LONG = NotApplicable(Message("文字过长或列出的金额过多", "the text is too long or lists too many amounts"))
_SENTENCE = re.compile(r"[。！？!?\n；;]")
_LOOK_BACK = 12
_COUNT = r"(?<!\d)\d{1,2}\s*"  # what n stands for in a word of the lexicon: a count, not the end of 2024
_ROUNDED_TO = Decimal(100)  # 0.01 万元: a head figure of two decimals may be a rounded one


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


def agrees(stated: Decimal, budget: Decimal) -> bool:
    """Whether a stated figure is the budget, or the budget rounded to two decimals of 万元."""
    if stated == budget:
        return True
    has_decimals = stated % (_ROUNDED_TO * 100) != 0
    return has_decimals and (budget / _ROUNDED_TO).quantize(Decimal(1), ROUND_HALF_UP) * _ROUNDED_TO == stated


class StatedAmount(Kind):
    """The head figure of a purpose, and the amount in a project's name, are the budget.

    In a name an amount needs 元 or 万元 and must be the only one; words of ``money_head_words`` (以上, 总投资, 每年 …)
    make it something else. Longer texts than ``longest`` characters are not judged. Case ``name``.
    """

    kind: ClassVar[str] = "stated_amount"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"stated", "budget", "difference"})
    cases: ClassVar[frozenset[str]] = frozenset({"name"})

    longest: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        words = knowledge.lexicon.once(HeadWords.of)
        grammar = knowledge.grammar
        in_words = knowledge.lexicon.once(AmountWriter.of)
        purpose_of = purposes(grammar, words.lists)

        def in_name(name: str) -> Amount | None:
            amounts = grammar.amounts(name)
            if len(amounts) != 1 or not amounts[0].is_explicit or not clean(name, amounts[0], words.lists):
                return None
            other = words.yearly.search(name) or any(word in name for word in words.not_in_name)
            return None if other else amounts[0]

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            model = project.project
            if len(model.name) + len(model.purpose) > self.longest:
                yield TOO_LONG
                return
            purpose = project.once(Purpose, lambda: purpose_of(model.purpose))
            if purpose.is_too_much:
                yield TOO_LONG
                return
            found = (
                ("name", model.name, in_name(model.name)),
                ("purpose", model.purpose, head_figure(project, purpose, words)),
            )
            apart = exact_sum(amount.yuan for amount in purpose.outside)
            for field, written, amount in found:
                if amount is None or project.total.kind != "amount":
                    continue
                budget = project.total.yuan
                if budget is None:
                    yield UNKNOWN_UNIT
                    return
                if not agrees(amount.yuan, budget) and (field == "name" or apart != budget):
                    data = {
                        "stated": amount.raw,
                        "budget": in_words(budget),
                        "difference": in_words(difference(amount.yuan, budget)),
                    }
                    case = "name" if field == "name" else ""
                    span = (amount.start, amount.stop)
                    yield Finding(field, written, data, case=case, span=span, related=("budget.total",))

        return judge


KINDS = (StatedAmount,)
