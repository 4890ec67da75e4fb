"""Checks of rows against the class they state: rates and money as quantities, number, order and agreement of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from perflint.checks.base import (
    Fact,
    Finding,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    Member,
    NotApplicable,
    ProjectJudge,
    RowFactCollector,
    RowJudge,
)
from perflint.checks.rows import NO_CLASSES, ClassKind, named
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.rule import Setting
from perflint.text import normal, squeeze

INDICATOR = frozenset({"indicator"})
PROJECT = frozenset({"project"})
DOCUMENT = frozenset({"document"})
# Kinds of value that other rules speak of; a name is not judged beside them.
_UNREAD = frozenset({"several", "unreadable", "yesno"})


class RateUnderClass(ClassKind):
    """Rows of ``classes`` are no rates: neither a percentage nor, without a count as value, a name that is a rate.

    A name is a rate when it ends in a word of ``rates`` and in none of ``not_rates`` (频率, 功率), unless in one of
    ``real`` (成功率).
    """

    kind: ClassVar[str] = "rate_under_class"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"class", "name"})
    cases: ClassVar[frozenset[str]] = frozenset({"name"})
    refers: ClassVar[Mapping[str, str]] = {"rates": "list", "not_rates": "list", "real": "list"}

    classes: tuple[str, ...]
    rates: str
    not_rates: str
    real: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        rates = knowledge.lexicon.words(self.rates)
        not_rates = knowledge.lexicon.words(self.not_rates)
        real = knowledge.lexicon.words(self.real)

        def is_rate_name(row: PreparedIndicator) -> bool:
            name = row.judged_name
            return name.endswith(rates) and (name.endswith(real) or not name.endswith(not_rates))

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if row.level2 not in self.classes:
                return
            quantity = row.measured
            data = {"class": squeeze(row.row.level2), "name": row.judged_name}
            if quantity.is_percent:
                yield Finding(row.field("value"), row.row.value, data)
            elif is_rate_name(row) and not quantity.has_unit and quantity.kind not in _UNREAD:
                yield Finding(row.judged_path, row.judged_name, data, "name")

        return judge


class MoneyUnderClass(ClassKind):
    """Rows of ``classes`` are not measured in money, unless their name holds a word of ``unless``."""

    kind: ClassVar[str] = "money_under_class"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"class", "name"})
    refers: ClassVar[Mapping[str, str]] = {"unless": "list"}

    classes: tuple[str, ...]
    dimensions: tuple[str, ...]
    unless: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        unless = knowledge.lexicon.words(self.unless)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if row.level2 not in self.classes or row.measured.dimension not in self.dimensions:
                return
            if not named(row, unless):
                data = {"class": squeeze(row.row.level2), "name": row.judged_name}
                yield Finding(row.field("value"), row.row.value, data)

        return judge


class RowCount(Kind):
    """A project has at least ``few`` and at most ``many`` indicators. One without any is not judged here."""

    kind: ClassVar[str] = "row_count"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "limit"})
    cases: ClassVar[frozenset[str]] = frozenset({"many"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
    few: int
    many: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            count = sum(1 for row in project.indicators if squeeze(row.row.name + row.row.value))
            if 0 < count < self.few:
                yield Finding(self.field, str(count), {"count": str(count), "limit": str(self.few)})
            elif count > self.many:
                yield Finding(self.field, str(count), {"count": str(count), "limit": str(self.many)}, "many")

        return judge


class ClassOrder(Kind):
    """The level-two classes of a project follow the form's order; one finding a project, at the first that does not."""

    kind: ClassVar[str] = "class_order"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"previous"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            if self.field not in project.setting.fields:
                yield NO_CLASSES
                return
            previous: PreparedIndicator | None = None
            for row in project.indicators:
                if row.level2 is None:
                    continue
                order = project.classes.order
                if previous is not None and order(row.level2) < order(previous.level2 or ""):
                    data = {"previous": squeeze(previous.row.level2)}
                    yield Finding(row.field("level2"), row.row.level2, data, related=(previous.field("level2"),))
                    return
                previous = row

        return judge


class SameClass(Kind):
    """The same indicator has one level-two class in a document; the minority is at fault.

    Rows are of the same indicator where their names are equal and their descriptions do not tell them apart: rows
    without a description of their own are, unless the others' descriptions differ among themselves.
    """

    kind: ClassVar[str] = "same_class"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "others", "count"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return NO_CLASSES if self.field not in setting.fields else None

    def collect_row(self, knowledge: Knowledge) -> RowFactCollector:
        def collect(row: PreparedIndicator) -> Iterable[Fact]:
            name = normal(row.judged_name)
            if name and row.level2:
                own = normal(row.base_description)
                described = own if own != name else ""
                yield Fact((name,), row.field("level2"), row.row.level2, (row.level2, row.judged_name, described))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            described = dict.fromkeys(str(member.data[2]) for member in group.members)
            own = [text for text in described if text]
            if len(own) < 2:
                yield from _in_minority(group.members, f"{group.key[0]}|{own[0] if own else group.key[0]}")
                return
            for text in described:
                members = [member for member in group.members if member.data[2] == text]
                yield from _in_minority(members, f"{group.key[0]}|{text or group.key[0]}")

        return decide


def _in_minority(members: Sequence[Member], cluster: str) -> Iterator[GroupFinding]:
    """The rows whose class most others do not have; all of them where no class has most."""
    counts = Counter(str(member.data[0]) for member in members)
    if len(counts) < 2:
        return
    (first, most), (_, second) = counts.most_common(2)
    for member in members:
        own = str(member.data[0])
        if own == first and most > second:
            continue
        others = [other for other in members if other.data[0] != own]
        data = {
            "name": str(member.data[1]),
            "others": "、".join(dict.fromkeys(squeeze(other.value) for other in others)),
            "count": str(len(others)),
        }
        yield GroupFinding(member, data=data, related=others, cluster=cluster)


KINDS = (RateUnderClass, MoneyUnderClass, RowCount, ClassOrder, SameClass)
