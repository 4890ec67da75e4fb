"""The unit in the bracket at the end of an indicator's name."""

from __future__ import annotations

import re

from perflint.quantity.fold import fold
from perflint.quantity.model import Unit
from perflint.quantity.scan import Scanner

# A template's threshold may stand before the unit: (≥**%).
_THRESHOLD = re.compile(r"[≥≤><=~\s]*[*×Xx_0-9.]*\s*")
_OPENING = "([{【〔"
_CLOSING = ")]}】〕"


class Names:
    """Splits names from their units."""

    def __init__(self, scanner: Scanner) -> None:
        self._units = scanner.units
        self._labels = scanner.words.unit_labels

    def name_unit(self, name: str) -> tuple[str, Unit | None]:
        """See ``Grammar.name_unit``."""
        text = fold(name).rstrip(" .。:;,、")
        closed = text[-1:] in tuple(_CLOSING)
        start = _opening(text, len(text) - 1 if closed else len(text), closed)
        if start < 0:
            return name, None
        inside = text[start + 1 : len(text) - 1 if closed else len(text)].strip()
        base = name[:start].rstrip()
        if not inside:
            return base, None
        unit = self._unit(inside)
        return (base, unit) if unit is not None and base else (name, None)

    def _unit(self, inside: str) -> Unit | None:
        label = next((word for word in self._labels if inside.startswith(word)), "")
        inside = inside[len(label) :].lstrip(" :")
        unit = self._units.in_bracket(inside)
        if unit is not None:
            return unit
        threshold = _THRESHOLD.match(inside)
        stop = threshold.end() if threshold is not None else 0
        # Only a sign makes it a threshold: (7月) is a date.
        return self._units.named(inside[stop:]) if stop and inside[0] in "≥≤><=*" else None


def _opening(text: str, stop: int, closed: bool) -> int:
    """The bracket that opens what ends at ``stop``; an unclosed one must have no partner behind it."""
    depth = 0
    for at in range(stop - 1, -1, -1):
        if text[at] in _CLOSING:
            depth += 1
        elif text[at] in _OPENING:
            if depth == 0:
                return at
            depth -= 1
    return -1
