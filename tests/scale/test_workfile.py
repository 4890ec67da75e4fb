"""The work file keeps what is finished, serves the call that began it, and touches nobody else's file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from perflint.api import shipped_rules
from perflint.options import Options
from perflint.scale import workfile
from perflint.scale.workfile import WorkFile, WorkFileError


def opened(path: Path, options: Options | None = None) -> WorkFile:
    return WorkFile(path, shipped_rules(), options or Options())


def begun(path: Path) -> Path:
    work = opened(path)
    work.keep("a.yaml", "1", [b"one"])
    work.keep("b.yaml", "2", [b"two", b"more"])
    work.close(done=False)
    return path


def test_what_is_finished_is_there_in_the_next_run(tmp_path: Path) -> None:
    work = opened(begun(tmp_path / "x.work"))
    assert work.began_anew is None
    assert work.finished == {"a.yaml": "1", "b.yaml": "2"}
    assert [*work.parts("b.yaml")] == [b"two", b"more"]
    assert [*work.parts("c.yaml")] == []
    work.keep("b.yaml", "3", [b"three"])
    assert [*work.parts("b.yaml")] == [b"three"]
    work.close(done=True)
    assert list(tmp_path.iterdir()) == []


def test_of_a_document_that_was_not_finished_nothing_is_kept(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"first"
        raise KeyboardInterrupt

    work = opened(begun(tmp_path / "x.work"))
    for name in ("b.yaml", "c.yaml"):
        with pytest.raises(KeyboardInterrupt):
            work.keep(name, "3", parts())
    work.close(done=False)
    work = opened(tmp_path / "x.work")
    assert work.finished == {"a.yaml": "1", "b.yaml": "2"}
    assert [*work.parts("b.yaml")] == [b"two", b"more"]
    work.close(done=True)


def test_a_run_with_other_options_rules_or_version_begins_anew_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.work"
    rules = shipped_rules()
    louder = {**rules.rules, "PLN003": replace(rules.rules["PLN003"], off=True)}
    for said, work in (
        ("with other options", lambda: opened(path, Options(select=("PLN",)))),
        ("with other rules", lambda: WorkFile(path, replace(rules, rules=louder), Options())),
    ):
        begun(path)
        found = work()
        assert found.began_anew is not None
        assert (found.began_anew.en, found.finished) == (said, {})
        found.close(done=True)
    begun(path)
    monkeypatch.setattr(workfile, "__version__", "9.9")
    found = opened(path)
    assert found.began_anew is not None
    assert "version" in found.began_anew.en
    found.close(done=True)


def test_waivers_and_the_day_decide_nothing_about_a_document_alone(tmp_path: Path) -> None:
    from datetime import date

    work = opened(begun(tmp_path / "x.work"), Options(today=date(2026, 1, 1)))
    assert len(work.finished) == 2
    work.close(done=False)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + b"\xff" * 5_000])
def test_what_is_no_work_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.work"
    path.write_bytes(content)
    with pytest.raises(WorkFileError, match="no work file of perflint"):
        opened(path)
    assert path.read_bytes() == content


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    for statement in (
        "CREATE TABLE mine (what)",
        "CREATE TABLE documents (name, sha256, part)",
        "PRAGMA user_version=1",
    ):
        path = tmp_path / "x.work"
        with sqlite3.connect(path) as file:
            file.execute(statement)
        file.close()
        before = path.read_bytes()
        with pytest.raises(WorkFileError, match="no work file of perflint"):
            opened(path)
        assert path.read_bytes() == before
        path.unlink()


def test_a_damaged_work_file_is_said(tmp_path: Path) -> None:
    path = begun(tmp_path / "x.work")
    data = bytearray(path.read_bytes())
    data[200:4_000] = b"\xee" * 3_800
    path.write_bytes(data)
    with pytest.raises(WorkFileError):
        opened(path)


def test_two_runs_cannot_share_a_work_file(tmp_path: Path) -> None:
    work = opened(begun(tmp_path / "x.work"))
    with pytest.raises(WorkFileError, match="another perflint is using"):
        opened(tmp_path / "x.work")
    work.close(done=False)
    opened(tmp_path / "x.work").close(done=False)


def test_a_full_disk_is_said_and_what_was_finished_stays(tmp_path: Path) -> None:
    work = opened(begun(tmp_path / "x.work"))
    pages = work.file.execute("PRAGMA page_count").fetchone()[0]
    work.file.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(WorkFileError, match="full"):
        work.keep("c.yaml", "3", [b"x" * 1_000_000])
    work.close(done=False)
    work = opened(tmp_path / "x.work")
    assert [*work.parts("a.yaml")] == [b"one"]
    work.close(done=True)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorkFileError, match="no permission"):
        opened(tmp_path / "no" / "x.work")


def test_the_journal_of_a_run_that_was_killed_goes_with_the_work_file(tmp_path: Path) -> None:
    path = begun(tmp_path / "x.work")
    (tmp_path / "x.work-journal").write_bytes(bytes(512))  # as SQLite leaves it between two documents
    opened(path).close(done=True)
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_never_followed_and_what_is_no_file_is_said(tmp_path: Path) -> None:
    target, link, folder = (tmp_path / name for name in ("target", "link.work", "folder.work"))
    link.symlink_to(target)
    folder.mkdir()
    for path, said in ((link, "链接"), (folder, "文件夹")):
        with pytest.raises(WorkFileError) as refused:
            opened(path)
        assert said in refused.value.message.zh
    assert not target.exists()
    assert link.is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_is_no_work_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.work")
    with pytest.raises(WorkFileError) as refused:
        opened(tmp_path / "x.work")
    assert "设备或管道" in refused.value.message.zh
