"""What checks of money share: the amounts by source, amounts on one footing, exact sums, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext

from msgspec import Struct

from perflint import text
from perflint.checks.base import NotApplicable
from perflint.lexicon import Lexicon
from perflint.prepared import PreparedProject
from perflint.quantity import AmountCell
from perflint.violation import Message

UNKNOWN_UNIT = NotApplicable(Message("金额单位未知", "the money unit is not known"))
_SOURCES = ("fiscal", "other")
_DIGITS = 100  # enough for any amount that the grammar reads, so that sums are exact


def source_cells(project: PreparedProject) -> tuple[tuple[str, AmountCell], ...]:
    """The cells by source with their paths: fiscal, other and the further labelled parts."""
    return project.once(source_cells, lambda: tuple(_source_cells(project)))


def _source_cells(project: PreparedProject) -> Iterator[tuple[str, AmountCell]]:
    budget = project.project.budget
    for source in _SOURCES:
        yield f"budget.{source}", project.amount(getattr(budget, source))
    for label, written in budget.parts:
        own = project.grammar.unit(text.trailing_bracket(label))
        money = own is not None and own.dimension == "money"
        yield f"budget.parts.{label}", project.grammar.read_amount(written, own) if money else project.amount(written)


class Figures(Struct, frozen=True):
    """Amounts in one and the same ``unit`` (``""``: all in the form's unit, which is not known)."""

    numbers: tuple[Decimal, ...]
    unit: str


def on_one_footing(cells: Sequence[AmountCell]) -> Figures | None:
    """Filled amount cells made comparable: as written where they share a unit, else in yuan; None where they cannot."""
    numbers = tuple(cell.number for cell in cells if cell.number is not None)
    units = {cell.unit for cell in cells}
    if len(units) == 1:
        (unit,) = units
        return Figures(numbers, unit.symbol if unit is not None else "")
    yuan = tuple(cell.yuan for cell in cells if cell.yuan is not None)
    base = next((unit.base for unit in units if unit is not None), "")
    return Figures(yuan, base) if len(yuan) == len(cells) else None


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """The sum, never rounded."""
    with localcontext() as context:
        context.prec = _DIGITS
        return sum(numbers, Decimal(0))


def difference(one: Decimal, other: Decimal) -> Decimal:
    """How far two amounts are apart, never rounded."""
    return abs(exact_sum((one, other.copy_negate())))


def shown(number: Decimal) -> str:
    """A figure without exponent, as written."""
    return format(number, "f")


def sum_shown(numbers: Iterable[Decimal]) -> str:
    """``42.88 + 0.00``; a negative figure stands in brackets."""
    return " + ".join(shown(number) if number >= 0 else f"({shown(number)})" for number in numbers)


class AmountWriter(Struct, frozen=True):
    """Writes amounts of yuan as people do: in the large unit from one of it on, else in the small one."""

    small: str
    large: str
    size: Decimal

    @classmethod
    def of(cls, lexicon: Lexicon) -> AmountWriter:
        """A writer with the units of a lexicon; raises UnknownList."""
        table = lexicon.table("money_shown")
        return cls(table["small"], table["large"], Decimal(table["size"]))

    def __call__(self, yuan: Decimal) -> str:
        with localcontext() as context:
            context.prec = _DIGITS
            if abs(yuan) >= self.size:
                return shown(_plain(yuan / self.size)) + self.large
            return shown(_plain(yuan)) + self.small


def _plain(number: Decimal) -> Decimal:
    """Without zeros at the end of its decimals."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
