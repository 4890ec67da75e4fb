"""The columns under the heads of an indicator table: what each of them holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from msgspec import Struct

from perflint.grid import GridCell
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Label, Labels

NAMING = frozenset({"row.level1", "row.level2", "row.name", "row.content"})
"""Columns that say what an indicator is."""
_AMOUNT = re.compile(r"\s*-?[\d,，.]+\s*[^\d\s]{0,3}\s*|\s*[-—/]\s*")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]$")
_LOOKED_AT = 20
_LONGEST_HEAD = 20
_SIDEWAYS = 6
"""How many columns a head of values that was left unmerged may be meant for."""


class Column(Struct, frozen=True):
    """Grid columns ``start`` up to, not including, ``end`` under one head; ``note`` is what its brackets said."""

    key: str
    start: int
    end: int
    note: str = ""
    text: str = ""
    term: str = ""


def columns_of(index: Index, first: int, last: int, labels: Labels) -> list[Column]:
    """The columns under the head in rows ``first`` to ``last``, from left to right."""
    columns = [
        _column(index, cell, label, first, labels)
        for cell, label in _labelled(index, first, last, labels)
        if cell.row >= first or label is not None
    ]
    found = [column for column in columns if column is not None]
    found += _unnamed_amounts(index, last, found)
    found += _unknown(index, first, last, found, labels)
    found.sort(key=lambda column: column.start)
    keys = {column.key for column in found}
    found = [piece for column in found for piece in _unfolded(index, last, column, keys, labels)]
    keys = {column.key for column in found}
    found = [_level_of_cells(index, last, column, keys, labels) for column in found]
    company = _Company(found)
    return [_resolved(column, company, _hangs_down(index, last, column)) for column in found]


def _labelled(index: Index, first: int, last: int, labels: Labels) -> list[tuple[GridCell, Label | None]]:
    """The lowest cell of a head in each column: of its last row, else one above it that was left unmerged."""
    found = []
    for lowest in index.covering[last]:
        over: GridCell | None = lowest
        while over is not None and is_blank(over) and over.row > first:
            over = index.at(over.row - 1, over.column)
        if over is not None and not is_blank(over) and (over is lowest or over.column == lowest.column):
            found.append((over, labels.in_head(over.text)))
    return found


def _column(index: Index, cell: GridCell, label: Label | None, first: int, labels: Labels) -> Column | None:
    """The column under a head cell. A cell that only says a term (中期) is a value column under one of values."""
    of_term = labels.term_of(cell.text) in ("long", "annual")
    if label is None and _heads_classes(index, cell, labels):
        return Column("row.level2", cell.column, cell.column + cell.column_span, "", cell.text)
    if label is None or (of_term and label.key == "ignored"):
        label = None if of_term else labels.loosely_in_head(cell.text)
    above = [labels.term_of(over.text) for over in _over(index, cell, first)]
    term = next((term for term in (labels.term_of(cell.text), *above) if term in ("long", "annual")), "")
    end = cell.column + cell.column_span
    if label is None or (term and label.key in ("goals", "long_term_goals", "overall_goals")):
        over = [found.key for up in _over(index, cell, first) if (found := labels.in_head(up.text))]
        if "row.value" not in over and not (cell.row > first and _beside_values(index, cell, labels)):
            return None if label is None else Column(label.key, cell.column, end, label.note, label.text)
        return Column("row.value", cell.column, end, "", "", term)
    if label.key == "row.value" and term == "long":
        return Column("row.long_term_value", cell.column, end, label.note, label.text, term)
    return Column(label.key, cell.column, end, label.note, label.text, term)


def _heads_classes(index: Index, cell: GridCell, labels: Labels) -> bool:
    """Whether a first-level class heads a column of second-level ones."""
    if 1 not in labels.is_class(cell.text):
        return False
    rows = range(cell.row + cell.row_span, min(cell.row + cell.row_span + 3, index.grid.rows))
    texts = [under.text for row in rows if (under := index.at(row, cell.column)) and not is_blank(under)]
    return bool(texts) and all(2 in labels.is_class(text) for text in texts)


def _beside_values(index: Index, cell: GridCell, labels: Labels) -> bool:
    """Whether a head cell that only says a term stands under a head of values that was left unmerged: below it, or
    beside other terms below it."""
    for column in range(cell.column, max(cell.column - _SIDEWAYS, -1), -1):
        at, over = index.at(cell.row, column), index.at(cell.row - 1, column)
        if at is None or over is None or labels.term_of(at.text) not in ("long", "annual"):
            return False
        if not is_blank(over):
            label = labels.in_head(over.text)
            return label is not None and label.key == "row.value"
    return False


def _over(index: Index, cell: GridCell, first: int) -> list[GridCell]:
    """The head cells above a head cell, and one group caption above the head that spans more than it."""
    found = []
    for row in range(cell.row - 1, first - 2, -1):
        over = index.at(row, cell.column)
        if over is not None and over.column_span > cell.column_span:
            found.append(over)
    return found


def _unnamed_amounts(index: Index, last: int, found: Sequence[Column]) -> Sequence[Column]:
    """Columns of amounts beside those of known sources of money, under a source that no list names."""
    parts: list[Column] = []
    claimed = _claimed(found)
    ends = {column.end for column in found if column.key.startswith("budget.")}
    for cell in index.starting[last]:
        end = cell.column + cell.column_span
        if is_blank(cell) or not claimed.isdisjoint(range(cell.column, end)):
            continue
        beside = cell.column in ends
        rows = range(last + 1, min(last + 1 + _LOOKED_AT, index.grid.rows)) if beside else ()
        texts = [under.text for row in rows if (under := index.at(row, cell.column)) and under.text.strip()]
        if texts and all(_AMOUNT.fullmatch(text) for text in texts):
            parts.append(Column("budget.part", cell.column, end, "", _BRACKETED.sub("", cell.text.strip())))
            ends.add(end)
    return parts


def _claimed(found: Sequence[Column]) -> set[int]:
    return {number for column in found for number in range(column.start, column.end)}


def _unknown(index: Index, first: int, last: int, found: Sequence[Column], labels: Labels) -> Sequence[Column]:
    """Columns under heads that no list names (责任单位): the model has no place for what they hold."""
    columns = []
    claimed = _claimed(found)
    for cell, label in _labelled(index, first, last, labels):
        end = cell.column + cell.column_span
        own = cell.row >= first and label is None and len(cell.text) <= _LONGEST_HEAD
        if (
            own
            and claimed.isdisjoint(range(cell.column, end))
            and not labels.is_class(cell.text)
            and not labels.term_of(cell.text)
        ):
            columns.append(Column("ignored", cell.column, end, "", cell.text))
    return columns


def _level_of_cells(index: Index, last: int, column: Column, keys: set[str], labels: Labels) -> Column:
    """The only class column (指标类型) is of the level that its cells are of."""
    if column.key not in ("row.level1", "row.level2") or {"row.level1", "row.level2"} <= keys:
        return column
    texts = [
        cell.text for row in range(last + 1, min(last + 4, index.grid.rows)) if (cell := index.at(row, column.start))
    ]
    levels = [labels.is_class(text) for text in texts if text.strip()]
    level = next((level for level in (1, 2) if {level} in levels and all(level in each for each in levels)), 0)
    key = f"row.level{level}" if level else column.key
    return column if key == column.key else Column(key, column.start, column.end, column.note, column.text, column.term)


def _unfolded(index: Index, last: int, column: Column, keys: set[str], labels: Labels) -> Sequence[Column]:
    """A wide head that has classes in its first columns (绩效指标 over class, class, name), as its parts. A name column
    beside it leaves it the classes alone."""
    levels = {"row.level1", "row.level2"}
    if column.key not in ("row.name", "row.named_group", "indicator_text") or levels & keys:
        return [column]
    named = column.key != "row.name" and bool(keys & {"row.name", "row.content"})
    for row in range(last + 1, min(last + 4, index.grid.rows)):
        cells = [cell for cell in index.between(row, column.start, column.end) if cell.column >= column.start]
        classes = [cell for cell in cells[:2] if labels.is_class(cell.text)]
        if len(cells) >= len(classes) + (not named) and classes and cells[: len(classes)] == classes:
            parts = [*("row.level1", "row.level2")[: len(classes)], *([] if named else ["row.name"])]
            starts = [cell.column for cell in cells[: len(parts)]]
            ends = [*starts[1:], column.end]
            return [Column(key, start, end) for key, start, end in zip(parts, starts, ends, strict=True)]
    return [column]


def _hangs_down(index: Index, last: int, column: Column) -> bool:
    """Whether a head's cell reaches below the head: a caption at the left of all rows."""
    cell = index.at(last, column.start)
    return cell is not None and cell.row + cell.row_span - 1 > last


