"""The blocks of a Word document's body, read block by block, so that a long booklet needs no whole tree in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from perflint import limits
from perflint.grid import Block
from perflint.office.xml import Element, forget, stream
from perflint.readers import too_much
from perflint.readers.word.names import BLOCK_TAGS, ROW_TAGS, SECTION_TAGS, short
from perflint.readers.word.paragraph import Story
from perflint.readers.word.table import Counter, TableReader, is_row_of, open_table, read_body_paragraph


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


def read_body(
    source: IO[bytes], part: str, story: Story, counter: Counter, foreign: Foreign, section: Callable[[Element], None]
) -> Iterator[Block]:
    """Paragraphs and tables in document order; ``section`` is given the properties of each section as it ends. Raises
    BadPackage and Unreadable."""
    depth = sections = 0
    paragraphs = 0
    counted = _Block(source)
    table = _Table(story, counter)
    for event, element in stream(counted, part, tags=(*BLOCK_TAGS, *ROW_TAGS, *SECTION_TAGS)):
        kind = short(element.tag)
        if kind == "sectpr":
            sections += 1 if event == "start" else -1
            if event == "end" and not sections:
                section(element)
            continue
        if sections:
            continue  # Word 2003 holds headers and footers in there
        if kind == "tr":
            if event == "end" and depth == 1:
                yield from table.row(element, counted)
            continue
        if event == "start":
            if not depth:
                table.element = element
            depth += 1
            continue
        depth -= 1
        if depth:
            continue
        counted.bytes = 0
        if kind == "p":
            paragraphs += 1
            yield from read_body_paragraph(element, story, counter, paragraphs)
        elif kind == "tbl":
            yield from table.end()
        else:
            yield from foreign(element)
        _check(counter)
        forget(element)


class _Table:
    """The table that stands open in the body. Its rows are taken at its end; those of a long one, some at a time."""

    def __init__(self, story: Story, counter: Counter) -> None:
        self.story = story
        self.counter = counter
        self.element: Element = None
        self._rows: list[Element] = []
        self._reader: TableReader | None = None

    def row(self, row: Element, counted: _Block) -> Iterator[Block]:
        """A row has ended. What follows it in memory may be of a row that has not: it is left alone."""
        if is_row_of(row, self.element):
            self._rows.append(row)
        if counted.bytes > limits.WORD_ROWS_BYTES:
            counted.bytes = 0
            yield from self._take()
            for gone in self._rows:
                gone.clear(keep_tail=False)
            for gone in self._rows[:-1]:
                gone.getparent().remove(gone)
            self._rows = []
            _check(self.counter)

    def end(self) -> Iterator[Block]:
        """The table has ended."""
        yield from self._take()
        assert self._reader is not None
        yield from self._reader.finish()
        self._rows, self._reader, self.element = [], None, None

    def _take(self) -> Iterator[Block]:
        if self._reader is None:
            self._reader = open_table(self.element, self.story, self.counter)
        yield from self._reader.take(self._rows)


def _check(counter: Counter) -> None:
    if counter.tables > limits.TABLES:
        raise too_much.tables()
    if counter.cells > limits.CELLS:
        raise too_much.cells()
