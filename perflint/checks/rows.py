"""What several checks of indicator rows need to know: the stated class, the value with its unit, words of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from perflint.checks.base import NotApplicable
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import Grammar, Quantity, Unit
from perflint.text import squeeze
from perflint.violation import Message

NO_CLASSES = NotApplicable(Message("表中没有指标分类", "the form has no indicator classes"))
_BRACKET_END = re.compile(r"[）)\]】]")
# A name has one bracket or two; the bound keeps a hostile one from costing the square of its length.
_BRACKETS = 8


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


def named_unit(grammar: Grammar, row: PreparedIndicator) -> Unit | None:
    """The unit in a bracket of the name, wherever it stands, else in one of the description."""
    if row.name_unit is not None:
        return row.name_unit
    for text in (row.row.name, row.row.description):
        for match in islice(_BRACKET_END.finditer(text), _BRACKETS):
            unit = grammar.name_unit(text[: match.end()])[1]
            if unit is not None:
                return unit
    return None


def measured(grammar: Grammar, row: PreparedIndicator) -> Quantity:
    """The value with its own unit, else with the one that the name gives in a bracket."""
    quantity = row.quantity
    return quantity if quantity.has_unit else quantity.with_unit(named_unit(grammar, row))


def named(row: PreparedIndicator, words: Iterable[str]) -> bool:
    """Whether the name holds one of the words."""
    return any(word in row.judged_name for word in words)


def says(row: PreparedIndicator, words: Iterable[str]) -> bool:
    """Whether name or description holds one of the words."""
    text = squeeze(row.row.name + "\n" + row.row.description)
    return any(word in text for word in words)