class _Company:
    """What the columns of a head are, as far as it decides what one of them means."""

    def __init__(self, found: Sequence[Column]) -> None:
        self.keys = {column.key for column in found}
        self.first = self._start(found, {"name", "code", "row.project"}, min)
        self.naming = self._start(found, NAMING, min)
        self.last_group = self._start(found, {"row.named_group", "indicator_text"}, max)

    @staticmethod
    def _start(found: Sequence[Column], keys: Collection[str], pick: Callable[[Iterable[int]], int]) -> int | None:
        starts = [column.start for column in found if column.key in keys]
        return pick(starts) if starts else None


def _resolved(column: Column, company: _Company, hanging: bool) -> Column:
    """A head whose word means different things in different company."""
    key, keys, naming = column.key, company.keys, company.naming
    if key == "row.unit" and company.first is not None and naming is not None and column.start < naming:
        key = "unit"
    elif key == "row.project":
        key = "name"
    elif key in ("row.named_group", "indicator_text"):
        if not hanging and "row.level1" not in keys and "row.level2" in keys and column.start < (naming or 0):
            return Column("row.level1", column.start, column.end, column.note, column.text, column.term)
        key = "row.name" if naming is not None or "row.value" in keys else "indicator_text"
        key = "row.group" if key == "row.name" and keys & {"row.name", "row.content"} else key
    elif key == "row.description" and not keys & {"row.name", "row.content", "row.level2"}:
        grouped = naming is not None and company.last_group is not None and company.last_group > naming
        key = key if grouped else "row.name"
    return column if key == column.key else Column(key, column.start, column.end, column.note, column.text, column.term)
