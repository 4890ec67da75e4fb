"""Judges one project alone: its violations, its facts for rules that compare projects, and what did not apply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from perflint import text
from perflint.checks.base import NOTHING, Finding, Member, NotApplicable
from perflint.engine.compile import Program
from perflint.place import Place, nearest_place
from perflint.prepared import PreparedProject
from perflint.rule import Rule, Silence
from perflint.violation import RELATED_LIMIT, Location, Message, Related, Violation

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_INDEX = re.compile(r"\[\d+\]")
_ROW = re.compile(r"^(?:department\.)?indicators\[(\d+)\]")


class Source(Struct, frozen=True):
    """The input that a project stands in: its index in the call and its name as given."""

    document: int
    path: str


class Judged(Struct, frozen=True):
    """What judging one project yields. ``facts`` are (rule, key, member)."""

    violations: list[Violation]
    facts: list[tuple[str, str | tuple[str, ...], Member]]
    not_applicable: list[tuple[str, Message]]


def judge(project: PreparedProject, program: Program, source: Source) -> Judged:
    """Runs every rule that looks at one project, and collects the facts of the others."""
    rules = program.department_rules if project.is_department else program.project_rules
    found: list[tuple[Rule, Finding]] = []
    excused: list[tuple[str, Message]] = []
    for compiled in rules:
        assert compiled.judge is not None
        for item in compiled.judge(project):
            if isinstance(item, NotApplicable):
                excused.append((compiled.rule.id, item.reason))
            else:
                found.append((compiled.rule, item))
    silent = Silent.of(found, program.silences)
    violations = [
        make_violation(rule, finding, project, source)
        for rule, finding in found
        if rule.id in program.reported and not silent.covers(rule.id, finding.field, finding.case)
    ]
    facts = _facts(project, program, source, silent, excused)
    return Judged(violations, facts, [item for item in excused if item[0] in program.reported])


class Silent(Struct, frozen=True):
    """Which findings of a project stay silent: (rule, place) with the case that is meant, None for any."""

    spots: Mapping[tuple[str, str], frozenset[str | None]]

    @classmethod
    def of(
        cls,
        found: Iterable[tuple[Rule, Finding]],
        silences: Mapping[str, tuple[tuple[Silence, frozenset[str]], ...]],
    ) -> Silent:
        """What the findings silence, as their rules declare it."""
        spots: dict[tuple[str, str], set[str | None]] = {}
        for rule, finding in found:
            for silence, targets in silences.get(rule.id, ()):
                if silence.at == "members" or (silence.when is not None and silence.when != finding.case):
                    continue
                for target in targets:
                    spots.setdefault((target, spot(finding.field, silence.at)), set()).add(silence.case)
        return cls({key: frozenset(cases) for key, cases in spots.items()})

    def covers(self, rule: str, field: str, case: str | None) -> bool:
        """Whether a finding of that rule there stays silent. A fact has no case yet (None)."""
        if not self.spots:
            return False
        for place in ("=" + field, spot(field, "row"), "*"):
            cases = self.spots.get((rule, place))
            if cases and (None in cases or case in cases):
                return True
        return False


def spot(field: str, at: str) -> str:
    """The name of what a silence covers: the field itself, its row, or the whole project."""
    if at == "project":
        return "*"
    if at == "row":
        match = re.match(r"(?:department\.)?[a-z_0-9]+(?:\[\d+\])?", field)
        return match.group() if match else field
    return "=" + field


def _facts(
    project: PreparedProject,
    program: Program,
    source: Source,
    silent: Silent,
    excused: list[tuple[str, Message]],
) -> list[tuple[str, str | tuple[str, ...], Member]]:
    facts = []
    for compiled in program.group_rules:
        if project.is_department and not compiled.department:
            continue
        assert compiled.collect is not None
        for fact in compiled.collect(project):
            if isinstance(fact, NotApplicable):
                excused.append((compiled.rule.id, fact.reason))
            elif not silent.covers(compiled.rule.id, fact.field, None):
                member = _member(project, source, fact.field, fact.value, fact.data)
                facts.append((compiled.rule.id, fact.key, member))
    return facts


def _member(project: PreparedProject, source: Source, field: str, value: str, data: tuple[object, ...]) -> Member:
    model = project.project
    alone = project.is_department
    return Member(
        document=source.document,
        position=project.position,
        project=None if alone else model.code,
        project_no=None if alone else model.no,
        project_name=None if alone else model.name,
        unit=model.unit.code,
        unit_name=model.unit.name,
        field=field,
        value=value,
        data=data,
        places=project.places,
        path=source.path,
        identity=row_identity(project, field),
    )


def make_violation(rule: Rule, finding: Finding, project: PreparedProject, source: Source) -> Violation:
    """The violation of a finding: with its message in both languages, its place and its identity."""
    model = project.project
    alone = project.is_department
    place = narrowed(nearest_place(project.places, finding.field), finding.span)
    related = tuple(
        Related(
            None if alone else model.code, path, Location(source.path, nearest_place(project.places, path) or Place())
        )
        for path in finding.related[:RELATED_LIMIT]
    )
    return Violation(
        rule=rule.id,
        slug=rule.name,
        severity=rule.severity_of(finding.case),
        category=rule.category,
        confidence=rule.confidence_of(finding.case),
        message=fill(rule.message_of(finding.case), {"value": finding.value, "field": finding.field, **finding.data}),
        field=finding.field,
        value=finding.value,
        location=Location(source.path, place or Place()),
        project=None if alone else model.code,
        project_no=None if alone else model.no,
        project_name=None if alone else model.name,
        unit=None if alone else model.unit.code,
        suggestion=finding.suggestion,
        related=related,
        related_total=len(finding.related),
        document=source.document,
        position=project.position,
        identity=identity(rule.id, owner(project), finding.field, row_identity(project, finding.field), finding.value),
    )


def owner(project: PreparedProject) -> str:
    """Whose violation it is: the project code, for the document itself the department's code, else its name."""
    model = project.project
    return (model.unit.code or model.name) if project.is_department else text.squeeze(model.code)


