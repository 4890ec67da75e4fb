"""Tables whose columns are projects: labels at the left, and at their right one column (or some) for each project."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from perflint import limits
from perflint.grid import Grid, GridCell
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Label, Labels, fold, squeeze

_LABELS = 3
"""Rows with a label of the form that such a table has."""
_BEFORE = 3
"""Cells at the beginning of a row among which its label is looked for: a number and a group may stand before it."""
_DIGIT = re.compile(r"\d")
_WORD = 3
"""Characters from which on a text without digits is a text; 无 and dashes stand for no amount."""
_NOTHING = re.compile(r"[-—–－/\\]+")
_NAMING = frozenset({"name", "code", "row.project"})


class ProjectColumns(Struct, frozen=True):
    """The forms of the projects, each a grid of the labels and its own columns, and the cells that name them where no
    label does (then left out of the grids). ``aside`` are heads of columns that belong to no project (合计, 备注);
    ``too_many`` says that the table is too large to be told apart."""

    forms: tuple[Grid, ...] = ()
    names: tuple[GridCell | None, ...] = ()
    aside: tuple[GridCell, ...] = ()
    too_many: bool = False
    again: tuple[int, ...] = ()


class _Columns(Struct, frozen=True):
    """The row that names the projects, the columns of the labels, and from where to where each project reaches.
    ``unlabelled`` are the names in the row above, where it is their codes that have a label."""

    row: int
    labels: range
    projects: tuple[tuple[int, int], ...]
    aside: tuple[GridCell, ...]
    unlabelled: tuple[GridCell, ...] = ()

    @property
    def left(self) -> int:
        """The column of the first project."""
        return self.labels.stop


def project_columns(index: Index, labels: Labels) -> ProjectColumns | None:
    """The projects of a table whose columns they are; None for any other table.

    A row names several projects behind its label, two rows and more give each of them something of its own, and no
    other label stands at the right of the labels' columns.
    """
    found = (columns for row in range(index.grid.rows) if (columns := _named(index, row, labels)) is not None)
    columns = next(found, None)
    if columns is not None and _key_of(index, columns.row, columns.left, labels) != "name":
        columns = next((other for other in found if _key_of(index, other.row, other.left, labels) == "name"), columns)
    if columns is None or not _are_projects(index, columns, labels):
        return None
    if _copies(index.grid, columns) > limits.SLOTS_PER_CELL * len(index.grid.cells) + limits.SLOTS_MORE:
        return ProjectColumns(too_many=True)
    if again := _named_again(index, columns, labels):
        return ProjectColumns(again=again)
    table = _table(index, columns, labels)
    names = columns.unlabelled or (None,) * len(columns.projects)
    return ProjectColumns(tuple(_form(table, start, end) for start, end in columns.projects), names, columns.aside)


def stacked(grid: Grid, columns: ProjectColumns) -> Sequence[Grid]:
    """The parts of a table that names projects in several rows, one below the other; none where it does not."""
    edges = [0, *columns.again, grid.rows] if columns.again else []
    return [_rows(grid, top, bottom) for top, bottom in pairwise(edges)]


def _rows(grid: Grid, top: int, bottom: int) -> Grid:
    cells = (cell for cell in grid.cells if top <= cell.row < bottom)
    cut = (
        replace(cell, row=cell.row - top, row_span=min(cell.row + cell.row_span, bottom) - cell.row) for cell in cells
    )
    return replace(grid, rows=bottom - top, cells=tuple(cut))


def _named_again(index: Index, columns: _Columns, labels: Labels) -> tuple[int, ...]:
    """The rows with which the forms of further projects begin, below the first ones: as far above a row that names
    them as the first form begins above its own."""
    left = columns.left
    if (key := _key_of(index, columns.row, left, labels)) == "":
        return ()
    first = next(row for row in range(columns.row + 1) if _key_of(index, row, left, labels))
    above = columns.row - first
    named = [row for row in range(columns.row + 1, index.grid.rows) if _key_of(index, row, left, labels) == key]
    opening = _key_of(index, first, left, labels)
    return tuple(row - above if _key_of(index, row - above, left, labels) == opening else row for row in named)


def _key_of(index: Index, row: int, left: int, labels: Labels) -> str:
    keys = [label.key for cell in index.filled(row) if cell.column < left and (label := _form_label(cell, labels))]
    return next((key for key in keys if key in _NAMING), "")


def _copies(grid: Grid, columns: _Columns) -> int:
    """How many cells and rows the forms of all projects have together, at most."""
    count = len(columns.projects)
    shared = sum(cell.column < columns.left for cell in grid.cells)
    return count * max(shared, grid.rows) + sum(min(cell.column_span, count) for cell in grid.cells)


def _named(index: Index, row: int, labels: Labels) -> _Columns | None:
    """The columns that a row names projects for; None where it does not."""
    cells = index.filled(row)
    at = next((order for order, cell in enumerate(cells[:_BEFORE]) if _names_projects(cell, labels)), None)
    if at is None:
        return None
    behind = cells[at + 1 :]
    named = [cell for cell in behind if _is_name(cell, labels)]
    if len(named) < 2 or len({squeeze(cell.text) for cell in named}) < len(named):
        return None
    aside = tuple(cell for cell in behind if not _is_name(cell, labels))
    known = [label for cell in aside if (label := _form_label(cell, labels)) and not labels.is_sum(cell.text)]
    if any(label.key != "ignored" for label in known):
        return None
    edges = [*(cell.column for cell in behind), index.grid.columns]
    ends = {cell.column: edges[order + 1] for order, cell in enumerate(behind)}
    projects = tuple((cell.column, ends[cell.column]) for cell in named)
    first = labels.in_head(cells[0].text)
    serial = first is not None and first.key == "row.serial" and at > 0
    own = range(cells[0].column + cells[0].column_span if serial else 0, named[0].column)
    return _Columns(row, own, projects, aside, _names_above(index, row, projects, labels))


def _names_above(index: Index, row: int, projects: Sequence[tuple[int, int]], labels: Labels) -> tuple[GridCell, ...]:
    """The cells above those of a row of codes that name the projects, in a table without a label for the name."""
    if any((label := _form_label(cell, labels)) and label.key == "name" for cell in index.grid.cells):
        return ()
    above = [cell for cell in index.filled(row - 1) if cell.column >= projects[0][0]] if row else []
    names = tuple(cell for cell in above if any(start == cell.column for start, _ in projects))
    strange = len(names) < len(projects) or any(_is_label(cell, labels) for cell in names)
    return () if strange or len({squeeze(cell.text) for cell in names}) < len(names) else names


def _names_projects(cell: GridCell, labels: Labels) -> bool:
    label = _form_label(cell, labels) or labels.in_head(cell.text)
    return label is not None and label.rest is None and label.key in _NAMING


def _is_name(cell: GridCell, labels: Labels) -> bool:
    return not _is_label(cell, labels) and not labels.is_sum(cell.text)


def _form_label(cell: GridCell, labels: Labels) -> Label | None:
    label = labels.in_form(cell.text)
    return label if label is not None and label.rest is None else None


def _is_label(cell: GridCell, labels: Labels) -> bool:
    return _form_label(cell, labels) is not None or labels.heads_a_column(cell.text)


def _are_projects(index: Index, columns: _Columns, labels: Labels) -> bool:
    """Whether enough rows have a label at the left, at least one more of them with texts for several projects, and
    labels stand nowhere else but as heads that are repeated for each project."""
    if not _are_headed_so(index, columns, labels):
        return False
    labelled, answered = 0, 0
    for row in range(index.grid.rows):
        left = [cell for cell in index.starting[row] if cell.column < columns.left]
        own = [cell for cell in index.filled(row) if cell.column >= columns.left]
        at = [bisect_left(columns.projects, (cell.column + 1,)) for cell in own]
        keys = [label.key for cell in left if (label := _form_label(cell, labels)) is not None]
        known = bool(keys)
        if any(key.startswith("budget.") for key in keys) and not all(map(_may_be_amount, own)):
            return False
        labelled += known
        answered += known and row != columns.row and len(set(at)) > 1
        if row > columns.row and (heads := [cell for cell in own if _is_label(cell, labels)]):
            texts = {fold(cell.text) for cell in heads}
            if len(heads) == len(own) and len(texts) * 2 > len(heads) and len(heads) > 1:
                return False
            if len(heads) == 1 and heads[0].column + heads[0].column_span < columns.projects[-1][0]:
                return False
    return labelled >= _LABELS and answered >= 1


def _are_headed_so(index: Index, columns: _Columns, labels: Labels) -> bool:
    """Whether nothing above the names says that their columns hold anything else (内容 | 填写说明)."""
    starts = {start for start, _ in columns.projects[1:]}
    above = [cell for row in range(columns.row) for cell in index.filled(row) if cell.column in starts]
    heads = [cell for cell in above if not labels.money_line(cell.text)]
    return not any(_is_label(cell, labels) or labels.loosely_in_head(cell.text) for cell in heads)


def _may_be_amount(cell: GridCell) -> bool:
    return _DIGIT.search(cell.text) is not None or len(fold(cell.text)) < _WORD


def _first_listed(index: Index, columns: _Columns, labels: Labels) -> int:
    """The first row of indicators: the one below the column heads at the left; behind the last row where none is."""
    for row in range(columns.row + 1, index.grid.rows):
        heads = [cell for cell in index.starting[row] if cell.column < columns.left]
        if sum(labels.heads_a_column(cell.text) for cell in heads) > 1:
            return row + 1
    return index.grid.rows


class _Table(Struct, frozen=True):
    """What all forms of a table share: the cells of its labels, those above the names that hold for every project by
    row, the row of names without a label (-1: none), and the rows of indicators that some project has."""

    index: Index
    columns: _Columns
    labels: tuple[GridCell, ...]
    shared: dict[int, GridCell]
    named: int
    indicators: frozenset[int]
    head: int
    value_head: str
    names: frozenset[str]

    def as_head(self, cell: GridCell) -> GridCell:
        """A cell of the row of heads; blank, or the project's name once more, it is the head of the values."""
        if is_blank(cell) or squeeze(cell.text) in self.names:
            return replace(cell, paragraphs=(self.value_head,), places=(cell.place,))
        return cell


