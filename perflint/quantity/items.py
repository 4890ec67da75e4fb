"""What a scan finds in a text: numbers and dates with their places, and why it may find that the text is no value."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from perflint.quantity.model import ONE, DateRef, Span, Unit

# More digits than any amount or count has; beyond, exact arithmetic would need another precision.
MOST_DIGITS = 18


class Unreadable(ValueError):
    """The text holds something that is no value; ``reason`` is a code of the list ``value_unreadable``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Number(Struct, frozen=True):
    """A number in a text: its own place, its unit's, and where all of it begins and ends."""

    number: Decimal
    start: int
    stop: int
    number_at: Span
    multiplier: Decimal = ONE
    multiplier_word: str = ""
    unit: Unit | None = None
    unit_at: Span | None = None
    is_about: bool = False

    @property
    def is_bare(self) -> bool:
        return self.unit is None and not self.multiplier_word


Item = Number | DateRef
