"""A progress bar on the terminal for calls that take longer than a moment: on standard error, and only there."""

from __future__ import annotations

import os
import sys
import threading
import time
import unicodedata
from types import TracebackType
from typing import TextIO

FIRST_SHOWN = 1.5
"""Seconds that pass before anything is drawn."""
_EVERY = 0.2
_CELLS = 20
_LONGEST_NAME = 30
_WORDS = {
    "zh": {"read": "读取", "judge": "检查", "seconds": "秒"},
    "en": {"read": "reading", "judge": "judging", "seconds": "s"},
}


class Progress:
    """Draws how far the inputs are read and judged; a context manager that leaves a clean line behind.

    ``stream`` None: standard error, where that is a terminal that can redraw a line; otherwise nothing is drawn.
    """

    def __init__(self, inputs: int, lang: str, stream: TextIO | None = None, first_shown: float = FIRST_SHOWN) -> None:
        self.inputs = inputs
        self.words = _WORDS["en" if lang == "en" else "zh"]
        self.stream = stream if stream is not None else _terminal()
        self.first_shown = first_shown
        self._input, self._name, self._phase, self._part = 0, "", "read", 0.0
        self._drawn = 0
        self._start = time.monotonic()
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
        self._input, self._name, self._phase, self._part = index, name, "read", 0.0

    def judged(self, done: int, total: int) -> None:
        """So many of an input's projects are judged."""
        self._phase, self._part = "judge", done / total if total else 1.0

    def line(self) -> str:
        """What the bar shows now."""
        share = 0.5 * (self._phase == "judge") + 0.5 * self._part  # reading and judging take about the same time
        whole = min((self._input + share) / max(self.inputs, 1), 1.0)
        full = int(whole * _CELLS)
        name = self._name if len(self._name) <= _LONGEST_NAME else "…" + self._name[1 - _LONGEST_NAME :]
        elapsed = int(time.monotonic() - self._start)
        count = f" {min(self._input + 1, self.inputs)}/{self.inputs}" if self.inputs > 1 else ""
        bar = "#" * full + "-" * (_CELLS - full)
        return f"[{bar}] {self.words[self._phase]}{count} {name} {elapsed}{self.words['seconds']}"

    def _run(self) -> None:
        if self._over.wait(self.first_shown):
            return
        while True:
            line = self.line()
            wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
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


def _terminal() -> TextIO | None:
    stream = sys.stderr
    try:
        able = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:  # closed
        return None
    return stream if able else None
