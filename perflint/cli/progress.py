"""A progress bar on the terminal for calls that take longer than a moment: on standard error, and only there.

With it stand how many inputs and projects are judged in a second, and how much time is left.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    pass

FIRST_SHOWN = 1.5
"""Seconds that pass before anything is drawn."""
_EVERY = 0.2
_CELLS = 20
_LONGEST_NAME = 30
_ENOUGH = 0.02
"""The share of the work from which on it can be said how long the rest takes."""
_WORDS = {
    "zh": {
        "read": "读取",
        "judge": "检查",
        "seconds": "秒",
        "inputs": "文件/秒",
        "projects": "项目/秒",
        "left": "剩余约",
    },
    "en": {
        "read": "reading",
        "judge": "judging",
        "seconds": "s",
        "inputs": " files/s",
        "projects": " projects/s",
        "left": "left: ",
    },
}


class Progress:
    """Draws how far the inputs are read and judged; a context manager that leaves a clean line behind.

    ``stream`` None: standard error, where that is a terminal that can redraw a line; otherwise nothing is drawn.
    ``sizes`` tells how much work each input is (bytes; 0 for one that needs none); without them all are alike.
    """

    def __init__(
        self,
        inputs: int,
        lang: str,
        stream: TextIO | None = None,
        first_shown: float = FIRST_SHOWN,
        sizes: Sequence[int] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.inputs = inputs
        sizes = sizes if any(sizes) else [1] * inputs
        self._before = [0, *accumulate(sizes)]
        self.clock = clock
        self.words = _WORDS["en" if lang == "en" else "zh"]
        self.stream = stream if stream is not None else _terminal()
        self.first_shown = first_shown
        self._input, self._name, self._phase, self._part = 0, "", "read", 0.0
        self._done, self._projects, self._taken = 0, 0, 0
        self._drawn = 0
        self._start = clock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Progress:
        if self.stream is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        if self.stream is not None and self._drawn:
            self._put("\r" + " " * self._drawn + "\r")

    def reading(self, index: int, name: str) -> None:
        """The input number ``index`` (from 0) is being read."""
        self._input, self._name = min(index, max(self.inputs - 1, 0)), name
        self._phase, self._part, self._done = "read", 0.0, 0

    def judged(self, done: int, total: int) -> None:
        """So many of an input's projects are judged."""
        self._phase, self._part, self._done = "judge", done / total if total else 1.0, done

    def finished(self, projects: int) -> None:
        """The input that was read last is finished, with so many projects that were judged."""
        self._phase, self._part, self._done = "judge", 1.0, 0
        self._taken += bool(projects)
        self._projects += projects

    def line(self) -> str:
        """What the bar shows now."""
        share = min(self._share(), 1.0)
        full = int(share * _CELLS)
        elapsed = self.clock() - self._start
        count = f" {min(self._input + 1, self.inputs)}/{self.inputs}" if self.inputs > 1 else ""
        bar = "#" * full + "-" * (_CELLS - full)
        begin, end = f"[{bar}] {self.words[self._phase]}{count}", f"{int(elapsed)}{self.words['seconds']}"
        said = self._rates(share, elapsed)
        columns = shutil.get_terminal_size().columns
        room = columns - 1 - _width(f"{begin}  {end}")
        while said and _width(" ".join(["", *said])) + _LONGEST_NAME // 3 > room:
            said.pop(0)
        room -= _width(" ".join(["", *said]))
        line = " ".join([begin, _cut(self._name, min(room, _LONGEST_NAME)), end, *said])
        return line if room > 0 else line[: columns // 2]  # a line that wraps cannot be drawn over

    def _share(self) -> float:
        """How much of the whole is done, from 0 to 1."""
        part = 0.5 * (self._phase == "judge") + 0.5 * self._part  # reading and judging take about the same time
        before, after = self._before[self._input], self._before[self._input + 1]
        return (before + (after - before) * part) / max(self._before[-1], 1)

    def _rates(self, share: float, elapsed: float) -> list[str]:
        """Inputs and projects a second, and the time that is left, as far as they can be told."""
        said = []
        if self._taken > 1 and elapsed > 0:
            said.append(f"{self._taken / elapsed:.1f}{self.words['inputs']}")
        if self._projects + self._done and elapsed > 0:
            said.append(f"{(self._projects + self._done) / elapsed:.0f}{self.words['projects']}")
        if share >= _ENOUGH:
            said.append(f"{self.words['left']}{_duration(elapsed * (1 - share) / share)}")
        return said

    def _run(self) -> None:
        if self._over.wait(self.first_shown):
            return
        while True:
            line = self.line()
            wide = _width(line)
            self._put("\r" + line + " " * max(self._drawn - wide, 0))
            self._drawn = max(self._drawn, wide)
            if self._over.wait(_EVERY):
                return

    def _put(self, text: str) -> None:
        assert self.stream is not None
        encoding = self.stream.encoding or "utf-8"
        try:
            self.stream.write(text.encode(encoding, "replace").decode(encoding))
            self.stream.flush()
        except (OSError, ValueError):
            self._over.set()  # the terminal went away: the work goes on


def _width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _cut(name: str, room: int) -> str:
    """The name, or its end, in so many cells."""
    if _width(name) <= room:
        return name
    while name and _width(name) + 1 > room:
        name = name[1:]
    return "…" + name


def _duration(seconds: float) -> str:
    """``2:05``, from an hour on ``1:02:05``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _terminal() -> TextIO | None:
    stream = sys.stderr
    try:
        able = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:  # closed
        return None
    return stream if able else None
