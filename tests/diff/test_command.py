"""The command `perflint diff`: its formats and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

OLD = """\
profile: hebei-2022
projects:
- code: 13022522P00CKTC10027L
  name: 巡警|经费
  budget: {total: 90.00}
"""


def perflint(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "perflint", "diff", *map(str, arguments), "--lang", "en"]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(OLD.replace("90.00", "95.00"), encoding="utf-8")
    return old, new


def test_equal_documents_exit_with_0_and_different_ones_with_1(pair: tuple[Path, Path]) -> None:
    assert perflint(pair[0], pair[0]).returncode == 0
    result = perflint(*pair)
    assert result.returncode == 1
    assert "budget changed, targets did not" in result.stdout.decode()


def test_json_names_kind_project_field_and_both_places(pair: tuple[Path, Path]) -> None:
    found = json.loads(perflint(*pair, "--format", "json").stdout)
    change = found["changes"][0]
    assert found["summary"] == {"budget-only": 1}
    assert (change["kind"], change["project"], change["field"]) == (
        "budget-only",
        "13022522P00CKTC10027L",
        "budget.total",
    )
    assert (change["old"], change["new"]) == ("90.00", "95.00")
    assert (change["location"]["line"], change["old_location"]["line"]) == (5, 5)


def test_markdown_escapes_what_would_break_its_table(pair: tuple[Path, Path], tmp_path: Path) -> None:
    pair[1].write_text(OLD.replace("巡警|经费", "巡警|费用"), encoding="utf-8")
    out = tmp_path / "diff.md"
    assert perflint(*pair, "-f", "markdown", "-o", out).returncode == 1
    assert "巡警\\|费用" in out.read_text(encoding="utf-8")


def test_a_file_that_is_not_there_or_holds_nothing_gives_2(pair: tuple[Path, Path], tmp_path: Path) -> None:
    assert perflint(pair[0], tmp_path / "nowhere.yaml").returncode == 2
    pair[1].write_text("projects: [", encoding="utf-8")
    assert perflint(*pair).returncode == 2
    assert perflint(pair[0], pair[0], "--format", "xml").returncode == 2