def _table(index: Index, columns: _Columns, labels: Labels) -> _Table:
    first, last = columns.projects[0][0], columns.projects[-1][1]
    listed = _first_listed(index, columns, labels)
    shared = {}
    for row in range(columns.row):
        beside = [cell for cell in index.filled(row) if cell.column + cell.column_span > columns.left]
        if len(beside) == 1 and beside[0].column >= columns.left:
            shared[row] = beside[0]  # the money unit at the right, a title
    return _Table(
        index,
        columns,
        tuple(cell for cell in index.grid.cells if cell.column < columns.left),
        shared,
        columns.row - 1 if columns.unlabelled else -1,
        frozenset(
            row
            for row in range(listed, index.grid.rows)
            if not all(_says_nothing(cell) for cell in index.between(row, first, last))
        ),
        listed - 1,
        next((word for word, key in labels.row.items() if key == "row.value"), ""),
        frozenset(squeeze(cell.text) for cell in columns.unlabelled or index.between(columns.row, first, last)),
    )


def _form(table: _Table, start: int, end: int) -> Grid:
    """The form of one project. Rows of indicators in which it has nothing while another project has are not its own."""
    index = table.index
    rows, cells = [], list(table.labels)
    for row in range(index.grid.rows):
        own = index.between(row, start, end)
        if row == table.named or (row in table.indicators and all(map(_says_nothing, own))):
            continue
        rows.append(row)
        shared = table.shared.get(row)
        if shared is not None:
            cells.append(replace(shared, column=start, column_span=end - start))
        elif row == table.head and len(own) == 1:
            cells.append(table.as_head(own[0]))
        else:
            cells += [cell for cell in own if cell.column >= table.columns.left]
    kept = [*table.columns.labels, *range(start, end)]
    moved = sorted(_moved(cells, rows, kept), key=lambda cell: (cell.row, cell.column))
    return replace(index.grid, rows=len(rows), columns=len(kept), cells=tuple(moved), widths=())


def _says_nothing(cell: GridCell) -> bool:
    return is_blank(cell) or _NOTHING.fullmatch(fold(cell.text)) is not None


def _moved(cells: Iterable[GridCell], rows: Sequence[int], columns: Sequence[int]) -> Iterator[GridCell]:
    """The cells in a grid of the given rows and columns alone; what is left of none is left out."""
    taken: set[tuple[int, int]] = set()
    for cell in cells:
        top, bottom = bisect_left(rows, cell.row), bisect_left(rows, cell.row + cell.row_span)
        left, right = bisect_left(columns, cell.column), bisect_left(columns, cell.column + cell.column_span)
        if top < bottom and left < right and (top, left) not in taken:
            taken.add((top, left))
            yield replace(cell, row=top, row_span=bottom - top, column=left, column_span=right - left)
