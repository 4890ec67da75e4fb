"""Column heads of indicator tables: which rows are a head, and which columns hold what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from perflint.grid import GridCell
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Label, Labels

_NAMING = frozenset({"row.level1", "row.level2", "row.name", "row.content"})
_MEASURE = frozenset(
    {"row.value", "row.long_term_value", "row.weight", "row.unit", "row.sign", "row.description", "row.basis"}
)
_REPEATED = _NAMING
_GOALS = frozenset({"goals", "overall_goals", "row.named_group", "indicator_text", "class"})
_AMOUNT = re.compile(r"\s*-?[\d,，.]+\s*[^\d\s]{0,3}\s*|\s*[-—/]\s*")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]$")
_LOOKED_AT = 20
_LONGEST_HEAD = 20
_UPWARDS = 4
"""How many rows above a head the captions of its two halves may stand."""


class Column(Struct, frozen=True):
    """Grid columns ``start`` up to, not including, ``end`` under one head; ``note`` is what its brackets said."""

    key: str
    start: int
    end: int
    note: str = ""
    text: str = ""
    term: str = ""


class ColumnSet(Struct, frozen=True):
    """Columns that make one indicator a row; ``term`` is ``long`` or ``annual`` where the form says so."""

    columns: Mapping[str, Column]
    term: str = ""


class Head(Struct, frozen=True):
    """A head that ends with grid row ``row``.

    ``project`` holds columns about the project (a flat export has them), ``checkpoints`` those of the spending plan,
    ``spare`` the ones that the model has no place for, ``classes`` those headed by a class: their cells hold
    indicators as running text (``note`` is the class above).
    """

    row: int
    sets: tuple[ColumnSet, ...]
    project: Mapping[str, Column] = field(default_factory=dict)
    checkpoints: tuple[Column, ...] = ()
    parts: tuple[Column, ...] = ()
    spare: tuple[Column, ...] = ()
    classes: tuple[Column, ...] = ()

    @property
    def flat(self) -> bool:
        """Whether each row names its project."""
        return bool({"name", "code"} & self.project.keys())


def read_head(index: Index, row: int, labels: Labels) -> Head | None:
    """The head that begins in ``row``, or None where none does."""
    if not _is_head(index, row, labels):
        return None
    last = row
    while last + 1 < index.grid.rows and _goes_on(index, last + 1, labels):
        last += 1
    return _assembled(index, row, last, labels)


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


def _is_head(index: Index, row: int, labels: Labels) -> bool:
    own = index.filled(row)
    if len(own) < 2:
        return False
    known = _known(own, labels)
    if len(known) < 2 or (strange := sum(not _is_like_a_head(cell, labels) for cell in own)) * 3 > len(own):
        return False
    keys = {label.key for label in known}
    if any(labels.is_class(cell.text) for cell in own):
        keys.add("class")
    return _names_rows(keys) or _lists_projects(index, row, keys, strange)


def _known(own: Sequence[GridCell], labels: Labels) -> list[Label]:
    """The labels of column heads in a row; those told by a word in them count beside others that lists name."""
    texts = [cell.text for cell in own]
    found = [labels.in_head(text) for text in texts]
    strict = [label for label in found if label is not None and label.rest is None]
    strange = [text for text, label in zip(texts, found, strict=True) if label is None]
    if len(strict) < 2 and len(strict) + len(strange) < 4:
        return strict
    loose = [label for text in strange if (label := labels.loosely_in_head(text)) is not None]
    return strict + loose if len(strict) >= 2 or len(strict) + len(loose) >= 4 else strict


def _is_like_a_head(cell: GridCell, labels: Labels) -> bool:
    return bool(
        labels.in_head(cell.text)
        or labels.term_of(cell.text)
        or labels.loosely_in_head(cell.text)
        or labels.is_class(cell.text)
    )


def _names_rows(keys: set[str]) -> bool:
    naming, measure = keys & _NAMING, keys & _MEASURE
    return len(naming) >= 2 or bool(naming and measure) or bool("row.named_group" in keys and "row.value" in keys)


def _is_listing(index: Index, row: int, labels: Labels) -> bool:
    """Whether the row above is a head of one row a project, with classes among its columns."""
    heads = {label.key for cell in index.covering[row] if (label := labels.in_head(cell.text))}
    over = any(labels.is_class(cell.text) or labels.term_of(cell.text) for cell in index.starting[row])
    return over and bool(heads & {"name", "code", "row.project"}) and not heads & _NAMING


def _lists_projects(index: Index, row: int, keys: set[str], strange: int) -> bool:
    """One row a project: a name, and goals or indicators as running text; no blanks between the heads."""
    named = bool(keys & {"name", "code", "row.project"})
    gaps = sum(1 for cell in index.starting[row] if is_blank(cell))
    return named and bool(keys & _GOALS) and len(keys) >= 3 and not strange and not gaps


def _goes_on(index: Index, row: int, labels: Labels) -> bool:
    """Whether a head has one more row: every cell that starts in it is a head too."""
    own = index.filled(row)
    if not own:
        return False
    heads = [labels.in_head(cell.text) for cell in own]
    terms = [labels.term_of(cell.text) in ("long", "annual") for cell in own]
    if all(labels.is_class(cell.text) for cell in own):
        return index.at(row - 1, own[0].column) is not None and _is_listing(index, row - 1, labels)
    return all(
        (label and label.rest is None and label.key.startswith(("row.", "checkpoint", "budget."))) or term
        for label, term in zip(heads, terms, strict=True)
    )


def _class_columns(index: Index, first: int, last: int, labels: Labels) -> tuple[Column, ...]:
    found = []
    for cell in index.covering[last]:
        if cell.row >= first and labels.is_class(cell.text) and not is_blank(cell):
            over = index.at(cell.row - 1, cell.column) if cell.row > first else None
            above = over.text if over is not None and labels.is_class(over.text) else ""
            found.append(Column("class", cell.column, cell.column + cell.column_span, above, cell.text))
    return tuple(found)


def _assembled(index: Index, first: int, last: int, labels: Labels) -> Head:
    columns = [
        _column(index, cell, label, first, labels)
        for cell, label in _labelled(index, first, last, labels)
        if cell.row >= first or label is not None
    ]
    found = [column for column in columns if column is not None]
    found = sorted([*found, *_unnamed_amounts(index, last, found)], key=lambda column: column.start)
    found = sorted([*found, *_unknown(index, first, last, found, labels)], key=lambda column: column.start)
    found = [piece for column in found for piece in _unfolded(index, last, column, found, labels)]
    found = [_level_of_cells(index, last, column, found, labels) for column in found]
    group = {column.key for column in found}
    found = [_resolved(column, found, group, _hangs_down(index, last, column)) for column in found]
    sets = _sets(index, first, [column for column in found if _is_row(column)], labels)
    project: dict[str, Column] = {}
    for column in found:
        if not column.key.startswith("row.") and column.key not in ("checkpoint", "ignored", "budget.part"):
            project.setdefault(column.key, column)
    return Head(
        row=last,
        sets=sets,
        project=project,
        checkpoints=tuple(column for column in found if column.key == "checkpoint"),
        parts=tuple(column for column in found if column.key == "budget.part"),
        spare=tuple(column for column in found if column.key in _SPARE),
        classes=_class_columns(index, first, last, labels) if not sets[0].columns.keys() & _NAMING else (),
    )


_SPARE = frozenset({"row.later", "row.history", "row.grade", "ignored"})


def _is_row(column: Column) -> bool:
    return column.key.startswith("row.") and column.key not in _SPARE and column.key != "row.serial"


def _column(index: Index, cell: GridCell, label: Label | None, first: int, labels: Labels) -> Column | None:
    """The column under a head cell. A cell that only says a term (中期) is a value column under one of values."""
    of_term = labels.term_of(cell.text) in ("long", "annual")
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


def _beside_values(index: Index, cell: GridCell, labels: Labels) -> bool:
    """Whether a head cell that only says a term stands under a head of values that was left unmerged: below it, or
    beside other terms below it."""
    for column in range(cell.column, -1, -1):
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
    for cell in index.starting[last]:
        end = cell.column + cell.column_span
        if is_blank(cell) or any(column.start < end and cell.column < column.end for column in found):
            continue
        beside = any(column.end == cell.column and column.key.startswith("budget.") for column in [*found, *parts])
        rows = range(last + 1, min(last + 1 + _LOOKED_AT, index.grid.rows)) if beside else ()
        texts = [under.text for row in rows if (under := index.at(row, cell.column)) and under.text.strip()]
        if texts and all(_AMOUNT.fullmatch(text) for text in texts):
            parts.append(Column("budget.part", cell.column, end, "", _BRACKETED.sub("", cell.text.strip())))
    return parts


def _unknown(index: Index, first: int, last: int, found: Sequence[Column], labels: Labels) -> Sequence[Column]:
    """Columns under heads that no list names (责任单位): the model has no place for what they hold."""
    columns = []
    for cell, label in _labelled(index, first, last, labels):
        end = cell.column + cell.column_span
        own = cell.row >= first and label is None and len(cell.text) <= _LONGEST_HEAD
        claimed = any(column.start < end and cell.column < column.end for column in found)
        if own and not claimed and not labels.is_class(cell.text) and not labels.term_of(cell.text):
            columns.append(Column("ignored", cell.column, end, "", cell.text))
    return columns


def _level_of_cells(index: Index, last: int, column: Column, found: Sequence[Column], labels: Labels) -> Column:
    """The only class column (指标类型) is of the level that its cells are of."""
    keys = {other.key for other in found}
    if column.key not in ("row.level1", "row.level2") or {"row.level1", "row.level2"} <= keys:
        return column
    texts = [
        cell.text for row in range(last + 1, min(last + 4, index.grid.rows)) if (cell := index.at(row, column.start))
    ]
    levels = [labels.is_class(text) for text in texts if text.strip()]
    level = next((level for level in (1, 2) if {level} in levels and all(level in each for each in levels)), 0)
    key = f"row.level{level}" if level else column.key
    return column if key == column.key else Column(key, column.start, column.end, column.note, column.text, column.term)


def _unfolded(index: Index, last: int, column: Column, found: Sequence[Column], labels: Labels) -> Sequence[Column]:
    """A wide head that has classes in its first columns (绩效指标 over class, class, name), as its parts. A name column
    beside it leaves it the classes alone."""
    levels = {"row.level1", "row.level2"}
    keys = {other.key for other in found}
    if column.key not in ("row.name", "row.named_group", "indicator_text") or levels & keys:
        return [column]
    named = column.key != "row.name" and bool(keys & {"row.name", "row.content"})
    for row in range(last + 1, min(last + 4, index.grid.rows)):
        cells = [cell for cell in index.covering[row] if column.start <= cell.column < column.end]
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


def _resolved(column: Column, found: Sequence[Column], keys: set[str], hanging: bool) -> Column:
    """A head whose word means different things in different company."""
    key = column.key
    firsts = [other.start for other in found if other.key in ("name", "code", "row.project")]
    naming = [other.start for other in found if other.key in _NAMING]
    if key == "row.unit" and firsts and naming and column.start < min(naming):
        key = "unit"
    elif key == "row.project":
        key = "name"
    elif key in ("row.named_group", "indicator_text"):
        if not hanging and "row.level1" not in keys and keys & {"row.level2"} and column.start < min(naming):
            return Column("row.level1", column.start, column.end, column.note, column.text, column.term)
        key = "row.name" if naming or "row.value" in keys else "indicator_text"
        key = "row.group" if key == "row.name" and keys & {"row.name", "row.content"} else key
    elif key == "row.description" and not keys & {"row.name", "row.content", "row.level2"}:
        groups = [other.start for other in found if other.key in ("row.named_group", "indicator_text")]
        key = key if naming and any(start > min(naming) for start in groups) else "row.name"
    return column if key == column.key else Column(key, column.start, column.end, column.note, column.text, column.term)


def _sets(index: Index, first: int, columns: Sequence[Column], labels: Labels) -> tuple[ColumnSet, ...]:
    groups: list[dict[str, Column]] = [{}]
    for column in columns:
        if column.key == "row.group":
            continue
        if column.key in groups[-1] and column.key in _REPEATED:
            groups.append({})
        key = column.key
        if key == "row.value" and key in groups[-1]:
            # two value columns without a word on their term: the longer one stands first in the published forms
            if "row.long_term_value" not in groups[-1] and groups[-1][key].term != "annual":
                groups[-1]["row.long_term_value"] = groups[-1][key]
            else:
                continue
        if key in groups[-1] and key != "row.value":
            continue
        groups[-1][key] = column
    filled = [group for group in groups if group]
    if not filled:
        return (ColumnSet({}),)
    if len(filled) == 1:
        return (ColumnSet(filled[0], _common_term(filled[0])),)
    terms = [_common_term(group) or _term_above(index, first, group, labels) for group in filled]
    if not any(terms) and len(filled) == 2:
        terms = ["long", "annual"]
    return tuple(ColumnSet(_inheriting(group, filled[0]), term) for group, term in zip(filled, terms, strict=True))


def _inheriting(group: dict[str, Column], first: Mapping[str, Column]) -> dict[str, Column]:
    """The second half of a row shares the classes that only the first half names."""
    shared = {key: first[key] for key in ("row.level1", "row.level2") if key in first and key not in group}
    return {**shared, **group}


def _common_term(group: Mapping[str, Column]) -> str:
    """The term of a half: that of its name or class columns (a value column alone only speaks for itself)."""
    terms = {column.term for key, column in group.items() if key in _NAMING and column.term}
    return terms.pop() if len(terms) == 1 else ""


def _term_above(index: Index, first: int, group: Mapping[str, Column], labels: Labels) -> str:
    start = min(column.start for column in group.values())
    for row in range(first - 1, max(first - 1 - _UPWARDS, -1), -1):
        cell = index.at(row, start)
        term = labels.term_of(cell.text) if cell is not None else ""
        if term in ("long", "annual"):
            return term
    return ""
