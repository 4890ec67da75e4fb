"""The order of violations hangs on fields as they stand in the form."""

from __future__ import annotations

import random

from perflint.api import ReadInput, check_inputs
from perflint.pipeline.order import field_key

IN_THE_FORM = [
    "no",
    "code",
    "unit.code",
    "unit.name",
    "budget",
    "budget.total",
    "budget.fiscal",
    "budget.other",
    "budget.parts.上年结转",
    "purpose",
    "spend_plan",
    "spend_plan.3月底",
    "spend_plan.6月底",
    "spend_plan.10月底",
    "spend_plan.12月底",
    "goals[2]",
    "goals[10]",
    "indicators",
    "indicators[1].name",
    "indicators[1].value",
    "indicators[2].level1",
    "indicators[10].level1",
    "remark",
]


def test_fields_are_sorted_as_the_form_has_them() -> None:
    fields = IN_THE_FORM.copy()
    random.Random(7).shuffle(fields)
    assert sorted(fields, key=field_key) == IN_THE_FORM


def test_a_name_of_many_digits_is_sorted_too() -> None:
    assert field_key("spend_plan." + "9" * 10_000 + "月") > field_key("spend_plan.3月")


def test_what_cannot_be_read_stands_in_the_order_of_its_lines_not_of_its_columns() -> None:
    text = '{"name": "甲", "code": "x", bad}\n{"name": "乙"}\nnot\n{"name": "丙", ]\n'
    report = check_inputs([ReadInput("a.ndjson", text.encode())])
    lines = [item.location.place.line for item in report.violations if item.rule == "STR001"]
    assert lines == [1, 3, 4]
