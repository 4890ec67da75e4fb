"""Changes that need several projects or the document's own part. See ``draft.Edit``."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from perflint.selftest.base import Plain, Spot
from perflint.selftest.catalogue import Mutation
from perflint.selftest.draft import Draft, Edit, total_of, with_word
from perflint.violation import Severity

TEXTS = ("name", "description", "value", "basis")


def _another(draft: Draft) -> int | None:
    """The project after the chosen one, the first after the last."""
    count = len(draft.base.view)
    return (draft.view.position + 1) % count if count > 1 else None


def copy_project_field(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The next project gets a field of this one."""
    other = _another(draft)
    if other is None:
        return None
    (field,) = mutation.words
    draft.project_at(other)[field] = copy.deepcopy(draft.project[field])
    return [Spot(mutation.rule, place, field) for place in (draft.view.position, other)]


def same_purposes(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """This project and the next get one purpose."""
    other = _another(draft)
    if other is None:
        return None
    for place in (draft.view.position, other):
        draft.project_at(place)["purpose"] = mutation.words[0]
    return [Spot(mutation.rule, place, "purpose") for place in (draft.view.position, other)]


def copy_goal(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The next project gets the first goal of this one, with a word put in where ``words`` has one."""
    other = _another(draft)
    if other is None:
        return None
    goal = draft.project["goals"][0]
    if mutation.words:
        goal = with_word(goal, mutation.words[0])
    goals = draft.project_at(other)["goals"]
    draft.project_at(other)["goals"] = [*goals, goal]
    return [
        Spot(mutation.rule, draft.view.position, "goals[1]"),
        Spot(mutation.rule, other, f"goals[{len(goals) + 1}]"),
    ]


def copy_row_to_class(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """In the next project a row of the class in ``words`` gets this row's texts."""
    assert draft.row is not None
    other = _another(draft)
    if other is None:
        return None
    for row in draft.base.view[other].indicators:
        if row.level2 == mutation.words[0]:
            rows = draft.project_at(other)["indicators"]
            rows[row.index - 1] |= {name: draft.row_data[name] for name in TEXTS if name in draft.row_data}
            here = draft.spot(mutation.rule, draft.row.field("level2"))
            return [here, Spot(mutation.rule, other, row.field("level2"))]
    return None


def same_row(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """A row of the same class in other projects (as many as the first of ``words``) gets the texts that this one has.

    A second word is the value that the other rows get instead.
    """
    assert draft.row is not None
    more = int(mutation.words[0])
    spots = [draft.spot(mutation.rule, draft.row.field(mutation.at or "name"))]
    for view in draft.base.view:
        row = next((row for row in view.indicators if row.level2 == draft.row.level2), None)
        if view.position == draft.view.position or row is None or len(spots) > more:
            continue
        data = draft.project_at(view.position)["indicators"][row.index - 1]
        data |= {name: draft.row_data[name] for name in TEXTS if name in draft.row_data}
        if len(mutation.words) > 1:
            data["value"] = mutation.words[1]
        spots.append(Spot(mutation.rule, view.position, row.field(mutation.at or "name")))
    if len(spots) <= more:
        return None
    return [Spot(mutation.rule, -1, mutation.document_at)] if mutation.document_at else spots


def clone_indicators(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """This project gets the indicators of another whose budget is not larger."""
    mine = total_of(draft.view)
    faulty = {spot.project for spot, severity in draft.base.found if severity is Severity.ERROR}
    for view in sorted(draft.base.view, key=lambda item: item.position in faulty):
        total = total_of(view)
        if view.position != draft.view.position and mine is not None and total is not None and total <= mine:
            draft.project["indicators"] = copy.deepcopy(draft.project_at(view.position)["indicators"])
            return [Spot(mutation.rule, place, "indicators") for place in (draft.view.position, view.position)]
    return None


def swap_numbers(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Two neighbouring tables change numbers."""
    one, other = draft.data["projects"][:2]
    one["no"], other["no"] = other["no"], one["no"]
    return [Spot(mutation.rule, 1, "no")]


def skip_number(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The last table's number leaves one out."""
    projects = draft.data["projects"]
    projects[-1]["no"] += 1
    return [Spot(mutation.rule, len(projects) - 1, "no")]


def return_to_unit(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The last table belongs to the first unit again."""
    projects = draft.data["projects"]
    projects[-1]["unit"] = dict(projects[0]["unit"])
    return [Spot(mutation.rule, len(projects) - 1, "no")]


def rename_unit(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The unit of one table gets another name under the same code."""
    unit = draft.view.project.unit
    others = [view for view in draft.base.view if view.project.unit == unit and view is not draft.view]
    if not others or not unit.code:
        return None
    draft.project["unit"]["name"] = unit.name + mutation.words[0]
    return [draft.spot(mutation.rule, "unit.name")]


def drop_category(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Part one forgets the goals of one category."""
    goals = draft.data.get("department", {}).get("category_goals")
    if not goals or len(goals) < 2:
        return None
    goals.pop()
    return [Spot(mutation.rule, -1, "department.category_goals")]


def many_projects(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The chosen project stands many times under other codes; ``set`` then holds for the first row of each.

    ``words`` name what is alike in all of them.
    """
    rows = int(mutation.words[0])
    first = draft.project_at(0)
    first["indicators"] = [dict(row) for row in first["indicators"]]
    _alike(first, mutation)
    code = draft.base.view[0].project.code
    copies: list[Plain] = []
    for number in range(rows):
        one = copy.deepcopy(first)
        one.update(no=number + 1, code=f"{code[:-4]}{1000 + number}", name=f"{first['name']}{number + 1}", heading=None)
        copies.append(one)
    draft.data["projects"] = copies
    return [Spot(mutation.rule, -1, mutation.document_at)]


def _alike(project: Plain, mutation: Mutation) -> None:
    for path in mutation.words[1:]:
        field, _, value = path.partition("=")
        for row in project["indicators"]:
            if value in row:
                row[field] = row[value]
            elif not value.endswith("%") or str(row[field]).endswith("%"):
                row[field] = value


def strict_sign(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Many tables, and in one value > instead of ≥."""
    spots = many_projects(draft, mutation)
    rows = draft.project_at(0)["indicators"]
    for number, row in enumerate(rows, 1):
        if str(row["value"]).startswith("≥"):
            row["value"] = ">" + row["value"][1:]
            return [*(spots or []), Spot(mutation.rule, 0, f"indicators[{number}].value")]
    return None


EDITS: Mapping[str, Edit] = {
    function.__name__: function
    for function in (
        copy_project_field,
        same_purposes,
        copy_goal,
        copy_row_to_class,
        same_row,
        clone_indicators,
        swap_numbers,
        skip_number,
        return_to_unit,
        rename_unit,
        drop_category,
        many_projects,
        strict_sign,
    )
}
