"""What a report says of rules that could not judge, counted over all inputs."""

from __future__ import annotations

from perflint.report import Report
from perflint.violation import Message


def not_applicable(report: Report) -> list[tuple[str, Message, int]]:
    """One entry a rule and reason, with the number of projects over all inputs (0: only documents as a whole)."""
    counts: dict[tuple[str, Message], int] = {}
    for item in report.not_applicable:
        key = (item.rule, item.reason)
        counts[key] = counts.get(key, 0) + item.projects
    return [(rule, reason, count) for (rule, reason), count in counts.items()]
