"""Applies a mutation: finds the first place in a document where it can be made, and makes it there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from perflint.checks.engines import of_profile
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import Quantity
from perflint.selftest.base import Base, Plain, Spot
from perflint.selftest.catalogue import Mutation, RowWanted
from perflint.violation import Severity

_AMOUNT = re.compile(r"\d{1,9}(?:\.\d{1,2})?")
_CJK = re.compile(r"[\u4e00-\u9fff]{2}")
_END = re.compile(r"[。；;.]+\s*$")


class Draft(Struct, frozen=True):
    """A copy of the base with the place that was chosen in it: a project, and a row of it where one is needed."""

    base: Base
    data: Plain
    view: PreparedProject
    row: PreparedIndicator | None

    @property
    def project(self) -> Plain:
        """The chosen project's data."""
        return self.project_at(self.view.position)

    def project_at(self, position: int) -> Plain:
        """A project's data."""
        found: Plain = self.data["projects"][position]
        return found

    @property
    def row_data(self) -> Plain:
        """The chosen row's data."""
        assert self.row is not None
        found: Plain = self.project["indicators"][self.row.index - 1]
        return found

    def spot(self, rule: str, field: str) -> Spot:
        """A place in the chosen project."""
        return Spot(rule, self.view.position, field)


class Made(Struct, frozen=True):
    """A broken document and the places at one of which the rule must speak."""

    data: Plain
    at: tuple[Spot, ...]


Edit = Callable[[Draft, Mutation], "list[Spot] | None"]


def make(mutation: Mutation, base: Base, edits: Mapping[str, Edit]) -> Made | None:
    """The base with the mutation made at the first place that allows it; None where no place does."""
    spoken = {spot.project for spot, _ in base.found if spot.rule == mutation.rule}
    if -1 in spoken and base.name:  # a habit of the document: one more project would only be counted with the others
        return None
    for view, row in _places(mutation, base):
        if view.position in spoken:
            continue
        draft = Draft(base, base.copy(), view, row)
        at = _applied(mutation, draft, edits)
        if at and not any(spot.project == -1 and -1 in spoken for spot in at):
            return Made(draft.data, tuple(at))
    return None


def _places(mutation: Mutation, base: Base) -> Iterator[tuple[PreparedProject, PreparedIndicator | None]]:
    faulty = {spot.project for spot, severity in base.found if severity is Severity.ERROR}
    for view in sorted(base.view, key=lambda item: item.position in faulty):  # faultless projects first
        if not all(CONDITIONS[name](view, base) for name in mutation.needs) or _holds(view, base, mutation.without):
            continue
        if mutation.row is None:
            yield view, None
        else:
            yield from ((view, row) for row in view.indicators if _fits(row, view, mutation.row))


def _holds(view: PreparedProject, base: Base, words: tuple[str, ...]) -> bool:
    """Whether the project holds one of the words, wherever it is."""
    if not words:
        return False
    written = json.dumps(base.data["projects"][view.position], ensure_ascii=False)
    return any(word in written for word in words)


def _fits(row: PreparedIndicator, view: PreparedProject, wanted: RowWanted) -> bool:
    if wanted.of and row.level2 not in wanted.of and row.level1 not in wanted.of:
        return False
    if wanted.value and not VALUES[wanted.value](row.quantity):
        return False
    if wanted.value == "count" and row.named_unit is not None:  # its unit would not be missed
        return False
    if wanted.named and not re.search(wanted.named, row.base_name):
        return False
    return not wanted.siblings or sum(other.level1 == row.level1 for other in view.indicators) > 1


_NO_COUNT = ("ratio", "money", "unit-money", "duration")
VALUES: Mapping[str, Callable[[Quantity], bool]] = {
    "percent": lambda found: found.is_percent and found.kind == "number",
    "partial": lambda found: found.is_percent and found.comparator == "≥" and Decimal(50) < (found.value or 0) < 100,
    "count": lambda found: found.kind == "number" and found.has_unit and found.dimension not in _NO_COUNT,
    "money": lambda found: found.kind == "number" and found.is_money,
    "date": lambda found: found.kind == "date",
}


def _applied(mutation: Mutation, draft: Draft, edits: Mapping[str, Edit]) -> list[Spot] | None:
    """Changes the draft; the places where the rule must speak, None where something is missing for it."""
    known = _known(draft)
    try:
        for name, template in mutation.set.items():
            if f"indicators.{name}" in draft.base.setting.fields:
                draft.row_data[name] = _filled(template, known, draft)
            elif name == mutation.at:  # the form has no such column
                return None
        for path, template in mutation.project.items():
            put(draft.project, path, _filled(template, known, draft))
        for path, template in mutation.document.items():
            put(draft.data, path, _filled(template, known, draft))
        if mutation.goals:
            draft.project["goals"] = [_filled(goal, known, draft) for goal in mutation.goals]
        if mutation.goal:
            draft.project["goals"] = [*draft.project["goals"], _filled(mutation.goal, known, draft)]
        return edits[mutation.edit](draft, mutation) if mutation.edit else [_at(mutation, draft)]
    except (_Missing, LookupError):  # a part that this project does not have; the sample has all, see the tests
        return None


