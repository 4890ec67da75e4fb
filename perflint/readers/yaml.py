"""targets.yaml: read project by project, every scalar as written.

YAML's own typing is never used: ``0123``, ``1302E10``, ``1:30`` and ``no`` stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.place import Place
from perflint.readers.assemble import Assembly
from perflint.readers.decode import decode
from perflint.readers.keys import keys_of
from perflint.readers.source import Text, Unreadable
from perflint.readers.tree import Data, Span
from perflint.readers.yaml_comments import comments_of
from perflint.readers.yaml_events import Events


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document in a YAML text; raises Unreadable where the text as a whole cannot be read."""
    text = Text(decode(data))
    assembly = Assembly("yaml", text, lexicon)
    stream = _Stream(
        text, frozenset(key for key, field in keys_of(lexicon).document.fields.items() if field == "projects")
    )
    for item, span, column in stream.projects():
        assembly.add(item, partial(_again, text, span, column))
    if stream.rest is not None:
        assembly.problems.append(
            Problem(
                "unreadable",
                "文件含有多个YAML文档，只读取了第一个",
                "the file holds several YAML documents; only the first was read",
                place=stream.rest,
            )
        )
    return assembly.document(stream.head, stream.head_span, comments_of(text))


def _again(text: Text, span: Span, column: int) -> tuple[Data, Span]:
    """A project's data and spans, read once more from its own piece of the text."""
    events = Events(text, " " * column + text.text[span.start : span.end], span.start - column)
    try:
        events.next()
        events.next()
        return events.node(events.next())
    except Unreadable:
        # A piece cut out of a flow list (``[no: 1``, next line at the margin) need not stand alone.
        return (), Span(span.start, span.end)


class _Stream:
    """The projects of a YAML stream one by one, and beside them (``head``) what else its mapping holds."""

    def __init__(self, text: Text, names: frozenset[str]) -> None:
        self.events = Events(text, text.text, 0)
        self.names = names
        self.head: Data = ()
        self.head_span = Span(0, 0)
        self.rest: Place | None = None

    def projects(self) -> Iterator[tuple[Data, Span, int]]:
        """Each entry of the project list: its data, its span and the column (from 0) where it begins."""
        events = self.events
        events.next()
        event = events.next()
        if event.__class__ is StreamEndEvent:
            raise Unreadable("文件没有内容", "the file holds nothing", Place(1, 1, 1, 1))
        root = events.next()
        if root.__class__ is not MappingStartEvent:
            raise events.refuse(root, "文件顶层应为键值结构", "the top of the file must be a mapping of fields")
        if root.anchor is not None or root.tag is not None:
            events.node(root)
        yield from self._root(root)
        events.next()
        after = events.next()
        if after.__class__ is DocumentStartEvent:
            self.rest = events.text.first_line(after.start_mark.index, len(events.text.text))

    def _root(self, root: Any) -> Iterator[tuple[Data, Span, int]]:
        events = self.events
        pairs: list[tuple[str, Data]] = []
        keys: list[Span] = []
        spans: list[Span] = []
        listed = False
        event = events.next()
        while event.__class__ is not MappingEndEvent:
            key, key_span = events.key(event)
            event = events.next()
            item: Data = None
            span = Span(event.start_mark.index, event.start_mark.index)
            if key in self.names and not listed and event.__class__ is SequenceStartEvent:
                listed = True
                yield from self._items()
            elif key in self.names and not listed and event.__class__ is not ScalarEvent:
                raise events.refuse(event, "项目应为列表", "projects must be a list")
            else:
                item, span = events.node(event, 2)
                if key in self.names and item is not None and not listed:
                    raise events.refuse(event, "项目应为列表", "projects must be a list")
            pairs.append((key, item))
            keys.append(key_span)
            spans.append(span)
            event = events.next()
        self.head = tuple(pairs)
        self.head_span = Span(root.start_mark.index, event.end_mark.index, False, tuple(keys), tuple(spans))

    def _items(self) -> Iterator[tuple[Data, Span, int]]:
        events = self.events
        event = events.next()
        while event.__class__ is not SequenceEndEvent:
            column = event.start_mark.column
            data, span = events.node(event, 3)
            yield data, span, column
            event = events.next()
