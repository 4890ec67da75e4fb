"""Check of dates against the budget year and the years of the project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.rows import says
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import DateRef
from perflint.text import fold, squeeze
from perflint.violation import Message

_DATED = frozenset({"date", "period", "number", "duration"})
_YEARS = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# The printed number of a table, which may look like a year: 2018.…
_TABLE_NUMBER = re.compile(r"^\s*\d+\s*[.．、](?!\d)")
NO_YEAR = NotApplicable(Message("预算年度不明，请用 --year 指定", "the budget year is not known; give it with --year"))


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
    scopes: ClassVar[frozenset[str]] = frozenset({"indicator"})
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
    year, month, to = ("|".join(map(re.escape, words[key])) or "(?!)" for key in ("year", "month", "to"))
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


KINDS = (DateInYear,)
