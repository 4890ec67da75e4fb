"""``--format sarif``: SARIF 2.1.0 for code scanning, one result a line. Texts carry both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from perflint._version import __version__
from perflint.place import Place
from perflint.report import Report, Waived
from perflint.reporters import View
from perflint.reporters.display import visible, visible_lines
from perflint.reporters.record import cell_record, dump
from perflint.reporters.words import BASIS, field_words, place_words
from perflint.rule import Rule
from perflint.violation import Location, Message, Severity, Violation

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def render(report: Report, view: View) -> Iterator[str]:
    """One run with all rules, inputs and results; silenced findings are results with a suppression."""
    rules = [rule for rule in report.rules.values() if not rule.off]
    index = {rule.id: number for number, rule in enumerate(rules)}
    driver = {
        "name": "perflint",
        "version": __version__,
        "semanticVersion": __version__,
        "properties": {"rules_version": report.rules_version},
        "rules": [_rule(rule) for rule in rules],
    }
    yield f'{{"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n'
    yield f'"tool": {{"driver": {dump(driver)}}},\n"columnKind": "unicodeCodePoints",\n'
    yield f'"invocations": [{dump(_invocation(report))}],\n'
    yield from _array("artifacts", map(dump, _artifacts(report)))
    results = [_result(violation, index) for violation in report.violations]
    results += [{**_result(item.violation, index), "suppressions": [_suppression(item)]} for item in report.waived]
    yield from _array("results", map(dump, results), last=True)
    yield "}]}\n"


def _array(name: str, items: Iterable[str], last: bool = False) -> Iterator[str]:
    yield f'"{name}": ['
    separator = "\n"
    for item in items:
        yield separator + item
        separator = ",\n"
    yield "]\n" if last else "],\n"


def both(message: Message) -> str:
    """A text in both languages, Chinese first."""
    return message.zh if message.zh == message.en else f"{message.zh}\n{message.en}"


def uri(path: str) -> str:
    """A path as a percent-encoded URI: relative as given, absolute with ``file:``."""
    if _DRIVE.match(path):
        return "file:///" + path[0] + ":" + quote(path[2:].replace("\\", "/"))
    if path.startswith("\\\\"):
        return "file:" + quote(path.replace("\\", "/"))
    return ("file://" if path.startswith("/") else "") + quote(path, errors="replace")


def _rule(rule: Rule) -> dict[str, Any]:
    title = Message(*(_PLACEHOLDER.sub("…", rule.message.text(lang)) for lang in ("zh", "en")))
    parts = [
        ("为什么 Why", rule.why),
        ("怎么改 How to mend it", rule.mend),
        ("例外 What would explain it", rule.excuse),
    ]
    help_text = "\n\n".join(f"{name}\n{both(text)}" for name, text in parts if text)
    help_markdown = "\n\n".join(f"**{name}**\n\n{text.zh}\n\n{text.en}" for name, text in parts if text)
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": both(title)},
        "fullDescription": {"text": both(rule.why)},
        "help": {"text": help_text, "markdown": help_markdown},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {
            "tags": [rule.category, rule.scope],
            "precision": {"high": "very-high", "medium": "medium", "low": "low"}[rule.confidence],
            "basis": both(BASIS[rule.basis["kind"]]),
            "mandatory": rule.mandatory,
        },
    }


def _invocation(report: Report) -> dict[str, Any]:
    """Paths that were not there: what was not looked at must not look clean."""
    missing = [
        {"level": "error", "message": {"text": f"没有检查，路径不存在\nnot checked, no such path: {visible(path)}"}}
        for path in report.missing
    ]
    return {"executionSuccessful": not missing, "toolExecutionNotifications": missing}


def _artifacts(report: Report) -> Iterator[dict[str, Any]]:
    for item in report.inputs:
        artifact: dict[str, Any] = {"location": {"uri": uri(item.path)}, "roles": ["analysisTarget"]}
        if item.sha256:
            artifact["hashes"] = {"sha-256": item.sha256}
        yield artifact


def _result(violation: Violation, index: Mapping[str, int]) -> dict[str, Any]:
    place = violation.location.place
    whose = " ".join(part for part in (violation.project, violation.project_name) if part)
    where = [whose, field_words(violation.field, "zh"), place_words(place, "zh") if place.line is None else ""]
    head = " · ".join(part for part in where if part)
    result: dict[str, Any] = {
        "ruleId": violation.rule,
        "level": _LEVEL[violation.severity],
        "message": {"text": visible_lines((f"{head}：" if head else "") + both(violation.message))},
        "locations": [_location(violation.location, violation.project, violation.field)],
        "partialFingerprints": {"perflint/v1": violation.fingerprint},
        "properties": _properties(violation),
    }
    if violation.rule in index:
        result["ruleIndex"] = index[violation.rule]
    if violation.related:
        result["relatedLocations"] = [
            {**_location(item.location, item.project, item.field), "id": number}
            for number, item in enumerate(violation.related, 1)
        ]
    return result


def _location(location: Location, project: str | None, field: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(location.path)}}
    region = _region(location.place)
    if region:
        physical["region"] = region
    found: dict[str, Any] = {"physicalLocation": physical}
    name = "/".join(part for part in (project, field) if part)
    if name:
        found["logicalLocations"] = [{"fullyQualifiedName": visible(name)}]
    place = location.place
    extra: dict[str, Any] = {"cell": cell_record(place.cell)} if place.cell else {}
    if place.page is not None:
        extra["page"] = place.page
    if extra:
        found["properties"] = extra
    return found


def _region(place: Place) -> dict[str, int]:
    """Lines and columns from 1, ends exclusive: as places have them."""
    if place.line is None or place.cell is not None:
        return {}
    parts = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {name: number for name, number in parts.items() if number is not None}


def _properties(violation: Violation) -> dict[str, Any]:
    return {
        "slug": violation.slug,
        "category": violation.category,
        "confidence": violation.confidence,
        "project": violation.project,
        "project_no": violation.project_no,
        "unit": violation.unit,
        "field": violation.field,
        "value": violation.value,
        "suggestion": violation.suggestion,
        "cluster": violation.cluster,
        "related_total": violation.related_total,
    }


def _suppression(waived: Waived) -> dict[str, Any]:
    """A comment has no name beside it; whatever has one stood in a waivers file."""
    return {
        "kind": "external" if waived.by else "inSource",
        "status": "accepted",
        "justification": visible_lines(waived.reason),
        "properties": {
            "verdict": waived.verdict,
            "by": waived.by,
            "expires": waived.expires,
            "source": waived.source,
        },
    }
