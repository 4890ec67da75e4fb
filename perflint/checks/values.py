"""Checks of values: range of percentages, units, comparators, what can be read at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from perflint.checks.base import (
    Fact,
    FactCollector,
    Finding,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    NotApplicable,
    ProjectJudge,
    RowJudge,
)
from perflint.checks.rows import named, says
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import Quantity
from perflint.text import fold, squeeze
from perflint.violation import Message

INDICATOR = frozenset({"indicator"})
DOCUMENT = frozenset({"document"})
HUNDRED = Decimal(100)
LEAST = "≥"
_SIGN_IN_NAME = re.compile(r"[（(\[【][^（）()\[\]【】]*[≥≤≧≦><＞＜]")
# Units of which a conflict cannot be told: not in the table, or only "per month".
_SYMBOL = re.compile(r"\s*[A-Za-zα-ωΑ-Ω]{1,5}\d?\s*[=＝≥≤><＞＜≧≦]")
_VAGUE = frozenset({"", "other", "per"})
COUNTED = frozenset({"person", "case", "thing", "event", "place"})


class PercentWithin(Kind):
    """A percentage is from 0 to 100, unless the row speaks of growth or over-fulfilment.

    ``unless`` are words of names and values, ``described`` those that say it in a description. Of a task that can be
    done beyond what was planned the completion (a name that ends in a word of ``completion``) is the case ``beyond``,
    and none where it is of money or goods that are raised or made (a word of ``raised``). A range about 0% or about
    100% is a tolerance (80%～120%).

    A percentage that text recognition may have made of a sign and a number (``292%`` beside values of ``≥9x%``: a
    share of at least ``beside``) is the case ``lost-sign``; it suggests the value with the sign.
    """

    kind: ClassVar[str] = "percent_within"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"read"})
    cases: ClassVar[frozenset[str]] = frozenset({"lost-sign", "negative", "beyond"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(("unless", "described", "completion", "raised"), "list")

    unless: str
    described: str
    completion: str
    raised: str
    lost_sign: str
    beside: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        unless = knowledge.lexicon.words(self.unless)
        described = knowledge.lexicon.words(self.described)
        completion = knowledge.lexicon.words(self.completion)
        raised = knowledge.lexicon.words(self.raised)
        beside = Decimal(self.beside)

        def is_completion(row: PreparedIndicator) -> bool:
            return row.judged_name.endswith(completion)

        def may_exceed(row: PreparedIndicator) -> bool:
            is_described = any(word in row.base_description for word in described)
            is_raised = is_completion(row) and says(row, raised)
            return is_raised or named(row, unless) or is_described or any(word in row.row.value for word in unless)

        def outside(row: PreparedIndicator) -> Decimal | None:
            """A percentage that is not from 0 to 100 and should be."""
            low, high = row.measured.percent, row.measured.upper_percent
            if low is None or high is None or (low >= 0 and high <= HUNDRED) or may_exceed(row):
                return None
            if low < 0 < high or low < HUNDRED < high:  # a tolerance about nothing or about the whole
                return None
            return low

        def stands_beside(other: PreparedIndicator) -> bool:
            quantity = other.quantity
            return quantity.comparator == LEAST and quantity.percent is not None and beside <= quantity.percent <= 100

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for row in project.indicators:
                low = row.once(self, outside)
                if low is None:
                    continue
                read = self._read(row.measured)
                if read and any(stands_beside(other) for other in project.indicators):
                    yield Finding(row.field("value"), row.row.value, {"read": read}, "lost-sign", suggestion=read)
                else:
                    case = "negative" if low < 0 else "beyond" if is_completion(row) else ""
                    yield Finding(row.field("value"), row.row.value, {"read": ""}, case)

        return judge

    def _read(self, quantity: Quantity) -> str:
        """The value as it was before its sign was taken for a digit, or ``""``."""
        if quantity.comparator or quantity.number is None or quantity.upper is not None or quantity.unit is None:
            return ""
        digits = f"{quantity.number:f}"
        rest = digits.removeprefix(self.lost_sign)
        if rest == digits or len(rest) < 2 or rest.startswith("0") or Decimal(rest) > HUNDRED:
            return ""
        return f"{LEAST}{rest}{quantity.unit.symbol}"


class HasUnit(Kind):
    """A number says what it counts, in the value or in a bracket of the name. Dates and years are no numbers.

    Rows that say a word of ``unitless`` (系数, pH) anywhere have no unit by nature, nor has a decimal between 0 and
    1 where the name ends in a word of ``shares`` (率), nor what a value calls by a symbol (K≥1.0).
    """

    kind: ClassVar[str] = "has_unit"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    cases: ClassVar[frozenset[str]] = frozenset({"multiplier", "per"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field", "unitless": "list", "shares": "list"}

    field: str
    unitless: str
    shares: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        unitless, shares = knowledge.lexicon.words(self.unitless), knowledge.lexicon.words(self.shares)

        def is_share(row: PreparedIndicator) -> bool:
            number = row.quantity.value
            return number is not None and 0 < number < 1 and row.judged_name.endswith(shares)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            quantity = row.quantity
            if not quantity.is_bare or row.named_unit is not None or is_share(row) or _SYMBOL.match(row.row.value):
                return
            if not says(row, unitless) and not any(word in row.row.value for word in unitless):
                case = "per" if quantity.unit is not None else "multiplier" if quantity.multiplier_word else ""
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name}, case)

        return judge


class UnitsAgree(Kind):
    """The unit in the bracket that ends the name and the value's own unit have one dimension.

    ``alike`` is a list of groups of dimensions that may stand for each other (a count of 座 given in 处); units of
    ``general`` (个, 次) count anything that can be counted.
    """

    kind: ClassVar[str] = "units_agree"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "named", "own"})
    refers: ClassVar[Mapping[str, str]] = {"alike": "list", "general": "list"}

    alike: str
    general: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        groups = [frozenset(group) for group in knowledge.lexicon.table(self.alike)]
        general = frozenset(knowledge.lexicon.words(self.general))

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            stated, own = row.name_unit, row.quantity.unit
            if stated is None or own is None or stated.dimension == own.dimension or own.base == stated.base:
                return
            pair = {stated.dimension, own.dimension}
            if pair & _VAGUE or any(pair <= group for group in groups):
                return
            if pair <= COUNTED and general & {stated.symbol, own.symbol}:
                return
            data = {"name": squeeze(row.row.name), "named": stated.symbol, "own": own.symbol}
            yield Finding(row.field("value"), row.row.value, data, related=(row.field("name"),))

        return judge


class HasComparator(Kind):
    """A cost (an amount or a unit price), and a rate between 0% and 100%, say whether they are a floor or a ceiling.

    The sign may stand in a bracket of the name (成活率(≥85%)). What a policy fixes needs no sign: rates whose name
    holds a word of ``fixed_rates`` (报销比例), costs whose name holds one of ``fixed_costs`` (补助标准), unit prices
    whose name holds one of ``fixed_prices`` (补助 at 800元/人·月); nor does one that tells a change (a word of
    ``changes``: 下降5%).
    """

    kind: ClassVar[str] = "has_comparator"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    cases: ClassVar[frozenset[str]] = frozenset({"cost"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("fixed_rates", "fixed_costs", "fixed_prices", "changes"), "list"
    )

    classes: tuple[str, ...]
    fixed_rates: str
    fixed_costs: str
    fixed_prices: str
    changes: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        fixed_rates = knowledge.lexicon.words(self.fixed_rates)
        fixed_costs = knowledge.lexicon.words(self.fixed_costs)
        fixed = {"money": fixed_costs, "unit-money": (*fixed_costs, *knowledge.lexicon.words(self.fixed_prices))}
        changes = knowledge.lexicon.words(self.changes)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            quantity = row.measured
            costs = fixed.get(quantity.dimension) if row.stated_class in self.classes else None
            if quantity.comparator or quantity.kind != "number" or _SIGN_IN_NAME.search(row.row.name):
                return
            data = {"name": row.judged_name}
            is_share = quantity.percent is not None and 0 < quantity.percent < HUNDRED
            if is_share and not named(row, fixed_rates) and not any(word in row.row.value for word in changes):
                yield Finding(row.field("value"), row.row.value, data)
            elif costs is not None and not named(row, costs):
                yield Finding(row.field("value"), row.row.value, data, "cost")

        return judge


class Readable(Kind):
    """A value can be read by the value grammar, and holds one quantity."""

    kind: ClassVar[str] = "readable"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"reason"})
    cases: ClassVar[frozenset[str]] = frozenset({"several"})
    refers: ClassVar[Mapping[str, str]] = {"reasons": "list"}

    reasons: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        reasons = {code: Message(**text) for code, text in knowledge.lexicon.table(self.reasons).items()}

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            quantity = row.quantity
            if quantity.kind == "several":
                yield Finding(row.field("value"), row.row.value, {"reason": ""}, "several")
            elif quantity.kind == "unreadable":
                data = {"reason": reasons.get(quantity.reason, quantity.reason)}
                yield Finding(row.field("value"), row.row.value, data)

        return judge


class StrictComparator(Kind):
    """The signs ``strict`` in a document where at least ``count`` values carry one of ``usual``."""

    kind: ClassVar[str] = "strict_comparator"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count"})

    strict: tuple[str, ...]
    usual: tuple[str, ...]
    count: int

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            usual = sum(1 for row in project.indicators if row.quantity.comparator in self.usual)
            yield Fact("", "indicators", "", (usual,))
            for row in project.indicators:
                at = row.quantity.sign_at
                if row.quantity.comparator in self.strict and at is not None:
                    sign = fold(row.row.value[slice(*at)]).strip()
                    if not any(char.isalnum() for char in sign):
                        yield Fact("", row.field("value"), row.row.value)

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            usual = sum(int(str(member.data[0])) for member in group.members if member.data)
            if usual >= self.count:
                for member in group.members:
                    if not member.data:
                        yield GroupFinding(member, data={"count": str(usual)})

        return decide


KINDS = (PercentWithin, HasUnit, UnitsAgree, HasComparator, Readable, StrictComparator)
