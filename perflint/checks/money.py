"""Checks of amount cells: parts that make the total, malformed amounts, department totals, cost ceilings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from perflint import text
from perflint.checks.amounts import (
    UNKNOWN_UNIT,
    AmountWriter,
    difference,
    exact_sum,
    on_one_footing,
    shown,
    source_cells,
    sum_shown,
)
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
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import FLOORS
from perflint.violation import Message

PROJECT = frozenset({"project"})
DOCUMENT = frozenset({"document"})
NO_SOURCES = NotApplicable(Message("没有按来源列出金额", "no amounts by source are given"))
NO_TOTAL = NotApplicable(Message("部门没有写明预算总额", "no total of the department is stated"))
TOTAL_UNREAD = NotApplicable(Message("部门预算总额读不出来", "the department's total cannot be read"))
SOME_UNREAD = NotApplicable(Message("有项目没有可读的预算数", "some projects have no amount that can be read"))


def _is_broken_down(whole: Decimal, numbers: Sequence[Decimal], paths: Sequence[str]) -> bool:
    """Whether fiscal and other funds alone make the total, and the further lines say what one of them, or the total,
    is made of (财政拨款45，其中：上级资金20、本级资金25): forms print both in the same way."""
    further = [number for number, path in zip(numbers, paths, strict=True) if path.startswith("budget.parts.")]
    sources = [number for number, path in zip(numbers, paths, strict=True) if not path.startswith("budget.parts.")]
    return bool(further) and exact_sum(sources) == whole and exact_sum(further) in (whole, *sources)


class FundsAddUp(Kind):
    """The total is the sum of its sources (blank ones count as 0), exactly. A blank total is not judged."""

    kind: ClassVar[str] = "funds_add_up"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"parts", "difference"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            total = project.total
            filled = [(path, cell) for path, cell in source_cells(project) if cell.kind != "blank"]
            if not filled:
                yield NO_SOURCES
                return
            if total.kind != "amount" or any(cell.kind == "malformed" for _, cell in filled):
                return
            figures = on_one_footing([total, *(cell for _, cell in filled)])
            if figures is None:
                yield UNKNOWN_UNIT
                return
            whole, *parts = figures.numbers
            if whole != exact_sum(parts) and not _is_broken_down(whole, parts, [path for path, _ in filled]):
                apart = shown(difference(whole, exact_sum(parts))) + figures.unit
                data = {"parts": sum_shown(parts), "difference": apart}
                related = ("budget.total", *(path for path, _ in filled))
                yield Finding("budget", shown(whole), data, related=related)

        return judge


class AmountCells(Kind):
    """Every filled amount cell is an amount, in whole fen, and not negative (a part may be)."""

    kind: ClassVar[str] = "amount_cells"
    scopes: ClassVar[frozenset[str]] = PROJECT
    cases: ClassVar[frozenset[str]] = frozenset({"finer", "negative"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for path, cell in (("budget.total", project.total), *source_cells(project)):
                if cell.kind == "malformed":
                    yield Finding(path, cell.raw)
                elif cell.number is not None and cell.number < 0 and not path.startswith("budget.parts."):
                    yield Finding(path, cell.raw, case="negative")
                elif cell.is_finer_than_fen:
                    yield Finding(path, cell.raw, case="finer")

        return judge


class DepartmentTotal(Kind):
    """A total that the document states for the department is the sum of its projects' budgets."""

    kind: ClassVar[str] = "department_total"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "sum", "difference"})
    sees_department: ClassVar[bool] = True

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            path = "department.total" if project.is_department else "budget.total"
            written = _stated_total(project) if project.is_department else project.project.budget.total
            cell = project.amount(written)
            if cell.kind != "blank" or not project.is_department:
                yield Fact(
                    "", path, written, (str(cell.number or 0), "" if cell.yuan is None else str(cell.yuan), cell.kind)
                )

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        in_words = knowledge.lexicon.once(AmountWriter.of)

        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            stated = [member for member in group.members if member.project is None]
            projects = [member for member in group.members if member.project is not None]
            if not stated or not projects:
                yield NO_TOTAL
                return
            if stated[0].data[2] != "amount":
                yield TOTAL_UNREAD
                return
            if any(member.data[2] != "amount" for member in projects):
                yield SOME_UNREAD
                return
            known = [bool(member.data[1]) for member in group.members]
            if any(known) and not all(known):
                yield UNKNOWN_UNIT
                return
            column = 1 if all(known) else 0
            total = Decimal(str(stated[0].data[column]))
            summed = exact_sum(Decimal(str(member.data[column])) for member in projects)
            if total != summed:
                write = in_words if column else shown
                data = {
                    "count": str(len(projects)),
                    "sum": write(summed),
                    "difference": write(difference(total, summed)),
                }
                yield GroupFinding(stated[0], data=data, related=projects)

        return decide


