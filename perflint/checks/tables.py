"""Checks of a booklet's tables as a sequence: printed numbers, units that own them, categories of part one."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from perflint import text
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
)
from perflint.prepared import PreparedDepartment, PreparedProject
from perflint.violation import Message

DOCUMENT = frozenset({"document"})
_LISTED = 3
UNNUMBERED = NotApplicable(Message("表没有编号", "the tables bear no numbers"))


def _numbers(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
    number = project.project.no
    if number is None:
        yield UNNUMBERED
    else:
        yield Fact("", "no", str(number), (number,))


def _number(member: Member) -> int:
    number = member.data[0]
    assert isinstance(number, int)
    return number


def _series(members: Sequence[Member]) -> list[list[Member]]:
    """The tables that are numbered together: all, or those of one unit where every unit begins with 1 again."""
    runs = [list(run) for _, run in itertools.groupby(members, key=lambda member: member.unit or member.unit_name)]
    restarts = len(runs) > 1 and all(_number(run[0]) == 1 for run in runs)
    return runs if restarts else [list(members)]


class NumberOrder(Kind):
    """The printed numbers rise. Speaks at the fewest tables whose removal leaves them rising."""

    kind: ClassVar[str] = "number_order"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"previous"})

    def collect(self, knowledge: Knowledge) -> FactCollector:
        return _numbers

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            for series in _series(group.members):
                for index in out_of_order([_number(member) for member in series]):
                    before = series[index - 1] if index else None
                    previous = (
                        Message(f"排在{before.value}之后", f"stands after {before.value}")
                        if before
                        else Message("排在最前", "stands first")
                    )
                    related = [before] if before else []
                    yield GroupFinding(series[index], data={"previous": previous}, related=related)

        return decide


def out_of_order(numbers: Sequence[int]) -> list[int]:
    """Indices of the fewest numbers to take out so that the rest never falls.

    Where several choices are as short, those numbers go that are lower than the one before them.
    """
    if all(before <= number for before, number in itertools.pairwise(numbers)):  # nearly always
        return []
    best: list[tuple[int, int, int]] = []  # per index: kept so far, of them no descents, index before
    ranks = {number: rank for rank, number in enumerate(sorted(set(numbers)), 1)}
    tree: list[tuple[int, int, int]] = [(0, 0, -1)] * (len(ranks) + 1)  # a Fenwick tree of maxima over ranks
    for index, number in enumerate(numbers):
        kept, rising, before = _highest(tree, ranks[number])
        rising += not (index and number < numbers[index - 1])
        best.append((kept + 1, rising, before))
        _raise(tree, ranks[number], (kept + 1, rising, index))
    keep: set[int] = set()
    at = _highest(tree, len(ranks))[2]
    while at >= 0:
        keep.add(at)
        at = best[at][2]
    return [index for index in range(len(numbers)) if index not in keep]


def _highest(tree: Sequence[tuple[int, int, int]], rank: int) -> tuple[int, int, int]:
    found = (0, 0, -1)
    while rank > 0:
        if tree[rank][:2] > found[:2]:
            found = tree[rank]
        rank -= rank & -rank
    return found


def _raise(tree: list[tuple[int, int, int]], rank: int, entry: tuple[int, int, int]) -> None:
    while rank < len(tree):
        if entry[:2] > tree[rank][:2]:
            tree[rank] = entry
        rank += rank & -rank


class NumberGap(Kind):
    """The printed numbers, put in order, have no repeat and no gap (they may begin anywhere)."""

    kind: ClassVar[str] = "number_gap"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"missing", "previous"})
    cases: ClassVar[frozenset[str]] = frozenset({"repeat"})

    def collect(self, knowledge: Knowledge) -> FactCollector:
        return _numbers

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            for series in _series(group.members):
                yield from _gaps(sorted(series, key=_number))

        return decide


def _gaps(members: Sequence[Member]) -> Iterator[GroupFinding]:
    for before, member in itertools.pairwise(members):
        low, high = _number(before), _number(member)
        data = {"previous": before.value, "missing": str(low + 1) if high - low == 2 else f"{low + 1}–{high - 1}"}
        if high == low:
            yield GroupFinding(member, data=data, case="repeat", related=[before])
        elif high - low > 1:
            yield GroupFinding(member, data=data, related=[before])


def _units(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
    unit = project.project.unit
    code, name = text.fold(text.squeeze(unit.code)), text.fold(text.squeeze(unit.name))
    if code or name:
        yield Fact("", "no", str(project.project.no or ""), (code, name))


def _unit(member: Member) -> tuple[str, str]:
    """Code and name of a table's unit, without white space."""
    return str(member.data[0]), str(member.data[1])


