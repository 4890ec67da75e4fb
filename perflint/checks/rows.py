"""What several checks of indicator rows need to know: columns, whether there are classes, the words of a row."""

from __future__ import annotations

from collections.abc import Iterable

from perflint.checks.base import Kind, NotApplicable
from perflint.prepared import PreparedIndicator
from perflint.rule import Setting
from perflint.text import squeeze
from perflint.violation import Message

NO_CLASSES = NotApplicable(Message("表中没有指标分类", "the form has no indicator classes"))

_IN_ROWS = "indicators."
_CLASS_COLUMNS = frozenset({"indicators.level1", "indicators.level2"})


def column(field: str) -> str:
    """The column of the indicator table that a field is (``indicators.name`` → ``name``), ``""`` for other fields."""
    return field.removeprefix(_IN_ROWS) if field.startswith(_IN_ROWS) else ""


def around_rows(fields: Iterable[str]) -> tuple[str, ...]:
    """The fields that are not in rows of the indicator table."""
    return tuple(field for field in fields if not column(field))


class ClassKind(Kind):
    """A kind that judges rows by the classes that they state: not where the form has no columns of them."""

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return NO_CLASSES if _CLASS_COLUMNS.isdisjoint(setting.fields) else None


def named(row: PreparedIndicator, words: Iterable[str]) -> bool:
    """Whether the name holds one of the words."""
    return any(word in row.judged_name for word in words)


def says(row: PreparedIndicator, words: Iterable[str]) -> bool:
    """Whether name or description holds one of the words."""
    text = squeeze(row.row.name + "\n" + row.row.description)
    return any(word in text for word in words)
