"""Gives an author's .xlsx back with notes, fills and perflint's own sheets. Everything else stays as it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from perflint.model import Document
from perflint.office.findings_sheet import DUPLICATES_NAME, FINDINGS_NAME, Row, own_sheets, read_rows
from perflint.office.package import Package
from perflint.office.patch import STRICT, TRANSITIONAL, Patch
from perflint.office.sheet_names import SheetPart, Slot, first, sheet_parts, slot
from perflint.office.xml import Element, parse
from perflint.place import Place
from perflint.reporters.remarks import Remark, near, parts_of
from perflint.reporters.sheet.cells import Cells
from perflint.reporters.sheet.listing import Listing
from perflint.reporters.sheet.notes import write_notes
from perflint.reporters.sheet.own_sheet import sheet_xml
from perflint.reporters.sheet.styles import Styles
from perflint.violation import Severity

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_NAMES = {"findings": FINDINGS_NAME, "duplicates": DUPLICATES_NAME}
_LONGEST_NAME = 31


@dataclass(slots=True)
class _Marks:
    """What is shown on one sheet: the worst severity of each cell to fill, the texts of each cell with a note."""

    fills: dict[Slot, Severity] = field(default_factory=dict)
    notes: dict[Slot, list[str]] = field(default_factory=dict)


def earlier_rows(data: bytes) -> dict[str, Row]:
    """What a reviewer already wrote into perflint's list, by fingerprint. Raises BadPackage."""
    return {row.fingerprint: row for row in read_rows(Package(data)) or () if row.fingerprint}


def annotate(
    data: bytes, remarks: Sequence[Remark], document: Document, listings: Sequence[Listing], lang: str
) -> bytes:
    """The workbook with the remarks at their cells and a sheet for each listing. Raises BadPackage."""
    patch = Patch(Package(data))
    main = patch.package.related("officeDocument") or ""
    workbook = parse(patch.read(main), main)
    own = own_sheets(patch.package, main)
    marks = _marks(remarks, document)
    styles_part, styles = _styles(patch, main, workbook)
    for sheet in sheet_parts(patch.package, main, workbook):
        if sheet.part not in {item.part for item in own.values()}:
            _mark_sheet(patch, sheet, marks.get(sheet.name, _Marks()), styles)
    for listing in _with_empty(listings, own, lang):
        _write_own(patch, main, workbook, own.get(listing.kind), listing, styles, lang)
    patch.write(styles_part, styles.root)
    patch.write(main, workbook)
    return patch.bytes()


def _with_empty(listings: Sequence[Listing], own: Mapping[str, SheetPart], lang: str) -> Iterable[Listing]:
    """The listings, and an empty one for an earlier sheet that has nothing to say any more."""
    from perflint.office.findings_sheet import DUPLICATES

    yield from listings
    if "duplicates" in own and all(listing.kind != "duplicates" for listing in listings):
        yield Listing("duplicates", DUPLICATES[lang], (), (9, 24, 20, 20, 44, 24, 20, 20, 44))


def _marks(remarks: Sequence[Remark], document: Document) -> dict[str, _Marks]:
    found: dict[str, _Marks] = {}
    for remark in remarks:
        places = [place for place in _places(remark, document) if place.cell is not None and place.cell.ref]
        for number, place in enumerate(places):
            cell = place.cell
            at = slot(cell.ref or "") if cell is not None else None
            if cell is None or at is None:
                continue
            marks = found.setdefault(cell.sheet or "", _Marks())
            marks.fills[at] = max(remark.severity, marks.fills.get(at, Severity.INFO))
            if not number:
                marks.notes.setdefault(at, []).append("\n".join(remark.lines))
    return found


def _places(remark: Remark, document: Document) -> Sequence[Place]:
    """The cell of a remark; of a part all its cells where they stand in one row, else the first of them."""
    own = remark.place
    if own is not None and own.cell is not None and own.cell.ref and not remark.field.endswith("]"):
        return (own,)
    parts = parts_of(remark, document)
    rows = {(place.cell.sheet, _row(place)) for place in parts if place.cell is not None}
    if parts and len(rows) == 1:
        return parts
    if own is not None and own.cell is not None and own.cell.ref:
        return (own,)
    return (*parts[:1], *near(remark, document))[:1]


def _row(place: Place) -> int | None:
    at = slot(place.cell.ref or "") if place.cell is not None else None
    return at[0] if at is not None else None


def _mark_sheet(patch: Patch, sheet: SheetPart, marks: _Marks, styles: Styles) -> None:
    root = parse(patch.read(sheet.part), sheet.part)
    cells = Cells(root)
    cells.unfill(styles)
    for at, severity in sorted(marks.fills.items()):
        cells.fill(at, severity, styles)
    write_notes(patch, sheet.part, root, {at: "\n\n".join(texts) for at, texts in marks.notes.items()})
    patch.write(sheet.part, root)


def _styles(patch: Patch, main: str, workbook: Element) -> tuple[str, Styles]:
    part = patch.package.related("styles", main)
    if part is not None and part in patch:
        return part, Styles(parse(patch.read(part), part))
    space = etree.QName(workbook).namespace
    part = patch.free_name(posixpath.join(posixpath.dirname(main), "styles"), ".xml")
    patch.relate(main, "styles", part, _is_strict(workbook))
    patch.declare(part, _STYLES_TYPE)
    return part, Styles(etree.fromstring(f'<styleSheet xmlns="{space}"><fonts><font/></fonts></styleSheet>'))


def _is_strict(root: Element) -> bool:
    return "purl.oclc.org" in (etree.QName(root).namespace or "")


def _write_own(
    patch: Patch, main: str, workbook: Element, known: SheetPart | None, listing: Listing, styles: Styles, lang: str
) -> None:
    strict = _is_strict(workbook)
    links = STRICT if strict else TRANSITIONAL
    if known is None:
        part = patch.free_name(posixpath.join(posixpath.dirname(main), f"worksheets/perflint_{listing.kind}"), ".xml")
        patch.declare(part, _SHEET_TYPE)
        relation = patch.relate(main, "worksheet", part, strict)
        _add_sheet(workbook, _NAMES[listing.kind][lang], relation, links)
    else:
        part = known.part
    space = etree.QName(workbook).namespace or ""
    patch.write(part, etree.fromstring(sheet_xml(listing, styles, lang, space, links)))


def _add_sheet(workbook: Element, name: str, relation: str, links: str) -> None:
    sheets = first(workbook, "sheets")
    if sheets is None:
        return
    taken = {item.get("name", "").lower() for item in sheets}
    number, free = 1, name
    while free.lower() in taken:
        number += 1
        free = f"{name[: _LONGEST_NAME - 4]} {number}"
    ids = [int(item.get("sheetId")) for item in sheets if (item.get("sheetId") or "").isdecimal()]
    entry = etree.SubElement(sheets, f"{{{etree.QName(workbook).namespace}}}sheet", nsmap={"r": links})
    entry.set("name", free)
    entry.set("sheetId", str(max(ids, default=0) + 1))
    entry.set(f"{{{links}}}id", relation)
