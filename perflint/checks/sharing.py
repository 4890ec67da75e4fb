"""What several projects share: one fact of each, a finding under each, and clusters of nearly equal texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from perflint import similar
from perflint.checks.base import GroupFinding, Member, ProjectKey, project_of
from perflint.checks.others import Others


def one_per_project(members: Sequence[Member]) -> list[Member]:
    """The first fact of each project, in document order."""
    first: dict[ProjectKey, Member] = {}
    for member in members:
        first.setdefault(project_of(member), member)
    return list(first.values())


def shared_findings(
    members: Sequence[Member], cluster: str, case: str = "", data: Mapping[str, str] | None = None
) -> Iterable[GroupFinding]:
    """One finding under each project; the other members are related."""
    count = {"count": str(len(members)), **(data or {})}
    for index, member in enumerate(members):
        yield GroupFinding(member, data=count, case=case, related=Others(members, index), cluster=cluster)


def near_clusters(texts: Sequence[str], ratio: float) -> list[list[int]]:
    """Groups of indexes of texts that are nearly equal, directly or through others.

    Up to ``similar.MANY`` texts every pair is found. Of more the extra ``similar`` finds candidates by hashing, which
    misses less than one pair in a hundred; without it every pair is found, in more time.
    """
    links = similar.near_pairs(texts, ratio)
    if len(texts) > similar.MANY:
        try:
            from perflint import similar_many

            links = similar_many.near_links(texts, ratio)
        except ImportError:
            pass
    return similar.clusters(len(texts), links)
