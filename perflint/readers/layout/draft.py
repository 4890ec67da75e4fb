"""A project while its form is read: values with their places, gathered by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from msgspec import Struct, field

from perflint.model import Budget, Indicator, Project, Unit
from perflint.place import NOWHERE, Place, PlaceMap
from perflint.readers.layout.captions import Caption
from perflint.readers.layout.coded import split_code
from perflint.readers.layout.labels import squeeze
from perflint.readers.layout.values import Value, part

_UNIT = re.compile(r"\s*(\d{3,12})\s*[-—–－_:：]?\s*(?=\D)|\s*[\[【(（](\d{3,12})[\]】)）]\s*")
_GLUED = re.compile(r"\s*([0-9A-Z]{15,25})\s*[-—–－_]\s*")
_NUMBER = re.compile(r"\s*(\d{1,6})\s*[.．、]")
_BLANK_AMOUNT = re.compile(r"[-—–－/／\\\s]*")
SIMPLE = ("code", "name", "unit", "unit.code", "department", "supervisor", "purpose")
MONEY = ("budget.total", "budget.fiscal", "budget.other")


class Draft(Struct):
    """What is known of one project (or department) so far. ``continued``: a heading above says that it is the next part
    of the one before (续表)."""

    table: Place = field(default_factory=Place)
    department: bool = False
    continued: bool = False
    heading: Value = field(default_factory=Value)
    caption: Caption = field(default_factory=Caption)
    values: dict[str, Value] = field(default_factory=dict)
    parts: list[tuple[Value, Value]] = field(default_factory=list)
    money_unit: str = ""
    spend_plan: dict[str, Value] = field(default_factory=dict)
    goals: list[Value] = field(default_factory=list)
    overall: list[Value] = field(default_factory=list)
    long_goals: list[Value] = field(default_factory=list)
    goal_place: Place | None = None
    indicators: list[Mapping[str, Value]] = field(default_factory=list)
    long_indicators: list[Mapping[str, Value]] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def named(self) -> bool:
        """Whether a name or code label was met."""
        return "name" in self.fields or "code" in self.fields

    @property
    def started(self) -> bool:
        """Whether this is more than a unit line or a heading."""
        return bool(self.named or self.indicators or self.long_indicators or self.goals or self.overall)

    @property
    def complete(self) -> bool:
        return bool(self.indicators or self.long_indicators)

    @property
    def named_by_caption(self) -> bool:
        """Whether a line above names the project, for want of a label that does, or of a numbered heading."""
        return bool(self.caption.name.text) and not self.named and not self.numbered

    @property
    def numbered(self) -> bool:
        """Whether its heading bears a number (3.校舍维修绩效目标表)."""
        return _NUMBER.match(self.heading.text) is not None

    def put(self, key: str, value: Value) -> bool:
        """A simple field or amount; the first one stands. Says whether it was taken."""
        self.fields.add(key)
        if squeeze(self.values.get(key, Value()).text):
            return False
        self.values[key] = value
        return True

    def put_amount(self, key: str, label: Value, amount: Value, unit: str) -> bool:
        """A labelled amount; a second 其他 and every label of its own goes to the parts."""
        if _BLANK_AMOUNT.fullmatch(amount.text):
            amount = Value("", amount.place)
        if unit and not self.values.keys() & set(MONEY):
            self.money_unit = unit
        if key == "budget.annual":
            known = self.values.pop("budget.total", None)
            if known is not None and "budget.annual" in self.fields:
                self.values["budget.total"] = known
                return False
            self.fields.add("budget.annual")
            return self.put("budget.total", amount)
        if key == "budget.fiscal_level":
            key = "budget.part" if squeeze(self.values.get("budget.fiscal", Value()).text) else "budget.fiscal"
        if key == "budget.other" and squeeze(self.values.get(key, Value()).text):
            key = "budget.part"
        if key == "budget.part":
            self.fields.add("budget.parts")
            if amount.text:
                self.parts.append((label, amount))
            return True
        return self.put(key, amount)


def finish(draft: Draft, shared: bool = False) -> tuple[Project, frozenset[str]]:
    """The project that a draft holds, and the fields that its form has. ``shared``: other projects stand in the same
    table, so that the project as a whole stands at its name or code."""
    values = dict(draft.values)
    if draft.named_by_caption:
        values["name"] = draft.caption.name
        values.update({"code": draft.caption.code} if draft.caption.code.text else {})
    own = next((values[key].place for key in ("name", "code") if shared and key in values), draft.table)
    places: dict[str, Place] = {"": own, **draft.places}
    _split_name(values)
    unit = _unit(values, places)
    for key, value in values.items():
        if key in ("code", "name", "purpose", *MONEY):
            places[key] = value.place
    if not owns_heading(draft, _text(values, "name")):
        draft.heading = Value()
    no = _printed_number(draft, places)
    goals, long_goals = _goals(draft)
    _place_all(places, draft, goals, long_goals)
    project = Project(
        no=no,
        heading=draft.heading.text,
        code=_text(values, "code"),
        name=_text(values, "name"),
        unit=unit,
        budget=_budget(draft, values),
        money_unit=draft.money_unit,
        purpose=_text(values, "purpose"),
        spend_plan=tuple((point, value.text) for point, value in draft.spend_plan.items()),
        goals=tuple(goal.text for goal in goals),
        indicators=tuple(map(_indicator, draft.indicators)),
        long_term_goals=tuple(goal.text for goal in long_goals),
        long_term_indicators=tuple(map(_indicator, draft.long_indicators)),
        places=PlaceMap(places) if places else NOWHERE,
    )
    return project, frozenset(_fields(draft, project))


def _budget(draft: Draft, values: Mapping[str, Value]) -> Budget:
    total, fiscal, other = (_text(values, key) for key in MONEY)
    return Budget(total, fiscal, other, tuple((label.text, amount.text) for label, amount in draft.parts))


def _text(values: Mapping[str, Value], key: str) -> str:
    return values[key].text if key in values else ""


def _split_name(values: dict[str, Value]) -> None:
    """A code in front of the name (51…-名称) or in brackets behind it, where the form has no code of its own."""
    name = values.get("name") if "code" not in values else None
    glued = _GLUED.match(name.text) if name is not None else None
    if name is not None and (found := split_code(name)):
        values["code"], values["name"] = found
    elif name is not None and glued:
        values["code"] = part(name, glued.start(1), glued.end(1))
        values["name"] = part(name, glued.end(), len(name.text))


def _unit(values: Mapping[str, Value], places: dict[str, Place]) -> Unit:
    """The unit's code and name; they may stand in one cell (312002县公安局)."""
    value = values.get("unit") or values.get("supervisor") or values.get("department")
    code = values.get("unit.code")
    if value is None:
        if code is not None:
            places["unit.code"] = code.place
        return Unit(code.text if code is not None else "")
    glued = _UNIT.match(value.text) if code is None else None
    if glued:
        group = 1 if glued[1] else 2
        code = part(value, glued.start(group), glued.end(group))
        value = part(value, glued.end(), len(value.text))
    places["unit.name"] = places["unit"] = value.place
    if code is not None:
        places["unit.code"] = code.place
    return Unit(code.text if code is not None else "", value.text)


