"""The form above the indicators: labels wherever they stand, and the value beside, below or behind each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from perflint.grid import GridCell
from perflint.readers.layout.amounts import Amounts
from perflint.readers.layout.coded import split_code
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Label, Labels, squeeze
from perflint.readers.layout.money import inline_amounts
from perflint.readers.layout.near import Near
from perflint.readers.layout.plan import Plan
from perflint.readers.layout.session import Session
from perflint.readers.layout.titles import is_numbered_form, is_title, is_titular
from perflint.readers.layout.values import Value, in_another_table, joined, lines_of, tail_of, value_of, without_stamp

_CODED_UNIT = re.compile(
    r"\s*(?!(?:19|20)\d\d年)[\[【(（]?\d{3,12}[\]】)）]?\s*[-—–－_]?\s*[^\d\s.．、,，%％].*", re.DOTALL
)
_GAP = re.compile(r"[ \t\u3000\xa0]{2,}")
GOALS = {"goals": "goals", "overall_goals": "overall", "long_term_goals": "long_goals"}
_UNITS = frozenset({"unit", "unit.code"})
_BELOW = frozenset({*GOALS, "purpose"})


class Form(Struct):
    """Reads form rows of one grid. ``leftover`` are cells that no label claims; ``touched`` says that the grid told
    something of a project."""

    session: Session
    near: Near
    amounts: Amounts
    plan: Plan
    touched: bool = False
    leftover: list[GridCell] = field(default_factory=list)

    @property
    def labels(self) -> Labels:
        return self.session.labels

    def read_row(self, row: int) -> None:
        """Takes what the cells that start in a row say."""
        cells = self.near.index.filled(row)
        for cell in cells:
            if (cell.row, cell.column) in self.near.claimed:
                continue
            if self._heading(cell, cells) or self._unit_line(cell):
                continue
            label = self.labels.in_form(cell.text) or self.near.loose(cell) or self.near.short_name(cell)
            if label is None or not self._take(label, cell):
                self._unlabelled(cell, cells)

    def read_classes(self, row: int) -> bool:
        """A row without heads above it: classes, then indicators as running text, or a name and a value."""
        classes = [cell for cell in self.near.index.covering[row] if self.labels.is_class(cell.text)]
        texts = [cell for cell in self.near.index.filled(row) if classes and cell.column > classes[-1].column]
        own = [cell for cell in texts if (cell.row, cell.column) not in self.near.claimed]
        if not classes or not own or len(own) > 2 or len(own) != len(texts) or not self.session.draft.named:
            return False
        if any(self.near.label(cell) is not None for cell in own):
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

    def _heading(self, cell: GridCell, cells: Sequence[GridCell]) -> bool:
        wide = len(cells) == 1 and (
            cell.column_span * 2 > self.near.index.grid.columns or self.near.index.grid.columns == 1
        )
        value = value_of(cell)
        wide = wide or (len(cells) == 1 and cell.column == 0 and is_numbered_form(value.text, self.labels))
        if wide and is_title(value.text, self.labels) and self.labels.in_form(value.text) is None:
            self.session.see_title(value)
            return True
        alone = len(cells) == 1 and cell.column == 0 and not self.touched and not self.session.title.text
        if alone and self.labels.in_form(value.text) is None and is_titular(value.text, self.labels):
            self.session.title = value
            return True
        return wide and (self.session.see_year(value) or self.session.see_continuation(value))

    def _unit_line(self, cell: GridCell) -> bool:
        """单位：万元, also where it shares its cell with other pieces (填报单位：…    单位：万元)."""
        if self.session.see_money_unit(cell.text, cell.place) or self._split_unit_line(cell):
            return True
        pieces = [piece for piece in _GAP.split(cell.text.strip()) if piece]
        if len(pieces) < 2 or len(cell.text) > 200:
            return False
        taken = False
        for piece in pieces:
            label = self.labels.in_form(piece)
            if self.session.see_money_unit(piece, cell.place):
                taken = True
            elif (
                label is not None
                and label.rest is not None
                and label.key in ("unit", "unit.code", "supervisor", "department")
            ):
                at = cell.text.find(piece)
                lines = tail_of(cell, at + label.rest)
                value = Value(piece[label.rest :].strip(), lines[0].place if lines else cell.place)
                self._put(label.key, value)
                taken = True
        return taken

    def _split_unit_line(self, cell: GridCell) -> bool:
        """单位： and 万元 in cells side by side."""
        right = self.near.index.right_of(cell)
        if right is None or len(cell.text) > 16 or not self.labels.money_unit(right.text):
            return False
        line = f"{squeeze(cell.text).rstrip(':：')}：{squeeze(right.text)}"
        if not self.session.see_money_unit(line, right.place):
            return False
        self.near.claim([right])
        return True

    def _unlabelled(self, cell: GridCell, cells: Sequence[GridCell]) -> None:
        """A cell without a label: the unit, if it begins with a code or stands beside the unit line; else left over."""
        value = value_of(cell)
        if self.labels.term_of(value.text) in ("long", "annual"):
            return  # a caption over columns: it says nothing of its own
        draft = self.session.draft
        fresh = draft.complete or not draft.named or self.session.boundary
        beside = cell is cells[0] and any(other is not cell and self._is_unit_line(other) for other in cells)
        if is_title(value.text, self.labels):
            self.session.see_title(value)
            return
        named = ":" not in value.text and "：" not in value.text
        if (
            split_code(value) is None
            and fresh
            and len(value.text) < 80
            and (_CODED_UNIT.fullmatch(value.text) or (beside and named))
        ):
            self._put("unit", value)
            return
        amounts = list(inline_amounts(value, self.labels)) if self.amounts.about_money(draft) else []
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
            return self.plan.caption(label, cell)
        if key == "checkpoint":
            return self.plan.checkpoint(label, cell)
        if key.startswith("budget."):
            return self.amounts.take(label, cell)
        if key == "ignored":
            return self._ignored(label, cell)
        return self._simple(label, cell)

    def _simple(self, label: Label, cell: GridCell) -> bool:
        found = self.near.beside(label, cell, first_only=label.key != "purpose")
        if found is None and (label.key in _BELOW or self._heads_one_row(cell)):
            found = self.near.under(cell)
        if found is None:
            return label.key != "unit" or len(squeeze(cell.text)) > 2
        self._put(label.key, found)
        return True

    def _heads_one_row(self, cell: GridCell) -> bool:
        """Whether labels stand side by side over one row of values, and the form goes on with labels below that: the
        project's own lines, and not a table of many projects."""
        below = self.near.below(cell)
        row = below.row + below.row_span if below is not None else self.near.index.grid.rows
        if below is None or row >= self.near.index.grid.rows:
            return False
        cells = self.near.index.filled(row)
        return bool(cells) and (self.near.label(cells[0]) is not None or self.labels.in_head(cells[0].text) is not None)

    def _put(self, key: str, value: Value) -> None:
        if key in ("unit", "department", "supervisor"):
            value = without_stamp(value, self.labels.words["stamps"])
        draft = self.session.enter(key, value.text)
        self.touched = self.touched or key in ("name", "code", "purpose", "department")
        known = draft.values.get(key)
        if known is not None and key in _UNITS and squeeze(value.text) and in_another_table(known, value):
            del draft.values[key]  # that of a cover or a sheet before: the form's own unit is nearer
        if not draft.put(key, value) and key == "purpose":
            self.session.put_aside(value.text, value.place)

    def _goals(self, label: Label, cell: GridCell) -> bool:
        if label.rest is not None:
            self._add_goals(label.key, tail_of(cell, label.rest), cell)
            return True
        cells = self.near.right(cell)
        if cells is None:
            below = self.near.below(cell)
            cells = [below] if below is not None and label.key in GOALS else None
        if cells is None:
            return True
        if label.key in GOALS:
            cells = self.near.whole_rows(cells)
        self.near.claim(cells)
        if label.key == "indicator_text" or (label.key in GOALS and self._indicators_in(cells)):
            return self._running(cells)
        for key, found in self._by_label(label.key, cells):
            self._add_goals(key, [line for cell in found for line in _goal_lines(cell, self.labels)], found[0])
        return True

    def _by_label(self, key: str, cells: list[GridCell]) -> list[tuple[str, list[GridCell]]]:
        """Cells of goals; those that begin with the label of long-term ones (总体目标 | 实施期目标：…) apart."""
        groups: list[tuple[str, list[GridCell]]] = []
        for cell in cells:
            own = "long_term_goals" if _long_term(cell, self.labels) is not None else key
            if groups and groups[-1][0] == own:
                groups[-1][1].append(cell)
            else:
                groups.append((own, [cell]))
        return groups

    def _indicators_in(self, cells: list[GridCell]) -> bool:
        """Whether cells that stand where goals should hold indicators as running text."""
        lines = [line for cell in cells for line in lines_of(cell)]
        captions = [line for line in lines if self.session.running.speaks([line])]
        return len(captions) * 2 > len(lines)

    def _add_goals(self, key: str, lines: list[Value], cell: GridCell) -> None:
        draft = self.session.enter("goals")
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

    # --- purpose, money --------------------------------------------------------------------------------------

    def _budget_group(self, label: Label, cell: GridCell) -> bool:
        """The group over budget and purpose: its rows without a label hold the purpose."""
        draft = self.session.enter()
        draft.fields.add("purpose")
        if label.rest is not None:
            self._put("purpose", joined(tail_of(cell, label.rest), cell.place))
            return True
        texts = self.near.unlabelled_under(cell)
        if texts:
            self.near.claim(texts)
            lines = [line for found in texts for line in lines_of(found)]
            self._put("purpose", joined(lines, texts[0].place))
        return True

    def _ignored(self, label: Label, cell: GridCell) -> bool:
        right = self.near.index.right_of(cell)
        if (
            label.rest is None
            and right is not None
            and (self.near.label(right) is None or self.near.worded_like_one(right))
        ):
            self.near.claim([right])
            if is_blank(right):
                return True
        elif label.rest is None:
            return True
        if self.session.draft.started or self.touched:
            self.session.put_aside(label.text, cell.place)
        return True


def _long_term(cell: GridCell, labels: Labels) -> int | None:
    """Where in a cell's text the goals behind a label of long-term ones begin; None for any other cell."""
    inner = labels.in_form(cell.text)
    return inner.rest if inner is not None and inner.key == "long_term_goals" else None


def _goal_lines(cell: GridCell, labels: Labels) -> list[Value]:
    start = _long_term(cell, labels)
    return lines_of(cell) if start is None else tail_of(cell, start)


def form_of(session: Session, index: Index) -> Form:
    """A form reader for one grid."""
    near = Near(index, session.labels)
    return Form(session, near, Amounts(session, near), Plan(session, near))
