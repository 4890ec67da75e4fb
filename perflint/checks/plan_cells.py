"""The spend plan as checks read it: its cells in the order of time, their percentages, and when a checkpoint ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from perflint.checks.base import NotApplicable
from perflint.prepared import PreparedProject
from perflint.quantity import Grammar
from perflint.text import fold
from perflint.violation import Message

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
