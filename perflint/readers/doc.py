"""Binary Word files (.doc, .wps): paragraphs and tables with merges, changes accepted, hidden text left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Block, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.place import Cell, Place
from perflint.readers import too_much
from perflint.readers.layout import recognise
from perflint.readers.ole import streams_of
from perflint.readers.reading_problems import with_problems
from perflint.readers.word.symbols import plain, symbol
from perflint.readers.word97.binary import Piece, damaged, read_characters, read_header, read_pieces, whole
from perflint.readers.word97.numbering import Lists, read_lists
from perflint.readers.word97.properties import CharacterRun, ParagraphProperties, Runs, character_runs, paragraph_runs
from perflint.readers.word97.table import Line, Table

KIND: Final = "doc"
_MARKS = re.compile("[\r\x07\x0c]")
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_SHOWN = {"\t": "\t", "\x0b": "\n", "\x1e": "-"}
_DEEPEST = 32
_MOST_PAIRS = 20_000_000
_GONE = "\x00"


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a binary Word file holds. Raises Unreadable."""
    blocks_, problems = _taken(data)
    return with_problems(recognise(blocks_, lexicon, KIND), problems)


def blocks(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables in document order, then those of text boxes. Raises Unreadable."""
    return _taken(data)[0]


def _taken(data: bytes) -> tuple[tuple[Block, ...], list[Problem]]:
    return read_streams(streams_of(data, ("WordDocument", "0Table", "1Table", "Data")))


def read_streams(streams: Mapping[str, bytes]) -> tuple[tuple[Block, ...], list[Problem]]:
    """Blocks and problems of the streams of a binary Word file. Raises Unreadable."""
    if "WordDocument" not in streams:
        raise damaged()
    document = streams["WordDocument"]
    header = read_header(document)
    table = streams.get(header.table_stream, b"")
    pieces = read_pieces(table, header.spots["pieces"], len(document))
    changed = list(character_runs(document, table, header.spots["characters"]))
    story = _Story(
        text=_as_seen(read_characters(document, pieces), pieces, changed),
        pieces=pieces,
        runs=paragraph_runs(document, table, header.spots["paragraphs"], streams.get("Data", b"")),
        lists=read_lists(table, header.spots["lists"], header.spots["list_uses"]),
    )
    story.walk(0, header.main_length)
    story.walk(header.before_boxes, header.before_boxes + header.boxes_length)
    return story.blocks(), _tracked(sum(run.deleted or run.inserted for run in changed))


def _tracked(count: int) -> list[Problem]:
    if not count:
        return []
    return [
        Problem(
            "tracked-changes",
            f"文件有{count}处未接受的修订，按全部接受后的内容检查；请接受或拒绝修订后再报送",
            f"the file has {count} unaccepted tracked changes: judged as if all were accepted",
            value=str(count),
        )
    ]


def _as_seen(text: str, pieces: list[Piece], runs: list[CharacterRun]) -> str:
    """The characters, hidden and deleted ones blotted out (marks stay, for they hold the structure)."""
    if len(runs) * len(pieces) > _MOST_PAIRS:
        raise damaged()
    seen = list(text) if runs else []
    for run in runs:
        for piece in pieces:
            start = max(run.start, piece.offset)
            end = min(run.end, piece.offset + (piece.end - piece.start) * piece.width)
            if start >= end:
                continue
            first = piece.start + (start - piece.offset) // piece.width
            for position in range(first, first + (end - start) // piece.width):
                if (run.hidden or run.deleted) and not _MARKS.match(seen[position]):
                    seen[position] = _GONE
                elif run.symbol is not None and seen[position] == "(":
                    seen[position] = symbol(run.symbol)
    return "".join(seen) if runs else text


class _Story(Struct):
    """The text and its properties, and the blocks made of it so far."""

    text: str
    pieces: list[Piece]
    runs: Runs
    lists: Lists
    found: list[Block | None] = field(default_factory=list)
    open: list[Table] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    piece: int = 0

    def blocks(self) -> tuple[Block, ...]:
        """All blocks in document order."""
        return tuple(block for block in self.found if block is not None)

    def walk(self, start: int, end: int) -> None:
        """Takes the paragraphs of a stretch of text."""
        for mark in _MARKS.finditer(self.text, start, end):
            properties = self.runs.at(self._offset(mark.start()))
            self._paragraph(self.text[start : mark.start()], mark[0], properties)
            start = mark.end()
        self._close(0)

    def _offset(self, position: int) -> int:
        while position >= self.pieces[self.piece].end and self.piece + 1 < len(self.pieces):
            self.piece += 1
        piece = self.pieces[self.piece]
        return piece.offset + (position - piece.start) * piece.width

    def _paragraph(self, raw: str, mark: str, properties: ParagraphProperties) -> None:
        depth = min(properties.depth, _DEEPEST)
        self._close(depth)
        while len(self.open) < depth:
            self._open_table()
        lines = self._lines(raw)
        if not depth:
            self._body_paragraph(lines, properties, mark)
            return
        table = self.open[-1]
        if properties.row_end:
            table.end_row(properties.table)
            return
        label = self.lists.label(properties)
        table.lines += [(text, place) for text, place in _placed(lines, label, table.place())]
        if mark == "\x07" or properties.cell_end:
            table.end_cell()

    def _body_paragraph(self, lines: list[str], properties: ParagraphProperties, mark: str) -> None:
        if mark == "\x0c" and lines == [""]:
            return
        self.paragraphs += 1
        level = properties.style if 1 <= properties.style <= 9 else 0
        placed = _placed(lines, self.lists.label(properties), Cell(paragraph=self.paragraphs))
        self.found += [Paragraph(text, place, level) for text, place in placed]

    def _open_table(self) -> None:
        self.tables += 1
        if self.tables > limits.TABLES:
            raise too_much.tables()
        parent = self.open[-1].number if self.open else None
        self.open.append(Table(self.tables, parent, len(self.found)))
        self.found.append(None)

    def _close(self, depth: int) -> None:
        while len(self.open) > depth:
            table = self.open.pop()
            self.found[table.index] = table.grid()

    def _lines(self, raw: str) -> list[str]:
        """The lines of a paragraph: field codes and control characters left out."""
        pieces = []
        for character in raw:
            if character == _FIELD_BEGIN:
                self.fields.append(True)
            elif character == _FIELD_SEPARATOR and self.fields:
                self.fields[-1] = False
            elif character == _FIELD_END and self.fields:
                self.fields.pop()
            elif not any(self.fields):
                pieces.append(_SHOWN.get(character, character if character >= " " else ""))
        text = plain(whole("".join(pieces)))
        if len(text) > limits.CELL_CHARACTERS:
            raise too_much.cell_text()
        return text.split("\n")


def _placed(lines: list[str], label: str, cell: Cell) -> Iterator[Line]:
    start = 1
    for order, line in enumerate(lines):
        shown = label if order == 0 else ""
        whole_line = len(lines) == 1
        column, end = (None, None) if whole_line else (start, start + len(line))
        yield shown + line, Place(column=column, end_column=end, cell=cell, exact=not shown)
        start += len(line) + 1
