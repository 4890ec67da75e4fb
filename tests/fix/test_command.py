"""The command `perflint fix`: shows, writes when told, and says what it leaves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SLIP = (
    "projects:\n- code: 13022522P00CKTC10027L\n  name: '校舍 维修'  # 名称\n  purpose: 按排20万元，用于校舍屋面维修。\n"
)


def perflint(*arguments: object, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "perflint", *map(str, arguments), "--lang", "en"]
    return subprocess.run(command, input=data, capture_output=True, check=False)


@pytest.fixture
def slip(tmp_path: Path) -> Path:
    path = tmp_path / "slip.yaml"
    path.write_text(SLIP, encoding="utf-8")
    return path


def test_it_shows_a_unified_difference_and_leaves_the_file_alone(slip: Path) -> None:
    result = perflint("fix", slip)
    assert result.returncode == 1
    shown = result.stdout.decode()
    assert shown.startswith(f"--- {slip}\n+++ {slip}\n@@ ")
    assert "-  name: '校舍 维修'  # 名称\n" in shown
    assert "+  name: '校舍维修'  # 名称\n" in shown
    assert slip.read_text(encoding="utf-8") == SLIP


def test_it_writes_when_told_and_then_has_nothing_to_do(slip: Path) -> None:
    assert perflint("fix", slip, "--write").returncode == 0
    assert slip.read_text(encoding="utf-8") == SLIP.replace("校舍 维修", "校舍维修").replace("按排", "安排")
    again = perflint("fix", slip)
    assert again.returncode == 0
    assert b"nothing to mend" in again.stderr


def test_a_copy_leaves_the_input_alone(slip: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    assert perflint("fix", slip, "-o", copy).returncode == 0
    assert "校舍维修" in copy.read_text(encoding="utf-8")
    assert slip.read_text(encoding="utf-8") == SLIP
    assert perflint("fix", slip, "-o", slip).returncode == 2


@pytest.mark.parametrize("text", ["projects: [\n", "title: nothing here\n", ""])
def test_of_an_input_that_cannot_be_read_no_copy_is_written_and_the_reason_is_said(tmp_path: Path, text: str) -> None:
    broken, copy = tmp_path / "broken.yaml", tmp_path / "copy.yaml"
    broken.write_text(text, encoding="utf-8")
    result = perflint("fix", broken, "-o", copy)
    assert result.returncode == 1
    assert not copy.exists()
    reason, outcome = result.stderr.decode().splitlines()
    assert reason.startswith(f"perflint: {broken}: ")
    assert outcome.endswith(f"{str(copy)!r} was not written")


def test_of_an_input_that_is_read_in_part_a_copy_is_written(tmp_path: Path) -> None:
    part, copy = tmp_path / "part.yaml", tmp_path / "copy.yaml"
    part.write_text(SLIP + "- just text\n", encoding="utf-8")
    assert perflint("fix", part, "-o", copy).returncode == 1
    assert "校舍维修" in copy.read_text(encoding="utf-8")


def test_standard_input_can_be_shown_and_not_written(tmp_path: Path) -> None:
    assert perflint("fix", "-", data=SLIP.encode()).returncode == 1
    assert perflint("fix", "-", "--write", data=SLIP.encode()).returncode == 2


def test_an_input_that_cannot_be_read_or_is_not_there_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("projects: [\n", encoding="utf-8")
    assert perflint("fix", broken, "--write").returncode == 1
    assert perflint("fix", tmp_path / "nowhere.yaml").returncode == 2
    assert broken.read_text(encoding="utf-8") == "projects: [\n"


def test_what_cannot_be_written_is_counted_and_never_called_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in HTML_ROWS)
    page.write_text(f"<meta charset=utf-8><table>{rows}</table>", encoding="utf-8")
    result = perflint("fix", page)
    assert result.returncode == 0
    assert "1 not mended" in result.stderr.decode()
    assert b"nothing to mend" not in result.stderr
    assert "校舍 维修" in result.stdout.decode()


def test_a_file_that_was_not_read_is_not_called_faultless(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("projects: [", encoding="utf-8")
    result = perflint("fix", broken)
    assert result.returncode == 1
    assert b"broken.yaml" in result.stderr
    assert b"nothing to mend" not in result.stderr


HTML_ROWS = (
    ("项目编码", "13022522P00CKTC10027L", "项目名称", "校舍 维修"),
    ("预算数", "90.00", "其中：财政资金", "90.00"),
)
