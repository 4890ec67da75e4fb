"""What readers said of the input: the check kind that gives their problems a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReaderProblem:
    """Reports what a reader could not take. ``kinds`` names the problems; ``fold`` says them once per document.

    The message may use ``{reason}``, the reader's own words.
    """

    kind: ClassVar[str] = "problem"
    scopes: ClassVar[frozenset[str]] = frozenset({"document"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"reason"})
    cases: ClassVar[frozenset[str]] = frozenset()
    refers: ClassVar[Mapping[str, str]] = {}

    kinds: tuple[str, ...]
    fold: bool = False


KINDS = (ReaderProblem,)
