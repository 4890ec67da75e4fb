"""Tables of a page: rows that belong to a table itself, spans clamped, cells placed as browsers place them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Grid, GridCell
from perflint.office.xml import Element
from perflint.place import Cell, Place
from perflint.readers.canonical import canonical
from perflint.readers.source import Unreadable


class Frame(Struct):
    """A cell with its place in the table; ``lines`` are filled in when its content is read."""

    element: Element
    row: int
    column: int
    rows: int
    columns: int
    ordinal: int
    lines: list[tuple[str, int | None]] = field(default_factory=list)


def row_elements(table: Element, hidden: Callable[[Element], bool]) -> list[list[Element]]:
    """The visible rows of a table as lists of its cells: only rows and cells whose nearest table is this one. Cells
    that stand in no row make one of their own; a foot stands last, as it is shown."""
    body: list[list[Element]] = []
    foot: list[list[Element]] = []
    _rows(table, body, foot, hidden)
    return body + foot


def _rows(
    element: Element, body: list[list[Element]], foot: list[list[Element]], hidden: Callable[[Element], bool]
) -> None:
    loose: list[Element] | None = None
    for item in element:
        tag = _tag(item)
        if tag in ("table", "caption", "") or hidden(item):
            continue
        if tag in ("td", "th"):
            if loose is None:
                loose = []
                body.append(loose)
            loose.append(item)
            continue
        loose = None
        if tag == "tr":
            body.append(list(_cells(item, hidden)))
        elif tag == "tfoot":
            _rows(item, foot, foot, hidden)
        else:
            _rows(item, body, foot, hidden)


def _cells(row: Element, hidden: Callable[[Element], bool]) -> Iterator[Element]:
    for item in row:
        tag = _tag(item)
        if tag in ("td", "th"):
            if not hidden(item):
                yield item
        elif tag not in ("table", "tr", ""):
            yield from _cells(item, hidden)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def is_layout(rows: list[list[Element]]) -> bool:
    """Whether a table only lays out a page: it holds tables, and they hold more cells than it has itself."""
    own = sum(map(len, rows))
    inner = 0
    for row in rows:
        for cell in row:
            inner += sum(1 for _ in cell.iter("td", "th")) - 1
    return inner > 0 and (inner >= own or own <= 2)


def place_cells(rows: list[list[Element]]) -> list[Frame]:
    """Cells with their grid places. A cell that would reach into one hanging down from above is cut short."""
    taken: dict[int, tuple[int, int]] = {}
    frames: list[Frame] = []
    slots = 0
    for row, cells in enumerate(rows):
        column = ordinal = 0
        passed = -1
        for element in cells:
            while taken.get(column, (0, 0))[0] > row:
                ordinal += taken[column][1] != passed
                passed = taken[column][1]
                column += 1
            height = max(1, min(_span(element, "rowspan", len(rows)), len(rows) - row))
            width = _free(taken, row, column, max(1, min(_span(element, "colspan", 1), limits.HTML_SPAN)))
            ordinal += 1
            slots += width
            if (
                column + width > limits.HTML_COLUMNS
                or slots > limits.SLOTS_PER_CELL * (len(frames) + 1) + limits.SLOTS_MORE
            ):
                raise Unreadable("表格的合并跨度过大", "the spans of a table are too large")
            if height > 1:
                taken.update((at, (row + height, len(frames))) for at in range(column, column + width))
            frames.append(Frame(element, row, column, height, width, ordinal))
            column += width
    return frames


def _free(taken: dict[int, tuple[int, int]], row: int, column: int, width: int) -> int:
    if not taken:
        return width
    return next((step for step in range(1, width) if taken.get(column + step, (0, 0))[0] > row), width)


def _span(element: Element, name: str, for_zero: int) -> int:
    text = (element.get(name) or "1").strip()
    if not text.isdecimal():
        return 1
    return (int(text) if len(text) < 10 else 10**9) or for_zero


def to_grid(number: int, frames: list[Frame], parent: int | None, line: int | None) -> Grid | None:
    """The canonical grid of placed cells; None where there are none."""
    if not frames:
        return None
    at = Place(line=line, cell=Cell(table=number))
    return canonical(
        number,
        [_cell(frame, number) for frame in frames],
        parent=parent,
        place=at,
        blank=lambda row, column: GridCell(row, column, place=Place(line=line, cell=Cell(table=number, row=row + 1))),
    )


def _cell(frame: Frame, table: int) -> GridCell:
    spot = Cell(table=table, row=frame.row + 1, column=frame.ordinal)
    lines = frame.lines if any(text for text, _ in frame.lines) else []
    return GridCell(
        row=frame.row,
        column=frame.column,
        row_span=frame.rows,
        column_span=frame.columns,
        paragraphs=tuple(text for text, _ in lines),
        place=Place(line=frame.element.sourceline, cell=spot),
        places=tuple(
            Place(line=line, cell=Cell(table=table, row=spot.row, column=spot.column, paragraph=order))
            for order, (_, line) in enumerate(lines, start=1)
        ),
    )
