"""OpenDocument text and spreadsheets (.odt, .ods), read as a stream."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.office.xml import Element, forget, stream
from perflint.place import Cell, Place
from perflint.readers import too_much
from perflint.readers.canonical import canonical, fitted
from perflint.readers.layout import Margin, recognise
from perflint.readers.odf_formula import formula_reader
from perflint.readers.odf_margins import MarginReader
from perflint.readers.odf_sheet import SheetReader
from perflint.readers.odf_styles import Styles, attr, local, number
from perflint.readers.odf_text import Reading, paragraph_lines, text_blocks
from perflint.readers.reading_problems import with_problems
from perflint.readers.source import Unreadable

TEXT: Final = "odt"
SHEETS: Final = "ods"
CONTENT: Final = "content.xml"
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_BODY = frozenset({"text", "section"})
_BLOCKS = frozenset({"p", "h", "list"})
_ENCRYPTED = b"encryption-data"
_MIME_SHEETS = b"opendocument.spreadsheet"


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that an OpenDocument file holds. Raises Unreadable."""
    kind, blocks_, problems, margins = _taken(data)
    return with_problems(recognise(blocks_, lexicon, kind, margins=margins), problems)


def blocks(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables of a text, or one grid a sheet. Raises Unreadable."""
    return _taken(data)[1]


def _taken(data: bytes) -> tuple[str, tuple[Block, ...], list[Problem], list[Margin]]:
    try:
        package = Package(data)
        if "META-INF/manifest.xml" in package and _ENCRYPTED in package.read("META-INF/manifest.xml"):
            raise Unreadable("文件有密码保护，请先去掉密码", "the file is protected by a password: remove it first")
        styles = Styles()
        margins = MarginReader(Reading(styles))
        if "styles.xml" in package:
            _read(package, "styles.xml", styles, margins)
        if "mimetype" in package and _MIME_SHEETS in package.read("mimetype"):
            sheets = SheetReader(Reading(styles))
            _read(package, CONTENT, styles, sheets)
            return SHEETS, tuple(sheets.grids), sheets.problems, []
        text = _TextReader(Reading(styles, formula_reader(package)))
        _read(package, CONTENT, styles, text)
    except BadPackage as fault:
        raise Unreadable(fault.zh, fault.en) from fault
    return TEXT, text.blocks(), text.problems(), margins.found


def _read(package: Package, part: str, styles: Styles, reader: SheetReader | _TextReader | MarginReader) -> None:
    """Walks a part; what stands in paragraphs, lists and cells is kept until these end, all else freed at once."""
    kept = 0
    with package.open(part) as source:
        for event, element in stream(source, part):
            name = local(element)
            if event == "start":
                reader.start(name, element)
                continue
            kept += 1
            if kept > limits.CELL_ELEMENTS:
                raise too_much.cell_text()
            if name in ("style", "list-style", "font-face"):
                styles.take(element)
                forget(element)
                kept = 0
            elif reader.end(name, element):
                kept = 0


class _Table(Struct):
    """A table while its rows go by."""

    number: int
    parent: int | None
    row: int = 0
    column: int = 0
    ordinal: int = 0
    cells: list[GridCell] = field(default_factory=list)


class _TextReader(Struct):
    """Gathers the blocks of a text document."""

    reading: Reading
    found: list[Block | None] = field(default_factory=list)
    open: list[tuple[_Table, int]] = field(default_factory=list)
    tables: int = 0
    cells: int = 0
    paragraphs: int = 0
    changes: int = 0
    unseen: int = 0

    def start(self, name: str, element: Element) -> None:
        """An element begins."""
        if name == "table":
            self.tables += 1
            if self.tables > limits.TABLES:
                raise too_much.tables()
            parent = self.open[-1][0].number if self.open else None
            self.open.append((_Table(self.tables, parent), len(self.found)))
            self.found.append(None)
        elif name in ("tracked-changes", "index-body", "annotation", "note"):
            self.unseen += 1
        elif name == "table-row" and self.open:
            self.open[-1][0].column = self.open[-1][0].ordinal = 0

    def end(self, name: str, element: Element) -> bool:
        """An element ends; True when it was dealt with and freed."""
        if name in ("tracked-changes", "index-body", "annotation", "note"):
            self.unseen -= 1
        elif name == "changed-region":
            self.changes += 1
        elif name == "table" and self.open:
            table, index = self.open.pop()
            self.found[index] = _grid(table)
            element.clear(keep_tail=False)
            return True
        elif name in _CELLS and self.open:
            self._cell(name, element)
            forget(element)
            return True
        elif name == "table-row" and self.open:
            self.open[-1][0].row += number(element, "number-rows-repeated") if not _blank_row(self.open[-1][0]) else 1
            forget(element)
            return True
        elif name in _BLOCKS and not self.open and not self.unseen and self._in_body(element):
            self._paragraphs(element)
            forget(element)
            return True
        return False

    def blocks(self) -> tuple[Block, ...]:
        """All blocks in document order."""
        return tuple(block for block in self.found if block is not None)

    def problems(self) -> list[Problem]:
        """Tracked changes and what is drawn in cells, said once each."""
        return [*self._tracked(), *self.reading.drawn.problems()]

    def _tracked(self) -> list[Problem]:
        if not self.changes:
            return []
        return [
            Problem(
                "tracked-changes",
                f"文件有{self.changes}处未接受的修订，按全部接受后的内容检查",
                f"the file has {self.changes} unaccepted changes and is judged as if they were accepted",
                value=str(self.changes),
            )
        ]

    def _in_body(self, element: Element) -> bool:
        parent = element.getparent()
        return parent is not None and local(parent) in _BODY

    def _paragraphs(self, element: Element) -> None:
        blocks_ = _block_lines(element, self.reading)
        self.reading.drawn.outside()
        for level, lines in blocks_:
            self.paragraphs += 1
            place = Place(cell=Cell(paragraph=self.paragraphs), exact=len(lines) == 1)
            self.found += [Paragraph(line, place, level) for line in lines]

    def _cell(self, name: str, element: Element) -> None:
        table = self.open[-1][0]
        repeated = number(element, "number-columns-repeated")
        self.cells += repeated
        if self.cells > limits.CELLS:
            raise too_much.cells()
        if name == "table-cell":
            for _ in range(repeated):
                table.ordinal += 1
                table.cells.append(_text_cell(table, element, self.reading))
                table.column += 1
        else:
            table.column += repeated


def _blank_row(table: _Table) -> bool:
    return not table.cells or table.cells[-1].row != table.row


def _block_lines(element: Element, reading: Reading) -> list[tuple[int, list[str]]]:
    if local(element) == "list":
        holder = [element]
        return list(text_blocks(holder, reading))
    level = number(element, "outline-level") if local(element) == "h" else 0
    return [(level, paragraph_lines(element, reading))]


def _text_cell(table: _Table, element: Element, reading: Reading) -> GridCell:
    place = Cell(table=table.number, row=table.row + 1, column=table.ordinal)
    lines: list[str] = []
    places: list[Place] = []
    for count, (_, found) in enumerate(text_blocks(element, reading), start=1):
        lines += found
        at = Cell(table=table.number, row=place.row, column=place.column, paragraph=count)
        places += [Place(cell=at, exact=len(found) == 1)] * len(found)
    reading.drawn.cell(Place(cell=place), not any(line.strip() for line in lines))
    if not any(lines):
        lines, places = [], []
    return GridCell(
        row=table.row,
        column=table.column,
        row_span=number(element, "number-rows-spanned"),
        column_span=number(element, "number-columns-spanned"),
        paragraphs=tuple(lines),
        place=Place(cell=place),
        places=tuple(places),
        hidden=attr(element.getparent(), "visibility") in ("collapse", "filter"),
    )


def _grid(table: _Table) -> Grid | None:
    """The grid of a table; spans are cut to its rows and columns, cells under another's span are left out."""
    if not table.cells:
        return None
    return canonical(
        table.number,
        fitted(table.cells, table.row),
        parent=table.parent,
        place=Place(cell=Cell(table=table.number)),
        blank=lambda row, column: GridCell(row, column, place=Place(cell=Cell(table=table.number, row=row + 1))),
    )
