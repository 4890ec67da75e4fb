"""Characters of a PDF page that are struck through: text that a person has deleted, or a tracked change that shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_THIN = 2.0
_MIDDLE = (0.3, 0.72)
_END = 0.35
_SHORT = 2.0

Drawn = dict[str, Any]


def struck(characters: Sequence[Drawn], drawn: Sequence[Drawn]) -> list[Drawn]:
    """The characters, in the order given, that a line of just their length crosses at half their height. Lines of
    tables are longer than the text, or stand beside it. ``drawn``: lines and rectangles of the page."""
    rules = [item for item in drawn if item["bottom"] - item["top"] < _THIN and item["x1"] - item["x0"] > _SHORT]
    crossed: set[int] = set()
    by_row = _rows(characters) if rules else {}
    for rule in rules:
        level = (rule["top"] + rule["bottom"]) / 2
        near = (item for row in (-1, 0, 1) for item in by_row.get(int(level // _ROW) + row, ()))
        under = [item for item in near if _crosses(rule, level, item)]
        if under and _ends_with(rule, under):
            crossed.update(map(id, under))
    return [item for item in characters if id(item) in crossed]


_ROW = 20.0


def _rows(characters: Sequence[Drawn]) -> dict[int, list[Drawn]]:
    rows: dict[int, list[Drawn]] = {}
    for item in characters:
        rows.setdefault(int((item["top"] + item["bottom"]) / 2 // _ROW), []).append(item)
    return rows


def _crosses(rule: Drawn, level: float, item: Drawn) -> bool:
    height = item["bottom"] - item["top"]
    middle = (item["x0"] + item["x1"]) / 2
    above, below = _MIDDLE
    return bool(
        rule["x0"] <= middle <= rule["x1"] and item["top"] + above * height < level < item["top"] + below * height
    )


def _ends_with(rule: Drawn, under: Sequence[Drawn]) -> bool:
    """Whether a line begins and ends where the characters do."""
    slack = _END * max(item["size"] for item in under)
    left, right = min(item["x0"] for item in under), max(item["x1"] for item in under)
    return bool(abs(rule["x0"] - left) < slack and abs(rule["x1"] - right) < slack)
