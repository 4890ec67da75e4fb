"""Lines between the rows of one table that name the project of the rows below (一、路灯维护工程)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from msgspec import Struct

from perflint.grid import GridCell
from perflint.readers.layout.captions import Caption, caption_of, named_by
from perflint.readers.layout.head import Head, read_head
from perflint.readers.layout.index import Index
from perflint.readers.layout.labels import Labels, squeeze
from perflint.readers.layout.session import Session
from perflint.readers.layout.titles import is_title, is_titular, year_line
from perflint.readers.layout.values import Value, part, value_of

_COUNTED = re.compile(
    r"\s*(?P<label>[^\d\s:：]{1,6}?)\s*(?P<number>[一二三四五六七八九十]{1,3}|\d{1,3})\s*[:：]\s*(?=\S)"
)
_WHOSE = frozenset({"name", "code", "department", "row.project"})
_CHAPTERS = frozenset({"chapter", "part", "section"})
_PLAIN = 2
"""Lines without a number, each above a head of its own, that name projects."""


def sections_of(index: Index, session: Session, going_on: Head | None) -> Mapping[int, Caption]:
    """The rows of a table that name projects, each with what it says.

    Such a line stands alone in its row, above heads or above a row that begins with a class, or several above forms
    with heads of their own, and no row of an indicator stands above the first one. Where labels name the project, or
    something above the table does, lines are its parts.
    A table that goes on with the one before, under its head ``going_on``, begins with rows of the project before.
    """
    labels = session.labels
    lines = {row: cell for row in range(index.grid.rows) if (cell := _alone(index, row)) is not None}
    if not lines or _is_named(index, labels):
        return {}
    table = _table(index, labels, going_on)
    numbered = {row: caption for row, cell in lines.items() if (caption := _caption(table, row, cell))}
    style = next((caption.style for caption in numbered.values()), "")
    numbered = {row: caption for row, caption in numbered.items() if caption.style == style}
    if not all(_leads(table, row) for row in numbered) and not _are_forms(table, list(numbered)):
        return {}
    found = numbered or _plain(table, lines)
    if not found:
        return {}
    first = found[min(found)]
    coded = all(caption.code.text or caption.style == "project" for caption in found.values())
    if going_on is not None:
        return found if coded or first.follows(session.draft.caption) else {}
    return found if _opens(table, min(found)) and (coded or _is_free(session)) else {}


class _Table(Struct, frozen=True):
    """A table with its heads, by the rows in which they begin, and the rows that hold anything."""

    index: Index
    labels: Labels
    heads: Mapping[int, Head]
    starts: Sequence[int]
    filled: Sequence[int]

    def below(self, row: int) -> int | None:
        """The next row that holds anything."""
        at = bisect_right(self.filled, row)
        return self.filled[at] if at < len(self.filled) else None

    def head_above(self, row: int) -> Head | None:
        """The last head that begins above a row."""
        at = bisect_left(self.starts, row)
        return self.heads[self.starts[at - 1]] if at else None

    def headed(self, row: int, end: int) -> bool:
        """Whether a head begins between two rows."""
        return bisect_right(self.starts, row) < bisect_left(self.starts, end)


def _table(index: Index, labels: Labels, going_on: Head | None) -> _Table:
    found: dict[int, Head] = {} if going_on is None else {-1: going_on}
    row = 0
    while row < index.grid.rows:
        head = read_head(index, row, labels)
        if head is not None:
            found[row] = head
        row = row + 1 if head is None else head.row + 1
    filled = [row for row in range(index.grid.rows) if index.filled(row)]
    return _Table(index, labels, found, list(found), filled)


def _is_named(index: Index, labels: Labels) -> bool:
    """Whether a label of the table says whose it is."""
    for cell in index.grid.cells:
        for label in (labels.in_form(cell.text), labels.in_head(cell.text)):
            if label is not None and label.key in _WHOSE:
                return True
    return False


def _is_free(session: Session) -> bool:
    """Whether nothing above the table says whose it is."""
    last = session.drafts[-1] if session.drafts and not session.boundary else None
    open_project = last is not None and last.named and not last.complete
    numbered = re.match(r"\s*\d{1,6}\s*[.．、]", session.heading.text) is not None
    return not (open_project or numbered or session.department or session.caption.name.text)


def _alone(index: Index, row: int) -> GridCell | None:
    """The cell that stands alone at the left of a row, in one line."""
    cells = index.filled(row)
    wide = len(cells) == 1 and cells[0].column_span * 2 > index.grid.columns
    alone = len(cells) == 1 and (cells[0].column == 0 or wide)
    return cells[0] if alone and cells[0].row_span == 1 and "\n" not in value_of(cells[0]).text else None


def _caption(table: _Table, row: int, cell: GridCell) -> Caption | None:
    """What a line says that is numbered or holds a project's code; None for any other line."""
    line, labels = value_of(cell), table.labels
    if is_title(line.text, labels) or labels.is_sum(line.text) or labels.is_note(line.text):
        return None
    found = _counted(line, labels) or caption_of(line, 0, labels)
    if found is None or not (_leads(table, row) or _heads_a_form(table, row)):
        return None
    listed = found.style not in _CHAPTERS and found.style != "project" and not found.code.text
    return None if listed and _may_be_name(table, row, cell) else found


