"""YAML text to plain data and spans, event by event: no typing, no aliases, no tags, bounded depth.

The parser of libyaml is used where it is installed. Both parsers are state machines, so that nesting costs no stack.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.scanner import Scanner

from perflint import limits
from perflint.place import Place
from perflint.readers.source import Text, Unreadable
from perflint.readers.tree import Data, Span
from perflint.syntax import yaml_fault

BLANK = frozenset({"", "~", "null", "Null", "NULL"})
BLOCK_STYLES = frozenset("|>")
QUOTES = frozenset("'\"")
MERGE = "<<"
# Compared by identity, which is quickest; without types, as an event made by hand need not have marks.
ALIAS: Any = AliasEvent
SCALAR: Any = ScalarEvent
MAPPING: Any = MappingStartEvent
MAPPING_END: Any = MappingEndEvent
SEQUENCE: Any = SequenceStartEvent
SEQUENCE_END: Any = SequenceEndEvent


class PurePythonParser(Reader, Scanner, Parser):
    """What PyYAML offers where libyaml is not installed."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def parser_class() -> type[Any]:
    try:
        from yaml import cyaml
    except ImportError:
        return PurePythonParser
    return cast("type[Any]", cyaml.CParser)  # type: ignore[attr-defined]


class Events:
    """Events of a part of a text. ``shift`` is added to every offset: the part begins there in the whole text.

    Its methods raise YAMLError for what YAML does not allow; ``unreadable`` turns it into words. ``ended`` is the
    offset where the container that ``data`` read last has ended.
    """

    def __init__(self, text: Text, part: str, shift: int, parser: type[Any] | None = None) -> None:
        self.text = text
        self.part = part
        self.shift = shift
        self.ended = 0
        self.next: Callable[[], Any] = (parser or parser_class())(part).get_event

    # --- data alone: what every project costs ----------------------------------------------------------------------

    def data(self, event: Any, depth: int, begin: int) -> Data:
        """The data that begins with ``event``; raises Unreadable for what targets files may not hold.

        ``depth`` counts the containers around it, ``begin`` is the offset where the part began whose size is bounded.
        """
        kind = event.__class__
        if kind is SCALAR:
            return self.scalar(event)
        self.check(event, depth, begin)
        if kind is MAPPING:
            return self._mapping(depth + 1, begin)
        items = []
        event = self.next()
        while event.__class__ is not SEQUENCE_END:
            items.append(self.scalar(event) if event.__class__ is SCALAR else self.data(event, depth + 1, begin))
            event = self.next()
        self.ended = event.end_mark.index
        return items

    def _mapping(self, depth: int, begin: int) -> Data:
        pairs: list[tuple[str, Data]] = []
        event = self.next()
        while event.__class__ is not MAPPING_END:
            key = self.key(event)
            event = self.next()
            pairs.append((key, self.scalar(event) if event.__class__ is SCALAR else self.data(event, depth, begin)))
            event = self.next()
        self.check_size(event, begin)
        self.ended = event.end_mark.index
        return tuple(pairs)

    def scalar(self, event: Any) -> str | None:
        """A scalar's written text, None where it is blank."""
        if event.anchor is not None or event.tag is not None:
            raise self._marked(event)
        value: str = event.value
        if value in BLANK:
            return value if event.style in QUOTES else None
        if event.style in BLOCK_STYLES:
            return value.removesuffix("\n")  # which ends the block, not the text
        return value

    def key(self, event: Any) -> str:
        """A mapping's key, which must be a scalar."""
        if event.__class__ is not SCALAR:
            self.check(event, 0, event.start_mark.index)
            raise self.refuse(event, "字段名应为单个值", "a field's name must be a single value")
        if event.anchor is not None or event.tag is not None:
            raise self._marked(event)
        key: str = event.value
        if key == MERGE and event.style not in QUOTES:
            raise self.refuse(event, "不支持YAML合并键（<<）", "YAML merge keys (<<) are not allowed")
        return key

    # --- data with spans: where somebody asks for a place ----------------------------------------------------------

    def spanned(self, event: Any, depth: int, begin: int) -> tuple[Data, Span]:
        """As ``data``, and where each part of it stands."""
        kind = event.__class__
        if kind is SCALAR:
            value = self.scalar(event)
            return value, self.span(event, value)
        self.check(event, depth, begin)
        start = event.start_mark.index + self.shift
        ends = MAPPING_END if kind is MAPPING else SEQUENCE_END
        pairs: list[tuple[str, Data]] = []
        keys: list[Span] = []
        items: list[Data] = []
        spans: list[Span] = []
        event = self.next()
        while event.__class__ is not ends:
            if kind is MAPPING:
                key = self.key(event)
                keys.append(self.span(event, key))
                event = self.next()
            item, span = self.spanned(event, depth + 1, begin)
            spans.append(span)
            if kind is MAPPING:
                pairs.append((key, item))
            else:
                items.append(item)
            event = self.next()
        self.check_size(event, begin)
        whole = Span(start, event.end_mark.index + self.shift, False, tuple(keys), tuple(spans))
        return tuple(pairs) if kind is MAPPING else items, whole

    def span(self, event: Any, value: str | None) -> Span:
        """Where a scalar stands; inside its quotes where it is written there letter by letter."""
        start, end = event.start_mark.index, event.end_mark.index
        inside = int(event.style in QUOTES)
        exact = bool(value) and self.part[start + inside : end - inside] == value
        if not exact:
            inside = 0
        return Span(start + inside + self.shift, end - inside + self.shift, exact)

    # --- limits ----------------------------------------------------------------------------------------------------

    def check(self, event: Any, depth: int, begin: int) -> None:
        """Refuses a container, or an alias, that targets files may not hold."""
        if event.__class__ is ALIAS:
            raise self.refuse(event, "不支持YAML别名（*）", "YAML aliases (*) are not allowed")
        if event.anchor is not None or event.tag is not None:
            raise self._marked(event)
        if depth >= limits.DEPTH:
            raise self.refuse(event, f"嵌套超过{limits.DEPTH}层", f"nested more than {limits.DEPTH} levels deep")
        self.check_size(event, begin)

    def check_size(self, event: Any, begin: int) -> None:
        """Refuses a part that has grown too large."""
        if event.start_mark.index - begin > limits.PROJECT_CHARACTERS:
            raise self.refuse(event, *too_large())

    # --- refusals ------------------------------------------------------------------------------------------------

    def refuse(self, event: Any, zh: str, en: str) -> Unreadable:
        """The exception that says what is not allowed, at the event's place."""
        start = event.start_mark.index + self.shift
        return Unreadable(zh, en, self.text.first_line(start, max(start, event.end_mark.index + self.shift)))

    def _marked(self, event: Any) -> Unreadable:
        if event.anchor is not None:
            return self.refuse(event, "不支持YAML锚点（&）", "YAML anchors (&) are not allowed")
        return self.refuse(event, "不支持YAML标签（!）", "YAML tags (!) are not allowed")

    def unreadable(self, error: YAMLError) -> Unreadable:
        if isinstance(error, ReaderError):
            character = error.character
            code = character if isinstance(character, int) else ord(str(character)[:1] or "\0")
            at = self.part.find(chr(code))
            zh, en = f"含有控制字符U+{code:04X}", f"holds the control character U+{code:04X}"
            return Unreadable(zh, en, self._at(max(at, 0)))
        mark: Any = isinstance(error, MarkedYAMLError) and (error.problem_mark or error.context_mark)
        if not mark or not isinstance(error, MarkedYAMLError):
            return Unreadable(f"YAML语法有误：{error}", f"broken YAML: {error}")
        index = mark.index
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        if "maximum nesting depth" in said:
            depth = limits.DEPTH
            return Unreadable(f"嵌套超过{depth}层", f"nested more than {depth} levels deep", self._at(index))
        wrong = self.part[index : index + 1]
        if wrong == "\t":
            return Unreadable("缩进不能用制表符，请改用空格", "a tab cannot indent YAML; use blanks", self._at(index))
        if wrong and "cannot start any token" in said:
            zh, en = f"以“{wrong}”开头的值要加引号", f"a value that begins with “{wrong}” needs quotes"
            return Unreadable(zh, en, self._at(index))
        return Unreadable(*yaml_fault(said), self._at(index))

    def _at(self, index: int) -> Place:
        return self.text.place(index + self.shift, index + self.shift, exact=False)


def too_large() -> tuple[str, str]:
    """Why a project is refused for its size."""
    size = limits.PROJECT_CHARACTERS
    return f"单个项目超过{size}个字符", f"one project has more than {size} characters"
