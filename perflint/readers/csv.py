"""Comma- or tab-separated text (.csv, .tsv; UTF-8, GB18030 or UTF-16), with line and column of every field."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from msgspec import Struct

from perflint import limits
from perflint.grid import Block, GridCell
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.place import Place
from perflint.readers import too_much
from perflint.readers.canonical import canonical
from perflint.readers.decode import decode
from perflint.readers.layout import recognise
from perflint.readers.reading_problems import digits_lost, with_problems
from perflint.readers.sheet_grid import lines
from perflint.readers.source import Text, Unreadable

KIND: Final = "csv"
DELIMITERS: Final = ("\t", ",", ";", "|")
_LOOKED_AT = 20
_SEP_LINE = re.compile(r"sep=(.)(\r\n|\r|\n)", re.IGNORECASE)
_AS_TEXT = re.compile(r'="([^"]*)"')
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?E\+(?:1[5-9]|[2-9][0-9])", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


class Field(Struct, frozen=True):
    """One field: its text, where it begins and ends in the file, and whether the file says it letter by letter."""

    text: str
    start: int
    end: int
    exact: bool


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a separated text holds. Raises Unreadable."""
    cells = _cells(data)
    return with_problems(recognise(_blocks(cells), lexicon, KIND), list(_problems(cells)))


def blocks(data: bytes) -> tuple[Block, ...]:
    """One grid of all records. Raises Unreadable."""
    return _blocks(_cells(data))


def delimiter(text: str) -> str:
    """The delimiter of a separated text: the one that gives the most fields in records of one width, and the fewest
    records of another."""

    def score(sign: str) -> float:
        widths: Counter[int] = Counter()
        with contextlib.suppress(Unreadable):  # said when the text is read by the delimiter that was chosen
            widths.update(len(record) for record in islice(records(text, sign), _LOOKED_AT))
        most = max((width * count**2 for width, count in widths.items() if width > 1), default=0)
        return most / max(widths.total(), 1)

    return max(DELIMITERS, key=score)


def records(text: str, sign: str, start: int = 0) -> Iterator[list[Field]]:
    """The records of a separated text. Raises Unreadable for a quotation mark that is never closed."""
    plain = re.compile(rf"[^{re.escape(sign)}\r\n]*")
    quoted = re.compile(rf'"((?:[^"]|"")*+)"([^{re.escape(sign)}\r\n]*)')
    record: list[Field] = []
    while start < len(text):
        if text[start] == '"':
            match = quoted.match(text, start)
            if match is None:
                raise Unreadable(
                    "引号没有配对，其后的内容无法分列",
                    "a quotation mark is never closed: what follows cannot be told into fields",
                    Text(text).place(start, start + 1),
                )
            exact = '""' not in match[1] and not match[2]
            record.append(Field(match[1].replace('""', '"') + match[2], match.start(1), match.end(1), exact))
        else:
            match = plain.match(text, start)
            assert match is not None
            record.append(Field(match[0], start, match.end(), True))
        start = match.end()
        if start < len(text) and text[start] == sign:
            start += 1
            if start == len(text) or text[start] in "\r\n":
                record.append(Field("", start, start, True))
            else:
                continue
        yield record
        record = []
        end = _LINE_END.match(text, start)
        start = end.end() if end else start
    if record:
        yield record


def _cells(data: bytes) -> list[GridCell]:
    text = decode(data)
    stated = _SEP_LINE.match(text)
    sign = stated[1] if stated else delimiter(text)
    source = Text(text)
    cells = []
    for row, record in enumerate(records(text, sign, stated.end() if stated else 0)):
        if len(record) == 1 and not record[0].text:
            continue
        if len(record) > limits.CSV_COLUMNS:
            raise too_much.columns()
        cells += [_cell(row, column, found, source) for column, found in enumerate(record)]
        if len(cells) > limits.CELLS:
            raise too_much.cells()
    return cells


def _cell(row: int, column: int, found: Field, source: Text) -> GridCell:
    if len(found.text) > limits.CELL_CHARACTERS:
        raise too_much.cell_text()
    place = source.place(found.start, found.end, found.exact)
    forced = _AS_TEXT.fullmatch(found.text)
    paragraphs = lines(forced[1] if forced else found.text)
    places = (place,) * len(paragraphs)
    if len(paragraphs) > 1 and found.exact:
        places = tuple(_line_places(found, source))
    elif forced:
        places = (source.place(found.start, found.end, exact=False),)
    return GridCell(row, column, paragraphs=paragraphs, place=place, places=places)


def _line_places(found: Field, source: Text) -> Iterator[Place]:
    start = found.start
    for end in _LINE_END.finditer(source.text, found.start, found.end):
        yield source.place(start, end.start())
        start = end.end()
    yield source.place(start, found.end)


def _blocks(cells: list[GridCell]) -> tuple[Block, ...]:
    return (canonical(1, cells, place=cells[0].place),) if cells else ()


def _problems(cells: list[GridCell]) -> Iterator[Problem]:
    for cell in cells:
        if len(cell.paragraphs) == 1 and _ROUNDED.fullmatch(cell.paragraphs[0].strip()):
            yield digits_lost(cell.paragraphs[0], cell.place)
