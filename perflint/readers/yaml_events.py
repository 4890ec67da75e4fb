"""YAML text to plain data and spans, event by event: no typing, no aliases, no tags, bounded depth.

The parser of libyaml is used where it is installed. Both parsers are state machines, so that nesting costs no stack.
"""

from __future__ import annotations

from typing import Any

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.scanner import Scanner

from perflint.place import Place
from perflint.readers import limits
from perflint.readers.source import Text, Unreadable
from perflint.readers.tree import Data, Span

BLANK = frozenset({"", "~", "null", "Null", "NULL"})
BLOCK_STYLES = frozenset("|>")
MERGE = "<<"


class PurePythonParser(Reader, Scanner, Parser):
    """What PyYAML offers where libyaml is not installed."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def _parser_class() -> type[Any]:
    try:
        from yaml.cyaml import CParser
    except ImportError:
        return PurePythonParser
    return CParser


class Events:
    """Events of a part of a text. ``shift`` is added to every offset: the part begins there in the whole text."""

    def __init__(self, text: Text, part: str, shift: int, parser: type[Any] | None = None) -> None:
        self.text = text
        self.part = part
        self.shift = shift
        try:
            self.next = self._guarded((parser or _parser_class())(part).get_event)
        except YAMLError as error:
            raise self._unreadable(error) from None

    def _guarded(self, get_event: Any) -> Any:
        def next_event() -> Any:
            try:
                return get_event()
            except YAMLError as error:
                raise self._unreadable(error) from None

        return next_event

    def node(self, event: Any, depth: int = 1, begin: int | None = None) -> tuple[Data, Span]:
        """The data that begins with ``event``; raises Unreadable for what targets files may not hold.

        ``begin`` is the offset where the part that is bounded in size (a project) begins.
        """
        kind = event.__class__
        if kind is ScalarEvent:
            return self.scalar(event)
        if kind is AliasEvent:
            raise self.refuse(event, "不支持YAML别名（*）", "YAML aliases (*) are not allowed")
        if event.anchor is not None or event.tag is not None:
            raise self._marked(event)
        if depth > limits.DEPTH:
            raise self.refuse(event, f"嵌套超过{limits.DEPTH}层", f"nested more than {limits.DEPTH} levels deep")
        start = event.start_mark.index
        begin = start if begin is None else begin
        if start - begin > limits.PROJECT_CHARACTERS:
            raise self.refuse(event, *too_large())
        if kind is SequenceStartEvent:
            return self._sequence(start, depth, begin)
        return self._mapping(start, depth, begin)

    def scalar(self, event: Any) -> tuple[str | None, Span]:
        """A scalar's written text (None: blank) and its place, inside its quotes where it has them."""
        if event.anchor is not None or event.tag is not None:
            raise self._marked(event)
        value: str = event.value
        start = event.start_mark.index
        end = event.end_mark.index
        style = event.style
        if style is None or style == "":
            exact = self.part[start:end] == value
            if value in BLANK:
                return None, Span(start + self.shift, end + self.shift)
            return value, Span(start + self.shift, end + self.shift, exact)
        if style in BLOCK_STYLES:
            return value.removesuffix("\n"), Span(start + self.shift, end + self.shift)
        exact = self.part[start + 1 : end - 1] == value
        return value, Span(start + self.shift + exact, end + self.shift - exact, exact)

    def key(self, event: Any) -> tuple[str, Span]:
        """A mapping's key, which must be a scalar."""
        if event.__class__ is not ScalarEvent:
            if event.__class__ is AliasEvent:
                self.node(event)
            raise self.refuse(event, "字段名应为单个值", "a field's name must be a single value")
        if event.value == MERGE and event.style in (None, ""):
            raise self.refuse(event, "不支持YAML合并键（<<）", "YAML merge keys (<<) are not allowed")
        return event.value, self.scalar(event)[1]

    def _sequence(self, start: int, depth: int, begin: int) -> tuple[Data, Span]:
        items: list[Data] = []
        spans = []
        event = self.next()
        while event.__class__ is not SequenceEndEvent:
            item, span = self.scalar(event) if event.__class__ is ScalarEvent else self.node(event, depth + 1, begin)
            items.append(item)
            spans.append(span)
            event = self.next()
        end = event.end_mark.index
        return items, Span(start + self.shift, end + self.shift, False, (), tuple(spans))

    def _mapping(self, start: int, depth: int, begin: int) -> tuple[Data, Span]:
        pairs = []
        keys = []
        spans = []
        event = self.next()
        while event.__class__ is not MappingEndEvent:
            key, key_span = self.key(event)
            event = self.next()
            item, span = self.scalar(event) if event.__class__ is ScalarEvent else self.node(event, depth + 1, begin)
            pairs.append((key, item))
            keys.append(key_span)
            spans.append(span)
            event = self.next()
        end = event.end_mark.index
        if end - begin > limits.PROJECT_CHARACTERS:
            raise self.refuse(event, *too_large())
        return tuple(pairs), Span(start + self.shift, end + self.shift, False, tuple(keys), tuple(spans))

    # --- refusals ------------------------------------------------------------------------------------------------

    def refuse(self, event: Any, zh: str, en: str) -> Unreadable:
        """The exception that says what is not allowed, at the event's place."""
        start = event.start_mark.index + self.shift
        return Unreadable(zh, en, self.text.first_line(start, max(start, event.end_mark.index + self.shift)))

    def _marked(self, event: Any) -> Unreadable:
        if event.anchor is not None:
            return self.refuse(event, "不支持YAML锚点（&）", "YAML anchors (&) are not allowed")
        return self.refuse(event, "不支持YAML标签（!）", "YAML tags (!) are not allowed")

    def _unreadable(self, error: YAMLError) -> Unreadable:
        if isinstance(error, ReaderError):
            character = error.character
            code = character if isinstance(character, int) else ord(str(character)[:1] or "\0")
            at = self.part.find(chr(code))
            zh, en = f"含有控制字符U+{code:04X}", f"holds the control character U+{code:04X}"
            return Unreadable(zh, en, self._at(max(at, 0)))
        if not isinstance(error, MarkedYAMLError):
            return Unreadable(f"YAML语法有误：{error}", f"broken YAML: {error}")
        mark = error.problem_mark or error.context_mark
        index = mark.index if mark is not None else 0
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        wrong = self.part[index : index + 1]
        if wrong == "\t":
            return Unreadable("缩进不能用制表符，请改用空格", "a tab cannot indent YAML; use blanks", self._at(index))
        if wrong and "cannot start any token" in said:
            zh, en = f"以“{wrong}”开头的值要加引号", f"a value that begins with “{wrong}” needs quotes"
            return Unreadable(zh, en, self._at(index))
        return Unreadable(f"YAML语法有误：{said}", f"broken YAML: {said}", self._at(index))

    def _at(self, index: int) -> Place:
        return self.text.place(index + self.shift, index + self.shift, exact=False)


def too_large() -> tuple[str, str]:
    """Why a project is refused for its size."""
    size = limits.PROJECT_CHARACTERS
    return f"单个项目超过{size}个字符", f"one project has more than {size} characters"
