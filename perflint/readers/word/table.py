"""A Word table as a grid: grid columns, merges of both kinds, deleted rows left out, nested tables as children."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from perflint import limits
from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.office.xml import Element
from perflint.place import Cell, Place
from perflint.readers import too_much
from perflint.readers.canonical import canonical
from perflint.readers.word.names import CELL_TAGS, TABLE_TAGS, attr, child, containing, number, short, switch
from perflint.readers.word.paragraph import CHANGES, Story, Text, read_paragraph

_ROWS = frozenset({"tr"})
_CELLS = frozenset({"tc"})
_BLOCKS = frozenset({"p", "tbl"})
_THROUGH = frozenset({"sdt", "sdtcontent", "customxml", "ins", "moveto", "mc:AlternateContent", "mc:Choice",
                      "wx:sect", "wx:sub-section", "aml:annotation", "aml:content"})  # fmt: skip


class Counter(Struct):
    """Numbers tables in document order."""

    tables: int = 0
    cells: int = 0


class _Raw(Struct):
    """A cell while its table is walked: columns of the format, rows as seen."""

    row: int
    column: int
    ordinal: int
    span: int
    height: int = 1
    lines: list[tuple[str, Place]] = field(default_factory=list)
    hidden: bool = False


def read_table(element: Element, story: Story, counter: Counter, parent: int | None = None) -> Iterator[Block]:
    """The grid of a ``w:tbl``, then those of the tables inside it. A table without a visible row yields nothing."""
    counter.tables += 1
    own = counter.tables
    if _is_layout(element):
        yield from _flow(element, story, counter, own)
        return
    inner: list[Element] = []
    cells = _walk(element, story, own, inner)
    counter.cells += len(cells)
    if cells:
        yield _grid(element, own, cells, parent)
    for table in inner:
        yield from read_table(table, story, counter, own)


def _is_layout(element: Element) -> bool:
    """Whether a table only lays out a page: it holds tables, and they hold more cells than it has itself."""
    if next(element.iterdescendants(*TABLE_TAGS), None) is None:
        return False
    own = sum(1 for row in containing(element, _ROWS, _THROUGH) for _ in containing(row, _CELLS, _THROUGH))
    inner = sum(1 for _ in element.iterdescendants(*CELL_TAGS)) - own
    return inner > 0 and (inner >= own or own <= 2)


def _flow(element: Element, story: Story, counter: Counter, own: int) -> Iterator[Block]:
    """What the cells of a layout table hold, one after the other."""
    for row in containing(element, _ROWS, _THROUGH):
        if _deleted(child(row, "trpr"), story):
            continue
        for cell in containing(row, _CELLS, _THROUGH):
            for item in containing(cell, _BLOCKS, _THROUGH):
                if short(item.tag) == "tbl":
                    yield from read_table(item, story, counter, own)
                    continue
                for line in split_lines(read_paragraph(item, story), 0):
                    yield Paragraph(line.text, Place(cell=Cell(table=own), exact=False))


def _grid(element: Element, own: int, cells: list[_Raw], parent: int | None) -> Grid:
    columns = child(element, "tblgrid")
    widths = [_width(column) for column in columns if short(column.tag) == "gridcol"] if columns is not None else []
    return canonical(
        own,
        [_placed(cell, own) for cell in cells],
        parent=parent,
        widths=widths,
        place=Place(cell=Cell(table=own)),
        blank=lambda row, column: GridCell(row, column, place=Place(cell=Cell(table=own, row=row + 1))),
    )


def _placed(cell: _Raw, table: int) -> GridCell:
    place = Place(cell=Cell(table=table, row=cell.row + 1, column=cell.ordinal))
    lines = cell.lines if any(text for text, _ in cell.lines) else []
    return GridCell(
        row=cell.row,
        column=cell.column,
        row_span=cell.height,
        column_span=cell.span,
        paragraphs=tuple(text for text, _ in lines),
        place=place,
        places=tuple(at for _, at in lines),
        hidden=cell.hidden,
    )


def _walk(element: Element, story: Story, table: int, inner: list[Element]) -> list[_Raw]:
    cells: list[_Raw] = []
    above: dict[int, _Raw] = {}
    index = 0
    for row in containing(element, _ROWS, _THROUGH):
        properties = child(row, "trpr")
        if _deleted(properties, story):
            continue
        hidden = switch(child(properties, "hidden"))
        above = _row(row, properties, index, above, story, table, cells, inner)
        for cell in above.values():
            cell.hidden = cell.hidden or hidden
        index += 1
    return cells


def _deleted(properties: Element | None, story: Story) -> bool:
    gone = False
    for item in properties if properties is not None else ():
        kind = short(item.tag)
        annotation = next((value for key, value in item.attrib.items() if key.endswith("}type")), "")
        if kind in CHANGES or annotation in ("Word.Insertion", "Word.Deletion"):
            story.count_change(item)
            gone = gone or kind == "del" or annotation == "Word.Deletion"
    return gone


def _row(
    row: Element,
    properties: Element | None,
    index: int,
    above: dict[int, _Raw],
    story: Story,
    table: int,
    cells: list[_Raw],
    inner: list[Element],
) -> dict[int, _Raw]:
    """Adds a row's cells; returns, by column, the cells that reach its lower edge."""
    column = min(number(child(properties, "gridbefore")), limits.WORD_SPAN)
    below: dict[int, _Raw] = {}
    last: _Raw | None = None
    for ordinal, cell in enumerate(containing(row, _CELLS, _THROUGH), start=1):
        properties = child(cell, "tcpr")
        if (change := child(properties, "celldel")) is not None:
            story.count_change(change)
            continue
        span = max(1, min(number(child(properties, "gridspan"), 1), limits.WORD_SPAN))
        if last is not None and _continues(child(properties, "hmerge")):
            last.span += span
        else:
            last = _cell(cell, properties, index, column, ordinal, span, above, story, table, cells, inner)
        below[last.column] = last
        column += span
    return below


