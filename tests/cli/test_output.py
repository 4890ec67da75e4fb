"""Results are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from perflint.cli.failure import WrongUse
from perflint.cli.language import language
from perflint.cli.output import write, write_file
from perflint.cli.screen import has_color, width


def broken() -> Iterator[bytes]:
    yield b"half"
    raise OSError(28, "No space left on device")


def test_a_file_is_not_touched_when_writing_fails(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_bytes(b"before")
    with pytest.raises(WrongUse, match="the disk is full"):
        write_file(str(out), broken())
    assert out.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_nothing_is_left_behind_when_a_reporter_fails(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(pieces(), str(tmp_path / "out.json"), for_people=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_keeps_its_permissions_and_a_link_its_target(tmp_path: Path) -> None:
    target = tmp_path / "real.txt"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    write_file(str(link), [b"new"])
    assert link.is_symlink()
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(str(pipe), [b"one ", b"two"])
        assert os.read(reader, 99) == b"one two"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": "en"}, "en"),
        ({"LC_ALL": "", "LANG": "en_US"}, "en"),
        ({"LANG": "de_DE"}, "zh"),
    ],
)
def test_the_locale_picks_the_language(environment: dict[str, str], expected: str) -> None:
    assert language(None, environment) == expected
    assert language("en", environment) == "en"
    assert language("zh", environment) == "zh"


def test_the_width_is_that_of_the_terminal_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, expected in (("40", 80), ("120", 120), ("999", 200)):
        monkeypatch.setenv("COLUMNS", columns)
        assert width(None) == expected
    assert width("out.txt") == 100


def test_colours_need_a_terminal_and_respect_those_who_do_not_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert has_color("auto", None)
    assert not has_color("auto", "file.txt")
    assert not has_color("never", None)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_color("auto", None)
    assert has_color("always", None)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not has_color("auto", None)
