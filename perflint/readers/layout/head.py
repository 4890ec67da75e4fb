"""Column heads of indicator tables: which rows are a head, and which columns hold what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from perflint.grid import GridCell
from perflint.readers.layout.column_sets import ColumnSet, sets_of
from perflint.readers.layout.columns import NAMING, Column, columns_of
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Label, Labels

_MEASURE = frozenset(
    {"row.value", "row.long_term_value", "row.weight", "row.unit", "row.sign", "row.description", "row.basis"}
)
_GOALS = frozenset({"goals", "overall_goals", "row.named_group", "indicator_text", "class"})


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


def shape(head: Head) -> tuple[frozenset[str], ...]:
    """What the columns of a head hold, wherever they stand: equal for heads of one table."""
    return frozenset(head.project), *(frozenset(half.columns) for half in head.sets)


def read_head(index: Index, row: int, labels: Labels) -> Head | None:
    """The head that begins in ``row``, or None where none does."""
    if not _is_head(index, row, labels):
        return None
    last = row
    while last + 1 < index.grid.rows and _goes_on(index, last + 1, labels):
        last += 1
    return _assembled(index, row, last, labels)


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
    naming, measure = keys & NAMING, keys & _MEASURE
    return len(naming) >= 2 or bool(naming and measure) or bool("row.named_group" in keys and "row.value" in keys)


def _is_listing(index: Index, row: int, labels: Labels) -> bool:
    """Whether the row above is a head of one row a project, with classes among its columns."""
    heads = {label.key for cell in index.covering[row] if (label := labels.in_head(cell.text))}
    over = any(labels.is_class(cell.text) or labels.term_of(cell.text) for cell in index.starting[row])
    return over and bool(heads & {"name", "code", "row.project"}) and not heads & NAMING


def _lists_projects(index: Index, row: int, keys: set[str], strange: int) -> bool:
    """One row a project: a name, and goals or indicators as running text; no blanks between the heads."""
    named = bool(keys & {"name", "code", "row.project"})
    gaps = sum(1 for cell in index.starting[row] if is_blank(cell))
    unknown = 1 if len(keys) >= 4 else 0
    return named and bool(keys & _GOALS) and len(keys) >= 3 and strange <= unknown and not gaps


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
    found = columns_of(index, first, last, labels)
    sets = sets_of(index, first, [column for column in found if _is_row(column)], labels)
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
        classes=_class_columns(index, first, last, labels) if not sets[0].columns.keys() & NAMING else (),
    )


_SPARE = frozenset({"row.later", "row.history", "row.grade", "ignored"})


def _is_row(column: Column) -> bool:
    return column.key.startswith("row.") and column.key not in _SPARE and column.key != "row.serial"
