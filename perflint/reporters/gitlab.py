"""``--format gitlab``: a code quality report, one issue a line. Descriptions carry both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perflint.report import Report
from perflint.reporters import View
from perflint.reporters.display import visible
from perflint.reporters.record import dump
from perflint.reporters.words import field_words, place_words
from perflint.violation import Severity, Violation

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, view: View) -> Iterator[str]:
    """A JSON list. What was silenced is left out: the format has no place for it."""
    yield "["
    separator = "\n"
    for violation in report.violations:
        yield separator + dump(_issue(violation))
        separator = ",\n"
    yield "\n]\n" if report.violations else "]\n"


def _issue(violation: Violation) -> dict[str, Any]:
    place = violation.location.place
    whose = " ".join(part for part in (violation.project, violation.project_name) if part)
    where = [whose, field_words(violation.field, "zh"), place_words(place, "zh") if place.line is None else ""]
    head = " · ".join(part for part in where if part)
    said = f"{violation.message.zh} / {violation.message.en}"
    told = f"{violation.rule} {head}：{said}" if head else f"{violation.rule} {said}"
    return {
        "description": visible(told),
        "check_name": violation.rule,
        "fingerprint": violation.fingerprint,
        "severity": _SEVERITY[violation.severity],
        "location": {
            "path": violation.location.path.replace("\\", "/").removeprefix("./"),
            # the format wants a line even where a cell or page is meant
            "lines": {"begin": place.line if place.line is not None and place.cell is None else 1},
        },
    }
