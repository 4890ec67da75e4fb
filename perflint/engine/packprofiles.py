"""Profiles in packs: new ones, and changes to those of a layer below (classes added, other limits)."""

from __future__ import annotations

import copy
import re
from typing import Any

from perflint.checks.engines import refusal
from perflint.engine.packfolder import PackError
from perflint.engine.packsource import PackSource, Path_, Raw, did_you_mean
from perflint.prepared import FIELDS
from perflint.violation import Message

CORE = "perflint"
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?")
_PATTERNS = ("code_pattern", "code_default", "check_pattern")


def add_profile(merged: Raw, source: PackSource, number: int, entry: Raw) -> None:
    """Adds a profile, or changes the one that ``extends`` names where that is itself."""
    path: Path_ = ("profiles", number)
    known = {profile["id"]: profile for profile in merged["profiles"]}
    base = entry.get("extends")
    if base is None and entry["id"] in known:
        zh = f"表式“{entry['id']}”已有；改动它请加上 extends: {entry['id']}，新表式请换 id"
        en = f"the profile {entry['id']!r} exists; write extends: {entry['id']} to change it, or take another id"
        raise source.error((*path, "id"), zh, en)
    if base is not None and base not in known:
        raise source.unknown((*path, "extends"), "表式", "profile", base, known)
    if base is not None and base != entry["id"] and entry["id"] in known:
        zh, en = f"表式“{entry['id']}”已有，请换 id", f"the profile {entry['id']!r} exists: take another id"
        raise source.error((*path, "id"), zh, en)
    if source.layer != CORE:
        _check_entry(entry, source, path)
    own_patterns = source.layer != CORE and _has_patterns(source, path, entry)
    if base is None:
        profile, said = _whole(entry, source, path), ["new"]
    else:
        profile, said = _changed(known[base], entry, source, path)
    profile["origin"] = source.origin(path)
    profile["own_patterns"] = own_patterns or profile.get("own_patterns", False)
    if entry["id"] in known:
        merged["profiles"] = [profile if item["id"] == entry["id"] else item for item in merged["profiles"]]
    else:
        merged["profiles"].append(profile)
    if source.layer != CORE:
        decisions = merged.setdefault("profile_decisions", {}).setdefault(entry["id"], [])
        decisions.append([source.layer, profile["origin"], ", ".join(said) or "nothing"])


def _has_patterns(source: PackSource, path: Path_, entry: Raw) -> bool:
    """Whether a pack writes patterns of its own; raises PackError for one that RE2 does not run."""
    given = [((*path, name), entry.get(name)) for name in _PATTERNS]
    given.append(((*path, "recognise", "codes"), (entry.get("recognise") or {}).get("codes")))
    for place, pattern in given:
        reason = refusal(pattern) if pattern else None
        if reason is not None:
            raise source.error(place, reason.zh, reason.en)
    return any(pattern for _, pattern in given)


def _check_entry(entry: Raw, source: PackSource, path: Path_) -> None:
    """Refuses checkpoints, fields, limits and unit costs that would be silent for ever or mean nothing."""
    points = entry.get("checkpoints") or []
    for number, point in enumerate(points):
        if not point.strip() or point in points[:number]:
            zh, en = f"时点“{point}”空白或写了两次", f"the checkpoint {point!r} is blank or stands twice"
            raise source.error((*path, "checkpoints", number), zh, en)
    for number, name in enumerate(entry.get("fields") or []):
        if name not in FIELDS:
            raise source.unknown((*path, "fields", number), "字段", "field", name, FIELDS)
    for number, total in enumerate(entry.get("weight_totals") or []):
        if not _NUMBER.fullmatch(total):
            zh, en = (
                f"权重合计应为数字，如 100，不能是“{total}”",
                f"a total of weights is a number such as 100, not {total!r}",
            )
            raise source.error((*path, "weight_totals", number), zh, en)
    limit = entry.get("name_limit")
    if limit is not None and limit < 1:
        zh, en = f"名称长度上限应为1以上，不能是{limit}", f"the limit of names is 1 or more, not {limit}"
        raise source.error((*path, "name_limit"), zh, en)
    for thing, cost in (entry.get("unit_cost") or {}).items():
        place = (*path, "unit_cost", thing)
        if not thing.strip() or float(cost["low"]) > float(cost["high"]):
            zh = f"“{thing}”的下限{cost['low']}高于上限{cost['high']}，或名称空白"
            raise source.error(
                place, zh, f"{thing!r}: low {cost['low']} is above high {cost['high']}, or the name is blank"
            )


