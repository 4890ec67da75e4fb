"""A project as rules see it: normal forms, base names, classes and parsed values, each worked out once.

The department's own part of a document (its goals, its indicators, part one's texts) is prepared in the same shape,
with ``project`` None and paths that begin at the document's root, so that rules about texts and rows judge it too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from perflint import text
from perflint.classes import ClassTable
from perflint.lazy import lazy
from perflint.model import Document, Indicator, Problem, Project, Unit
from perflint.place import Places

if TYPE_CHECKING:
    from perflint.quantity import AmountCell, Grammar, Quantity
    from perflint.quantity import Unit as MeasureUnit
    from perflint.rule import Setting

Made = TypeVar("Made")
_BRACKET_ENDS = frozenset("）)]】")
# A name has one bracket or two; the bound keeps a hostile one from costing the square of its length.
_BRACKETS = 8
# Rows that are kept prepared: some 3 kB each with what rules said of them.
_ROWS = 1 << 12

ROW_FIELDS = (
    *("level1", "level2", "name", "description", "value", "basis", "weight"),
    *("kind", "direction", "scoring", "remark", "long_term_value"),
)
PROJECT_FIELDS = (
    *("no", "heading", "code", "name", "unit.code", "unit.name", "money_unit"),
    *("budget.total", "budget.fiscal", "budget.other", "budget.parts", "purpose", "spend_plan", "goals", "indicators"),
    *(f"indicators.{name}" for name in ROW_FIELDS),
)
DEPARTMENT_FIELDS = (
    *("title", "department.name", "department.overall_goal", "department.category_goals.name"),
    *("department.category_goals.goal", "department.category_goals.indicator", "department.safeguards"),
)


class GoalItem(Struct, frozen=True, gc=False):
    """One goal as rules see it: an inline ``1.…2.…`` is split, each item knowing its offset in the written goal."""

    path: str
    raw: str
    normal: str
    offset: int


class PreparedIndicator:
    """One indicator row. ``path`` is its field path, ``index`` counts from 1.

    It knows nothing of its project: projects with an equal row at the same place of their tables share it.
    """

    def __init__(self, row: Indicator, index: int, path: str, grammar: Grammar, classes: ClassTable, limit: int | None):
        self.row = row
        self.index = index
        self.path = path
        self._grammar = grammar
        self.classes = classes
        self._limit = limit
        self._made: dict[object, Any] = {}

    def once(self, what: object, make: Callable[[PreparedIndicator], Made]) -> Made:
        """What ``make`` makes of the row, named ``what``: made once."""
        if what not in self._made:
            self._made[what] = make(self)
        made: Made = self._made[what]
        return made

    @lazy
    def level1(self) -> str | None:
        """The id of the level-one class, None where the profile does not know it."""
        return self.classes.level1(self.row.level1)

    @lazy
    def level2(self) -> str | None:
        """The id of the level-two class, None where it is not legal under this level one."""
        return self.classes.level2(self.level1, self.row.level2)

    @lazy
    def stated_class(self) -> str | None:
        """The level-two class that the row states, even under a wrong level one; level one itself where that is all.

        None where the printed name belongs to no class or to several.
        """
        if self.level2:
            return self.level2
        if not text.squeeze(self.row.level2):
            return self.level1
        homes = {level2 for _, level2 in self.classes.home(self.row.level2)}
        return homes.pop() if len(homes) == 1 else None

    @lazy
    def base_name(self) -> str:
        """The name without a trailing unit bracket and without white space."""
        return text.base_name(self.row.name)

    @lazy
    def base_description(self) -> str:
        """The description in the same form."""
        return text.base_name(self.row.description)

    @lazy
    def own_description(self) -> str:
        """The description as written, ``""`` where it only repeats the name: its faults are said at the name."""
        name, description = self.row.name, self.row.description
        repeats = description == name or text.squeeze(description) == text.squeeze(name)
        return "" if repeats else description

    @lazy
    def truncated(self) -> bool:
        """Whether the source system cut the name at its length limit (the profile says which)."""
        if self._limit is None or len(self.row.name) < self._limit:
            return False
        name = text.squeeze(self.row.name)
        if len(name) != self._limit:
            return False
        description = text.squeeze(self.row.description)
        goes_on = len(description) > len(name) and text.fold(description).startswith(text.fold(name))
        wrong = text.unbalanced(name)
        return goes_on or any(name[offset] in text.OPENING for offset in wrong)

    @lazy
    def judged_name(self) -> str:
        """What rules read as the name: the description's text where the name was cut, else the name (base form)."""
        return self.base_description if self.truncated and self.base_description else self.base_name

    @lazy
    def judged_path(self) -> str:
        """The path of the field that ``judged_name`` was taken from."""
        return f"{self.path}.{'description' if self.truncated and self.base_description else 'name'}"

    @lazy
    def identity(self) -> tuple[str, str]:
        """What the row is known by, wherever it stands."""
        return (self.base_name, self.base_description)

    @lazy
    def quantity(self) -> Quantity:
        """The value as read by the grammar."""
        return self._grammar.read(self.row.value)

    @lazy
    def name_unit(self) -> MeasureUnit | None:
        """The unit in the bracket that ends the name (率（%）), or None."""
        return self._grammar.name_unit(self.row.name)[1]

    @lazy
    def measured(self) -> Quantity:
        """The value with its own unit, else with the one that name or description give in a bracket."""
        quantity = self.quantity
        return quantity if quantity.has_unit else quantity.with_unit(self.named_unit)

    @lazy
    def named_unit(self) -> MeasureUnit | None:
        """The unit in a bracket of the name, wherever it stands, else in one of the description."""
        if self.name_unit is not None:
            return self.name_unit
        for written in (self.row.name, self.row.description):
            ends = (at for at, char in enumerate(written, 1) if char in _BRACKET_ENDS)
            for end in islice(ends, _BRACKETS):
                unit = self._grammar.name_unit(written[:end])[1]
                if unit is not None:
                    return unit
        return None

    @lazy
    def unit(self) -> MeasureUnit | None:
        """The value's unit, else the one in the name's bracket."""
        return self.quantity.unit or self.name_unit

    def field(self, name: str) -> str:
        """The path of one of the row's fields."""
        return f"{self.path}.{name}"


