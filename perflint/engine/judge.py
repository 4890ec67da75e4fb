"""Judges one project alone: its violations, its facts for rules that compare projects, and what did not apply."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from perflint import text
from perflint.checks.base import NOTHING, Fact, Finding, Member, NotApplicable, Origin
from perflint.engine.compile import Program
from perflint.engine.rows import RowResult
from perflint.place import Place, nearest_place
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.rule import Rule, Silence
from perflint.violation import RELATED_LIMIT, Location, Message, Related, Violation

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_INDEX = re.compile(r"\[\d+\]")
_ROW = re.compile(r"^(?:department\.)?indicators\[(\d+)\]")
_PART = re.compile(r"(?:department\.)?[a-z_0-9]+(?:\[\d+\])?")
# Paths of fields and templates of messages are few.
_REMEMBERED = 1 << 14


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
    off = program.row_rules.excused(project.setting, project.is_department)
    of_rows = [(row, program.row_rules.of(row)) for row in project.indicators]
    found = [pair for _, said in of_rows for pair in said.findings if pair[0].id not in off]
    excused = [(rule, item.reason) for rule, item in off.items()]
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
    facts = _facts(project, program, source, silent, of_rows, off, excused)
    return Judged(violations, facts, [item for item in excused if item[0] in program.reported])


class Silent(Struct, frozen=True):
    """Which findings of a project stay silent: (rule, place) with the case that is meant, None for any."""

    spots: Mapping[tuple[str, str], frozenset[str | None]]
    rules: frozenset[str]

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
        return cls({key: frozenset(cases) for key, cases in spots.items()}, frozenset(rule for rule, _ in spots))

    def covers(self, rule: str, field: str, case: str | None) -> bool:
        """Whether a finding of that rule there stays silent. A fact has no case yet (None)."""
        if rule not in self.rules:
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
    return _part(field) if at == "row" else "=" + field


@lru_cache(maxsize=_REMEMBERED)
def _part(field: str) -> str:
    match = _PART.match(field)
    return match.group() if match else field


def _facts(
    project: PreparedProject,
    program: Program,
    source: Source,
    silent: Silent,
    of_rows: Sequence[tuple[PreparedIndicator, RowResult]],
    off: Collection[str],
    excused: list[tuple[str, Message]],
) -> list[tuple[str, str | tuple[str, ...], Member]]:
    """The facts of a project that are not silent. Rules ``off`` say nothing of rows; more of them go to ``excused``."""
    facts = []
    origin = _origin(project, source)
    department = project.is_department

    def is_silent(rule: str, fact: Fact) -> bool:
        return rule in silent.rules and silent.covers(rule, fact.field, None)

    for compiled in program.group_rules:
        if compiled.collect is None or (department and not compiled.department):
            continue
        rule = compiled.rule.id
        for fact in compiled.collect(project):
            if isinstance(fact, NotApplicable):
                excused.append((rule, fact.reason))
            elif not is_silent(rule, fact):
                known_by = row_identity(project, fact.field)
                facts.append((rule, fact.key, Member(origin, fact.field, fact.value, fact.data, known_by)))
    # Of rows come most facts by far, and nearly all are heard.
    maybe_unheard = {*off, *silent.rules}
    for row, said in of_rows:
        known_by = row.identity
        for rule, for_department, fact in said.facts:
            if department and not for_department:
                continue
            if rule in maybe_unheard and (rule in off or is_silent(rule, fact)):
                continue
            facts.append((rule, fact.key, Member(origin, fact.field, fact.value, fact.data, known_by)))
    return facts


def _origin(project: PreparedProject, source: Source) -> Origin:
    model = project.project
    alone = project.is_department
    return Origin(
        document=source.document,
        position=project.position,
        project=None if alone else model.code,
        project_no=None if alone else model.no,
        project_name=None if alone else model.name,
        unit=model.unit.code,
        unit_name=model.unit.name,
        places=project.places,
        path=source.path,
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
    """What a violation is known by in every format: no line, no number of a table, row or item.

    The name of a row is known by its base name already: of two rows that are one but for a bracket either may be later.
    """
    kept = _without_numbers(field)
    return (rule, owner, kept, *row, "" if kept in _KNOWN_WITHOUT_VALUE else _known_value(value))


_KNOWN_WITHOUT_VALUE = frozenset({"no", "indicators.name", "department.indicators.name"})


@lru_cache(maxsize=_REMEMBERED)
def _without_numbers(field: str) -> str:
    return _INDEX.sub("", field)


@lru_cache(maxsize=_REMEMBERED)
def _known_value(value: str) -> str:
    return text.normal_value(text.strip_number(value))


def row_identity(project: PreparedProject, field: str) -> tuple[str, ...]:
    """Base name and description of the indicator row that a field stands in, empty elsewhere."""
    number = _row_number(field)
    return project.indicators[number - 1].identity if 0 < number <= len(project.indicators) else ()


@lru_cache(maxsize=_REMEMBERED)
def _row_number(field: str) -> int:
    """The number of the row that a field stands in, 0 for none."""
    match = _ROW.match(field)
    return int(match.group(1)) if match else 0


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

    return Message(_put(message.zh, data, "zh"), _put(message.en, data, "en"))


def _put(template: str, data: Mapping[str, str | Message], lang: str) -> str:
    parts = list(_cut(template))
    for place in range(1, len(parts), 2):
        given = data.get(parts[place], "")  # the case may have nothing for it
        parts[place] = given.text(lang) if isinstance(given, Message) else str(given)
    return "".join(parts)


@lru_cache(maxsize=_REMEMBERED)
def _cut(template: str) -> tuple[str, ...]:
    """A template as text, name of a placeholder, text, name …, text."""
    return tuple(_PLACEHOLDER.split(template))