def check_profiles(merged: Raw, path: str) -> None:
    """Refuses packs that leave no profile for documents of which nothing is known."""
    for profile in merged["profiles"]:
        known = profile["recognise"]
        if known and not (known["codes"] or known["checkpoints"] or known["level1"]):
            return
    shown, _, line = merged["profiles"][-1]["origin"].rpartition(":")
    for said in merged.get("profile_decisions", {}).values():
        shown, _, line = said[-1][1].rpartition(":")
    zh = "没有留下一个不设条件的表式；recognise 中只写 order 的表式用于认不出的文件，请恢复"
    en = "no profile without conditions is left (recognise with order alone) for documents that nothing tells: keep one"
    raise PackError(shown or path, Message(zh, en), int(line or 0), 1)


def _whole(entry: Raw, source: PackSource, path: Path_) -> Raw:
    """A profile that stands on its own."""
    for name in ("title", "level1"):
        if not entry[name]:
            zh, en = (
                f"新表式缺少 {name}（改动已有表式请写 extends）",
                f"a new profile needs {name} (or extends, to change one)",
            )
            raise source.error(path, zh, en)
    profile = {key: value for key, value in entry.items() if key != "extends"}
    profile["level1"] = []
    for number, item in enumerate(entry["level1"]):
        _add_class(profile["level1"], item, source, (*path, "level1", number), [])
    return profile


def _changed(base: Raw, entry: Raw, source: PackSource, path: Path_) -> tuple[Raw, list[str]]:
    """The profile that another one makes with changes, and what they are."""
    profile = copy.deepcopy(base)
    said = [] if base["id"] == entry["id"] else [f"extends {base['id']}"]
    if base["id"] != entry["id"]:
        profile["recognise"] = None  # only one of the two can be told from a document; this one is asked for by name
    for key, value in entry.items():
        if key in ("extends", "level1"):
            continue
        profile[key] = value
        if key != "id":
            said.append(f"{key} = {value}" if isinstance(value, (str, int, bool, list)) else key)
    for number, item in enumerate(entry.get("level1", ())):
        _add_class(profile["level1"], item, source, (*path, "level1", number), said)
    return profile, said


def _add_class(classes: list[Raw], given: Raw, source: PackSource, path: Path_, said: list[str]) -> None:
    """Adds a class with those under it, or changes the one with its id."""
    known: dict[str, Raw] = {item["id"]: item for item in classes}
    here = known.get(given["id"])
    if here is None:
        if not given.get("name"):
            more = did_you_mean(given["id"], known)
            zh, en = (
                f"没有类别“{given['id']}”{more.zh}；新类别要写 name",
                f"no class {given['id']!r}{more.en}; a new class needs a name",
            )
            raise source.error((*path, "id"), zh, en)
        here = {"id": given["id"], "name": given["name"], "aliases": [], "required": False}
        if "level2" in given or any("level2" in item for item in classes):
            here["level2"] = []
        classes.append(here)
        said.append(f"+{given['id']} {given['name']}")
    _refuse_taken(classes, here, given, source, path)
    here["name"] = given.get("name") or here["name"]
    here["aliases"] = [*here["aliases"], *(name for name in given.get("aliases", ()) if name not in here["aliases"])]
    if given.get("required") is not None:
        here["required"] = given["required"]
    if here["id"] in known:
        said += [f"{here['id']} {key}" for key in ("name", "aliases", "required") if given.get(key)]
    for number, item in enumerate(given.get("level2", ())):
        _add_class(here["level2"], item, source, (*path, "level2", number), said)


def _refuse_taken(classes: list[Raw], here: Raw, given: Raw, source: PackSource, path: Path_) -> None:
    """A name that means another class already would never be looked up."""
    for other in classes:
        taken = {other["name"], *other["aliases"]}
        names: list[Any] = [given.get("name"), *given.get("aliases", ())]
        for name in names:
            if other is not here and name in taken:
                zh, en = f"名称“{name}”已属于类别{other['id']}", f"{name!r} already means the class {other['id']}"
                raise source.error(path, zh, en)
