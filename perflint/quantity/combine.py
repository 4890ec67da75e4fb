"""One Quantity from the numbers and dates of a text and from the words between them."""

from __future__ import annotations

import re
from dataclasses import replace

from perflint.quantity.model import Comparator, DateRef, Kind, Quantity, Span
from perflint.quantity.scan import Item, Number, Scanner, Unreadable
from perflint.quantity.shapes import Shapes
from perflint.quantity.words import SIGN_CHARACTERS, SIGNS

_SIGN_RUN = re.compile(r"[≥≤><=~≮≯±](?:\s*[≥≤><=~≮≯±])*")
_INCLUDED = re.compile(r"\s*(?:\(含\)|\(含本数\)|含)?\s*")
_DIRECTIONS = {"≥": 1, ">": 1, "≤": -1, "<": -1, "=": 0, "~": 0, "": 0}


class Combiner:
    """Combines items into a value; raises Unreadable."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._words = scanner.words
        self._shapes = Shapes(scanner)

    def quantity(self, raw: str, text: str, items: list[Item]) -> Quantity:
        """The value of a folded text with at least one item."""
        items = self._bare_years(text, items)
        ranged = self._period(text, items)
        if ranged is not None:
            self._refuse(text, [*ranged])
            return Quantity(raw, "period", dates=ranged)
        dates = tuple(item for item in items if isinstance(item, DateRef))
        numbers = self._joined(text, [item for item in items if isinstance(item, Number)])
        if not numbers:
            self._refuse(text, [*dates])
            return Quantity(raw, self._dated(text, dates), dates=dates)
        numbers = self._main_numbers(text, numbers)
        if len(numbers) == 2:
            pair = self._pair(raw, text, numbers[0], numbers[1], dates)
            if pair is not None:
                return pair
        if len(numbers) > 1:
            return Quantity(raw, "several", dates=dates, parts=tuple((n.start, n.stop) for n in numbers))
        return self._single(raw, text, numbers[0], dates)

    # -- dates ---------------------------------------------------------------------------------------------------

    def _bare_years(self, text: str, items: list[Item]) -> list[Item]:
        """Four bare digits that are the whole text, or an end of a span of years, are a year."""
        dates = self._scanner.dates
        out = list(items)
        for place, item in enumerate(items):
            if not isinstance(item, Number) or not item.is_bare or not dates.bare_year(text[item.start : item.stop]):
                continue
            alone = text.strip() == text[item.start : item.stop]
            spans = any(
                0 <= other < len(items) and self._connects(text, items, min(place, other)) and self._yearlike(text, items[other])
                for other in (place - 1, place + 1)
            )
            if alone or spans:
                out[place] = dates.year(int(item.number), item.start, item.stop)
        return out

    def _yearlike(self, text: str, item: Item) -> bool:
        if isinstance(item, DateRef):
            return item.year is not None
        return item.is_bare and self._scanner.dates.bare_year(text[item.start : item.stop])

    def _connects(self, text: str, items: list[Item], place: int) -> bool:
        gap = text[items[place].stop : items[place + 1].start].replace(" ", "")
        return gap in self._words.connectors

    def _period(self, text: str, items: list[Item]) -> tuple[DateRef, DateRef] | None:
        """The two ends of 2021年1月-12月, 1-12月, 2021-2025年, 3月1日-15日; None where there is no such span."""
        items = list(items)
        year = None
        if len(items) == 3 and isinstance(items[0], DateRef) and items[0].meaning[1:] == DateRef().meaning[1:]:
            if not text[items[0].stop : items[1].start].strip():
                year, items = items[0], items[1:]
        if len(items) != 2 or not self._connects(text, items, 0):
            return None
        first, last = items
        if isinstance(first, Number) and first.is_bare and isinstance(last, DateRef) and last.month and not last.day:
            if not 1 <= first.number <= 12:
                return None
            first = self._scanner.dates.moved(
                DateRef(month=int(first.number), start=first.start, stop=first.stop), year=year.year if year else None
            )
        elif isinstance(first, DateRef) and first.day and isinstance(last, Number):
            is_day = last.is_bare or (last.unit is not None and last.unit.dimension == "duration")
            if not is_day or not first.day <= last.number <= 31:
                return None
            last = self._scanner.dates.moved(DateRef(day=int(last.number), start=last.start, stop=last.stop), month=first.month)
        if not isinstance(first, DateRef) or not isinstance(last, DateRef):
            return None
        return first, last

    def _dated(self, text: str, dates: tuple[DateRef, ...]) -> Kind:
        if self._words.is_frequency(text):
            return "frequency"
        if len(dates) == 1 and self._words.periods.search(text[dates[0].stop :]):
            return "period"
        return "date" if len(dates) == 1 else "period"

    # -- numbers -------------------------------------------------------------------------------------------------

    def _joined(self, text: str, numbers: list[Number]) -> list[Number]:
        """Lengths of time said in two units made one (1年3个月 = 15个月)."""
        out: list[Number] = []
        for number in numbers:
            before = out[-1] if out else None
            if before is not None and before.unit is not None and number.unit is not None:
                ratio = before.unit.factor / number.unit.factor
                same = before.unit.base == number.unit.base and before.unit.dimension == "duration"
                if same and ratio > 1 and ratio.denominator == 1 and before.stop == number.start:
                    total = before.number * before.multiplier * ratio.numerator + number.number
                    span = (before.start, number.number_at[1])
                    out[-1] = replace(number, number=total, start=before.start, number_at=span)
                    continue
            out.append(number)
        return out

    def _main_numbers(self, text: str, numbers: list[Number]) -> list[Number]:
        """Leaves out what only sets the condition: a time limit (24小时内办结率≥95%), bare digits inside words."""
        if len(numbers) < 2:
            return numbers
        main = [n for n in numbers if not self._is_time_limit(text, n)]
        if len(main) == 1 and main[0].unit is not None and main[0].unit.dimension != "duration":
            return main
        return numbers

    def _is_time_limit(self, text: str, number: Number) -> bool:
        if number.unit is None or number.unit.dimension != "duration":
            return False
        tail = text[number.stop : number.stop + 2]
        return tail.startswith((self._words.within, *self._words.after)) or self._every_before(text, number)

    def _every_before(self, text: str, number: Number) -> bool:
        return text[: number.start].rstrip().endswith(self._words.every)

    def _pair(
        self, raw: str, text: str, first: Number, last: Number, dates: tuple[DateRef, ...]
    ) -> Quantity | None:
        """Two numbers as one value: a range, two bounds, or how often (1年2次); None where they are several."""
        gap = text[first.stop : last.start]
        if gap.isspace():
            raise Unreadable("malformed-number")
        if gap.replace(" ", "") in self._words.connectors and _units_agree(first, last):
            return self._range(raw, text, first, last, dates)
        if self._are_bounds(text, first, last):
            return self._range(raw, text, first, last, dates)
        often = _is_event(last) and first.unit is not None and first.unit.dimension == "duration"
        if often and (not gap.strip() or self._every_before(text, first)) and last.unit is not None:
            length = "" if first.number == 1 else text[first.number_at[0] : first.number_at[1]]
            name = first.unit.symbol if first.unit is not None else ""
            unit = self._scanner.units.per(last.unit, length + name)
            sign, sign_at, after = self._comparator(text, first.stop, last)
            return self._made(raw, "frequency", replace(last, unit=unit), sign, sign_at, dates)
        return None

    def _are_bounds(self, text: str, first: Number, last: Number) -> bool:
        """≥80%且≤90%, or 80%≤合格率≤90%."""
        if not _units_agree(first, last):
            return False
        gap = text[first.stop : last.start].strip()
        low, _, _ = self._comparator(text, 0, first)
        high, _, _ = self._comparator(text, first.stop, last)
        if gap[:1] in ("≤", "<") and _DIRECTIONS[high] < 0:
            return True
        run = _SIGN_RUN.search(gap)
        words = gap[: run.start()] if run is not None else self._words.before_pattern.sub("", gap)
        return _DIRECTIONS[low] > 0 and _DIRECTIONS[high] < 0 and words.strip() in self._words.conjunctions

    def _range(self, raw: str, text: str, first: Number, last: Number, dates: tuple[DateRef, ...]) -> Quantity:
        unit, unit_at = (last.unit, last.unit_at) if last.unit is not None else (first.unit, first.unit_at)
        low, high, size, word = first.number, last.number, last.multiplier, last.multiplier_word
        if first.multiplier_word and first.multiplier_word != word or (word and first.unit is not None and not first.multiplier_word):
            # 5000元-1万元: the ends are brought to one size, exactly.
            low, high, size, word = low * first.multiplier, high * size, type(size)(1), ""
        bounds = self._are_bounds(text, first, last)
        sign, sign_at, _ = ("", None, 0) if bounds else self._comparator(text, 0, first)
        made = Quantity(
            raw, "range", sign if sign in ("~",) else "", low, high, size, word, unit, dates,
            sign_at=sign_at, number_at=(first.number_at[0], last.number_at[1]), unit_at=unit_at,
        )  # fmt: skip
        return made

    def _single(self, raw: str, text: str, number: Number, dates: tuple[DateRef, ...]) -> Quantity:
        before = max([date.stop for date in dates if date.stop <= number.start], default=0)
        sign, sign_at, stop = self._comparator(text, before, number)
        number = self._divided(text, before, number)
        number, stop = self._unit_word(text, number, stop)
        self._refuse(text, [*dates, replace(number, stop=stop)], sign_at)
        return self._made(raw, self._kind(text, number), number, sign, sign_at, dates)

    def _made(
        self, raw: str, kind: Kind, number: Number, sign: Comparator, sign_at: Span | None, dates: tuple[DateRef, ...]
    ) -> Quantity:
        return Quantity(
            raw, kind, sign or ("~" if number.is_about else ""), number.number, None, number.multiplier,
            number.multiplier_word, number.unit, dates, sign_at=sign_at, number_at=number.number_at,
            unit_at=number.unit_at,
        )  # fmt: skip

    def _kind(self, text: str, number: Number) -> Kind:
        unit = number.unit
        if unit is None:
            return "number"
        if unit.dimension == "duration" and not unit.is_compound:
            return "duration"
        if unit.is_compound and unit.dimension == "event":
            return "frequency"
        return "number"

    def _divided(self, text: str, before: int, number: Number) -> Number:
        """每亩300元 → 元/亩, 每月2次 → 次/月, 人均50元 → 元/人."""
        gap = text[before : number.start]
        if number.unit is not None and number.unit.is_compound:
            return number
        units, at = self._scanner.units, gap.rfind(self._words.every)
        found = units.match(gap, at + 1) if at >= 0 else None
        name = found[0].symbol if found is not None else ""
        if not name and (average := self._words.per_pattern.search(gap)) is not None:
            name = self._words.per_words[average[0]]
        if not name:
            return number
        return replace(number, unit=units.per(number.unit, name))

    def _unit_word(self, text: str, number: Number, stop: int) -> tuple[Number, int]:
        """An unknown word right behind the number and nothing else is its unit, as written."""
        if number.unit is not None or stop > number.stop:
            return number, stop
        tail = text[number.stop :].strip()
        if not tail or self._words.only_wrappers(tail):
            return number, stop
        word = re.match(r"[\u4e00-\u9fffA-Za-z]+", tail)
        if word is None:
            if tail[0] in "(,;、。:.":
                return number, stop
            raise Unreadable("stray-character")
        if word.end() > 6 or tail[0].isascii():
            raise Unreadable("unknown-unit")
        from perflint.quantity.model import Unit

        start = text.index(tail, number.stop)
        name = word.group()
        unit = Unit(name, name, "other", name)
        return replace(number, unit=unit, unit_at=(start, start + len(name)), stop=start + len(name)), start + len(name)

    # -- comparators ---------------------------------------------------------------------------------------------

    def _comparator(self, text: str, start: int, number: Number) -> tuple[Comparator, Span | None, int]:
        """The comparator in front of or behind a number, its place, and where the number with its tail ends."""
        gap = text[start : number.start]
        sign, sign_at = self._sign_before(gap, start)
        said, said_at = self._word_before(gap, start)
        tail, stop, tail_at = self._behind(text, number)
        if sign and said and _DIRECTIONS[sign] * _DIRECTIONS[said] < 0:
            raise Unreadable("contradicting-signs")
        ahead, ahead_at = (sign, sign_at) if sign else (said, said_at)
        if ahead and tail and _DIRECTIONS[ahead] * _DIRECTIONS[tail] < 0:
            raise Unreadable("contradicting-signs")
        return (ahead, ahead_at, stop) if ahead else (tail, tail_at, stop)

    def _sign_before(self, gap: str, start: int) -> tuple[Comparator, Span | None]:
        runs = list(_SIGN_RUN.finditer(gap))
        if not runs or gap[runs[-1].end() :].strip(" (-¥+"):
            return "", None
        run = runs[-1]
        sign = SIGNS.get(run.group().replace(" ", ""))
        if sign is None:
            raise Unreadable("stray-sign")
        return sign, (start + run.start(), start + run.end())

    def _word_before(self, gap: str, start: int) -> tuple[Comparator, Span | None]:
        found = None
        for found in self._words.before_pattern.finditer(gap):
            pass
        if found is not None:
            return self._words.before[found.group()], (start + found.start(), start + found.end())
        stripped = gap.rstrip()
        for word in self._words.near_words:
            if stripped.endswith(word):
                return self._words.near[word], (start + len(stripped) - len(word), start + len(stripped))
        return "", None

    def _behind(self, text: str, number: Number) -> tuple[Comparator, int, Span | None]:
        """The comparator word right behind number and unit (以上, 以内), and where it ends."""
        included = _INCLUDED.match(text, number.stop)
        at = included.end() if included is not None else number.stop
        for word in self._words.after_words:
            if text.startswith(word, at):
                return self._words.after[word], at + len(word), (at, at + len(word))
        if text.startswith(self._words.within, at):
            rest = text[at + len(self._words.within) :].strip()
            if not rest or not "\u4e00" <= rest[0] <= "\u9fff" or rest.startswith(self._words.closers):
                return "≤", at + len(self._words.within), (at, at + len(self._words.within))
        return "", number.stop, None

    def _refuse(self, text: str, taken: list[Item], sign_at: Span | None = None) -> None:
        """Raises Unreadable when a comparator or a character of no value is left over."""
        rest = list(text)
        for item in taken:
            rest[item.start : item.stop] = " " * (item.stop - item.start)
        if sign_at is not None:
            rest[sign_at[0] : sign_at[1]] = " " * (sign_at[1] - sign_at[0])
        self._shapes.refuse_leftovers("".join(rest))


def _units_agree(first: Number, last: Number) -> bool:
    if first.unit is None or last.unit is None:
        return first.unit is None or last.unit is None and not last.multiplier_word
    return first.unit.canonical == last.unit.canonical or first.unit.base == last.unit.base and first.unit.factor == last.unit.factor


def _is_event(number: Number) -> bool:
    return number.unit is not None and number.unit.dimension == "event"