def _counted(line: Value, labels: Labels) -> Caption | None:
    """A line with a word for projects and a number in front (项目一：路灯维护工程)."""
    found = _COUNTED.match(line.text)
    label = labels.in_head(found["label"]) if found is not None else None
    if found is None or label is None or label.key != "row.project":
        return None
    return named_by(line, part(line, found.end(), len(line.text.rstrip())), "project", 0, labels)


def _may_be_name(table: _Table, row: int, cell: GridCell) -> bool:
    """Whether a line may be an indicator's name, with nothing else in its row."""
    head = table.head_above(row)
    sets = head.sets if head is not None else ()
    names = [half.columns["row.name"] for half in sets if "row.name" in half.columns]
    return any(column.start <= cell.column < column.end for column in names) and cell.column_span == 1


def _heads_a_form(table: _Table, row: int) -> bool:
    """Whether the row below a line begins with a label of a form (预算数, 绩效目标)."""
    below = table.below(row)
    label = table.labels.in_form(table.index.filled(below)[0].text) if below is not None else None
    return label is not None and label.key not in ("ignored", "checkpoint")


def _are_forms(table: _Table, rows: Sequence[int]) -> bool:
    """Whether several lines head a form each: heads of indicators stand below every one, before the next."""
    ends = [*rows[1:], table.index.grid.rows]
    return len(rows) > 1 and all(table.headed(row, end) for row, end in zip(rows, ends, strict=True))


def _leads(table: _Table, row: int) -> bool:
    """Whether a head stands below a line, or a row that begins anew with a class (or with a name, without classes)."""
    below, head = table.below(row), table.head_above(row)
    if below is None or below in table.heads:
        return below is not None
    columns = head.sets[0].columns if head is not None else {}
    start = columns.get("row.level1") or columns.get("row.level2") or columns.get("row.name")
    cells = table.index.filled(below)
    return start is not None and cells[0].column == start.start and len(cells) > 1


def _plain(table: _Table, lines: Mapping[int, GridCell]) -> dict[int, Caption]:
    """Lines without a number right above every head, each another one; none where some head has none."""
    found: dict[int, Caption] = {}
    for row in table.heads:
        line = value_of(lines[row - 1]) if row - 1 in lines else Value()
        caption = None if _is_other(line.text, table.labels) else named_by(line, line, "", 0, table.labels)
        if caption is None:
            return {}
        found[row - 1] = caption
    names = {squeeze(caption.name.text) for caption in found.values()}
    return found if len(found) >= _PLAIN and len(names) == len(found) else {}


def _is_other(text: str, labels: Labels) -> bool:
    """Whether a line is a title, a year, a unit, or a group of indicators."""
    titled = is_title(text, labels) or is_titular(text, labels)
    return bool(titled or year_line(text) or labels.money_line(text) or labels.term_of(text) or labels.is_sum(text))


def _opens(table: _Table, first: int) -> bool:
    """Whether no row of an indicator stands above the first line."""
    head = table.heads[table.starts[0]] if table.starts and table.starts[0] < first else None
    return head is None or not any(table.index.filled(row) for row in range(head.row + 1, first))
