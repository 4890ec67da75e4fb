"""Pieces that several schemas share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perflint.engine.pack import RuleSet

Schema = dict[str, Any]

BLANK: Schema = {"type": "null"}
TEXT: Schema = {"type": ["string", "number", "null"]}
WORDS: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def closed(properties: Mapping[str, Any], required: tuple[str, ...] = (), about: str = "") -> Schema:
    """An object that has no other keys than these."""
    found: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    if required:
        found["required"] = list(required)
    if about:
        found["description"] = about
    return found


def listed(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def or_blank(schema: Schema) -> Schema:
    """What may also be left blank."""
    return {"anyOf": [schema, BLANK]}


def one_rule(rules: RuleSet) -> Schema:
    """The name of one rule: those of the loaded packs are completed, another pack's are allowed."""
    known = [*rules.rules, *(rule.name for rule in rules.rules.values())]
    return {"anyOf": [{"enum": known}, {"type": "string", "pattern": "^([A-Za-z]{3}[0-9]{3}|[a-z0-9]+(-[a-z0-9]+)+)$"}]}


def some_rules(rules: RuleSet) -> Schema:
    """A name of rules: an id, the beginning of ids, or a slug."""
    families = sorted({rule[:3] for rule in rules.rules})
    known = [*families, *rules.rules, *(rule.name for rule in rules.rules.values())]
    return {"anyOf": [{"enum": known}, {"type": "string", "minLength": 1}]}
