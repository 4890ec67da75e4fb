"""What descriptions are made of: the kind of thing that they measure, and the words of definitions of classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from perflint.names import WordEnds
from perflint.quantity import Quantity


class Measures(Struct, frozen=True):
    """What kind of thing is measured, as endings of names and descriptions and the units of values tell it.

    ``rate``, ``count`` and ``time`` are the kinds of shares, of what is counted and of times.
    """

    kinds: Mapping[str, str]
    dimensions: Mapping[str, str]
    ends: WordEnds
    rate: str
    count: str
    time: str

    @classmethod
    def of(
        cls,
        families: Mapping[str, list[str]],
        dimensions: Mapping[str, list[str]],
        unlike: Iterable[str],
        named: tuple[str, str, str],
    ) -> Measures:
        """Measures by the endings of ``families`` and ``unlike`` and the units of ``dimensions``.

        ``named`` are the families of shares, counts and times.
        """
        kinds = {word: kind for kind, words in families.items() for word in words} | dict.fromkeys(unlike, "")
        by_unit = {dimension: kind for kind, names in dimensions.items() for dimension in names}
        return cls(kinds, by_unit, WordEnds.of(kinds), *named)

    def said_by(self, written: str) -> str:
        """The kind that the end of a text names, or ``""``."""
        return self.kinds.get(self.ends.match(written), "")

    def of_value(self, quantity: Quantity) -> str:
        """The kind that a value is of, or ``""``."""
        return self.time if quantity.is_temporal else self.dimensions.get(quantity.dimension, "")


class Defining(Struct, frozen=True):
    """The words of which definitions of classes are made."""

    words: WordEnds
    project: tuple[str, ...]
    classes: tuple[str, ...]

    @classmethod
    def of(cls, table: Mapping[str, list[str]]) -> Defining:
        project, classes = table["project"], table["classes"]
        return cls(WordEnds.of(table["words"], project, classes), tuple(project), tuple(classes))

    def only_defines(self, said: str, name: str) -> bool:
        """Whether a description defines a class and no more, beside a name that does say more."""
        defines = any(word in said for word in self.project) and any(word in said for word in self.classes)
        return defines and self.words.covers(said) and not self.words.covers(name)
