"""Checks across projects: the same text, the same indicators or the same name in several of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import ClassVar

from perflint.checks.base import (
    Alike,
    Fact,
    FactCollector,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    Member,
    NotApplicable,
    project_of,
)
from perflint.checks.others import Others
from perflint.checks.sharing import near_clusters, one_per_project, shared_findings
from perflint.prepared import PreparedProject
from perflint.text import normal, normal_value, squeeze

CORPUS = frozenset({"corpus", "document"})


class SharedText(Kind):
    """The same text (normal form, at least ``length`` characters) stands in several projects."""

    kind: ClassVar[str] = "shared_text"
    scopes: ClassVar[frozenset[str]] = CORPUS
    placeholders: ClassVar[frozenset[str]] = frozenset({"count"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
    length: int

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            for path, value, key in texts_of(project, self.field):
                if len(key) >= self.length:
                    yield Fact(key, path, value)

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            members = one_per_project(group.members)
            if len(members) > 1:
                yield from shared_findings(members, str(group.key))

        return decide


def texts_of(project: PreparedProject, field: str) -> Iterable[tuple[str, str, str]]:
    """(path, text as written, normal form) of a field's texts; goals are taken item by item."""
    if field == "goals":
        for item in project.goals:
            yield item.path, item.raw.strip(), item.normal
    else:
        for path, value in project.select(field):
            yield path, value, normal(value)


class NearlySharedText(Kind):
    """Nearly the same text stands in several projects: at least ``ratio`` alike, equal texts left out, as clusters.

    Texts shorter than ``length`` characters are not compared.
    """

    kind: ClassVar[str] = "nearly_shared_text"
    scopes: ClassVar[frozenset[str]] = CORPUS
    placeholders: ClassVar[frozenset[str]] = frozenset({"count"})
    refers: ClassVar[Mapping[str, str]] = {"fields": "field"}

    fields: tuple[str, ...]
    ratio: str
    length: int

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            for field in self.fields:
                for path, value, key in texts_of(project, field):
                    if len(key) >= self.length:
                        yield Fact(field, path, value, (key,))

        return collect

    def likeness(self, knowledge: Knowledge) -> Alike:
        return Alike(_text, float(self.ratio))

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        ratio = float(self.ratio)

        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            holders: dict[str, list[Member]] = defaultdict(list)
            for member in group.members:
                holders[_text(member)].append(member)
            texts = list(holders)
            for cluster in near_clusters(texts, ratio):
                members = [member for index in cluster for member in holders[texts[index]]]
                members = one_per_project(sorted(members, key=project_of))
                if len(members) > 1:
                    yield from shared_findings(members, min(texts[index] for index in cluster))

        return decide


def _text(member: Member) -> str:
    return str(member.data[0])


class ClonedIndicators(Kind):
    """A project has the same indicators (class, name, value) as another; at least ``rows`` of them.

    Case ``other-values``: classes and names are the same, values differ.
    """

    kind: ClassVar[str] = "cloned_indicators"
    scopes: ClassVar[frozenset[str]] = CORPUS
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "rows"})
    cases: ClassVar[frozenset[str]] = frozenset({"other-values"})

    rows: int

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            rows = sorted(
                (row.level2 or squeeze(row.row.level2), normal(row.judged_name), normal_value(row.measured.text()))
                for row in project.indicators
            )
            if len(rows) >= self.rows:
                names = "\n".join(f"{level2}|{name}" for level2, name, _ in rows)
                values = "\n".join(value for _, _, value in rows)
                yield Fact(names, "indicators", "", (values, len(rows)))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            if len(group.members) < 2:
                return
            same: dict[str, list[Member]] = defaultdict(list)
            for member in group.members:
                same[str(member.data[0])].append(member)
            rows = {"rows": str(group.members[0].data[1])}
            for values, members in same.items():
                if len(members) > 1:
                    yield from shared_findings(members, f"{group.key}\n{values}", data=rows)
            data = {"count": str(len(group.members)), **rows}
            for index, member in enumerate(group.members):
                if len(same[str(member.data[0])]) == 1:
                    others = Others(group.members, index)
                    yield GroupFinding(member, data=data, case="other-values", related=others, cluster=str(group.key))

        return decide


class SharedName(Kind):
    """One project name stands under several codes of one budget year. Case ``other-unit``: only in other units."""

    kind: ClassVar[str] = "shared_name"
    scopes: ClassVar[frozenset[str]] = CORPUS
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "codes"})
    cases: ClassVar[frozenset[str]] = frozenset({"other-unit"})

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            if project.name_normal and squeeze(project.project.code):
                key = (project.name_normal, str(project.setting.year or ""))
                yield Fact(key, "name", project.project.name, (squeeze(project.project.code),))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            members = group.members
            units = Counter(_unit(member) for member in members)
            own_units = Counter((_unit(member), member.data) for member in members)
            counts = Counter(member.data for member in members)
            for index, member in enumerate(members if len(counts) > 1 else ()):
                is_single = counts[member.data] == 1
                others: Sequence[Member] = Others(members, index)
                if not is_single:
                    others = [other for other in members if other.data != member.data]
                near_by = units[_unit(member)] > own_units[(_unit(member), member.data)]
                codes = [str(data[0]) for data in islice((data for data in counts if data != member.data), 4)]
                data = {"count": str(len(others)), "codes": "、".join(codes[:3]) + ("…" if len(codes) > 3 else "")}
                case = "" if near_by else "other-unit"
                yield GroupFinding(member, data=data, case=case, related=others, cluster="\n".join(group.key))

        return decide


def _unit(member: Member) -> str:
    return squeeze(member.unit) or squeeze(member.unit_name)


KINDS = (SharedText, NearlySharedText, ClonedIndicators, SharedName)