def _cell(
    cell: Element,
    properties: Element | None,
    index: int,
    column: int,
    ordinal: int,
    span: int,
    above: dict[int, _Raw],
    story: Story,
    table: int,
    cells: list[_Raw],
    inner: list[Element],
) -> _Raw:
    upper = above.get(column)
    if upper is not None and _continues(child(properties, "vmerge")) and upper.span == span:
        upper.height += 1
        return upper
    found = _Raw(index, column, ordinal, span)
    place = Cell(table=table, row=index + 1, column=ordinal)
    for line in read_lines(cell, story, inner):
        at = Place(
            line.line, line.column, None, line.end_column, replace(place, paragraph=line.paragraph), exact=line.exact
        )
        found.lines.append((line.text, at))
    if sum(len(text) for text, _ in found.lines) > limits.CELL_CHARACTERS:
        raise too_much.cell_text()
    cells.append(found)
    return found


def _continues(merge: Element | None) -> bool:
    return merge is not None and (attr(merge, "val") or "continue") != "restart"


def _width(column: Element) -> float:
    text = attr(column, "w") or ""
    return float(text) if text.isdecimal() and len(text) < 9 else 0.0


class Line(Struct, frozen=True):
    """A line of a paragraph: from which paragraph (from 1) and columns of its text; None: the whole of it."""

    text: str
    paragraph: int
    column: int | None = None
    end_column: int | None = None
    exact: bool = True
    line: int | None = None


def read_lines(element: Element, story: Story, inner: list[Element]) -> Iterator[Line]:
    """The lines of a cell or text box; tables found on the way are added to ``inner``."""
    carried: Text | None = None
    for index, item in enumerate(_blocks(element, inner), start=1):
        found = read_paragraph(item, story)
        if carried is not None:
            found = replace(found, text=carried.text + found.text, label=carried.label or found.label)
        carried = found if found.joined else None
        if carried is None:
            yield from split_lines(found, index)
        for box in found.boxes:
            yield from (
                replace(line, paragraph=index, exact=False) for line in read_lines(box, story, inner) if line.text
            )
    if carried is not None and carried.text:
        yield from split_lines(carried, index)


def _blocks(element: Element, inner: list[Element]) -> Iterator[Element]:
    for item in containing(element, _BLOCKS, _THROUGH):
        if short(item.tag) == "p":
            yield item
        else:
            inner.append(item)


def split_lines(found: Text, paragraph: int) -> Iterator[Line]:
    """A paragraph's text cut at its line breaks, the list number before the first line."""
    pieces = found.text.split("\n")
    if len(pieces) == 1:
        yield Line(found.label + found.text, paragraph, exact=not found.label)
        return
    start = 1
    for order, piece in enumerate(pieces):
        label = found.label if order == 0 else ""
        yield Line(label + piece, paragraph, start, start + len(piece), exact=not label)
        start += len(piece) + 1


def read_body_paragraph(element: Element, story: Story, counter: Counter, number_: int) -> Iterator[Block]:
    """A paragraph outside tables as blocks: its lines, then what its text boxes hold."""
    found = read_paragraph(element, story)
    level = story.styles.paragraph(child(element, "ppr")).level
    for line in split_lines(found, number_):
        place = Place(
            column=line.column, end_column=line.end_column, cell=Cell(paragraph=line.paragraph), exact=line.exact
        )
        yield Paragraph(line.text, place, level)
    for box in found.boxes:
        inner: list[Element] = []
        for line in read_lines(box, story, inner):
            yield Paragraph(line.text, Place(cell=Cell(paragraph=number_), exact=False), 0)
        for table in inner:
            yield from read_table(table, story, counter)
