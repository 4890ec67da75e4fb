"""Checks of indicator weights: their total, the points that class captions carry, weights that are none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import ClassVar

from perflint import text
from perflint.checks.amounts import difference, exact_sum, shown
from perflint.checks.base import (
    Fact,
    FactCollector,
    Finding,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    Member,
    NotApplicable,
    ProjectJudge,
)
from perflint.classes import caption_score
from perflint.prepared import PreparedProject
from perflint.violation import Message

_WEIGHT = re.compile(r"([-+]?\d{1,9}(?:\.\d{1,9})?)\s*[%分]?")
_NOTHING = " \t\n\u3000-—–－/"  # what a cell without a weight may hold
NO_WEIGHTS = NotApplicable(Message("没有权重", "there are no weights"))
UNREAD = NotApplicable(Message("有权重读不出来", "a weight cannot be read"))
NO_TOTAL = NotApplicable(Message("表式没有规定权重合计", "the form fixes no total of weights"))


class WeightsAddUp(Kind):
    """Weights add up to a total of the profile, to the points in their class's caption, and are above 0.

    Where the profile allows several totals, the one that more of the document's projects meet is right; while none
    leads, each is. A wrong caption is said where the total is right (case ``caption``); case ``none``: 0 or less.
    """

    kind: ClassVar[str] = "weights_add_up"
    scopes: ClassVar[frozenset[str]] = frozenset({"document"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"expected", "difference", "caption"})
    cases: ClassVar[frozenset[str]] = frozenset({"caption", "none"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for row in project.indicators:
                weight = read_weight(row.row.weight)
                if weight is not None and weight <= 0:
                    yield Finding(row.field("weight"), row.row.weight, case="none")

        return judge

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            written = [row.row.weight for row in project.indicators if row.row.weight.strip(_NOTHING)]
            weights = [read_weight(weight) for weight in written]
            read = [weight for weight in weights if weight is not None]
            if "indicators.weight" not in project.setting.fields or not written:
                yield NO_WEIGHTS
            elif len(read) < len(weights):
                yield UNREAD
            elif min(read) > 0:
                factor = _factor(read)
                yield Fact("", "indicators", shown(exact_sum(read) * factor), tuple(_wrong_captions(project, factor)))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            assert group.setting is not None
            allowed = [Decimal(total) for total in group.setting.profile.weight_totals]
            if not allowed:
                yield NO_TOTAL
                return
            right = _right_totals(group.members, allowed)
            for member in group.members:
                total = Decimal(member.value)
                if total not in right:
                    nearest = min(right, key=lambda wanted: difference(total, wanted))
                    data = {
                        "expected": "/".join(shown(wanted) for wanted in right),
                        "difference": shown(difference(total, nearest)),
                    }
                    yield GroupFinding(member, data=data)
                elif member.data:
                    yield from _captions(member)

        return decide


def read_weight(written: str) -> Decimal | None:
    """A weight (``10``, ``10%``, ``10分``), None where it is blank or no number."""
    match = _WEIGHT.fullmatch(text.fold(written).strip())
    return Decimal(match.group(1)) if match else None


def _factor(weights: Sequence[Decimal]) -> int:
    """What makes points of a project's weights: those written as parts of one (0.1) count a hundredfold."""
    return 100 if len(weights) > 1 and exact_sum(weights) <= 1 else 1


def _right_totals(members: Iterable[Member], allowed: list[Decimal]) -> list[Decimal]:
    """The totals that are right in this document."""
    met = Counter(total for member in members if (total := Decimal(member.value)) in allowed)
    most = max(met.values(), default=0)
    leading = [total for total in allowed if most and met[total] == most]
    return leading if len(leading) == 1 else allowed


def _wrong_captions(project: PreparedProject, factor: int) -> Iterable[tuple[str, str, str, str]]:
    """(path, caption, points, sum) of class captions whose points differ from their rows' weights."""
    for column in ("level1", "level2"):
        rows: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
        first: dict[tuple[str, str], str] = {}
        for row in project.indicators:
            caption = text.squeeze(getattr(row.row, column))
            weight = read_weight(row.row.weight)
            if caption_score(caption) and weight is not None:
                key = ("" if column == "level1" else text.squeeze(row.row.level1), caption)
                rows[key].append(weight)
                first.setdefault(key, row.field(column))
        for key, weights in rows.items():
            points, total = Decimal(caption_score(key[1])), exact_sum(weights) * factor
            if points != total:
                yield first[key], key[1], shown(points), shown(total)


def _captions(member: Member) -> Iterable[GroupFinding]:
    for said in member.data:
        assert isinstance(said, tuple | list)
        path, caption, points, total = map(str, said)
        apart = shown(difference(Decimal(points), Decimal(total)))
        data = {"expected": points, "caption": caption, "difference": apart}
        yield GroupFinding(member, path, total, data, case="caption")


KINDS = (WeightsAddUp,)
