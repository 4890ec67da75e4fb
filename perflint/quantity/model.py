"""What a value says: frozen values with exact numbers, no parsing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Kind = Literal[
    "blank", "number", "range", "date", "period", "duration", "frequency", "word", "scale", "yesno", "template",
    "placeholder", "several", "unreadable",
]  # fmt: skip
Comparator = Literal["≥", "≤", ">", "<", "=", "~", ""]
Span = tuple[int, int]

ONE = Decimal(1)
PERCENT = Fraction(1, 100)


class Unit(Struct, frozen=True):
    """A unit of measure.

    ``symbol`` is the spelling as written, ``canonical`` the table's name for it. ``factor`` converts to ``base``;
    two units convert into each other exactly when their bases are equal. A unit that is not in the table has the
    dimension ``other``; one whose numerator is missing (``/月``) has ``per``.
    """

    symbol: str
    canonical: str
    dimension: str
    base: str
    factor: Fraction = Fraction(1)
    is_compound: bool = False

    @property
    def is_known(self) -> bool:
        return self.dimension not in ("other", "per")


class DateRef(Struct, frozen=True):
    """A date or year named in a text. ``relative`` is 次年, 本年, 上年 or ""; ``part`` is 底, 初, 中, 上旬, 下旬 or "".

    ``end`` names a point without a figure (年, 季度, 月, 年内, 学期 as in 年底, 季度末, 月末); ``before`` says 前.
    ``is_baseline`` marks what the value is compared with (较2022年提高5%): no date for anything to be done.
    ``wording`` is the canonical print, which reads back as the same date.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    relative: str = ""
    part: str = ""
    end: str = ""
    before: bool = False
    is_baseline: bool = False
    wording: str = ""
    start: int = 0
    stop: int = 0

    @property
    def meaning(self) -> tuple[object, ...]:
        return (
            self.year, self.month, self.day, self.quarter, self.half, self.relative, self.part, self.end, self.before,
        )  # fmt: skip


