"""Notes on cells: the comments part and the drawing part that shows them. Other people's notes stay untouched.

A cell that somebody else wrote a note or a thread on gets none of perflint's: there the fill and the list say it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.office.patch import Patch
from perflint.office.sheet_names import Slot, escaped, first, local, reference, slot
from perflint.office.xml import Element, parse
from perflint.reporters.sheet.drawing import add_shape, is_drawable, new_drawing, remove_shapes

AUTHOR = "perflint"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_LONGEST = 30_000
# What comes after the drawing of notes in a worksheet: the schema knows one order only.
_AFTER = frozenset({"legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_notes(patch: Patch, part: str, sheet: Element, notes: Mapping[Slot, str]) -> bool:
    """Replaces perflint's notes of a sheet. Returns False where the sheet's drawing cannot be changed safely."""
    comments_part, comments = _comments(patch, part, sheet)
    own = _remove_own(comments)
    if not own and not notes:
        return True
    drawing_part, drawing = _drawing(patch, part, sheet)
    if drawing is None:
        return False
    remove_shapes(drawing, own)
    taken = _taken(comments) | _threads(patch.package, part)
    free = {at: text for at, text in notes.items() if at not in taken}
    for at, text in sorted(free.items()):
        _add(comments, at, text)
        add_shape(drawing, at, text)
    patch.write(comments_part, comments)
    patch.write(drawing_part, drawing)
    _tie(patch, part, sheet, comments_part, drawing_part)
    return True


def _comments(patch: Patch, part: str, sheet: Element) -> tuple[str, Element]:
    known = patch.package.related("comments", part)
    if known is not None and known in patch:
        return known, parse(patch.read(known), known)
    root = etree.fromstring(f'<comments xmlns="{etree.QName(sheet).namespace}"><authors/><commentList/></comments>')
    return known or patch.free_name(posixpath.join(_folder(part), "comments"), ".xml"), root


def _folder(part: str) -> str:
    return posixpath.dirname(posixpath.dirname(part))


def _drawing(patch: Patch, part: str, sheet: Element) -> tuple[str, Element | None]:
    """The drawing part of a sheet's notes and its root; None where it is no XML, as older programs write it."""
    known = next(
        (
            link.target
            for link in patch.package.relations(part)
            if link.kind == "vmlDrawing" and _is_for_notes(sheet, link.id)
        ),
        None,
    )
    if known is None or known not in patch:
        return known or patch.free_name(posixpath.join(_folder(part), "drawings/perflintNotes"), ".vml"), new_drawing()
    try:
        root = parse(patch.read(known), known)
    except BadPackage:
        return known, None
    return known, root if is_drawable(root) else None


def _is_for_notes(sheet: Element, relation: str) -> bool:
    """A sheet may have a second such drawing, for pictures in its header."""
    mark = first(sheet, "legacyDrawing")
    return mark is not None and relation in mark.attrib.values()


def _remove_own(comments: Element) -> set[Slot]:
    authors = first(comments, "authors")
    names = [(item.text or "") for item in authors] if authors is not None else []
    listed = first(comments, "commentList")
    own: set[Slot] = set()
    for item in list(listed) if listed is not None else ():
        number = item.get("authorId", "")
        if number.isdecimal() and int(number) < len(names) and names[int(number)] == AUTHOR:
            at = slot(item.get("ref", ""))
            if at is not None:
                own.add(at)
            listed.remove(item)  # type: ignore[union-attr]
    return own


def _taken(comments: Element) -> set[Slot]:
    listed = first(comments, "commentList")
    refs = (slot(item.get("ref", "")) for item in listed) if listed is not None else ()
    return {at for at in refs if at is not None}


def _threads(package: Package, part: str) -> set[Slot]:
    """Cells with a thread of comments, which newer programs keep beside the notes."""
    found: set[Slot] = set()
    for link in package.relations(part):
        if link.kind.lower().endswith("threadedcomment") and not link.external and link.target in package:
            root = parse(package.read(link.target), link.target)
            found |= {at for item in root if (at := slot(item.get("ref", ""))) is not None}
    return found


def _add(comments: Element, at: Slot, text: str) -> None:
    space = etree.QName(comments).namespace
    authors = first(comments, "authors")
    if authors is None:
        authors = comments.makeelement(f"{{{space}}}authors")
        comments.insert(0, authors)
    listed = first(comments, "commentList")
    if listed is None:
        listed = comments.makeelement(f"{{{space}}}commentList")
        comments.insert(1, listed)
    names = [item.text or "" for item in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{space}}}author").text = AUTHOR
        names.append(AUTHOR)
    item = etree.SubElement(listed, f"{{{space}}}comment")
    item.set("ref", reference(*at))
    item.set("authorId", str(names.index(AUTHOR)))
    body = etree.SubElement(etree.SubElement(item, f"{{{space}}}text"), f"{{{space}}}r")
    properties = etree.SubElement(body, f"{{{space}}}rPr")
    etree.SubElement(properties, f"{{{space}}}sz").set("val", "9")
    etree.SubElement(properties, f"{{{space}}}color").set("indexed", "81")
    shown = etree.SubElement(body, f"{{{space}}}t")
    shown.text = escaped(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
    shown.set(_SPACE, "preserve")


def _tie(patch: Patch, part: str, sheet: Element, comments_part: str, drawing_part: str) -> None:
    strict = "purl.oclc.org" in (etree.QName(sheet).namespace or "")
    patch.relate(part, "comments", comments_part, strict)
    patch.declare(comments_part, _COMMENTS_TYPE)
    patch.declare_ending("vml", _DRAWING_TYPE)
    relation = patch.relate(part, "vmlDrawing", drawing_part, strict)
    if first(sheet, "legacyDrawing") is not None:
        return
    space = etree.QName(sheet).namespace
    links = (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
        if strict
        else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    mark = etree.Element(f"{{{space}}}legacyDrawing", {f"{{{links}}}id": relation}, {"r": links})
    at = next((index for index, item in enumerate(sheet) if local(item) in _AFTER), len(sheet))
    sheet.insert(at, mark)
