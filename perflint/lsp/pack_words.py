"""What may stand at a position of a rule pack: the keys and fixed words that its schema knows there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from perflint.checks import kinds
from perflint.engine.pack import RuleSet
from perflint.engine.packfile import PackFile


def keys_at(above: Sequence[str], rules: RuleSet) -> list[str]:
    """The keys of the mapping inside ``above`` (the keys around it, the innermost first)."""
    if above[:1] == ["check"]:
        return list(kinds())
    at = _schema_at(above)
    if get_origin(at) is dict and above[:1] in (["lexicon"], ["vocabulary"]):
        return list(rules.lexicon.lists)
    model = _model_in(at)
    return list(_fields(model)) if model is not None else []


def values_at(key: str, above: Sequence[str], rules: RuleSet) -> list[str]:
    """The words that a key may have as its value: fixed ones, or the ids of rules."""
    if key == "id" and "override" in above:
        return list(rules.rules)
    model = _model_in(_schema_at(above))
    schema = _fields(model).get(key) if model is not None else None
    return list(dict.fromkeys(_literals(schema)))


def _schema_at(above: Sequence[str]) -> Any:
    """The type of what a path of keys leads to. A key that no model knows is one of a mapping with free keys."""
    at: Any = PackFile
    for key in reversed(above):
        model = _model_in(at)
        if get_origin(at) is dict:
            at = get_args(at)[1]
        elif model is not None and key in _fields(model):
            at = _fields(model)[key]
    return at


def _model_in(schema: Any) -> type[BaseModel] | None:
    """The first model in a type: of ``list[RuleFile] | None`` RuleFile."""
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        return schema
    return next((found for part in get_args(schema) if (found := _model_in(part)) is not None), None)


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """The types of a model's keys as they are written."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _literals(schema: Any) -> Iterator[str]:
    """The fixed words of a type."""
    for part in get_args(schema):
        if get_origin(schema) is Literal:
            yield str(part)
        else:
            yield from _literals(part)
