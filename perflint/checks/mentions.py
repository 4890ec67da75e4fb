"""Words in the texts of a project: which of its texts speak, what in them is a word of theirs, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perflint.prepared import PreparedIndicator, PreparedProject

_QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”")


def row_texts(row: PreparedIndicator) -> Iterator[tuple[str, str]]:
    """(path, text) of a row's name and, where it says something else, its description."""
    yield row.judged_path, row.judged_name
    if row.base_description and row.base_description != row.judged_name and not row.truncated:
        yield row.field("description"), row.base_description


def unquoted(value: str) -> str:
    """The text with titles and quotations blanked out, letter by letter, so that offsets stay."""
    if "《" not in value and "“" not in value:
        return value
    return _QUOTED.sub(lambda match: "\x00" * len(match.group()), value)


def joins(value: str, at: int, word: str, ordinary: frozenset[str]) -> bool:
    """Whether a word only comes about where one ordinary word ends and another begins: 学校|服务, 安全|市场."""
    end = at + len(word) - 1
    return value[max(0, at - 1) : at + 1] in ordinary and value[end : end + 2] in ordinary


def owner_texts(project: PreparedProject) -> tuple[str, ...]:
    """Texts that may say whose the project is, the unit's own name first."""
    setting = project.setting
    return (project.project.unit.name, setting.department, setting.title, setting.first_unit)


def span_of(project: PreparedProject, path: str, value: str, at: int, word: str) -> tuple[int, int] | None:
    """Where a word of a judged text stands in the field, None where the judged text is not the field's own."""
    if path.startswith("indicators["):
        field = f"indicators.{path.rsplit('.', 1)[1]}"
        if not any(found == path and raw.startswith(value) for found, raw in project.select(field)):
            return None
    return at, at + len(word)


def holds(value: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in the text."""
    return any(word in value for word in words)