class Quantity(Struct, frozen=True):
    """One target value.

    ``number`` (and ``upper`` of a range) are as written; their size is ``number * multiplier``. ``dates`` holds every
    date named, whatever the kind; ``parts`` the places of the quantities where there are several; ``reason`` is a
    code of the list ``value_unreadable`` where the kind is ``unreadable``. Spans are offsets into ``raw``.
    """

    raw: str
    kind: Kind
    comparator: Comparator = ""
    number: Decimal | None = None
    upper: Decimal | None = None
    multiplier: Decimal = ONE
    multiplier_word: str = ""
    unit: Unit | None = None
    dates: tuple[DateRef, ...] = ()
    parts: tuple[Span, ...] = ()
    reason: str = ""
    sign_at: Span | None = None
    number_at: Span | None = None
    unit_at: Span | None = None

    @property
    def has_number(self) -> bool:
        return self.number is not None

    @property
    def has_unit(self) -> bool:
        """A unit is there, and names more than what it is divided by."""
        return self.unit is not None and self.unit.dimension != "per"

    @property
    def is_bare(self) -> bool:
        """A number that says nothing of what it counts (7万, ≥1000)."""
        return self.kind in ("number", "range") and not self.has_unit

    @property
    def dimension(self) -> str:
        return self.unit.dimension if self.unit is not None else ""

    @property
    def is_percent(self) -> bool:
        """A share in any spelling (%, 百分比, 比例, ‰, 成, 百分点); not 1:10."""
        return self.number is not None and self.dimension == "ratio" and self.unit is not None and not self.is_ratio

    @property
    def is_ratio(self) -> bool:
        """A proportion such as 1:10 or 2/3."""
        return self.unit is not None and self.unit.canonical.startswith(":")

    @property
    def is_money(self) -> bool:
        """An amount of money, which can be compared with a budget; unit prices have the dimension ``unit-money``."""
        return self.dimension == "money"

    @property
    def is_temporal(self) -> bool:
        """Says when, how long or how often, a range of it included; a date beside a number counts."""
        if self.kind in ("date", "period", "duration", "frequency") or self.dimension == "duration":
            return True
        says_how_often = self.unit is not None and self.unit.is_compound and self.dimension == "event"
        return says_how_often or any(not date.is_baseline for date in self.dates)

    @property
    def value(self) -> Decimal | None:
        """The number with its multiplier."""
        return None if self.number is None else self.number * self.multiplier

    @property
    def cap(self) -> Decimal | None:
        """The largest number named: the upper end of a range, else the number; with its multiplier."""
        top = self.number if self.upper is None else self.upper
        return None if top is None else top * self.multiplier

    @property
    def percent(self) -> Decimal | None:
        """The share in percent; a 比例 above 1 is taken as percent already, since no share exceeds the whole."""
        return self._percent(self.value)

    @property
    def upper_percent(self) -> Decimal | None:
        """The upper end of a range in percent, else ``percent``."""
        return self._percent(self.cap)

    @property
    def amount_yuan(self) -> Decimal | None:
        """The money in yuan (of a range its upper end), None where the value is no amount of money."""
        if not self.is_money or self.unit is None or self.cap is None:
            return None
        return scale(self.cap, self.unit.factor)

    @property
    def in_base(self) -> Fraction | None:
        """The number in the unit's base (米, 元, 平方米 …), exactly; None without a number or unit."""
        if self.value is None or self.unit is None:
            return None
        return Fraction(self.value) * self.unit.factor

    @property
    def meaning(self) -> tuple[object, ...]:
        """What the value says, spelling and places aside; equal for equal values."""
        unit = self.unit.canonical if self.unit is not None else ""
        is_wording = self.kind in _LITERAL or (self.number is None and not self.dates)
        said = self.text() if is_wording else ""
        dates = tuple(date.meaning for date in self.dates)
        return (self.kind, self.comparator, self.number, self.upper, self.multiplier, unit, dates, said)

    def with_unit(self, unit: Unit | None) -> Quantity:
        """The value with the unit of its name's bracket, where it has none of its own."""
        if unit is None or self.has_unit or self.number is None or self.kind not in ("number", "range"):
            return self
        return replace(self, unit=unit)

    def text(self) -> str:
        """Canonical print: reading it back gives a value with the same ``meaning``.

        Wording, and numbers whose meaning hangs on what stands beside them, are printed as written.
        """
        is_plain_date = self.kind == "date" or (self.kind == "period" and len(self.dates) == 2 and not self.comparator)
        if self.number is None and is_plain_date:
            return self.comparator + "-".join(date.wording for date in self.dates)
        if self.number is None or self.dates or self._is_told_by_context:
            return self.raw.strip()
        span = plain(self.number) + (f"-{plain(self.upper)}" if self.upper is not None else "")
        unit = self.unit.symbol if self.unit is not None else ""
        return f"{self.comparator}{span}{self.multiplier_word}{unit}"

    @property
    def _is_told_by_context(self) -> bool:
        """Printed alone the number could read back as something else: 2022 as a year, 8-5月 as a month."""
        is_lone_figure = not (self.comparator or self.multiplier_word or self.unit or self.upper is not None)
        is_odd_range = self.upper is not None and self.upper.is_signed()
        is_unit_elsewhere = self.kind == "frequency" and (self.unit is None or not self.unit.is_compound)
        return is_lone_figure or is_odd_range or is_unit_elsewhere or self.dimension in ("duration", "other")

    def _percent(self, value: Decimal | None) -> Decimal | None:
        if value is None or self.unit is None or not self.is_percent:
            return None
        if self.unit.factor == 1 and abs(value) > 1:
            return value
        return scale(value, self.unit.factor * 100)


_LITERAL = frozenset({"blank", "word", "scale", "yesno", "template", "placeholder", "several", "unreadable"})


class Amount(Struct, frozen=True):
    """Money named in running text; ``yuan`` is exact.

    ``is_explicit`` is false where 元 is missing (20万); ``is_rate`` marks a price for one (每人, 元/人, 单价), whose
    ``yuan`` is that price; ``is_product`` a factor (300元×20人), ``is_range`` the upper end of a
    range, ``is_yearly`` 每年 or 元/年.
    """

    raw: str
    start: int
    stop: int
    yuan: Decimal
    unit: Unit
    comparator: Comparator = ""
    is_explicit: bool = True
    is_rate: bool = False
    is_product: bool = False
    is_range: bool = False
    is_yearly: bool = False


class AmountCell(Struct, frozen=True):
    """What an amount cell holds. ``yuan`` is None when blank, malformed, or when no unit is known.

    ``number`` is the figure as written; ``is_own_unit`` says that the unit stands in the cell itself.
    """

    raw: str
    kind: Literal["blank", "amount", "malformed"]
    number: Decimal | None = None
    unit: Unit | None = None
    yuan: Decimal | None = None
    is_own_unit: bool = False

    @property
    def is_finer_than_fen(self) -> bool:
        """More decimals than the smallest coin allows."""
        return self.yuan is not None and (self.yuan * 100) % 1 != 0


def plain(number: Decimal) -> str:
    """A decimal without exponent, digits as written."""
    return format(number, "f")


def scale(number: Decimal, factor: Fraction) -> Decimal:
    """Number times factor as a decimal; exact whenever the factor is a finite decimal and the result is short."""
    return number * factor.numerator / factor.denominator
