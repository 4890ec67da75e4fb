"""A Word table as a grid: grid columns, merges of both kinds, deleted rows left out, nested tables as children."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from perflint import limits
from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.office.xml import Element
from perflint.place import Cell, Place
from perflint.readers import too_much
from perflint.readers.canonical import canonical
from perflint.readers.word.lines import BLOCKS, THROUGH, read_lines, split_lines
from perflint.readers.word.names import CELL_TAGS, TABLE_TAGS, attr, child, containing, named, number, short, switch
from perflint.readers.word.paragraph import CHANGES, Story, read_paragraph

_ROWS = frozenset({"tr"})
_CELLS = frozenset({"tc"})


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


class TableReader(Struct):
    """Reads one table by its rows, as many as stand in memory at a time. ``layout``: the table only lays out a page;
    ``above`` are, by column, the cells that reach the lower edge of the last row."""

    own: int
    story: Story
    counter: Counter
    layout: bool
    widths: list[float]
    parent: int | None = None
    cells: list[_Raw] = field(default_factory=list)
    above: dict[int, _Raw] = field(default_factory=dict)
    rows: int = 0
    inner: list[Block] = field(default_factory=list)

    def take(self, rows: Iterable[Element]) -> Iterator[Block]:
        """Takes the next rows; yields what they hold where the table only lays out a page."""
        for row in rows:
            properties = child(row, "trpr")
            if _deleted(properties, self.story):
                continue
            if self.layout:
                yield from _flow(row, self.story, self.counter, self.own)
            else:
                self._row(row, properties)

    def finish(self) -> Iterator[Block]:
        """The grid, then those of the tables inside it; nothing where no row is seen."""
        if self.cells:
            yield self._grid()
        yield from self.inner

    def _row(self, row: Element, properties: Element | None) -> None:
        inner: list[Element] = []
        known = len(self.cells)
        hidden = switch(child(properties, "hidden"))
        self.above = _row(row, properties, self.rows, self.above, self.story, self.own, self.cells, inner)
        for cell in self.above.values():
            cell.hidden = cell.hidden or hidden
        self.rows += 1
        self.counter.cells += len(self.cells) - known
        for table in inner:
            self.inner += read_table(table, self.story, self.counter, self.own)

    def _grid(self) -> Grid:
        own = self.own
        return canonical(
            own,
            [_placed(cell, own) for cell in self.cells],
            parent=self.parent,
            widths=self.widths,
            place=Place(cell=Cell(table=own)),
            blank=lambda row, column: GridCell(row, column, place=Place(cell=Cell(table=own, row=row + 1))),
        )


def open_table(element: Element, story: Story, counter: Counter, parent: int | None = None) -> TableReader:
    """A reader for the table that comes next in document order; ``element`` may lack rows that are still to come."""
    counter.tables += 1
    return TableReader(counter.tables, story, counter, _is_layout(element), _widths(element), parent)


def read_table(element: Element, story: Story, counter: Counter, parent: int | None = None) -> Iterator[Block]:
    """The grid of a ``w:tbl``, then those of the tables inside it. A table without a visible row yields nothing."""
    reader = open_table(element, story, counter, parent)
    yield from reader.take(containing(element, _ROWS, THROUGH))
    yield from reader.finish()


def is_row_of(row: Element, table: Element) -> bool:
    """Whether nothing but transparent containers stands between a row and a table."""
    above = row.getparent()
    while above is not None and above is not table:
        if short(above.tag) not in THROUGH:
            return False
        above = above.getparent()
    return above is table


def _is_layout(element: Element) -> bool:
    """Whether a table only lays out a page: it holds tables, they hold more cells than it has itself, and it has not
    much text beside them (a form with a table in one of its cells is a form)."""
    if next(element.iterdescendants(*TABLE_TAGS), None) is None:
        return False
    cells = [cell for row in containing(element, _ROWS, THROUGH) for cell in containing(row, _CELLS, THROUGH)]
    frames = sum(1 for cell in cells if next(cell.iterdescendants(*TABLE_TAGS), None) is not None)
    inner = sum(1 for _ in element.iterdescendants(*CELL_TAGS)) - len(cells)
    spoken = sum(1 for cell in cells if next(cell.iterdescendants(*TABLE_TAGS), None) is None and _is_spoken(cell))
    return inner > 0 and (inner >= len(cells) or len(cells) <= 2) and spoken <= max(frames, 2)


def _is_spoken(cell: Element) -> bool:
    return any(short(item.tag) == "t" and (item.text or "").strip() for item in cell.iterdescendants())


def _flow(row: Element, story: Story, counter: Counter, own: int) -> Iterator[Block]:
    """What the cells of a row of a layout table hold, one after the other."""
    for cell in containing(row, _CELLS, THROUGH):
        for item in containing(cell, BLOCKS, THROUGH):
            if short(item.tag) == "tbl":
                yield from read_table(item, story, counter, own)
                continue
            for line in split_lines(read_paragraph(item, story), 0):
                yield Paragraph(line.text, Place(cell=Cell(table=own), exact=False))


def _widths(element: Element) -> list[float]:
    columns = child(element, "tblgrid")
    return [_width(column) for column in columns if short(column.tag) == "gridcol"] if columns is not None else []


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
    for ordinal, cell in enumerate(containing(row, _CELLS, THROUGH), start=1):
        known = named(child(cell, "tcpr"))
        if (change := known.get("celldel")) is not None:
            story.count_change(change)
            continue
        span = max(1, min(number(known.get("gridspan"), 1), limits.WORD_SPAN))
        if last is not None and _continues(known.get("hmerge")):
            last.span += span
        else:
            merge = known.get("vmerge")
            last = _cell(cell, merge, index, column, ordinal, span, above, story, table, cells, inner)
        below[last.column] = last
        column += span
    return below


def _cell(
    cell: Element,
    merge: Element | None,
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
    if upper is not None and _continues(merge) and upper.span == span:
        upper.height += 1
        return upper
    found = _Raw(index, column, ordinal, span)
    place = Cell(table=table, row=index + 1, column=ordinal)
    for line in read_lines(cell, story, inner):
        at = Place(
            line.line, line.column, None, line.end_column, replace(place, paragraph=line.paragraph), exact=line.exact
        )
        found.lines.append((line.text, at))
    story.ended(Place(cell=place), not any(text.strip() for text, _ in found.lines))
    if sum(len(text) for text, _ in found.lines) > limits.CELL_CHARACTERS:
        raise too_much.cell_text()
    cells.append(found)
    return found


def _continues(merge: Element | None) -> bool:
    return merge is not None and (attr(merge, "val") or "continue") != "restart"


def _width(column: Element) -> float:
    text = attr(column, "w") or ""
    return float(text) if text.isdecimal() and len(text) < 9 else 0.0


def read_body_paragraph(element: Element, story: Story, counter: Counter, number_: int) -> Iterator[Block]:
    """A paragraph outside tables as blocks: its lines, then what its text boxes hold."""
    found = read_paragraph(element, story)
    story.drawn.outside()
    level = story.styles.paragraph(child(element, "ppr")).level
    story.marks.stood_in(Place(cell=Cell(paragraph=number_)))
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
