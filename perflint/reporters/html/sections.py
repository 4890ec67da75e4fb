"""Cuts the blocks of a document into sections: what stands before the projects, then one section a project."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from perflint.grid import Block, Grid

_HEAD_ROWS = 3

Start = tuple[int, int]


class Piece(Struct, frozen=True):
    """Rows ``first`` to ``last`` (exclusive) of a block, led by its first ``head`` rows once more."""

    block: int
    first: int = 0
    last: int = 1
    head: int = 0


def cut(blocks: Sequence[Block], starts: Sequence[Start | None]) -> tuple[list[Piece], list[list[Piece]]]:
    """The pieces of the document's own part and of each project; a project that was not found has none."""
    known = sorted((start, position) for position, start in enumerate(starts) if start is not None)
    begins = _begins(blocks, [start for start, _ in known])
    heads = _heads(blocks, [start for start, _ in known])
    end = (len(blocks), 0)
    front = list(_pieces(blocks, (0, 0), begins[0] if begins else end, {}))
    sections: list[list[Piece]] = [[] for _ in starts]
    for index, (_, position) in enumerate(known):
        stop = begins[index + 1] if index + 1 < len(begins) else end
        sections[position] = list(_pieces(blocks, begins[index], stop, heads))
    return front, sections


def _begins(blocks: Sequence[Block], starts: list[Start]) -> list[Start]:
    """Starts moved up to the beginning of the table and over the lines of text that lead it."""
    moved: list[Start] = []
    last: Start = (-1, 0)
    for block, row in starts:
        if row and last[0] != block:
            row = 0
        if not row and isinstance(blocks[block], Grid):
            while block - 1 > last[0] and not isinstance(blocks[block - 1], Grid) and moved:
                block -= 1
        moved.append((block, row))
        last = (block, row) if not moved[:-1] or (block, row) > moved[-2] else last
    return moved


def _heads(blocks: Sequence[Block], starts: list[Start]) -> dict[int, int]:
    """How many heading rows lead the projects of a table that holds several."""
    first: dict[int, int] = {}
    several: set[int] = set()
    for block, row in starts:
        if block in first:
            several.add(block)
        first.setdefault(block, row)
    return {block: first[block] for block in several if 0 < first[block] <= _HEAD_ROWS}


def _pieces(blocks: Sequence[Block], start: Start, stop: Start, heads: dict[int, int]) -> list[Piece]:
    found = []
    for number in range(start[0], min(stop[0] + 1, len(blocks))):
        block = blocks[number]
        rows = block.rows if isinstance(block, Grid) else 1
        first = start[1] if number == start[0] else 0
        last = stop[1] if number == stop[0] else rows
        if first < last:
            found.append(Piece(number, first, last, heads.get(number, 0) if first else 0))
    return found
