"""Checks of indicators beside their project: templates that fit anything, rows about something else, unit costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from perflint import text
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
    project_of,
)
from perflint.checks.content import content, pairs_in, shares
from perflint.checks.others import Others
from perflint.checks.sharing import one_per_project, shared_findings
from perflint.checks.terms import righting
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.violation import Message

DOCUMENT = frozenset({"document"})
_STARTS = 50  # projects from which a set is begun; more would cost the square of a hostile document's length


class IndicatorTemplate(Kind):
    """One indicator with one value stands in ``projects`` projects that have nothing to do with each other.

    No two of them share two neighbouring characters in their names, words of ``generic`` left out; ``terms`` are put
    right first. The largest such set is taken that is found in document order. Satisfaction, durations, dates and
    classes of ``except_classes`` are left out.
    """

    kind: ClassVar[str] = "indicator_template"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "name"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(("generic", "terms"), "list")

    projects: int
    generic: str
    terms: str
    except_classes: tuple[str, ...]

    def collect(self, knowledge: Knowledge) -> FactCollector:
        content_of = content(knowledge.lexicon.words(self.generic))
        righted = righting(knowledge.lexicon.table(self.terms))

        def key_of(row: PreparedIndicator) -> tuple[str, str] | None:
            name, value = text.normal(righted(row.judged_name)), text.normal_value(row.measured.text())
            excepted = row.stated_class in self.except_classes or row.quantity.is_temporal
            return (name, value) if name and value and not excepted else None

        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            words = content_of(project.project.name)
            for row in project.indicators:
                key = row.once(self, key_of)
                if key is not None and words:
                    yield Fact(key, row.field("name"), row.row.name, (words, row.judged_name))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            members = one_per_project(group.members)
            chosen = _unrelated(members) if len(members) >= self.projects else []
            if len(chosen) >= self.projects:
                yield from shared_findings(chosen, "\n".join(group.key), data={"name": str(chosen[0].data[1])})

        return decide


def _unrelated(members: Sequence[Member]) -> list[Member]:
    """The largest set of projects without a common word that is found going through them by code.

    By code, so that the order of the document has no say in which projects are named.
    """
    members = sorted(members, key=lambda member: (member.project or "", member.value))
    words = [(member, frozenset(pairs_in(str(member.data[0])))) for member in members]
    best: list[Member] = []
    for start in range(min(len(members), _STARTS)):
        chosen, seen = [], set[str]()
        for member, pairs in words[start:]:
            if not pairs & seen:
                chosen.append(member)
                seen |= pairs
        if len(chosen) > len(best):
            best = chosen
    return sorted(best, key=project_of)


class UnrelatedIndicator(Kind):
    """An output or benefit indicator is about its project.

    A finding is one that shares no two neighbouring characters with its project's name, purpose and goals (words of
    ``generic`` left out) and stands in another project of the document too. Classes of ``except_classes``, durations
    and dates, and names that consist of generic words alone are left out.
    """

    kind: ClassVar[str] = "unrelated_indicator"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count"})
    refers: ClassVar[Mapping[str, str]] = {"generic": "list"}

    generic: str
    except_classes: tuple[str, ...]

    def collect(self, knowledge: Knowledge) -> FactCollector:
        content_of = content(knowledge.lexicon.words(self.generic))

        def contents(row: PreparedIndicator) -> tuple[str, str] | None:
            """What name and description say, None for a row that is not judged."""
            known = row.level1 in ("output", "benefit") and row.stated_class not in self.except_classes
            if not known or row.quantity.is_temporal:
                return None
            return content_of(row.judged_name), content_of(row.base_description)

        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            model = project.project
            texts = map(content_of, (model.name, model.purpose, *model.goals))
            around = " ".join(filter(None, texts))
            for row in project.indicators:
                said = row.once(self, contents)
                if said is not None:
                    named, described = said
                    apart = bool(named and around) and not (shares(around, named) or shares(around, described))
                    yield Fact(text.normal(row.judged_name), row.field("name"), row.row.name, (apart,))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            by_project: dict[int, list[Member]] = defaultdict(list)
            for member in group.members:
                by_project[member.position].append(member)
            if len(by_project) < 2:
                return
            firsts = [found[0] for found in by_project.values()]
            for index, members in enumerate(by_project.values()):
                for member in members:
                    if member.data[0]:
                        data = {"count": str(len(by_project))}
                        yield GroupFinding(member, data=data, related=Others(firsts, index))

        return decide


NO_RANGES = NotApplicable(Message("所用表式没有给出单位成本范围", "the profile gives no range of unit costs"))


class UnitCost(Kind):
    """The budget divided by a quantity lies in the range that the profile gives for that thing.

    The profile's ``unit_cost`` maps a thing (a word of an indicator's name) to ``unit`` (as written in values), ``low``
    and ``high`` (yuan for one unit). Judged are quantity rows of projects that have one such row.
    """

    kind: ClassVar[str] = "unit_cost"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"thing", "cost", "unit", "low", "high"})
    refers: ClassVar[Mapping[str, str]] = {}

    classes: tuple[str, ...]

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        ranges: Mapping[str, Mapping[str, Any]] = knowledge.profile.unit_cost
        grammar = knowledge.grammar

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            if not ranges:
                yield NO_RANGES
                return
            total = project.total.yuan
            counted = [row for row in project.indicators if row.stated_class in self.classes]
            found = [(row, thing) for row in counted for thing in ranges if thing in row.judged_name]
            if total is None or len(found) != 1:
                return
            row, thing = found[0]
            unit = grammar.unit(str(ranges[thing]["unit"]))
            quantity = row.measured
            number = quantity.value
            if number is None or number <= 0 or unit is None or quantity.unit is None:
                return
            cost = total / number
            low, high = Decimal(str(ranges[thing]["low"])), Decimal(str(ranges[thing]["high"]))
            if quantity.unit.canonical == unit.canonical and not low <= cost <= high:
                data = {
                    "thing": thing,
                    "cost": f"{cost:.2f}",
                    "unit": unit.canonical,
                    "low": f"{low}",
                    "high": f"{high}",
                }
                yield Finding(row.field("value"), row.row.value, data, related=("budget.total",))

        return judge


KINDS = (IndicatorTemplate, UnrelatedIndicator, UnitCost)
