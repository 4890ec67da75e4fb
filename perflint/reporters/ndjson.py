"""``--format ndjson``: one violation a line, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from perflint.report import Report
from perflint.reporters import View
from perflint.reporters.record import dump, violation_record


def render(report: Report, view: View) -> Iterator[str]:
    """The violations, one JSON object a line."""
    for violation in report.violations:
        yield dump(violation_record(violation)) + "\n"
