"""JSON values to plain data and spans: numbers as written, duplicate keys kept, bounded depth."""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder
from typing import Any

from msgspec import field

from perflint import limits
from perflint.readers.source import Text, Unreadable
from perflint.readers.tree import Data, Scientific, Span
from perflint.syntax import json_fault

_BLANKS = re.compile(r"[ \t\n\r]*")
# An entry of a list (which has no key) or an object, up to the bracket where it is one of them, behind white space.
_STRING = r'[^"\\]*(?:\\.[^"\\]*)*'
_REST = rf'("{_STRING}"|[{{\[]|[^\s,:{{}}\[\]"]+)'
_ITEM = re.compile(rf"[\s,]*((?!))?{_REST}", re.DOTALL)
_PAIR = re.compile(rf'[\s,]*"({_STRING})"\s*:\s*{_REST}', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|.)", re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

_POWER = re.compile(r"-?[0-9.]+[eE]")


def _float(written: str) -> str:
    return Scientific(written) if _POWER.match(written) else written


_decoder = JSONDecoder(parse_float=_float, parse_int=str, parse_constant=str, object_pairs_hook=tuple)


def skip(text: str, at: int) -> int:
    """The offset of the next character that is no white space."""
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def value(text: Text, at: int, line_end: int | None = None) -> tuple[Data, int]:
    """The value that begins at ``at``, and where it ends; raises Unreadable with the place of the first fault.

    With ``line_end`` nothing from there on is looked at.
    """
    part, shift = (text.text, 0) if line_end is None else (text.text[at:line_end], at)
    try:
        data, end = _decoder.raw_decode(part, at - shift)
    except JSONDecodeError as error:
        raise fault(text, error.pos + shift, error.msg) from None
    except RecursionError:
        raise _too_deep(text, at) from None
    _bounded(text, data, at, end + shift)
    return data, end + shift


def key(text: Text, at: int) -> tuple[str, int]:
    """The string that begins at ``at``, and where it ends."""
    if not text.text.startswith('"', at):
        raise fault(text, at, "expecting a name in double quotes")
    name, end = value(text, at)
    return str(name), end


def fault(text: Text, at: int, said: str) -> Unreadable:
    """The exception for text that is no JSON."""
    place = text.first_line(at, min(at + 1, len(text.text)))
    return Unreadable(*json_fault(said, text.text[at : at + 1]), place)


class _Container(Span, gc=False):
    """An object or a list: its parts are looked for as far as they are asked for, from ``at`` on.

    ``found`` are items, with start and end of their keys, which are -1 in a list.
    """

    text: str = ""
    at: int = 0
    found: list[tuple[Span, tuple[int, int]]] = field(default_factory=list)

    def item(self, step: int) -> tuple[Span, Span | None] | None:
        text = self.text
        entry = _PAIR if text[self.start] == "{" else _ITEM
        while len(self.found) <= step:
            match = entry.match(text, self.at)
            if match is None:
                return None
            start, self.at = match.span(2)
            if text[start] in "{[":
                _, self.at = _decoder.raw_decode(text, start)
            self.found.append((_span(text, start, self.at), match.span(1)))
        item, (start, end) = self.found[step]
        return item, _string(text, start, end) if start >= 0 else None


def again(text: Text, at: int) -> tuple[Data, Span]:
    """A value that was read before without fault, once more, and where its parts stand."""
    data, end = _decoder.raw_decode(text.text, at)
    return data, _span(text.text, at, end)


def spanned(text: str, at: int) -> tuple[Span, int]:
    """Where a value stands that was read before without fault, and where it ends."""
    _, end = _decoder.raw_decode(text, at)
    return _span(text, at, end), end


def _span(text: str, start: int, end: int) -> Span:
    sign = text[start]
    if sign in "{[":
        return _Container(start, end, text=text, at=start + 1)
    if sign == '"':
        return _string(text, start + 1, end - 1)
    return Span(start, end, text[start:end] != "null" and not _POWER.match(text, start, end))


def _string(text: str, start: int, end: int) -> Span:
    """What stands between two quotation marks."""
    return Span(start, end, end > start and text.find("\\", start, end) < 0)


def _bounded(text: Text, data: Data, at: int, end: int) -> None:
    """Refuses what is too large or too deep, and escapes that are half a character."""
    if end - at > limits.PROJECT_CHARACTERS:
        size = limits.PROJECT_CHARACTERS
        place = text.first_line(at, end)
        raise Unreadable(f"单个项目超过{size}个字符", f"one project has more than {size} characters", place)
    source = text.text
    if source.count("[", at, end) + source.count("{", at, end) > limits.DEPTH and _depth(data) > limits.DEPTH:
        raise _too_deep(text, at)
    if _SURROGATE.search(source, at, end):
        for match in _ESCAPE.finditer(source, at, end):
            if len(match[0]) == 6 and _SURROGATE.match(match[0]):
                raise fault(text, match.start(), f"{match[0]} is half a character")


def _depth(data: Data) -> int:
    """How many containers stand inside each other at the deepest; without recursion."""
    deepest = 0
    level: list[Any] = [data]
    while level := [item for item in level if isinstance(item, (list, tuple))]:
        deepest += 1
        level = [part for item in level for part in (item if isinstance(item, list) else (pair[1] for pair in item))]
    return deepest


def _too_deep(text: Text, at: int) -> Unreadable:
    depth = limits.DEPTH
    place = text.first_line(at, len(text.text))
    return Unreadable(f"嵌套超过{depth}层", f"nested more than {depth} levels deep", place)
