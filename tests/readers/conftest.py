"""What the tests of the readers share: the shipped word lists, and the text that a place points at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from perflint._paths import rules_dir
from perflint.lexicon import Lexicon
from perflint.place import Place


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    lists: dict[str, Any] = {}
    for path in sorted((rules_dir() / "lexicon").glob("*.yaml")):
        lists.update(yaml.safe_load(path.read_text(encoding="utf-8"))["lexicon"])
    return Lexicon(lists)


@pytest.fixture(scope="session")
def booklet(checkout: Path) -> bytes:
    """The real booklet in plain text: 31 projects."""
    return (checkout / "examples" / "laoting-2022.txt").read_bytes()


@pytest.fixture(scope="session")
def cut() -> Callable[[str, Place | None], str]:
    """Cuts out of a text what a place points at, counting lines and code points by hand."""

    def cut_out(text: str, place: Place | None) -> str:
        assert place is not None
        assert place.line is not None
        assert place.end_line is not None
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if place.line == place.end_line:
            return lines[place.line - 1][place.column - 1 : place.end_column - 1]
        first, last = lines[place.line - 1], lines[place.end_line - 1]
        middle = lines[place.line : place.end_line - 1]
        return "\n".join([first[place.column - 1 :], *middle, last[: place.end_column - 1]])

    return cut_out
