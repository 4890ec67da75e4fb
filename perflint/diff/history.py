"""Last year's values beside this year's fields, for reports that show them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from perflint.diff.compare import paired
from perflint.diff.match import match_texts
from perflint.diff.project import Pair
from perflint.diff.side import Side, Years
from perflint.scalars import Key, project_scalars, scalars

_ITEM = re.compile(r"(indicators|goals)\[(\d+)\](.*)")


def last_year(old: Side, new: Side, pairs: Mapping[int, Pair] | None = None) -> dict[Key, str]:
    """What each field of the new document read in the old one, by position and field path.

    A field without an entry is new: its project, row or goal was not there. A blank text was blank. ``pairs`` are the
    projects that both have, where a comparison has matched them already.
    """
    years = Years(old.year, new.year)
    before = scalars(old.document)
    found = {key: before[key] for key in scalars(new.document) if key[0] < 0 and key in before}
    for now, both in (paired(old, new, years) if pairs is None else pairs).items():
        goals = match_texts(both.before.goals, both.after.goals, years)
        for field, _ in project_scalars(both.after):
            was = before.get((both.was, _old_field(field, both, goals)))
            if was is not None:
                found[now, field] = was
    return found


def _old_field(field: str, both: Pair, goals: dict[int, int]) -> str:
    """The path that a field had in the old project; a path that no project has where it had none."""
    item = _ITEM.fullmatch(field)
    if item is None:
        return field
    was = (both.rows if item[1] == "indicators" else goals).get(int(item[2]) - 1)
    return "" if was is None else f"{item[1]}[{was + 1}]{item[3]}"
