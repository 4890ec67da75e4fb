"""Checks of values against the class that their row states: costs, satisfaction and times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from perflint.checks.base import Finding, Knowledge, RowJudge
from perflint.checks.rows import ClassKind, says
from perflint.names import Names
from perflint.prepared import PreparedIndicator
from perflint.quantity import FLOORS, Grammar, Quantity

INDICATOR = frozenset({"indicator"})
HUNDRED = Decimal(100)
# Kinds of value that say nothing yet or that other rules speak of.
_UNREAD = frozenset({"blank", "template", "placeholder", "several", "unreadable", "yesno"})


class ClassComparator(ClassKind):
    """Values of ``classes`` do not carry one of ``comparators``.

    Rows that hold a word of the ``unless`` lists are exempt: savings, and entitlements that a policy sets as a floor.
    """

    kind: ClassVar[str] = "class_comparator"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    refers: ClassVar[Mapping[str, str]] = {"unless": "list"}

    classes: tuple[str, ...]
    comparators: tuple[str, ...]
    unless: tuple[str, ...]

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        unless = [word for name in self.unless for word in knowledge.lexicon.words(name)]

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if row.quantity.comparator not in self.comparators or row.stated_class not in self.classes:
                return
            if not says(row, unless):
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name})

        return judge


class ClassAmount(ClassKind):
    """Values of ``classes`` are amounts of money or prices, unless the row speaks of ``unless`` (savings).

    A price that is a rate by nature (a name that ends in a word of ``rates``: 贴息率) may be a percentage. Bare numbers
    and answers to yes-or-no indicators are not judged here.
    """

    kind: ClassVar[str] = "class_amount"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    cases: ClassVar[frozenset[str]] = frozenset({"percent"})
    refers: ClassVar[Mapping[str, str]] = {"unless": "list", "rates": "list"}

    classes: tuple[str, ...]
    dimensions: tuple[str, ...]
    unless: str
    rates: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        unless, rates = knowledge.lexicon.words(self.unless), knowledge.lexicon.words(self.rates)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            quantity = row.measured
            if quantity.kind in _UNREAD or quantity.is_bare or quantity.dimension in self.dimensions:
                return
            if quantity.is_percent and row.judged_name.endswith(rates):
                return
            if row.stated_class in self.classes and not says(row, unless):
                case = "percent" if quantity.is_percent else ""
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name}, case)

        return judge


class SatisfactionValue(ClassKind):
    """Satisfaction is a percentage or a score with ≥, of at least ``low``; below ``very_low`` it means little.

    Rows that count complaints (a word of ``unless`` ends the name or what it counts), bare numbers and answers to
    yes-or-no indicators are not judged; 100% needs no sign; scores on scales shorter than a hundred have no floor.
    """

    kind: ClassVar[str] = "satisfaction_value"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"floor"})
    cases: ClassVar[frozenset[str]] = frozenset({"sign", "low", "very-low"})
    refers: ClassVar[Mapping[str, str]] = {"unless": "list"}

    classes: tuple[str, ...]
    low: str
    very_low: str
    unless: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        grammar = knowledge.grammar
        unless, names = knowledge.lexicon.words(self.unless), knowledge.lexicon.once(Names)

        def counts_complaints(name: str) -> bool:
            counted = names.count(name)
            return name.endswith(unless) or (counted.kind == "undesired" and counted.word.endswith(unless))

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if row.stated_class in self.classes and not counts_complaints(row.judged_name):
                case = self._case(grammar, row)
                if case is not None:
                    data = {"floor": self.very_low if case == "very-low" else self.low}
                    yield Finding(row.field("value"), row.row.value, data, case)

        return judge

    def _case(self, grammar: Grammar, row: PreparedIndicator) -> str | None:
        """What is wrong with the value, None where nothing is."""
        quantity = row.measured
        if quantity.kind in _UNREAD or quantity.is_bare:
            return None
        level = quantity.percent
        if level is None and quantity.dimension == "score":
            level = quantity.value
            if level is not None and level <= 10:
                return None if quantity.comparator in FLOORS or quantity.kind == "range" else "sign"
        if level is None:
            return ""
        if level < Decimal(self.low):
            return "very-low" if level < Decimal(self.very_low) else "low"
        is_open = quantity.comparator in FLOORS or quantity.kind == "range" or level >= HUNDRED
        return None if is_open else "sign"


class TimeValue(ClassKind):
    """Values of ``classes`` are percentages, dates, durations, periods or frequencies.

    A count of ``paced`` dimensions by a unit of ``paces``, to which all units of time come down (3条/周), is a
    frequency, and so is time by anything (6小时/次). Words, and counts of ``repeated`` dimensions, that hold one of
    ``times`` (汛期前, 两学期各1次) say a time too, and so do the latter where the name ends in one of ``frequencies``
    (频次); bare numbers lack a unit and are not judged here.
    """

    kind: ClassVar[str] = "time_value"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    refers: ClassVar[Mapping[str, str]] = {"times": "list", "frequencies": "list"}

    classes: tuple[str, ...]
    kinds: tuple[str, ...]
    dimensions: tuple[str, ...]
    paced: tuple[str, ...]
    paces: tuple[str, ...]
    repeated: tuple[str, ...]
    times: str
    frequencies: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        times, frequencies = knowledge.lexicon.words(self.times), knowledge.lexicon.words(self.frequencies)
        by_time = tuple(f"/{unit}" for unit in self.paces)
        time_by = tuple(f"{unit}/" for unit in self.paces)

        def is_pace(quantity: Quantity) -> bool:
            base = quantity.unit.base if quantity.unit is not None and quantity.unit.is_compound else ""
            return base.startswith(time_by) or (quantity.dimension in self.paced and base.endswith(by_time))

        def worded(quantity: Quantity) -> bool:
            return quantity.kind == "word" or quantity.dimension in self.repeated

        def is_time(row: PreparedIndicator) -> bool:
            quantity = row.measured
            return (
                quantity.kind in _UNREAD
                or quantity.kind in self.kinds
                or quantity.is_bare
                or bool(quantity.dates)
                or quantity.dimension in self.dimensions
                or is_pace(quantity)
                or (worded(quantity) and any(word in row.row.value for word in times))
                or (quantity.dimension in self.repeated and row.judged_name.endswith(frequencies))
            )

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if row.stated_class in self.classes and not is_time(row):
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name})

        return judge


KINDS = (ClassComparator, ClassAmount, SatisfactionValue, TimeValue)
