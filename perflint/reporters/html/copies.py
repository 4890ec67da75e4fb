"""Groups of findings that are one fact in several places: their texts beside each other, with what differs marked."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from perflint.reporters.html.document import title
from perflint.reporters.html.findings import Finding, Pages
from perflint.reporters.html.marks import Segment, shown
from perflint.reporters.html.view import ClusterMember, ClusterView, Link
from perflint.reporters.material import Material
from perflint.reporters.words import field_words
from perflint.violation import Severity, Violation

MEMBERS_SHOWN = 40
_LONGEST = 1500
_SHORTEST_COMMON = 2
MARKED = Severity.WARNING

Member = tuple[int, Finding]


def groups(found: Sequence[Sequence[Finding]]) -> dict[str, list[Member]]:
    """The groups of at least two members by their id, in the order of their first members."""
    members: dict[str, list[Member]] = {}
    for document, items in enumerate(found):
        for item in items:
            if item.violation.cluster is not None:
                members.setdefault(item.violation.cluster, []).append((document, item))
    return {cluster: items for cluster, items in members.items() if len(items) > 1}


def cluster_ids(members: Mapping[str, Sequence[Member]]) -> dict[str, tuple[str, int]]:
    """The id on the page and the number of members of each group."""
    return {cluster: (f"g{number}", len(items)) for number, (cluster, items) in enumerate(members.items(), 1)}


def cluster_views(
    members: Mapping[str, Sequence[Member]], material: Material, pages: Pages, rule_ids: Mapping[str, str]
) -> list[ClusterView]:
    """The groups as the page shows them."""
    ids = cluster_ids(members)
    views = []
    for cluster, items in members.items():
        first = items[0][1].violation
        views.append(
            ClusterView(
                id=ids[cluster][0],
                rule=first.rule,
                rule_href="#" + rule_ids[first.rule],
                count=len(items),
                message=shown(first.message.text(material.lang)),
                members=tuple(_member(item, first, material, pages) for item in items[:MEMBERS_SHOWN]),
                more=max(len(items) - MEMBERS_SHOWN, 0),
            )
        )
    return views


def _member(item: Member, first: Violation, material: Material, pages: Pages) -> ClusterMember:
    document, found = item
    violation = found.violation
    link = Link(_name(document, violation, material), pages.finding(document, found))
    if violation is first:
        return ClusterMember(link, (Segment(shown(_cut(first.value))),) if first.value else ())
    if violation.value == first.value:
        return ClusterMember(link, (), same=bool(first.value))
    return ClusterMember(link, differing(first.value, violation.value))


def _name(document: int, violation: Violation, material: Material) -> str:
    inputs = material.report.inputs
    words = [inputs[document].path] if len(inputs) > 1 else []
    source = inputs[document].document
    if source is not None and violation.position >= 0:
        words.append(title(source.projects[violation.position], material.lang))
    words.append(field_words(violation.field, material.lang))
    return shown(" · ".join(words))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def differing(first: str, other: str) -> tuple[Segment, ...]:
    """``other`` in segments; those marked do not stand so in ``first``. Very short common stretches do not count."""
    one, two = _cut(first), _cut(other)
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    segments: list[Segment] = []
    at = 0
    for block in matcher.get_matching_blocks():
        long_enough = block.size >= _SHORTEST_COMMON or block.b + block.size in (block.size, len(two))
        if block.size and not long_enough:
            continue
        if at < block.b:
            segments.append(Segment(shown(two[at : block.b]), MARKED))
        if block.size:
            segments.append(Segment(shown(two[block.b : block.b + block.size])))
        at = block.b + block.size
    return tuple(segments)
