"""A Document as plain nested data with English keys: what the YAML, JSON and NDJSON writers share.

Every scalar stays text; a blank one is None. A field is written where the document's form has it (``fields``) or where
it holds something, so that reading back gives the same fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from perflint.model import Budget, CategoryGoal, Department, Document, Indicator, Project

Plain: TypeAlias = "str | int | list[Plain] | dict[str, Plain] | None"

FORMAT = 1
ROW = tuple(Indicator.__struct_fields__)


def head(document: Document) -> dict[str, Plain]:
    """Everything but the projects."""
    written: dict[str, Plain] = {"format": FORMAT}
    for name in ("profile", "title", "year", "region", "money_unit"):
        _put(written, name, getattr(document, name))
    department = _department(document.department)
    if department:
        written["department"] = department
    return written


def project(item: Project, fields: frozenset[str]) -> dict[str, Plain]:
    """One project."""
    written: dict[str, Plain] = {}
    if item.no is not None or "no" in fields:
        written["no"] = item.no
    for name in ("heading", "code", "name"):
        _put(written, name, getattr(item, name), fields)
    unit = {name: getattr(item.unit, name) for name in ("code", "name")}
    _put_mapping(written, "unit", {k: v or None for k, v in unit.items() if v or f"unit.{k}" in fields})
    _put_mapping(written, "budget", _budget(item.budget, fields))
    _put(written, "money_unit", item.money_unit, fields)
    _put(written, "purpose", item.purpose, fields)
    if item.spend_plan or "spend_plan" in fields:
        written["spend_plan"] = _labelled(item.spend_plan)
    _put_list(written, "goals", list(item.goals), fields)
    _put_list(written, "indicators", _rows(item.indicators, "indicators", fields), fields)
    _put_list(written, "long_term_goals", list(item.long_term_goals), fields)
    rows = _rows(item.long_term_indicators, "long_term_indicators", fields)
    _put_list(written, "long_term_indicators", rows, fields)
    return written


def _department(item: Department) -> dict[str, Plain]:
    written: dict[str, Plain] = {}
    for name in ("code", "name", "total", "overall_goal"):
        _put(written, name, getattr(item, name))
    _put_list(written, "category_goals", [_category_goal(goal) for goal in item.category_goals])
    _put_list(written, "safeguards", list(item.safeguards))
    _put_list(written, "goals", list(item.goals))
    _put_list(written, "indicators", _rows(item.indicators, "", frozenset()))
    _put_mapping(written, "budget", _budget(item.budget, frozenset()))
    return written


def _category_goal(item: CategoryGoal) -> Plain:
    return {name: getattr(item, name) or None for name in CategoryGoal.__struct_fields__}


def _budget(item: Budget, fields: frozenset[str]) -> dict[str, Plain]:
    amounts = {name: getattr(item, name) for name in ("total", "fiscal", "other")}
    written: dict[str, Plain] = {k: v or None for k, v in amounts.items() if v or f"budget.{k}" in fields}
    if item.parts or "budget.parts" in fields:
        written["parts"] = _labelled(item.parts)
    return written


def _rows(rows: Iterable[Indicator], name: str, fields: frozenset[str]) -> list[Plain]:
    columns = {column for column in ROW if f"{name}.{column}" in fields}
    written: list[Plain] = []
    for row in rows:
        values = {column: getattr(row, column) for column in ROW}
        written.append({k: v or None for k, v in values.items() if v or k in columns})
    return written


def _labelled(pairs: tuple[tuple[str, str], ...]) -> Plain:
    """A mapping; a list of mappings of one entry where a label repeats."""
    mapping: dict[str, Plain] = {label: text or None for label, text in pairs}
    if len(mapping) == len(pairs):
        return mapping
    return [{label: text or None} for label, text in pairs]


def _put(written: dict[str, Plain], name: str, text: str, fields: frozenset[str] = frozenset()) -> None:
    if text or name in fields:
        written[name] = text or None


def _put_list(
    written: dict[str, Plain], name: str, items: list[Plain] | list[str], fields: frozenset[str] = frozenset()
) -> None:
    if items or name in fields:
        written[name] = [*items]


def _put_mapping(written: dict[str, Plain], name: str, mapping: Mapping[str, Plain]) -> None:
    if mapping:
        written[name] = dict(mapping)
