"""Checks of cost ceilings against a plan that spends the whole budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import ClassVar

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.plan_cells import NO_PLAN, filled_points
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import CEILINGS, Quantity
from perflint.violation import Message

HUNDRED = Decimal(100)
PLAN_NOT_FULL = NotApplicable(
    Message("支出计划没有写明支出100%", "the spend plan does not say that all is spent")
)  # fmt: skip


class CeilingBelowPlan(Kind):
    """The plan spends 100% of the budget, and a ceiling allows less.

    Ordinary finding: a row of ``classes`` caps the share of the budget (its name or description holds one of
    ``budget_words``, none of ``vetoes``) below 100%; a share below ``part_share`` percent is the share of a part.
    Case ``amount``: the cap on the whole cost (name in ``total_names`` or with ``total_words``) is more than
    ``tolerance`` percent below the budget; one below ``part_share`` percent of it, or one of several, is a part.
    """

    kind: ClassVar[str] = "ceiling_below_plan"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "budget", "lower"})
    cases: ClassVar[frozenset[str]] = frozenset({"amount"})
    refers: ClassVar[Mapping[str, str]] = {
        "budget_words": "list", "total_words": "list", "total_names": "list", "vetoes": "list",
    }  # fmt: skip

    classes: tuple[str, ...]
    tolerance: str
    part_share: str
    budget_words: str
    total_words: str
    total_names: str
    vetoes: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        budget_words, total_words = lexicon.words(self.budget_words), lexicon.words(self.total_words)
        total_names, vetoes = frozenset(lexicon.words(self.total_names)), lexicon.words(self.vetoes)
        part, lowest = Decimal(self.part_share), HUNDRED - Decimal(self.tolerance)

        def said(row: PreparedIndicator) -> str:
            return text.fold(row.judged_name + "\n" + row.base_description)

        def is_share(row: PreparedIndicator, value: Quantity) -> bool:
            share = value.percent
            if share is None or value.comparator not in CEILINGS or not part <= share < HUNDRED:
                return False
            whole = said(row)
            return any(word in whole for word in budget_words) and not any(word in whole for word in vetoes)

        def is_whole(row: PreparedIndicator) -> bool:
            name = text.fold(row.judged_name)
            is_named = name in total_names or any(word in name for word in total_words)
            whole = said(row) + row.row.value
            return is_named and not any(word in whole for word in vetoes)

        def cap_of(row: PreparedIndicator) -> bool:
            """Whether the row caps the whole cost."""
            return row.measured.amount_yuan is not None and is_whole(row)

        def lower(project: PreparedProject, rows: list[PreparedIndicator]) -> Iterator[Finding]:
            """The cap on the whole cost, where exactly one row states it and it is below the budget."""
            caps = [row for row in rows if row.once(self, cap_of)]
            budget = project.total.yuan
            if len(caps) != 1 or not budget or budget < 0:
                return
            value = caps[0].measured
            percent = (value.amount_yuan or Decimal(0)) * HUNDRED / budget
            if value.comparator in CEILINGS | {""} and part <= percent < lowest:
                data = {
                    "name": caps[0].judged_name,
                    "budget": project.project.budget.total,
                    "lower": f"{(HUNDRED - percent).quantize(Decimal('0.1')).normalize():f}%",
                }
                yield Finding(
                    caps[0].field("value"), caps[0].row.value, data, "amount", related=("budget.total", "spend_plan")
                )

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            rows = [row for row in project.indicators if row.stated_class in self.classes]
            points = list(filled_points(project))
            if not points or points[-1][3] != HUNDRED:
                yield NO_PLAN if not points else PLAN_NOT_FULL
                return
            for row in rows:
                if is_share(row, row.measured):
                    data = {"name": row.judged_name, "budget": project.project.budget.total, "lower": ""}
                    yield Finding(row.field("value"), row.row.value, data, related=("spend_plan",))
            yield from lower(project, rows)

        return judge


KINDS = (CeilingBelowPlan,)
