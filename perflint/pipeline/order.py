"""Document order, which no engine, worker or format can change: it hangs on fields, and on places only within one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from perflint.place import Cell, Place
from perflint.violation import Violation, number_equals

# The order of fields in the form; what is not named comes after, by name (3月底 before 10月底).
_FIELDS = (
    *("", "title", "department", "no", "heading", "code", "name", "unit", "money_unit", "budget"),
    *("total", "fiscal", "other", "parts", "purpose"),
    *("spend_plan", "goals", "indicators", "level1", "level2", "description", "value", "basis", "weight"),
)
_RANK = {name: number for number, name in enumerate(_FIELDS)}
_DIGITS = re.compile(r"[0-9]+")
_NO_CELL = Cell()
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """Violations in document order, then by rule id, each with its fingerprint."""
    return number_equals(sort(violations))


def sort(violations: Iterable[Violation]) -> list[Violation]:
    """Violations in document order, as they are."""
    return sorted(violations, key=_key)


def _key(violation: Violation) -> tuple[object, ...]:
    field = (violation.document, violation.position, field_key(violation.field))
    return (*field, violation.rule, _spot(violation.location.place), violation.value, violation.message.zh)


def _spot(place: Place) -> tuple[int, ...]:
    """A key that sorts places as they follow each other in the text, or in the tables of a page."""
    cell = place.cell or _NO_CELL
    steps = (place.page, cell.table, cell.row, cell.column, cell.paragraph, place.line, place.column)
    return tuple(step or 0 for step in steps)


def field_key(path: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts field paths as they stand in the form."""
    steps = []
    for name, index in _STEP.findall(path):
        if index:
            steps.append((int(index), ""))
        elif name in _RANK:
            steps.append((_RANK[name], ""))
        else:
            steps.append((len(_RANK), _DIGITS.sub(_as_wide_as_others, name)))
    return tuple(steps)


def _as_wide_as_others(digits: re.Match[str]) -> str:
    return digits.group().zfill(4)