class UnitRuns(Kind):
    """The tables of a unit stand together. Speaks at the first table of each run that resumes.

    Neighbouring tables are of one unit when the codes or the names agree: a slip in one of them is no other unit. A
    document without printed numbers is a list that may be sorted by anything, and not judged.
    """

    kind: ClassVar[str] = "unit_runs"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"unit", "previous"})

    def collect(self, knowledge: Knowledge) -> FactCollector:
        return _units

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            if all(member.project_no is None for member in group.members):
                yield UNNUMBERED
                return
            last: dict[str, Member] = {}
            for before, member in itertools.pairwise([None, *group.members]):
                assert member is not None
                marks = [mark for mark in _unit(member) if mark]
                changed = before is not None and not set(marks) & set(_unit(before))
                if before is not None and changed and all(mark in last for mark in marks):
                    data = {"unit": member.unit_name or member.unit, "previous": before.unit_name or before.unit}
                    yield GroupFinding(member, data=data, related=[last[marks[0]]])
                last.update(dict.fromkeys(marks, member))

        return decide


class UnitCodes(Kind):
    """One unit code goes with one name and one name with one code. Speaks at the minority, at all when equal."""

    kind: ClassVar[str] = "unit_codes"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"unit", "others"})
    cases: ClassVar[frozenset[str]] = frozenset({"names"})

    def collect(self, knowledge: Knowledge) -> FactCollector:
        return _units

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            both = [member for member in group.members if all(_unit(member))]
            said: set[int] = set()
            for of, (field, case) in ((1, ("unit.code", "")), (0, ("unit.name", "names"))):
                for member, others in _minorities(both, of):
                    if member.position not in said:
                        said.add(member.position)
                        data = {"unit": _unit(member)[of], "others": "、".join(others[:_LISTED])}
                        yield GroupFinding(member, field, _unit(member)[1 - of], data, case)

        return decide


def _minorities(members: Sequence[Member], of: int) -> Iterator[tuple[Member, list[str]]]:
    """Members whose code (or name) is not the one that most tables of their name (or code) bear, with the others."""
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        groups[_unit(member)[of]].append(member)
    for alike in groups.values():
        counts = Counter(_unit(member)[1 - of] for member in alike)
        (_, most), *rest = counts.most_common()
        tie = bool(rest) and rest[0][1] == most
        for member in alike:
            own = _unit(member)[1 - of]
            if len(counts) > 1 and (tie or counts[own] < most):
                yield member, [other for other, _ in counts.most_common(_LISTED + 1) if other != own]


class CategoryUnits(Kind):
    """Part one has a category goal for every unit of the tables, and no category of another unit.

    A category belongs to the unit whose name it begins with, full or abbreviated: an ordered subsequence with the same
    first and last characters. ``endings`` are endings of unit names that categories leave out (本级). Where no
    category begins with any unit, the categories are not made by unit.
    """

    kind: ClassVar[str] = "category_units"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"unit"})
    cases: ClassVar[frozenset[str]] = frozenset({"category"})
    refers: ClassVar[Mapping[str, str]] = {"endings": "list"}
    sees_department: ClassVar[bool] = True

    endings: str = "unit_name_endings"

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            if isinstance(project, PreparedDepartment):
                for path, name in project.select("department.category_goals.name"):
                    yield Fact("", path, name, ("category",))
            elif project.project.unit.name.strip():
                yield Fact("", "unit.name", project.project.unit.name, ("unit",))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        endings = knowledge.lexicon.words(self.endings)

        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            categories = [member for member in group.members if member.data == ("category",)]
            units: dict[str, list[Member]] = defaultdict(list)
            for member in group.members:
                if member.data == ("unit",):
                    units[text.fold(text.squeeze(member.value))].append(member)
            if not categories or not units:
                yield NotApplicable(Message("没有分项绩效目标", "there are no goals by category"))
                return
            fits = {
                unit: [category for category in categories if belongs(category.value, unit, endings)] for unit in units
            }
            if not any(fits.values()):
                yield NotApplicable(Message("分项不是按单位设的", "the categories are not made by unit"))
                return
            for unit, found in fits.items():
                if not found:
                    data = {"unit": units[unit][0].value}
                    yield GroupFinding(
                        None, "department.category_goals", units[unit][0].value, data, related=units[unit]
                    )
            taken = {category.field for found in fits.values() for category in found}
            for category in categories:
                if category.field not in taken:
                    yield GroupFinding(category, data={"unit": ""}, case="category")

        return decide


def belongs(category: str, unit: str, endings: Iterable[str]) -> bool:
    """Whether a category's name is of that unit."""
    name = text.fold(text.squeeze(text.strip_number(category)))
    short = next((unit.removesuffix(ending) for ending in endings if unit.endswith(ending) and unit != ending), unit)
    if unit in name or short in name:
        return True
    return any(_abbreviates(name[:stop], short) for stop in range(3, min(len(name), len(short)) + 1))


def _abbreviates(short: str, whole: str) -> bool:
    """Whether ``short`` is an ordered subsequence of ``whole`` with the same first and last characters."""
    if short[0] != whole[0] or short[-1] != whole[-1]:
        return False
    rest = iter(whole)
    return all(char in rest for char in short)


KINDS = (NumberOrder, NumberGap, UnitRuns, UnitCodes, CategoryUnits)
