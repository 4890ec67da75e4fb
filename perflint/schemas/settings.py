"""The schema of perflint.yaml and of [tool.perflint]."""

from __future__ import annotations

from typing import Any

from perflint.config.keys import EXTENDS, KEYS, SEVERITIES, Key
from perflint.config.load import YEARS
from perflint.engine.pack import RuleSet
from perflint.schemas.parts import Schema, closed, or_blank, some_rules


def schema(rules: RuleSet) -> Schema:
    """The schema of a configuration."""
    properties = {key.name: _property(key, rules) for key in (EXTENDS, *KEYS.values())}
    return {"title": "perflint configuration", **closed(properties), "$defs": {"rules": some_rules(rules)}}


def _property(key: Key, rules: RuleSet) -> Schema:
    shape = or_blank(_shape(key, rules))
    return {**shape, "description": f"{key.about.zh} / {key.about.en}"}


def _shape(key: Key, rules: RuleSet) -> Schema:
    names: Schema = {"$ref": "#/$defs/rules"}
    path: Schema = {"type": "string", "minLength": 1}
    severity: dict[str, Any] = {"enum": [*SEVERITIES, False]}
    match key.kind:
        case "text":
            return {"anyOf": [{"enum": list(rules.profiles)}, {"type": "string", "minLength": 1}]}
        case "year":
            return {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1}
        case "word":
            return {"enum": list(key.words)}
        case "names":
            return {"anyOf": [names, {"type": "array", "items": names}]}
        case "path":
            return path
        case "paths":
            return {"anyOf": [path, {"type": "array", "items": path}]}
        case "flag":
            return {"type": "boolean"}
        case "version":
            return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^\d+(\.\d+)*$"}]}
        case "severities":
            return {"type": "object", "propertyNames": names, "additionalProperties": severity}
        case "parts":
            return {
                "type": "object",
                "additionalProperties": closed({name: _property(KEYS[name], rules) for name in key.within}),
            }
