"""The story of a gate: begun on a Monday with old violations in place, failing on what is new, waived until a day."""

from __future__ import annotations

import csv
import io
import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SEED = CHECKOUT / "examples" / "laoting-2022.yaml"
Run = Callable[..., Any]
OLD, NEW = "6月底: 50%", "6月底: 20%"
OUTPUTS = {
    "json": "out.json",
    "sarif": "out.sarif",
    "junit": "out.xml",
    "github": "out.github",
    "gitlab": "out.gitlab",
    "csv": "out.csv",
    "markdown": "out.md",
}


@pytest.fixture
def gate(run: Run, tmp_path: Path) -> Path:
    """A folder with the seed, a first configuration and a baseline; returns the document."""
    document = tmp_path / "targets" / "laoting.yaml"
    document.parent.mkdir()
    shutil.copy(SEED, document)
    assert run("init").returncode == 0
    assert run("baseline", "targets", "-o", "baseline.json").returncode == 0
    config = tmp_path / "perflint.yaml"
    config.write_text(config.read_text("utf-8").replace("# baseline:", "baseline:"), encoding="utf-8")
    return document


def break_it(document: Path) -> tuple[int, int]:
    """Brings in one fault: a plan that falls. Returns its line and column."""
    lines = document.read_text("utf-8").split("\n")
    number = next(index for index, line in enumerate(lines) if OLD in line or line.strip() == OLD)
    lines[number] = lines[number].replace(OLD, NEW)
    document.write_text("\n".join(lines), encoding="utf-8")
    return number + 1, lines[number].index("20%") + 1


def test_a_gate_passes_fails_on_the_one_new_fault_lets_a_waiver_pass_and_fails_when_it_expires(
    run: Run, gate: Path, tmp_path: Path
) -> None:
    first = run("check", "targets")
    assert first.returncode == 0, first.stdout.decode()
    assert "基线中已有" in first.stdout.decode()

    line, column = break_it(gate)
    more = [part for name, file in OUTPUTS.items() for part in (f"--output-{name}", file)]
    failed = run("check", "targets", "--format", "ndjson", *more)
    assert failed.returncode == 1, failed.stderr.decode()
    (violation,) = (json.loads(text) for text in failed.stdout.decode().splitlines())
    assert (violation["rule"], violation["field"]) == ("PLN003", "spend_plan.6月底")
    assert (violation["location"]["line"], violation["location"]["column"]) == (line, column)
    said_in_each_output(tmp_path, violation, line, column)

    entry = f"rule: PLN003, project: {violation['project']}, verdict: waived, reason: 系统限制, by: 王某"
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(f"format: 1\nentries:\n- {{{entry}, expires: 9999-12-31}}\n", encoding="utf-8")
    passed = run("check", "targets", "--waivers", "waivers.yaml")
    assert passed.returncode == 0
    assert "系统限制（王某，至9999-12-31）" in passed.stdout.decode()

    waivers.write_text(f"format: 1\nentries:\n- {{{entry}, expires: 2020-01-31}}\n", encoding="utf-8")
    expired = run("check", "targets", "--waivers", "waivers.yaml", "--format", "json")
    assert expired.returncode == 1
    assert [item["rule"] for item in json.loads(expired.stdout)["violations"]] == ["PLN003", "SUP002"]


def said_in_each_output(folder: Path, violation: dict[str, Any], line: int, column: int) -> None:
    """Each output names the rule, and the place where the format has one."""

    def read(name: str) -> str:
        return (folder / OUTPUTS[name]).read_text("utf-8-sig")

    assert json.loads(read("json"))["violations"] == [violation]
    (result,) = json.loads(read("sarif"))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (result["ruleId"], region["startLine"], region["startColumn"]) == ("PLN003", line, column)
    (case,) = ET.fromstring(read("junit")).findall(".//failure/..")
    assert case.get("line") == str(line)
    assert f"::error file=targets/laoting.yaml,line={line},endLine={line},col={column}," in read("github")
    (issue,) = json.loads(read("gitlab"))
    assert issue["location"] == {"path": "targets/laoting.yaml", "lines": {"begin": line}}
    (row,) = csv.DictReader(io.StringIO(read("csv")))
    assert (row["rule"], row["line"], row["column"]) == ("PLN003", str(line), str(column))
    assert f"第{line}行第{column}列" in read("markdown")


def test_mending_an_old_fault_is_reported_and_pruned_on_request_only(run: Run, gate: Path, tmp_path: Path) -> None:
    before = json.loads((tmp_path / "baseline.json").read_text("utf-8"))["known"]
    text = gate.read_text("utf-8")
    gate.write_text(text.replace("3月底: null, 6月底: null", "3月底: 25%, 6月底: 50%", 1), encoding="utf-8")
    assert "基线中有1条已不存在" in run("check", "targets").stdout.decode()
    assert run("baseline", "targets").returncode == 0
    assert json.loads((tmp_path / "baseline.json").read_text("utf-8"))["known"] == before
    break_it(gate)
    assert run("baseline", "targets", "--prune").returncode == 0
    after = json.loads((tmp_path / "baseline.json").read_text("utf-8"))["known"]
    gone = [item for item in before if item not in after]
    assert [item["rule"] for item in gone] == ["PLN001"]
    assert [item for item in after if item not in before] == []
    assert run("check", "targets").returncode == 1, "pruning must not take in what is new"


def test_the_baseline_is_the_same_bytes_when_nothing_changed(run: Run, gate: Path, tmp_path: Path) -> None:
    before = (tmp_path / "baseline.json").read_bytes()
    assert run("baseline", "targets").returncode == 0
    assert (tmp_path / "baseline.json").read_bytes() == before
