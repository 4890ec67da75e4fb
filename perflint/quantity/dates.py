"""Dates in all their spellings: 2022年底, 12月31日前, 2023.12.31, 次年3月底前, 第四季度, 上半年."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping

from msgspec.structs import replace

from perflint.lexicon import Lexicon
from perflint.quantity.fold import fold
from perflint.quantity.model import DateRef
from perflint.quantity.numerals import chinese_number
from perflint.quantity.words import any_of

_CENTURIES = r"(?:19|20)[0-9]{2}"


class ImpossibleDate(ValueError):
    """A date that the calendar does not have; ``stop`` is where it ends."""

    def __init__(self, stop: int) -> None:
        super().__init__("impossible date")
        self.stop = stop


class Dates:
    """Reads dates at a place of a folded text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._relative = _reverse(lexicon.table("value_relative_years"))
        self._parts = _reverse(lexicon.table("value_date_parts"))
        self._year_points: list[str] = next(iter(lexicon.table("value_date_parts").values()))
        self._end_names: dict[str, list[str]] = dict(lexicon.table("value_date_ends"))
        self._ends = _reverse(self._end_names)
        self._halves: dict[str, int] = dict(lexicon.table("value_halves"))
        digits: dict[str, int] = lexicon.table("value_numerals")["digits"]
        powers: dict[str, int] = lexicon.table("value_numerals")["powers"]
        self._digits, self._powers = digits, powers
        self._numerals = [*digits, *powers]
        figures = {str(quarter): quarter for quarter in range(1, 5)}
        self._quarters = figures | {char: digit for char, digit in digits.items() if digit in figures.values()}
        self._signs = lexicon.table("value_date_signs")
        self.signs = [word for words in self._signs.values() if isinstance(words, list) for word in words]
        self._before = tuple(fold(word) for word in lexicon.words("value_before_words"))
        connectors = any_of([fold(word) for word in lexicon.words("value_connectors")] + ["、", ","])
        self._years_span = re.compile(rf"({_CENTURIES})\s*(?:{connectors})\s*(?={_CENTURIES}(?![0-9]))", re.ASCII)
        self._spans = any_of(fold(word) for word in lexicon.words("value_connectors"))
        years = lexicon.table("value_year_range")
        self.bare_years = range(years["first"], years["last"] + 1)
        self._year_ends = (next(iter(self._end_names)),)
        words = [*self._relative, *self._ends, *self._halves, *self._quarters, *self._numerals, self._signs["ordinal"]]
        self._first_characters = frozenset(word[0] for word in words) | frozenset("0123456789")
        self._first = re.compile("[" + "".join(map(re.escape, sorted(self._first_characters))) + "]")
        self._worded, self._lone, self._figured = self._patterns()

    def begin(self, text: str, at: int) -> int | None:
        """The next place, from ``at`` on, where a date or a span of years can begin."""
        found = self._first.search(text, at)
        return found.start() if found is not None else None

    def match(self, text: str, at: int) -> DateRef | None:
        """The date that begins at ``at``; raises ImpossibleDate. A lone year must carry its 年."""
        if text[at] not in self._first_characters:
            return None
        found = self._figured.match(text, at)
        if found is not None:
            return self._from_figures(found)
        found = self._lone.match(text, at)
        if found is not None:
            day = DateRef(day=int(found["day"]), before=True)
            return self._made(found, day)
        found = self._worded.match(text, at)
        return None if found is None else self._from_words(found)

    def year_ahead(self, text: str, at: int) -> DateRef | None:
        """The first year of a span of years, without its 年: 2021-2022年."""
        found = self._years_span.match(text, at)
        return self.year(int(found[1]), at, found.end(1)) if found is not None else None

    def bare_year(self, digits: str) -> bool:
        """Four digits that are taken as a year where nothing says what they count."""
        return len(digits) == 4 and digits.isascii() and digits.isdigit() and int(digits) in self.bare_years

    def year(self, year: int, start: int, stop: int) -> DateRef:
        """A date that is a year alone."""
        return self._worded_as(DateRef(year=year, start=start, stop=stop))

    def spoken(self, text: str, number: int, start: int, stop: int) -> DateRef | None:
        """二〇二二年底, 三月: the numeral has been read, the rest is read as behind a year or month in figures.

        Raises ImpossibleDate.
        """
        ahead = f"{number}"
        date = self.match(ahead + text[stop:], 0)
        if date is None or (date.year is None and date.month is None):
            return None
        return replace(date, start=start, stop=date.stop - len(ahead) + stop)

    def moved(self, date: DateRef, **changes: int | None) -> DateRef:
        """The date with some parts changed and its wording made anew."""
        return self._worded_as(replace(date, **changes))

    def _from_figures(self, found: re.Match[str]) -> DateRef:
        part = found.groupdict()
        year = part["y1"] or part["y2"] or part["y3"]
        month = part["m1"] or part["m2"] or part["m3"] or part["m4"] or part["m5"]
        day = part["d1"] or part["d3"] or part["d4"]
        return self._made(
            found,
            DateRef(
                year=int(year) if year else None,
                month=int(month),
                day=int(day) if day else None,
                before=bool(part["before"]),
            ),
        )

    def _from_words(self, found: re.Match[str]) -> DateRef | None:
        part = found.groupdict()
        anchors = ("relative", "year", "half", "quarter", "month", "end")
        if not any(part[name] for name in anchors):
            return None
        is_alone = not part["relative"] and not part["year"]
        # 24月 is a length of time, not a month; after a year it is an impossible date.
        month, day = self._figure(part["month"]), self._figure(part["day"])
        if month is not None and month > 12 and is_alone and day is None:
            return None
        if (part["month"] and month is None) or (part["day"] and day is None):
            return None
        end, point = self._ends.get(part["end"] or "", ""), self._parts.get(part["part"] or "", "")
        if end in self._year_ends and not is_alone:
            end, point = "", next(iter(self._parts.values()))
        date = DateRef(
            year=self._full_year(part["year"]) if part["year"] else None,
            month=month,
            day=day,
            quarter=self._quarters[part["quarter"]] if part["quarter"] else None,
            half=self._halves[part["half"]] if part["half"] else None,
            relative=self._relative.get(part["relative"] or "", ""),
            part=point,
            end=end,
            before=bool(part["before"]),
        )
        return self._made(found, date)

    @staticmethod
    def _full_year(digits: str) -> int:
        return int(digits) if len(digits) == 4 else 2000 + int(digits)

    def _figure(self, text: str | None) -> int | None:
        """A month or day in figures or numerals; None where there is none or it is no number."""
        if not text:
            return None
        return int(text) if text.isdigit() else chinese_number(text, self._digits, self._powers, {})

    def _made(self, found: re.Match[str], date: DateRef) -> DateRef:
        if date.month is not None and not 1 <= date.month <= 12:
            raise ImpossibleDate(found.end())
        if date.day is not None:
            longest = 31 if date.month is None else calendar.monthrange(date.year or 2000, date.month)[1]
            if not 1 <= date.day <= longest:
                raise ImpossibleDate(found.end())
        return self._worded_as(replace(date, start=found.start(), stop=found.end()))

    def _worded_as(self, date: DateRef) -> DateRef:
        sign = self._signs
        out = date.relative + (f"{date.year}{sign['year'][0]}" if date.year is not None else "")
        out += next((word for word, half in self._halves.items() if half == date.half), "")
        out += f"{sign['ordinal']}{date.quarter}{sign['quarter'][0]}" if date.quarter is not None else ""
        out += f"{date.month}{sign['month'][0]}" if date.month is not None else ""
        out += f"{date.day}{sign['day'][0]}" if date.day is not None else ""
        out += self._end_names[date.end][0] if date.end else date.part
        return replace(date, wording=out + (self._before[-1] if date.before else ""))

    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        sign = {name: any_of(words) for name, words in self._signs.items() if isinstance(words, list)}
        before = rf"\s?(?P<before>{any_of(self._before)})?"
        clock = rf"(?:\d{{1,2}}(?:(?:{sign['hours']})|:\d\d))?"
        # A month in numerals needs something of a date behind it: 统一月报 names no January.
        spoken = rf"[{''.join(self._numerals)}]{{1,3}}"
        points = any_of([*self._parts, *self._ends, *self._before, *self._signs["month"][1:]])
        after = rf"(?:\s*$|\s?(?:{points}|{self._spans})|{spoken}(?:{sign['day']}))"
        # 25年底 and 25年3月 are dates; a length of time says 25年3个月.
        behind = rf"(?:{any_of(self._year_points)})|\d{{1,2}}\s?(?:{sign['month']})"
        short = rf"(?<![0-9.])[23][0-9](?=\s?(?:{sign['year']})\s?(?:{behind}))"
        worded = rf"""
            (?:(?P<relative>{any_of(self._relative)})\s?)?
            (?:(?P<year>{_CENTURIES}|{short})\s?(?:{sign["year"]}))?
            (?:\s?(?P<half>{any_of(self._halves)})
              |\s?(?:{self._signs["ordinal"]})?\s?(?P<quarter>[{"".join(self._quarters)}])\s?(?:{sign["quarter"]})
              |\s?(?P<month>\d{{1,2}}|{spoken}(?={sign["month"]}{after}))\s?(?:{sign["month"]})
                (?:\s?(?P<day>\d{{1,2}}|{spoken})\s?(?:{sign["day"]})\s?{clock})?
            )?
            (?:\s?(?P<end>{any_of(self._ends)})|\s?(?P<part>{any_of(self._parts)}))?
            {before}"""
        lone = rf"(?P<day>\d{{1,2}})\s?(?:{sign['day']})\s?(?P<before>{any_of(self._before)})"
        ahead = rf"\s*(?:$|[,;、)]|(?:{any_of([*self._before, *self._parts])})|(?:{self._spans})\s*\d)"
        points_behind = any_of([*self._before, *self._parts])
        figured = rf"""
            (?: (?P<y1>{_CENTURIES})(?P<s>[-./])(?P<m1>\d{{1,2}})(?P=s)(?P<d1>\d{{1,2}})(?![.%/]?\d|%)
              | (?P<y2>{_CENTURIES})[-.](?:(?P<m2>0[1-9]|1[0-2])(?={ahead})
                    |(?P<m5>[1-9])(?=\s*(?:(?:{self._spans})\s*{_CENTURIES}|{points_behind})))
              | (?P<m4>1[0-2]|[1-9])\.(?P<d4>[12]\d|3[01]|0?[1-9])(?=\s*(?:{any_of(self._before)}))
              | (?P<y3>{_CENTURIES})(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?={ahead})
            )\s?(?:{sign["day"]})?{before}"""
        return tuple(re.compile(pattern, re.VERBOSE | re.ASCII) for pattern in (worded, lone, figured))


def _reverse(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {fold(word): name for name, words in table.items() for word in words}
