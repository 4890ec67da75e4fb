"""Texts in pieces: which characters are marked by which findings, and what of hostile text is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from perflint.reporters.display import visible
from perflint.violation import Severity

_KEPT = re.compile(r"([\n\t])")


class Mark(Struct, frozen=True):
    """Characters ``start`` to ``stop`` of a paragraph, marked by the finding of that number."""

    number: int
    severity: Severity
    start: int
    stop: int


class Segment(Struct, frozen=True):
    """A stretch of text under one set of marks; ``severity`` is the worst of them (None: not marked)."""

    text: str
    severity: Severity | None = None


def shown(text: str) -> str:
    """The text with control, bidirectional and invisible characters written as escapes; line breaks and tabs stay."""
    return "".join(part if part in ("\n", "\t") else visible(part) for part in _KEPT.split(text))


def segments(text: str, marks: Sequence[Mark]) -> list[Segment]:
    """The text cut where marks begin and end."""
    if not marks:
        return [Segment(shown(text))] if text else []
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.stop))})
    found = []
    for start, stop in pairwise(edges):
        found.append(Segment(shown(text[start:stop]), _worst(marks, start, stop)))
    return [piece for piece in found if piece.text]


def _worst(marks: Iterable[Mark], start: int, stop: int) -> Severity | None:
    return max((mark.severity for mark in marks if mark.start <= start and stop <= mark.stop), default=None)
