"""The baseline: violations that were there when checking began, by fingerprint, so that a gate fails on new ones only.

No line numbers and no counts: a mended fault and a new one must not cancel out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from perflint import userfile
from perflint._version import __version__
from perflint.report import Known
from perflint.rule import Rule
from perflint.syntax import json_fault
from perflint.userfile import UserFileError
from perflint.violation import Message, Violation

FORMAT = 1
UNREADABLE = "STR001"
_ABOUT_WAIVERS = "waiver"


class Hidden(Struct, frozen=True):
    """``violations`` that are new, how many the baseline hides, and its entries that are gone."""

    violations: list[Violation]
    known: int
    gone: tuple[Known, ...]


def can_be_known(violation: Violation, rules: Mapping[str, Rule]) -> bool:
    """Whether a baseline may hide it: neither what could not be read, nor what is wrong with waivers."""
    rule = rules.get(violation.rule)
    return violation.rule != UNREADABLE and not (rule is not None and rule.check.kind == _ABOUT_WAIVERS)


def known_of(violations: Iterable[Violation], rules: Mapping[str, Rule]) -> tuple[Known, ...]:
    """The entries that a baseline of these violations has, sorted."""
    found = {
        violation.fingerprint: Known(violation.fingerprint, violation.rule, violation.project)
        for violation in violations
        if can_be_known(violation, rules)
    }
    return in_order(found.values())


def in_order(known: Iterable[Known]) -> tuple[Known, ...]:
    """Entries by rule, project and fingerprint, so that files compare well."""
    return tuple(sorted(known, key=lambda item: (item.rule, item.project or "", item.fingerprint)))


def hide(
    violations: Sequence[Violation],
    baseline: Sequence[Known],
    rules: Mapping[str, Rule],
    judged: frozenset[str],
    present: frozenset[str],
) -> Hidden:
    """Takes out what the baseline knows. ``present`` are the fingerprints of all that was found, waived ones too.

    An entry is gone when its rule ran (``judged``), everything could be read, and its violation was not found.
    """
    fingerprints = {item.fingerprint for item in baseline}
    new = [item for item in violations if item.fingerprint not in fingerprints or not can_be_known(item, rules)]
    unread = any(item.rule == UNREADABLE for item in violations)
    gone = () if unread else (item for item in baseline if _is_gone(item, rules, judged, present))
    return Hidden(new, len(violations) - len(new), in_order(gone))


def _is_gone(item: Known, rules: Mapping[str, Rule], judged: frozenset[str], present: frozenset[str]) -> bool:
    return item.fingerprint not in present and (item.rule in judged or item.rule not in rules)


def render(known: Iterable[Known], rules_version: str) -> Iterator[str]:
    """A baseline file, one entry a line."""
    tool = {"name": "perflint", "version": __version__, "rules_version": rules_version}
    yield f'{{"format": {FORMAT},\n"tool": {json.dumps(tool)},\n"known": ['
    separator = "\n"
    for item in known:
        entry = {"fingerprint": item.fingerprint, "rule": item.rule, "project": item.project}
        yield separator + json.dumps(entry, ensure_ascii=True)
        separator = ",\n"
    yield "]}\n"


def load_baseline(path: str | os.PathLike[str]) -> tuple[Known, ...]:
    """The entries of a baseline file. Raises UserFileError."""
    return parse_baseline(os.fspath(path), userfile.read_text(Path(path)))


def parse_baseline(path: str, text: str) -> tuple[Known, ...]:
    """As ``load_baseline``, from text."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = Message(*json_fault(error.msg, text[error.pos : error.pos + 1]))
        raise UserFileError(path, message, error.lineno, error.colno) from None
    except RecursionError:
        raise _wrong(path, "嵌套过深", "nested too deeply") from None
    if not isinstance(data, dict) or not {"format", "known"} <= set(data) <= {"format", "tool", "known"}:
        raise _wrong(path, "不是perflint的基线文件", "not a baseline of perflint")
    if data["format"] != FORMAT or isinstance(data["format"], bool):
        zh = f"不认识的格式号“{data['format']}”，此版本只认识{FORMAT}"
        raise _wrong(path, zh, f"unknown format {data['format']!r}, this version knows {FORMAT}")
    if not isinstance(data["known"], list):
        raise _wrong(path, "known 应为列表", "known must be a list")
    return in_order(_entry(path, number, item) for number, item in enumerate(data["known"], 1))


def _entry(path: str, number: int, item: Any) -> Known:
    if isinstance(item, dict) and set(item) == {"fingerprint", "rule", "project"}:
        fingerprint, rule, project = item["fingerprint"], item["rule"], item["project"]
        if isinstance(fingerprint, str) and isinstance(rule, str) and isinstance(project, str | None):
            return Known(fingerprint, rule, project)
    zh = f"known 第{number}项应有 fingerprint、rule、project"
    raise _wrong(path, zh, f"entry {number} of known must hold a fingerprint, a rule and a project")


def _wrong(path: str, zh: str, en: str) -> UserFileError:
    return UserFileError(path, Message(zh, en))
