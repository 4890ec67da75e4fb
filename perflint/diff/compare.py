"""Two documents compared as a whole: their projects, what they say of the department, their violations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from perflint.diff.change import Change
from perflint.diff.department import department_pair, document_changes
from perflint.diff.match import match_projects
from perflint.diff.project import Pair, changes, pair
from perflint.diff.side import Side, Years, not_compared
from perflint.diff.verdicts import verdict_changes


class Comparison(Struct, frozen=True):
    """The result: all changes in the order of the new document, what was dropped behind them.

    ``pairs`` are the projects that both have, by their position in the new one; ``department`` what both say of the
    department; ``not_compared`` the fields that only one of the two forms has.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]
    pairs: Mapping[int, Pair]
    department: Pair | None
    not_compared: tuple[str, ...] = ()


def compare(old: Side, new: Side) -> Comparison:
    """Every change from the old document to the new one, each once."""
    years = Years(old.year, new.year)
    pairs = paired(old, new, years)
    whole = department_pair(old, new, years)
    found = [*document_changes(old, new, whole, years)]
    for position, project in enumerate(new.document.projects):
        if position in pairs:
            found += changes(pairs[position])
        else:
            place = new.location(position, "name")
            unit = project.unit.code
            found.append(
                Change("project-new", "", "", project.name, project.code, project.name, unit, place, position=position)
            )
    found += _dropped(old, pairs, len(new.document.projects))
    apart = not_compared(old, new)
    found += verdict_changes(old, new, pairs, apart)
    # A stable sort: what changed in a project stands in the order of the form, its violations behind it.
    return Comparison(old, new, tuple(sorted(found, key=lambda change: change.position)), pairs, whole, apart)


def paired(old: Side, new: Side, years: Years) -> dict[int, Pair]:
    """The projects that both documents have, by their position in the new one."""
    found = match_projects(old.document.projects, new.document.projects, years)
    return {now: pair(old, new, years, was, now) for now, was in sorted(found.items())}


def _dropped(old: Side, pairs: dict[int, Pair], behind: int) -> Iterator[Change]:
    kept = {both.was for both in pairs.values()}
    for position, project in enumerate(old.document.projects):
        if position not in kept:
            place = old.location(position, "name")
            yield Change(
                "project-dropped",
                "",
                project.name,
                "",
                project.code,
                project.name,
                project.unit.code,
                None,
                place,
                position=behind + position,
            )
