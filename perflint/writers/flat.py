"""The flat form: a document as a table with one row an indicator, what the row's project says repeated on it.

It carries no numbers, headings, part one or years; a project without indicators has one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace

from perflint._paths import rules_dir
from perflint.model import Document, Indicator, Project

_AMOUNTS = ("budget.total", "budget.fiscal", "budget.other")


class Table(Struct, frozen=True):
    """The heads of the columns and the rows under them."""

    sheet: str
    heads: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


@cache
def _columns() -> Any:
    """The column heads by field, from the shipped word lists."""
    data = yaml.safe_load((rules_dir() / "lexicon" / "flat.yaml").read_text(encoding="utf-8"))
    return data["lexicon"]["flat_columns"]["table"]


def flat(document: Document) -> Table:
    """The document as a table. A column stands where the form has its field or any project fills it."""
    names = _columns()
    money = _money_unit(document)
    fields = [field for field in names["project"] if _has(document, field)]
    before = [field for field in fields if field not in ("goals", "long_term_goals")]
    after = [field for field in fields if field not in before]
    labels = _unique(label for project in document.projects for label, _ in project.budget.parts)
    points = _unique(point for project in document.projects for point, _ in project.spend_plan)
    columns = [column for column in names["row"] if _has_row(document, column)]
    bracketed = f"（{money}）" if money else ""
    heads = (
        *(names["project"][field] + (bracketed if field in _AMOUNTS else "") for field in before),
        *(label + bracketed for label in labels),
        *points,
        *(names["project"][field] for field in after),
        *(names["row"][column] for column in columns),
    )

    def rows() -> Iterator[tuple[str, ...]]:
        for project in document.projects:
            parts, plan = dict(project.budget.parts), dict(project.spend_plan)
            left = (
                *(_shown(project, field, money) for field in before),
                *(_amount(parts.get(label, ""), project, money) for label in labels),
                *(plan.get(point, "") for point in points),
                *(_value(project, field) for field in after),
            )
            for row in _indicators(project):
                yield (*left, *(getattr(row, column) for column in columns))

    return Table(names["sheet"], heads, rows())


def owner(document: Document, row: int) -> Project:
    """The project that a row (from 0) of the document's flat form belongs to."""
    for project in document.projects:
        row -= len(_indicators(project))
        if row < 0:
            return project
    raise IndexError(row)


def _indicators(project: Project) -> Sequence[Indicator]:
    """The rows of a project: annual ones, then long-term ones, whose value stands in the long-term column alone."""
    long = (
        replace(row, value="", long_term_value=row.long_term_value or row.value) for row in project.long_term_indicators
    )
    return [*project.indicators, *long] or [Indicator()]


def _money_unit(document: Document) -> str:
    """The one money unit that all amounts are in, "" where there is none or several."""
    units = {project.money_unit for project in document.projects}
    return (units.pop() if len(units) == 1 else "") or document.money_unit


def _shown(project: Project, field: str, money: str) -> str:
    text = _value(project, field)
    return _amount(text, project, money) if field in _AMOUNTS else text


def _amount(text: str, project: Project, money: str) -> str:
    """An amount, with its unit where the head of the column cannot say it for all."""
    return f"{text}{project.money_unit}" if not money and text[-1:].isdecimal() else text


def _has(document: Document, field: str) -> bool:
    return field in document.fields or any(_value(project, field) for project in document.projects)


def _has_row(document: Document, column: str) -> bool:
    if f"indicators.{column}" in document.fields:
        return True
    return any(getattr(row, column) for project in document.projects for row in _indicators(project))


def _value(project: Project, field: str) -> str:
    if field.endswith("goals"):
        return "\n".join(getattr(project, field))
    value: Any = project
    for name in field.split("."):
        value = getattr(value, name)
    return str(value)


def _unique(labels: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(labels))
