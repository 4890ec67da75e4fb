"""The form above the indicators: labels wherever they stand, and the value beside, below or behind each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from perflint.grid import GridCell
from perflint.readers.layout.draft import Draft
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Label, Labels, fold, squeeze
from perflint.readers.layout.money import inline_amounts
from perflint.readers.layout.session import Session
from perflint.readers.layout.titles import is_title
from perflint.readers.layout.values import Value, joined, lines_of, tail_of, value_of, without_stamp

_CODED_UNIT = re.compile(r"\s*[\[【(（]?\d{3,12}[\]】)）]?\s*[-—–－_]?\s*[^\d\s.．、,，%％].*", re.DOTALL)
_GAP = re.compile(r"[ \t\u3000\xa0]{2,}")
_AMOUNT = re.compile(r"[-—–－/／\\\s]*|[¥￥]?\s*-?[\d,，.\s]+\s*[十百千万亿]*元?\s*")
GOALS = {"goals": "goals", "overall_goals": "overall", "long_term_goals": "long_goals"}
_INLINE = ("budget.", "name", "code", "unit", "department", "supervisor")
_NEIGHBOURS = frozenset({"row.level1", "row.level2", "row.name", "row.later"})
_BELOW = frozenset({"checkpoint", *GOALS, "budget.total", "budget.annual", "budget.fiscal", "budget.other", "budget.part", "purpose"})


@dataclass(slots=True)
class Form:
    """Reads form rows of one grid. ``leftover`` are cells that no label claims; ``touched`` says that the grid told
    something of a project."""

    session: Session
    index: Index
    touched: bool = False
    plan_open: bool = False
    long_money_before: int = 0
    claimed: set[tuple[int, int]] = field(default_factory=set)
    leftover: list[GridCell] = field(default_factory=list)

    @property
    def labels(self) -> Labels:
        return self.session.labels

    def read_row(self, row: int) -> None:
        """Takes what the cells that start in a row say."""
        cells = self.index.filled(row)
        for cell in cells:
            if (cell.row, cell.column) in self.claimed:
                continue
            if self._heading(cell, cells) or self._unit_line(cell):
                continue
            label = self.labels.in_form(cell.text) or self._loose(cell)
            if label is None or not self._take(label, cell):
                self._unlabelled(cell, cells)

    def _loose(self, cell: GridCell) -> Label | None:
        """A label by its ending, where a value that is no label stands beside it."""
        label = self.labels.loosely_in_form(cell.text)
        right = self.index.right_of(cell) if label is not None else None
        return label if right is not None and self._label(right) is None else None

    def read_classes(self, row: int) -> bool:
        """A row without heads above it: classes, then indicators as running text, or a name and a value."""
        classes = [cell for cell in self.index.covering[row] if self.labels.is_class(cell.text)]
        texts = [cell for cell in self.index.filled(row) if classes and cell.column > classes[-1].column]
        own = [cell for cell in texts if (cell.row, cell.column) not in self.claimed]
        if not classes or not own or len(own) > 2 or len(own) != len(texts) or not self.session.draft.named:
            return False
        if any(self._label(cell) is not None for cell in own):
            return False
        lines = lines_of(own[0])
        self.session.running.enter(*(value_of(cell) for cell in classes[:2]))
        if len(own) == 1:
            self.session.add_rows(self.session.running.rows(lines))
        else:
            found = dict(zip(("level1", "level2"), map(value_of, classes[:2]), strict=False))
            self.session.add_rows([{**found, "name": value_of(own[0]), "value": value_of(own[1])}])
        self.touched = True
        return True

    # --- lines that are no fields ------------------------------------------------------------------------------

    def _heading(self, cell: GridCell, cells: list[GridCell]) -> bool:
        wide = len(cells) == 1 and (cell.column_span * 2 > self.index.grid.columns or self.index.grid.columns == 1)
        value = value_of(cell)
        if wide and is_title(value.text, self.labels) and self.labels.in_form(value.text) is None:
            self.session.see_title(value)
            return True
        return wide and self.session.see_year(value)

    def _unit_line(self, cell: GridCell) -> bool:
        """单位：万元, also where it shares its cell with other pieces (填报单位：…    单位：万元)."""
        if self.session.see_money_unit(cell.text, cell.place):
            return True
        pieces = [piece for piece in _GAP.split(cell.text.strip()) if piece]
        if len(pieces) < 2 or len(cell.text) > 200:
            return False
        taken = False
        for piece in pieces:
            label = self.labels.in_form(piece)
            if self.session.see_money_unit(piece, cell.place):
                taken = True
            elif label is not None and label.rest is not None and label.key in ("unit", "unit.code", "supervisor", "department"):
                at = cell.text.find(piece)
                lines = tail_of(cell, at + label.rest)
                value = Value(piece[label.rest :].strip(), lines[0].place if lines else cell.place)
                self._put(label.key, value)
                taken = True
        return taken

    def _unlabelled(self, cell: GridCell, cells: list[GridCell]) -> None:
        """A cell without a label: the unit, where it begins with a code or stands beside the unit line; else left over."""
        value = value_of(cell)
        draft = self.session.draft
        fresh = draft.complete or not draft.named or self.session.boundary
        beside = any(other is not cell and self._is_unit_line(other) for other in cells) and cell is cells[0]
        if fresh and len(value.text) < 80 and (_CODED_UNIT.fullmatch(value.text) or beside):
            self._put("unit", value)
            return
        amounts = list(inline_amounts(value, self.labels)) if self._about_money(draft) else []
        if amounts:
            for label, name, amount in amounts:
                self.session.draft.put_amount(label.key, name, amount, "")
            return
        self.leftover.append(cell)

    def _is_unit_line(self, cell: GridCell) -> bool:
        text = squeeze(cell.text)
        return bool(self.labels.money_unit(re.split("[:：]", text)[-1].strip("）)"))) and len(text) < 16

    # --- fields --------------------------------------------------------------------------------------------------

    def _take(self, label: Label, cell: GridCell) -> bool:
        """Gives a label's value to the draft; False where the cell is no label here."""
        key = label.key
        if key in GOALS or key == "indicator_text":
            return self._goals(label, cell)
        if key == "budget_group":
            return self._budget_group(label, cell)
        if key == "spend_plan":
            return self._plan(label, cell)
        if key == "checkpoint":
            return self._checkpoint(label, cell)
        if key.startswith("budget."):
            return self._amount(label, cell)
        if key == "ignored":
            return self._ignored(label, cell)
        return self._simple(label, cell)

    def _simple(self, label: Label, cell: GridCell) -> bool:
        found = self._beside(label, cell, first_only=label.key != "purpose")
        if found is None and label.key in _BELOW:
            found = self._under(cell)
        if found is None:
            return label.key != "unit" or len(squeeze(cell.text)) > 2
        self._put(label.key, found)
        return True

    def _put(self, key: str, value: Value) -> None:
        if key in ("unit", "department", "supervisor"):
            value = without_stamp(value, self.labels.words["stamps"])
        draft = self.session.enter(key, value.text)
        self.touched = self.touched or key in ("name", "code", "purpose", "department")
        if not draft.put(key, value) and key == "purpose":
            self.session.put_aside(value.text, value.place)

    def _goals(self, label: Label, cell: GridCell) -> bool:
        if label.rest is not None:
            self._add_goals(label.key, tail_of(cell, label.rest), cell)
            return True
        cells = self._right(cell)
        if cells is None:
            below = self._below(cell)
            cells = [below] if below is not None and label.key in GOALS else None
        if cells is None:
            return True
        if label.key in GOALS:
            cells = self._whole_rows(cells)
        self._claim(cells)
        if label.key == "indicator_text" or (label.key in GOALS and self._indicators_in(cells)):
            return self._running(cells)
        lines = [line for found in cells for line in lines_of(found)]
        self._add_goals(label.key, lines, cells[0])
        return True

    def _indicators_in(self, cells: list[GridCell]) -> bool:
        """Whether cells that stand where goals should hold indicators as running text."""
        lines = [line for cell in cells for line in lines_of(cell)]
        captions = [line for line in lines if self.session.running.speaks([line])]
        return len(captions) * 2 > len(lines)

    def _add_goals(self, key: str, lines: list[Value], cell: GridCell) -> None:
        draft = self.session.enter()
        if key == "indicator_text":
            self.session.add_rows(self.session.running.rows(lines))
            self.touched = True
            return
        draft.fields.add(key)
        draft.goal_place = draft.goal_place or cell.place
        getattr(draft, GOALS[key]).extend(lines)
        self.touched = True

    def _running(self, cells: list[GridCell]) -> bool:
        lines = [line for cell in cells for line in lines_of(cell)]
        rows = self.session.running.rows(lines)
        if rows:
            self.session.enter()
            self.session.add_rows(rows)
            self.touched = True
        else:
            self.leftover += [cell for cell in cells if not is_blank(cell)]
        return True

    # --- purpose, plan, money --------------------------------------------------------------------------------------

    def _budget_group(self, label: Label, cell: GridCell) -> bool:
        """The group over budget and purpose: its rows without a label hold the purpose."""
        draft = self.session.enter()
        draft.fields.add("purpose")
        if label.rest is not None:
            self._put("purpose", joined(tail_of(cell, label.rest), cell.place))
            return True
        rows = range(cell.row, cell.row + cell.row_span)
        texts = [found for row in rows for found in self._free(row, cell.column + cell.column_span)]
        under = self.index.at(cell.row + cell.row_span, cell.column)
        if not texts and under is not None and is_blank(under):
            texts = self._free(cell.row + cell.row_span, cell.column + cell.column_span)
        if not texts and cell.row + cell.row_span < self.index.grid.rows:
            alone = self.index.filled(cell.row + cell.row_span)
            wide = len(alone) == 1 and alone[0].column_span * 2 > self.index.grid.columns
            texts = alone if wide and self._label(alone[0]) is None else []
        if not texts and cell.row_span == 1:
            right = self.index.right_of(cell)
            texts = [right] if right is not None and self._label(right) is None else []
        if texts:
            self._claim(texts)
            lines = [line for found in texts for line in lines_of(found)]
            self._put("purpose", joined(lines, texts[0].place))
        return True

    def _free(self, row: int, column: int) -> list[GridCell]:
        """The cells of a row from a column on, if none of them is a label."""
        if row >= self.index.grid.rows:
            return []
        cells = [cell for cell in self.index.starting[row] if cell.column >= column]
        return [] if any(self._label(cell) for cell in cells) else cells

    def _plan(self, label: Label, cell: GridCell) -> bool:
        self.plan_open = True
        self.session.draft.fields.add("spend_plan")
        right = self.index.right_of(cell)
        if label.rest is None and right is not None and not is_blank(right) and self._label(right) is None:
            self._claim([right])
            self.session.put_aside(cell.text, right.place)
        return True

    def _checkpoint(self, label: Label, cell: GridCell) -> bool:
        if not self.plan_open:
            return False
        found = self._under(cell) if self._among_checkpoints(cell) else None
        found = found or self._beside(label, cell) or self._under(cell)
        if found is not None:
            self.session.draft.spend_plan.setdefault(label.text, found)
            self.session.draft.fields.add("spend_plan")
        return True

    def _among_checkpoints(self, cell: GridCell) -> bool:
        """Whether the checkpoints stand side by side, so that their values stand below them."""
        sides = (self.index.at(cell.row, cell.column - 1), self.index.right_of(cell))
        labels = [self.labels.in_form(side.text) for side in sides if side is not None]
        return any(label is not None and label.key == "checkpoint" for label in labels)

    def _about_money(self, draft: Draft) -> bool:
        return draft.named or draft.department or bool(draft.heading.text) or self.session.boundary

    def _amount(self, label: Label, cell: GridCell) -> bool:
        draft = self.session.draft
        if label.key == "budget.annual" and not self.long_money_before:
            self._halve(cell)
        if label.key == "budget.long" or cell.column < self.long_money_before:
            return self._ignored(label, cell)
        if not self._about_money(draft):
            return False
        inline = list(inline_amounts(value_of(cell), self.labels))
        if inline:
            for order, (found, name, amount) in enumerate(inline):
                unit = self.labels.money_unit(label.note) if order == 0 else ""
                self.session.enter().put_amount(found.key, name, amount, unit)
            return True
        found = self._beside(label, cell)
        if found is None:
            below = self._below(cell)
            if below is None or not _AMOUNT.fullmatch(below.text) or not self._heads_amounts(cell.row):
                return True
            self._claim([below])
            found = value_of(below)
        elif not _AMOUNT.fullmatch(found.text) and not inline_amount(found.text):
            return self._wordy_amount(label, found)
        if not self.session.enter().put_amount(label.key, Value(label.text, cell.place), found, self._unit_of(label, cell)):
            self.session.put_aside(cell.text, found.place)
        return True

    def _heads_amounts(self, row: int) -> bool:
        """Whether a row heads amounts in the row below: two money labels at least."""
        labels = [self.labels.in_form(cell.text) for cell in self.index.filled(row)]
        return sum(1 for label in labels if label is not None and label.key.startswith("budget.")) >= 2

    def _halve(self, cell: GridCell) -> None:
        """Amounts of several years at the left of this year's: their columns are left aside."""
        for left in self.index.starting[cell.row]:
            label = self.labels.in_form(left.text)
            if left.column < cell.column and label is not None and label.key == "budget.long":
                self.long_money_before = cell.column

    def _unit_of(self, label: Label, cell: GridCell) -> str:
        """The unit in a money label's brackets, else in those of the group caption at its left (项目资金（万元）)."""
        unit = self.labels.money_unit(label.note)
        for row, column in ((cell.row, cell.column - 1), (cell.row - 1, cell.column)):
            left = self.index.at(row, column) if not unit and column >= 0 else None
            over = self.labels.in_form(left.text) if left is not None else None
            unit = unit or (self.labels.money_unit(over.note) if over is not None else "")
        return unit

    def _wordy_amount(self, label: Label, found: Value) -> bool:
        """An amount cell that spells out its parts, or a text where an amount should be (kept as written)."""
        amounts = list(inline_amounts(found, self.labels))
        for inner, name, amount in amounts:
            self.session.enter().put_amount(inner.key, name, amount, "")
        if not re.search(r"\d", found.text) and re.search("[:：]", found.text):
            return True
        if not amounts or amounts[0][0].key != label.key:
            self.session.enter().put_amount(label.key, Value(label.text, found.place), found, "")
        return True

    def _ignored(self, label: Label, cell: GridCell) -> bool:
        right = self.index.right_of(cell)
        if label.rest is None and right is not None and (self._label(right) is None or self._worded_like_one(right)):
            self._claim([right])
            if is_blank(right):
                return True
        elif label.rest is None:
            return True
        if self.session.draft.started or self.touched:
            self.session.put_aside(label.text, cell.place)
        return True

    def _worded_like_one(self, cell: GridCell) -> bool:
        """A value worded like a label (项目属性: 其他): a label with more after it stands at its right."""
        after = self.index.right_of(cell)
        beyond = self.index.right_of(after) if after is not None else None
        return after is not None and self._label(after) is not None and beyond is not None and self._label(beyond) is None

    # --- where values stand ----------------------------------------------------------------------------------------

    def _label(self, cell: GridCell) -> Label | None:
        """What a neighbour is called, if it is a label here (checkpoints only where a plan is open)."""
        if is_blank(cell):
            return None
        found = self.labels.in_form(cell.text)
        if found is not None and found.rest is not None and not found.key.startswith(_INLINE):
            return None  # a text that begins with such words (总体目标：…) is a value
        if found is None:
            head = self.labels.in_head(cell.text)
            return head if head is not None and head.key in _NEIGHBOURS else None
        return None if found.key == "checkpoint" and not self.plan_open else found

    def _right(self, cell: GridCell) -> list[GridCell] | None:
        """The value cells at a label's right edge, one a row that it spans; None where a label stands there."""
        first = self.index.right_of(cell)
        if first is None or self._label(first) is not None:
            return None
        found = [first]
        for row in range(cell.row + 1, cell.row + cell.row_span):
            right = self.index.right_of(cell, row)
            if right is None or right is found[-1]:
                continue
            if self._label(right) is not None:
                break
            found.append(right)
        return found

    def _whole_rows(self, cells: list[GridCell]) -> list[GridCell]:
        """Goals that share their row with an item's number (目标1 | …): the numbers are left out."""
        found = []
        for first in cells:
            row = [first]
            while (after := self.index.right_of(row[-1], first.row)) is not None and self._label(after) is None:
                row.append(after)
            texts = [cell for cell in row if not self.labels.filler.fullmatch(fold(cell.text))]
            self._claim(row)
            found += texts if len(texts) < len(row) and texts else [first]
        return found

    def _below(self, cell: GridCell) -> GridCell | None:
        below = self.index.below(cell)
        return None if below is None or self._label(below) is not None else below

    def _beside(self, label: Label, cell: GridCell, first_only: bool = True) -> Value | None:
        """The value behind a label's colon, else that of the cell at its right; None where there is none."""
        if label.rest is not None:
            return joined(tail_of(cell, label.rest), cell.place)
        cells = self._right(cell)
        if cells is None:
            return None
        cells = cells[:1] if first_only else cells
        self._claim(cells)
        return joined([line for found in cells for line in lines_of(found)], cells[0].place)

    def _under(self, cell: GridCell) -> Value | None:
        below = self._below(cell)
        if below is None:
            return None
        self._claim([below])
        return value_of(below)

    def _claim(self, cells: list[GridCell]) -> None:
        self.claimed.update((cell.row, cell.column) for cell in cells)


def inline_amount(text: str) -> bool:
    """Whether a text is an amount with its unit and nothing else but brackets around it."""
    return re.fullmatch(r"[（(]?-?[\d,.]+[十百千万亿]*元?[）)]?", fold(text)) is not None
