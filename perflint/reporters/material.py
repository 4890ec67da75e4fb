"""What a report for reviewers is made of, and the table of its kinds.

A kind's module offers ``files(material)``: (name, content) of each file it makes. The name ``""`` is the file that
``-o`` names itself; kinds that make a folder give names relative to it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Final, Protocol, cast

from msgspec import Struct, field

from perflint.lexicon import Lexicon
from perflint.report import Report
from perflint.reporters.history import History
from perflint.violation import Message

FOLDER: Final = "/"
"""Stands for a folder where the table below asks for an ending."""

KINDS: Final[dict[tuple[str, str], str]] = {
    ("annotated", ".html"): "html.single",
    ("annotated", FOLDER): "html.folder",
    ("annotated", ".md"): "markdown_report",
    ("annotated", ".pdf"): "pdf",
    ("annotated", ".docx"): "docx",
    ("annotated", ".xlsx"): "xlsx",
    ("audit", ".xlsx"): "audit",
    ("letter", ".docx"): "letter",
    ("letter", FOLDER): "letter_folder",
}
"""(kind, ending of the output) → module of this room."""


class Decision(Struct, frozen=True):
    """A reviewer's verdict on a finding: ``accepted``, ``rejected`` or ``waived``, with his remark and name."""

    verdict: str
    reason: str = ""
    by: str = ""
    expires: str | None = None


class Material(Struct, frozen=True):
    """A report with what its kinds need besides.

    ``data`` holds the bytes of each input, in the order of ``report.inputs``. ``decisions`` are verdicts by
    fingerprint. ``earlier`` are the fingerprints of the last round, None where there was none. ``chosen`` are the ids
    of the rules that were asked for. ``shading`` asks for shaded cells in Word files. ``history`` is last year's
    document beside the only input, None where none was given.
    """

    report: Report
    lexicon: Lexicon
    lang: str = "zh"
    data: tuple[bytes, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    earlier: frozenset[str] | None = None
    chosen: frozenset[str] | None = None
    shading: bool = False
    history: History | None = None


class CannotReport(Exception):
    """This kind cannot be made of this input; the message says why and what to do instead."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Message(zh, en)
        super().__init__(en)


class Kind(Protocol):
    """What each kind's module offers."""

    def files(self, material: Material) -> Iterator[tuple[str, bytes]]:
        """The files of the report. Raises CannotReport."""


def endings(kind: str) -> list[str]:
    """The endings that a kind can be written with."""
    return [ending for name, ending in KINDS if name == kind]


def kind_of(kind: str, ending: str) -> Kind:
    """The module that makes a kind. Raises KeyError for what the table does not hold."""
    room = __name__.rpartition(".")[0]
    return cast(Kind, importlib.import_module(f"{room}.{KINDS[kind, ending]}"))
