"""Checks of the spend plan: cumulative percentages at the form's checkpoints."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
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
from perflint.prepared import PreparedProject
from perflint.quantity import Grammar
from perflint.text import fold
from perflint.violation import Message

PROJECT = frozenset({"project"})
NO_PLAN = NotApplicable(Message("表中没有支出计划", "the form has no spend plan"))
_PERCENT = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*%?\s*")


@lru_cache(maxsize=4096)
def percent(written: str) -> Decimal | None:
    """The number of percent in a plan cell (``25``, ``25%``), or None where it is no percentage."""
    match = _PERCENT.fullmatch(fold(written))
    try:
        return Decimal(match.group(1)) if match else None
    except InvalidOperation:
        return None


def end_of(checkpoint: str, grammar: Grammar) -> tuple[int, int] | None:
    """The year (0 where none is written) and month in which a checkpoint ends, None where it names none of this year.

    ``6月30日``, ``第二季度`` and ``上半年`` end in month 6; ``次年1月底`` and ``全年`` are None.
    """
    dates = grammar.read(checkpoint).dates
    if not dates or dates[-1].relative:
        return None
    last = dates[-1]
    month = last.month or (last.quarter or 0) * 3 or (last.half or 0) * 6
    return (last.year or 0, month) if month else None


def _in_time(cells: tuple[tuple[str, str], ...], grammar: Grammar) -> tuple[tuple[str, str], ...]:
    """The cells by their dates, where each checkpoint names one and all or none name a year; else as they stand."""
    ends = [end_of(point, grammar) for point, _ in cells]
    order = [end for end in ends if end]
    if len(order) < len(cells) or len({year > 0 for year, _ in order}) > 1:
        return cells
    return tuple(cells[place] for place in sorted(range(len(cells)), key=order.__getitem__))


def plan_of(project: PreparedProject) -> tuple[tuple[str, str, str], ...]:
    """The spend plan as (checkpoint, field path, written value), in the order of time.

    A mapping may stand in any order (tools sort keys), so the checkpoints come in the form's order; where the form
    fixes none, those of the document, by their dates. Those that a plan leaves out are blanks.
    """
    return project.once(plan_of, lambda: tuple(_plan_of(project)))


def _plan_of(project: PreparedProject) -> Iterator[tuple[str, str, str]]:
    cells = project.project.spend_plan
    points = project.setting.checkpoints
    if cells and tuple(point for point, _ in cells) != project.setting.profile.checkpoints:
        known = all(point in points for point, _ in cells)
        if known:
            given = dict(cells)
            cells = tuple((point, given.get(point, "")) for point in points)
        if not (known and project.setting.profile.checkpoints):
            cells = _in_time(cells, project.grammar)
    for point, value in cells:
        yield point, f"spend_plan.{point}", value


def filled_points(project: PreparedProject) -> tuple[tuple[str, str, str, Decimal], ...]:
    """(checkpoint, field path, written value, percent) of the cells that hold a percentage, in order."""
    return project.once(filled_points, lambda: tuple(_filled_points(project)))


def _filled_points(project: PreparedProject) -> Iterator[tuple[str, str, str, Decimal]]:
    for point, path, cell in plan_of(project):
        number = percent(cell)
        if number is not None:
            yield point, path, cell, number


class Filled(Kind):
    """Every checkpoint of a plan is filled, where the project has a plan or the form requires one."""

    kind: ClassVar[str] = "filled"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"points"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str

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


class PercentCells(Kind):
    """Every filled cell of a plan is a percentage from 0 to 100."""

    kind: ClassVar[str] = "percent_cells"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"point"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for checkpoint, path, written in plan_of(project):
                number = percent(written)
                if written.strip() and (number is None or not 0 <= number <= 100):
                    yield Finding(path, written, {"point": checkpoint})

        return judge


class Monotonic(Kind):
    """The percentages of a plan never fall; blank cells are skipped, equal neighbours are fine."""

    kind: ClassVar[str] = "monotonic"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"point", "earlier", "previous"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str

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


class EndsAt(Kind):
    """The last checkpoint of a plan is the given percentage; a blank one is not judged here."""

    kind: ClassVar[str] = "ends_at"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"point", "limit"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
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


class EarlyFull(Kind):
    """A plan is at 100% at or before a month of the year (a checkpoint that names no month is not judged)."""

    kind: ClassVar[str] = "early_full"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"point"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
    until_month: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for checkpoint, path, written, number in filled_points(project):
                end = end_of(checkpoint, project.grammar) if number == 100 else None
                if end and end[1] <= self.until_month:
                    yield Finding(path, written, {"point": checkpoint})
                    return

        return judge


class StepsWithin(Kind):
    """No step between neighbouring filled checkpoints is above a number of points (none before the first)."""

    kind: ClassVar[str] = "steps_within"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"point", "earlier", "previous", "limit"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
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


class LateShare(Kind):
    """At the last checkpoint but one a plan has reached a percentage."""

    kind: ClassVar[str] = "late_share"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"point"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
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
