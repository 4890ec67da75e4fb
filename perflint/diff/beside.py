"""A comparison as a report shows it: last year's text beside each field that differs, what was dropped below."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from perflint.diff.change import KINDS, Change
from perflint.diff.compare import Comparison
from perflint.diff.differs import Equal
from perflint.diff.history import last_year
from perflint.diff.side import Side
from perflint.model import Project
from perflint.reporters.history import Beside, Count, DroppedProject, Gone, History
from perflint.scalars import Key, scalars
from perflint.text import squeeze

_ROW = re.compile(r"(?:department\.|long_term_)?indicators\[\d+\]")
_NAMES = ("name", "description", "value", "level2", "level1")
_UNREADABLE = "STR001"
_VIOLATIONS = "violation-"


def history(comparison: Comparison) -> History:
    """What a report of the new document shows of the old one."""
    old, new = comparison.old, comparison.new
    fields = scalars(new.document)
    beside: dict[int, list[Beside]] = defaultdict(list)
    marks, gone = _sorted_out(comparison, fields)
    before = last_year(old, new, comparison.pairs)
    equal = Equal(comparison)
    for key in fields:
        position, field = key
        change = marks.pop(key, None)
        was = before.get(key)
        shown = None if was is None or equal.same(key, was, fields[key]) else _with_unit(comparison, key, was)
        if change is not None or shown is not None:
            kind = change.kind if change is not None else ""
            beside[position].append(Beside(field, shown, kind, KINDS[kind] if kind else None))
    there = frozenset(range(len(new.document.projects)))
    return History(
        name=old.name,
        years=(old.year, new.year),
        matched=len(comparison.pairs),
        beside={position: tuple(items) for position, items in beside.items()},
        gone={position: tuple(items) for position, items in gone.items()},
        new=there - comparison.pairs.keys(),
        dropped=tuple(_dropped(comparison)),
        counts=_counts(comparison.changes),
        not_compared=comparison.not_compared,
        unread=tuple(item.message for item in old.report.violations if item.rule == _UNREADABLE),
    )


def _sorted_out(comparison: Comparison, fields: Mapping[Key, str]) -> tuple[dict[Key, Change], dict[int, list[Gone]]]:
    """Changes by the field that they are said at, and those for which the new document has no field."""
    marks: dict[Key, Change] = {}
    gone: dict[int, list[Gone]] = defaultdict(list)
    for change in comparison.changes:
        if change.kind.startswith((_VIOLATIONS, "project-new", "project-dropped")):
            continue
        is_gone = change.kind.endswith("-dropped") or change.location is None
        field = "" if is_gone else _at(change, fields)
        if field:
            marks.setdefault((change.position, field), change)
        else:
            gone[change.position].append(Gone(change.kind, KINDS[change.kind], change.field, change.old))
    return marks, gone


def _at(change: Change, fields: Mapping[Key, str]) -> str:
    """The field at which a change is said: its own, of an item its name, of all goals the first; ``""`` for none."""
    own = change.field
    if _ROW.fullmatch(own):
        paths: Iterable[str] = (f"{own}.{name}" for name in _NAMES)
        return next((path for path in paths if fields.get((change.position, path))), f"{own}.value")
    return next(
        (path for path in (own, f"{own}[1]", f"{own}.name", f"{own}.goal") if (change.position, path) in fields), ""
    )


def _with_unit(comparison: Comparison, key: Key, was: str) -> str:
    """An amount with last year's unit, where that was another one."""
    position, field = key
    if position < 0 or not field.startswith("budget.") or not was.strip():
        return was
    both = comparison.pairs[position]
    units = _money_unit(comparison.old, both.before), _money_unit(comparison.new, both.after)
    return f"{was} {units[0]}" if units[0] and squeeze(units[0]) != squeeze(units[1]) else was


def _money_unit(side: Side, project: Project) -> str:
    return project.money_unit or side.setting.money_unit


def _dropped(comparison: Comparison) -> Iterator[DroppedProject]:
    old = comparison.old
    kept = {both.was for both in comparison.pairs.values()}
    for position, project in enumerate(old.document.projects):
        if position not in kept:
            total = project.budget.total
            unit = f"{project.unit.code} {project.unit.name}".strip()
            budget = f"{total} {_money_unit(old, project)}".strip() if total.strip() else ""
            yield DroppedProject(project.code, project.name, unit, budget)


def _counts(changes: Iterable[Change]) -> tuple[Count, ...]:
    counted = Counter(change.kind for change in changes)
    return tuple(Count(kind, KINDS[kind], counted[kind]) for kind in KINDS if counted[kind])
