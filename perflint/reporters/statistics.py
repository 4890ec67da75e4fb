"""``--statistics``: how often each rule spoke, as a table for people or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from perflint.report import Report
from perflint.reporters import View
from perflint.reporters.display import visible
from perflint.reporters.record import dump, summary_record
from perflint.reporters.summary import summary_lines
from perflint.reporters.words import SEVERITY

FORMAT = 1


def statistics(report: Report) -> list[dict[str, Any]]:
    """One entry a rule and severity, the most frequent first."""
    counts = Counter((violation.rule, violation.slug, violation.severity) for violation in report.violations)
    projects: dict[tuple[Any, ...], set[tuple[int, int]]] = {}
    for violation in report.violations:
        if violation.project is not None:
            key = (violation.rule, violation.slug, violation.severity)
            projects.setdefault(key, set()).add((violation.document, violation.position))
    return [
        {
            "rule": rule,
            "slug": slug,
            "severity": severity.word,
            "violations": count,
            "projects": len(projects.get((rule, slug, severity), ())),
        }
        for (rule, slug, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def render_text(report: Report, view: View) -> Iterator[str]:
    """A table and the summary."""
    from tabulate import tabulate

    zh = view.lang == "zh"
    words = {severity.word: text.text(view.lang) for severity, text in SEVERITY.items()}
    rows = [
        (entry["violations"], entry["projects"], words[entry["severity"]], entry["rule"], visible(entry["slug"]))
        for entry in statistics(report)
    ]
    headers = ("次数", "项目数", "级别", "规则", "名称") if zh else ("count", "projects", "severity", "rule", "name")
    if rows:
        yield tabulate(rows, headers, tablefmt="simple", colalign=("right", "right", "left", "left", "left")) + "\n\n"
    yield from (line + "\n" for line in summary_lines(report, view))


def render_json(report: Report, view: View) -> Iterator[str]:
    """One JSON object with the table and the summary."""
    yield dump({"format": FORMAT, "summary": summary_record(report), "statistics": statistics(report)}) + "\n"


def render_ndjson(report: Report, view: View) -> Iterator[str]:
    """One rule a line."""
    yield from (dump(entry) + "\n" for entry in statistics(report))


RENDERERS = {"text": render_text, "json": render_json, "ndjson": render_ndjson}
