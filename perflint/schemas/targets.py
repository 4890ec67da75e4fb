"""The schema of targets.yaml, .json: English keys and their Chinese aliases, from the lexicon that the reader uses."""

from __future__ import annotations

from perflint.engine.pack import RuleSet
from perflint.readers.keys import Section, keys_of
from perflint.schemas.parts import TEXT, Schema, closed, listed, or_blank

_TEXTS: Schema = {"anyOf": [TEXT, listed(TEXT)]}
_AMOUNTS: Schema = or_blank({"anyOf": [{"type": "object", "additionalProperties": TEXT}, listed({})]})
_REF = "#/$defs/"


def schema(rules: RuleSet) -> Schema:
    """The schema of a document."""
    keys = keys_of(rules.lexicon)
    profiles: Schema = {"enum": [*rules.profiles, None]}
    rows = or_blank(listed({"$ref": _REF + "row"}))
    amounts: Schema = {**_AMOUNTS, "description": "名称: 金额 / label: amount"}
    shapes: dict[str, Schema] = {
        "format": {"enum": [1, "1", None]},
        "profile": profiles,
        "no": {"anyOf": [{"type": ["integer", "null"], "minimum": 0}, {"type": "string", "pattern": r"^\d{1,9}$"}]},
        "department": or_blank({"$ref": _REF + "department"}),
        "unit": or_blank({"$ref": _REF + "unit"}),
        "budget": or_blank({"$ref": _REF + "budget"}),
        "projects": or_blank(listed({"$ref": _REF + "project"})),
        "category_goals": or_blank(listed({"$ref": _REF + "category_goal"})),
        "safeguards": _TEXTS,
        "goals": _TEXTS,
        "long_term_goals": _TEXTS,
        "indicators": rows,
        "long_term_indicators": rows,
        "spend_plan": {**_AMOUNTS, "description": "时点: 累计百分比 / checkpoint: cumulative percentage"},
        "parts": amounts,
    }
    sections = ("department", "category_goal", "project", "unit", "budget", "row")
    return {
        "title": "perflint targets",
        **_section(keys.document, shapes),
        "$defs": {name: _section(getattr(keys, name), shapes) for name in sections},
    }


def _section(section: Section, shapes: dict[str, Schema]) -> Schema:
    properties: dict[str, Schema] = {}
    for key, field in section.fields.items():
        shape = shapes.get(field.rsplit(".", 1)[-1], TEXT)
        properties[key] = shape if key == field or "description" in shape else {**shape, "description": f"= {field}"}
    return closed(properties)
