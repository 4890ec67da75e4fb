"""A county's pack as CONTRIBUTING tells it: another threshold, a class, three words and a condition in CEL."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from perflint.cli.program import app

Run = Callable[..., Result]
SAFETY = "{level1: 产出指标, level2: 安全指标, name: 安全培训人次, description: 全年安全培训人次, value: ≥60人次}"
DOCUMENT = """\
profile: hebei-2022
year: 2024
money_unit: 万元
projects:
- code: 13022524P00MB2203A143
  name: 校舍加固
  budget: {total: 120.00}
  spend_plan: {3月底: 10%, 6月底: 75%, 10月底: 90%, 12月底: 100%}
  indicators:
  - {level1: 产出指标, level2: 数量指标, name: 任务落实率, description: 加固完成的校舍比例, value: 3栋}
  - ROW
""".replace("ROW", SAFETY)

pytestmark = pytest.mark.needs_extra("cel")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `perflint` in an empty folder."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture
def county(checkout: Path, tmp_path: Path, run: Run) -> Path:
    """The pack that somebody has who did what the page says."""
    folder = tmp_path / "county"
    folder.mkdir()
    assert run("rules", "new", "OWN001", "-o", folder / "own.yaml").exit_code == 0
    page = (checkout / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (changes,) = re.findall(r"^```yaml\n(override:.*?)^```", page, re.M | re.S)
    (folder / "changes.yaml").write_text(changes, encoding="utf-8")
    (tmp_path / "targets.yaml").write_text(DOCUMENT, encoding="utf-8")
    return folder


def found(result: Result) -> set[tuple[str, str]]:
    return {(item["rule"], item["field"]) for item in json.loads(result.stdout)["violations"]}


def test_the_pack_of_the_page_holds_its_examples_and_changes_what_it_says(run: Run, county: Path) -> None:
    assert run("rules", "test", "--rules", county).exit_code == 0
    plain = found(run("check", "targets.yaml", "--format", "json"))
    ours = found(run("check", "targets.yaml", "--format", "json", "--rules", county))
    assert ("PLN006", "spend_plan.6月底") in plain - ours
    assert ("CLS002", "indicators[2].level2") in plain - ours
    assert ("COH005", "indicators[1].name") in ours - plain
    assert ("OWN002", "indicators") in ours - plain


def test_the_configuration_names_packs_too(run: Run, county: Path, tmp_path: Path) -> None:
    (tmp_path / "perflint.yaml").write_text("rules: [county]\nseverity: {PLN005: warning}\n", encoding="utf-8")
    ours = found(run("check", "targets.yaml", "--format", "json"))
    assert ("OWN002", "indicators") in ours
    told = run("rules", "why", "PLN005").stdout
    assert "configuration" in told
    assert "severity warning" in told


def test_why_tells_every_layer_in_order(run: Run, county: Path) -> None:
    told = json.loads(run("rules", "why", "plan-jump", "--rules", county, "--format", "json").stdout)
    assert [(item["layer"], item["what"]) for item in told["decisions"]] == [
        ("perflint", "severity info"),
        ("county", "points = 70"),
    ]
    assert told["profiles"]["hebei-2022"][0]["what"] == "+safety 安全指标"


def test_every_shipped_rule_is_awake_under_the_pack(run: Run, county: Path) -> None:
    result = run("selftest", "--rules", county)
    assert result.exit_code == 0, result.stdout


def test_a_rule_that_a_pack_switches_off_is_missed(run: Run, county: Path) -> None:
    (county / "off.yaml").write_text('override: [{id: PLN003, severity: "off"}]\n', encoding="utf-8")
    result = run("selftest", "--rules", county, "--format", "json")
    assert result.exit_code == 1
    assert {item["rule"] for item in json.loads(result.stdout)["mutations"] if not item["caught"]} == {"PLN003"}


def test_an_own_rule_whose_example_does_not_hold_is_refused(run: Run, county: Path) -> None:
    path = county / "own.yaml"
    path.write_text(path.read_text("utf-8").replace('at: ["goals[2]"]', 'at: ["goals[1]"]'), encoding="utf-8")
    result = run("check", "targets.yaml", "--rules", county)
    assert result.exit_code == 2
    assert "own.yaml" in result.stderr
    assert "第2个反例不成立：应指出goals[1]，实际指出goals[2]" in result.stderr
    assert run("rules", "test", "--rules", county).exit_code == 1


def test_a_broken_pack_is_refused_in_the_language_that_is_spoken(run: Run, county: Path) -> None:
    (county / "bad.yaml").write_text("override:\n- {id: PLN006, params: {point: '70'}}\n", encoding="utf-8")
    for lang, words in (("zh", "是否指“points”？"), ("en", "did you mean 'points'?")):
        result = run("rules", "list", "--rules", county, "--lang", lang)
        assert result.exit_code == 2
        assert "bad.yaml:2:25" in result.stderr
        assert words in result.stderr


@pytest.mark.parametrize("name", ["own1", "OWN1", "PLN003"])
def test_a_rule_id_that_is_none_or_taken_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    result = run("rules", "new", name, "-o", tmp_path / "new.yaml")
    assert result.exit_code == 2
    assert not (tmp_path / "new.yaml").exists()


def test_a_file_that_exists_is_never_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text("mine\n", encoding="utf-8")
    assert run("rules", "new", "OWN009", "-o", tmp_path / "new.yaml").exit_code == 2
    assert (tmp_path / "new.yaml").read_text(encoding="utf-8") == "mine\n"
