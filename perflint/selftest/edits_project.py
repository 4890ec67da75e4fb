"""Changes to one project: its plan, its money, its code, its goals. See ``draft.Edit``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from perflint.selftest.base import AGAIN, Spot
from perflint.selftest.catalogue import Mutation
from perflint.selftest.draft import Draft, Edit, with_word


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


def nearly_repeat_goal(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The first goal once more, with a word put in."""
    goals = draft.project["goals"]
    draft.project["goals"] = [*goals, with_word(goals[0], mutation.words[0])]
    return [draft.spot(mutation.rule, f"goals[{len(goals) + 1}]")]


def blank_in_name(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The project's name gets a blank in the middle."""
    draft.project["name"] = with_word(draft.view.project.name, " ")
    return [draft.spot(mutation.rule, "name")]


def unknown_key(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """A key that the format does not know."""
    draft.project[mutation.words[0]] = mutation.words[1]
    return [draft.spot(mutation.rule, mutation.words[0])]


def repeat_key(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """The project's name stands twice."""
    draft.project[AGAIN + "name"] = draft.view.project.name
    return [draft.spot(mutation.rule, "name")]


def unreadable_project(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """What should be a list of indicators is a text."""
    draft.project["indicators"] = mutation.words[0]
    return [draft.spot(mutation.rule, "indicators")]


def long_term(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Goals of later years stand beside those of the year."""
    draft.project["long_term_goals"] = list(mutation.words)
    return [Spot(mutation.rule, -1, "")]


def set_weights(draft: Draft, mutation: Mutation) -> list[Spot] | None:
    """Weights that add up to a number that no form takes."""
    rows = draft.project["indicators"]
    for number, row in enumerate(rows):
        row["weight"] = "5" if number else str(97 - 5 * (len(rows) - 1))
    return [draft.spot(mutation.rule, "indicators")] if len(rows) < 18 else None


EDITS: Mapping[str, Edit] = {
    function.__name__: function
    for function in (
        swap_checkpoints,
        set_plan,
        set_checkpoint,
        below_100,
        add_a_cent,
        cut_code,
        change_code,
        change_check_character,
        nearly_repeat_goal,
        blank_in_name,
        unknown_key,
        repeat_key,
        unreadable_project,
        long_term,
        set_weights,
    )
}
