"""Violations as a table in Parquet: the same values as JSON, silenced ones with who silenced them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from msgspec.structs import replace

from perflint.report import Report, Waived
from perflint.reporters import View, binary_reporter
from perflint.reporters.record import violation_record

parquet = pytest.importorskip("pyarrow.parquet")


def rows(report: Report) -> list[dict[str, Any]]:
    data = b"".join(binary_reporter("parquet").render_bytes(report, View()))
    return list(parquet.read_table(io.BytesIO(data)).to_pylist())


def filled(record: dict[str, Any]) -> dict[str, Any]:
    """The record with the parts of a cell that do not apply as null, as a table must have them."""
    none = dict.fromkeys(("sheet", "ref", "table", "row", "column", "paragraph"))
    location = record["location"]
    return {**record, "location": {**location, "cell": location["cell"] and {**none, **location["cell"]}}}


def test_every_violation_is_a_row_with_the_values_of_json(report: Report) -> None:
    found = rows(report)
    assert len(found) == len(report.violations) > 2
    for row, violation in zip(found, report.violations, strict=True):
        record = filled(violation_record(violation))
        assert row.pop("waived_by") is None
        assert {**row, "related": [filled(item) for item in row["related"]]} == {
            **record,
            "related": [filled(item) for item in record["related"]],
        }


def test_silenced_ones_come_last_and_say_who_silenced_them(report: Report) -> None:
    waived = Waived(report.violations[0], "waived", "系统限制", "王某", "2026-12-31", "waivers.yaml")
    found = rows(replace(report, violations=report.violations[1:], waived=(waived,)))
    assert [row["waived_by"] for row in found[:-1]] == [None] * (len(report.violations) - 1)
    assert found[-1]["waived_by"]["by"] == "王某"
    assert found[-1]["fingerprint"] == report.violations[0].fingerprint


def test_an_empty_report_has_all_columns_and_its_counts(report: Report) -> None:
    data = b"".join(binary_reporter("parquet").render_bytes(replace(report, violations=()), View()))
    table = parquet.read_table(io.BytesIO(data))
    assert table.num_rows == 0
    assert {"rule", "project", "message", "location", "fingerprint", "waived_by"} <= set(table.column_names)
    said = json.loads(table.schema.metadata[b"perflint.report"])
    assert said["summary"]["projects"] == sum(item.projects for item in report.inputs)


def test_halves_of_surrogate_pairs_become_the_replacement_character(report: Report) -> None:
    hostile = replace(report.violations[0], value="甲\ud800乙")
    assert rows(replace(report, violations=(hostile,)))[0]["value"] == "甲\ufffd乙"
