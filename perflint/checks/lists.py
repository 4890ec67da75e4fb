"""Checks of names that the source system cut, and of how a project's goals are numbered and end."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import ClassVar

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge, RowJudge
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.rule import Setting
from perflint.violation import Message

NO_LIMIT = NotApplicable(Message("表式没有名称长度限制", "the form has no length limit for names"))
_DIGITS = re.compile(r"\d+")
_END = re.compile(r"[。；;，,、：:.!！?？]+\s*$")


class TruncatedName(Kind):
    """An indicator's name was cut at the length limit of the source system: the description goes on, or a bracket is
    left open. The profile gives the limit."""

    kind: ClassVar[str] = "truncated_name"
    scopes: ClassVar[frozenset[str]] = frozenset({"indicator"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"limit"})

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return NO_LIMIT if setting.profile.name_limit is None else None

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        limit = knowledge.profile.name_limit or 0

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if row.truncated:
                longer = text.squeeze(row.row.description)
                suggestion = longer if len(longer) > limit else None
                yield Finding(row.field("name"), row.row.name, {"limit": str(limit)}, suggestion=suggestion)

        return judge


class GoalNumbers(Kind):
    """Goals are numbered in one style without gaps, and a single goal is not numbered.

    Cases: ``gap``, ``style``; the ordinary finding is a single goal that is numbered.
    """

    kind: ClassVar[str] = "goal_numbers"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"number", "previous"})
    cases: ClassVar[frozenset[str]] = frozenset({"gap", "style"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            numbered = [(item, text.list_number(item.raw)) for item in project.goals]
            marked = [(item, number) for item, number in numbered if number]
            if len(numbered) == 1 and marked:
                item, number = marked[0]
                yield Finding(item.path, number, {"number": number, "previous": ""})
                return
            for (_, previous), (item, number) in itertools.pairwise(marked):
                case = _step(previous, number)
                if case:
                    yield Finding(item.path, number, {"number": number, "previous": previous}, case)
                    return

        return judge


def _step(previous: str, number: str) -> str:
    """What is wrong between two neighbouring list numbers: ``style``, ``gap`` or nothing."""
    if _DIGITS.sub("", text.fold(previous)) != _DIGITS.sub("", text.fold(number)) and _DIGITS.search(previous):
        return "style" if _style(previous) != _style(number) else ""
    old, new = _DIGITS.search(text.fold(previous)), _DIGITS.search(text.fold(number))
    if old and new and int(new.group()) not in (int(old.group()) + 1, 1):
        return "gap"
    return ""


def _style(number: str) -> str:
    return _DIGITS.sub("1", text.fold(number)).replace(" ", "")


class SameEnding(Kind):
    """The goals of a project end alike; semicolons with a full stop at the last are alike too."""

    kind: ClassVar[str] = "same_ending"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"endings"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            goals = [(path, value) for path, value in project.select("goals") if value.strip()]
            ends = [_ending(value) for _, value in goals]
            if len(set(ends)) < 2 or (set(ends[:-1]) == {";"} and ends[-1] in (".", "")):
                return
            path, value = goals[-1]
            shown = "、".join(end or "—" for end in dict.fromkeys(ends))
            yield Finding(path, value, {"endings": shown}, related=tuple(path for path, _ in goals[:-1]))

        return judge


def _ending(value: str) -> str:
    match = _END.search(value)
    last = text.fold(match.group().strip())[-1] if match else ""
    return "." if last == "。" else last


KINDS = (TruncatedName, GoalNumbers, SameEnding)
