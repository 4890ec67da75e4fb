"""`perflint corpus`: one data set of all inputs, the same however it came about, after a kill too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Run = Callable[..., Result]
ROOT = Path(__file__).parents[1]
CHECKOUT = ROOT.parent
pytestmark = pytest.mark.needs_extra("parquet")

KILLED = """
import os, signal
from perflint.scale.workfile import WorkFile
keep = WorkFile.keep
def kept(self, *given):
    keep(self, *given)
    if len(self.finished) == int(os.environ["AFTER"]):
        os.kill(os.getpid(), signal.SIGKILL)
WorkFile.keep = kept
from perflint.cli import main
main()
"""
"""A run that is killed, as by a power cut, when so many documents are finished."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Booklets, one of them given twice, and a broken one."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("civil", "courts", "water"):
        (folder / f"{name}.yaml").write_bytes((ROOT / "corpus" / f"{name}.yaml").read_bytes())
    (folder / "water-again.yaml").write_bytes((folder / "water.yaml").read_bytes())
    text = (folder / "courts.yaml").read_text(encoding="utf-8")
    (folder / "courts-copied.yaml").write_text(text.replace("法院", "人民法院", 1), encoding="utf-8")
    (folder / "broken.json").write_text('{"projects": [', encoding="utf-8")
    return folder


def rows(path: Path, kind: str) -> list[dict[str, Any]]:
    from pyarrow import parquet

    return [row for row in parquet.read_table(path).to_pylist() if row["kind"] == kind]


def test_a_data_set_holds_inputs_projects_facts_and_violations(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus.parquet"
    result = run("corpus", folder, "-o", out)
    assert result.exit_code == 1  # an input could not be read
    assert "6个文件" in result.stderr
    assert "STR001" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.parquet", "in"]
    documents = {Path(row["document"]).name: row for row in rows(out, "document")}
    assert [name for name, row in documents.items() if row["unreadable"]] == ["broken.json"]
    twin = documents["water.yaml"]["same_as"]  # water-again.yaml came first
    assert Path(twin).name == "water-again.yaml"
    assert (documents["civil.yaml"]["year"], documents["civil.yaml"]["projects"]) == (2023, 7)
    projects = rows(out, "project")
    assert len(projects) == sum(row["projects"] for row in documents.values() if not row["same_as"])
    first = next(row for row in projects if row["project_name"] == "城乡最低生活保障金")
    assert (first["budget_total"], str(first["budget_yuan"])) == ("4860.00", "48600000.0000")
    assert (first["unit_code"], first["unit_name"], first["position"]) == ("318001", "滦平县民政局本级", 1)
    assert {row["rule"] for row in rows(out, "fact")} >= {"COD002", "DUP003", "DUP004", "DUP008"}


def test_the_violations_are_those_of_check(run: Run, folder: Path, tmp_path: Path) -> None:
    import json

    out = tmp_path / "corpus.parquet"
    run("corpus", folder, "-o", out)
    found = json.loads(run("check", folder, "--format", "json").stdout)["violations"]
    mine = [(row["fingerprint"], row["rule"], row["message_zh"], row["place_line"]) for row in rows(out, "violation")]
    expected = [(v["fingerprint"], v["rule"], v["message"]["zh"], v["location"]["line"]) for v in found]
    assert mine == expected
    shared = [row for row in rows(out, "violation") if row["cluster"]]
    assert {row["document"] for row in shared} >= {str(folder / "courts.yaml"), str(folder / "courts-copied.yaml")}
    assert all(row["related_total"] and row["unit_name"] for row in shared)


def test_what_is_waived_is_in_the_data_set_with_the_reason(run: Run, faulty: Path, tmp_path: Path) -> None:
    out, waivers = tmp_path / "corpus.parquet", tmp_path / "waivers.yml"
    entry = "{rule: PLN003, verdict: waived, reason: 已核实, by: 王芳}"
    waivers.write_text(f"format: 1\nentries:\n  - {entry}\n  - {entry.replace('PLN003', 'PLN004')}\n", encoding="utf-8")
    assert run("corpus", faulty, "-o", out, "--waivers", waivers).exit_code == 0
    silenced = [row for row in rows(out, "violation") if row["verdict"]]
    said = [(row["rule"], row["verdict"], row["verdict_reason"]) for row in silenced]
    assert said == [("PLN003", "waived", "已核实")]
    unused = next(row for row in rows(out, "violation") if row["rule"] == "SUP001")
    assert unused["document"].endswith("waivers.yml")


def killed(arguments: list[str], after: int) -> None:
    environment = {**os.environ, "AFTER": str(after), "PYTHONPATH": str(CHECKOUT)}
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments],
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,  # so this ends when the workers have ended too
        check=False,
        timeout=600,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_goes_on_and_gives_the_bytes_of_one_that_was_not(
    run: Run, folder: Path, tmp_path: Path, jobs: str
) -> None:
    whole, out = tmp_path / "whole.parquet", tmp_path / "corpus.parquet"
    run("corpus", folder, "-o", whole)
    command = ["corpus", str(folder), "-o", str(out), "--jobs", jobs]
    killed(command, after=3)
    assert not out.exists()
    assert (tmp_path / "corpus.parquet.work").exists()
    (folder / "civil.yaml").write_bytes((folder / "civil.yaml").read_bytes() + b"\n")  # finished, but changed since
    run("corpus", folder, "-o", whole)
    result = run(*command)
    assert "接着上次：已完成2个" in result.stderr
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.parquet", "in", "whole.parquet"]


