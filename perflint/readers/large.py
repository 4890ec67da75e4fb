"""Large files that need not be held in memory: NDJSON in UTF-8, whose projects are read when they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import ndjson
from perflint.readers.lines import Lines
from perflint.readers.ndjson import Opening, Seen
from perflint.readers.sniff import sniff
from perflint.readers.source import Unreadable

HEAD_BYTES: Final = 1_000_000
"""Bytes at the beginning of a file by which its kind is told."""


def opening_of(name: str, path: Path, lexicon: Lexicon) -> Opening | None:
    """How a large file opens; None where it must be read as a whole, as all formats but NDJSON are. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    head = head[: head.rfind(b"\n") + 1]
    try:
        if not head.strip() or sniff(name, head, lexicon) != ndjson.KIND:
            return None
        return ndjson.opening_of(Lines.of_file(path), lexicon)
    except (Unreadable, UnicodeDecodeError):  # said when it is read as a whole
        return None


def read_large(opening: Opening) -> Document | None:
    """The document of a large file; None where it must be read as a whole after all. Raises InputChanged."""
    reading = ndjson.Reading(opening, opening.stretch)
    try:
        for _ in reading.projects():
            pass
    except UnicodeDecodeError:  # another encoding
        return None
    return document_of(opening, [reading.seen])


def document_of(opening: Opening, stretches: Sequence[Seen]) -> Document | None:
    """The document of a large file from what was seen in its stretches; None where there are no projects in it."""
    document = ndjson.of_stretches(opening, stretches)
    return document if document.projects else None
