"""What perflint's own sheets say: one row a finding, one row a pair of equal texts. Plain values, no XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from perflint.model import Document
from perflint.office.findings_sheet import DUPLICATES, FINDINGS, VERDICTS, Row
from perflint.place import Place
from perflint.report import Report
from perflint.reporters.display import visible
from perflint.reporters.material import Decision
from perflint.reporters.remarks import basis_words
from perflint.reporters.words import SEVERITY, field_words, place_words
from perflint.violation import Related, Severity, Violation

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_DUPLICATES = "DUP"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of an own sheet: its text, and the (sheet, reference) that it leads to."""

    text: str
    link: tuple[str, str] | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet of perflint's own: heads, rows, and the widths of its columns in characters."""

    kind: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    widths: tuple[int, ...]


Locate = Callable[[int, str, Place], tuple[str, str] | None]
"""Where the field of the project at a position stands in the workbook: (sheet, reference)."""


def findings(
    report: Report,
    index: int,
    lang: str,
    decisions: Mapping[str, Decision],
    earlier: Mapping[str, Row],
    locate: Locate,
) -> Listing:
    """All findings on one input, the silenced ones last with the verdict that silenced them. ``earlier`` are the rows
    that a reviewer already wrote something in, by fingerprint."""
    rows = []
    for violation in report.violations:
        if violation.document == index:
            rows.append(
                (violation, _verdict(decisions.get(violation.fingerprint), earlier.get(violation.fingerprint), lang))
            )
    for item in report.waived:
        if item.violation.document == index:
            rows.append((item.violation, _verdict(Decision(item.verdict, item.reason, item.by), None, lang)))
    made = tuple(
        _row(number, violation, report, verdict, lang, locate) for number, (violation, verdict) in enumerate(rows, 1)
    )
    return Listing("findings", FINDINGS[lang], made, (6, 8, 9, 24, 24, 10, 20, 18, 28, 50, 24, 28, 10, 24, 10, 34))


def _verdict(decision: Decision | None, row: Row | None, lang: str) -> tuple[str, str, str]:
    if decision is not None:
        return VERDICTS[lang].get(decision.verdict, decision.verdict), decision.reason, decision.by
    return (row.verdict, row.reason, row.by) if row is not None else ("", "", "")


def _row(
    number: int, violation: Violation, report: Report, verdict: tuple[str, str, str], lang: str, locate: Locate
) -> tuple[Entry, ...]:
    rule = report.rules.get(violation.rule)
    shown = (
        str(number),
        SEVERITY[violation.severity].text(lang),
        violation.rule,
        violation.project or "",
        violation.project_name or "",
        violation.unit or "",
        place_words(violation.location.place, lang),
        field_words(violation.field, lang),
        violation.value,
        violation.message.text(lang),
        violation.suggestion or (rule.mend.text(lang) if rule is not None and rule.mend else ""),
        basis_words(rule, lang) if rule is not None else "",
        *verdict,
        violation.fingerprint,
    )
    entries = [Entry(_shown(text)) for text in shown]
    entries[1] = replace(entries[1], severity=violation.severity)
    entries[6] = replace(entries[6], link=locate(violation.position, violation.field, violation.location.place))
    return tuple(entries)


def _shown(text: str) -> str:
    """Several lines stay several lines; anything that would act on the text shows as its escape."""
    return "\n".join(visible(line) for line in text.split("\n"))


def cell_of(position: int, field: str, place: Place) -> tuple[str, str] | None:
    """The cell of a place in a workbook that is the input itself."""
    cell = place.cell
    return (cell.sheet, cell.ref) if cell is not None and cell.sheet and cell.ref else None


def duplicates(report: Report, index: int, lang: str, locate: Locate) -> Listing | None:
    """Pairs of texts that repeat each other, side by side; None where there are none."""
    document = report.inputs[index].document or Document()
    rows = []
    seen: set[frozenset[tuple[str | None, str]]] = set()
    for violation in report.violations:
        if violation.document != index or not violation.rule.startswith(_DUPLICATES):
            continue
        for related in violation.related:
            pair = frozenset(((violation.project, violation.field), (related.project, related.field)))
            key = frozenset((*pair, (violation.rule, "")))
            if key not in seen:
                seen.add(key)
                rows.append(_pair(violation, related, document, lang, locate))
    if not rows:
        return None
    return Listing("duplicates", DUPLICATES[lang], tuple(rows), (9, 24, 20, 20, 44, 24, 20, 20, 44))


def _pair(violation: Violation, related: Related, document: Document, lang: str, locate: Locate) -> tuple[Entry, ...]:
    other = _position(document, related.project, violation)
    own_name = violation.project_name or ""
    name = document.projects[other].name if 0 <= other < len(document.projects) else ""
    elsewhere = related.location.path != violation.location.path
    place = place_words(related.location.place, lang)
    return (
        Entry(violation.rule),
        Entry(_shown(violation.project or "")),
        Entry(_shown(own_name)),
        Entry(
            place_words(violation.location.place, lang),
            locate(violation.position, violation.field, violation.location.place),
        ),
        Entry(_shown(text_at(document, violation.position, violation.field) or violation.value)),
        Entry(_shown(related.project or "")),
        Entry(_shown("" if elsewhere else name)),
        Entry(
            _shown(f"{related.location.path} {place}" if elsewhere else place),
            None if elsewhere else locate(other, related.field, related.location.place),
        ),
        Entry(_shown(violation.value if elsewhere else text_at(document, other, related.field))),
    )


def _position(document: Document, code: str | None, violation: Violation) -> int:
    if code == violation.project:
        return violation.position
    return next((number for number, project in enumerate(document.projects) if project.code == code), -1)


def text_at(document: Document, position: int, field: str) -> str:
    """The text of a field of a project (-1: of the document); a part is shown line by line."""
    value: Any = document.projects[position] if 0 <= position < len(document.projects) else document
    for name, number in _STEP.findall(field):
        if number:
            value = value[int(number) - 1] if isinstance(value, tuple) and int(number) <= len(value) else ""
        elif isinstance(value, tuple):
            value = next((amount for label, amount in value if label == name), "")
        else:
            value = getattr(value, name, "")
    return "\n".join(_lines(value))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield " ".join(_lines(item))
    elif hasattr(value, "level2"):
        yield from (text for text in (value.level2, value.name, value.value) if text)
