"""Whether a field of the new document says what it said in the old one: as the changes are told, field by field."""

from __future__ import annotations

import re

from perflint.diff.compare import Comparison
from perflint.diff.project import Pair, same_amount, same_share
from perflint.diff.side import Years
from perflint.diff.target import move
from perflint.prepared import PreparedIndicator
from perflint.scalars import Key
from perflint.text import squeeze

_ROW = re.compile(r"indicators\[(\d+)\]\.(\w+)")
_HEAD = ("title", "region", "money_unit")
_NEVER = ("no", "heading", "money_unit")
"""Of a project: renumbering is no change, a heading repeats the name, amounts are compared in yuan."""


class Equal:
    """Compares fields of one comparison; the rows of a project are prepared once."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._years = Years(comparison.old.year, comparison.new.year)
        self._rows: tuple[int, list[PreparedIndicator], list[PreparedIndicator]] = (-1, [], [])

    def same(self, key: Key, was: str, now: str) -> bool:
        """Whether both texts say the same. A field that is not compared counts as equal."""
        position, field = key
        if position < 0:
            return not self._is_compared(field) or self._years.same(was, now)
        both = self._comparison.pairs[position]
        if field in _NEVER or field.startswith("long_term_") or not both.both_have(_form_field(field)):
            return True
        if field == "code":
            return squeeze(was) == squeeze(now)
        if field.startswith("budget."):
            return same_amount(both, was, now)
        if field.startswith("spend_plan."):
            return same_share(both, was, now)
        row = _ROW.fullmatch(field)
        if row is not None and row[2] == "value":
            return self._same_value(both, int(row[1]) - 1)
        return self._years.same(was, now)

    def _is_compared(self, field: str) -> bool:
        """Of the document itself: its head, and part one where both have it."""
        old, new = self._comparison.old, self._comparison.new
        if field.startswith("department."):
            return old.has("department") and new.has("department")
        return field in _HEAD

    def _same_value(self, both: Pair, index: int) -> bool:
        if self._rows[0] != both.now:
            self._rows = (both.now, both.old.rows(both.before), both.new.rows(both.after))
        _, before, after = self._rows
        return not move(before[both.rows[index]], after[index], both.new.names, self._years)


def _form_field(field: str) -> str:
    """The field of the form that a field path belongs to: a checkpoint belongs to the spend plan."""
    for whole in ("spend_plan", "goals", "budget.parts"):
        if field.startswith((f"{whole}.", f"{whole}[")):
            return whole
    return field
