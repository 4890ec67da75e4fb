"""`perflint check` writes Parquet by its name or when asked, and says what it needs before it reads anything."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]


def test_the_name_of_the_output_makes_it_parquet(run: Run, faulty: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    out, more = tmp_path / "found.parquet", tmp_path / "more.bin"
    assert run("check", faulty, "-o", out).exit_code == 1
    assert run("check", faulty, "--format", "json", "--output-parquet", more).exit_code == 1
    assert "PLN003" in parquet.read_table(out)["rule"].to_pylist()
    assert more.read_bytes() == out.read_bytes()


def test_parquet_without_a_file_is_refused(run: Run, faulty: Path) -> None:
    for words in (("--format", "parquet"), ("--format", "parquet", "-o", "-")):
        result = run("check", faulty, *words)
        assert result.exit_code == 2
        assert "--output" in result.stderr


def test_statistics_have_no_parquet(run: Run, faulty: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    result = run("check", faulty, "--statistics", "-o", tmp_path / "x.parquet")
    assert (result.exit_code, list(tmp_path.glob("*.parquet"))) == (2, [])


def test_without_its_library_parquet_is_refused_and_nothing_is_written(
    run: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for words in (("-o", tmp_path / "x.parquet"), ("--output-parquet", tmp_path / "x.parquet")):
        result = run("check", faulty, *words)
        assert result.exit_code == 2
        assert "perflint-targets[parquet]" in result.stderr
    assert list(tmp_path.glob("*.parquet")) == []
