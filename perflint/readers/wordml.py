"""Flat XML of Word 2003 (often under a .doc name) and of later Word (pkg:package): one XML file, no zip."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec.structs import replace

from perflint.grid import Block
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.office.errors import BadPackage
from perflint.office.xml import stream
from perflint.readers.docx import tracked_changes
from perflint.readers.layout import Margin, recognise
from perflint.readers.source import Unreadable
from perflint.readers.word.body import read_body
from perflint.readers.word.names import short, switch
from perflint.readers.word.numbering import Numbering, read_numbering
from perflint.readers.word.paragraph import Story
from perflint.readers.word.sections import Sections
from perflint.readers.word.styles import Styles, read_styles
from perflint.readers.word.table import Counter

KIND: Final = "wordml"
_PART: Final = "Word XML"
_PARTS_OF_STYLE = frozenset({"styles", "numbering"})


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a flat Word XML file holds. Raises Unreadable."""
    found, problems, margins = _taken(data)
    document = recognise(found, lexicon, KIND, margins=margins)
    return replace(document, problems=(*problems, *document.problems))


def blocks(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables of the body in document order. Raises Unreadable."""
    return _taken(data)[0]


def _taken(data: bytes) -> tuple[tuple[Block, ...], tuple[Problem, ...], tuple[Margin, ...]]:
    problems: list[Problem] = []
    counter, sections = Counter(), Sections()
    try:
        story, even = _story(data)
        section = partial(sections.end, counter, story=story)
        found = tuple(read_body(io.BytesIO(data), _PART, story, counter, lambda item: _foreign(problems), section))
    except BadPackage as fault:
        raise Unreadable(fault.zh, fault.en) from None
    if not found:
        raise Unreadable("XML中没有Word正文", "the XML holds no Word text")
    if story.change_count:
        problems.insert(0, tracked_changes(story.change_count))
    margins = tuple(sections.margins(even, counter.tables, sections.inside.__getitem__))
    return found, (*problems, *story.problems()), margins


def _story(data: bytes) -> tuple[Story, bool]:
    """Styles and lists, which stand in the same file: before the body in Word 2003, after it in pkg:package; whether
    even pages have headers of their own."""
    styles, numbering, even = Styles(), Numbering(), False
    for _, element in stream(io.BytesIO(data), _PART, ("end",)):
        kind = short(element.tag)
        if kind in _PARTS_OF_STYLE:
            styles = read_styles(element) if kind == "styles" else styles
            numbering = read_numbering(element) if kind == "numbering" else numbering
        elif kind == "evenandoddheaders":
            even = switch(element)
        elif kind in ("p", "tbl"):
            element.clear(keep_tail=False)
    return Story(styles, numbering), even


def _foreign(problems: list[Problem]) -> Iterator[Block]:
    problems.append(
        Problem("unreadable", "文档中嵌入的外部内容无法读取，请另存后再报送", "embedded foreign content cannot be read")
    )
    return iter(())
