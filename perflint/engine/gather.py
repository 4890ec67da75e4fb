"""Judges groups of facts: the same text in several projects, the numbers of a document's tables, habits.

Facts are grouped by rule and key, over one document or over all inputs of a call, whatever order they came in; the
result depends only on what the facts say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from perflint import text
from perflint.checks.base import Group, GroupFinding, Member, NotApplicable, ProjectKey, project_of
from perflint.checks.others import Others
from perflint.engine.compile import Program
from perflint.engine.compiled import CompiledRule
from perflint.engine.judge import fill, identity
from perflint.place import NOWHERE, Place, Places, nearest_place
from perflint.rule import Rule, Setting, Silence
from perflint.violation import RELATED_LIMIT, Location, Message, Related, Violation, digest

Fact = tuple[str, "str | tuple[str, ...]", Member]


class DocumentFacts(Struct, frozen=True):
    """What gathering needs to know of one input: its name, its setting, whose document it is and its places."""

    path: str
    setting: Setting
    owner: str
    places: Places = NOWHERE


class Silences(Struct):
    """Silences that group rules have declared so far, per silenced rule: of whole projects, and of clusters in them."""

    projects: dict[str, set[ProjectKey]] = field(default_factory=lambda: defaultdict(set))
    clusters: dict[str, dict[ProjectKey, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    last: tuple[str, Sequence[Member], set[frozenset[str]]] | None = None

    def declare(self, targets: Iterable[str], silence: Silence, finding: GroupFinding, cluster: str | None) -> None:
        if finding.member is None:
            return
        key = project_of(finding.member)
        for target in targets:
            if silence.at == "members" and cluster is not None:
                self.clusters[target].setdefault(key, set()).add(cluster)
            elif silence.at == "project":
                self.projects[target].add(key)

    def drops(self, rule: str, member: Member) -> bool:
        return project_of(member) in self.projects.get(rule, ())

    def covers(self, rule: str, finding: GroupFinding) -> bool:
        """Whether every project that the finding relates to is already joined with its own by a silencing rule."""
        clusters = self.clusters.get(rule)
        if not clusters or finding.member is None or not finding.related:
            return False
        own = clusters.get(project_of(finding.member), set())
        return bool(own) and all(own & others for others in self._joined(rule, finding.related))

    def _joined(self, rule: str, related: Sequence[Member]) -> Iterable[frozenset[str]]:
        """The clusters that join the related projects, each combination once, for they may be 100,000.

        Where it stands for all members but the finding's own, that one is looked at too: it is joined with itself.
        """
        members = related.all_members if isinstance(related, Others) else related
        if self.last is None or self.last[0] != rule or self.last[1] is not members:
            clusters = self.clusters[rule]
            found = {frozenset(clusters.get(project_of(member), ())) for member in members}
            self.last = (rule, members, found)
        return self.last[2]


def gather(
    facts: Iterable[Fact],
    program: Program,
    documents: Mapping[int, DocumentFacts],
    per_document: bool = False,
    silences: Silences | None = None,
) -> tuple[list[Violation], list[tuple[str, Message]]]:
    """The violations of all group rules, and what did not apply.

    Where the facts of one call are gathered in parts, ``silences`` brings what other parts declared, and is added to.
    """
    found, excused = decide_groups(facts, program, documents, per_document, silences)
    return violations_of(found), excused


def decide_groups(
    facts: Iterable[Fact],
    program: Program,
    documents: Mapping[int, DocumentFacts],
    per_document: bool = False,
    silences: Silences | None = None,
) -> tuple[list[Found], list[tuple[str, Message]]]:
    """The same with findings that are to become violations: of many parts together places are found in one go."""
    grouped = _grouped(facts, program, per_document)
    silences = Silences() if silences is None else silences
    found: list[Found] = []
    excused: list[tuple[str, Message]] = []
    for compiled in program.group_rules:
        rule = compiled.rule
        for (document, key), members in sorted(grouped.get(rule.id, {}).items(), key=lambda item: _first(item[1])):
            kept = members
            if rule.id in silences.projects:
                kept = [member for member in members if not silences.drops(rule.id, member)]
            setting = documents[document].setting if document is not None else None
            for finding in _decide(compiled, Group(key, kept, setting)):
                if isinstance(finding, NotApplicable):
                    excused.append((rule.id, finding.reason))
                    continue
                cluster = _cluster(rule, finding)
                for silence, targets in program.silences.get(rule.id, ()):
                    if silence.when is None or silence.when == finding.case:
                        silences.declare(targets, silence, finding, cluster)
                if rule.id in program.reported and not silences.covers(rule.id, finding):
                    where = document if document is not None else members[0].document
                    found.append(Found(rule, finding, cluster, documents[where], where))
    return found, [item for item in excused if item[0] in program.reported]


def _decide(compiled: CompiledRule, group: Group) -> Iterable[GroupFinding | NotApplicable]:
    assert compiled.decide is not None
    return compiled.decide(group)


def _grouped(
    facts: Iterable[Fact], program: Program, per_document: bool
) -> dict[str, dict[tuple[int | None, str | tuple[str, ...]], list[Member]]]:
    scopes = {item.rule.id: item.rule.scope for item in program.group_rules}
    grouped: dict[str, dict[tuple[int | None, str | tuple[str, ...]], list[Member]]] = defaultdict(dict)
    for rule, key, member in facts:
        alone = per_document or scopes[rule] != "corpus"
        grouped[rule].setdefault((member.origin.document if alone else None, key), []).append(member)
    for groups in grouped.values():
        for members in groups.values():
            members.sort(key=project_of)
    return grouped


def _first(members: list[Member]) -> tuple[int, int, str]:
    return (*project_of(members[0]), members[0].field)


def _cluster(rule: Rule, finding: GroupFinding) -> str | None:
    return digest((rule.id, finding.cluster))[:16] if finding.cluster is not None else None


class Found(Struct, frozen=True):
    """A finding that is to be reported."""

    rule: Rule
    finding: GroupFinding
    cluster: str | None
    document: DocumentFacts
    index: int

    def members(self) -> Iterable[Member]:
        """The facts whose places are shown."""
        own = self.finding.member
        return [*([own] if own is not None else []), *self.finding.related[:RELATED_LIMIT]]


def violations_of(found: Sequence[Found]) -> list[Violation]:
    """The violations of findings.

    Their places are looked up project by project: for them projects, and even documents, may have to be read again.
    """
    shown = {id(member): member for item in found for member in item.members()}
    in_order = sorted(shown.values(), key=project_of)
    places = {id(member): member.place for member in in_order}
    related: dict[int, Related] = {}
    return [_violation(item, places, related) for item in found]


def by_project(violation: Violation) -> tuple[int, int, str]:
    """Sorts violations of groups that were decided in any order: by project, then what belongs together."""
    return violation.document, violation.position, violation.cluster or ""


def _related(member: Member, places: Mapping[int, Place], known: dict[int, Related]) -> Related:
    related = known.get(id(member))
    if related is None:
        location = Location(member.path, places[id(member)])
        related = known[id(member)] = Related(member.project, member.field, location)
    return related


def _violation(found: Found, places: Mapping[int, Place], known: dict[int, Related]) -> Violation:
    rule, finding, cluster, document, index = found.rule, found.finding, found.cluster, found.document, found.index
    member = finding.member
    path = finding.field if finding.field is not None else (member.field if member else "")
    value = finding.value if finding.value is not None else (member.value if member else "")
    related = tuple(_related(other, places, known) for other in finding.related[:RELATED_LIMIT])
    whose = document.owner if member is None or member.project is None else text.squeeze(member.project)
    known_by = identity(rule.id, whose, path, member.identity if member else (), value)
    if finding.identity is not None:
        known_by = identity(rule.id, document.owner, path, (), finding.identity)
    place = places[id(member)] if member else nearest_place(document.places, path) or Place()
    return Violation(
        rule=rule.id,
        slug=rule.name,
        severity=rule.severity_of(finding.case),
        category=rule.category,
        confidence=rule.confidence_of(finding.case),
        message=fill(rule.message_of(finding.case), {"value": value, "field": path, **finding.data}),
        field=path,
        value=value,
        location=Location(member.path if member else document.path, place),
        project=member.project if member else None,
        project_no=member.project_no if member else None,
        project_name=member.project_name if member else None,
        unit=member.unit if member and member.project is not None else None,
        suggestion=finding.suggestion,
        related=related,
        related_total=len(finding.related),
        cluster=cluster,
        document=member.document if member else index,
        position=member.position if member else -1,
        identity=known_by,
    )
