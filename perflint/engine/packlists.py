"""Word lists in packs: new ones, and words added to or taken from those of a layer below."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from perflint.checks import kind_named
from perflint.checks.base import parameters
from perflint.engine.packsource import PackSource, Path_, Raw, did_you_mean

CORE = "perflint"


def change_list(merged: Raw, source: PackSource, name: str, entry: Raw) -> None:
    """Defines a list or changes one."""
    path: Path_ = ("lexicon", name)
    known = merged["lexicon"].get(name)
    defines = entry["words"] is not None or entry["table"] is not None
    changes = bool(entry["add"] or entry["remove"])
    if defines == changes:
        zh = f"词表“{name}”要么新写（words 或 table），要么改动（add、remove）"
        raise source.error(path, zh, f"the list {name!r} is either written (words or table) or changed (add, remove)")
    if defines:
        _define(merged, source, name, entry)
        return
    if known is None:
        raise source.unknown(path, "词表", "list", name, merged["lexicon"])
    if "words" in known:
        words, said = changed_words(list(known["words"]), entry, source, path)
        merged["lexicon"][name] = {**known, "words": words}
        _change_derived(merged, name, entry)
    else:
        table, said = _changed_table(merged, name, copy.deepcopy(known["table"]), entry, source, path)
        merged["lexicon"][name] = {**known, "table": table}
    for rule in users(merged, name):
        what = [source.layer, source.origin(path), f"words of {name}: {said}"]
        merged["decisions"].setdefault(rule, []).append(what)


def _define(merged: Raw, source: PackSource, name: str, entry: Raw) -> None:
    if name in merged["lexicon"]:
        zh = f"词表“{name}”已有；增减词语请用 add、remove，新词表请换名称"
        en = f"the list {name!r} exists; use add and remove to change it, or another name for a new one"
        raise source.error(("lexicon", name), zh, en)
    if entry["words"] is not None and entry["table"] is not None:
        zh, en = "新词表只写 words 或 table 中的一个", "a new list has words or a table, not both"
        raise source.error(("lexicon", name, "table"), zh, en)
    _refuse_blank(entry["words"] or (), source, ("lexicon", name, "words"))
    if entry["words"] == []:
        raise source.error(("lexicon", name, "words"), "词表是空的，请写词语", "the list is empty; write words")
    kept = {key: entry[key] for key in ("about", "source", "words", "table") if entry[key] is not None}
    merged["lexicon"][name] = kept


def _change_derived(merged: Raw, name: str, change: Raw) -> None:
    """Lists that a layer below made of this one for a single rule follow it."""
    for entry in merged["lexicon"].values():
        if entry.get("derived") == name:
            kept = [word for word in entry["words"] if word not in change["remove"]]
            entry["words"] = kept + [word for word in change["add"] if word not in kept]


def users(merged: Raw, name: str) -> list[str]:
    """The rules that name a list among their parameters, or a table that names it."""
    found = []
    for rule in merged["rules"]:
        held = lists_of(rule)
        held += [merged["lexicon"].get(item, {}).get("derived") for item in held]
        tables = [merged["lexicon"].get(item, {}).get("table") for item in held]
        if name in held or any(name in texts(table) for table in tables if table is not None):
            found.append(rule["id"])
    return found


def lists_of(rule: Raw) -> list[str]:
    """The names of lists among a rule's parameters."""
    ((kind_name, params),) = rule["check"].items()
    kind = kind_named(kind_name)
    defaults = {param: default for param, (_, default) in parameters(kind).items()}
    wanted = [param for param, role in kind.refers.items() if role == "list"]
    return [name for param in wanted for name in texts(params.get(param, defaults.get(param)))]


