"""A row of the indicator table as rules see it. It knows nothing of its project, so equal rows are prepared once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from perflint import text
from perflint.classes import ClassTable
from perflint.lazy import lazy
from perflint.model import Indicator

if TYPE_CHECKING:
    from perflint.quantity import Grammar, Quantity
    from perflint.quantity import Unit as MeasureUnit

Made = TypeVar("Made")
_BRACKET_ENDS = frozenset("）)]】")
# A name has one bracket or two; the bound keeps a hostile one from costing the square of its length.
_BRACKETS = 8
# Rows that are kept prepared: some 3 kB each with what rules said of them.
_ROWS = 1 << 12


class PreparedIndicator:
    """One indicator row. ``path`` is its field path, ``index`` counts from 1.

    It knows nothing of its project: projects with an equal row at the same place of their tables share it.
    """

    def __init__(self, row: Indicator, index: int, path: str, grammar: Grammar, classes: ClassTable, limit: int | None):
        self.row = row
        self.index = index
        self.path = path
        self._grammar = grammar
        self.classes = classes
        self._limit = limit
        self._made: dict[object, Any] = {}

    def once(self, what: object, make: Callable[[PreparedIndicator], Made]) -> Made:
        """What ``make`` makes of the row, named ``what``: made once."""
        if what not in self._made:
            self._made[what] = make(self)
        made: Made = self._made[what]
        return made

    @lazy
    def level1(self) -> str | None:
        """The id of the level-one class, None where the profile does not know it."""
        return self.classes.level1(self.row.level1)

    @lazy
    def level2(self) -> str | None:
        """The id of the level-two class, None where it is not legal under this level one."""
        return self.classes.level2(self.level1, self.row.level2)

    @lazy
    def stated_class(self) -> str | None:
        """The level-two class that the row states, even under a wrong level one; level one itself where that is all.

        None where the printed name belongs to no class or to several.
        """
        if self.level2:
            return self.level2
        if not text.squeeze(self.row.level2):
            return self.level1
        homes = {level2 for _, level2 in self.classes.home(self.row.level2)}
        return homes.pop() if len(homes) == 1 else None

    @lazy
    def base_name(self) -> str:
        """The name without a trailing unit bracket and without white space."""
        return text.base_name(self.row.name)

    @lazy
    def base_description(self) -> str:
        """The description in the same form."""
        return text.base_name(self.row.description)

    @lazy
    def own_description(self) -> str:
        """The description as written, ``""`` where it only repeats the name: its faults are said at the name."""
        name, description = self.row.name, self.row.description
        repeats = description == name or text.squeeze(description) == text.squeeze(name)
        return "" if repeats else description

    @lazy
    def truncated(self) -> bool:
        """Whether the source system cut the name at its length limit (the profile says which)."""
        if self._limit is None or len(self.row.name) < self._limit:
            return False
        name = text.squeeze(self.row.name)
        if len(name) != self._limit:
            return False
        description = text.squeeze(self.row.description)
        goes_on = len(description) > len(name) and text.fold(description).startswith(text.fold(name))
        wrong = text.unbalanced(name)
        return goes_on or any(name[offset] in text.OPENING for offset in wrong)

    @lazy
    def judged_name(self) -> str:
        """What rules read as the name: the description's text where the name was cut, else the name (base form)."""
        return self.base_description if self.truncated and self.base_description else self.base_name

    @lazy
    def judged_path(self) -> str:
        """The path of the field that ``judged_name`` was taken from."""
        return f"{self.path}.{'description' if self.truncated and self.base_description else 'name'}"

    @lazy
    def identity(self) -> tuple[str, str]:
        """What the row is known by, wherever it stands."""
        return (self.base_name, self.base_description)

    @lazy
    def quantity(self) -> Quantity:
        """The value as read by the grammar."""
        return self._grammar.read(self.row.value)

    @lazy
    def name_unit(self) -> MeasureUnit | None:
        """The unit in the bracket that ends the name (率（%）), or None."""
        return self._grammar.name_unit(self.row.name)[1]

    @lazy
    def measured(self) -> Quantity:
        """The value with its own unit, else with the one that name or description give in a bracket."""
        quantity = self.quantity
        return quantity if quantity.has_unit else quantity.with_unit(self.named_unit)

    @lazy
    def named_unit(self) -> MeasureUnit | None:
        """The unit in a bracket of the name, wherever it stands, else in one of the description."""
        if self.name_unit is not None:
            return self.name_unit
        for written in (self.row.name, self.row.description):
            ends = (at for at, char in enumerate(written, 1) if char in _BRACKET_ENDS)
            for end in islice(ends, _BRACKETS):
                unit = self._grammar.name_unit(written[:end])[1]
                if unit is not None:
                    return unit
        return None

    @lazy
    def unit(self) -> MeasureUnit | None:
        """The value's unit, else the one in the name's bracket."""
        return self.quantity.unit or self.name_unit

    def field(self, name: str) -> str:
        """The path of one of the row's fields."""
        return f"{self.path}.{name}"


class Rows:
    """Prepares the rows of documents of one form; equal rows at one place of the table once, while they are kept."""

    def __init__(self, grammar: Grammar, classes: ClassTable, limit: int | None) -> None:
        def make(row: Indicator, index: int, prefix: str) -> PreparedIndicator:
            return PreparedIndicator(row, index, f"{prefix}indicators[{index}]", grammar, classes, limit)

        self.prepared = lru_cache(maxsize=_ROWS)(make)
