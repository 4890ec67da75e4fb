"""What a rule in a pack says, checked against check kinds, fields, word lists and the other rules."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from msgspec import Struct
from pydantic import Field, TypeAdapter, ValidationError

from perflint.checks import all_kinds, kind_named
from perflint.checks.base import parameters
from perflint.engine.packlists import texts
from perflint.engine.packsource import PackSource, Path_, Raw, did_you_mean
from perflint.engine.packvalues import as_written, check_list_shape, check_names, check_values, known_fields

COMMON_PLACEHOLDERS = frozenset({"value", "field"})
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_BRACE = re.compile(r"\{[^{}]{0,30}\}?|\}")


def checked_call(check: Raw, source: PackSource, path: Path_, within: bool = True) -> Raw:
    """The check call with its parameters validated; a bare value is the kind's first parameter.

    Parameters stand under the kind's name, or (``within`` False, an override) at the path itself.
    """
    ((name, given),) = check.items()
    try:
        kind = kind_named(name)
    except KeyError:
        raise source.unknown((*path, name), "检查方式", "check kind", name, all_kinds()) from None
    place = (*path, name) if within else path
    names = list(parameters(kind))
    if not isinstance(given, dict):
        given = {names[0]: given} if names and given is not None else {}
    given = as_written(given)
    for param in given:
        if param not in names:
            zh, en = f"{name} 的参数", f"parameter of {name}"
            raise source.unknown((*place, param), zh, en, param, names)
    try:
        adapter(kind).validate_python(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        missing = first["type"] in ("missing", "missing_argument")
        zh = f"{name} 缺少参数 {where}" if missing else f"{name} 的 {where} 不合要求（{first['msg']}）"
        en = f"{name} needs the parameter {where}" if missing else f"{name}: {where}: {first['msg']}"
        raise source.error((*place, *first["loc"]) if not missing else place, zh, en) from None
    check_values(name, given, source, place)
    fault = kind.fault(given)
    if fault is not None:
        param, reason = fault
        raise source.error((*place, param), f"{name} 的 {param}：{reason.zh}", f"{name}: {param}: {reason.en}")
    return {name: given}


def adapter(kind: Any) -> TypeAdapter[Any]:
    """Validates the parameters of a check kind and yields their JSON Schema."""
    fields: list[Any] = []
    for name, (hint, default) in parameters(kind).items():
        # A parameter may be called by a word that Python keeps for itself (assert).
        wanted: Any = Annotated[hint, Field(alias=name)]
        given = () if default is dataclasses.MISSING else (dataclasses.field(default=default),)
        fields.append((f"{name}_", wanted, *given))
    return TypeAdapter(dataclasses.make_dataclass(kind.__name__, fields, kw_only=True))


def check_texts(rule: Raw, source: PackSource, path: Path_, key: str = "message") -> None:
    """Refuses cases that the kind does not know, a scope that it does not judge and placeholders it does not fill."""
    ((name, _),) = rule["check"].items()
    kind = kind_named(name)
    known = COMMON_PLACEHOLDERS | kind.placeholders
    for case in rule["cases"]:
        if case not in kind.cases:
            raise source.unknown((*path, "cases", case), f"{name} 的情形", f"case of {name}", case, kind.cases)
    if rule["scope"] not in kind.scopes:
        allowed = sorted(kind.scopes)
        zh, en = (
            f"{name} 只判断 {'、'.join(allowed)}，不判断 {rule['scope']}",
            f"{name} judges {' or '.join(allowed)}, not {rule['scope']}",
        )
        raise source.error((*path, "scope"), zh, en)
    texts: list[tuple[Path_, Raw]] = [((*path, key), rule["message"])]
    texts += [((*path, "cases", case), said["message"]) for case, said in rule["cases"].items() if said["message"]]
    for place, text in texts:
        for lang in ("zh", "en"):
            stray = _BRACE.search(_PLACEHOLDER.sub("", text[lang]))
            if stray:
                zh = f"“{stray.group()}”不成占位符；占位符写作{{名称}}，如{{value}}"
                en = f"{stray.group()!r} is no placeholder; one is written as {{value}}"
                raise source.error((*place, lang), zh, en)
            for used in _PLACEHOLDER.findall(text[lang]):
                if used not in known:
                    more = did_you_mean(used, sorted(known))
                    zh, en = f"没有占位符{{{used}}}{more.zh}", f"no placeholder {{{used}}}{more.en}"
                    raise source.error((*place, lang), zh, en)


class Call(Struct, frozen=True):
    """Where a layer gave parameters to a rule: ``place`` is that of the parameters, ``whole`` whether all are there."""

    rule: str
    source: PackSource
    place: Path_
    params: Raw
    whole: bool


def check_references(merged: Raw, calls: Iterable[Call]) -> None:
    """Refuses fields, lists, classes that do not exist: what can match nothing would be silent for ever."""
    rules = {rule["id"]: rule for rule in merged["rules"]}
    for call in calls:
        rule = rules[call.rule]
        ((name, _),) = rule["check"].items()
        kind = kind_named(name)
        defaults = {param: default for param, (_, default) in parameters(kind).items()} if call.whole else {}
        given = {**defaults, **call.params}
        for param, role in kind.refers.items():
            known = known_fields(name, param, merged) if role == "field" else merged["lexicon"]
            for used in texts(given.get(param)):
                if used and used not in known:
                    word = "字段" if role == "field" else "词表"
                    raise call.source.unknown((*call.place, param), word, role, used, known)
                if used and role == "list" and param in call.params:
                    check_list_shape(merged, used, rule, param, call.source, (*call.place, param))
        check_names(merged, name, call.params, call.source, call.place)


def check_silences(merged: Raw, places: Mapping[str, tuple[PackSource, Path_]]) -> None:
    """Refuses silences and successors that name no rule; the beginning of an id (``TXT``) names all that begin so."""
    ids = [rule["id"] for rule in merged["rules"]]
    for rule in merged["rules"]:
        if rule["id"] not in places:
            continue
        source, path = places[rule["id"]]
        for number, item in enumerate(rule["silences"]):
            for name in item["rules"]:
                if not name or not any(known.startswith(name) for known in ids):
                    raise source.unknown((*path, "silences", number, "rules"), "规则", "rule", name, ids)
            _check_cases(merged, rule, item, source, (*path, "silences", number))
        if rule["replaced_by"] and rule["replaced_by"] not in ids:
            raise source.unknown((*path, "replaced_by"), "规则", "rule", rule["replaced_by"], ids)


def _check_cases(merged: Raw, rule: Raw, item: Raw, source: PackSource, place: Path_) -> None:
    """Refuses cases that no rule meant by a silence knows."""
    silenced = [other for other in merged["rules"] if other["id"].startswith(tuple(item["rules"]))]
    for key, owners in (("case", silenced), ("when", [rule])):
        known = {case for owner in owners for name in owner["check"] for case in kind_named(name).cases}
        if item[key] and item[key] not in known:
            raise source.unknown((*place, key), "情形", "case", item[key], known)
