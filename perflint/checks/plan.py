"""Checks of the spend plan: cumulative percentages at the form's checkpoints."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from perflint.checks.base import (
    Fact,
    FactCollector,
    Finding,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    NotApplicable,
    ProjectJudge,
)
from perflint.checks.plan_cells import NO_PLAN, end_of, filled_points, percent, plan_of
from perflint.prepared import PreparedProject


class PlanKind(Kind):
    """A kind that judges the spend plan of a project, which a rule names as its ``field``."""

    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str


class Filled(PlanKind):
    """Every checkpoint of a plan is filled, where the project has a plan or the form requires one."""

    kind: ClassVar[str] = "filled"
    placeholders: ClassVar[frozenset[str]] = frozenset({"points"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        profile = knowledge.profile

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            if "spend_plan" not in project.setting.fields:
                yield NO_PLAN
                return
            cells = {point: written for point, _, written in plan_of(project)} or dict.fromkeys(profile.checkpoints, "")
            blank = [point for point, written in cells.items() if not written.strip()]
            if len(blank) == len(cells) and not profile.plan_required:
                yield NO_PLAN
            elif blank:
                paths = tuple(f"spend_plan.{point}" for point in blank)
                yield Finding("spend_plan", data={"points": "、".join(blank)}, related=paths)

        return judge


class PercentCells(PlanKind):
    """Every filled cell of a plan is a percentage from 0 to 100."""

    kind: ClassVar[str] = "percent_cells"
    placeholders: ClassVar[frozenset[str]] = frozenset({"point"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for checkpoint, path, written in plan_of(project):
                number = percent(written)
                if written.strip() and (number is None or not 0 <= number <= 100):
                    yield Finding(path, written, {"point": checkpoint})

        return judge


class Monotonic(PlanKind):
    """The percentages of a plan never fall; blank cells are skipped, equal neighbours are fine."""

    kind: ClassVar[str] = "monotonic"
    placeholders: ClassVar[frozenset[str]] = frozenset({"point", "earlier", "previous"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            highest: tuple[Decimal, str, str, str] | None = None
            for checkpoint, path, written, number in filled_points(project):
                if highest is not None and number < highest[0]:
                    data = {"point": checkpoint, "earlier": highest[1], "previous": highest[2]}
                    yield Finding(path, written, data, related=(highest[3],))
                elif 0 <= number <= 100:
                    highest = (number, checkpoint, written, path)

        return judge


class EndsAt(PlanKind):
    """The last checkpoint of a plan is the given percentage; a blank one is not judged here."""

    kind: ClassVar[str] = "ends_at"
    placeholders: ClassVar[frozenset[str]] = frozenset({"point", "limit"})

    percent: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        wanted = Decimal(self.percent)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            cells = plan_of(project)
            if not cells:
                return
            checkpoint, path, written = cells[-1]
            number = percent(written)
            if number is not None and number != wanted:
                yield Finding(path, written, {"point": checkpoint, "limit": self.percent})

        return judge


class EarlyFull(PlanKind):
    """A plan is at 100% at or before a month of the year (a checkpoint that names no month is not judged)."""

    kind: ClassVar[str] = "early_full"
    placeholders: ClassVar[frozenset[str]] = frozenset({"point"})

    until_month: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for checkpoint, path, written, number in filled_points(project):
                end = end_of(checkpoint, project.grammar) if number == 100 else None
                if end and end[1] <= self.until_month:
                    yield Finding(path, written, {"point": checkpoint})
                    return

        return judge


class StepsWithin(PlanKind):
    """No step between neighbouring filled checkpoints is above a number of points (none before the first)."""

    kind: ClassVar[str] = "steps_within"
    placeholders: ClassVar[frozenset[str]] = frozenset({"point", "earlier", "previous", "limit"})

    points: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        most = Decimal(self.points)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            cells = list(filled_points(project))
            for before, after in itertools.pairwise(cells):
                if after[3] - before[3] > most:
                    data = {"point": after[0], "earlier": before[0], "previous": before[2], "limit": self.points}
                    yield Finding(after[1], after[2], data, related=(before[1],))

        return judge


class LateShare(PlanKind):
    """At the last checkpoint but one a plan has reached a percentage."""

    kind: ClassVar[str] = "late_share"
    placeholders: ClassVar[frozenset[str]] = frozenset({"point"})

    below: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        least = Decimal(self.below)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            cells = plan_of(project)
            if len(cells) < 2:
                return
            checkpoint, path, written = cells[-2]
            number = percent(written)
            if number is not None and 0 <= number < least:
                yield Finding(path, written, {"point": checkpoint})

        return judge


class SamePlan(Kind):
    """One and the same plan stands in more than a share of a document's projects (at least ``projects`` of them)."""

    kind: ClassVar[str] = "same_plan"
    scopes: ClassVar[frozenset[str]] = frozenset({"document"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "total"})

    share: str
    projects: int

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            cells = tuple(percent(written) for _, _, written in plan_of(project))
            if "spend_plan" in project.setting.fields:
                filled = any(number is not None for number in cells)
                plan = (
                    "/".join("" if number is None else f"{number.normalize():f}%" for number in cells) if filled else ""
                )
                yield Fact("", "spend_plan", plan)

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        share = Decimal(self.share)

        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            total = len(group.members)
            plans = Counter(member.value for member in group.members if member.value)
            if total < self.projects or not plans:
                return
            plan, count = plans.most_common(1)[0]
            if count > share * total:
                members = [member for member in group.members if member.value == plan]
                data = {"count": str(count), "total": str(total)}
                yield GroupFinding(None, "spend_plan", plan, data, related=members)

        return decide


KINDS = (Filled, PercentCells, Monotonic, EndsAt, EarlyFull, StepsWithin, LateShare, SamePlan)
