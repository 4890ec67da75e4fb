"""Binary Word files (.doc, .wps): paragraphs and tables with merges, changes accepted, hidden text left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Block, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.place import Cell, Place
from perflint.readers import too_much
from perflint.readers.layout import Margin, recognise
from perflint.readers.ole import streams_of
from perflint.readers.reading_problems import Drawn, with_problems
from perflint.readers.word.symbols import in_symbol_font, plain, symbol
from perflint.readers.word97.binary import (
    Piece,
    damaged,
    margin_spans,
    read_characters,
    read_header,
    read_pieces,
    whole,
)
from perflint.readers.word97.numbering import Lists, read_lists
from perflint.readers.word97.properties import CharacterRun, ParagraphProperties, Runs, character_runs, paragraph_runs
from perflint.readers.word97.styles import Styles, read_styles
from perflint.readers.word97.table import Line, Table

KIND: Final = "doc"
_MARKS = re.compile("[\r\x07\x0c]")
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_SHOWN = {"\t": "\t", "\x0b": "\n", "\x1e": "-"}
_DRAWN = "\x01"
_DEEPEST = 32
_MOST_PAIRS = 20_000_000
_GONE = "\x00"


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a binary Word file holds. Raises Unreadable."""
    blocks_, problems, margins = _taken(_streams(data))
    return with_problems(recognise(blocks_, lexicon, KIND, margins=margins), problems)


