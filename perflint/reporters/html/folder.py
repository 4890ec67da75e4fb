"""A folder: an index, and one page or several for each document, none of them too large to open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perflint.grid import Grid
from perflint.reporters.history import History
from perflint.reporters.html.document import Layout
from perflint.reporters.html.findings import Finding, Pages, findings
from perflint.reporters.html.report import Prepared, prepare
from perflint.reporters.html.sections import Piece
from perflint.reporters.material import Material

INDEX = "index.html"
PAGE_LIMIT = 1_500_000
"""Bytes of tables and findings that a page takes before the next one begins (a single project may have more)."""
_BALLOON, _CELL, _CHARACTER, _SECTION, _NOTE = 1_500, 60, 4, 1_000, 250


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The pages one after the other, the index last."""
    found = findings(material.report)
    prepared: Prepared = prepare(material, found, lambda layouts: _pages(layouts, found, material.history))
    for document in range(len(found)):
        yield from prepared.pages_of(document)
    yield INDEX, prepared.index()


def _pages(layouts: Sequence[Layout], found: Sequence[Sequence[Finding]], history: History | None) -> Pages:
    names = tuple(_names(index, layout, found[index], history) for index, layout in enumerate(layouts))
    return Pages(names, INDEX)


def _names(document: int, layout: Layout, found: Sequence[Finding], history: History | None) -> dict[int, str]:
    """Which page each section goes to: a new one begins where the last is full."""
    findings_of: dict[int, int] = {}
    for item in found:
        findings_of[item.violation.position] = findings_of.get(item.violation.position, 0) + 1
    names: dict[int, str] = {}
    part, used = 1, 0
    for position in range(-1, len(layout.projects)):
        pieces = layout.front if position < 0 else layout.projects[position]
        size = _SECTION + _BALLOON * findings_of.get(position, 0) + sum(_size(piece, layout) for piece in pieces)
        size += _size_of_notes(history, position)
        if used and used + size > PAGE_LIMIT:
            part, used = part + 1, 0
        used += size
        names[position] = (
            f"document-{document + 1:03}.html" if part == 1 else f"document-{document + 1:03}-{part:03}.html"
        )
    return names


def _size_of_notes(history: History | None, position: int) -> int:
    """About how many bytes the notes about last year take."""
    if history is None:
        return 0
    texts = [*(item.was or "" for item in history.beside.get(position, ()))]
    texts += [item.was for item in history.gone.get(position, ())]
    return sum(_NOTE + _CHARACTER * len(text) for text in texts)


def _size(piece: Piece, layout: Layout) -> int:
    """About how many bytes the rows of a piece take on a page."""
    block = layout.blocks[piece.block]
    if not isinstance(block, Grid):
        return _CELL + _CHARACTER * len(block.text)
    share = (piece.last - piece.first) / max(block.rows, 1)
    cells = len(block.cells) * share
    return int(_CELL * cells + _CHARACTER * share * sum(len(text) for cell in block.cells for text in cell.paragraphs))
