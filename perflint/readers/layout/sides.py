"""Forms of several projects side by side in one table, told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from perflint.grid import Grid, GridCell
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Labels, fold
from perflint.readers.layout.titles import is_numbered_form

_MOST = 8
"""Forms that stand side by side; more labels of one kind in a row are a list."""
_ALIKE = 3
"""Of so many labels of a form, each form that begins in a row of its own must have all but one."""
_IDENTITY = ("name", "code")


class Sides(Struct, frozen=True):
    """The forms that stand side by side, each a grid of its own. ``mixed`` says that there are several and that they
    cannot be told apart; ``forms`` is then empty."""

    forms: tuple[Grid, ...] = ()
    mixed: bool = False


def side_by_side(index: Index, labels: Labels) -> Sides:
    """The forms of a grid, itself where it holds no forms side by side.

    They are told by a row that names several projects: its labels of name and code come again in their order, and
    something stands beside each. The first of them is where a form begins, or a caption at its left that comes again
    too. Forms may begin in rows of their own where all their labels are alike. No cell reaches from one form into the
    next but a line for all of them above, or a note.
    """
    grid = index.grid
    if sum(_is_identity(cell, labels) for cell in grid.cells) < 2:
        return Sides((grid,))
    named = _named_rows(index, labels)
    starts = _common_starts([row for _, row in named])
    repeated = any(len(row) > 1 for _, row in named)
    if len(starts) > _MOST or (len(starts) < 2 and not repeated):
        return Sides((grid,))
    edges = [0, *starts[1:], grid.columns]
    first = min(row for row, _ in named)
    if starts and not _crossing(index, first, edges[1:-1], labels):
        forms = tuple(_cut(index, first, start, end, edges, labels) for start, end in pairwise(edges))
        if all(len(row) == len(starts) for _, row in named) or _alike(forms, labels):
            return Sides(forms)
    return Sides(mixed=True) if repeated else Sides((grid,))


def _common_starts(rows: Sequence[Sequence[int]]) -> Sequence[int]:
    """Where forms begin, by all rows that name projects: those that name most of them agree, each form beginning with
    its leftmost label; none where they do not. Where each row names one, the columns in which they do."""
    most = max(map(len, rows), default=0)
    if most < 2:
        return sorted({start for row in rows for start in row})
    columns = list(zip(*(row for row in rows if len(row) == most), strict=True))
    agree = all(max(left) < min(right) for left, right in pairwise(columns))
    return [min(column) for column in columns] if agree else []


def _named_rows(index: Index, labels: Labels) -> Sequence[tuple[int, Sequence[int]]]:
    """The rows that name projects, each with the columns in which their forms begin."""
    found = []
    for row in range(index.grid.rows):
        known = [cell for cell in index.filled(row) if _is_identity(cell, labels)]
        if known and (starts := _starts(index, known, labels)):
            found.append((row, starts))
    return found


def _starts(index: Index, known: Sequence[GridCell], labels: Labels) -> Sequence[int]:
    """The columns in which forms begin whose labels of name and code stand in one row; none where it is a list."""
    keys = [_key(cell, labels) for cell in known]
    count = keys.count("name") or keys.count("code")
    size = len(known) // count
    groups = [known[at : at + size] for at in range(0, len(known), size)]
    texts = [[fold(cell.text) for cell in group] for group in groups]
    if len(groups) != count or any(other != texts[0] for other in texts):
        return ()
    beside = [index.right_of(cell) for cell in known]
    if any(cell is None or _is_label(cell, labels) for cell in beside) or all(map(_says_nothing, beside)):
        return ()
    return _with_captions(index, [group[0] for group in groups])


def _says_nothing(cell: GridCell | None) -> bool:
    return cell is None or is_blank(cell)


def _with_captions(index: Index, firsts: Sequence[GridCell]) -> Sequence[int]:
    """The columns of the first labels, or of captions at their left that all forms have."""
    starts = [cell.column for cell in firsts]
    while len(starts) > 1 and starts[0] > 0:
        left = [index.at(firsts[0].row, start - 1) for start in starts]
        captions = [cell for cell in left if cell is not None and not is_blank(cell)]
        if len(captions) < len(starts) or len({fold(cell.text) for cell in captions}) > 1:
            break
        starts = [cell.column for cell in captions]
    return starts


def _crossing(index: Index, first: int, edges: Sequence[int], labels: Labels) -> bool:
    """Whether a cell from the row ``first`` on reaches from one form into the next, a note or signatures aside."""
    for cell in index.grid.cells:
        reaches = any(cell.column < edge < cell.column + cell.column_span for edge in edges)
        if reaches and cell.row + cell.row_span > first and not is_blank(cell):
            label = labels.in_form(cell.text)
            alone = len(index.filled(cell.row)) == 1 and cell.row > first
            if not alone or not (labels.is_note(cell.text) or (label is not None and label.key == "ignored")):
                return True
    return False


def _alike(forms: Sequence[Grid], labels: Labels) -> bool:
    """Whether forms have the same labels, all but one in four of them."""
    sets = [{fold(cell.text) for cell in form.cells if _is_label(cell, labels)} for form in forms]
    common, every = set.intersection(*sets), set.union(*sets)
    return len(common) >= _ALIKE and len(every - common) * 4 <= len(every)


def _key(cell: GridCell, labels: Labels) -> str:
    label = labels.in_form(cell.text)
    return label.key if label is not None and label.rest is None else ""


def _is_identity(cell: GridCell, labels: Labels) -> bool:
    return _key(cell, labels) in _IDENTITY


def _is_label(cell: GridCell, labels: Labels) -> bool:
    return labels.in_form(cell.text) is not None or labels.in_head(cell.text) is not None


def _cut(index: Index, first: int, start: int, end: int, edges: Sequence[int], labels: Labels) -> Grid:
    """The columns from ``start`` up to, not including, ``end``; what reaches in from the left belongs to the left, but
    lines for all forms in the rows above ``first`` to each of them."""
    shared = [row for row in range(first) if _is_shared(index, row, edges, labels)]
    cells = [
        replace(cell, column=cell.column - start, column_span=min(cell.column + cell.column_span, end) - cell.column)
        for cell in index.grid.cells
        if start <= cell.column < end and cell.row not in shared
    ]
    for row in shared:
        cells += _spread(index.filled(row), end - start)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(index.grid, columns=end - start, cells=tuple(cells), widths=index.grid.widths[start:end])


def _is_shared(index: Index, row: int, edges: Sequence[int], labels: Labels) -> bool:
    """Whether a row above the forms is one line for all: a cell reaches over several forms, or not each of them has
    something in it, its own money unit for one."""
    cells = index.filled(row)
    if not cells or any(cell.row_span > 1 for cell in index.covering[row]):
        return False
    if any(is_numbered_form(cell.text, labels) for cell in cells):
        return False
    if any(cell.column < edge < cell.column + cell.column_span for cell in cells for edge in edges[1:-1]):
        return True
    own = [[cell for cell in cells if start <= cell.column < end] for start, end in pairwise(edges)]
    units = {any(labels.money_line(cell.text) for cell in part) for part in own}
    return not all(own) or len(units) > 1


def _spread(cells: Sequence[GridCell], columns: int) -> Iterator[GridCell]:
    """The cells of a line for all forms in one form's columns, the last of them up to its end."""
    kept = cells[:columns]
    for column, cell in enumerate(kept):
        last = column == len(kept) - 1
        yield replace(cell, column=column, column_span=columns - column if last else 1)
