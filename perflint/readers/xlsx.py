"""Workbooks (.xlsx, .xlsm), Strict ones too: sheets as a person sees them, formulas by their saved value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Block, Grid
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.office.xml import Element, forget, parse, stream
from perflint.place import Cell, Place
from perflint.readers import too_much
from perflint.readers.layout import recognise
from perflint.readers.reading_problems import Drawn, digits_lost, no_value, not_judged, with_problems
from perflint.readers.sheet_grid import Sheet, sheet_grid, sheet_place
from perflint.readers.sheet_margins import sheet_margins
from perflint.readers.source import Unreadable
from perflint.readers.xlsx_parts import SheetEntry, StyleTable, bare, children, first, local, sheet_entries, string_text
from perflint.readers.xlsx_sheet import Book, Taken, end_row, take

KIND: Final = "xlsx"
_INSIDE_CELL = frozenset({"c", "is", "r", "rPr", "rPh"})
_COUNTED_ELSEWHERE = frozenset({"c", "row", "mergeCell", "si"})
_INSIDE_STRING = frozenset({"si", "r", "rPr", "rPh"})


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a workbook holds. Raises Unreadable."""
    found = _taken(data)
    margins = tuple(sheet_margins(found.margins, [grid.sheet or "" for grid in found.grids]))
    return with_problems(recognise(found.grids, lexicon, KIND, margins=margins), found.problems)


def blocks(data: bytes) -> tuple[Block, ...]:
    """One grid for each sheet that shows something. Raises Unreadable."""
    return tuple(_taken(data).grids)


class _Workbook(Struct):
    """A workbook while it is read: what its sheets gave so far (``margins``: sheet, and a header or footer of its
    pages with Excel's codes) and how many cells may still come."""

    grids: list[Grid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    margins: list[tuple[str, str]] = field(default_factory=list)
    cells_left: int = field(default_factory=lambda: limits.CELLS)


def _taken(data: bytes) -> _Workbook:
    try:
        package = Package(data)
        main = package.related("officeDocument")
        if main is None:
            raise Unreadable("不是完整的Excel工作簿", "this is no whole Excel workbook", None)
        found = _Workbook()
        _read_sheets(package, main, found)
    except BadPackage as fault:
        raise Unreadable(fault.zh, fault.en, None) from fault
    return found


def _read_sheets(package: Package, main: str, found: _Workbook) -> None:
    entries, from_1904 = sheet_entries(parse(_small(package, main), main))
    links = {link.id: link for link in package.relations(main) if not link.external}
    parts = {link.kind: link.target for link in links.values()}
    book = Book(_strings(package, parts.get("sharedStrings")), _formats(package, parts.get("styles")), from_1904)
    for entry in entries:
        link = links.get(entry.relation)
        if link is None or link.target not in package:
            found.problems.append(_no_sheet(entry))
        elif link.kind == "worksheet":
            _read_sheet(package, link.target, entry, book, found)
        else:
            found.problems.append(_not_a_table(entry))


def _read_sheet(package: Package, part: str, entry: SheetEntry, book: Book, found: _Workbook) -> None:
    taken = Taken()
    with package.open(part) as source:
        for element in _finished(source, part, _INSIDE_CELL):
            name = local(element)
            if name == "row":
                end_row(element, taken)
            else:
                take(element, taken, book)
            if taken.count > found.cells_left:
                raise too_much.cells()
            if len(taken.merges) > limits.MERGES:
                raise too_much.merges()
    found.cells_left -= taken.count
    sheet = taken.sheet(entry.name, entry.hidden)
    grid = sheet_grid(len(found.grids) + 1, sheet)
    if grid is not None:
        found.grids.append(grid)
        found.margins += [(entry.name, text) for text in taken.margins.values()]
    found.problems += _sheet_problems(sheet, taken)
    found.problems += _drawings(package, part, entry)


def _finished(source: object, part: str, inside: frozenset[str]) -> Iterator[Element]:
    """Elements as they end; those within ``inside`` are kept for their parent, all others freed after use."""
    kept = others = 0
    for _, element in stream(source, part, ("end",)):  # type: ignore[arg-type]
        parent = element.getparent()
        if parent is not None and bare(parent.tag) in inside:
            kept += 1
            if kept > limits.CELL_ELEMENTS:
                raise too_much.cell_text()
            continue
        others += bare(element.tag) not in _COUNTED_ELSEWHERE
        if others > limits.OTHER_ELEMENTS:
            raise too_much.elements(part)
        yield element
        forget(element)
        kept = 0


def _small(package: Package, part: str) -> bytes:
    """A part that is small in every honest file. Raises Unreadable when it is not."""
    with package.open(part) as source:
        data = source.read(limits.SMALL_PART_BYTES + 1)
    if len(data) > limits.SMALL_PART_BYTES:
        raise Unreadable(f"部件{part}过大", f"the part {part} is too large", None)
    return data


def _strings(package: Package, part: str | None) -> list[str]:
    strings: list[str] = []
    if part is None or part not in package:
        return strings
    with package.open(part) as source:
        for element in _finished(source, part, _INSIDE_STRING):
            if local(element) == "si":
                text = string_text(element)
                if len(text) > limits.CELL_CHARACTERS:
                    raise too_much.cell_text()
                strings.append(text)
                if len(strings) > limits.CELLS:
                    raise too_much.cells()
    return strings


def _formats(package: Package, part: str | None) -> list[str]:
    if part is None or part not in package:
        return []
    table = StyleTable()
    with package.open(part) as source:
        for element in _finished(source, part, frozenset()):
            table.take(element)
    return table.codes()


def _sheet_problems(sheet: Sheet, taken: Taken) -> Iterator[Problem]:
    for slot in taken.lost:
        yield digits_lost(sheet.texts[slot], sheet_place(sheet.name, *slot))
    for slot in taken.unread:
        yield no_value(sheet_place(sheet.name, *slot))
    drawn = Drawn(count=len(taken.pictures))
    if taken.pictures:
        drawn.first = sheet_place(sheet.name, *taken.pictures[0])
    yield from drawn.problems()


def _no_sheet(entry: SheetEntry) -> Problem:
    return Problem(
        "unreadable",
        f"工作表“{entry.name}”的内容缺失",
        f"the contents of sheet {entry.name!r} are missing",
        place=Place(cell=Cell(sheet=entry.name)),
    )


def _not_a_table(entry: SheetEntry) -> Problem:
    return not_judged(
        f"“{entry.name}”是图表或宏工作表，未检查",
        f"{entry.name!r} is a chart or macro sheet and was not looked at",
        Place(cell=Cell(sheet=entry.name)),
    )


def _drawings(package: Package, part: str, entry: SheetEntry) -> Iterator[Problem]:
    """Text boxes drawn over the sheet: no cell holds their text, so it is said and not judged."""
    for link in package.relations(part):
        if link.kind == "drawing" and not link.external and link.target in package:
            text = _drawn_text(parse(_small(package, link.target), link.target))
            if text:
                yield not_judged(
                    f"工作表“{entry.name}”的文本框未检查：{text}",
                    f"a text box on sheet {entry.name!r} was not looked at: {text}",
                    Place(cell=Cell(sheet=entry.name)),
                )


def _drawn_text(drawing: Element) -> str:
    parts = []
    for anchor in drawing:
        for shape in children(anchor, "sp"):
            body = first(shape, "txBody")
            if body is not None:
                parts += [node.text or "" for node in body.iter("{*}t")]
    text = "".join(parts).strip()
    return text[:40] + "…" if len(text) > 40 else text
