"""Check of the lists of amounts in purposes: what is listed must make up, or stay within, what it explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import ClassVar

from msgspec import Struct

from perflint.checks.amounts import AmountWriter, difference, exact_sum, source_cells
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.head_figure import TOO_LONG, HeadWords, head_figure
from perflint.checks.money_lists import AmountList, Purpose, purposes
from perflint.prepared import PreparedProject
from perflint.quantity import Amount
from perflint.violation import Message

_SHOWN = 12


class Breakdown(Kind):
    """Amounts listed in a purpose make up the amount that they explain and the budget; 其中 and 包括 stay within it.

    Lists inside a list are held against their own head; a list may tell the whole twice, by sources and by uses. Not
    judged: a list with an item without an amount, a product, a rate or an estimate, and a purpose of more than
    ``longest`` characters. Where the head figure itself differs from the budget and the list is one of the two, the
    fault is the head figure's. Case ``above``: a list of some of the items is more than the whole.
    """

    kind: ClassVar[str] = "breakdown"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"parts", "sum", "whole", "difference"})
    cases: ClassVar[frozenset[str]] = frozenset({"above"})

    longest: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        words = knowledge.lexicon.once(HeadWords.of)
        grammar = knowledge.grammar
        in_words = knowledge.lexicon.once(AmountWriter.of)
        purpose_of = purposes(grammar, words.lists)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            written = project.project.purpose
            if not words.lists.markers.search(written):
                return
            if len(written) > self.longest:
                yield TOO_LONG
                return
            purpose = project.once(Purpose, lambda: purpose_of(written))
            if purpose.is_too_much:
                yield TOO_LONG
                return
            whole = _Whole.of(project, purpose, words, in_words)
            for listed in purpose.lists:
                wrong = whole.differs(listed) if listed.is_sure else None
                if wrong is not None:
                    yield _finding(written, listed, wrong, in_words)

        return judge


class _Whole(Struct, frozen=True):
    """What the lists of a purpose may be held against.

    ``total`` is the budget in yuan; ``budget`` is the same where the purpose has one list at its top level, one amount
    at most outside it and one year, else None; ``sources`` are the amounts by source; ``head`` is the head figure;
    ``raw`` the purpose.
    """

    total: Decimal | None
    budget: Decimal | None
    sources: frozenset[Decimal]
    head: Amount | None
    raw: str
    source_words: tuple[str, ...]
    openers: tuple[str, ...]
    in_words: AmountWriter

    @classmethod
    def of(cls, project: PreparedProject, purpose: Purpose, words: HeadWords, in_words: AmountWriter) -> _Whole:
        alone = sum(item.is_main for item in purpose.lists) == 1 and len(purpose.outside) <= 1
        several_years = words.yearly.search(purpose.raw) is not None
        return cls(
            total=project.total.yuan,
            budget=project.total.yuan if alone and not several_years else None,
            sources=frozenset(cell.yuan for _, cell in source_cells(project) if cell.yuan is not None),
            head=head_figure(project, purpose, words),
            raw=purpose.raw,
            source_words=words.lists.sources,
            openers=words.lists.openers,
            in_words=in_words,
        )

    def differs(self, listed: AmountList) -> _Explained | None:
        """What a list should make up, or stay within, and does not; None where it is right or nothing is certain."""
        if self._is_said_twice(listed) or self._is_the_whole_again(listed) or self._names_sources_besides(listed):
            return None
        sums = [exact_sum(item.yuan for item in items) for items in listed.readings()]
        return self._not_made_up(listed, sums) if listed.is_whole else self._exceeded(listed, sums)

    def _is_said_twice(self, listed: AmountList) -> bool:
        """Whether a list tells the whole by sources, then by uses (其中省级80万元、县级46万元，用于…).

        The uses make up the whole too, or are some of it and begin with a word of ``openers``.
        """
        wholes = {amount.yuan for amount in listed.heads} | {self.total}
        *parts, both = accumulate(item.yuan for item in listed.items)
        found = (number for number, part in enumerate(parts, 1) if part in wholes and both <= part + part)
        return any(both == 2 * parts[number - 1] or self._opens(listed.items, number) for number in found)

    def _names_sources_besides(self, listed: AmountList) -> bool:
        """Whether one clause of a list makes up the whole and the rest says where money comes from.

        其中上级补助40万元；用于… for 142万元 in all, or the other way about (…；80万元来自中央).
        """
        wholes = {amount.yuan for amount in listed.heads} | {self.total}
        cuts = [listed.items[0].start, *(item.stop for item in listed.items if self._ends_a_clause(item)), listed.stop]
        clauses = [tuple(item for item in listed.items if low <= item.start < high) for low, high in pairwise(cuts)]
        clauses = [clause for clause in clauses if clause]
        if len(clauses) != 2:
            return False
        return any(
            len(uses) > 1 and exact_sum(item.yuan for item in uses) in wholes and self._tells_a_source(rest)
            for uses, rest in (clauses, clauses[::-1])
        )

    def _ends_a_clause(self, item: Amount) -> bool:
        """Whether ；or 。 stands behind an amount before any other mark."""
        return re.match(r"[^，,、；;。]*[；;。]", self.raw[item.stop :]) is not None

    def _tells_a_source(self, items: Sequence[Amount]) -> bool:
        """Whether the clause of some amounts names a source of money."""
        start = max(self.raw.rfind(mark, 0, items[0].start) for mark in "；;。，,：:") + 1
        said = re.split(r"[；;。，,]", self.raw[start:])[: len(items)]
        return any(word in clause for clause in said for word in self.source_words)

    def _is_the_whole_again(self, listed: AmountList) -> bool:
        """Whether a list within a list tells the whole budget: the sources stand before it (其他10万元，包括：…)."""
        return not listed.is_main and exact_sum(item.yuan for item in listed.items) == self.total

    def _opens(self, items: Sequence[Amount], number: int) -> bool:
        """Whether an item begins with a word such as 用于."""
        between = self.raw[items[number - 1].stop : items[number].start]
        return between.lstrip("，,；;。 ").startswith(self.openers)

    def _not_made_up(self, listed: AmountList, sums: Sequence[Decimal]) -> _Explained | None:
        by_head = [amount for amount in listed.heads if amount.yuan in sums]
        if not listed.is_main:
            return None if by_head or not listed.heads else _named(listed.heads[-1])
        if self.total in sums:
            return None  # a head figure that differs from both is the fault of that figure
        if self.budget is None:
            return None if by_head or not listed.heads else _named(listed.heads[0])
        if not by_head and listed.heads:
            return _named(listed.heads[0])
        if self.sources & set(sums) or self.head in by_head or any(map(self._is_of_a_source, by_head)):
            return None
        return _budget_named(self.budget, self.in_words)

    def _exceeded(self, listed: AmountList, sums: Sequence[Decimal]) -> _Explained | None:
        least = min(sums)
        if listed.heads:
            highest = max(listed.heads, key=lambda amount: amount.yuan)
            within = self.budget is not None and least <= self.budget and highest != self.head
            return None if least <= highest.yuan or (listed.is_main and within) else _named(highest)
        if listed.is_main and self.budget is not None and least > self.budget:
            return _budget_named(self.budget, self.in_words)
        return None

    def _is_of_a_source(self, amount: Amount) -> bool:
        """Whether an amount is said to come from one source of the money (上级补助30万元)."""
        sentence = self.raw[: amount.start].rsplit("。", 1)[-1]
        return any(word in sentence for word in self.source_words)


class _Explained(Struct, frozen=True):
    """What a list is held against: its amount in yuan and its name in a message."""

    yuan: Decimal
    name: Message


def _named(amount: Amount) -> _Explained:
    return _Explained(amount.yuan, Message(f"所说明的{amount.raw}", f"the {amount.raw} that they explain"))


def _budget_named(budget: Decimal, in_words: AmountWriter) -> _Explained:
    return _Explained(budget, Message(f"预算数{in_words(budget)}", f"the budget of {in_words(budget)}"))


def _finding(written: str, listed: AmountList, explained: _Explained, in_words: AmountWriter) -> Finding:
    items = listed.readings()[-1 if not listed.is_whole else 0]
    total = exact_sum(item.yuan for item in items)
    parts = " + ".join(in_words(item.yuan) for item in items[:_SHOWN])
    data: dict[str, str | Message] = {
        "parts": parts + (" + …" if len(items) > _SHOWN else ""),
        "sum": in_words(total),
        "whole": explained.name,
        "difference": in_words(difference(total, explained.yuan)),
    }
    span = (listed.items[0].start, items[-1].stop)
    return Finding("purpose", written, data, case="" if listed.is_whole else "above", span=span)


KINDS = (Breakdown,)
