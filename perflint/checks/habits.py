"""Habits of a whole document, said once with their counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from perflint.checks.base import (
    Fact,
    FactCollector,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    Member,
    NotApplicable,
    RowFactCollector,
)
from perflint.checks.rows import column
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.rule import Setting
from perflint.text import normal, normal_value
from perflint.violation import Message

DOCUMENT = frozenset({"document"})


def lacking(field: str) -> NotApplicable:
    """The form does not have that field at all."""
    return NotApplicable(Message(f"表中没有这一栏（{field}）", f"the form has no such column ({field})"))


class FrequentText(Kind):
    """One text stands in more than ``share`` of the rows that have the field, of at least ``rows`` rows.

    Values are one where they say the same (≥95%, 不低于95%), other texts where only punctuation sets them apart.
    """

    kind: ClassVar[str] = "frequent_text"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "total"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
    share: str
    rows: int

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return lacking(self.field) if self.field not in setting.fields else None

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            if not column(self.field) and self.field in project.setting.fields:
                for path, value in project.select(self.field):
                    yield Fact("", path, value, (normal_value(value),))

        return collect

    def collect_row(self, knowledge: Knowledge) -> RowFactCollector:
        name = column(self.field)

        def collect(row: PreparedIndicator) -> Iterable[Fact]:
            value = getattr(row.row, name) if name else ""
            if value:
                key = normal_value(row.quantity.text()) if name == "value" else normal(value)
                yield Fact("", row.field(name), value, (key or value,))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            total = len(group.members)
            if total < self.rows:
                return
            key, count = Counter(member.data[0] for member in group.members).most_common(1)[0]
            if count > Decimal(self.share) * total:
                members = [member for member in group.members if member.data[0] == key]
                data = {"count": str(count), "total": str(total)}
                yield GroupFinding(None, self.field, members[0].value, data, related=members)

        return decide


class EchoedNames(Kind):
    """In more than ``share`` of at least ``rows`` rows the description only repeats the name."""

    kind: ClassVar[str] = "echoed_names"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "total"})

    share: str
    rows: int

    def excuse(self, setting: Setting) -> NotApplicable | None:
        field = "indicators.description"
        return lacking(field) if field not in setting.fields else None

    def collect_row(self, knowledge: Knowledge) -> RowFactCollector:
        def collect(row: PreparedIndicator) -> Iterable[Fact]:
            if normal(row.row.description):
                echo = normal(row.row.description) == normal(row.row.name)
                yield Fact("", row.field("description"), row.row.description, (echo,))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            echoes = [member for member in group.members if member.data[0]]
            total = len(group.members)
            if total >= self.rows and len(echoes) > Decimal(self.share) * total:
                data = {"count": str(len(echoes)), "total": str(total)}
                yield GroupFinding(None, "indicators.description", "", data, related=echoes)

        return decide


class StatedBaselines(Kind):
    """Change rates (a word of ``changes`` in the name, a percentage as value) say what they are measured against:
    a year, or a word of ``baselines`` in name, description, value or basis."""

    kind: ClassVar[str] = "stated_baselines"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "total"})
    refers: ClassVar[Mapping[str, str]] = {"changes": "list", "baselines": "list"}

    changes: str
    baselines: str

    def collect_row(self, knowledge: Knowledge) -> RowFactCollector:
        changes = knowledge.lexicon.words(self.changes)
        baselines = knowledge.lexicon.words(self.baselines)

        dates = knowledge.grammar.dates

        def collect(row: PreparedIndicator) -> Iterable[Fact]:
            if row.measured.is_percent and any(word in row.judged_name for word in changes):
                around = " ".join((row.row.name, row.row.description, row.row.value, row.row.basis))
                stated = bool(dates(around)) or any(word in around for word in baselines)
                yield Fact("", row.field("value"), row.row.value, (stated,))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            open_rows = [member for member in group.members if not member.data[0]]
            if open_rows:
                data = {"count": str(len(open_rows)), "total": str(len(group.members))}
                yield GroupFinding(None, "indicators", "", data, related=open_rows)

        return decide


class SameTargets(Kind):
    """One indicator has one target value in all projects; ratios alone are compared, never of ``except_classes``."""

    kind: ClassVar[str] = "same_targets"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count", "example"})

    except_classes: tuple[str, ...]

    def collect_row(self, knowledge: Knowledge) -> RowFactCollector:
        def collect(row: PreparedIndicator) -> Iterable[Fact]:
            if row.measured.is_percent and row.level2 not in self.except_classes and row.level1 != "cost":
                name, number = normal(row.judged_name), row.measured.percent
                if name and number is not None:
                    yield Fact("", row.field("value"), row.row.value, (name, f"{number.normalize():f}"))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            values: dict[object, list[Member]] = defaultdict(list)
            for member in group.members:
                values[member.data[0]].append(member)
            differing = {
                name: members for name, members in values.items() if len({member.data[1] for member in members}) > 1
            }
            if differing:
                name, members = next(iter(differing.items()))
                shown = "、".join(dict.fromkeys(member.value for member in members))
                related = [member for members in differing.values() for member in members]
                data = {"count": str(len(differing)), "example": f"{name}（{shown}）"}
                yield GroupFinding(None, "indicators.value", "", data, related=related)

        return decide


KINDS = (FrequentText, EchoedNames, StatedBaselines, SameTargets)