def test_inputs_that_came_or_went_meanwhile_change_nothing_for_the_others(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    whole, out = tmp_path / "whole.parquet", tmp_path / "corpus.parquet"
    killed(["corpus", str(folder), "-o", str(out)], after=4)
    (folder / "broken.json").unlink()
    (folder / "a.yaml").write_bytes((ROOT / "corpus" / "market.yaml").read_bytes())
    assert "已完成3个" in run("corpus", folder, "-o", out).stderr
    run("corpus", folder, "-o", whole)
    assert out.read_bytes() == whole.read_bytes()


def test_another_call_begins_anew_and_says_so(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus.parquet"
    killed(["corpus", str(folder), "-o", str(out)], after=2)
    result = run("corpus", folder, "-o", out, "--select", "PLN")
    assert "选项不同，重新开始" in result.stderr
    assert "接着上次" not in result.stderr
    assert {row["rule"][:3] for row in rows(out, "violation")} <= {"PLN", "STR"}


def test_a_damaged_work_file_is_said_and_left_alone(run: Run, folder: Path, tmp_path: Path) -> None:
    work = tmp_path / "corpus.parquet.work"
    work.write_bytes(b"no work file")
    result = run("corpus", folder, "-o", tmp_path / "corpus.parquet")
    assert result.exit_code == 2
    assert "不是perflint的工作文件" in result.stderr
    assert work.read_bytes() == b"no work file"


def test_a_damaged_document_in_the_work_file_is_judged_anew(run: Run, folder: Path, tmp_path: Path) -> None:
    import sqlite3

    out, whole = tmp_path / "corpus.parquet", tmp_path / "whole.parquet"
    killed(["corpus", str(folder), "-o", str(out)], after=3)
    with sqlite3.connect(tmp_path / "corpus.parquet.work") as file:
        file.execute("UPDATE documents SET part = x'00' WHERE name LIKE '%civil%'")
    file.close()
    run("corpus", folder, "-o", out)
    run("corpus", folder, "-o", whole)
    assert out.read_bytes() == whole.read_bytes()


def test_the_data_set_may_lie_among_the_inputs_and_is_never_read_as_one(run: Run, folder: Path, tmp_path: Path) -> None:
    out, again = folder / "corpus.parquet", folder / "again.parquet"
    run("corpus", folder, "-o", out)
    run("corpus", folder, "-o", again)
    assert out.read_bytes() == again.read_bytes()
    assert "6个文件" in run("corpus", folder, "-o", out).stderr
    assert "corpus.parquet" not in run("check", folder, "--format", "json").stdout


def test_an_input_is_never_overwritten(run: Run, faulty: Path) -> None:
    before = faulty.read_bytes()
    result = run("corpus", faulty, "-o", faulty)
    assert (result.exit_code, faulty.read_bytes()) == (2, before)
    assert "不会覆盖" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--select", "NO"), "没有规则“NO”"),
        (("--profile", "hebei"), "没有表式“hebei”"),
        (("--lang", "fr"), "lang"),
        (("-o", "no/such/folder.parquet"), "文件夹不存在"),
        (("-o", "-"), "只能写入文件"),
        (("-o", "."), "文件夹"),
        (("-o", "corpus.csv"), "请以 .parquet 结尾"),
    ],
)
def test_wrong_use_is_said_and_leaves_nothing_behind(
    run: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    output = () if "-o" in words else ("-o", "corpus.parquet")
    result = run("corpus", faulty, *output, *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == [faulty]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_or_a_device_is_never_replaced_by_the_data_set(run: Run, faulty: Path, tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link.parquet"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for output in (pipe, link):
        result = run("corpus", faulty, "-o", output)
        assert result.exit_code == 2
        assert "设备或管道" in result.stderr
    assert pipe.is_fifo()
    assert {path.name for path in tmp_path.iterdir()} == {faulty.name, "pipe", "link.parquet"}


def test_a_link_keeps_standing_and_its_target_is_replaced(run: Run, faulty: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link, real = tmp_path / "link.parquet", tmp_path / "there" / "real.parquet"
    link.symlink_to(real)
    run("corpus", faulty, "-o", link)
    assert link.is_symlink()
    assert [path.name for path in real.parent.iterdir()] == [real.name]


def test_without_its_library_the_extra_is_named_before_anything_is_judged(
    run: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("corpus", faulty, "-o", tmp_path / "x.parquet")
    assert result.exit_code == 2
    assert "perflint-targets[parquet]" in result.stderr
    assert list(tmp_path.iterdir()) == [faulty]


def test_an_interrupted_run_says_that_it_can_go_on(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perflint.scale.workfile import WorkFile

    keep = WorkFile.keep

    def interrupted(self: WorkFile, *given: Any) -> None:
        keep(self, *given)
        raise KeyboardInterrupt

    out = tmp_path / "corpus.parquet"
    with monkeypatch.context() as patch:
        patch.setattr(WorkFile, "keep", interrupted)
        result = run("corpus", folder, "-o", out)
    assert result.exit_code == 130
    assert "同一命令可接着做" in result.stderr
    assert "已完成1个" in run("corpus", folder, "-o", out).stderr


def test_a_large_file_that_is_judged_in_shares_gives_the_same_data_set(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perflint.scale import corpus

    large = tmp_path / "large.ndjson"
    assert run("convert", folder / "courts.yaml", "-o", large).exit_code == 0
    whole, out = (tmp_path / f"{name}.parquet" for name in ("whole", "shares"))
    run("corpus", folder / "courts-copied.yaml", large, "-o", whole)
    pack, packed = corpus.pack, []
    monkeypatch.setattr(corpus, "LARGE_BYTES", 1_000)
    monkeypatch.setattr(corpus, "pack", lambda part: packed.append(part.index) or pack(part))
    run("corpus", folder / "courts-copied.yaml", large, "-o", out)
    assert packed.count(1) > 2
    assert out.read_bytes() == whole.read_bytes()


def test_an_input_named_twice_counts_once(run: Run, folder: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.parquet", tmp_path / "twice.parquet"
    run("corpus", folder, "-o", once)
    result = run("corpus", folder, f"{folder}/./water.yaml", folder, "-o", twice)
    assert "6个文件" in result.stderr
    assert twice.read_bytes() == once.read_bytes()
