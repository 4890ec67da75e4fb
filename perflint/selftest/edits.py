"""Changes that texts cannot say: arithmetic, orders, copies from one project to another. See ``draft.Edit``."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from perflint.selftest.base import AGAIN, Plain, Spot
from perflint.selftest.catalogue import Mutation
from perflint.selftest.draft import Draft, Edit, printed, shown, total_of

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(?=(万|千|亿)?元)")
_CJK = re.compile(r"[\u4e00-\u9fff]{2}")
MANY = 12
TEXTS = ("name", "description", "value", "basis")


def _another(draft: Draft) -> int | None:
    """The project after the chosen one, the first after the last."""
    count = len(draft.base.view)
    return (draft.view.position + 1) % count if count > 1 else None


def swap_checkpoints(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Changes two neighbouring checkpoints about, the last left out."""
    plan = draft.project["spend_plan"]
    for one, other in pairwise(list(plan)[:-1]):
        if plan[one] != plan[other]:
            plan[one], plan[other] = plan[other], plan[one]
            return [draft.spot(mutation.rule, f"spend_plan.{other}")]
    return None


def set_plan(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Gives the plan the percentages of ``words``; the one in brackets is where the rule speaks, - is a blank."""
    plan = draft.project["spend_plan"]
    if len(plan) != len(mutation.words):
        return None
    at = []
    for point, word in zip(list(plan), mutation.words, strict=True):
        if word.startswith("["):
            at.append(draft.spot(mutation.rule, f"spend_plan.{point}"))
        plan[point] = word.strip("[]").replace("-", "") or None
    return at or [draft.spot(mutation.rule, "spend_plan")]


def set_checkpoint(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Gives one checkpoint (its number, from the end where it is negative) another percentage."""
    place, percent = mutation.words
    plan = draft.project["spend_plan"]
    number = int(place)
    if len(plan) < abs(number) + 1:
        return None
    point = list(plan)[number]
    plan[point] = percent or None
    return [draft.spot(mutation.rule, f"spend_plan.{point}" if mutation.at != "spend_plan" else "spend_plan")]


def below_100(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Every 100% of the plan becomes a little less."""
    plan = draft.project["spend_plan"]
    changed = [point for point, percent in plan.items() if str(percent).strip("%") == "100"]
    for point in changed:
        plan[point] = mutation.words[0]
    last = list(plan)[-1]
    return [draft.spot(mutation.rule, f"spend_plan.{last}")] if last in changed else None


def add_a_cent(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """One part of the budget grows by 0.01."""
    budget = draft.project["budget"]
    name = next((part for part in ("other", "fiscal") if _is_amount(budget.get(part))), None)
    if name is None or not _is_amount(budget.get("total")):
        return None
    budget[name] = str(Decimal(budget[name]) + Decimal("0.01"))
    return [draft.spot(mutation.rule, "budget")]


def _is_amount(written: Any) -> bool:
    return isinstance(written, str) and re.fullmatch(r"\d+(\.\d+)?", written) is not None


def change_listed_amount(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """An amount in the purpose's list grows by one, where the list adds up to the head and the budget."""
    purpose, total = draft.view.project.purpose, total_of(draft.view)
    found = list(_AMOUNT.finditer(purpose))
    amounts = [Decimal(match.group(1)) for match in found]
    if total is None or len(amounts) < 3 or amounts[0] != total or sum(amounts[1:]) != total:
        return None
    last = found[-1]
    draft.project["purpose"] = purpose[: last.start()] + shown(amounts[-1] + 1) + purpose[last.end() :]
    return [draft.spot(mutation.rule, "purpose")]


def cut_code(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The code loses its second half."""
    draft.project["code"] = draft.view.project.code[:11]
    return [draft.spot(mutation.rule, "code")]


def change_code(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """One part of the code (its offsets in ``words``) becomes another number, with the right number of digits."""
    start, end, step = (int(word) for word in mutation.words)
    code = draft.view.project.code
    part = code[start:end]
    if not part.isdecimal():
        return None
    changed = str((int(part) + step) % 10 ** len(part)).zfill(len(part))
    draft.project["code"] = code[:start] + changed + code[end:]
    return [draft.spot(mutation.rule, "code")]


def change_check_character(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The last character of the code becomes another one."""
    code = draft.view.project.code
    draft.project["code"] = code[:-1] + ("4" if code[-1] != "4" else "7")
    return [draft.spot(mutation.rule, "code")]


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
        goal = _with_word(goal, mutation.words[0])
    goals = draft.project_at(other)["goals"]
    draft.project_at(other)["goals"] = [*goals, goal]
    return [
        Spot(mutation.rule, draft.view.position, "goals[1]"),
        Spot(mutation.rule, other, f"goals[{len(goals) + 1}]"),
    ]


def nearly_repeat_goal(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The first goal once more, with a word put in."""
    goals = draft.project["goals"]
    draft.project["goals"] = [*goals, _with_word(goals[0], mutation.words[0])]
    return [draft.spot(mutation.rule, f"goals[{len(goals) + 1}]")]


def _with_word(text: str, word: str) -> str:
    """A text with a word between the two Chinese characters nearest to its middle."""
    pairs = [match.start() + 1 for match in _CJK.finditer(text)] or [len(text)]
    place = min(pairs, key=lambda at: abs(at - len(text) // 2))
    return text[:place] + word + text[place:]


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


def copy_row_to_class(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """In the next project a row of the class in ``words`` gets this row's texts."""
    assert draft.row is not None
    other = _another(draft)
    if other is None:
        return None
    for row in draft.base.view[other].indicators:
        if row.level2 == mutation.words[0]:
            rows = draft.project_at(other)["indicators"]
            rows[row.index - 1] |= {name: draft.row_data.get(name) for name in TEXTS}
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
        data |= {name: draft.row_data.get(name) for name in TEXTS}
        if len(mutation.words) > 1:
            data["value"] = mutation.words[1]
        spots.append(Spot(mutation.rule, view.position, row.field(mutation.at or "name")))
    if len(spots) <= more:
        return None
    return [Spot(mutation.rule, -1, mutation.document_at)] if mutation.document_at else spots


def clone_indicators(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """This project gets the indicators of another whose budget is not larger."""
    mine = total_of(draft.view)
    for view in draft.base.view:
        total = total_of(view)
        if view.position != draft.view.position and mine is not None and total is not None and total <= mine:
            draft.project["indicators"] = copy.deepcopy(draft.project_at(view.position)["indicators"])
            return [Spot(mutation.rule, place, "indicators") for place in (draft.view.position, view.position)]
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


def blank_in_name(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The project's name gets a blank in the middle."""
    draft.project["name"] = _with_word(draft.view.project.name, " ")
    return [draft.spot(mutation.rule, "name")]


def document_wide(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """What was set is said once for the whole document."""
    return [Spot(mutation.rule, -1, mutation.document_at)]


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
    place = draft.row.index
    template = {**draft.row_data, "weight": None}
    for number in range(16 - len(rows)):
        name = mutation.words[0].format(number=number + 2, name=draft.row.row.name)
        rows.insert(place + number, {**template, "name": name, "description": name})
    return [draft.spot(mutation.rule, "indicators")]


def keep_rows(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Only two rows are left."""
    draft.project["indicators"] = draft.project["indicators"][:2]
    return [draft.spot(mutation.rule, "indicators")]


def set_weights(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Weights that add up to a number that no form takes."""
    rows = draft.project["indicators"]
    for number, row in enumerate(rows):
        row["weight"] = "5" if number else str(97 - 5 * (len(rows) - 1))
    return [draft.spot(mutation.rule, "indicators")] if len(rows) < 18 else None


def cut_name(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The name is cut at the source system's limit; the description goes on."""
    assert draft.row is not None
    limit = draft.base.setting.profile.name_limit
    (whole,) = mutation.words
    if limit is None or len(whole) <= limit:
        return None
    draft.row_data.update(name=whole[:limit], description=whole)
    return [draft.spot(mutation.rule, draft.row.field("name"))]


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


def repeat_key(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The project's name stands twice."""
    draft.project[AGAIN + "name"] = draft.view.project.name
    return [draft.spot(mutation.rule, "name")]


def unknown_key(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """A key that the format does not know."""
    draft.project[mutation.words[0]] = mutation.words[1]
    return [draft.spot(mutation.rule, mutation.words[0])]


def unreadable_project(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """What should be a list of indicators is a text."""
    draft.project["indicators"] = mutation.words[0]
    return [draft.spot(mutation.rule, "indicators")]


def long_term(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Goals of later years stand beside those of the year."""
    draft.project["long_term_goals"] = list(mutation.words)
    return [Spot(mutation.rule, -1, "")]


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
        *(
            swap_checkpoints,
            set_plan,
            set_checkpoint,
            below_100,
            add_a_cent,
            change_listed_amount,
            cut_code,
            change_code,
        ),
        *(change_check_character, copy_project_field, same_purposes, copy_goal, nearly_repeat_goal),
        *(copy_row_over_neighbour, copy_row_to_class, same_row, clone_indicators, move_class, move_output),
        *(reverse_rows, many_rows, blank_in_name, document_wide),
        *(keep_rows, set_weights, cut_name, swap_numbers, skip_number, return_to_unit, rename_unit, drop_category),
        *(repeat_key, unknown_key, unreadable_project, long_term, many_projects, strict_sign),
    )
}
