"""One module a format, each a pure function of the Report.

A reporter module offers ``render(report, view)`` and yields the text of its format in pieces.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Final, Protocol, cast

from msgspec import Struct

from perflint.report import Report
from perflint.violation import Message, Severity

FORMATS: Final = {
    "text": "text",
    "json": "json",
    "ndjson": "ndjson",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "csv": "csv",
    "markdown": "markdown",
}
"""The table of formats: what ``--format`` takes → module of this room, imported when it is first needed."""


BINARY: Final = {"parquet": "parquet"}
"""Formats whose bytes are no text: they go to files only."""


class NeedsExtra(Exception):
    """A format needs a library that is not installed; ``message`` says how to get it."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Message(zh, en)
        super().__init__(en)


class View(Struct, frozen=True):
    """How a person wants to see a report. Formats for machines carry both languages and heed none of it.

    ``width`` counts terminal columns. ``color`` allows ANSI colours. ``verbose`` also shows what is usually only
    counted: settings and their reasons, rules that were not applicable. ``fail_on`` is the level at which a violation
    fails the call (None: never), for formats that tell failures from notes.
    """

    lang: str = "zh"
    width: int = 100
    color: bool = False
    verbose: bool = False
    fail_on: Severity | None = Severity.ERROR


class Reporter(Protocol):
    """What each reporter module offers."""

    def render(self, report: Report, view: View) -> Iterator[str]:
        """The report as text, in pieces, lines ending with a line feed."""


class BinaryReporter(Protocol):
    """What the module of a format in ``BINARY`` offers."""

    def require(self) -> None:
        """Raises NeedsExtra where a library is missing."""

    def render_bytes(self, report: Report, view: View) -> Iterator[bytes]:
        """The report as bytes, in pieces."""


def binary_reporter(name: str) -> BinaryReporter:
    """The reporter of a format in ``BINARY``. Raises KeyError for another name."""
    return cast(BinaryReporter, importlib.import_module(f"{__name__}.{BINARY[name]}"))


def reporter(name: str) -> Reporter:
    """The reporter of a format. Raises KeyError for a name that is not in ``FORMATS``."""
    return cast(Reporter, importlib.import_module(f"{__name__}.{FORMATS[name]}"))
