"""What YAML and JSON have in common: plain nested data as written, and where each part of it stands in the text."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypeAlias

from msgspec import Struct

# A mapping is a tuple of pairs, so that its order and its duplicate keys are kept; a scalar is its written text.
Data: TypeAlias = "str | bool | list[Data] | tuple[tuple[str, Data], ...] | None"
Mapping: TypeAlias = "tuple[tuple[str, Data], ...]"
Steps: TypeAlias = "tuple[int, ...]"
"""The way from the root of a tree to a part of it: the number of the pair or item at each level, from 0."""

_POWER_DIGITS: Final = 2  # 1E+99 in digits alone is a line, 1E+999999999 a gigabyte


class Span(Struct, gc=False):
    """Where a part of a tree stands: offsets in the text. ``keys`` and ``items`` run parallel to the data.

    ``exact`` says that the text there is the value letter by letter (no escapes, no folded lines). A format may find
    the parts of a span only when they are asked for: ask ``item``.
    """

    start: int
    end: int
    exact: bool = False
    keys: tuple[Span, ...] = ()
    items: tuple[Span, ...] = ()

    def item(self, step: int) -> tuple[Span, Span | None] | None:
        """An item, with its key where it has one; None where there are fewer."""
        if step >= len(self.items):
            return None
        return self.items[step], self.keys[step] if self.keys else None


def part(data: Data, steps: Steps) -> Data:
    """The part of ``data`` that ``steps`` lead to."""
    for step in steps:
        if isinstance(data, tuple):
            data = data[step][1]
        elif isinstance(data, list):
            data = data[step]
    return data


def child(span: Span, steps: Steps) -> tuple[Span, Span | None]:
    """The part of ``span`` that ``steps`` lead to, and its key; the last part that is known where it ends before."""
    key = None
    for step in steps:
        found = span.item(step)
        if found is None:
            break
        span, key = found
    return span, key


class Scientific(str):
    """A number with a power of ten, as it is written (``1.5E+2``). Where an amount is meant it is read ``plain``."""

    __slots__ = ()

    def plain(self) -> str:
        """The same number in digits alone, exactly; as it is written where that would be a long row of zeros."""
        power = self.lower().partition("e")[2].lstrip("+-0")
        return str(self) if len(power) > _POWER_DIGITS else format(Decimal(self), "f")
