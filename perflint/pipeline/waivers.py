"""Waivers files: what someone decided about findings, each with reason, name and last day. Read and checked here.

One format serves ``check --waivers``, reviewers' decisions and the verdict column of the Excel report.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from perflint import userfile
from perflint.pipeline.waiver import VERDICTS, Entry, WaiverFile
from perflint.place import Place
from perflint.rule import Rule
from perflint.userfile import UserFile
from perflint.violation import Message
from perflint.yamltree import Node

FORMAT = 1

_FILE = Message("豁免文件", "the waivers file")
_INPUT = Message("input", "input")
_ENTRY = Message("条目", "an entry")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEYS = ("format", "input", "entries")
_ENTRY_KEYS = ("rule", "project", "fingerprint", "verdict", "reason", "by", "expires")


def load_waivers(path: str | os.PathLike[str], rules: Mapping[str, Rule]) -> WaiverFile:
    """The waivers in a file. Raises UserFileError, also for a rule name that does not exist."""
    if _is_workbook(Path(path)):
        from perflint.pipeline.verdicts import parse_workbook

        return parse_workbook(os.fspath(path), Path(path).read_bytes(), rules)
    return parse_waivers(os.fspath(path), userfile.read_text(Path(path)), rules)


def _is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, told by how it begins; one that cannot be opened is for ``read_text`` to say."""
    try:
        if not path.is_file():  # opening a pipe would wait for its other end
            return False
        with path.open("rb") as stream:
            return stream.read(2) == b"PK"
    except OSError:
        return False


def parse_waivers(path: str, text: str, rules: Mapping[str, Rule]) -> WaiverFile:
    """As ``load_waivers``, from text."""
    file = userfile.parse(path, text)
    top = file.mapping(file.root, _KEYS, _FILE)
    userfile.check_format(file, top.get("format"), FORMAT)
    ids = rules_by_name(rules)
    bound = top.get("input")
    named = file.mapping(bound, ("name", "sha256"), _INPUT) if bound is not None and bound.value is not None else {}
    sha256 = file.text(named.get("sha256"), Message("sha256", "sha256")).lower()
    if bound is not None and named and not sha256:
        raise file.error(bound, "input 缺少 sha256", "input lacks its sha256")
    listed = top.get("entries")
    items = file.items(listed, Message("entries", "entries")) if listed is not None and listed.value is not None else []
    return WaiverFile(
        path=path,
        entries=tuple(_entry(file, node, number, ids) for number, node in enumerate(items, 1)),
        input_name=file.text(named.get("name"), Message("name", "name")),
        input_sha256=sha256,
        input_line=bound.line if bound is not None else 0,
    )


def rules_by_name(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Rule ids by the names that mean exactly one rule: its id and its slug."""
    return {name: rule.id for rule in rules.values() for name in (rule.id, rule.name)}


def rule_named(name: str, ids: Mapping[str, str]) -> str | None:
    """The id of the rule of that name, whose letters may be small."""
    return ids.get(name) or ids.get(name.upper())


def _entry(file: UserFile, node: Node, number: int, ids: Mapping[str, str]) -> Entry:
    said = file.mapping(node, _ENTRY_KEYS, _ENTRY)
    texts = {
        name: file.text(said.get(name), Message(name, name))
        for name in ("rule", "project", "fingerprint", "reason", "by")
    }
    if not texts["rule"] and not texts["fingerprint"]:
        raise file.error(node, "条目没有写 rule 或 fingerprint", "an entry needs a rule or a fingerprint")
    if texts["rule"]:
        texts["rule"] = _rule(file, said["rule"], texts["rule"], ids)
    if "verdict" not in said:
        listed = " / ".join(VERDICTS)
        raise file.error(node, f"条目没有写 verdict（{listed}）", f"an entry needs a verdict ({listed})")
    return Entry(
        **texts,
        verdict=file.one_of(said["verdict"], VERDICTS, Message("verdict", "verdict")),
        expires=_day(file, said.get("expires")),
        number=number,
        place=Place(line=node.line, column=node.column),
    )


def _rule(file: UserFile, node: Node, name: str, ids: Mapping[str, str]) -> str:
    found = rule_named(name, ids)
    if found is None:
        raise unknown_rule(file, node, name, ids)
    return found


def unknown_rule(file: UserFile, node: Node, name: str, known: Collection[str]) -> userfile.UserFileError:
    """That a name is no rule's, with the nearest one that is."""
    near = userfile.nearest(name, known)
    zh = f"没有规则“{name}”" + (f"，是否指“{near}”？" if near else "")
    en = f"no rule named {name!r}" + (f", did you mean {near!r}?" if near else "")
    return file.error(node, zh, en)


def _day(file: UserFile, node: Node | None) -> date | None:
    written = file.text(node, Message("expires", "expires"))
    if node is None or not written:
        return None
    try:
        if not _DAY.fullmatch(written):
            raise ValueError
        return date.fromisoformat(written)
    except ValueError:
        zh, en = f"“{written}”不是日期，应写作2026-12-31", f"{written!r} is no date, write it as 2026-12-31"
        raise file.error(node, zh, en) from None
