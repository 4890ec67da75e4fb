"""What is said of the whole department in two documents, its lists matched as those of projects are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perflint.diff.change import Change
from perflint.diff.match import Pairs, match_texts
from perflint.diff.project import Pair, budget, pair_of, rows_of, texts
from perflint.diff.side import Side, Years
from perflint.model import CategoryGoal, Department, Project
from perflint.scalars import scalars
from perflint.text import normal

PREFIX = "department."
_HEAD = ("title", "region", "money_unit")
_LINES = tuple(f"{PREFIX}{name}" for name in ("code", "name", "total", "overall_goal"))


def department_pair(old: Side, new: Side, years: Years) -> Pair | None:
    """Both departments as projects at -1; None where only one document speaks of the department."""
    if not (old.has("department") and new.has("department")):
        return None
    before, after = (_as_project(side.document.department) for side in (old, new))
    return pair_of(old, new, years, (-1, before), (-1, after), PREFIX)


def _as_project(whole: Department) -> Project:
    return Project(budget=whole.budget, goals=whole.goals, indicators=whole.indicators)


def matched_lists(both: Pair) -> Mapping[str, Pairs]:
    """Which item of the lists of part one is which, by the name of the list: new index → old index."""
    old, new = both.old.document.department, both.new.document.department
    return {
        "goals": match_texts(old.goals, new.goals, both.years),
        "safeguards": match_texts(old.safeguards, new.safeguards, both.years),
        "category_goals": _categories(old.category_goals, new.category_goals, both.years),
        "indicators": both.rows,
    }


def _categories(old: Sequence[CategoryGoal], new: Sequence[CategoryGoal], years: Years) -> Pairs:
    """Goals by category are known by their names, else by all they say."""
    pairs = match_texts([item.name for item in old], [item.name for item in new], years)
    was = [index for index in range(len(old)) if index not in pairs.values()]
    now = [index for index in range(len(new)) if index not in pairs]
    rest = match_texts([_whole(old[index]) for index in was], [_whole(new[index]) for index in now], years)
    return pairs | {now[index]: was[at] for index, at in rest.items()}


def _whole(item: CategoryGoal | str) -> str:
    return item if isinstance(item, str) else " ".join(filter(None, (item.name, item.goal, item.indicator)))


def document_changes(old: Side, new: Side, both: Pair | None, years: Years) -> Iterator[Change]:
    """Changes of the document itself and of its department; in another year also what is said in last year's words."""
    before, after = (
        {key[1]: text for key, text in scalars(side.document).items() if key[0] < 0} for side in (old, new)
    )
    for field in _HEAD if both is None else (*_HEAD, *_LINES):
        is_goal = field.endswith("goal")
        yield from _text(old, new, years, (field, before[field]), (field, after[field]), is_goal)
    if both is None:
        return
    pairs = matched_lists(both)
    rows = list(rows_of(both, "indicators", both.rows))
    yield from budget(both, rows)
    yield from _items(both, "category_goals", pairs["category_goals"], ("name", "goal", "indicator"))
    yield from _items(both, "safeguards", pairs["safeguards"], ("",))
    yield from texts(both, "goals", both.before.goals, both.after.goals, "goal")
    yield from rows


def _items(both: Pair, name: str, pairs: Pairs, parts: tuple[str, ...]) -> Iterator[Change]:
    """Changes of the items of a list; what only one side has is said as a whole, blank on the other side."""
    old, new = (getattr(side.document.department, name) for side in (both.old, both.new))
    for now, item in enumerate(new):
        was = pairs.get(now)
        if was is None:
            yield from _text(both.old, both.new, both.years, ("", ""), (_path(name, now), _whole(item)), False)
            continue
        for part in parts:
            sides = [
                (_path(name, index, part), getattr(items[index], part) if part else items[index])
                for items, index in ((old, was), (new, now))
            ]
            yield from _text(both.old, both.new, both.years, sides[0], sides[1], part == "goal")
    for was in sorted(set(range(len(old))) - set(pairs.values())):
        yield from _text(both.old, both.new, both.years, (_path(name, was), _whole(old[was])), ("", ""), False)


def _path(name: str, index: int, part: str = "") -> str:
    return f"{PREFIX}{name}[{index + 1}]" + (f".{part}" if part else "")


def _text(
    old: Side, new: Side, years: Years, was: tuple[str, str], now: tuple[str, str], is_goal: bool
) -> Iterator[Change]:
    """A text, given with its path on both sides, that says something else, or a goal that says the same."""
    same = years.same(was[1], now[1])
    if same and not (years.moved and is_goal and normal(now[1])):
        return
    yield Change(
        "copied-forward" if same else "text-changed",
        now[0] or was[0],
        was[1],
        now[1],
        location=new.location(-1, now[0]) if now[0] else None,
        old_location=old.location(-1, was[0]) if was[0] else None,
    )