def owns_heading(draft: Draft, name: str) -> bool:
    """Whether the heading is the project's: it bears a number, or shares half of the project's name. Others name a
    department or a kind of form (县林业局项目支出绩效目标表)."""
    heading, name = squeeze(draft.heading.text), squeeze(name)
    if not heading or _NUMBER.match(heading) or not name:
        return bool(heading)
    shared = SequenceMatcher(None, heading, name, autojunk=False).find_longest_match()
    return shared.size * 2 >= len(name)


def _printed_number(draft: Draft, places: dict[str, Place]) -> int | None:
    if not draft.heading.text:
        return None
    places["heading"] = places["no"] = draft.heading.place
    found = _NUMBER.match(draft.heading.text)
    if found is None:
        return None
    places["no"] = part(draft.heading, found.start(1), found.end(1)).place
    return int(found[1])


def _goals(draft: Draft) -> tuple[list[Value], list[Value]]:
    """Annual and long-term goals. 总体目标 is the long one beside an annual one, and the only one where it is alone."""
    annual, long = list(draft.goals), list(draft.long_goals)
    if draft.overall and (annual or "goals" in draft.fields) and not long:
        long = list(draft.overall)
    elif draft.overall and not annual:
        annual = list(draft.overall)
    elif draft.overall:
        long += draft.overall
    return annual, long


def _place_all(places: dict[str, Place], draft: Draft, goals: list[Value], long_goals: list[Value]) -> None:
    for point, value in draft.spend_plan.items():
        places[f"spend_plan.{point}"] = value.place
    for label, value in draft.parts:
        places.setdefault(f"budget.parts.{squeeze(label.text)}", value.place)
    if draft.goal_place is not None:
        places["goals"] = draft.goal_place
    for name, items in (("goals", goals), ("long_term_goals", long_goals)):
        for order, goal in enumerate(items, start=1):
            places[f"{name}[{order}]"] = goal.place
    for name, rows in (("indicators", draft.indicators), ("long_term_indicators", draft.long_indicators)):
        for order, row in enumerate(rows, start=1):
            for key, value in row.items():
                places[f"{name}[{order}].{key}"] = value.place
            if row:
                places[f"{name}[{order}]"] = row["name"].place if "name" in row else next(iter(row.values())).place


def _indicator(row: Mapping[str, Value]) -> Indicator:
    return Indicator(**{key: value.text for key, value in row.items()})


def _fields(draft: Draft, project: Project) -> set[str]:
    """The fields of the form in the model's names; a unit counts whichever label it came from."""
    fields = draft.fields - {"supervisor", "department", "unit", "overall_goals", "budget.annual"}
    if project.unit.name or draft.fields & {"unit", "supervisor", "department"}:
        fields.add("unit.name")
    if project.unit.code:
        fields.add("unit.code")
    if project.code:
        fields.add("code")
    if draft.named_by_caption:
        fields.add("name")
    if "overall_goals" in draft.fields:
        fields.add("goals")
    if draft.heading.text:
        fields |= {"heading", "no"} if project.no is not None else {"heading"}
    if draft.money_unit:
        fields.add("money_unit")
    if draft.indicators or draft.long_indicators:
        fields.add("indicators")
    return fields