def identity(rule: str, owner: str, field: str, row: tuple[str, ...], value: str) -> tuple[str, ...]:
    """What a violation is known by in every format: no line, no number of a table, row or item."""
    return (rule, owner, _INDEX.sub("", field), *row, text.normal_value(text.strip_number(value)))


def row_identity(project: PreparedProject, field: str) -> tuple[str, ...]:
    """Base name and description of the indicator row that a field stands in, empty elsewhere."""
    match = _ROW.match(field) if "indicators[" in field else None
    if not match or int(match.group(1)) > len(project.indicators):
        return ()
    row = project.indicators[int(match.group(1)) - 1]
    return (row.base_name, row.base_description)


def narrowed(place: Place | None, span: tuple[int, int] | None) -> Place | None:
    """The place of a part of a value, where the text stands there letter by letter on one line."""
    if place is None or span is None or not place.exact:
        return place
    if place.cell is not None:  # columns are offsets in the paragraph, which begins at 1
        first = place.column or 1
        return replace(place, column=first + span[0], end_column=first + span[1])
    if place.column is None or (place.line is not None and place.line != place.end_line):
        return place
    return replace(place, column=place.column + span[0], end_column=place.column + span[1])


def fill(message: Message, data: Mapping[str, str | Message]) -> Message:
    """A message template with its placeholders filled, in both languages."""
    if data is NOTHING:
        return message

    def put(template: str, lang: str) -> str:
        def value(match: re.Match[str]) -> str:
            given = data[match.group(1)]
            return given.text(lang) if isinstance(given, Message) else str(given)

        return _PLACEHOLDER.sub(value, template)

    return Message(put(message.zh, "zh"), put(message.en, "en"))
