"""Amounts of a form: money labels and the amounts beside, below or inside them."""

from __future__ import annotations

import re

from msgspec import Struct, field

from perflint.grid import GridCell
from perflint.readers.layout.draft import Draft
from perflint.readers.layout.index import is_blank
from perflint.readers.layout.labels import Label, fold
from perflint.readers.layout.money import inline_amounts
from perflint.readers.layout.near import Near
from perflint.readers.layout.session import Session
from perflint.readers.layout.values import Value, part, value_of

_AMOUNT = re.compile(r"[-—–－/／\\]*|-?[\d,，.]+")

_BESIDE = 40
"""Cells of a row that are looked at for amounts of several years."""
_LEAD = re.compile(r"(?P<amount>\s*[\d,.]+\s*[^\s\d（(，,；;]{0,3})\s*[（(，,；;]")


class Amounts(Struct):
    """Takes the amounts of one grid. Amounts of several years stand in the columns before ``long_money_before``."""

    session: Session
    near: Near
    long_money_before: int = 0
    heads: dict[int, bool] = field(default_factory=dict)

    def about_money(self, draft: Draft) -> bool:
        """Whether amounts met now belong to a project or department, and not to some budget table."""
        known = draft.named or draft.department or draft.caption.within or bool(draft.heading.text)
        return (known and not draft.complete) or self.session.boundary

    def take(self, label: Label, cell: GridCell) -> bool:
        """Gives the amount of a money label to the draft; False where the cell is no label here."""
        draft = self.session.draft
        if label.key == "budget.annual" and not self.long_money_before:
            self._halve(cell)
        if label.key == "budget.long" or cell.column < self.long_money_before:
            return self._other_years(label, cell)
        if not self.about_money(draft):
            return False
        inline = list(inline_amounts(value_of(cell), self.session.labels))
        if inline:
            for order, (found, name, amount) in enumerate(inline):
                unit = self.session.labels.money_unit(label.note) if order == 0 else ""
                self.session.enter().put_amount(found.key, name, amount, unit)
            return True
        own_unit = self.near.unit_beside(cell) if label.rest is None else None
        if own_unit is not None:
            self.near.claim([own_unit])
            unit = self.session.labels.money_unit(fold(own_unit.text).strip("()"))
            return self.take(Label(label.key, label.text, unit), own_unit)
        below = self.near.below(cell)
        value = None if self._stands_over(cell, below) else self.near.beside(label, cell)
        if value is None:
            if below is None or not self._is_amount(below.text) or not self._heads_amounts(cell.row):
                return True
            if self._is_list(below):
                return draft.department and self._sum_of_list(label, cell)
            value = self.near.under(cell) or Value("", cell.place)
        elif not self._is_amount(value.text):
            return self._wordy(label, value, self._unit_of(label, cell))
        name, unit = Value(label.text, cell.place), self._unit_of(label, cell)
        if not self.session.enter().put_amount(label.key, name, value, unit):
            self.session.put_aside(cell.text, value.place)
        return True

    def _stands_over(self, cell: GridCell, below: GridCell | None) -> bool:
        """Whether the last of several heads has a blank cell beside it and its amount below."""
        right = self.near.index.right_of(cell)
        beside_blank = right is not None and is_blank(right)
        if below is None or is_blank(below) or not beside_blank or not self._is_amount(below.text):
            return False
        return self._heads_amounts(cell.row)

    def _is_amount(self, text: str) -> bool:
        """Whether a text is blank, a dash, or an amount with or without its unit, in brackets or not."""
        plain = fold(text).strip("()¥￥")
        for unit in sorted(self.session.labels.words["money_units"], key=len, reverse=True):
            plain = plain.removesuffix(unit)
        return _AMOUNT.fullmatch(plain) is not None

    def _other_years(self, label: Label, cell: GridCell) -> bool:
        """An amount of several years: said, not judged."""
        self.near.beside(label, cell)
        self.session.put_aside(label.text, cell.place)
        return True

    def _heads_amounts(self, row: int) -> bool:
        """Whether a row heads amounts in the row below: two money labels at least, or one beside the project's name."""
        if row not in self.heads:
            labels = [self.session.labels.in_form(cell.text) for cell in self.near.index.filled(row)]
            keys = [label.key for label in labels if label is not None]
            self.heads[row] = sum(key.startswith("budget.") for key in keys) >= 2 or "name" in keys
        return self.heads[row]

    def _is_list(self, below: GridCell) -> bool:
        """Whether amounts go on below the first: a table of many projects, no form."""
        after = self.near.index.below(below)
        return after is not None and not is_blank(after) and self._is_amount(after.text)

    def _sum_of_list(self, label: Label, cell: GridCell) -> bool:
        """A department's amount in the row of sums below the amounts of its tasks."""
        for row in range(cell.row + cell.row_span, self.near.index.grid.rows):
            cells = self.near.index.filled(row)
            found = self.near.index.at(row, cell.column)
            if found is None or not self._is_amount(found.text):
                return False
            sums = [first for first in cells if self.session.labels.is_sum(first.text)]
            if sums:
                self.near.claim([*sums, found])
                name, unit = Value(label.text, cell.place), self._unit_of(label, cell)
                return self.session.enter().put_amount(label.key, name, value_of(found), unit)
        return False

    def _halve(self, cell: GridCell) -> None:
        """Amounts of several years at the left of this year's: their columns are left aside."""
        for left in self.near.index.filled(cell.row)[:_BESIDE]:
            label = self.session.labels.in_form(left.text)
            if left.column < cell.column and label is not None and label.key == "budget.long":
                self.long_money_before = cell.column

    def _unit_of(self, label: Label, cell: GridCell) -> str:
        """The unit in a money label's brackets, else in those of the group caption at its left (项目资金（万元）)."""
        unit = self.session.labels.money_unit(label.note)
        for row, column in ((cell.row, cell.column - 1), (cell.row - 1, cell.column)):
            left = self.near.index.at(row, column) if not unit and column >= 0 else None
            over = self.session.labels.in_form(left.text) if left is not None else None
            unit = unit or (self.session.labels.money_unit(over.note) if over is not None else "")
        return unit

    def _wordy(self, label: Label, value: Value, unit: str) -> bool:
        """An amount cell that spells out its parts, or a text where an amount should be (kept as written)."""
        amounts = list(inline_amounts(value, self.session.labels))
        draft = self.session.enter()
        lead = _LEAD.match(value.text)
        if lead is not None:
            draft.put_amount(label.key, Value(label.text, value.place), part(value, 0, lead.end("amount")), unit)
        for inner, name, amount in amounts:
            draft.put_amount(inner.key, name, amount, "")
        worded = re.search(r"\d", value.text) or not re.search("[:：]", value.text)
        if lead is None and worded and (not amounts or amounts[0][0].key != label.key):
            draft.put_amount(label.key, Value(label.text, value.place), value, unit)
        return True
