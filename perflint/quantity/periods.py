"""Years without their 年, and spans of time: 2021年1月-12月, 1-12月, 2021-2025年."""

from __future__ import annotations

import re

from perflint.quantity.items import Item, Number
from perflint.quantity.model import DateRef
from perflint.quantity.scan import Scanner


class Periods:
    """Reads dates that show only beside other dates."""

    def __init__(self, scanner: Scanner) -> None:
        self._dates = scanner.dates
        self._connectors = scanner.words.connectors
        self._year_words = scanner.words.year_words

    def with_years(self, text: str, items: list[Item]) -> list[Item]:
        """Four bare digits are a year when they are the whole text, one end of a span of years, or a school year."""
        out = list(items)
        for place, item in enumerate(items):
            if not isinstance(item, Number) or not self._dates.bare_year(text[item.number_at[0] : item.number_at[1]]):
                continue
            start, stop = item.number_at
            spans = item.is_bare and any(
                0 <= other < len(items)
                and self._connects(text, items, min(place, other))
                and self._yearlike(text, items[other])
                for other in (place - 1, place + 1)
            )
            if spans or text.strip() == text[start:stop] or text[stop:].lstrip().startswith(self._year_words):
                out[place] = self._dates.year(int(item.number), start, stop)
        return out

    def _yearlike(self, text: str, item: Item) -> bool:
        if isinstance(item, DateRef):
            return item.year is not None
        return self._dates.bare_year(text[item.number_at[0] : item.number_at[1]])

    def _connects(self, text: str, items: list[Item], place: int) -> bool:
        gap = text[items[place].stop : items[place + 1].start].replace(" ", "")
        return gap in self._connectors or gap == "、"

    def period(self, text: str, items: list[Item]) -> tuple[DateRef, DateRef] | None:
        """The two ends of 2021年1月-12月, 1-12月, 2021-2025年, 3月1日-15日; None where there is no such span."""
        items = list(items)
        year = None
        if len(items) == 3 and _is_year_before(text, items[0], items[1]):
            year, items = items[0], items[1:]
        if len(items) != 2 or not self._connects(text, items, 0):
            return None
        first, last = items
        if isinstance(first, Number) and first.is_bare and isinstance(last, DateRef) and last.month and not last.day:
            if not 1 <= first.number <= 12 or first.number % 1:
                return None
            first = self._dates.moved(
                DateRef(month=int(first.number), start=first.start, stop=first.stop),
                year=year.year if isinstance(year, DateRef) else None,
            )
        elif isinstance(first, DateRef) and first.day and isinstance(last, Number):
            day = re.fullmatch(r"(1[0-2]|[1-9])\.([12][0-9]|3[01]|0?[1-9])", text[last.start : last.stop])
            if day is not None:
                end = DateRef(start=last.start, stop=last.stop)
                return first, self._dates.moved(end, month=int(day[1]), day=int(day[2]))
            is_day = last.is_bare or (last.unit is not None and last.unit.dimension == "duration")
            if not is_day or not first.day <= last.number <= 31 or last.number % 1:
                return None
            last = self._dates.moved(DateRef(day=int(last.number), start=last.start, stop=last.stop), month=first.month)
        if not isinstance(first, DateRef) or not isinstance(last, DateRef):
            return None
        return first, last


def _is_year_before(text: str, first: Item, second: Item) -> bool:
    """A year and nothing else, right ahead of the second item (2023年1-12月)."""
    if not isinstance(first, DateRef) or first.meaning[1:] != DateRef().meaning[1:]:
        return False
    return first.year is not None and not text[first.stop : second.start].strip()
