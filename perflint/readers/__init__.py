"""Readers: bytes → Document, one module a format. What the bytes are is told by their content."""

from __future__ import annotations

import importlib
from typing import Final, Protocol, cast

from perflint.grid import Grid
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.place import Place
from perflint.readers.reading_problems import long_term_aside
from perflint.readers.sniff import sniff
from perflint.readers.source import Unreadable

READERS: Final = {
    "yaml": "yaml",
    "json": "json",
    "ndjson": "ndjson",
    "text": "text",
    "markdown": "markdown",
    "csv": "csv",
    "html": "html",
    "docx": "docx",
    "xlsx": "xlsx",
    "odt": "odf",
    "ods": "odf",
    "doc": "doc",
    "xls": "xls",
    "wordml": "wordml",
    "spreadsheetml": "spreadsheetml",
    "pdf": "pdf",
    "parquet": "parquet",
}
"""The table of readers: kind of input → module of this room, imported when it is first needed."""


_NO_TARGETS: Final = "没有找到任何项目绩效目标", "no project with performance targets was found"


class Reader(Protocol):
    """What each reader module offers."""

    def read(self, name: str, data: bytes, lexicon: Lexicon) -> Document:
        """The document in ``data``; raises Unreadable where it cannot be read as a whole."""


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """Reads an input of any known kind. ``name`` is its file name, ``lexicon`` the labels and keys to look for.

    Never raises for bad input: what could not be read is a Problem of the document, with its place and reason. The
    name decides only what a broken text is taken for.
    """
    kind = ""
    try:
        kind = sniff(name, data, lexicon)
        document = _reader(kind).read(name, data, lexicon)
        if not _holds_targets(document):
            raise Unreadable(*_NO_TARGETS, document.places.find("projects") or Place(1, 1, 1, 1))
    except Unreadable as error:
        return Document(kind=kind, problems=(Problem("unreadable", error.zh, error.en, place=error.place),))
    return long_term_aside(document)


def looks_like_targets(document: Document) -> bool:
    """Whether a document that was read holds goals or indicators, or a table of them that could not be read: a text
    that only speaks of targets holds neither."""
    department = document.department
    held = any(project.indicators or project.goals for project in document.projects)
    if held or department.indicators or department.goals:
        return True
    said = [item for item in document.problems if item.kind == "unreadable" and (item.zh, item.en) != _NO_TARGETS]
    tables = any(isinstance(block, Grid) for block in document.blocks)
    return bool(said) and (tables or not document.blocks)


def _holds_targets(document: Document) -> bool:
    """Whether there is anything to judge, or at least a reason why not."""
    department = document.department
    said = any(problem.kind == "unreadable" for problem in document.problems)
    return bool(said or document.projects or department.indicators or department.goals)


def _reader(kind: str) -> Reader:
    module = f"{__name__}.{READERS[kind]}"
    try:
        return cast(Reader, importlib.import_module(module))
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise Unreadable(f"还不能读取{kind}文件", f"files of the kind {kind} cannot be read yet") from None
