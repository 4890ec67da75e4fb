"""``--format github``: annotations by workflow commands. Errors come first: only the first ten of a kind are shown."""

from __future__ import annotations

from collections.abc import Iterator

from perflint.report import Report
from perflint.reporters import View
from perflint.reporters.display import visible
from perflint.reporters.silenced import decision
from perflint.reporters.words import field_words, place_words
from perflint.violation import Severity, Violation

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, view: View) -> Iterator[str]:
    """One command a violation, then the counts and what was silenced as plain lines of the log."""
    for violation in sorted(report.violations, key=lambda item: -item.severity):
        yield _annotation(violation)
    counts = ", ".join(f"{severity.word} {count}" for severity, count in report.counts().items())
    yield f"perflint: {counts}, waived {len(report.waived)}, known {report.known}\n"
    for item in report.waived:
        where = " ".join(part for part in (item.violation.rule, item.violation.project, item.violation.field) if part)
        yield f"perflint: {visible(where)}: {visible(decision(item, 'zh'))} / {visible(decision(item, 'en'))}\n"


def _annotation(violation: Violation) -> str:
    place = violation.location.place
    path = violation.location.path.replace("\\", "/").removeprefix("./")
    parts = {"file": path}
    if place.line is not None and place.cell is None:
        parts["line"] = str(place.line)
        parts["endLine"] = str(place.end_line or place.line)
        if place.column is not None and place.end_line in (None, place.line):
            parts["col"] = str(place.column)
            parts["endColumn"] = str(place.end_column or place.column)
    parts["title"] = f"{violation.rule} {violation.slug}"
    listed = ",".join(f"{name}={_property(value)}" for name, value in parts.items())
    whose = " ".join(part for part in (violation.project, violation.project_name) if part)
    where = [whose, field_words(violation.field, "zh"), place_words(place, "zh") if "line" not in parts else ""]
    head = " · ".join(part for part in where if part)
    said = f"{visible(violation.message.zh)}\n{visible(violation.message.en)}"
    return f"::{_COMMAND[violation.severity]} {listed}::{_data(f'{visible(head)}：{said}' if head else said)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return visible(_data(text).replace(":", "%3A").replace(",", "%2C"))
