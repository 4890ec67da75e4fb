"""Whether a field of the new document says what it said in the old one: as the changes are told, field by field."""

from __future__ import annotations

import re

from perflint.diff.compare import Comparison
from perflint.diff.department import PREFIX
from perflint.diff.project import Pair, same_amount, same_in_row, same_share
from perflint.diff.side import Years
from perflint.diff.target import move
from perflint.prepared import PreparedIndicator
from perflint.scalars import Key
from perflint.text import squeeze

_ROW = re.compile(r"((?:long_term_)?indicators)\[(\d+)\]\.(\w+)")
_HEAD = ("title", "region", "money_unit")
_NEVER = ("no", "heading", "money_unit")
"""Of a project: renumbering is no change, a heading repeats the name, amounts are compared in yuan."""


class Equal:
    """Compares fields of one comparison; the rows of a project are prepared once."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._years = Years(comparison.old.year, comparison.new.year)
        self._rows: tuple[tuple[int, str], list[PreparedIndicator], list[PreparedIndicator]] = ((-2, ""), [], [])

    def same(self, key: Key, was: str, now: str) -> bool:
        """Whether both texts say the same. A field that is not compared counts as equal."""
        position, field = key
        if position < 0 and not field.startswith(PREFIX):
            return field not in _HEAD or self._years.same(was, now)
        both = self._comparison.pairs[position] if position >= 0 else self._comparison.department
        field = field.removeprefix(PREFIX)
        if both is None or (position >= 0 and field in _NEVER) or not both.both_have(_form_field(field)):
            return True
        return self._same(both, field, was, now)

    def _same(self, both: Pair, field: str, was: str, now: str) -> bool:
        if field == "code":
            return squeeze(was) == squeeze(now)
        if field.startswith("budget."):
            return same_amount(both, was, now)
        if field.startswith("spend_plan."):
            return same_share(both, was, now)
        row = _ROW.fullmatch(field)
        if row is None:
            return self._years.same(was, now)
        if row[3] == "value":
            return self._same_value(both, row[1], int(row[2]) - 1)
        return same_in_row(both, row[3], was, now)

    def _same_value(self, both: Pair, path: str, index: int) -> bool:
        if self._rows[0] != (both.now, path):
            self._rows = ((both.now, path), both.old.rows(both.before, path), both.new.rows(both.after, path))
        _, before, after = self._rows
        pairs = both.rows if path == "indicators" else both.long_term_rows
        return not move(before[pairs[index]], after[index], both.new.names, self._years)


def _form_field(field: str) -> str:
    """The field of the form that a field path belongs to: a checkpoint belongs to the spend plan."""
    for whole in ("spend_plan", "goals", "budget.parts", "long_term_goals", "long_term_indicators"):
        if field.startswith((f"{whole}.", f"{whole}[")):
            return whole
    return field
