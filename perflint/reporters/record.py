"""Violations as the plain values that machine formats carry: field names and shapes are promises to users."""

from __future__ import annotations

import json
from typing import Any

from perflint.place import Cell
from perflint.report import Report, Waived
from perflint.reporters.counts import not_applicable
from perflint.reporters.display import UNSAFE
from perflint.violation import Location, Message, Related, Violation


def dump(value: Any) -> str:
    """JSON on one line. What a terminal would act on or hide, and halves of characters, are written as escapes."""
    return UNSAFE.sub(lambda match: json.dumps(match.group())[1:-1], json.dumps(value, ensure_ascii=False))


def violation_record(violation: Violation) -> dict[str, Any]:
    """One violation as JSON shows it."""
    return {
        "rule": violation.rule,
        "slug": violation.slug,
        "severity": violation.severity.word,
        "category": violation.category,
        "project": violation.project,
        "project_no": violation.project_no,
        "project_name": violation.project_name,
        "unit": violation.unit,
        "field": violation.field,
        "value": violation.value,
        "message": message_record(violation.message),
        "suggestion": violation.suggestion,
        "confidence": violation.confidence,
        "location": location_record(violation.location),
        "related": [related_record(item) for item in violation.related],
        "related_total": violation.related_total,
        "cluster": violation.cluster,
        "fingerprint": violation.fingerprint,
    }


def waived_record(waived: Waived) -> dict[str, Any]:
    """A silenced violation with the entry that silenced it."""
    by = {
        "verdict": waived.verdict,
        "reason": waived.reason,
        "by": waived.by,
        "expires": waived.expires,
        "source": waived.source,
    }
    return {**violation_record(waived.violation), "waived_by": by}


def message_record(message: Message) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": message.zh, "en": message.en}


def location_record(location: Location) -> dict[str, Any]:
    """A place; what does not apply is null."""
    place = location.place
    return {
        "path": location.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "cell": cell_record(place.cell) if place.cell else None,
        "page": place.page,
        "box": list(place.box) if place.box else None,
    }


def cell_record(cell: Cell) -> dict[str, Any]:
    """A cell of a workbook (sheet, ref) or of a table in a document (table, row, column, paragraph)."""
    if cell.ref is not None:
        return {"sheet": cell.sheet, "ref": cell.ref}
    return {"table": cell.table, "row": cell.row, "column": cell.column, "paragraph": cell.paragraph}


def related_record(related: Related) -> dict[str, Any]:
    """Another place of a violation."""
    return {"project": related.project, "field": related.field, "location": location_record(related.location)}


def not_applicable_records(report: Report) -> list[dict[str, Any]]:
    """Rules that did not apply, one entry a rule and reason."""
    return [
        {"rule": rule, "reason": message_record(reason), "projects": count}
        for rule, reason, count in not_applicable(report)
    ]


def summary_record(report: Report) -> dict[str, int]:
    """The counts of a report."""
    return {
        **{severity.word: count for severity, count in report.counts().items()},
        "waived": len(report.waived),
        "known": report.known,
        "projects": sum(item.projects for item in report.inputs),
        "projects_with_violations": report.projects_with_violations(),
    }


def input_records(report: Report) -> list[dict[str, Any]]:
    """What was read, and by which profile and year it was judged."""
    return [
        {
            "path": item.path,
            "sha256": item.sha256 or None,
            "projects": item.projects,
            "indicators": item.indicators,
            "profile": item.setting.profile.id if item.setting else None,
            "profile_reason": message_record(item.setting.profile_reason) if item.setting else None,
            "year": item.setting.year if item.setting else None,
        }
        for item in report.inputs
    ]
