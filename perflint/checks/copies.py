"""Checks of fields that only repeat another field of the same project: name, purpose, goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.finder import Finder
from perflint.prepared import PreparedProject

PROJECT = frozenset({"project"})


class GoalIsName(Kind):
    """A goal item equals the project name, or (case ``part``) stands inside it with ``length`` characters or more."""

    kind: ClassVar[str] = "goal_is_name"
    scopes: ClassVar[frozenset[str]] = PROJECT
    cases: ClassVar[frozenset[str]] = frozenset({"part"})

    length: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            name = project.name_normal
            for item in project.goals:
                span = (item.offset, item.offset + len(item.raw))
                if item.normal == name:
                    yield Finding(item.path, item.raw.strip(), span=span, related=("name",))
                elif len(item.normal) >= self.length and item.normal in name:
                    yield Finding(item.path, item.raw.strip(), case="part", span=span, related=("name",))

        return judge


class PurposeIsName(Kind):
    """The purpose equals the project name, or (case ``extends``) says nothing beyond it.

    It says nothing beyond when it is part of the name, or when fewer than ``length`` Chinese characters are left of it
    once the name, words of ``filler`` and punctuation are taken away, and no amount but the budget itself.
    """

    kind: ClassVar[str] = "purpose_is_name"
    scopes: ClassVar[frozenset[str]] = PROJECT
    cases: ClassVar[frozenset[str]] = frozenset({"extends"})
    refers: ClassVar[Mapping[str, str]] = {"filler": "list"}

    length: int
    filler: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        filler = Finder(knowledge.lexicon.words(self.filler))

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            purpose, name = project.purpose_normal, project.name_normal
            if not purpose or not name:
                return
            if purpose == name:
                yield Finding("purpose", project.project.purpose, related=("name",))
            elif purpose in name or (self._short(purpose, name, filler) and not _own_amount(project)):
                yield Finding("purpose", project.project.purpose, case="extends", related=("name",))

        return judge

    def _short(self, purpose: str, name: str, filler: Finder) -> bool:
        core = filler.without(name) or name
        if name in purpose:
            rest = purpose.replace(name, "")
        elif core in purpose:
            rest = purpose.replace(core, "")
        else:
            return False
        return len(text.chinese(filler.without(rest))) < self.length


def _own_amount(project: PreparedProject) -> bool:
    """Whether the purpose states an amount of its own: one that is not just the budget again."""
    total = project.total.yuan
    amounts = project.grammar.amounts(project.project.purpose)
    return any(amount.yuan is None or amount.yuan != total for amount in amounts)


class GoalsArePurpose(Kind):
    """Every goal item of the project, of at least ``length`` characters each, stands in the purpose."""

    kind: ClassVar[str] = "goals_are_purpose"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count"})

    length: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            goals = project.goals
            if goals and all(
                len(item.normal) >= self.length and item.normal in project.purpose_normal for item in goals
            ):
                related = ("purpose", *dict.fromkeys(item.path for item in goals))
                yield Finding("goals", goals[0].raw.strip(), {"count": str(len(goals))}, related=related)

        return judge


KINDS = (GoalIsName, PurposeIsName, GoalsArePurpose)
