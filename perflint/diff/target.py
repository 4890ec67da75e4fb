"""Whether a target was raised or lowered: by what the rate is about, by the comparator, by the class."""

from __future__ import annotations

from fractions import Fraction

from perflint.checks.rates import rate_of
from perflint.diff.side import Years
from perflint.names import Names
from perflint.prepared import PreparedIndicator
from perflint.quantity import DIRECTIONS, Quantity
from perflint.text import normal_value

_SMALLER_IS_BETTER = frozenset({"cost", "timeliness"})
_SIZED = frozenset({"number", "duration"})
_SENSES = {"desired": 1, "handled": 1, "undesired": -1}


def move(old: PreparedIndicator, new: PreparedIndicator, names: Names, years: Years) -> str:
    """``raised``, ``lowered``, ``changed`` where that cannot be told, ``""`` where both say the same."""
    before, after = old.measured, new.measured
    if normal_value(years.shifted(old.row.value)) == normal_value(new.row.value) or before.meaning == after.meaning:
        return ""
    sizes = _sizes(before, after)
    directions = (DIRECTIONS[before.comparator], DIRECTIONS[after.comparator])
    if sizes is None or directions[0] * directions[1] < 0 or sizes[0] == sizes[1]:
        return "changed"
    sense = _SENSES.get(rate_of(names, new).kind, 0) or directions[1] or directions[0]
    if not sense:
        sense = -1 if _SMALLER_IS_BETTER & {new.level1, new.level2} else 1
    return "raised" if (sizes[1] - sizes[0]) * sense > 0 else "lowered"


def _sizes(before: Quantity, after: Quantity) -> tuple[Fraction, Fraction] | None:
    """Both numbers in one unit, None where there is none."""
    if not {before.kind, after.kind} <= _SIZED or before.value is None or after.value is None:
        return None
    if before.percent is not None and after.percent is not None:
        return Fraction(before.percent), Fraction(after.percent)
    if before.unit is None and after.unit is None:
        return Fraction(before.value), Fraction(after.value)
    same = before.unit is not None and after.unit is not None and before.unit.base == after.unit.base
    if not same or before.in_base is None or after.in_base is None:
        return None
    return before.in_base, after.in_base
