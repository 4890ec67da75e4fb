"""Where a value stands in the blocks of a document: which block, which cell, which paragraph, which characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from perflint.grid import Block
from perflint.model import Department, Indicator, Project
from perflint.place import Place


class Spot(Struct, frozen=True):
    """A place in ``blocks``: ``block`` and ``cell`` are indexes (``cell`` None: a paragraph between tables).

    ``paragraph`` is the index of the cell's paragraph (None: the cell as a whole), ``start`` and ``stop`` are offsets
    of characters in it (None: all of it).
    """

    block: int
    cell: int | None = None
    paragraph: int | None = None
    start: int | None = None
    stop: int | None = None


class Locator(Protocol):
    """Finds values in the blocks of one document."""

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks."""

    def spot(self, position: int, field: str, place: Place | None) -> Spot | None:
        """Where a field of the project at ``position`` (-1: the document) stands; None where that is not known."""

    def own_spot(self, position: int, field: str) -> Spot | None:
        """The place of a field itself; None where it has none, whatever stands near."""


def project_fields(project: Project) -> Iterator[str]:
    """The field paths that a project can be found by, in the order of the form."""
    yield from ("heading", "no", "unit.code", "unit.name", "money_unit", "code", "name")
    yield from ("budget.total", "budget.fiscal", "budget.other")
    yield from (f"budget.parts.{label}" for label, _ in project.budget.parts)
    yield "purpose"
    yield from (f"spend_plan.{point}" for point, _ in project.spend_plan)
    yield from numbered("goals", project.goals)
    yield from numbered("long_term_goals", project.long_term_goals)
    yield from row_fields("indicators", project.indicators)
    yield from row_fields("long_term_indicators", project.long_term_indicators)


def department_fields(department: Department) -> Iterator[str]:
    """The same for what stands about the whole department."""
    yield from ("title", "department.code", "department.name", "department.total", "department.overall_goal")
    for number in range(1, len(department.category_goals) + 1):
        yield from (f"department.category_goals[{number}].{part}" for part in ("name", "goal", "indicator"))
    yield from numbered("department.safeguards", department.safeguards)
    yield from numbered("department.goals", department.goals)
    yield from row_fields("department.indicators", department.indicators)


def numbered(path: str, items: tuple[object, ...]) -> Iterator[str]:
    """``goals[1]``, ``goals[2]`` …"""
    return (f"{path}[{number}]" for number in range(1, len(items) + 1))


def row_fields(path: str, rows: tuple[Indicator, ...]) -> Iterator[str]:
    """The fields of indicator rows."""
    names = ("level1", "level2", "name", "description", "value", "basis", "weight")
    for row in numbered(path, rows):
        yield from (f"{row}.{name}" for name in names)
