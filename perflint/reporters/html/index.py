"""The index of a folder: inputs, units ranked by their score, the weakest and the dearest projects."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from perflint.model import Document
from perflint.reporters import score
from perflint.reporters.html.document import unit_of
from perflint.reporters.html.findings import Finding, Pages
from perflint.reporters.html.marks import shown
from perflint.reporters.html.view import Link, ProjectRow
from perflint.reporters.material import Material
from perflint.reporters.words import path_words
from perflint.violation import Violation

TOP = 20
UNREADABLE = "STR001"


class Line(Struct, frozen=True):
    """One input or one unit. ``unread`` says what could not be read."""

    link: Link
    projects: int
    rows: int
    errors: int
    warnings: int
    infos: int
    checks: str
    score: str
    unread: tuple[str, ...] = ()


def input_lines(material: Material, found: Sequence[Sequence[Finding]], pages: Pages) -> list[Line]:
    """One line an input, in order."""
    lines = []
    for index, source in enumerate(material.report.inputs):
        violations = [item.violation for item in found[index] if item.waived is None]
        checks = score.checks_per_project(material.report, index, material.chosen) * source.projects
        link = Link(shown(path_words(source.path, material.lang)), pages.of(index, -1))
        unread = tuple(shown(v.message.text(material.lang)) for v in violations if v.rule == UNREADABLE)
        lines.append(_line(link, source.projects, source.indicators, score.score(violations, checks), unread))
    return lines


def unit_lines(material: Material, found: Sequence[Sequence[Finding]]) -> list[Line]:
    """One line a unit over all inputs, the weakest first; units that could not be judged come last."""
    totals: dict[str, score.Score] = {}
    sizes: dict[str, tuple[int, int]] = {}
    for index, source in enumerate(material.report.inputs):
        document = source.document or Document()
        checks = score.checks_per_project(material.report, index, material.chosen)
        owned: dict[int, list[Violation]] = {}
        for item in found[index]:
            if item.waived is None:
                owned.setdefault(item.violation.position, []).append(item.violation)
        for position, project in enumerate(document.projects):
            unit = unit_of(project)
            own = score.score(owned.get(position, ()), checks)
            totals[unit] = totals.get(unit, score.NOTHING) + own
            projects, rows = sizes.get(unit, (0, 0))
            sizes[unit] = (projects + 1, rows + len(project.indicators))
    ranked = sorted(totals.items(), key=lambda item: _rank(item[1], item[0]))
    return [_line(Link(unit or "—"), *sizes[unit], total) for unit, total in ranked]


def _rank(total: score.Score, name: str) -> tuple[Fraction, str]:
    penalty = total.penalty
    return (Fraction(1) if penalty is None else -penalty, name)


def _line(link: Link, projects: int, rows: int, total: score.Score, unread: tuple[str, ...] = ()) -> Line:
    return Line(
        link=link,
        projects=projects,
        rows=rows,
        errors=total.errors,
        warnings=total.warnings,
        infos=total.infos,
        checks=str(round(total.checks)),
        score=score.text(total.penalty),
        unread=unread,
    )


def weakest(rows: Sequence[ProjectRow]) -> list[ProjectRow]:
    """The projects with the highest penalty."""
    return [row for row in sorted(rows, key=lambda row: -float(row.penalty)) if float(row.penalty)][:TOP]


def dearest(rows: Sequence[ProjectRow]) -> list[ProjectRow]:
    """The projects with the most money."""
    known = [row for row in rows if row.money]
    return sorted(known, key=lambda row: -float(row.money))[:TOP]
