"""Writers: Document → text, one module a format. English keys; what was read is written whole."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Final, Protocol, cast

from perflint.model import Document
from perflint.place import Place

WRITERS: Final = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}
"""The table of writers: ending of the file to write → module of this room, imported when it is first needed."""


class UnknownFormat(ValueError):
    """There is no writer for a file's ending. ``ending`` is what was asked for."""

    def __init__(self, ending: str) -> None:
        self.ending = ending
        super().__init__(f"no writer for “{ending}”; there are {', '.join(WRITERS)}")


class CannotWrite(Exception):
    """A document does not fit a format, or a library for it is missing. ``zh`` and ``en`` say why."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)


class Writer(Protocol):
    """What each writer module offers."""

    def write(self, document: Document) -> bytes:
        """The whole file that holds ``document``."""


class YamlWriter(Protocol):
    """The writer that can say where values stood."""

    def write(self, document: Document, places: Callable[[Place], str] | None = None) -> bytes:
        """The whole file, with places in comments."""


def write(document: Document, ending: str, places: Callable[[Place], str] | None = None) -> bytes:
    """The file that holds ``document`` in the format of ``ending`` (``.yaml``); raises UnknownFormat and CannotWrite.

    Reading a .yaml, .json or .ndjson back gives an equal document with equal ``fields``. ``places`` puts into words
    where a value stood: a .yaml then says it in comments, other formats have no room for it (CannotWrite).
    """
    if places is not None:
        if WRITERS.get(ending.lower()) != "yaml":
            raise CannotWrite("只有YAML文件可以注明出处（--places）", "only YAML can say where values stood (--places)")
        return cast(YamlWriter, importlib.import_module(f"{__name__}.yaml")).write(document, places)
    module = f"{__name__}.{WRITERS.get(ending.lower(), '')}"
    try:
        if module.endswith("."):
            raise UnknownFormat(ending)
        return cast(Writer, importlib.import_module(module)).write(document)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise UnknownFormat(ending) from None
