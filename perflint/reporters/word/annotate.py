"""Gives an author's .docx back with comments. Only the body, the comments and what ties them together change."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from lxml import etree

from perflint.model import Document
from perflint.office.package import Package
from perflint.office.patch import Patch
from perflint.office.xml import Element, parse
from perflint.reporters.remarks import Remark, near, parts_of
from perflint.reporters.word import comments
from perflint.reporters.word.anchors import Anchor, Finder, cell_texts
from perflint.reporters.word.body import read_body
from perflint.reporters.word.marks import insert_marks, remove_marks, used_ids
from perflint.reporters.word.runs import hidden_styles
from perflint.reporters.word.shading import shade, unshade

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_THREAD_PARTS = ("commentsExtended", "commentsIds")


def annotate(data: bytes, remarks: Sequence[Remark], document: Document, shading: bool = False) -> bytes:
    """The file with a comment for each remark, perflint's earlier ones gone. Raises BadPackage."""
    patch = Patch(Package(data))
    main = patch.package.related("officeDocument") or ""
    body = parse(patch.read(main), main)
    part, root = _comments(patch, main, etree.QName(body).namespace or "")
    own, threads = comments.remove_own(root)
    remove_marks(body, own)
    unshade(body)
    styles = _part(patch, main, "styles")
    finder = Finder(read_body(body), cell_texts(document.blocks), hidden_styles(styles))
    placed = _placed(remarks, finder, document)
    if not placed and not own:
        return data
    style_ids = comments.comment_styles(styles)
    names = comments.fresh_ids(len(placed), comments.ids(root) | used_ids(body))
    for name, (remark, _) in zip(names, placed, strict=True):
        comments.add(root, name, remark.lines, comments.stamp(), style_ids)
    anchored = [(name, anchor) for name, (_, anchor) in zip(names, placed, strict=True)]
    insert_marks(etree.QName(body).namespace or "", anchored, finder.hidden, style_ids[1])
    if shading:
        shade(placed)
    patch.write(main, body)
    _write_comments(patch, main, part, root)
    _write_threads(patch, main, threads)
    return patch.bytes()


def _comments(patch: Patch, main: str, space: str) -> tuple[str, Element]:
    part = patch.package.related("comments", main)
    if part is not None and part in patch:
        return part, parse(patch.read(part), part)
    return part or patch.free_name(posixpath.join(posixpath.dirname(main), "comments"), ".xml"), comments.new_part(
        space
    )


def _part(patch: Patch, main: str, kind: str) -> Element | None:
    part = patch.package.related(kind, main)
    return parse(patch.read(part), part) if part is not None and part in patch else None


def _write_comments(patch: Patch, main: str, part: str, root: Element) -> None:
    strict = "purl.oclc.org" in (etree.QName(root).namespace or "")
    patch.write(part, root)
    patch.relate(main, "comments", part, strict)
    patch.declare(part, _COMMENTS_TYPE)


def _write_threads(patch: Patch, main: str, threads: set[str]) -> None:
    for link in patch.package.relations(main) if threads else ():
        if link.kind in _THREAD_PARTS and not link.external and link.target in patch:
            root = parse(patch.read(link.target), link.target)
            comments.forget_threads(root, threads)
            patch.write(link.target, root)


def _placed(remarks: Sequence[Remark], finder: Finder, document: Document) -> list[tuple[Remark, Anchor]]:
    """Each remark with its anchor, in the order in which a reader meets them."""
    order = {item: number for number, item in enumerate(finder.body.root.iter("{*}p"))}
    found: list[tuple[Remark, Anchor]] = []
    for remark in remarks:
        anchor = anchor_of(remark, finder, document)
        if anchor is not None:
            found.append((remark, anchor))
    return sorted(found, key=lambda item: (order[item[1].first], item[1].start or 0))


def anchor_of(remark: Remark, finder: Finder, document: Document) -> Anchor | None:
    """Where a remark stands: its own place, the row of its parts, its first part, what holds it, the beginning."""
    own = remark.place
    if own is not None and own.cell is not None and (own.cell.table is None or own.cell.row is not None):
        row = finder.row(parts_of(remark, document)) if remark.field.endswith("]") else None
        return row or finder.find((own, *near(remark, document)))
    parts = parts_of(remark, document)
    return finder.row(parts) or finder.find((*parts[:1], *near(remark, document), *((own,) if own else ())))
