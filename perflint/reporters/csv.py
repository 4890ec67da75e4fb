"""``--format csv``: one row a violation, for spreadsheets: UTF-8 with a byte order mark, silenced ones at the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from perflint.report import Report, Waived
from perflint.reporters import View
from perflint.reporters.display import visible_lines
from perflint.reporters.words import place_words
from perflint.violation import Violation

COLUMNS = (
    *("path", "line", "column", "place", "unit", "project_no", "project", "project_name", "field", "value"),
    *("severity", "rule", "slug", "category", "confidence", "message_zh", "message_en", "suggestion", "fingerprint"),
    *("verdict", "reason", "by", "expires"),
)
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report, view: View) -> Iterator[str]:
    """The header and the rows. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    yield "\ufeff" + _line(COLUMNS)
    for violation in report.violations:
        yield _line(_row(violation))
    for item in report.waived:
        yield _line(_row(item.violation, item))


def _row(violation: Violation, waived: Waived | None = None) -> list[object]:
    place = violation.location.place
    shown = place_words(place, "zh") if place.cell is not None or place.page is not None else ""
    line, column = (None, None) if place.cell is not None else (place.line, place.column)
    decision = [waived.verdict, waived.reason, waived.by, waived.expires] if waived else [""] * 4
    return [
        *(violation.location.path, line, column, shown, violation.unit, violation.project_no, violation.project),
        *(violation.project_name, violation.field, violation.value, violation.severity.word, violation.rule),
        *(violation.slug, violation.category, violation.confidence, violation.message.zh, violation.message.en),
        *(violation.suggestion, violation.fingerprint, *decision),
    ]


def _line(cells: list[object] | tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(_safe(cell) for cell in cells)
    return out.getvalue()


def _safe(cell: object) -> str:
    text = "" if cell is None else visible_lines(str(cell))
    return "'" + text if text.startswith(_FORMULA) else text
