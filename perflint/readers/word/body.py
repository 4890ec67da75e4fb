"""The blocks of a Word document's body, read block by block, so that a long booklet needs no whole tree in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from perflint import limits
from perflint.grid import Block
from perflint.office.xml import Element, forget, stream
from perflint.readers import too_much
from perflint.readers.word.names import BLOCK_TAGS, short
from perflint.readers.word.paragraph import Story
from perflint.readers.word.table import Counter, read_body_paragraph, read_table


class _Block:
    """A source that counts what was read since the last block ended, for one block stands in memory as a whole."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.bytes = 0

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.bytes += len(data)
        if self.bytes > limits.WORD_BLOCK_BYTES:
            raise too_much.word_block()
        return data


Foreign = Callable[[Element], Iterator[Block]]
"""Reads an ``altChunk``: a foreign document that stands in the body."""


def read_body(source: IO[bytes], part: str, story: Story, counter: Counter, foreign: Foreign) -> Iterator[Block]:
    """Paragraphs and tables in document order. Raises BadPackage and Unreadable."""
    depth = 0
    paragraphs = 0
    counted = _Block(source)
    for event, element in stream(counted, part, tags=BLOCK_TAGS):
        if event == "start":
            depth += 1
            continue
        depth -= 1
        if depth:
            continue
        counted.bytes = 0
        kind = short(element.tag)
        if kind == "p":
            paragraphs += 1
            yield from read_body_paragraph(element, story, counter, paragraphs)
        elif kind == "tbl":
            yield from read_table(element, story, counter)
        else:
            yield from foreign(element)
        if counter.tables > limits.TABLES:
            raise too_much.tables()
        if counter.cells > limits.CELLS:
            raise too_much.cells()
        forget(element)
