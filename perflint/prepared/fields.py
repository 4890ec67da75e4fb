"""The fields that rules may name, of rows, of projects and of the department's part."""

from __future__ import annotations

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

FIELDS = frozenset((*PROJECT_FIELDS, *DEPARTMENT_FIELDS))
