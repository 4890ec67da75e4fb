"""A project as rules see it, and the department's part of a document in the same shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from perflint import text
from perflint.classes import ClassTable
from perflint.lazy import lazy
from perflint.model import Document, Problem, Project, Unit
from perflint.place import Places
from perflint.prepared.row import PreparedIndicator, Rows

if TYPE_CHECKING:
    from perflint.quantity import AmountCell, Grammar
    from perflint.rule import Setting

Made = TypeVar("Made")


class GoalItem(Struct, frozen=True, gc=False):
    """One goal as rules see it: an inline ``1.…2.…`` is split, each item knowing its offset in the written goal."""

    path: str
    raw: str
    normal: str
    offset: int


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
