"""What several checks of indicator rows need to know: whether there are classes, and the words of a row."""

from __future__ import annotations

from collections.abc import Iterable

from perflint.checks.base import NotApplicable
from perflint.prepared import PreparedIndicator
from perflint.rule import Setting
from perflint.text import squeeze
from perflint.violation import Message

NO_CLASSES = NotApplicable(Message("表中没有指标分类", "the form has no indicator classes"))

_CLASS_COLUMNS = frozenset({"indicators.level1", "indicators.level2"})


def without_classes(setting: Setting) -> NotApplicable | None:
    """Why rules about indicator classes do not apply: the form has no columns of them."""
    return NO_CLASSES if _CLASS_COLUMNS.isdisjoint(setting.fields) else None


def named(row: PreparedIndicator, words: Iterable[str]) -> bool:
    """Whether the name holds one of the words."""
    return any(word in row.judged_name for word in words)


def says(row: PreparedIndicator, words: Iterable[str]) -> bool:
    """Whether name or description holds one of the words."""
    text = squeeze(row.row.name + "\n" + row.row.description)
    return any(word in text for word in words)
