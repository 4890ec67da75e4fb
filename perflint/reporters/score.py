"""The score by which reports rank projects and units. It is plain arithmetic on purpose: anybody can redo it.

    penalty = (10 × errors + 3 × warnings + 1 × infos) ÷ checks that judged × 100

A check is one rule that looked at one project. Of a document with N projects, a rule that was not applicable to n of
them makes N - n checks, and every project counts the document's average. What was silenced does not count. Lower is
better; a project or unit for which nothing could be judged has no score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from fractions import Fraction

from msgspec import Struct

from perflint.report import Report
from perflint.violation import Severity, Violation

WEIGHTS = {Severity.ERROR: 10, Severity.WARNING: 3, Severity.INFO: 1}
PROJECT_SCOPES = frozenset(("indicator", "text", "project", "corpus"))


class Score(Struct, frozen=True):
    """Counts and the checks they are measured by. ``checks`` may be a fraction: it is an average over a document."""

    errors: int
    warnings: int
    infos: int
    checks: Fraction

    @property
    def penalty(self) -> Fraction | None:
        """The penalty a hundred checks, None where nothing could be judged."""
        points = sum(WEIGHTS[severity] * count for severity, count in self.counts())
        return Fraction(points * 100) / self.checks if self.checks else None

    def counts(self) -> tuple[tuple[Severity, int], ...]:
        """How many violations there are of each severity, the worst first."""
        return ((Severity.ERROR, self.errors), (Severity.WARNING, self.warnings), (Severity.INFO, self.infos))

    def __add__(self, other: Score) -> Score:
        return Score(
            self.errors + other.errors,
            self.warnings + other.warnings,
            self.infos + other.infos,
            self.checks + other.checks,
        )


NOTHING = Score(0, 0, 0, Fraction(0))


def score(violations: Iterable[Violation], checks: Fraction) -> Score:
    """The score of some violations over some checks."""
    counts = Counter(violation.severity for violation in violations)
    return Score(counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO], checks)


def checks_per_project(report: Report, index: int, chosen: Collection[str] | None = None) -> Fraction:
    """How many rules judged a project of the input at ``index``, on average."""
    source = report.inputs[index]
    if not source.projects:
        return Fraction(0)
    rules = {
        rule.id
        for rule in report.rules.values()
        if rule.scope in PROJECT_SCOPES and not rule.off and (chosen is None or rule.id in chosen)
    }
    excused: Counter[str] = Counter()
    for item in report.not_applicable:
        if item.path == source.path and item.rule in rules:
            excused[item.rule] += item.projects
    judged = sum(source.projects - min(excused[rule], source.projects) for rule in rules)
    return Fraction(judged, source.projects)


def text(penalty: Fraction | None) -> str:
    """A penalty with one decimal, half rounded up."""
    if penalty is None:
        return "–"
    tenths = (penalty * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"