def blocks(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables in document order, then those of text boxes. Raises Unreadable."""
    return _taken(_streams(data))[0]


def read_streams(streams: Mapping[str, bytes]) -> tuple[tuple[Block, ...], list[Problem]]:
    """Blocks and problems of the streams of a binary Word file. Raises Unreadable."""
    return _taken(streams)[:2]


def _streams(data: bytes) -> Mapping[str, bytes]:
    return streams_of(data, ("WordDocument", "0Table", "1Table", "Data"))


def _taken(streams: Mapping[str, bytes]) -> tuple[tuple[Block, ...], list[Problem], list[Margin]]:
    if "WordDocument" not in streams:
        raise damaged()
    document = streams["WordDocument"]
    header = read_header(document)
    table = streams.get(header.table_stream, b"")
    pieces = read_pieces(table, header.spots["pieces"], len(document))
    styles = read_styles(table, header.spots["styles"], header.spots["fonts"])
    changed = list(character_runs(document, table, header.spots["characters"], styles))
    text, gone, shown = _as_seen(read_characters(document, pieces), pieces, changed)
    new_story = partial(
        _Story,
        text=text,
        gone=gone,
        shown=shown,
        styles=styles,
        pieces=pieces,
        runs=paragraph_runs(document, table, header.spots["paragraphs"], streams.get("Data", b"")),
        lists=read_lists(table, header.spots["lists"], header.spots["list_uses"]),
    )
    story = new_story()
    story.walk(0, header.main_length)
    story.walk(header.before_boxes, header.before_boxes + header.boxes_length)
    margins = []
    for start, end in margin_spans(table, header):
        own = new_story()
        own.walk(start, end)
        margins.append(Margin(own.blocks()))
    tracked = _tracked(sum(run.deleted or run.inserted for run in changed))
    return story.blocks(), [*tracked, *story.drawn.problems()], margins


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


def _as_seen(text: str, pieces: list[Piece], runs: list[CharacterRun]) -> tuple[str, frozenset[int], frozenset[int]]:
    """The characters, hidden and deleted ones blotted out (marks stay, for they hold the structure); the positions of
    marks that are deleted; those of characters that are shown whatever the paragraph's style says."""
    if len(runs) * len(pieces) > _MOST_PAIRS:
        raise damaged()
    seen = list(text) if runs else []
    gone: set[int] = set()
    shown: set[int] = set()
    for run in runs:
        for position in _positions(run, pieces):
            character = seen[position]
            if _MARKS.match(character):
                gone.update((position,) if run.deleted else ())
            elif run.hidden or run.deleted:
                seen[position] = _GONE
            elif run.symbol is not None and character == "(":
                seen[position] = symbol(run.symbol)
            elif run.in_symbols:
                seen[position] = in_symbol_font(character)
            if run.hidden is False:
                shown.add(position)
    return "".join(seen) if runs else text, frozenset(gone), frozenset(shown)


def _positions(run: CharacterRun, pieces: list[Piece]) -> Iterator[int]:
    """The positions of the characters of a stretch."""
    for piece in pieces:
        start = max(run.start, piece.offset)
        end = min(run.end, piece.offset + (piece.end - piece.start) * piece.width)
        if start < end:
            first = piece.start + (start - piece.offset) // piece.width
            yield from range(first, first + (end - start) // piece.width)


class _Story(Struct):
    """The text and its properties, and the blocks made of it so far."""

    text: str
    gone: frozenset[int]
    shown: frozenset[int]
    styles: Styles
    pieces: list[Piece]
    runs: Runs
    lists: Lists
    found: list[Block | None] = field(default_factory=list)
    open: list[Table] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    piece: int = 0
    carried: str = ""
    drawn: Drawn = field(default_factory=Drawn)

    def blocks(self) -> tuple[Block, ...]:
        """All blocks in document order."""
        return tuple(block for block in self.found if block is not None)

    def walk(self, start: int, end: int) -> None:
        """Takes the paragraphs of a stretch of text."""
        for mark in _MARKS.finditer(self.text, start, end):
            properties = self.runs.at(self._offset(mark.start()))
            raw = self.carried + self._visible(start, mark.start(), properties)
            self.carried = ""
            start = mark.end()
            ends = properties.row_end or properties.cell_end or mark[0] != "\r"
            if mark.start() in self.gone and not ends:
                self.carried = raw  # the paragraph goes on in the next one
            else:
                self._paragraph(raw, mark, properties)
        self._close(0)

    def _visible(self, start: int, end: int, properties: ParagraphProperties) -> str:
        """The characters of a paragraph, without those that its style hides."""
        if not self.styles.look(properties.style).hidden:
            return self.text[start:end]
        return "".join(self.text[position] for position in range(start, end) if position in self.shown)

    def _offset(self, position: int) -> int:
        while position >= self.pieces[self.piece].end and self.piece + 1 < len(self.pieces):
            self.piece += 1
        piece = self.pieces[self.piece]
        return piece.offset + (position - piece.start) * piece.width

    def _paragraph(self, raw: str, mark: re.Match[str], properties: ParagraphProperties) -> None:
        depth = min(properties.depth, _DEEPEST)
        self._close(depth)
        while len(self.open) < depth:
            self._open_table()
        lines = self._lines(raw)
        if not depth:
            self.drawn.outside()
            self._body_paragraph(lines, properties, mark[0])
            return
        table = self.open[-1]
        if properties.row_end:
            if mark.start() in self.gone and table.is_row_blank():  # LibreOffice marks the row before as well
                table.drop_row()
            else:
                table.end_row(properties.table)
            return
        label = self.lists.label(properties)
        table.lines += [(text, place) for text, place in _placed(lines, label, table.place())]
        if mark[0] == "\x07" or properties.cell_end:
            place = Cell(table=table.number, row=table.row + 1, column=len(table.texts) + 1)
            self.drawn.cell(Place(cell=place), not any(text.strip() for text, _ in table.lines))
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
                self._count_drawn(character)
                pieces.append(_SHOWN.get(character, character if character >= " " else ""))
        text = plain(whole("".join(pieces)))
        if len(text) > limits.CELL_CHARACTERS:
            raise too_much.cell_text()
        return text.split("\n")

    def _count_drawn(self, character: str) -> None:
        """An object is the result of a field, a picture stands by itself."""
        if character == _DRAWN:
            self.drawn.objects += bool(self.fields)
            self.drawn.pictures += not self.fields


def _placed(lines: list[str], label: str, cell: Cell) -> Iterator[Line]:
    start = 1
    for order, line in enumerate(lines):
        shown = label if order == 0 else ""
        whole_line = len(lines) == 1
        column, end = (None, None) if whole_line else (start, start + len(line))
        yield shown + line, Place(column=column, end_column=end, cell=cell, exact=not shown)
        start += len(line) + 1
