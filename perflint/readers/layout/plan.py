"""The spend plan of a form: its checkpoints and the shares that stand below or beside them."""

from __future__ import annotations

from msgspec import Struct

from perflint.grid import GridCell
from perflint.readers.layout.index import is_blank
from perflint.readers.layout.labels import Label
from perflint.readers.layout.near import Near
from perflint.readers.layout.session import Session


class Plan(Struct):
    """Takes the plan of one grid."""

    session: Session
    near: Near

    def caption(self, label: Label, cell: GridCell) -> bool:
        """The label of the plan: from here on checkpoints are labels. What stands beside it is no share."""
        self.near.plan_open = True
        self.session.draft.fields.add("spend_plan")
        right = self.near.index.right_of(cell)
        if label.rest is None and right is not None and not is_blank(right) and self.near.label(right) is None:
            self.near.claim([right])
            self.session.put_aside(cell.text, right.place)
        return True

    def checkpoint(self, label: Label, cell: GridCell) -> bool:
        """Gives the share at a checkpoint to the draft; False where no plan is open."""
        if not self.near.plan_open:
            return False
        found = self.near.under(cell) if self._among_checkpoints(cell) else None
        found = found or self.near.beside(label, cell) or self.near.under(cell)
        if found is not None:
            self.session.draft.spend_plan.setdefault(label.text, found)
            self.session.draft.fields.add("spend_plan")
        return True

    def _among_checkpoints(self, cell: GridCell) -> bool:
        """Whether the checkpoints stand side by side, so that their values stand below them."""
        sides = (self.near.index.at(cell.row, cell.column - 1), self.near.index.right_of(cell))
        labels = [self.session.labels.in_form(side.text) for side in sides if side is not None]
        return any(label is not None and label.key == "checkpoint" for label in labels)
