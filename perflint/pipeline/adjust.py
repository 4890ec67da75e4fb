"""Settings for some inputs or projects only: rules that do not speak there, or speak louder or lower."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from perflint import text
from perflint.violation import Severity, Violation

UNREADABLE = "STR001"


class Adjustment(Struct, frozen=True):
    """What holds for the inputs whose path fits ``path`` (seen from ``root``), or the projects whose code fits.

    Patterns know ``*``, ``?`` and, in paths, ``**`` for folders of any depth; one without ``/`` fits in every folder.
    ``profile`` and ``year`` are for inputs alone.
    """

    path: str | None = None
    root: str = ""
    project: str | None = None
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    profile: str | None = None
    year: int | None = None

    def covers(self, violation: Violation) -> bool:
        """Whether it holds for a violation."""
        if self.path is not None:
            return self.covers_path(violation.location.path)
        return violation.project is not None and fnmatchcase(text.squeeze(violation.project), self.project or "")

    def covers_path(self, path: str) -> bool:
        """Whether it holds for an input."""
        return self.path is not None and _fits(path, self.path, self.root)


def adjust(violations: Sequence[Violation], adjustments: Sequence[Adjustment]) -> list[Violation]:
    """Violations without those that are ignored where they stand, the others with the severity that holds there."""
    if not adjustments:
        return list(violations)
    return [kept for violation in violations for kept in _adjusted(violation, adjustments)]


def _adjusted(violation: Violation, adjustments: Iterable[Adjustment]) -> list[Violation]:
    if violation.rule == UNREADABLE:
        return [violation]
    for adjustment in adjustments:
        ignores, severity = violation.rule in adjustment.ignore, adjustment.severity.get(violation.rule)
        if (ignores or severity is not None) and adjustment.covers(violation):
            if ignores:
                return []
            violation = replace(violation, severity=severity or violation.severity)
    return [violation]


@lru_cache(maxsize=65536)
def _fits(path: str, pattern: str, root: str) -> bool:
    if path == "-":
        return False
    try:
        seen = os.path.relpath(path, root or os.curdir)
    except ValueError:  # another drive
        seen = path
    return _compiled(pattern).fullmatch(seen.replace(os.sep, "/")) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    pattern = pattern.replace("\\", "/").removeprefix("./")
    if "/" not in pattern.rstrip("/"):
        pattern = "**/" + pattern
    if pattern.endswith("/"):
        pattern += "**"
    out = ""
    for part in re.findall(r"\*\*/|\*\*|\*+|\?|[^*?]+", pattern):
        out += {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part, re.escape(part))
    return re.compile(out, re.DOTALL)
