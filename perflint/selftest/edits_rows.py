"""Changes to indicator rows of one project: classes, order, number, names. See ``draft.Edit``."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from perflint.selftest.base import Spot
from perflint.selftest.catalogue import Mutation
from perflint.selftest.draft import Draft, Edit, printed


def copy_row_over_neighbour(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The row stands once more, in the place of another one of its level-one class."""
    assert draft.row is not None
    for other in draft.view.indicators:
        if other.index != draft.row.index and other.level1 == draft.row.level1:
            rows = draft.project["indicators"]
            rows[other.index - 1] = {**draft.row_data, "weight": rows[other.index - 1].get("weight")}
            last = max(other.index, draft.row.index)
            return [draft.spot(mutation.rule, f"indicators[{last}].name")]
    return None


def move_class(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """All rows of a class move to another one: ``words`` are the old one and the new one."""
    old, new = mutation.words
    level1, level2 = printed(draft, new.split("/")[0]), printed(draft, new)
    moved = [row for row in draft.view.indicators if old in (row.level1, row.level2)]
    for row in moved:
        draft.project["indicators"][row.index - 1] |= {"level1": level1, "level2": level2}
    return [draft.spot(mutation.rule, "indicators")] if moved else None


def move_output(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The rows of quantity and quality move to the class in ``words``."""
    level2 = printed(draft, mutation.words[0])
    moved = [row for row in draft.view.indicators if row.level2 in ("quantity", "quality")]
    for row in moved:
        draft.project["indicators"][row.index - 1]["level2"] = level2
    return [draft.spot(mutation.rule, "indicators")] if moved else None


def reverse_rows(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The first two rows of different classes change places."""
    rows = draft.project["indicators"]
    for one, other in pairwise(draft.view.indicators):
        if None not in (one.level2, other.level2) and one.level2 != other.level2:
            rows[one.index - 1], rows[other.index - 1] = rows[other.index - 1], rows[one.index - 1]
            return [draft.spot(mutation.rule, other.field("level2"))]
    return None


def many_rows(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The row follows again and again under other names until there are more than the form should have."""
    assert draft.row is not None
    rows = draft.project["indicators"]
    template = {**draft.row_data, "weight": None}
    for number in range(16 - len(rows)):
        name = mutation.words[0].format(number=number + 2, name=draft.row.row.name)
        rows.append({**template, "name": name, "description": name})
    return [draft.spot(mutation.rule, "indicators")]


def keep_rows(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Only two rows are left."""
    draft.project["indicators"] = draft.project["indicators"][:2]
    return [draft.spot(mutation.rule, "indicators")]


def cut_name(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The name is cut at the source system's limit; the description goes on."""
    assert draft.row is not None
    limit = draft.base.setting.profile.name_limit
    (whole,) = mutation.words
    if limit is None or len(whole) <= limit:
        return None
    draft.row_data.update(name=whole[:limit], description=whole)
    return [draft.spot(mutation.rule, draft.row.field("name"))]


def document_wide(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """What was set is said once for the whole document."""
    return [Spot(mutation.rule, -1, mutation.document_at)]


EDITS: Mapping[str, Edit] = {
    function.__name__: function
    for function in (
        copy_row_over_neighbour,
        move_class,
        move_output,
        reverse_rows,
        many_rows,
        keep_rows,
        cut_name,
        document_wide,
    )
}