def _stated_total(project: PreparedProject) -> str:
    document = getattr(project, "document", None)
    return document.department.total if document is not None else ""


class CostWithinBudget(Kind):
    """An indicator of the whole cost is not above the project's budget.

    ``words`` in a name, or a name of ``names``, mean the whole cost; ``vetoes`` mean the cost of one, of a part, of
    several years, or a saving. Rows of other level-two classes than ``classes`` are not judged. The cost of a part (a
    row of ``cost_classes`` whose name ends in a word of ``part_ends``) cannot be above the whole either: case ``part``,
    unless the project's texts speak of other years or of money beside the budget (a word of ``beyond``).
    """

    kind: ClassVar[str] = "cost_within_budget"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"budget", "difference"})
    cases: ClassVar[frozenset[str]] = frozenset({"part"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(("words", "names", "vetoes", "part_ends", "beyond"), "list")

    classes: tuple[str, ...]
    cost_classes: tuple[str, ...]
    words: str = "total_cost_words"
    names: str = "total_cost_names"
    vetoes: str = "total_cost_vetoes"
    part_ends: str = "part_cost_ends"
    beyond: str = "beyond_budget_words"

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        words = knowledge.lexicon.words(self.words)
        names = frozenset(knowledge.lexicon.words(self.names))
        vetoes = knowledge.lexicon.words(self.vetoes)
        in_words = knowledge.lexicon.once(AmountWriter.of)

        part_ends = knowledge.lexicon.words(self.part_ends)
        beyond = knowledge.lexicon.words(self.beyond)

        def footing(row: PreparedIndicator) -> str | None:
            """The case of a row that tells a cost which the budget bounds, None for any other."""
            if row.level2 is not None and row.level2 not in self.classes:
                return None
            name = text.fold(row.judged_name)
            said = name + text.fold(row.base_description) + text.fold(row.row.value)
            if any(veto in said for veto in vetoes):
                return None
            if name in names or any(word in name for word in words):
                return ""
            return "part" if row.level2 in self.cost_classes and name.endswith(part_ends) else None

        def looks_beyond(project: PreparedProject) -> bool:
            whole = project.project
            return any(word in said for said in (whole.name, whole.purpose, *whole.goals) for word in beyond)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for row in project.indicators:
                value = row.quantity.with_unit(row.name_unit)
                if value.amount_yuan is None or value.comparator in FLOORS:
                    continue
                case = footing(row)
                if case is None:
                    continue
                if project.total.kind == "amount" and project.total.yuan is None:
                    yield UNKNOWN_UNIT
                    return
                budget = project.total.yuan
                if budget is None or value.amount_yuan <= budget or (case and looks_beyond(project)):
                    continue
                data = {"budget": in_words(budget), "difference": in_words(difference(value.amount_yuan, budget))}
                yield Finding(row.field("value"), row.row.value, data, case, related=("budget.total",))

        return judge


class NamesAmount(Kind):
    """A purpose names an amount of money.

    Where more than a ``share`` of the document's purposes name none, that is said once (case ``habit``).
    """

    kind: ClassVar[str] = "names_amount"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "total"})
    cases: ClassVar[frozenset[str]] = frozenset({"habit"})

    share: str

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            purpose = project.project.purpose
            if "purpose" not in project.setting.fields:
                yield NotApplicable(Message("表中没有资金用途一栏", "the form has no purpose"))
            elif purpose.strip():
                yield Fact("", "purpose", purpose, (bool(project.grammar.amounts(purpose)),))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        share = Decimal(self.share)

        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            without = [member for member in group.members if not member.data[0]]
            total = len(group.members)
            if len(without) > share * total:
                data = {"count": str(len(without)), "total": str(total)}
                yield GroupFinding(None, "purpose", "", data, "habit", without)
                return
            for member in without:
                yield GroupFinding(member)

        return decide


KINDS = (FundsAddUp, AmountCells, DepartmentTotal, CostWithinBudget, NamesAmount)
