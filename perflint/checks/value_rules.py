"""Checks of values against the class that their row states: costs, satisfaction, times and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge, RowJudge
from perflint.checks.rows import says, without_classes
from perflint.names import Names
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import DateRef, Grammar, Quantity
from perflint.rule import Setting
from perflint.text import fold, squeeze
from perflint.violation import Message

INDICATOR = frozenset({"indicator"})
HUNDRED = Decimal(100)
FLOORS = frozenset({"≥", ">"})
# Kinds of value that say nothing yet or that other rules speak of.
_UNREAD = frozenset({"blank", "template", "placeholder", "several", "unreadable", "yesno"})
_DATED = frozenset({"date", "period", "number", "duration"})
_YEARS = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# The printed number of a table, which may look like a year: 2018.…
_TABLE_NUMBER = re.compile(r"^\s*\d+\s*[.．、](?!\d)")
NO_YEAR = NotApplicable(Message("预算年度不明，请用 --year 指定", "the budget year is not known; give it with --year"))


class ClassComparator(Kind):
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

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return without_classes(setting)

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        unless = [word for name in self.unless for word in knowledge.lexicon.words(name)]

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if row.quantity.comparator not in self.comparators or row.stated_class not in self.classes:
                return
            if not says(row, unless):
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name})

        return judge


class ClassAmount(Kind):
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

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return without_classes(setting)

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


class SatisfactionValue(Kind):
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

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return without_classes(setting)

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


class TimeValue(Kind):
    """Values of ``classes`` are percentages, dates, durations, periods or frequencies.

    A count of ``paced`` dimensions by a unit of ``paces``, to which all units of time come down (3条/周), is a
    frequency. Words, and counts of ``repeated`` dimensions, that hold one of ``times`` (汛期前, 两学期各1次) say a time
    too, and so do the latter where the name ends in one of ``frequencies`` (频次); bare numbers lack a unit and are not
    judged here.
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

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return without_classes(setting)

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        times, frequencies = knowledge.lexicon.words(self.times), knowledge.lexicon.words(self.frequencies)
        paces = tuple(f"/{unit}" for unit in self.paces)

        def is_by_time(quantity: Quantity) -> bool:
            return quantity.unit is not None and quantity.unit.is_compound and quantity.unit.base.endswith(paces)

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
                or (quantity.dimension in self.paced and is_by_time(quantity))
                or (worded(quantity) and any(word in row.row.value for word in times))
                or (quantity.dimension in self.repeated and row.judged_name.endswith(frequencies))
            )

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if row.stated_class in self.classes and not is_time(row):
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name})

        return judge


class DateInYear(Kind):
    """Dates stand in the budget year or in the project's period.

    The period is taken from the years that name, purpose and goals state: an earlier year counts where it begins a
    range (2021-2023年, words of ``ranges``) or stands in a name, a later one wherever it stands. Years that a value is
    compared with (``basis_before`` it, ``basis_after`` it) are no deadlines. In rows of ``lasting`` classes, or whose
    text holds a word of ``lasting_words``, a later date is what is meant. What closes a year (a word of
    ``closing_words`` in name or description: final accounts, self-evaluation) may be done in the first ``months`` of
    the next; ``next_year`` is the grammar's word for it.
    """

    kind: ClassVar[str] = "date_in_year"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"date", "year"})
    cases: ClassVar[frozenset[str]] = frozenset({"later"})
    refers: ClassVar[Mapping[str, str]] = {
        "basis_before": "list",
        "basis_after": "list",
        "lasting_words": "list",
        "closing_words": "list",
        "ranges": "list",
    }

    months: int
    next_year: str
    times: tuple[str, ...]
    lasting: tuple[str, ...]
    lasting_words: str
    closing_words: str
    basis_before: str
    basis_after: str
    ranges: str = "year_ranges"

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        before = knowledge.lexicon.words(self.basis_before)
        after = knowledge.lexicon.words(self.basis_after)
        lasting_words = knowledge.lexicon.words(self.lasting_words)
        closing_words = knowledge.lexicon.words(self.closing_words)
        ranges = year_ranges(knowledge.lexicon.table(self.ranges))

        def is_basis(written: str, date: DateRef) -> bool:
            return written[: date.start].rstrip().endswith(before) or written[date.stop :].lstrip().startswith(after)

        def dates_of(row: PreparedIndicator) -> list[DateRef]:
            """The dates of a value that say when something is done."""
            written = row.row.value
            is_number = written.strip().isdecimal() and row.stated_class not in self.times
            if row.quantity.kind not in _DATED or is_number:
                return []
            dates = (date for date in row.quantity.dates if not is_basis(written, date))
            return [date for date in dates if date.year is not None or date.relative]

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            year = project.setting.year
            period: tuple[int, int] | None = None
            for row in project.indicators:
                dates = row.once(self, dates_of)
                if not dates:
                    continue
                if year is None:
                    yield NO_YEAR
                    return
                period = period or project_period(project, year, ranges)
                is_lasting = row.stated_class in self.lasting or says(row, lasting_words)
                months = self.months if says(row, closing_words) else 0
                widest = widened(period, row.row.name + row.row.description)
                fault = self._outside(dates, year, widest, is_lasting, months)
                if fault is not None:
                    stood = {"date": fault.wording, "year": str(year)}
                    case = "later" if self._year_of(fault, year) > year else ""
                    yield Finding(row.field("value"), row.row.value, stood, case, span=(fault.start, fault.stop))

        return judge

    def _year_of(self, date: DateRef, year: int) -> int:
        """The year of a date, seen from the budget year."""
        return date.year or (year + 1 if date.relative == self.next_year else year)

    def _outside(
        self, dates: list[DateRef], year: int, period: tuple[int, int], is_lasting: bool, months: int
    ) -> DateRef | None:
        """The first date outside; none where the dates enclose the budget year."""
        years = [self._year_of(date, year) for date in dates]
        if len(years) > 1 and min(years) <= year <= max(years):
            return None
        first, last = period
        for date in dates:
            stands = self._year_of(date, year)
            is_early_next = stands == last + 1 and (
                (date.month is not None and date.month <= months)
                or (date.quarter is not None and date.quarter * 3 <= months)
            )
            if stands < first or (stands > last and not is_early_next and not is_lasting):
                return date
        return None


def year_ranges(words: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Finds the first years of ranges in a text without blanks: 2021-2023年, 2021年3月至2023年."""
    year, month, to = ("|".join(map(re.escape, words[key])) for key in ("year", "month", "to"))
    return re.compile(rf"(?<!\d)(20\d\d)(?:{year})?(?:\d{{1,2}}(?:{month}))?(?:[-—–~～]|{to})+20\d\d(?!\d)")


def project_period(project: PreparedProject, year: int, ranges: re.Pattern[str]) -> tuple[int, int]:
    """The first and last year of a project, as its texts tell; at least the budget year."""
    model = project.project
    heading = _TABLE_NUMBER.sub("", model.heading)
    texts = fold("\n".join((model.name, heading, model.purpose, *model.goals)))
    starts = [int(start) for start in ranges.findall(squeeze(texts))]
    named = [int(found) for found in _YEARS.findall(fold(model.name + heading))]
    later = [int(found) for found in _YEARS.findall(texts)]
    return min([year, *starts, *named]), max([year, *later])


def widened(period: tuple[int, int], written: str) -> tuple[int, int]:
    """The period with the years that a row itself names."""
    years = [int(found) for found in _YEARS.findall(fold(written))]
    return min([period[0], *years]), max([period[1], *years])


KINDS = (ClassComparator, ClassAmount, SatisfactionValue, TimeValue, DateInYear)
