"""Formats for machines: shapes are promises to users."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from perflint.place import Cell, Place
from perflint.report import Report, Waived
from perflint.reporters import FORMATS, View, reporter
from perflint.reporters.record import location_record
from perflint.reporters.statistics import RENDERERS
from perflint.violation import Location

KEYS = (
    *("rule", "slug", "severity", "category", "project", "project_no", "project_name", "unit", "field", "value"),
    *("message", "suggestion", "confidence", "location", "related", "related_total", "cluster", "fingerprint"),
)


PLAIN = View()


def shown(name: str, report: Report, view: View = PLAIN) -> str:
    return "".join(reporter(name).render(report, view))


def test_the_envelope_is_as_promised(report: Report, golden: Callable[[str, str], None]) -> None:
    golden("report.json", shown("json", report))


def test_the_envelope_is_json_with_the_promised_keys(report: Report) -> None:
    envelope: dict[str, Any] = json.loads(shown("json", report))
    assert [*envelope] == ["format", "tool", "inputs", "summary", "not_applicable", "waived", "violations"]
    assert [*envelope["summary"]] == [
        *("error", "warning", "info", "waived", "known", "projects", "projects_with_violations")
    ]
    assert all(tuple(item) == KEYS for item in envelope["violations"])


def test_a_rule_that_did_not_apply_is_counted_once_over_all_inputs(report: Report) -> None:
    (entry,) = json.loads(shown("json", report))["not_applicable"]
    assert (entry["rule"], entry["projects"]) == ("SUM006", 3)


def test_ndjson_is_the_violations_of_the_envelope_one_a_line(report: Report) -> None:
    lines = shown("ndjson", report).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(shown("json", report))["violations"]


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"text", "markdown"}))
def test_machine_formats_heed_neither_language_nor_colour_nor_width(report: Report, name: str) -> None:
    assert shown(name, report, View("en", 60, True, True)) == shown(name, report)


def test_a_report_without_violations_is_still_an_envelope(nothing: Report) -> None:
    envelope = json.loads(shown("json", nothing))
    assert (envelope["violations"], envelope["summary"]["projects"]) == ([], 2)
    assert shown("ndjson", nothing) == ""


def test_half_a_surrogate_pair_survives_as_an_escape(report: Report) -> None:
    odd = replace(report, violations=(replace(report.violations[0], value="a\ud800b"),))
    text = shown("json", odd)
    text.encode("utf-8")
    assert json.loads(text)["violations"][0]["value"] == "a\ud800b"


def test_a_waived_violation_says_who_waived_it(report: Report) -> None:
    waived = Waived(report.violations[0], "waived", "系统限制", "审核员", "2026-12-31", "waivers.yaml")
    (entry,) = json.loads(shown("json", replace(report, violations=(), waived=(waived,))))["waived"]
    assert entry["waived_by"] == {
        "verdict": "waived",
        "reason": "系统限制",
        "by": "审核员",
        "expires": "2026-12-31",
        "source": "waivers.yaml",
    }
    assert entry["rule"] == report.violations[0].rule


def test_cells_of_workbooks_and_of_documents_have_their_own_shape() -> None:
    sheet = location_record(Location("a.xlsx", Place(cell=Cell(sheet="预算", ref="B7"))))
    table = location_record(Location("a.docx", Place(cell=Cell(table=3, row=5, column=2, paragraph=1))))
    page = location_record(Location("a.pdf", Place(page=4, box=(1.0, 2.0, 3.0, 4.0))))
    assert sheet["cell"] == {"sheet": "预算", "ref": "B7"}
    assert table["cell"] == {"table": 3, "row": 5, "column": 2, "paragraph": 1}
    assert (page["page"], page["box"], page["line"]) == (4, [1.0, 2.0, 3.0, 4.0], None)


def test_statistics_count_violations_and_projects_of_each_rule(report: Report) -> None:
    table = json.loads("".join(RENDERERS["json"](report, View())))["statistics"]
    assert [(entry["rule"], entry["violations"], entry["projects"]) for entry in table] == [
        ("DUP003", 2, 2),
        ("DOC001", 1, 0),
        ("PLN003", 1, 1),
        ("STR001", 1, 0),
    ]


def test_statistics_for_people_are_a_table(report: Report, golden: Callable[[str, str], None]) -> None:
    golden("statistics-zh.txt", "".join(RENDERERS["text"](report, View("zh"))))
