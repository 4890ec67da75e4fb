"""The blocks of a section as the template shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.reporters.html.balloons import Anchors, CellKey
from perflint.reporters.html.marks import segments, shown
from perflint.reporters.html.sections import Piece
from perflint.reporters.html.view import CellView, ParagraphView, TableView, TextView, Was

_NARROWEST = 0.02


def blocks_of(
    pieces: Iterable[Piece], blocks: Sequence[Block], anchors: Anchors, label: str
) -> Iterator[TableView | TextView]:
    """Tables and lines of text of some pieces; of several blank lines in a row one is kept. ``label`` names tables."""
    blank = True
    for piece in pieces:
        block = blocks[piece.block]
        if isinstance(block, Grid):
            yield _table(block, piece, anchors, label)
            blank = True
            continue
        empty = not block.text.strip()
        if not (empty and blank):
            yield _text(block, piece.block, anchors)
        blank = empty


def _text(block: Paragraph, number: int, anchors: Anchors) -> TextView:
    key = (number, None)
    return TextView(
        level=block.level,
        segments=tuple(segments(block.text, anchors.marks.get((number, None, 0), ()))),
        id=anchors.ids.get(key, ""),
        severity=anchors.worst(key),
        badges=tuple(anchors.badges.get(key, ())),
        was=_was(key, anchors),
    )


def _was(key: CellKey, anchors: Anchors) -> tuple[Was, ...]:
    """What is said of last year at a cell, each once: rows that share a cell share its note."""
    return tuple(dict.fromkeys(anchors.was.get(key, ())))


def _table(grid: Grid, piece: Piece, anchors: Anchors, label: str) -> TableView:
    rows: list[list[CellView]] = [[] for _ in range(piece.head + piece.last - piece.first)]
    for index, cell in enumerate(grid.cells):
        if cell.row < piece.head:
            rows[cell.row].append(_plain(cell, min(cell.row_span, piece.head - cell.row)))
        if piece.first <= cell.row < piece.last:
            span = min(cell.row_span, piece.last - cell.row)
            rows[piece.head + cell.row - piece.first].append(_cell(cell, span, (piece.block, index), anchors))
    return TableView(
        label=label.format(grid.number),
        columns=grid.columns,
        widths=_percentages(grid),
        rows=tuple(tuple(row) for row in rows),
        sheet=shown(grid.sheet or ""),
    )


def _percentages(grid: Grid) -> tuple[str, ...]:
    """Column widths as shares; none where the input states none. Very narrow columns stay visible."""
    total = sum(grid.widths)
    if len(grid.widths) != grid.columns or total <= 0:
        return ()
    shares = [max(width / total, _NARROWEST) for width in grid.widths]
    return tuple(f"{share / sum(shares) * 100:.1f}%" for share in shares)


def _plain(cell: GridCell, rows: int) -> CellView:
    texts = tuple(ParagraphView(tuple(segments(text, ()))) for text in cell.paragraphs)
    return CellView(rows, cell.column_span, texts, hidden=cell.hidden)


def _cell(cell: GridCell, rows: int, key: tuple[int, int], anchors: Anchors) -> CellView:
    if key not in anchors.ids:
        return replace(_plain(cell, rows), was=_was(key, anchors))
    badges = anchors.badges.get(key, [])
    texts = []
    for number, text in enumerate(cell.paragraphs):
        owned = anchors.of_paragraph.get((*key, number), [])
        texts.append(ParagraphView(tuple(segments(text, anchors.marks.get((*key, number), ()))), tuple(owned)))
    placed = {badge.number for text in texts for badge in text.badges}
    return CellView(
        row_span=rows,
        column_span=cell.column_span,
        paragraphs=tuple(texts),
        id=anchors.ids[key],
        severity=anchors.worst(key),
        badges=tuple(badges),
        own=tuple(badge for badge in badges if badge.number not in placed),
        hidden=cell.hidden,
        was=_was(key, anchors),
    )
