"""Where the values of a form's labels stand: beside, below, or behind the colon."""

from __future__ import annotations

from msgspec import Struct, field

from perflint.grid import GridCell
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Label, Labels, fold
from perflint.readers.layout.values import Value, joined, lines_of, tail_of, value_of

_INLINE = ("budget.", "name", "code", "unit", "department", "supervisor")
_NEIGHBOURS = frozenset({"row.level1", "row.level2", "row.name", "row.later"})


class Near(Struct):
    """Looks around labels of one grid. ``claimed`` are cells that some label took; ``plan_open``: the label of a
    spending plan was met, so that checkpoints are labels."""

    index: Index
    labels: Labels
    plan_open: bool = False
    claimed: set[tuple[int, int]] = field(default_factory=set)
    has_name: bool | None = None

    def label(self, cell: GridCell) -> Label | None:
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

    def loose(self, cell: GridCell) -> Label | None:
        """A label by its ending, where a value that is no label stands beside it."""
        label = self.labels.loosely_in_form(cell.text)
        right = self.index.right_of(cell) if label is not None else None
        return label if right is not None and self.label(right) is None else None

    def short_name(self, cell: GridCell) -> Label | None:
        """项目 as the label of the project's name: the first cell of its row, a text that is no label beside it, and no
        list of projects below."""
        head = self.labels.in_head(cell.text) if cell.column == 0 else None
        if head is None or head.key != "row.project" or self.named:
            return None
        right, below = self.index.right_of(cell), self.index.below(cell)
        named = right is not None and not is_blank(right) and self.label(right) is None
        listed = right is not None and self.labels.in_head(right.text) is not None
        form = below is None or is_blank(below) or self.label(below) is not None
        return Label("name", head.text, head.note, head.rest) if named and not listed and form else None

    def free(self, row: int, column: int) -> list[GridCell]:
        """The cells of a row from a column on, if none of them is a label."""
        if row >= self.index.grid.rows:
            return []
        cells = [cell for cell in self.index.starting[row] if cell.column >= column]
        return [] if any(self.label(cell) for cell in cells) else cells

    def right(self, cell: GridCell) -> list[GridCell] | None:
        """The value cells at a label's right edge, one a row that it spans; None where a label stands there."""
        first = self.index.right_of(cell)
        if first is not None and cell.row_span == 1 and is_blank(first):
            first = self._after_blanks(first)
        if first is None or self.label(first) is not None:
            return None
        found = [first]
        for row in range(cell.row + 1, cell.row + cell.row_span):
            right = self.index.right_of(cell, row)
            if right is None or right is found[-1]:
                continue
            if self.label(right) is not None:
                break
            found.append(right)
        return found

    def _after_blanks(self, first: GridCell) -> GridCell:
        """The only text after blank cells that were left unmerged beside a label, up to the row's end or next label;
        the blank cell itself where there is none."""
        texts = [cell for cell in self.index.filled(first.row) if cell.column > first.column]
        if not texts or first.column_span > 1 or self.index.at(first.row, texts[0].column - 1) in texts:
            return first
        alone = len(texts) == 1 or self.label(texts[1]) is not None
        known = self.label(texts[0]) or (texts[0].row, texts[0].column) in self.claimed
        return texts[0] if alone and not known and texts[0].row_span == 1 else first

    def whole_rows(self, cells: list[GridCell]) -> list[GridCell]:
        """Goals that share their row with an item's number (目标1 | …): the numbers are left out."""
        found = []
        for first in cells:
            row = [first]
            while (after := self.index.right_of(row[-1], first.row)) is not None and self.label(after) is None:
                row.append(after)
            texts = [cell for cell in row if not self.labels.filler.fullmatch(fold(cell.text))]
            numbered = bool(texts) and texts[0] is not first
            if numbered:
                self.claim(row)
            found += texts if numbered else [first]
        return found

    def below(self, cell: GridCell) -> GridCell | None:
        """The cell under a label, unless it is a label too."""
        found = self.index.below(cell)
        return None if found is None or self.label(found) is not None else found

    @property
    def named(self) -> bool:
        """Whether the grid has a label of its own for the name (below 项目 | 内容, which head its two columns)."""
        if self.has_name is None:
            first = [self.labels.in_form(cell.text) for cell in self.index.grid.cells if cell.column == 0]
            self.has_name = any(label is not None and label.key == "name" for label in first)
        return self.has_name

    def unit_beside(self, cell: GridCell) -> GridCell | None:
        """A money unit in a cell of its own between a label and its amount (资金总额 | （万元） | 50)."""
        right = self.index.right_of(cell)
        unit = self.labels.money_unit(fold(right.text).strip("()")) if right is not None else ""
        after = self.index.right_of(right) if right is not None and unit else None
        return right if after is not None and not is_blank(after) and self.label(after) is None else None

    def beside(self, label: Label, cell: GridCell, first_only: bool = True) -> Value | None:
        """The value behind a label's colon, else that of the cell at its right; None where there is none."""
        if label.rest is not None:
            return joined(tail_of(cell, label.rest), cell.place)
        cells = self.right(cell)
        if cells is None:
            return None
        cells = cells[:1] if first_only else cells
        self.claim(cells)
        return joined([line for found in cells for line in lines_of(found)], cells[0].place)

    def under(self, cell: GridCell) -> Value | None:
        """The value of the cell under a label; None where there is none."""
        found = self.below(cell)
        if found is None:
            return None
        self.claim([found])
        return value_of(found)

    def claim(self, cells: list[GridCell]) -> None:
        """Marks cells as values: they are not looked at again."""
        self.claimed.update((cell.row, cell.column) for cell in cells)

    def unlabelled_under(self, cell: GridCell) -> list[GridCell]:
        """The cells without a label in the rows that a group caption spans, else below it or at its right."""
        rows = range(cell.row, cell.row + cell.row_span)
        texts = [found for row in rows for found in self.free(row, cell.column + cell.column_span)]
        under = self.index.at(cell.row + cell.row_span, cell.column)
        if not texts and under is not None and is_blank(under):
            texts = self.free(cell.row + cell.row_span, cell.column + cell.column_span)
        if not texts and cell.row + cell.row_span < self.index.grid.rows:
            alone = self.index.filled(cell.row + cell.row_span)
            wide = len(alone) == 1 and alone[0].column_span * 2 > self.index.grid.columns
            texts = list(alone) if wide and self.label(alone[0]) is None else []
        if not texts and cell.row_span == 1:
            right = self.index.right_of(cell)
            texts = [right] if right is not None and self.label(right) is None else []
        return texts

    def worded_like_one(self, cell: GridCell) -> bool:
        """A value worded like a label (项目属性: 其他): a label with more after it stands at its right."""
        after = self.index.right_of(cell)
        beyond = self.index.right_of(after) if after is not None else None
        return after is not None and self.label(after) is not None and beyond is not None and self.label(beyond) is None