def texts(value: Any) -> list[str]:
    """All texts in plain data, keys left out."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def changed_words(words: list[str], change: Raw, source: PackSource, path: Path_) -> tuple[list[str], str]:
    """A plain list with words added and taken, and what was done to it."""
    if not isinstance(change["add"], list) or not isinstance(change["remove"], list):
        zh, en = (
            "这个词表只有词语，add、remove 应为词语的列表",
            "this list holds plain words: add and remove are lists of words",
        )
        raise source.error((*path, "add"), zh, en)
    return _changed(words, change["add"], change["remove"], source, path)


def _changed(
    words: list[str], add: list[str], remove: list[str], source: PackSource, path: Path_
) -> tuple[list[str], str]:
    for number, word in enumerate(remove):
        if word not in words:
            more = did_you_mean(word, words)
            place = (*path, "remove", number)
            raise source.error(place, f"词表中没有“{word}”{more.zh}", f"{word!r} is not on the list{more.en}")
    _refuse_blank(add, source, (*path, "add"))
    for number, word in enumerate(add):
        if word in add[:number]:
            raise source.error((*path, "add", number), f"“{word}”写了两次", f"{word!r} stands twice")
        if word in words and word not in remove:
            raise source.error((*path, "add", number), f"词表中已有“{word}”", f"{word!r} is on the list already")
    kept = [word for word in words if word not in remove]
    return kept + add, " ".join([*(f"+{word}" for word in add), *(f"-{word}" for word in remove)])


def _refuse_blank(words: Iterable[str], source: PackSource, path: Path_) -> None:
    """A blank would be found everywhere."""
    for number, word in enumerate(words):
        if source.layer != CORE and not word.strip():
            raise source.error((*path, number), "词语是空白的，请写明或删去", "the word is blank: write it or drop it")


def _changed_table(merged: Raw, name: str, table: Any, change: Raw, source: PackSource, path: Path_) -> tuple[Any, str]:
    """A table of entries or of groups of words, with some added and taken."""
    if not isinstance(table, dict) or not isinstance(change["add"] or {}, dict):
        zh, en = (
            "这个词表是表格，不能增减词语；add 应为键值对",
            "this list is a table: add takes entries, key and value",
        )
        raise source.error((*path, "add"), zh, en)
    # What no rule names is looked up by the program, entry by entry.
    fixed = source.layer != CORE and not users(merged, name)
    said = []
    removed = change["remove"] if isinstance(change["remove"], dict) else dict.fromkeys(change["remove"])
    for key, words in removed.items():
        if key not in table:
            raise source.unknown((*path, "remove"), "表项", "entry", key, table)
        if words is None and fixed:
            zh, en = f"“{key}”由程序查用，不能整项删去", f"{key!r} is looked up by the program and stays"
            raise source.error((*path, "remove"), zh, en)
        if words is None:
            del table[key]
            said.append(f"-{key}")
        else:
            table[key], what = _changed(table[key], [], words, source, (*path, "remove", key))
            said.append(f"{key} {what}")
    for key, value in (change["add"] or {}).items():
        said.append(_add_entry(table, key, value, fixed, source, (*path, "add", key)))
    return table, " ".join(said)


def _add_entry(table: Any, key: str, value: Any, fixed: bool, source: PackSource, place: Path_) -> str:
    """Adds an entry to a table, or what an entry is to hold more. Returns what was done."""
    sample = table[key] if key in table else next(iter(table.values()), value)
    if not _alike(value, sample):
        zh, en = f"“{key}”的写法与表中其他各项不同", f"{key!r} is not written as the other entries are"
        raise source.error(place, zh, en)
    if not key.strip() or value == "":
        raise source.error(place, "表项不能是空白", "an entry cannot be blank")
    if key == value:
        zh, en = f"“{key}”与它自己相同，没有改正什么", f"{key!r} is its own correction"
        raise source.error(place, zh, en)
    if isinstance(value, list) and key in table:
        table[key], what = _changed(table[key], value, [], source, place[:-1])
        return f"{key} {what}"
    if isinstance(value, dict) and key in table:
        return f"{key}: " + " ".join(
            _add_entry(table[key], inner, item, fixed, source, (*place, inner)) for inner, item in value.items()
        )
    if fixed and key in table:
        zh, en = f"“{key}”由程序查用，不能改", f"{key!r} is looked up by the program and cannot be changed"
        raise source.error(place, zh, en)
    table[key] = value
    return f"+{key}"


def _alike(value: Any, sample: Any) -> bool:
    """Whether an entry is made as another one: same type, lists of the same things; no number below 0."""
    if type(value) is not type(sample):
        return False
    if isinstance(value, list) and sample:
        return {type(item) for item in value} <= {type(item) for item in sample}
    return not isinstance(value, int) or value >= 0
