"""`perflint convert`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Run = Callable[..., Result]


def test_the_ending_of_the_output_picks_the_format(run: Run, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run("convert", faulty, "-o", out).exit_code == 0
    (project,) = json.loads(out.read_text(encoding="utf-8"))["projects"]
    assert project["spend_plan"]["6月底"] == "20%"


def test_an_ending_that_cannot_be_written_gives_two(run: Run, faulty: Path, tmp_path: Path) -> None:
    result = run("convert", faulty, "-o", tmp_path / "out.foo")
    assert result.exit_code == 2
    assert ".yaml" in result.stderr


def test_an_unreadable_input_gives_one_with_its_place_and_no_output(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "broken.yaml"
    source.write_text("projects: 3\n", encoding="utf-8")
    result = run("convert", source, "-o", tmp_path / "out.json")
    assert result.exit_code == 1
    assert "第1行第11列" in result.stderr
    assert not (tmp_path / "out.json").exists()


def test_what_is_not_in_the_output_is_said_and_gives_one(run: Run, faulty: Path, tmp_path: Path) -> None:
    faulty.write_text(faulty.read_text(encoding="utf-8") + "  oops: 1\n", encoding="utf-8")
    result = run("convert", faulty, "-o", tmp_path / "out.json")
    assert result.exit_code == 1
    assert "oops" in result.stderr
    assert (tmp_path / "out.json").exists()


def test_an_input_is_never_overwritten_nor_a_missing_one_made(run: Run, faulty: Path, tmp_path: Path) -> None:
    before = faulty.read_bytes()
    assert run("convert", faulty, "-o", faulty).exit_code == 2
    assert faulty.read_bytes() == before
    assert run("convert", tmp_path / "none.yaml", "-o", tmp_path / "out.json").exit_code == 2


def test_places_stand_in_comments_of_the_yaml_on_request(run: Run, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    assert run("convert", faulty, "-o", out, "--places").exit_code == 0
    assert "# 第" in out.read_text(encoding="utf-8")
    assert run("convert", faulty, "-o", tmp_path / "out.json", "--places").exit_code == 2
