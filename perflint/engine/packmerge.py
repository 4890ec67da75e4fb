"""Reads pack files, validates them with their places, and lays one pack over another (the slow path: pydantic)."""

from __future__ import annotations

import copy
import dataclasses
import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from perflint import yamltree
from perflint.checks import kinds
from perflint.checks.base import parameters
from perflint.engine.pack import MAX_FILE, PackError, pack_files, source_hash
from perflint.engine.packfile import PackFile
from perflint.prepared import FIELDS

COMMON_PLACEHOLDERS = frozenset({"value", "field"})
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
Raw = dict[str, Any]


def merge_layers(layers: Iterable[Path], base: Raw | None = None) -> Raw:
    """The plain form of packs laid over each other. ``base`` is the first layer already merged, where known."""
    layers = list(layers)
    merged: Raw = {"rules": [], "lexicon": {}, "profiles": [], "decisions": {}}
    nodes: dict[str, tuple[str, yamltree.Node]] = {}
    # Taken before the files are read: a file that changes meanwhile must not pass as the one that was compiled.
    before = source_hash(layers[0]) if base is None and layers[0].is_dir() else ""
    if base is not None:
        merged = {**copy.deepcopy(base)}
    for number, folder in enumerate(layers):
        if number == 0 and base is not None:
            continue
        layer = "perflint" if number == 0 else folder.name
        if not folder.exists():
            raise PackError(str(folder), "no such rule pack")
        files = pack_files(folder)
        if not files:
            raise PackError(str(folder), "holds no rule file (*.yaml)")
        parsed = [(_shown(path, folder, layer), *_read(path)) for path in files]
        for part in ("lexicon", "profiles", "rules", "override"):
            for shown, node, content in parsed:
                _MERGE[part](merged, content[part], shown, node, layer, nodes)
    _check_references(merged, nodes)
    merged["hash"] = before
    merged.setdefault("version", _version(merged))
    return merged


def _version(merged: Raw) -> str:
    return max((rule["since"] for rule in merged["rules"]), default="1", key=lambda text: (len(text), text))


def _shown(path: Path, folder: Path, layer: str) -> str:
    return f"rules/{path.relative_to(folder).as_posix()}" if layer == "perflint" else str(path)


def _read(path: Path) -> tuple[yamltree.Node, Raw]:
    if path.stat().st_size > MAX_FILE:
        raise PackError(str(path), f"larger than {MAX_FILE} bytes")
    try:
        node = yamltree.parse(path.read_text(encoding="utf-8-sig"))
    except yamltree.TreeError as error:
        raise PackError(str(path), error.reason, error.line, error.column) from None
    except UnicodeDecodeError as error:
        raise PackError(str(path), f"not UTF-8 text (byte {error.start})", 1, 1) from None
    _refuse_duplicates(node, path)
    try:
        content = PackFile.model_validate(node.plain())
    except ValidationError as error:
        raise _pack_error(str(path), node, error) from None
    return node, content.model_dump(mode="json", by_alias=True)


def _refuse_duplicates(node: yamltree.Node, path: Path) -> None:
    waiting = [node]
    while waiting:
        here = waiting.pop()
        for key in here.duplicates:
            raise PackError(str(path), f"the key {key.value!r} stands twice", key.line, key.column)
        if isinstance(here.value, dict):
            waiting.extend(value for _, value in here.value.values())
        elif isinstance(here.value, list):
            waiting.extend(here.value)


