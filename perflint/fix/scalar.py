"""Rewrites one value where it stands in a text: quotes, escapes and folded lines stay as they are where they can."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

import yaml

_BLOCK_HEAD = re.compile(r"[|>][-+\d]*[^\S\n\r]*(?:#[^\n\r]*)?(?:\r\n|\n|\r)[ \t]*")
_BLANKS = re.compile(r"\s+")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_BLANK_WORDS = frozenset({"", "~", "null", "Null", "NULL"})

Spans = list[tuple[int, int]]


def json_string(written: str, old: str, new: str) -> str | None:
    """The inside of a JSON string that says ``new`` instead of ``old``; None where it does not say ``old``."""
    try:
        if json.loads(f'"{written}"') != old:
            return None
    except ValueError:
        return None
    return json.dumps(new, ensure_ascii=written.isascii())[1:-1]


def yaml_exact(written: str, new: str, before: str, after: str) -> str:
    """What to write for a YAML scalar that stood letter by letter between the characters ``before`` and ``after``.

    Plain text that YAML would take for something else gets quotes.
    """
    if before == after == "'":
        return new.replace("'", "''")
    if before == after == '"':
        return _escaped(new)
    if _says(f"- {new}", new) and (_says(f"[{new}]", new) or not _says(f"[{written}]", written)):
        return new
    return f'"{_escaped(new)}"'


def rewritten(written: str, old: str, new: str) -> str | None:
    """``written``, which says ``old`` over several lines or with escapes, changed only where ``new`` differs."""
    spans = _aligned(written, old)
    if spans is None:
        return None
    style = written[:1] if written[:1] in "'\"" else ""
    pieces: list[str] = []
    done = 0
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        begin = spans[start][0] if start < len(spans) else spans[-1][1]
        stop = spans[end - 1][1] if end > start else begin
        pieces += (written[done:begin], _in_style(new[first:last], style))
        done = stop
    return "".join((*pieces, written[done:]))


def _in_style(text: str, style: str) -> str:
    if style == "'":
        return text.replace("'", "''")
    return _escaped(text) if style == '"' else text


def _escaped(text: str) -> str:
    """Text inside the double quotes of YAML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=not text.isprintable())[1:-1]


def _says(source: str, text: str) -> bool:
    """Whether a list of one plain scalar says just this text."""
    try:
        events = list(yaml.parse(source, Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        return False
    scalars = [event for event in events if isinstance(event, yaml.ScalarEvent)]
    return len(events) == 7 and len(scalars) == 1 and scalars[0].value == text and text not in _BLANK_WORDS


def _aligned(written: str, value: str) -> Spans | None:
    """Where each character of a value is written; None where the text does not say the value."""
    style = written[:1]
    head = _BLOCK_HEAD.match(written)
    at = head.end() if head else int(style in ("'", '"') and len(written) > 1)
    spans: Spans = []
    for found in _characters(written, value, at, style):
        if found is None:
            return None
        spans += found
    at = spans[-1][1] if spans else at
    return spans if spans and not written[at:].strip(" \t\r\n'\"") else None


def _characters(written: str, value: str, at: int, style: str) -> Iterator[Spans | None]:
    number = 0
    while number < len(value):
        found, count = _next(written, value, number, at, style)
        yield found
        if found is None:
            return
        number += count
        at = found[-1][1]


def _next(written: str, value: str, number: int, at: int, style: str) -> tuple[Spans | None, int]:
    """The spans of the next character, of a whole run of white space where a line was folded, and how many they are."""
    char = value[number]
    if style == '"' and written.startswith("\\", at):
        match = _ESCAPE.match(written, at)
        says = match is not None and _says(f'["{match.group()}"]', char)
        return ([match.span()] if match is not None and (says or _is_blank_escape(match.group(), char)) else None), 1
    if style == "'" and char == "'" and written.startswith("''", at):
        return [(at, at + 2)], 1
    blanks, run = _BLANKS.match(written, at), _BLANKS.match(value, number)
    if blanks is not None and run is not None and "\n" in blanks.group().replace("\r", "\n"):
        return [blanks.span(), *[(blanks.end(), blanks.end())] * (len(run.group()) - 1)], len(run.group())
    if written[at : at + 1] == char:
        return [(at, at + 1)], 1
    return None, 1


def _is_blank_escape(escape: str, char: str) -> bool:
    return {"\\n": "\n", "\\ ": " ", "\\t": "\t"}.get(escape) == char