def _at(mutation: Mutation, draft: Draft) -> Spot:
    if draft.row is not None and mutation.at in draft.row.row.__struct_fields__:
        return draft.spot(mutation.rule, draft.row.field(mutation.at))
    if mutation.at == "goal":
        return draft.spot(mutation.rule, f"goals[{len(draft.project['goals'])}]")
    if mutation.document and not mutation.project:
        return Spot(mutation.rule, -1, mutation.at)
    return draft.spot(mutation.rule, mutation.at)


def put(data: Plain, path: str, value: Any) -> None:
    """Sets a value by its field path (``budget.total``, ``department.category_goals[1].goal``)."""
    holder: Any = data
    steps = re.findall(r"[^.\[\]]+", path)
    for step, following in zip(steps, [*steps[1:], ""], strict=True):
        key: Any = int(step) - 1 if step.isdigit() else step
        if isinstance(holder, list) and not (isinstance(key, int) and key < len(holder)):
            raise _Missing
        if not following:
            holder[key] = value
            return
        if isinstance(holder, dict) and holder.get(key) is None:
            if following.isdigit():
                raise _Missing
            holder[key] = {}
        holder = holder[key]


class _Missing(Exception):
    """A text asks for what the document does not hold."""


def _filled(template: str, known: Mapping[str, str], draft: Draft) -> Any:
    """A text with what it asks for; ``@social`` is the printed name of a class, an empty text a blank."""
    if template.startswith("@"):
        return printed(draft, template[1:])

    def value(match: re.Match[str]) -> str:
        found = known.get(match.group(1), "")
        if not found:
            raise _Missing
        return found

    return re.sub(r"\{(\w+)\}", value, template) or None


def printed(draft: Draft, class_id: str) -> str:
    """The form's name of a class (``benefit``, ``benefit/social``). Raises where the form has none."""
    top, _, sub = class_id.partition("/")
    for level1 in draft.base.setting.profile.level1:
        if level1.id == top:
            names = [level1.name] if not sub else [item.name for item in level1.level2 if item.id == sub]
            if names:
                return names[0]
    raise _Missing


def _known(draft: Draft) -> dict[str, str]:
    project = draft.view.project
    goal = next(iter(project.goals), "")
    year = draft.base.setting.year
    known = {
        "name": project.name,
        "purpose": project.purpose,
        "goal": goal,
        "goal_body": _END.sub("", goal),
        "unit": draft.view.money_unit,
        "unit_name": project.unit.name,
        "overall_goal": (draft.data.get("department") or {}).get("overall_goal") or "",
    }
    if year is not None:
        known |= {"next_year": str(year + 1), "last_year": str(year - 1)}
    total = total_of(draft.view)
    if total is not None:
        half = (total / 2).quantize(Decimal("0.01"))
        known |= {"total": shown(total), "more": shown(total + 1)}
        known |= {"half": shown(half), "rest_more": shown(total - half + 1)}
    if draft.row is not None:
        row = draft.row
        number = row.quantity.number_at
        known |= {name: getattr(row.row, name) for name in ("description", "value")}
        known |= {"row_name": row.row.name, "number": row.row.value[slice(*number)] if number else ""}
        known["bare"] = row.row.value[number[0] :] if number else ""
    return known


def total_of(view: PreparedProject) -> Decimal | None:
    """The budget total as a plain number in a known unit, else None."""
    written = view.project.budget.total
    return Decimal(written) if _AMOUNT.fullmatch(written) and view.money_unit else None


def shown(amount: Decimal) -> str:
    """An amount without needless noughts."""
    return f"{amount.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")


def with_word(text: str, word: str) -> str:
    """A text with a word between the two Chinese characters nearest to its middle."""
    pairs = [match.start() + 1 for match in _CJK.finditer(text)] or [len(text)]
    place = min(pairs, key=lambda at: abs(at - len(text) // 2))
    return text[:place] + word + text[place:]


def _has_shape(pattern: str | None, view: PreparedProject, base: Base) -> bool:
    """Whether the project's code has a shape that the profile knows."""
    shape = of_profile(pattern, base.setting.profile)
    return shape is not None and bool(shape.search(view.project.code))


CONDITIONS: Mapping[str, Callable[[PreparedProject, Base], bool]] = {
    "document-money": lambda view, base: bool(base.setting.money_unit),
    "no-weights": lambda view, base: not any(row.row.weight for row in view.indicators),
    "plan": lambda view, base: bool(view.project.spend_plan) and all(value for _, value in view.project.spend_plan),
    "money": lambda view, base: total_of(view) is not None,
    "name-limit": lambda view, base: base.setting.profile.name_limit is not None,
    "heading": lambda view, base: bool(view.project.heading),
    "code": lambda view, base: _has_shape(base.setting.profile.code_pattern, view, base),
    "check-character": lambda view, base: _has_shape(base.setting.profile.check_pattern, view, base),
    "year": lambda view, base: base.setting.year is not None,
    "region": lambda view, base: bool(base.setting.region) and view.project.code.startswith(base.setting.region),
    "one-goal": lambda view, base: len(view.project.goals) == 1,
    "long-goal": lambda view, base: bool(view.goals) and len(view.goals[0].normal) >= 20,
    "two-goals": lambda view, base: len(view.project.goals) > 1 and view.project.goals[-1].endswith("。"),
    "purpose": lambda view, base: bool(view.project.purpose),
    "many-projects": lambda view, base: len(base.view) > 2,
    "two-projects": lambda view, base: len(base.view) > 1,
    "numbered": lambda view, base: len(base.view) > 1 and all(item.project.no is not None for item in base.view),
    "sample": lambda view, base: base.name == "",
}
