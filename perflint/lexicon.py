"""Word lists, units, classes and labels: the words that rules and readers work with, from ``rules/lexicon``.

No module holds words of its own; a ``Lexicon`` is made once from the loaded packs and handed in.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec import Struct, field

Made = TypeVar("Made")


class UnknownList(KeyError):
    """A list was asked for that no pack defines. ``nearest`` is the most similar name, or None."""

    def __init__(self, name: str, nearest: str | None) -> None:
        self.name = name
        self.nearest = nearest
        super().__init__(f"no word list named {name!r}" + (f", nearest: {nearest!r}" if nearest else ""))


class Lexicon(Struct, frozen=True):
    """Named lists. A list is either plain words (``words``) or structured data (``table``)."""

    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _made: dict[Any, Any] = field(default_factory=dict)

    def once(self, make: Callable[[Lexicon], Made]) -> Made:
        """What ``make`` makes of the words: made once, and the same for all that ask."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def __reduce__(self) -> tuple[type[Lexicon], tuple[Mapping[str, Mapping[str, Any]]]]:
        return (Lexicon, (self.lists,))  # what was made of the words stays in its process

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a plain list; raises UnknownList."""
        return tuple(self._entry(name, "words"))

    def table(self, name: str) -> Any:
        """The data of a structured list; raises UnknownList."""
        return self._entry(name, "table")

    def __contains__(self, name: str) -> bool:
        return name in self.lists

    def _entry(self, name: str, shape: str) -> Any:
        try:
            return self.lists[name][shape]
        except KeyError:
            near = difflib.get_close_matches(name, self.lists, n=1)
            raise UnknownList(name, near[0] if near else None) from None
