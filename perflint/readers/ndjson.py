"""Targets in NDJSON: a first record with everything but the projects (it may be missing), then one project a line."""

from __future__ import annotations

import re
from functools import partial

from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.readers.assemble import Assembly
from perflint.readers.decode import decode
from perflint.readers.json import again
from perflint.readers.json_values import fault, skip, spanned, value
from perflint.readers.keys import Keys
from perflint.readers.source import Text, Unreadable
from perflint.readers.tree import Data, Span

_LINE = re.compile(r"[^\r\n]*")


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document in an NDJSON text. A broken line is a problem of its own; the others are read."""
    text = Text(decode(data))
    assembly = Assembly("ndjson", text, lexicon)
    head: Data = ()
    span = Span(0, 0)
    first = True
    for start in text.starts:
        at, end = _bounds(text.text, start)
        if at == end:
            continue
        try:
            record = _record(text, at, end)
        except Unreadable as error:
            assembly.problems.append(Problem("unreadable", error.zh, error.en, place=error.place))
            first = False
            continue
        if first and _is_head(record, assembly.builder.keys):
            head, span = record, spanned(text.text, at)[0]
        else:
            assembly.add(record, partial(again, text, at))
        first = False
    return assembly.document(head, span)


def _bounds(text: str, start: int) -> tuple[int, int]:
    """Where the text of a line begins and ends, less white space."""
    match = _LINE.match(text, start)
    end = match.end() if match else start
    return min(skip(text, start), end), start + len(text[start:end].rstrip(" \t"))


def _record(text: Text, at: int, end: int) -> Data:
    record, stop = value(text, at, end)
    if stop < end:
        raise fault(text, skip(text.text, stop), "extra data after the end of the record")
    return record


def _is_head(record: Data, keys: Keys) -> bool:
    """Whether the first record is the document's: it has more of its keys than of a project's."""
    if not isinstance(record, tuple):
        return False
    written = {key for key, _ in record}
    return len(written & keys.document.fields.keys()) > len(written & keys.project.fields.keys())
