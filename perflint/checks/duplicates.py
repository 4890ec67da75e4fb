"""Checks inside one project for what is said twice: goals and indicator rows."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from perflint import similar
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.prepared import GoalItem, PreparedDepartment, PreparedIndicator, PreparedProject
from perflint.text import bigrams, normal, trailing_bracket


def _numbers(members: Sequence[GoalItem], goals: Sequence[GoalItem]) -> list[str]:
    """The numbers of some of a project's goals as a person counts them: those of the written goals, or of the items
    in them where one written goal holds several of ``members``."""
    paths = [item.path for item in members]
    if len(set(paths)) < len(paths):
        return [str(goals.index(item) + 1) for item in members]
    return [path[path.rfind("[") + 1 : -1] for path in paths]


def _group_finding(members: Sequence[GoalItem], goals: Sequence[GoalItem], case: str) -> Finding:
    last = members[-1]
    span = (last.offset, last.offset + len(last.raw))
    *others, number = _numbers(members, goals)
    data = {"others": "、".join(others), "number": number}
    related = tuple(dict.fromkeys(member.path for member in members[:-1]))
    return Finding(last.path, last.raw.strip(), data, case, span, related)


class RepeatedGoal(Kind):
    """Two goal items of one project are equal, or one contains the other.

    Cases: ``contained`` (the contained one has ``long`` characters or more), ``contained-short`` (``short`` or more);
    shorter ones are not reported. One finding a group, at its last member.
    """

    kind: ClassVar[str] = "repeated_goal"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"others", "number"})
    cases: ClassVar[frozenset[str]] = frozenset({"contained", "contained-short"})

    short: int
    long: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            goals = project.goals
            cases: dict[tuple[int, int], str] = {}
            for (i, first), (j, second) in itertools.combinations(enumerate(goals), 2):
                case = self._relation(first.normal, second.normal)
                if case is not None:
                    cases[(i, j)] = case
            for group in similar.clusters(len(goals), iter(cases)):
                found = {case for (i, _), case in cases.items() if i in group}
                case = next(name for name in ("", "contained", "contained-short") if name in found)
                yield _group_finding([goals[i] for i in group], goals, case)

        return judge

    def _relation(self, a: str, b: str) -> str | None:
        if a == b:
            return ""
        inner, outer = sorted((a, b), key=len)
        if len(inner) < self.short or inner not in outer:
            return None
        return "contained" if len(inner) >= self.long else "contained-short"


class SimilarGoal(Kind):
    """Two goal items of one project share at least ``ratio`` of their character pairs, and neither contains the other.

    Items shorter than ``length`` characters are not compared. One finding a group, at its last member.
    """

    kind: ClassVar[str] = "similar_goal"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"others", "number"})

    ratio: str
    length: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        ratio = float(self.ratio)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            goals = [item for item in project.goals if len(item.normal) >= self.length]
            for group in similar.clusters(len(goals), _alike(goals, ratio)):
                yield _group_finding([goals[i] for i in group], project.goals, "")

        return judge


def _alike(goals: Sequence[GoalItem], ratio: float) -> Iterator[tuple[int, int]]:
    for (i, first), (j, second) in itertools.combinations(enumerate(goals), 2):
        a, b = first.normal, second.normal
        if a not in b and b not in a and similar.dice(a, b) >= ratio:
            yield i, j


class RepeatedIndicator(Kind):
    """The same indicator stands twice in one project: same base name, and same description or one of them missing.

    A bracket that ends the name and holds no unit tells rows apart: 保障人数（城市） and 保障人数（农村）.

    Case ``same-name``: the descriptions differ. One finding a group, at its last member.
    """

    kind: ClassVar[str] = "repeated_indicator"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "rows"})
    cases: ClassVar[frozenset[str]] = frozenset({"same-name"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            named: dict[str, list[PreparedIndicator]] = defaultdict(list)
            for row in project.indicators:
                name = row.once(self, _known_as)
                if name:
                    named[name].append(row)
            for rows in named.values():
                if len(rows) > 1:
                    yield _repeated(rows)

        return judge


def _known_as(row: PreparedIndicator) -> str:
    return normal(row.judged_name) + _told_apart(row)


def _told_apart(row: PreparedIndicator) -> str:
    """What the bracket at the end of a name says besides a unit (城市, 7月), ``""`` where it says nothing."""
    said = "" if row.truncated or row.name_unit is not None else normal(trailing_bracket(row.row.name))
    return f"({said})" if said else ""


def _repeated(rows: list[PreparedIndicator]) -> Finding:
    """The rows that say the same thing twice, else (case ``same-name``) all rows of the name."""
    described: dict[str, list[PreparedIndicator]] = defaultdict(list)
    for row in rows:
        described[normal(row.base_description)].append(row)
    anonymous = described.pop("", [])
    same = next((group for group in described.values() if len(group) > 1), None)
    if same is None and anonymous:
        same = sorted([*anonymous, *next(iter(described.values()), [])], key=lambda row: row.index)
    members, case = (same, "") if same is not None else (rows, "same-name")
    last = members[-1]
    data = {"name": last.judged_name, "rows": "、".join(str(row.index) for row in members[:-1])}
    related = tuple(row.field("name") for row in members[:-1])
    return Finding(last.field("name"), last.row.name, data, case, related=related)


class CopiedDepartmentText(Kind):
    """In part one, a category goal is copied from the overall goal, or its indicator text repeats the goal.

    Texts shorter than ``length`` characters are not compared; texts that share at least ``ratio`` of their character
    pairs count as copied too. Case ``indicator``: the indicator text repeats its goal.
    """

    kind: ClassVar[str] = "copied_department_text"
    scopes: ClassVar[frozenset[str]] = frozenset({"department"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    cases: ClassVar[frozenset[str]] = frozenset({"indicator"})

    length: int
    ratio: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            if not isinstance(project, PreparedDepartment):
                return
            whole = project.document.department
            overall = normal(whole.overall_goal)
            for number, item in enumerate(whole.category_goals, 1):
                goal, indicator = normal(item.goal), normal(item.indicator)
                path = f"department.category_goals[{number}]"
                if self._copied(goal, overall):
                    related = ("department.overall_goal",)
                    yield Finding(f"{path}.goal", item.goal, {"name": item.name}, related=related)
                if self._copied(goal, indicator):
                    related = (f"{path}.goal",)
                    yield Finding(f"{path}.indicator", item.indicator, {"name": item.name}, "indicator", None, related)

        return judge

    def _copied(self, part: str, whole: str) -> bool:
        if len(part) < self.length or not whole:
            return False
        return part in whole or len(bigrams(part) & bigrams(whole)) >= float(self.ratio) * len(bigrams(part))


KINDS = (RepeatedGoal, SimilarGoal, RepeatedIndicator, CopiedDepartmentText)
