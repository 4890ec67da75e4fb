"""A rule with what a check kind made of it."""

from __future__ import annotations

from msgspec import Struct

from perflint.checks.base import (
    Alike,
    Excuse,
    FactCollector,
    GroupJudge,
    ProjectJudge,
    RowFactCollector,
    RowJudge,
)
from perflint.rule import Rule


class CompiledRule(Struct, frozen=True):
    """A rule with its closures: ``judge`` for rules about one project, ``collect`` and ``decide`` for the others.

    ``judge_row`` and ``collect_row`` are their parts that look at one row alone, which ``excuse`` may excuse; ``alike``
    says how a large group can be cut before ``decide``.
    """

    rule: Rule
    judge: ProjectJudge | None = None
    judge_row: RowJudge | None = None
    collect: FactCollector | None = None
    collect_row: RowFactCollector | None = None
    decide: GroupJudge | None = None
    alike: Alike | None = None
    excuse: Excuse | None = None
    department: bool = False
