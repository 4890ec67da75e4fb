"""One Quantity from the numbers and dates of a text and from the words between them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from perflint.quantity.compare import CEILINGS, DIRECTIONS, SIGN_RUN, Comparators
from perflint.quantity.items import Item, Number, Unreadable
from perflint.quantity.model import ONE, Comparator, DateRef, Kind, Quantity, Span, Unit, plain, scale
from perflint.quantity.periods import Periods
from perflint.quantity.scan import Scanner
from perflint.quantity.shapes import Shapes
from perflint.quantity.words import SIGN_CHARACTERS


class Combiner:
    """Combines items into a value; raises Unreadable."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._words = scanner.words
        self._shapes = Shapes(scanner)
        self._comparators = Comparators(scanner.words)
        self._periods = Periods(scanner)

    def quantity(self, raw: str, text: str, items: list[Item]) -> Quantity:
        """The value of a folded text with at least one item."""
        items = self._periods.with_years(text, items)
        ranged = self._periods.period(text, items)
        if ranged is not None:
            self._refuse(text, [*ranged])
            return Quantity(raw, "period", dates=ranged)
        dates = tuple(self._with_baseline(text, item) for item in items if isinstance(item, DateRef))
        numbers = self._joined(text, [item for item in items if isinstance(item, Number)])
        if not numbers:
            sign, sign_at = self._comparators.leading(text, dates[0].start)
            self._refuse(text, [*dates], sign_at)
            return Quantity(raw, self._dated(text, dates), sign, dates=dates, sign_at=sign_at)
        everything, numbers = numbers, self._main_numbers(text, numbers)
        if len(numbers) == 2:
            pair = self._pair(raw, text, numbers[0], numbers[1], dates)
            if pair is not None:
                return pair
        if len(numbers) > 1:
            return Quantity(raw, "several", dates=dates, parts=tuple((n.start, n.stop) for n in numbers))
        return self._single(raw, text, numbers[0], dates, [n for n in everything if n is not numbers[0]])

    def _with_baseline(self, text: str, date: DateRef) -> DateRef:
        ahead, behind = text[: date.start].rstrip(), text[date.stop :].lstrip()
        is_baseline = ahead.endswith(self._words.baseline_before) or behind.startswith(self._words.baseline_after)
        return replace(date, is_baseline=True) if is_baseline else date

    def _dated(self, text: str, dates: tuple[DateRef, ...]) -> Kind:
        if self._words.is_frequency(text):
            return "frequency"
        if all(date.is_baseline for date in dates):
            return "word"
        if len(dates) == 1 and self._words.periods.search(text[dates[0].stop :]):
            return "period"
        return "date" if len(dates) == 1 else "period"

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
        """Leaves out a time limit that is only the condition (24小时内办结率≥95%), and notes in brackets."""
        if len(numbers) < 2:
            return numbers
        cut = self._words.breakdowns.search(text)
        end = cut.start() if cut is not None else len(text)
        outside = [n for n in numbers if n.start < end and text.count("(", 0, n.start) <= text.count(")", 0, n.start)]
        if len(outside) == 1 and outside[0].unit is not None:
            return outside
        main = [n for n in numbers if not self._is_time_limit(text, n)]
        if len(main) == 1 and main[0].unit is not None and main[0].unit.dimension not in ("duration", "event"):
            return main
        return numbers

    def _is_time_limit(self, text: str, number: Number) -> bool:
        if number.unit is None or number.unit.dimension != "duration":
            return False
        tail = text[number.stop : number.stop + 2]
        return tail.startswith((self._words.within, *self._words.after)) or self._every_before(text, number)

    def _every_before(self, text: str, number: Number) -> bool:
        return text[: number.start].rstrip().endswith(self._words.every)

    def _pair(self, raw: str, text: str, first: Number, last: Number, dates: tuple[DateRef, ...]) -> Quantity | None:
        """Two numbers as one value: a range, two bounds, or how often (1年2次); None where they are several."""
        gap = text[first.stop : last.start]
        if gap.strip() in ("", ".", "。", "·") and gap and first.is_bare:
            raise Unreadable("malformed-number")
        if gap.strip() == "±":
            return self._single(raw, text, first, dates, [last])
        if gap.replace(" ", "").removesuffix("+") in self._words.connectors:
            low, high = _in_one_unit(first, last)
            if _units_agree(low, high):
                return self._range(raw, text, low, high, dates)
        if self._are_bounds(text, first, last):
            return self._range(raw, text, first, last, dates)
        ahead, between = text[: first.start].rstrip(), gap.strip()
        if (
            ahead.endswith(self._words.origins)
            and between.endswith(self._words.destinations)
            and _units_agree(first, last)
        ):
            return self._single(raw, text, last, dates, [first])
        often = _is_event(last) and first.unit is not None and first.unit.dimension == "duration" and first.number > 0
        if often and (not gap.strip() or self._every_before(text, first)) and last.unit is not None:
            length = "" if first.number == 1 else plain(first.number)
            name = first.unit.symbol if first.unit is not None else ""
            unit = self._scanner.units.per(last.unit, length + name)
            sign, sign_at, _ = self._comparators.of(text, first.stop, last)
            return self._made(raw, "frequency", replace(last, unit=unit), sign, sign_at, dates)
        return None

    def _are_bounds(self, text: str, first: Number, last: Number) -> bool:
        """≥80%且≤90%, or 80%≤合格率≤90%."""
        if not _units_agree(first, last):
            return False
        gap = text[first.stop : last.start].strip()
        low, _, _ = self._comparators.of(text, 0, first)
        high, _, _ = self._comparators.of(text, first.stop, last)
        if gap[:1] in CEILINGS and DIRECTIONS[high] < 0:
            return True
        run = SIGN_RUN.search(gap)
        words = gap[: run.start()] if run is not None else self._words.before_pattern.sub("", gap)
        return DIRECTIONS[low] > 0 and DIRECTIONS[high] < 0 and words.strip() in self._words.conjunctions

    def _range(self, raw: str, text: str, first: Number, last: Number, dates: tuple[DateRef, ...]) -> Quantity:
        unit, unit_at = (last.unit, last.unit_at) if last.unit is not None else (first.unit, first.unit_at)
        unit = self._divided(text, 0, replace(first, unit=unit)).unit
        low, high, size, word = first.number, last.number, last.multiplier, last.multiplier_word
        if (first.multiplier_word and first.multiplier_word != word) or (
            word and first.unit is not None and not first.multiplier_word
        ):
            # 5000元-1万元: the ends are brought to one size, exactly.
            low, high, size, word = low * first.multiplier, high * size, type(size)(1), ""
        bounds = self._are_bounds(text, first, last)
        sign, sign_at, _ = ("", None, 0) if bounds else self._comparators.of(text, 0, first)
        return Quantity(
            raw, "range", sign if sign in ("~",) else "", low, high, size, word, unit, dates,
            sign_at=sign_at, number_at=(first.number_at[0], last.number_at[1]), unit_at=unit_at,
        )  # fmt: skip

    def _single(
        self, raw: str, text: str, number: Number, dates: tuple[DateRef, ...], others: list[Number]
    ) -> Quantity:
        known: list[Item] = [*dates, *others]
        before = max([item.stop for item in known if item.stop <= number.start], default=0)
        sign, sign_at, stop = self._comparators.of(text, before, number)
        number = self._divided(text, before, number)
        number, stop = self._unit_word(text, number, stop)
        self._refuse(text, [*dates, *others, replace(number, stop=stop)], sign_at)
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
        if unit.is_compound and unit.dimension in ("event", "duration"):
            return "frequency"
        return "number"

    def _divided(self, text: str, before: int, number: Number) -> Number:
        """每亩300元 → 元/亩, 每月2次 → 次/月, 人均50元 → 元/人."""
        gap = text[before : number.start]
        if number.unit is not None and number.unit.is_compound:
            return number
        units, names, at = self._scanner.units, [], gap.find(self._words.every)
        while at >= 0:
            names += self._denominator(gap, at + len(self._words.every))
            at = gap.find(self._words.every, at + 1)
        if not names and gap.strip().startswith(self._words.half):
            names = self._denominator(gap.strip(), 0)
        if not names and (average := self._words.per_pattern.search(gap)) is not None:
            names = [self._words.per_words[average[0]]]
        if not names:
            return number
        return replace(number, unit=units.per(number.unit, *names[:3]))

    def _denominator(self, gap: str, at: int) -> list[str]:
        """What stands behind 每: a unit, with a size or without (每亩, 每千人)."""
        words = ("", *self._words.multiplier_words)
        for word in words:
            found = self._scanner.units.match(gap, at + len(word)) if gap.startswith(word, at) else None
            if found is not None:
                return [word + found[0].symbol]
        return []

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
            raise Unreadable("stray-sign" if tail[0] in SIGN_CHARACTERS else "stray-character")
        if self._words.only_wrappers(word.group()):
            return number, stop
        if word.end() > 6 or tail[0].isascii() or tail[0] in self._words.multipliers:
            raise Unreadable("unknown-unit")
        start = text.index(tail, number.stop)
        name = word.group()
        unit = Unit(name, name, "other", name)
        return replace(number, unit=unit, unit_at=(start, start + len(name)), stop=start + len(name)), start + len(name)

    def _refuse(self, text: str, taken: list[Item], sign_at: Span | None = None) -> None:
        """Raises Unreadable when a comparator or a character of no value is left over.

        ``taken`` are the items read; those beside the main number (a note in brackets, a time limit) carry signs of
        their own.
        """
        rest = list(text)
        spans = [(item.start, item.stop) for item in taken]
        for item in taken[:-1]:
            ahead = text[: item.start].rstrip()
            signs = len(ahead) - len(ahead.rstrip("".join(SIGN_CHARACTERS)))
            spans.append((len(ahead) - signs, item.start))
        for start, stop in [*spans, *([sign_at] if sign_at is not None else [])]:
            rest[start:stop] = " " * (stop - start)
        self._shapes.refuse_leftovers("".join(rest))


def _units_agree(first: Number, last: Number) -> bool:
    if first.unit is None or last.unit is None:
        return first.unit is None or bool(first.multiplier_word) or not last.multiplier_word
    return first.unit.canonical == last.unit.canonical or (
        first.unit.base == last.unit.base and first.unit.factor == last.unit.factor
    )


def _in_one_unit(first: Number, last: Number) -> tuple[Number, Number]:
    """The ends of a range in the smaller of their two units (10mg～1g), as they are where these do not convert."""
    if first.unit is None or last.unit is None or first.unit.base != last.unit.base:
        return first, last
    if first.unit.factor < last.unit.factor:
        return first, _in_unit(last, first.unit)
    return (_in_unit(first, last.unit), last) if first.unit.factor > last.unit.factor else (first, last)


def _in_unit(number: Number, unit: Unit) -> Number:
    if number.unit is None or (number.unit.factor / unit.factor).denominator != 1:
        return number
    size = scale(number.number * number.multiplier, number.unit.factor / unit.factor)
    return replace(number, number=size, multiplier=ONE, multiplier_word="", unit=unit)


def _is_event(number: Number) -> bool:
    return number.unit is not None and number.unit.dimension == "event"
