"""Tables that break over pages, put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from msgspec import Struct, field

from perflint.grid import Grid, GridCell
from perflint.place import Cell, Place
from perflint.readers.canonical import canonical, fitted
from perflint.readers.pdf_pages import SAME_EDGE, Page, PageCell, PageTable, grid_lines, line_number
from perflint.readers.pdf_text import Line, continues_text, goes_on, is_prose, joined, paragraphs, place_of

_ROOM = 12.0
_TOP_ROOM = 40.0
_SLIVER = 0.85
_OPENING = "（("
_NOTE = re.compile(r"\s*(?:[\[［〔][0-9]{1,2}[\]］〕]|[①-⑳]|[0-9]{1,2}(?![0-9.．、,，)）年月日%]))")
"""A mark before the text of a note: a number that is no number of a list, a date or a value."""
_FOOT = 30.0


class Whole(Struct):
    """A table over all its pages: cells by row, edges by position."""

    cells: list[PageCell]
    rows: int
    edges: list[float]
    page: int
    bottom: float
    head: list[list[str]] = field(default_factory=list)


class Frame(Struct, frozen=True):
    """The part of the pages that is written on, and the first rows with which tables within pages begin."""

    top: float
    bottom: float
    heads: frozenset[tuple[str, ...]] = frozenset()


def frame_of(pages: Sequence[Page]) -> Frame:
    """The frame that all pages keep to."""
    tops = [item for page in pages for item in _edges(page, 1)]
    bottoms = [item for page in pages for item in _edges(page, 3)]
    top = min(tops, default=0.0)
    inside = (table for page in pages for table in page.tables if table.box[1] - top > _TOP_ROOM)
    return Frame(top, max(bottoms, default=0.0), frozenset(tuple(_texts(table, 0)) for table in inside))


def _edges(page: Page, side: int) -> list[float]:
    lines = [line.top if side == 1 else line.bottom for line in page.lines]
    return [*(table.box[side] for table in page.tables), *lines]


def foot_notes(items: Sequence[PageTable | Line], frame: Frame) -> Sequence[Line]:
    """The lines between the last table of a page and its foot, where the first begins with the mark of a note:
    they end no table."""
    below = list(takewhile(lambda item: isinstance(item, Line), reversed(items)))
    lines = [item for item in reversed(below) if isinstance(item, Line)]
    if not lines or len(lines) == len(items) or not _NOTE.match(lines[0].text):
        return []
    return lines if frame.bottom - lines[-1].bottom <= _FOOT else []


def begin(table: PageTable) -> Whole:
    """A table that begins on its page."""
    whole = Whole(list(table.cells), table.rows, list(table.edges), table.page, table.box[3])
    whole.head = [_texts(table, row) for row in range(table.rows)]
    return whole


def continues(whole: Whole, table: PageTable, frame: Frame) -> bool:
    """Whether ``table``, the first thing on its page, goes on with ``whole``, the last on the page before.

    It does when nothing that begins the page would have fitted below ``whole``, the outer edges are the same and an
    inner one is, and its first row does not begin other tables.
    """
    if table.page != whole.page + 1 or table.box[1] - frame.top > _TOP_ROOM:
        return False
    if not (_near(whole.edges[0], table.edges[0]) and _near(whole.edges[-1], table.edges[-1])):
        return False
    shared = sum(any(_near(edge, other) for other in table.edges[1:-1]) for edge in whole.edges[1:-1])
    if not shared and len(table.edges) > 2 and len(whole.edges) > 2:
        return False
    head = _texts(table, 0)
    if tuple(head) in frame.heads and whole.head[:1] != [head]:
        return False
    first = min(cell.box[3] - cell.box[1] for cell in table.cells if cell.row == 0)
    return frame.bottom - whole.bottom <= first + _ROOM


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_EDGE


def _texts(table: PageTable, row: int) -> list[str]:
    return [cell.text for cell in sorted(table.cells, key=lambda cell: cell.box[0]) if cell.row == row]


def add(whole: Whole, table: PageTable) -> None:
    """Goes on with ``whole`` by ``table``: repeated head rows dropped, a row and merges that the page broke mended."""
    skipped = _repeated_head(whole, table)
    cells = [cell for cell in table.cells if cell.row >= skipped]
    first = [cell for cell in cells if cell.row == skipped]
    last = [cell for cell in whole.cells if cell.row + cell.row_span == whole.rows]
    offset = whole.rows - skipped
    rest = _rest_of_record(last, first, whole)
    if _broken_row(last, first, [*whole.cells, *cells]):
        offset -= 1
        whole.rows += table.rows - skipped - 1
    else:
        whole.rows += table.rows - skipped
    for cell in cells:
        upper = _upper(last, cell) if cell.row == skipped else None
        if upper is not None and (
            offset + cell.row < upper.row + upper.row_span
            or _goes_on(upper, cell, whole)
            or any(cell is other for other in rest)
        ):
            upper.lines += cell.lines
            upper.row_span = max(upper.row_span, offset + cell.row + cell.row_span - upper.row)
        else:
            cell.row += offset
            whole.cells.append(cell)
    whole.edges = grid_lines([*whole.edges, *table.edges])
    whole.page, whole.bottom = table.page, table.box[3]


def _repeated_head(whole: Whole, table: PageTable) -> int:
    """How many rows at the top repeat those of the whole table."""
    count = 0
    while count < min(len(whole.head), table.rows - 1) and any(whole.head[count]):
        if _texts(table, count) != whole.head[count]:
            break
        count += 1
    return count


def _upper(last: Sequence[PageCell], cell: PageCell) -> PageCell | None:
    """The cell of the row above with the same edges."""
    return next((up for up in last if _near(up.box[0], cell.box[0]) and _near(up.box[2], cell.box[2])), None)


def _height(cells: Sequence[PageCell]) -> float:
    return min(cell.box[3] - cell.box[1] for cell in cells)


def _broken_row(last: Sequence[PageCell], first: Sequence[PageCell], others: Sequence[PageCell]) -> bool:
    """Whether the first row here is the rest of the last row there.

    It is when every text in it goes on with a full line above it and less is filled than above; or when it holds one
    text alone, and not in its first column (a paragraph of a cell whose label is not said again); or when it is
    blank and lower than any line of text.
    """
    pairs = [(cell, _upper(last, cell)) for cell in first]
    if not pairs or any(upper is None for _, upper in pairs) or len(last) != len(first):
        return False
    filled = [(cell, upper) for cell, upper in pairs if cell.lines and upper is not None]
    above = sum(1 for upper in last if upper.lines)
    if not filled:
        return above > 0 and _height(first) < _SLIVER * min(_height([cell]) for cell in (*last, *others) if cell.lines)
    if len(filled) == 1 and above > 1 and filled[0][0] is not pairs[0][0] and filled[0][1].lines:
        return True
    return len(filled) < above and all(
        goes_on(upper.lines, cell.lines, upper.box[0], upper.box[2]) for cell, upper in filled
    )


def _goes_on(upper: PageCell, cell: PageCell, whole: Whole) -> bool:
    """Whether a cell is the lower part of a merged cell that the page broke: blank, or the rest of a label."""
    if not _near(cell.box[0], whole.edges[0]) and cell.row_span == 1:
        return False
    if not cell.lines:
        return True
    return bool(upper.lines) and cell.text.startswith(tuple(_OPENING)) and len(cell.text) < len(upper.text)


def _rest_of_record(last: Sequence[PageCell], first: Sequence[PageCell], whole: Whole) -> list[PageCell]:
    """The cells of the first row here that hold the rest of a text that the page broke, in a record over several rows.

    The record goes on where the cell at the left edge is blank below one with text. What spans the rows of the record
    as that cell does, above and here, and holds a sentence or a list is one text (words of classes hold neither). In a
    record of one row on each page the text above must fill its cell and wrap on, or its list go on, too.
    """
    key = next((cell for cell in first if _near(cell.box[0], whole.edges[0])), None)
    above = _upper(last, key) if key is not None else None
    if key is None or above is None or key.lines or not above.lines:
        return []
    merged = max(key.row_span, above.row_span) > 1
    found = []
    for cell in first:
        upper = _upper(last, cell)
        if upper is None or not (cell.lines and upper.lines):
            continue
        if (upper.row, upper.row_span, cell.row_span) != (above.row, above.row_span, key.row_span):
            continue
        wraps = _is_filled(upper) and continues_text(upper.lines, cell.lines, upper.box[0], upper.box[2])
        prose = is_prose(upper.text + cell.text)
        if prose and (merged or wraps):
            found.append(cell)
    return found


def _is_filled(cell: PageCell) -> bool:
    """Whether the text of a cell leaves no room for one more line."""
    size = cell.lines[-1].size
    return (cell.box[3] - cell.box[1]) - (cell.lines[-1].bottom - cell.lines[0].top) < 1.2 * size


def grid_of(whole: Whole, number: int) -> Grid:
    """The table as a grid; rows and columns count over all its pages."""
    cells = []
    order: dict[int, int] = {}
    for cell in sorted(whole.cells, key=lambda cell: (cell.row, cell.box[0])):
        order[cell.row] = order.get(cell.row, 0) + 1
        cells.append(_grid_cell(cell, whole, Cell(table=number, row=cell.row + 1, column=order[cell.row])))
    widths = [right - left for left, right in pairwise(whole.edges)]
    return canonical(
        number,
        fitted(cells, whole.rows),
        widths=widths,
        place=Place(cell=Cell(table=number), page=whole.cells[0].page),
        blank=lambda row, column: GridCell(row, column, place=Place(cell=Cell(table=number, row=row + 1))),
    )


def _grid_cell(cell: PageCell, whole: Whole, place: Cell) -> GridCell:
    left, right = line_number(whole.edges, cell.box[0]), line_number(whole.edges, cell.box[2])
    found = paragraphs(cell.lines, cell.box[0], cell.box[2])
    texts = [joined(lines) for lines in found]
    places = [
        place_of(lines, Place(cell=Cell(table=place.table, row=place.row, column=place.column, paragraph=count)))
        for count, lines in enumerate(found, start=1)
    ]
    if not any(texts):
        texts, places = [], []
    return GridCell(
        row=cell.row,
        column=left,
        row_span=cell.row_span,
        column_span=max(right - left, 1),
        paragraphs=tuple(texts),
        place=Place(cell=place, page=cell.page, box=cell.box, exact=False),
        places=tuple(places),
    )
