"""The progress bar: late, on standard error of a terminal only, and gone when the work is done."""

from __future__ import annotations

import io
import sys
import threading
import time

import pytest

from perflint.cli.progress import Progress


class Screen(io.StringIO):
    """A terminal that can show no more than ``encoding``."""

    encoding = "gbk"

    def isatty(self) -> bool:
        return True


def wait_for(screen: Screen, text: str) -> None:
    deadline = time.monotonic() + 120  # seconds, as the machine may be busy with other tests
    while text not in screen.getvalue():
        assert time.monotonic() < deadline, screen.getvalue()
        time.sleep(0.01)


def test_the_bar_says_which_input_is_read_and_how_far_it_is_judged() -> None:
    screen = Screen()
    with Progress(2, "zh", screen, first_shown=0) as progress:
        progress.reading(0, "甲.docx")
        wait_for(screen, "读取 1/2 甲.docx")
        progress.judged(5, 10)
        wait_for(screen, "[#######-------------] 检查 1/2 甲.docx")
        progress.reading(1, "乙.xlsx")
        wait_for(screen, "[##########----------] 读取 2/2 乙.xlsx")


def test_the_line_is_clean_when_the_work_is_done_or_fails() -> None:
    screen = Screen()

    def fail() -> None:
        with Progress(1, "en", screen, first_shown=0) as progress:
            progress.reading(0, "a.docx")
            wait_for(screen, "reading a.docx")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    last = screen.getvalue().rsplit("\r", 2)[-2:]
    assert last[1] == ""
    assert last[0].strip() == ""
    assert len(last[0]) >= len("[--------------------] reading a.docx 0s")


def test_short_calls_draw_nothing() -> None:
    screen = Screen()
    with Progress(1, "zh", screen, first_shown=threading.TIMEOUT_MAX) as progress:
        progress.reading(0, "a.docx")
    assert screen.getvalue() == ""


def test_what_is_no_terminal_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    progress = Progress(1, "zh", first_shown=0)
    with progress:
        progress.reading(0, "a.docx")
    assert progress.stream is None
    assert pipe.getvalue() == ""


def test_a_dumb_terminal_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Screen())
    monkeypatch.setenv("TERM", "dumb")
    assert Progress(1, "zh").stream is None
    monkeypatch.setenv("TERM", "xterm")
    assert Progress(1, "zh").stream is sys.stderr


def test_a_name_that_the_terminal_cannot_show_is_replaced() -> None:
    screen = Screen()
    with Progress(1, "zh", screen, first_shown=0) as progress:
        progress.reading(0, "𠮷.docx")
        wait_for(screen, "?.docx")


def test_a_long_name_is_cut_at_its_front() -> None:
    progress = Progress(1, "zh", Screen())
    progress.reading(0, "很长的文件夹/" * 10 + "预算.docx")
    assert progress.line().endswith("预算.docx 0秒")
    assert len(progress.line()) < 70


def test_rates_and_the_time_that_is_left_are_told_by_the_sizes_of_inputs() -> None:
    now = 100.0
    progress = Progress(4, "zh", Screen(), sizes=[10, 0, 30, 60], clock=lambda: now)
    progress.reading(0, "甲.docx")
    assert progress.line() == "[--------------------] 读取 1/4 甲.docx 0秒"
    now += 4
    progress.finished(200)
    progress.reading(1, "乙.docx")  # one that an earlier run has finished
    progress.finished(0)
    progress.reading(2, "丙.docx")
    assert progress.line() == "[##------------------] 读取 3/4 丙.docx 4秒 50项目/秒 剩余约0:36"
    now += 6
    progress.judged(100, 200)
    assert progress.line() == "[######--------------] 检查 3/4 丙.docx 10秒 30项目/秒 剩余约0:20"
    progress.finished(300)
    progress.reading(3, "丁.docx")
    assert progress.line() == "[########------------] 读取 4/4 丁.docx 10秒 0.2文件/秒 50项目/秒 剩余约0:15"


def test_a_narrow_terminal_gets_what_fits_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    progress = Progress(3, "en", Screen(), clock=lambda: now)
    for index in range(3):
        progress.reading(index, "folder/" * 4 + "name.docx")
        now += 3_000
        progress.finished(1_000)
    monkeypatch.setenv("COLUMNS", "200")
    assert progress.line().endswith("…older/folder/folder/name.docx 9000s 0.0 files/s 0 projects/s left: 0:00")
    for columns in (40, 60, 79, 100):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert len(progress.line()) < columns
