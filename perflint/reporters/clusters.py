"""Groups of violations that are one fact seen in several projects, shown once at the end of the text output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from perflint.reporters import View
from perflint.reporters.display import paint, shorten, visible, wrap
from perflint.violation import Violation

_MEMBERS_SHOWN = 20


class Cluster(Struct, frozen=True):
    """Violations that belong together, and the number by which the rows name their group."""

    number: int
    members: Sequence[Violation]


def clusters_of(violations: Iterable[Violation]) -> dict[str, Cluster]:
    """The groups of at least two members by their id, in the order of their first members."""
    groups: dict[str, list[Violation]] = {}
    for violation in violations:
        if violation.cluster is not None:
            groups.setdefault(violation.cluster, []).append(violation)
    shared = ((cluster, members) for cluster, members in groups.items() if len(members) > 1)
    return {cluster: Cluster(number, members) for number, (cluster, members) in enumerate(shared, 1)}


def cluster_lines(clusters: Mapping[str, Cluster], view: View) -> Iterator[str]:
    """A section that names each group with its members once."""
    if not clusters:
        return
    zh = view.lang == "zh"
    yield paint("== 跨项目的同类问题" if zh else "== The same in several projects", "bold", view.color)
    for cluster in clusters.values():
        members = cluster.members
        count = f"共{len(members)}处" if zh else f"{len(members)} places"
        about = members[0].value or members[0].message.text(view.lang)
        head = f"{cluster.number}. {members[0].rule} {count}"
        yield paint(head, "bold", view.color) + "  " + shorten(visible(about), view.width - len(head) - 12)
        listed = ("、" if zh else ", ").join(_member(item, zh) for item in members[:_MEMBERS_SHOWN])
        more = len(members) - _MEMBERS_SHOWN
        tail = (f" 等，另有{more}处" if zh else f" and {more} more") if more > 0 else ""
        for line in wrap(visible(listed) + tail, view.width - 4):
            yield "    " + line
    yield ""


def _member(violation: Violation, zh: bool) -> str:
    number = violation.project_no
    if number is None:
        return violation.project or "—"
    return f"{violation.project}（{number}）" if zh else f"{violation.project} ({number})"