def _pack_error(path: str, node: yamltree.Node, error: ValidationError) -> PackError:
    first = error.errors()[0]
    where = tuple(step for step in first["loc"] if not (isinstance(step, str) and step.startswith("function-")))
    name = ".".join(str(step) for step in where) or "the file"
    spot = node.key(where)
    reason = f"{name}: {first['msg']}"
    if first["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        holder = node.at(where[:-1])
        reason = f"{name}: unknown key {where[-1]!r}" + _nearest(str(where[-1]), _known_keys(where, holder))
    elif first["type"] == "literal_error":
        reason += _nearest(str(first["input"]), re.findall(r"'([^']+)'", str(first["ctx"]["expected"])))
    return PackError(path, reason, spot.line, spot.column)


def _known_keys(where: tuple[Any, ...], holder: yamltree.Node) -> Iterable[str]:
    model: Any = PackFile
    for step in where[:-1]:
        if isinstance(step, str) and hasattr(model, "model_fields"):
            fields = {(info.alias or name): info for name, info in model.model_fields.items()}
            if step not in fields:
                break
            model = _inner_model(fields[step].annotation)
    return [info.alias or name for name, info in getattr(model, "model_fields", {}).items()]


def _inner_model(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f", did you mean {near[0]!r}?" if near else ""


def _add_lexicon(
    merged: Raw, part: Raw, shown: str, node: yamltree.Node, layer: str, nodes: dict[str, tuple[str, yamltree.Node]]
) -> None:
    for name, entry in part.items():
        spot = node.key(("lexicon", name))
        known = merged["lexicon"].get(name)
        defines = entry["words"] is not None or entry["table"] is not None
        if known is None and not defines:
            raise PackError(
                shown, f"no list named {name!r}" + _nearest(name, merged["lexicon"]), spot.line, spot.column
            )
        if known is not None and defines and layer == "perflint":
            raise PackError(shown, f"the list {name!r} is defined twice", spot.line, spot.column)
        if entry["add"] or entry["remove"]:
            words = (known or entry).get("words")
            if words is None:
                raise PackError(shown, f"the list {name!r} holds no plain words", spot.line, spot.column)
            merged["lexicon"][name] = {
                **(known or entry),
                "words": _changed(words, entry, shown, node, ("lexicon", name)),
            }
        else:
            merged["lexicon"][name] = {key: entry[key] for key in ("about", "source", "words", "table") if entry[key]}
            if entry["words"] is not None:
                merged["lexicon"][name].setdefault("words", [])


def _changed(words: list[str], change: Raw, shown: str, node: yamltree.Node, path: tuple[str | int, ...]) -> list[str]:
    for word in change["remove"]:
        if word not in words:
            spot = node.key((*path, "remove"))
            raise PackError(shown, f"{word!r} is not on the list" + _nearest(word, words), spot.line, spot.column)
    kept = [word for word in words if word not in change["remove"]]
    return kept + [word for word in change["add"] if word not in kept]


def _add_profiles(
    merged: Raw,
    part: list[Raw],
    shown: str,
    node: yamltree.Node,
    layer: str,
    nodes: dict[str, tuple[str, yamltree.Node]],
) -> None:
    for number, entry in enumerate(part):
        spot = node.at(("profiles", number))
        merged["profiles"] = [known for known in merged["profiles"] if known["id"] != entry["id"]]
        merged["profiles"].append({**entry, "origin": f"{shown}:{spot.line}"})


def _add_rules(
    merged: Raw,
    part: list[Raw],
    shown: str,
    node: yamltree.Node,
    layer: str,
    nodes: dict[str, tuple[str, yamltree.Node]],
) -> None:
    for number, entry in enumerate(part):
        spot = node.at(("rules", number))
        known = {rule["id"]: rule for rule in merged["rules"]}
        if entry["id"] in known:
            said = known[entry["id"]]["origin"]
            raise PackError(shown, f"the rule {entry['id']} stands already at {said}", spot.line, spot.column)
        if entry["name"] in {rule["name"] for rule in merged["rules"]}:
            raise PackError(shown, f"another rule is already named {entry['name']!r}", spot.line, spot.column)
        origin = f"{shown}:{spot.line}"
        rule = {**entry, "origin": origin}
        rule["check"] = _checked_call(rule["check"], shown, node, ("rules", number, "check"))
        nodes[rule["id"]] = (shown, spot)
        _check_texts(rule, shown, spot)
        merged["rules"].append(rule)
        merged["decisions"].setdefault(rule["id"], []).append([layer, origin, f"severity {rule['severity']}"])


def _checked_call(check: Raw, shown: str, node: yamltree.Node, path: tuple[str | int, ...]) -> Raw:
    """The check call with its parameters validated; a bare value is the kind's first parameter."""
    ((name, given),) = check.items()
    spot = node.key((*path, name))
    kind = kinds().get(name)
    if kind is None:
        raise PackError(shown, f"unknown check kind {name!r}" + _nearest(name, kinds()), spot.line, spot.column)
    names = list(parameters(kind))
    if not isinstance(given, dict):
        given = {names[0]: given} if names and given is not None else {}
    for param in given:
        if param not in names:
            spot = node.key((*path, name, param))
            raise PackError(
                shown, f"{name}: unknown parameter {param!r}" + _nearest(param, names), spot.line, spot.column
            )
    try:
        adapter(kind).validate_python(given)
    except ValidationError as error:
        first = error.errors()[0]
        spot = node.key((*path, name, *first["loc"]))
        where = ".".join(str(step) for step in first["loc"])
        raise PackError(shown, f"{name}: {where}: {first['msg']}", spot.line, spot.column) from None
    except ValueError as error:
        raise PackError(shown, f"{name}: {error}", spot.line, spot.column) from None
    return {name: given}


def adapter(kind: Any) -> TypeAdapter[Any]:
    """Validates the parameters of a check kind and yields their JSON Schema."""
    fields: list[Any] = []
    for name, (hint, default) in parameters(kind).items():
        fields.append(
            (name, hint) if default is dataclasses.MISSING else (name, hint, dataclasses.field(default=default))
        )
    return TypeAdapter(dataclasses.make_dataclass(kind.__name__, fields, kw_only=True))


def _check_texts(rule: Raw, shown: str, spot: yamltree.Node) -> None:
    ((name, _),) = rule["check"].items()
    kind = kinds()[name]
    known = COMMON_PLACEHOLDERS | kind.placeholders
    for case in rule["cases"]:
        if case not in kind.cases:
            place = spot.key(("cases", case))
            raise PackError(
                shown, f"{name} knows no case {case!r}" + _nearest(case, kind.cases), place.line, place.column
            )
    if rule["scope"] not in kind.scopes:
        place = spot.key(("scope",))
        raise PackError(
            shown,
            f"{name} judges {' or '.join(sorted(kind.scopes))}, not {rule['scope']}",
            place.line,
            place.column,
        )
    texts: list[tuple[tuple[str | int, ...], Raw]] = [(("message",), rule["message"])]
    texts += [(("cases", case), said["message"]) for case, said in rule["cases"].items() if said["message"]]
    for path, text in texts:
        for used in _PLACEHOLDER.findall(text["zh"] + text["en"]):
            if used not in known:
                place = spot.key(path)
                raise PackError(
                    shown, f"unknown placeholder {{{used}}}" + _nearest(used, known), place.line, place.column
                )


def _override(
    merged: Raw,
    part: list[Raw],
    shown: str,
    node: yamltree.Node,
    layer: str,
    nodes: dict[str, tuple[str, yamltree.Node]],
) -> None:
    for number, entry in enumerate(part):
        path: tuple[str | int, ...] = ("override", number)
        spot = node.key((*path, "id"))
        rules = {rule["id"]: rule for rule in merged["rules"]}
        rule = rules.get(entry["id"])
        if rule is None:
            raise PackError(shown, f"no rule {entry['id']}" + _nearest(entry["id"], rules), spot.line, spot.column)
        said = []
        if entry["severity"] == "off":
            rule["off"] = True
            said.append("off")
        elif entry["severity"]:
            rule["off"] = False
            rule["severity"] = entry["severity"]
            for case in rule["cases"].values():
                case["severity"] = None
            said.append(f"severity {entry['severity']}")
        if entry["confidence"]:
            rule["confidence"] = entry["confidence"]
            said.append(f"confidence {entry['confidence']}")
        if entry["messages"]:
            rule["message"] = entry["messages"]
            said.append("messages")
        if entry["params"]:
            ((name, given),) = rule["check"].items()
            rule["check"] = _checked_call({name: {**given, **entry["params"]}}, shown, node, (*path, "params"))
            said += [f"{key} = {value}" for key, value in entry["params"].items()]
        for list_name, change in entry["vocabulary"].items():
            _own_list(merged, rule, list_name, change, shown, node, (*path, "vocabulary", list_name))
            said.append(f"words of {list_name}")
        merged["decisions"][rule["id"]].append([layer, f"{shown}:{spot.line}", ", ".join(said) or "nothing"])


def _own_list(
    merged: Raw, rule: Raw, name: str, change: Raw, shown: str, node: yamltree.Node, path: tuple[str | int, ...]
) -> None:
    """Gives a rule a list of its own: the named one with words added or taken."""
    ((kind_name, params),) = rule["check"].items()
    known = merged["lexicon"].get(name)
    spot = node.key(path)
    if known is None or "words" not in known:
        near = _nearest(name, [key for key, entry in merged["lexicon"].items() if "words" in entry])
        raise PackError(shown, f"no word list named {name!r}" + near, spot.line, spot.column)
    own = f"{name}_{rule['id'].lower()}"
    merged["lexicon"][own] = {**known, "words": _changed(known["words"], change, shown, node, path)}
    used = False
    defaults = {param: default for param, (_, default) in parameters(kinds()[kind_name]).items()}
    for param, role in kinds()[kind_name].refers.items():
        given = params.get(param, defaults.get(param))
        if role == "list" and (given == name or (isinstance(given, (list, tuple)) and name in given)):
            used = True
            params[param] = own if given == name else [own if item == name else item for item in given]
    if not used:
        raise PackError(shown, f"the rule {rule['id']} does not use the list {name!r}", spot.line, spot.column)


def _check_references(merged: Raw, nodes: Mapping[str, tuple[str, yamltree.Node]]) -> None:
    """Refuses fields, lists and rules that do not exist: what can match nothing would be silent for ever."""
    for rule in merged["rules"]:
        shown, spot = nodes.get(rule["id"], (rule["origin"], yamltree.Node(None, 0, 0)))
        ((name, params),) = rule["check"].items()
        kind = kinds()[name]
        defaults = {param: default for param, (_, default) in parameters(kind).items()}
        for param, role in kind.refers.items():
            given = params.get(param, defaults.get(param))
            known = {"field": FIELDS, "list": merged["lexicon"]}[role]
            for used in given if isinstance(given, (list, tuple)) else [given]:
                if used and isinstance(used, str) and used not in known:
                    place = spot.key(("check", name, param))
                    reason = f"{name}: no {role} named {used!r}" + _nearest(used, known)
                    raise PackError(shown, reason, place.line, place.column)


_MERGE: Mapping[str, Any] = {
    "lexicon": _add_lexicon,
    "profiles": _add_profiles,
    "rules": _add_rules,
    "override": _override,
}
