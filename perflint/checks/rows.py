"""What several checks of indicator rows need to know: the stated class, the value with its unit, words of a row."""

from __future__ import annotations

from collections.abc import Iterable

from perflint.checks.base import NotApplicable
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.text import squeeze
from perflint.violation import Message

NO_CLASSES = NotApplicable(Message("表中没有指标分类", "the form has no indicator classes"))


def has_classes(project: PreparedProject) -> bool:
    """Whether the form has columns of indicator classes."""
    return not {"indicators.level1", "indicators.level2"}.isdisjoint(project.setting.fields)


def stated_class(project: PreparedProject, row: PreparedIndicator) -> str | None:
    """The level-two class that a row states, even under a wrong level one; level one itself where that is all.

    None where the printed name belongs to no class or to several.
    """
    if row.level2:
        return row.level2
    if not squeeze(row.row.level2):
        return row.level1
    homes = {level2 for _, level2 in project.classes.home(row.row.level2)}
    return homes.pop() if len(homes) == 1 else None


def named(row: PreparedIndicator, words: Iterable[str]) -> bool:
    """Whether the name holds one of the words."""
    return any(word in row.judged_name for word in words)


def says(row: PreparedIndicator, words: Iterable[str]) -> bool:
    """Whether name or description holds one of the words."""
    text = squeeze(row.row.name + "\n" + row.row.description)
    return any(word in text for word in words)
