"""Markdown (.md, and such text under another name), as wikis and chat tools write it: pipe tables, tables in HTML, and
the lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from perflint.grid import Block, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers.decode import decode
from perflint.readers.html import fragment
from perflint.readers.layout import recognise
from perflint.readers.markdown_inline import shown
from perflint.readers.markdown_table import is_border, pipe_table, table_length
from perflint.readers.raised import Marks
from perflint.readers.source import Text
from perflint.readers.text_blocks import tab_table
from perflint.readers.text_lines import Line, lines_of

KIND: Final = "markdown"
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})[^`]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+)")
_QUOTED = re.compile(r"\s*(?:>[ \t]?)+(?![\d.＝=])")
_LEAD = re.compile(r"\s*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)?")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_OPENS = re.compile(r"<table[\s>]", re.IGNORECASE)
_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a Markdown text holds. Raises Unreadable."""
    marks = Marks()
    document = recognise(blocks(data, marks), lexicon, KIND)
    return replace(document, problems=(*document.problems, *marks.problems()))


def blocks(data: bytes, marks: Marks | None = None) -> tuple[Block, ...]:
    """Paragraphs and tables in document order; ``marks`` is told of note marks in HTML that are left out. Raises
    Unreadable."""
    source = Text(decode(data))
    return tuple(_blocks([_unquoted(line) for line in lines_of(source)], source, Marks() if marks is None else marks))


def _unquoted(line: Line) -> Line:
    """A line without the marks of a quotation (>) in front; before a number they are a sign of comparison."""
    quoted = _QUOTED.match(line.text) if ">" in line.text else None
    if quoted is None:
        return line
    return replace(line, text=line.text[quoted.end() :], start=line.start + quoted.end())


def _blocks(lines: Sequence[Line], source: Text, marks: Marks) -> Iterator[Block]:
    at = tables = 0
    while at < len(lines):
        line = lines[at]
        if found := _OPENS.search(line.text):
            end = _end_of_html(lines, at, found.start())
            start = line.start + found.start()
            inner = fragment(source.text[start : lines[end].end], source.position(start)[0] - 1, tables, marks)
            if found.start():
                yield from _paragraph(line, source, found.start())
            yield from inner.blocks
            tables, at = inner.tables, end + 1
        elif count := table_length(lines, at):
            tables += 1
            yield pipe_table(lines[at : at + count], tables, source)
            at += count
        elif "\t" in line.text.strip():
            end = next((n for n in range(at, len(lines)) if "\t" not in lines[n].text.strip()), len(lines))
            tables += 1
            yield tab_table(lines[at:end], tables, source)
            at = end
        else:
            yield from _paragraph(line, source)
            at += 1


def _end_of_html(lines: Sequence[Line], at: int, start: int) -> int:
    """The line with the end of the HTML table that begins in line ``at``; the last line where it has none."""
    depth = 0
    for number in range(at, len(lines)):
        text = lines[number].text[start:] if number == at else lines[number].text
        depth += len(_OPENS.findall(text)) - len(_CLOSES.findall(text))
        if depth <= 0:
            return number
    return len(lines) - 1


def _paragraph(line: Line, source: Text, end: int | None = None) -> Iterator[Paragraph]:
    text = line.text[:end]
    if _FENCE.fullmatch(text) or _RULE.fullmatch(text) or is_border(text):
        return
    heading = _HEADING.match(text)
    lead = heading or _LEAD.match(text)
    assert lead is not None
    closing = _CLOSING.search(text) if heading else None
    for said in shown(source, line.start + lead.end(), line.start + (closing.start() if closing else len(text))):
        yield Paragraph(said.text, said.place, len(heading[1]) if heading else 0)
