"""Last year's values beside this year's fields, for reports that show them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from perflint.diff.compare import paired
from perflint.diff.department import PREFIX, department_pair, matched_lists
from perflint.diff.match import Pairs, match_texts
from perflint.diff.project import Pair
from perflint.diff.side import Side, Years
from perflint.scalars import Key, project_scalars, scalars

_ITEM = re.compile(r"(\w+)\[(\d+)\](.*)")


def last_year(old: Side, new: Side, pairs: Mapping[int, Pair] | None = None) -> dict[Key, str]:
    """What each field of the new document read in the old one, by position and field path.

    A field without an entry is new: its project, row or goal was not there. A blank text was blank. ``pairs`` are the
    projects that both have, where a comparison has matched them already.
    """
    years = Years(old.year, new.year)
    before = scalars(old.document)
    found: dict[Key, str] = {}
    whole = department_pair(old, new, years)
    lists: Mapping[str, Pairs] = matched_lists(whole) if whole is not None else {}
    for position, field in scalars(new.document):
        if position >= 0:
            break
        is_said = whole is not None or not field.startswith(PREFIX)
        if is_said and (-1, was_at := _old_path(field, PREFIX, lists)) in before:
            found[position, field] = before[-1, was_at]
    for now, both in (paired(old, new, years) if pairs is None else pairs).items():
        lists = _lists(both)
        for field, _ in project_scalars(both.after):
            was = before.get((both.was, _old_path(field, "", lists)))
            if was is not None:
                found[now, field] = was
    return found


def _lists(both: Pair) -> dict[str, Pairs]:
    """Which item of each list of a project is which."""
    return {
        "indicators": both.rows,
        "goals": match_texts(both.before.goals, both.after.goals, both.years),
        "long_term_indicators": both.long_term_rows,
        "long_term_goals": match_texts(both.before.long_term_goals, both.after.long_term_goals, both.years),
    }


def _old_path(field: str, prefix: str, lists: Mapping[str, Pairs]) -> str:
    """The path that a field had in the old document; a path that nothing has where it had none."""
    item = _ITEM.fullmatch(field.removeprefix(prefix))
    if item is None:
        return field
    was = lists.get(item[1], {}).get(int(item[2]) - 1)
    return "" if was is None else f"{prefix}{item[1]}[{was + 1}]{item[3]}"
