"""The schema of rule pack files, with the parameters of every check kind."""

from __future__ import annotations

import inspect
from typing import Any

from perflint.checks import all_kinds
from perflint.engine.pack import RuleSet
from perflint.schemas.parts import Schema, closed

_BARE: Schema = {"type": ["string", "number", "boolean", "array", "null"]}


def schema(rules: RuleSet) -> Schema:
    """The schema of a pack file; a check is one kind with its parameters, or with its first parameter alone."""
    from perflint.engine.packfile import PackFile

    found: Schema = PackFile.model_json_schema(by_alias=True)
    definitions = found["$defs"]
    calls = {name: {"anyOf": [_parameters(name, kind, definitions), _BARE]} for name, kind in all_kinds().items()}
    check = {**closed(calls), "minProperties": 1, "maxProperties": 1}
    definitions["RuleFile"]["properties"]["check"] = check
    return {**found, "title": "perflint rule pack"}


def _parameters(name: str, kind: Any, definitions: dict[str, Any]) -> Schema:
    from perflint.engine.packrules import adapter

    found = adapter(kind).json_schema(ref_template=f"#/$defs/{name}.{{model}}")
    for inner, schema_ in found.pop("$defs", {}).items():
        definitions[f"{name}.{inner}"] = schema_
    found["description"] = inspect.cleandoc(kind.__doc__ or "")
    found["additionalProperties"] = False
    return {key: value for key, value in found.items() if key != "title"}