class Rows:
    """Prepares the rows of documents of one form; equal rows at one place of the table once, while they are kept."""

    def __init__(self, grammar: Grammar, classes: ClassTable, limit: int | None) -> None:
        def make(row: Indicator, index: int, prefix: str) -> PreparedIndicator:
            return PreparedIndicator(row, index, f"{prefix}indicators[{index}]", grammar, classes, limit)

        self.prepared = lru_cache(maxsize=_ROWS)(make)


class PreparedProject:
    """One project with its setting. ``position`` is its index in the document, -1 for the department's part.

    ``problems`` are what the reader said of this project; ``rows`` those that the document's form shares.
    """

    def __init__(
        self,
        project: Project,
        position: int,
        setting: Setting,
        grammar: Grammar,
        classes: ClassTable,
        prefix: str = "",
        problems: tuple[Problem, ...] = (),
        rows: Rows | None = None,
    ):
        self.project = project
        self.position = position
        self.setting = setting
        self.grammar = grammar
        self.classes = classes
        self.prefix = prefix
        self.problems = problems
        self._rows = rows or Rows(grammar, classes, setting.profile.name_limit)
        self._selected: dict[str, list[tuple[str, str]]] = {}
        self._made: dict[object, Any] = {}

    @property
    def is_department(self) -> bool:
        return self.position < 0

    @property
    def code(self) -> str | None:
        """The project code as written, None for the document itself."""
        return None if self.is_department else self.project.code

    @property
    def places(self) -> Places:
        return self.project.places

    @property
    def money_unit(self) -> str:
        """The unit of amounts that do not carry their own: the project's, the document's, the profile's, or ``""``."""
        return self.project.money_unit or self.setting.money_unit

    @lazy
    def name_normal(self) -> str:
        return text.normal(self.project.name)

    @lazy
    def purpose_normal(self) -> str:
        return text.normal(self.project.purpose)

    @lazy
    def goals(self) -> tuple[GoalItem, ...]:
        """Goal items, blank ones left out."""
        items = []
        for number, raw in enumerate(self.project.goals, 1):
            for offset, item in text.split_items(raw):
                normal = text.normal(item)
                if normal:
                    items.append(GoalItem(f"{self.prefix}goals[{number}]", item, normal, offset))
        return tuple(items)

    @lazy
    def indicators(self) -> tuple[PreparedIndicator, ...]:
        prepared, prefix = self._rows.prepared, self.prefix
        return tuple(prepared(row, number, prefix) for number, row in enumerate(self.project.indicators, 1))

    @lazy
    def total(self) -> AmountCell:
        """The budget total as an amount."""
        return self.amount(self.project.budget.total)

    def amount(self, written: str) -> AmountCell:
        """An amount cell read with the project's money unit."""
        return self.grammar.read_amount(written, self.grammar.unit(self.money_unit))

    def once(self, what: object, make: Callable[[], Made]) -> Made:
        """What ``make`` makes of the project, named ``what``: made once, and the same for all rules that ask."""
        if what not in self._made:
            self._made[what] = make()
        made: Made = self._made[what]
        return made

    def select(self, field: str) -> list[tuple[str, str]]:
        """All values of one of FIELDS as (path, text as written); blank ones are left out."""
        found = self._selected.get(field)
        if found is None:
            found = self._selected[field] = [(path, value) for path, value in self._select(field) if value]
        return found

    def _select(self, field: str) -> list[tuple[str, str]]:
        project = self.project
        if field.startswith("indicators."):
            name = field.removeprefix("indicators.")
            return [(row.field(name), getattr(row.row, name)) for row in self.indicators]
        if field == "goals":
            return [(f"{self.prefix}goals[{number}]", goal) for number, goal in enumerate(project.goals, 1)]
        if field.startswith("unit."):
            return [(field, getattr(project.unit, field.removeprefix("unit.")))] if not self.is_department else []
        if field.startswith("department.") or field == "title":
            return []
        return [] if self.is_department else [(field, getattr(project, field))]


