"""Checks of amounts that texts state: the head figure of a purpose, an amount in the project's name."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from perflint.checks.amounts import UNKNOWN_UNIT, AmountWriter, difference, exact_sum
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.head_figure import TOO_LONG, HeadWords, head_figure
from perflint.checks.list_words import clean
from perflint.checks.money_lists import Purpose, purposes
from perflint.prepared import PreparedProject
from perflint.quantity import Amount

_ROUNDED_TO = Decimal(100)  # 0.01 万元: a head figure of two decimals may be a rounded one


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
