"""A sample of published rows of twenty-five kinds of authority, each judged alone with the whole catalogue.

The file holds the rules that speak on a row (errors and warnings). A change of a rule shows here as a difference;
after it has been read by eye (see published_rows.md), write the file anew with PERFLINT_UPDATE_GOLDEN=1.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from perflint.api import ReadInput, check_inputs
from perflint.options import Options
from perflint.violation import Severity

SAMPLE = Path(__file__).with_name("published_sample.tsv")
CELLS = ("level1", "level2", "name", "description", "value")
# A row alone has neither a project nor other classes.
OF_PROJECTS = {"STR003", "CLS003", "CLS004", "CLS009"}


def sample() -> list[dict[str, str]]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def spoken(rows: list[dict[str, str]]) -> list[str]:
    """For each row the ids of the rules that speak on it with an error or a warning, sorted and joined by blanks."""
    inputs = []
    for number, row in enumerate(rows):
        project = {"no": 1, "indicators": [{cell: row[cell] for cell in CELLS}]}
        written: dict[str, object] = {"title": row["kind"] + "部门预算绩效目标", "projects": [project]}
        if row["year"]:
            written["year"] = int(row["year"])
        data = json.dumps(written, ensure_ascii=False).encode()
        inputs.append(ReadInput(f"{number}.json", data))
    found: list[set[str]] = [set() for _ in rows]
    for violation in check_inputs(inputs, Options(per_document=True)).violations:
        if violation.severity >= Severity.WARNING and violation.field.startswith("indicators["):
            found[int(Path(violation.location.path).stem)].add(violation.rule)
    return [" ".join(sorted(ids - OF_PROJECTS)) for ids in found]


def test_published_rows_are_judged_as_reviewed() -> None:
    rows = sample()
    judged = [{**row, "rules": ids} for row, ids in zip(rows, spoken(rows), strict=True)]
    if os.environ.get("PERFLINT_UPDATE_GOLDEN"):
        with SAMPLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter="\t", lineterminator="\n")
            writer.writeheader()
            writer.writerows(judged)
        pytest.skip("written anew")
    changed = [(new["name"], old["rules"], new["rules"]) for old, new in zip(rows, judged, strict=True) if old != new]
    assert not changed


def test_the_sample_holds_faultless_rows_and_rows_of_many_rules() -> None:
    rows = sample()
    assert sum(not row["rules"] for row in rows) >= 20
    assert len({rule for row in rows for rule in row["rules"].split()}) >= 15
