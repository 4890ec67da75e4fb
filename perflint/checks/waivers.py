"""What is wrong with waivers and comments: the check kind that gives it a rule. The pipeline judges it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from perflint.checks.base import Kind


class WaiverState(Kind):
    """Reports entries of waivers files, and comments in YAML, that do not do what they are there for.

    ``about``: ``unused`` silences nothing · ``expired`` its last day is over · ``invalid`` may not or cannot silence.
    The message may use ``{date}`` (the last day), ``{rule}`` (what was named) and ``{nearest}`` (in the case
    ``nearest``).
    """

    kind: ClassVar[str] = "waiver"
    scopes: ClassVar[frozenset[str]] = frozenset({"document"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"date", "rule", "nearest"})
    cases: ClassVar[frozenset[str]] = frozenset(
        {"no-reason", "no-name", "mandatory", "unknown", "nearest", "no-rule", "unclear"}
    )
    refers: ClassVar[Mapping[str, str]] = {}

    about: Literal["unused", "expired", "invalid"]


KINDS = (WaiverState,)
