"""targets.yaml: read project by project, every scalar as written.

YAML's own typing is never used: ``0123``, ``1302E10``, ``1:30`` and ``no`` stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from yaml.error import YAMLError
from yaml.events import DocumentStartEvent, StreamEndEvent

from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.place import Place
from perflint.readers.assemble import Assembly
from perflint.readers.decode import decode
from perflint.readers.source import Text, Unreadable
from perflint.readers.tree import Data, Span
from perflint.readers.yaml_comments import comments_of
from perflint.readers.yaml_events import MAPPING, MAPPING_END, SCALAR, SEQUENCE, SEQUENCE_END, Events


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document in a YAML text; raises Unreadable where the text as a whole cannot be read."""
    text = Text(decode(data))
    assembly = Assembly("yaml", text, lexicon)
    stream = _Stream(text, assembly.builder.keys.names_of_projects())
    for item, piece in stream.projects():
        assembly.add(item, piece.parse)
    if stream.rest is not None:
        zh, en = (
            "文件含有多个YAML文档，只读取了第一个",
            "the file holds several documents; only the first was read",
        )
        assembly.problems.append(Problem("unreadable", zh, en, place=stream.rest))
    return assembly.document(stream.head, stream.head_span, comments_of(text))


class _Piece(Struct, frozen=True):
    """A project's part of the text, and the column (from 0) where it begins."""

    text: Text
    start: int
    end: int
    column: int

    def parse(self) -> tuple[Data, Span]:
        """The project's data and spans, read once more from its own part of the text."""
        if self.start == self.end:
            return None, Span(self.start, self.end)
        part = " " * self.column + self.text.text[self.start : self.end]
        events = Events(self.text, part, self.start - self.column)
        try:
            events.next()
            events.next()
            return events.spanned(events.next(), 0, 0)
        except (YAMLError, Unreadable):
            # A piece cut out of a flow list (``[no: 1``, next line at the margin) need not stand alone.
            return (), Span(self.start, self.end)


class _Stream:
    """The projects of a YAML stream one by one, and beside them (``head``) what else its mapping holds."""

    def __init__(self, text: Text, names: frozenset[str]) -> None:
        self.text = text
        self.events = Events(text, text.text, 0)
        self.names = names
        self.head: Data = ()
        self.head_span = Span(0, 0)
        self.rest: Place | None = None

    def projects(self) -> Iterator[tuple[Data, _Piece]]:
        """Each entry of the project list; raises Unreadable."""
        try:
            yield from self._document()
        except YAMLError as error:
            raise self.events.unreadable(error) from None

    def _document(self) -> Iterator[tuple[Data, _Piece]]:
        events = self.events
        events.next()
        event = events.next()
        if event.__class__ is StreamEndEvent:
            raise Unreadable("文件没有内容", "the file holds nothing", Place(1, 1, 1, 1))
        root: Any = events.next()
        if root.__class__ is not MAPPING:
            raise events.refuse(root, "文件顶层应为键值结构", "the top of the file must be a mapping of fields")
        events.check(root, 0, root.start_mark.index)
        yield from self._root(root)
        events.next()
        after: Any = events.next()
        start = after.start_mark.index
        if isinstance(after, DocumentStartEvent):
            self.rest = self.text.first_line(start, len(self.text.text))

    def _root(self, root: Any) -> Iterator[tuple[Data, _Piece]]:
        events = self.events
        pairs: list[tuple[str, Data]] = []
        keys: list[Span] = []
        spans: list[Span] = []
        listed = False
        event = events.next()
        while event.__class__ is not MAPPING_END:
            key = events.key(event)
            keys.append(events.span(event, key))
            event = events.next()
            start = event.start_mark.index
            if key in self.names and not listed:
                listed = True
                yield from self._list(event)
                pairs.append((key, None))
                spans.append(Span(start, start))
            else:
                item, span = events.spanned(event, 1, start)
                pairs.append((key, item))
                spans.append(span)
            event = events.next()
        self.head = tuple(pairs)
        self.head_span = Span(root.start_mark.index, event.end_mark.index, False, tuple(keys), tuple(spans))

    def _list(self, event: Any) -> Iterator[tuple[Data, _Piece]]:
        """The entries of the project list that begins with ``event``; none where it is blank."""
        events = self.events
        if event.__class__ is SCALAR and events.scalar(event) is None:
            return
        if event.__class__ is not SEQUENCE:
            raise events.refuse(event, "项目应为列表", "projects must be a list")
        events.check(event, 1, event.start_mark.index)
        event = events.next()
        while event.__class__ is not SEQUENCE_END:
            start, column = event.start_mark.index, event.start_mark.column
            data = events.data(event, 2, start)
            end = event.end_mark.index if event.__class__ is SCALAR else events.ended
            yield data, _Piece(self.text, start, end, column)
            event = events.next()
