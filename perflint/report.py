"""The result of one call: violations and everything that a reader of them must know. The exit code comes from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from perflint.model import Document
from perflint.rule import Rule, Setting
from perflint.violation import Message, Severity, Violation


class Input(Struct, frozen=True):
    """One input that was read (or could not be). ``document`` is kept for reports that show the original tables."""

    path: str
    sha256: str
    projects: int
    indicators: int
    setting: Setting | None = None
    document: Document | None = None
    source: str | None = None


class NotJudged(Struct, frozen=True):
    """A rule that could not judge ``projects`` projects of ``path`` (0: the document itself), and why."""

    rule: str
    reason: Message
    projects: int
    path: str = ""


class Waived(Struct, frozen=True):
    """A violation that was silenced, and by which entry: verdict, reason, name and last day."""

    violation: Violation
    verdict: str
    reason: str
    by: str
    expires: str | None = None
    source: str = ""


class Known(Struct, frozen=True):
    """A violation that a baseline knows."""

    fingerprint: str
    rule: str
    project: str | None


class Report(Struct, frozen=True):
    """What ``check`` found. ``violations`` are in document order, then by rule id.

    What is wrong with a waivers file comes after the inputs: its ``document`` is beyond ``inputs`` (see ``input_of``).
    ``known`` counts what the baseline hides, ``gone`` are its entries that were not found any more.
    """

    violations: tuple[Violation, ...]
    inputs: tuple[Input, ...]
    rules: Mapping[str, Rule]
    rules_version: str
    waived: tuple[Waived, ...] = ()
    known: int = 0
    gone: tuple[Known, ...] = ()
    not_applicable: tuple[NotJudged, ...] = ()
    missing: tuple[str, ...] = ()

    def input_of(self, violation: Violation) -> Input:
        """The input that a violation stands in; for one in a waivers file an input of that name and nothing else."""
        if violation.document < len(self.inputs):
            return self.inputs[violation.document]
        return Input(violation.location.path, "", 0, 0)

    def counts(self) -> Mapping[Severity, int]:
        """How many violations there are of each severity."""
        found = Counter(violation.severity for violation in self.violations)
        return {severity: found.get(severity, 0) for severity in reversed(Severity)}

    def projects_with_violations(self) -> int:
        """How many projects have at least one violation."""
        return len({(v.document, v.position) for v in self.violations if v.project is not None})

    def unreadable(self) -> bool:
        """Whether an input, or a part of one, could not be read."""
        return any(violation.rule == "STR001" for violation in self.violations)

    def exit_code(self, fail_on: Severity | None) -> int:
        """0 nothing at or above ``fail_on`` (None: never), 1 there is, 2 a path was not found."""
        if self.missing:
            return 2
        if fail_on is None:
            return 0
        return int(self.unreadable() or any(violation.severity >= fail_on for violation in self.violations))
