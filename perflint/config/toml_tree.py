"""``[tool.perflint]`` of a pyproject.toml as a tree with places, as YAML files have it.

The TOML parser of the standard library tells no places, so the lines of keys are looked up in the text: exact for
keys on lines of their own, the nearest such line for anything inside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from perflint.userfile import UserFile, UserFileError, read_text
from perflint.violation import Message
from perflint.yamltree import Node

_TABLE = ("tool", "perflint")
_MENTION = re.compile(r"tool\s*\.\s*perflint|^\s*perflint\s*[=.]", re.MULTILINE)
_WORD = r"(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')"
_PATH = rf"{_WORD}(?:\s*\.\s*{_WORD})*"
_HEADER = re.compile(rf"\s*\[\s*({_PATH})\s*\]")
_KEY = re.compile(rf"(\s*)({_PATH})\s*=")
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


def has_table(path: Path) -> bool:
    """Whether a pyproject.toml holds settings of perflint. A file that is no TOML counts only if it mentions them.

    Whether the settings have a shape that makes sense is seen when they are read.
    """
    text = read_text(path)
    if _TABLE[-1] not in text:
        return False
    try:
        return _table(str(path), text) is not None
    except UserFileError:
        if _MENTION.search(text):
            raise
        return False


def read_toml(path: Path) -> UserFile:
    """The settings in a pyproject.toml. Raises UserFileError."""
    text = read_text(path)
    lines = _lines(text)
    table = _table(str(path), text)
    return UserFile(str(path), _node(table if table is not None else {}, _TABLE, lines, (1, 1)))


def _table(path: str, text: str) -> Any:
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _POSITION.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        reason = _POSITION.sub("", str(error)).strip()
        raise UserFileError(path, Message(f"不是TOML：{reason}", f"not TOML: {reason}"), line, column) from None
    tool = data.get("tool", {})
    return tool.get("perflint") if isinstance(tool, dict) else None


def _lines(text: str) -> dict[tuple[str, ...], tuple[int, int]]:
    """Line and column of every table head and key that stands on a line of its own."""
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        head, key = _HEADER.match(line), _KEY.match(line)
        if head:
            table = _steps(head[1])
            found.setdefault(table, (number, 1))
        elif key:
            found.setdefault((*table, *_steps(key[2])), (number, len(key[1]) + 1))
    return found


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step.strip("\"'") for step in re.findall(_WORD, path))


def _node(
    value: Any, path: tuple[str, ...], lines: Mapping[tuple[str, ...], tuple[int, int]], near: tuple[int, int]
) -> Node:
    line, column = lines.get(path, near)
    if isinstance(value, dict):
        entries = {}
        for name, inner in value.items():
            spot = lines.get((*path, name), (line, column))
            entries[name] = (Node(name, *spot), _node(inner, (*path, name), lines, spot))
        return Node(entries, line, column)
    if isinstance(value, list):
        return Node([_node(inner, (), {}, (line, column)) for inner in value], line, column)
    return Node(value if isinstance(value, (bool, int, str)) else str(value), line, column)
