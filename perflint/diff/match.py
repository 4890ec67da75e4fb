"""Which project, row or goal of the new document is which of the old one.

Surest first: each step pairs what the steps before left over, in document order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TypeVar

from perflint.diff.side import Years, without_year
from perflint.model import Project
from perflint.prepared import PreparedIndicator
from perflint.similar import dice
from perflint.text import normal, squeeze

T = TypeVar("T")
Pairs = dict[int, int]
"""New index → old index."""
Key = Callable[[T], Hashable]
_NEAR = 0.6
_MOST = 400  # leftovers that are compared each with each


def match_projects(old: Sequence[Project], new: Sequence[Project], years: Years) -> Pairs:
    """By code, then unit and name (of several the one whose code differs in the year alone), then code but for its
    year and a near name, then near name in one unit."""
    found: Pairs = {}
    _pair(found, old, new, lambda item: squeeze(item.code), lambda item: squeeze(item.code))
    for rest in (without_year, _nothing):
        for form in (years.key, normal):
            _pair(found, old, new, partial(_named, form, rest), partial(_named, normal, rest))

    def near(one: Project, other: Project) -> float:
        alike = dice(years.key(one.name), normal(other.name))
        related = _unit(one) == _unit(other) or without_year(one.code) == without_year(other.code) != ""
        return alike if related else 0.0

    _pair_near(found, old, new, near)
    return found


def _unit(project: Project) -> str:
    return normal(project.unit.name) or squeeze(project.unit.code)


def _named(form: Callable[[str], str], rest: Callable[[str], str], project: Project) -> Hashable:
    """Unit and name, and what ``rest`` keeps of the code; blank where the project has no name."""
    name = form(project.name)
    return (_unit(project), name, rest(project.code)) if name else None


def _nothing(code: str) -> str:
    return ""


def match_rows(old: Sequence[PreparedIndicator], new: Sequence[PreparedIndicator], years: Years) -> Pairs:
    """By name and description, then by name, then by description, then by near name in one class."""
    found: Pairs = {}
    base: list[tuple[Key[PreparedIndicator], Key[PreparedIndicator]]] = [
        (
            lambda row: (years.key(row.base_name), years.key(row.base_description)) if row.base_name else None,
            lambda row: (normal(row.base_name), normal(row.base_description)),
        ),
        (lambda row: years.key(row.base_name) or None, lambda row: normal(row.base_name) or None),
        (lambda row: years.key(row.base_description) or None, lambda row: normal(row.base_description) or None),
    ]
    for of_old, of_new in base:
        _pair(found, old, new, of_old, of_new)

    def near(one: PreparedIndicator, other: PreparedIndicator) -> float:
        same_class = normal(one.row.level2) == normal(other.row.level2)
        return dice(years.key(one.base_name), normal(other.base_name)) if same_class else 0.0

    _pair_near(found, old, new, near)
    return found


def match_texts(old: Sequence[str], new: Sequence[str], years: Years) -> Pairs:
    """By what they say, then by near wording."""
    found: Pairs = {}
    _pair(found, old, new, years.key, normal)
    _pair(found, old, new, normal, normal)
    _pair_near(found, old, new, lambda one, other: dice(years.key(one), normal(other)))
    return found


def _pair(found: Pairs, old: Sequence[T], new: Sequence[T], of_old: Key[T], of_new: Key[T]) -> None:
    """Pairs what has the same key, the first with the first. Blank keys pair nothing."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    taken = set(found.values())
    for index, item in enumerate(old):
        if index not in taken and (key := of_old(item)):
            waiting[key].append(index)
    for index, item in enumerate(new):
        if index not in found and waiting.get(of_new(item)):
            found[index] = waiting[of_new(item)].pop(0)


def _pair_near(found: Pairs, old: Sequence[T], new: Sequence[T], alike: Callable[[T, T], float]) -> None:
    """Pairs what is left over, the most alike first."""
    taken = set(found.values())
    left = [index for index in range(len(old)) if index not in taken][:_MOST]
    fresh = [index for index in range(len(new)) if index not in found][:_MOST]
    scored = [(alike(old[one], new[other]), one, other) for other in fresh for one in left]
    for score, one, other in sorted(scored, key=lambda item: (-item[0], item[2], item[1])):
        if score >= _NEAR and other not in found and one not in taken:
            found[other] = one
            taken.add(one)
