"""Edits of inputs that are text (YAML, JSON, NDJSON, plain text, CSV), at the exact places of the values."""

from __future__ import annotations

from collections.abc import Iterable

from perflint.fix.edits import Edit
from perflint.fix.scalar import json_string, rewritten, yaml_exact
from perflint.model import Document
from perflint.place import Place
from perflint.readers.decode import decode, encoding_of
from perflint.readers.source import Text

KINDS = frozenset({"yaml", "json", "ndjson", "text", "csv"})


def apply(data: bytes, document: Document, edits: Iterable[Edit]) -> tuple[bytes, list[Edit]]:
    """The text with the edits made, everything else byte for byte as it was, and the edits that could not be made."""
    mark, encoding = encoding_of(data)
    source = Text(decode(data))
    left: list[Edit] = []
    if mark + source.text.encode(encoding) != data:  # an encoding that does not lead back
        return data, list(edits)
    changes: list[tuple[int, int, str]] = []
    for edit in edits:
        change = _change(source, document, edit)
        if change is None:
            left.append(edit)
        else:
            changes.append(change)
    text = source.text
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return mark + text.encode(encoding), left


def place_of(document: Document, edit: Edit) -> Place | None:
    """Where an edit's field stands."""
    places = document.places if edit.position < 0 else document.projects[edit.position].places
    return places.find(edit.field)


def _change(source: Text, document: Document, edit: Edit) -> tuple[int, int, str] | None:
    place = place_of(document, edit)
    if place is None or place.line is None or place.end_line is None:
        return None
    start = source.starts[place.line - 1] + (place.column or 1) - 1
    end = source.starts[place.end_line - 1] + (place.end_column or 1) - 1
    written = source.text[start:end]
    new = _written(document.kind, written, edit, source.text[start - 1 : start], source.text[end : end + 1])
    return None if new is None else (start, end, new)


def _written(kind: str, written: str, edit: Edit, before: str, after: str) -> str | None:
    if kind in ("json", "ndjson"):
        return json_string(written, edit.old, edit.new)
    if written != edit.old:
        return rewritten(written, edit.old, edit.new)
    return yaml_exact(written, edit.new, before, after) if kind == "yaml" else edit.new
