"""What the process that opens a PDF found on its pages, as values; headers, footers and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from perflint.place import Place
from perflint.readers.pdf_text import Line
from perflint.readers.raised import Marks

SAME_EDGE = 2.5
"""Points within which two edges are one grid line."""
_MARGIN = 0.1
_REPEATS = 3
_PAGE_NUMBER = re.compile(r"[\s—–\-·.]*(第\s*)?[0-9]{1,4}(\s*页)?([\s/，,]*(共\s*)?[0-9]{1,4}\s*页?)?[\s—–\-·.]*")

Box = tuple[float, float, float, float]


class PageCell(Struct):
    """A cell of a table on a page: rows that it spans there, edges, lines of text."""

    row: int
    row_span: int
    box: Box
    page: int
    lines: list[Line]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines).strip()


class PageTable(Struct):
    """A table, or the part of one, that stands on a page. ``edges`` are its vertical grid lines."""

    page: int
    box: Box
    rows: int
    cells: list[PageCell]
    edges: list[float]


class Page(Struct, frozen=True):
    """A page: its tables and the lines outside them, both from top to bottom. ``marks``: raised marks of notes that
    were left out; ``struck``: text struck through, left out too; ``torn``: part of its data is lost."""

    number: int
    width: float
    height: float
    images: int
    tables: list[PageTable]
    lines: list[Line]
    torn: bool = False
    marks: Marks = field(default_factory=Marks)
    struck: str = ""

    @property
    def empty(self) -> bool:
        return not self.lines and not any(cell.lines for table in self.tables for cell in table.cells)


def page_of(found: Mapping[str, Any]) -> Page:
    """A page from what the process wrote of it."""
    number = int(found["page"])
    tables = [_table(number, table) for table in found["tables"]]
    return Page(
        number,
        float(found["width"]),
        float(found["height"]),
        int(found["images"]),
        sorted(tables, key=lambda table: table.box[1]),
        [_line(number, line) for line in found["lines"]],
        bool(found["torn"]),
        Marks(int(found["marks"][0]), str(found["marks"][1]), Place(page=number)),
        str(found["struck"]),
    )


def _line(page: int, found: Sequence[Any]) -> Line:
    text, x0, top, x1, bottom, size = found
    return Line(str(text), x0, top, x1, bottom, size, page)


def _table(page: int, found: Mapping[str, Any]) -> PageTable:
    boxes: list[Box] = [tuple(cell["box"]) for cell in found["cells"]]
    levels = grid_lines(edge for box in boxes for edge in (box[1], box[3]))
    cells = []
    for box, cell in zip(boxes, found["cells"], strict=True):
        row, end = line_number(levels, box[1]), line_number(levels, box[3])
        lines = [_line(page, line) for line in cell["lines"]]
        cells.append(PageCell(row, max(end - row, 1), box, page, lines))
    cells = _without_slivers(cells)
    rows = max((cell.row for cell in cells), default=0) + 1
    for cell in cells:  # a cell left open at the end of the page reaches below the last row
        cell.row_span = min(cell.row_span, rows - cell.row)
    edges = grid_lines(edge for box in boxes for edge in (box[0], box[2]))
    return PageTable(page, tuple(found["box"]), rows, cells, edges)


def _without_slivers(cells: list[PageCell]) -> list[PageCell]:
    """The cells with blank ones joined that stand in the first column one above the other beside one taller cell."""
    left = min((cell.box[0] for cell in cells), default=0.0)
    tall = [cell for cell in cells if cell.row_span > 1 and cell.box[0] - left > SAME_EDGE]
    kept: list[PageCell] = []
    upper: PageCell | None = None
    for cell in cells:
        first = cell.box[0] - left <= SAME_EDGE
        beside = any(other.row < cell.row < other.row + other.row_span for other in tall)
        if first and beside and upper is not None and not upper.lines and not cell.lines:
            upper.row_span = cell.row + cell.row_span - upper.row
            continue
        kept.append(cell)
        upper = cell if first else upper
    return kept


def grid_lines(edges: Any) -> list[float]:
    """Edges in order, those that nearly meet taken as one."""
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > SAME_EDGE:
            lines.append(edge)
    return lines


def line_number(lines: Sequence[float], edge: float) -> int:
    """The number of the grid line nearest to an edge."""
    return min(range(len(lines)), key=lambda index: abs(lines[index] - edge))


def without_running_lines(pages: Sequence[Page]) -> list[Page]:
    """The pages less headers and footers that repeat, and page numbers."""
    seen = Counter(key for page in pages for key in {_running(page, line) for line in page.lines})
    return [
        replace(
            page,
            lines=[
                line
                for line in page.lines
                if not (_in_margin(page, line) and (_is_number(line) or seen[_running(page, line)] >= _REPEATS))
            ],
        )
        for page in pages
    ]


def _running(page: Page, line: Line) -> tuple[str, int]:
    return re.sub(r"[0-9]+", "#", line.text.strip()), round(line.top / 4)


def _in_margin(page: Page, line: Line) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _is_number(line: Line) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text))
