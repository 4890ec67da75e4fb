"""What readers said of the input: the check kind that gives their problems a rule."""

from __future__ import annotations

from typing import ClassVar

from perflint.checks.base import Kind


class ReaderProblem(Kind):
    """Reports what a reader could not take. ``kinds`` names the problems; ``fold`` says them once per document.

    The message may use ``{reason}``, the reader's own words.
    """

    kind: ClassVar[str] = "problem"
    scopes: ClassVar[frozenset[str]] = frozenset({"document"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"reason"})

    kinds: tuple[str, ...]
    fold: bool = False


KINDS = (ReaderProblem,)
