"""Comments in YAML that are addressed to perflint, and the lines that each of them covers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Any

from yaml.events import StreamEndEvent

from perflint.model import Comment
from perflint.readers.source import Text
from perflint.readers.yaml_events import ALIAS, MAPPING, MAPPING_END, SCALAR, SEQUENCE, SEQUENCE_END, Events

MARK = "perflint:"
_COMMENT = re.compile(r"(?m)(?:^|(?<=[ \t]))#[ \t]*perflint:[ \t]*(?P<text>[^\r\n]*)")


def comments_of(text: Text) -> tuple[Comment, ...]:
    """The comments of a text that was read without failure. Costs a second pass where there are any."""
    if MARK not in text.text:
        return ()
    found = list(_COMMENT.finditer(text.text))
    if not found:
        return ()
    items, scalars = _spans(Events(text, text.text, 0))
    starts = [start for start, _ in scalars]
    comments = []
    for match in found:
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and match.start() < scalars[before][1]:
            continue  # inside a quoted or block scalar: text, no comment
        comments.append(_comment(text, match, items))
    return tuple(comments)


def _comment(text: Text, match: re.Match[str], items: list[tuple[int, int]]) -> Comment:
    said = match["text"].rstrip()
    place = text.place(match.start(), match.start("text") + len(said))
    line, _ = text.position(match.start())
    written = text.text[text.starts[line - 1] : match.start()]
    after = bisect_left(items, match.end(), key=lambda item: item[0])
    if written.strip(" \t-") or after == len(items):
        return Comment(said, place, line, line)
    start, end = items[after]
    return Comment(said, place, text.position(start)[0], text.position(max(start, end - 1))[0])


def _spans(events: Events) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The items (list entries, fields with their values) and the scalars of a text, by their beginning.

    An item ends with its last scalar, not where the parser notices that it is over.
    """
    items: list[tuple[int, int]] = []
    scalars: list[tuple[int, int]] = []
    _walk(events, events.next(), items, scalars)
    # Of items that begin together (a list entry and its first field) the longest is meant.
    return sorted(set(items), key=lambda item: (item[0], -item[1])), scalars


def _walk(events: Events, event: Any, items: list[tuple[int, int]], scalars: list[tuple[int, int]]) -> None:
    """Follows the events with a stack of open containers: [is a mapping, where the current item began, is a key]."""
    stack: list[list[Any]] = []
    end = 0
    while event.__class__ is not StreamEndEvent:
        kind = event.__class__
        opens = kind is MAPPING or kind is SEQUENCE
        closes = kind is MAPPING_END or kind is SEQUENCE_END
        if closes:
            stack.pop()
        if (opens or kind is SCALAR or kind is ALIAS) and stack:
            top = stack[-1]
            if not top[0] or not top[2]:
                top[1] = event.start_mark.index
        if kind is SCALAR or kind is ALIAS:
            end = event.end_mark.index
            scalars.append((event.start_mark.index, end))
        if closes and event.end_mark.index > event.start_mark.index:
            end = event.end_mark.index  # a closing bracket
        if opens:
            stack.append([kind is MAPPING, None, False])
        elif stack and (closes or kind is SCALAR or kind is ALIAS):
            top = stack[-1]
            if not top[0]:
                items.append((top[1], end))
            elif top[2]:
                items.append((top[1], end))
                top[2] = False
            else:
                top[2] = True
        event = events.next()