class PreparedDepartment(PreparedProject):
    """The department's part of a document; ``document`` is kept for rules that compare part one with the tables."""

    def __init__(
        self, document: Document, setting: Setting, grammar: Grammar, classes: ClassTable, rows: Rows | None = None
    ):
        whole = document.department
        stand_in = Project(
            name=whole.name,
            unit=Unit(whole.code, whole.name),
            budget=whole.budget,
            goals=whole.goals,
            indicators=whole.indicators,
            places=document.places,
        )
        super().__init__(stand_in, -1, setting, grammar, classes, prefix="department.", rows=rows)
        self.document = document

    def _select(self, field: str) -> list[tuple[str, str]]:
        whole = self.document.department
        if field == "title":
            return [("title", self.document.title)]
        if field == "department.name" or field == "department.overall_goal":
            return [(field, getattr(whole, field.removeprefix("department.")))]
        if field == "department.safeguards":
            return [(f"department.safeguards[{number}]", line) for number, line in enumerate(whole.safeguards, 1)]
        if field.startswith("department.category_goals."):
            name = field.rsplit(".", 1)[1]
            return [
                (f"department.category_goals[{number}].{name}", getattr(item, name))
                for number, item in enumerate(whole.category_goals, 1)
            ]
        return super()._select(field)


FIELDS = frozenset((*PROJECT_FIELDS, *DEPARTMENT_FIELDS))
