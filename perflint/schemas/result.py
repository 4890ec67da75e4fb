"""The schema of ``--format json``; one line of ``--format ndjson`` is its ``$defs/violation``."""

from __future__ import annotations

from perflint.engine.pack import RuleSet
from perflint.pipeline.waiver import SILENCING
from perflint.reporters.json import FORMAT
from perflint.reporters.words import CATEGORY, CONFIDENCE
from perflint.schemas.parts import DAY, WORDS, Schema, closed, listed, or_blank
from perflint.violation import RELATED_LIMIT, Severity

_COUNT: Schema = {"type": "integer", "minimum": 0}
_FROM_ONE: Schema = {"type": ["integer", "null"], "minimum": 1}
_MAYBE: Schema = {"type": ["string", "null"]}
_MESSAGE: Schema = {"$ref": "#/$defs/message"}
_LOCATION: Schema = {"$ref": "#/$defs/location"}


def schema(rules: RuleSet) -> Schema:
    """The schema of the envelope."""
    violation = _violation()
    waived_by = {
        "verdict": {"enum": sorted(SILENCING)},
        "reason": WORDS,
        "by": WORDS,
        "expires": or_blank(DAY),
        "source": WORDS,
    }
    silenced = {**violation, "waived_by": _whole(waived_by)}
    properties = {
        "format": {"const": FORMAT},
        "tool": _whole({"name": {"const": "perflint"}, "version": WORDS, "rules_version": WORDS}),
        "inputs": listed(_input()),
        "summary": _whole(dict.fromkeys(_counts(), _COUNT)),
        "not_applicable": listed(_whole({"rule": WORDS, "reason": _MESSAGE, "projects": _COUNT})),
        "waived": listed(_whole(silenced)),
        "violations": listed({"$ref": "#/$defs/violation"}),
    }
    definitions = {
        "message": _whole({"zh": WORDS, "en": WORDS}),
        "location": _location(),
        "violation": _whole(violation),
    }
    return {"title": "perflint result", **_whole(properties), "$defs": definitions}


def _whole(properties: dict[str, Schema]) -> Schema:
    return closed(properties, tuple(properties))


def _counts() -> list[str]:
    severities = [severity.word for severity in reversed(Severity)]
    return [*severities, "waived", "known", "projects", "projects_with_violations"]


def _input() -> Schema:
    return _whole(
        {
            "path": WORDS,
            "sha256": _MAYBE,
            "projects": _COUNT,
            "indicators": _COUNT,
            "profile": _MAYBE,
            "profile_reason": or_blank(_MESSAGE),
            "year": {"type": ["integer", "null"]},
        }
    )


def _violation() -> dict[str, Schema]:
    return {
        "rule": {"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"},
        "slug": WORDS,
        "severity": {"enum": [severity.word for severity in reversed(Severity)]},
        "category": {"enum": list(CATEGORY)},
        "project": _MAYBE,
        "project_no": {"type": ["integer", "null"]},
        "project_name": _MAYBE,
        "unit": _MAYBE,
        "field": WORDS,
        "value": WORDS,
        "message": _MESSAGE,
        "suggestion": _MAYBE,
        "confidence": {"enum": list(CONFIDENCE)},
        "location": _LOCATION,
        "related": {
            **listed(_whole({"project": _MAYBE, "field": WORDS, "location": _LOCATION})),
            "maxItems": RELATED_LIMIT,
        },
        "related_total": _COUNT,
        "cluster": _MAYBE,
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    }


def _location() -> Schema:
    numbers = dict.fromkeys(("line", "column", "end_line", "end_column"), _FROM_ONE)
    sheet = _whole({"sheet": _MAYBE, "ref": WORDS})
    table = _whole(dict.fromkeys(("table", "row", "column", "paragraph"), _FROM_ONE))
    box = {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    cell = {"anyOf": [sheet, table, {"type": "null"}]}
    return _whole({"path": WORDS, **numbers, "cell": cell, "page": _FROM_ONE, "box": box})
