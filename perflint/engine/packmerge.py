"""Lays rule packs one over another: nation, province, county; every layer's say is kept (the slow path: pydantic)."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from perflint.checks import kind_named
from perflint.checks.base import parameters
from perflint.engine.packfolder import PackError, pack_files, source_hash
from perflint.engine.packlayers import Layer, stack
from perflint.engine.packlists import change_list, changed_words, lists_of, texts
from perflint.engine.packprofiles import add_profile, check_profiles
from perflint.engine.packrules import Call, check_references, check_silences, check_texts, checked_call
from perflint.engine.packsource import PackSource, Path_, Raw, did_you_mean, read_source
from perflint.engine.packvalues import check_examples
from perflint.violation import Message

CORE = "perflint"


def merge_layers(layers: Iterable[Path], base: Raw | None = None, home: Path | None = None) -> Raw:
    """The plain form of packs laid over each other, later ones winning; raises PackError.

    The first is the shipped one; ``base`` is it already merged, where known. A pack that names the pack it builds on
    brings that one along, below itself; ``home`` is where such paths start, where a file is a copy (see ``stack``).
    """
    core, *extra = layers
    merged: Raw = {"rules": [], "lexicon": {}, "profiles": [], "decisions": {}}
    # Taken before the files are read: a file that changes meanwhile must not pass as the one that was compiled.
    before = source_hash(core) if base is None and core.is_dir() else ""
    places: dict[str, tuple[PackSource, Path_]] = {}
    calls: list[Call] = []
    if base is None:
        _lay(merged, _core(core), places, calls)
    else:
        merged = copy.deepcopy(base)
    merged["shipped"] = [{"id": rule["id"], "check": copy.deepcopy(rule["check"])} for rule in merged["rules"]]
    for layer in stack(extra, home):
        _lay(merged, layer, places, calls)
    check_references(merged, calls)
    check_silences(merged, places)
    check_profiles(merged, str(core))
    del merged["shipped"]
    merged["hash"] = before
    merged.setdefault("version", _version(merged))
    return merged


def _version(merged: Raw) -> str:
    return max((rule["since"] for rule in merged["rules"]), default="1", key=lambda text: (len(text), text))


def _core(folder: Path) -> Layer:
    files = pack_files(folder)
    if not files:
        raise PackError(str(folder), Message("没有规则文件（*.yaml）", "holds no rule file (*.yaml)"))
    shown = {path: f"rules/{path.relative_to(folder).as_posix()}" for path in files}
    return Layer(CORE, tuple(read_source(path, shown[path], CORE) for path in files))


def _lay(merged: Raw, layer: Layer, places: dict[str, tuple[PackSource, Path_]], calls: list[Call]) -> None:
    """Adds one layer: words and profiles first, so that its rules may use them, and changes last."""
    for source in layer.sources:
        for name, entry in source.content["lexicon"].items():
            change_list(merged, source, name, entry)
    for source in layer.sources:
        for number, entry in enumerate(source.content["profiles"]):
            add_profile(merged, source, number, entry)
    for source in layer.sources:
        for number, entry in enumerate(source.content["rules"]):
            _add_rule(merged, source, ("rules", number), entry, places)
            ((kind, params),) = merged["rules"][-1]["check"].items()
            calls.append(Call(entry["id"], source, ("rules", number, "check", kind), params, True))
    seen: dict[str, str] = {}
    for source in layer.sources:
        for number, entry in enumerate(source.content["override"]):
            path: Path_ = ("override", number)
            if entry["id"] in seen:
                zh = f"规则{entry['id']}在{seen[entry['id']]}已经改过，请合并为一条"
                raise source.error(
                    (*path, "id"), zh, f"{entry['id']} is changed at {seen[entry['id']]} too: make it one"
                )
            seen[entry["id"]] = source.origin(path)
            _override(merged, source, path, entry)
            calls.append(Call(entry["id"], source, (*path, "params"), entry["params"], False))


def _add_rule(
    merged: Raw, source: PackSource, path: Path_, entry: Raw, places: dict[str, tuple[PackSource, Path_]]
) -> None:
    for known in merged["rules"]:
        if known["id"] == entry["id"]:
            zh = f"规则{entry['id']}在{known['origin']}已有；要改它请写在 override 里，新规则请换编号"
            en = f"{entry['id']} stands already at {known['origin']}; change it under override, or take a new id"
            raise source.error((*path, "id"), zh, en)
        if known["name"] == entry["name"]:
            zh, en = (
                f"名称“{entry['name']}”已属于{known['id']}，请换一个",
                f"{known['id']} is already named {entry['name']!r}",
            )
            raise source.error((*path, "name"), zh, en)
    rule = {**entry, "origin": source.origin(path)}
    rule["check"] = checked_call(rule["check"], source, (*path, "check"))
    check_texts(rule, source, path)
    check_examples(rule, source, path)
    places[rule["id"]] = (source, path)
    merged["rules"].append(rule)
    said = f"severity {rule['severity']}"
    merged["decisions"].setdefault(rule["id"], []).append([source.layer, rule["origin"], said])


def _override(merged: Raw, source: PackSource, path: Path_, entry: Raw) -> None:
    """Changes a rule of a layer below."""
    rules = {rule["id"]: rule for rule in merged["rules"]}
    rule = rules.get(entry["id"])
    if rule is None:
        raise source.unknown((*path, "id"), "规则", "rule", entry["id"], rules)
    said: list[str] = []
    if entry["severity"]:
        _set_severity(rule, entry["severity"], source, path)
        said.append(f"severity {entry['severity']}" if entry["severity"] != "off" else "off")
    if entry["confidence"]:
        rule["confidence"] = entry["confidence"]
        said.append(f"confidence {entry['confidence']}")
    if entry["messages"]:
        rule["message"] = entry["messages"]
        check_texts(rule, source, path, key="messages")
        said.append("messages")
    if entry["params"]:
        ((name, given),) = rule["check"].items()
        rule["check"] = checked_call({name: {**given, **entry["params"]}}, source, (*path, "params"), within=False)
        said += [f"{key} = {value}" for key, value in entry["params"].items()]
    for list_name, change in entry["vocabulary"].items():
        said.append(_own_list(merged, rule, list_name, change, source, (*path, "vocabulary", list_name)))
    if not said:
        zh = "没有改动任何内容，请写 severity、confidence、params、messages 或 vocabulary"
        raise source.error(path, zh, "changes nothing: give severity, confidence, params, messages or vocabulary")
    merged["decisions"].setdefault(rule["id"], []).append([source.layer, source.origin(path), ", ".join(said)])


def _set_severity(rule: Raw, severity: str, source: PackSource, path: Path_) -> None:
    if rule["mandatory"]:
        zh, en = f"{rule['id']}必须报告，级别不能改变", f"{rule['id']} always speaks: its severity cannot be changed"
        raise source.error((*path, "severity"), zh, en)
    rule["off"] = severity == "off"
    if severity != "off":
        rule["severity"] = severity
        for case in rule["cases"].values():
            case["severity"] = None


def _own_list(merged: Raw, rule: Raw, name: str, change: Raw, source: PackSource, path: Path_) -> str:
    """Gives a rule a list of its own: the named one with words added or taken. Returns what was done."""
    ((kind_name, params),) = rule["check"].items()
    known: Mapping[str, Any] | None = merged["lexicon"].get(name)
    if known is None or "words" not in known:
        lists = [key for key, entry in merged["lexicon"].items() if "words" in entry]
        raise source.unknown(path, "词表", "word list", name, lists)
    own = f"{name}_{rule['id'].lower()}"
    uses = lists_of(rule)
    if own in uses:  # a layer below gave it one
        known = merged["lexicon"][own]
    elif name not in uses:
        more = did_you_mean(name, uses)
        zh = f"规则{rule['id']}不用词表“{name}”{more.zh}"
        raise source.error(path, zh, f"the rule {rule['id']} does not use the list {name!r}{more.en}")
    words, said = changed_words(list(known["words"]), change, source, path)
    merged["lexicon"][own] = {**known, "words": words, "derived": name}
    for param, role in kind_named(kind_name).refers.items():
        if role == "list" and param in params:
            params[param] = _renamed(params[param], name, own)
        elif role == "list" and name in texts(parameters(kind_named(kind_name))[param][1]):
            params[param] = _renamed(parameters(kind_named(kind_name))[param][1], name, own)
    return f"words of {name}: {said}"


def _renamed(value: Any, old: str, new: str) -> Any:
    """Plain data with one text put for another, keys left as they are."""
    if isinstance(value, dict):
        return {key: _renamed(item, old, new) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renamed(item, old, new) for item in value]
    return new if value == old else value
