"""Classes carried down to the rows that inherit them: merged cells, classes typed once, and staircases."""

from __future__ import annotations

from msgspec import Struct, field

from perflint.grid import GridCell
from perflint.readers.layout.column_sets import ColumnSet
from perflint.readers.layout.labels import Labels, fold, squeeze
from perflint.readers.layout.values import Value


class Classes(Struct):
    """The classes that rows below inherit. ``alone``: level two stood on a row of its own (a staircase)."""

    level1: Value = field(default_factory=Value)
    level2: Value = field(default_factory=Value)
    alone: bool = False

    def enter(self, caption: Value, level: int) -> None:
        """Takes a class that stands on a row of its own."""
        if level == 1:
            self.level1, self.level2, self.alone = caption, Value(), False
        else:
            self.level2, self.alone = caption, True

    def inherited(self, found: dict[str, Value]) -> dict[str, Value]:
        """A row's classes. A blank level one is carried down; a blank level two only where level one is blank as
        well (both typed once) or where it stood on a row of its own: elsewhere it is missing."""
        level1, level2 = found.get("level1", Value()), found.get("level2", Value())
        inherits = not squeeze(level1.text)
        if not inherits:
            if level1.place != self.level1.place:
                self.level2, self.alone = Value(), False
            self.level1 = level1
        if squeeze(level2.text):
            self.level2, self.alone = level2, False
        elif not inherits and not self.alone:
            self.level2 = Value()
        if inherits and self.level1.text:
            found["level1"] = self.level1
        if not squeeze(level2.text) and self.level2.text:
            found["level2"] = self.level2
        return found


def caption_level(cell: GridCell, levels: frozenset[int], half: ColumnSet, classes: Classes, labels: Labels) -> int:
    """Which level a caption is of, where its name is one on both (成本, 满意度): by its column, its list number, or
    the class above it."""
    if len(levels) == 1:
        return min(levels)
    for level in (1, 2):
        column = half.columns.get(f"row.level{level}")
        if column is not None and column.start == cell.column and cell.column_span <= column.end - column.start:
            return level
    text = fold(cell.text)
    if text[:1] in "一二三四五六七八九十":
        return 1
    if text.startswith("("):
        return 2
    above = labels.is_class(classes.level1.text)
    return 2 if above == {1} and labels.is_mostly_second(cell.text) else 1
