"""Cells that hold several indicators, names and values line by line beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perflint.readers.layout.labels import squeeze
from perflint.readers.layout.values import Value

_SHORTEST = 4
"""Characters of the shortest line that is an indicator's name by itself, and no piece of a name broken in two."""
_VALUE = re.compile(r"^\s*(?:[≥≤≧≦⩾⩽＞＜><=＝]|不[低高少多超小大]|\d+(?:\.\d+)?\s*[%％])|\d\s*[^\d\s年月日]{1,4}\s*$")


def line_pairs(names: Sequence[Value], values: Sequence[Value]) -> list[tuple[Value, Value]]:
    """The indicators of two cells, line by line; none where the lines are those of one name and one value."""
    if not len(names) == len(values) > 1:
        return []
    whole = all(len(squeeze(name.text)) >= _SHORTEST and name.text.lstrip()[:1] not in "（(" for name in names)
    return list(zip(names, values, strict=True)) if whole and all(_VALUE.search(value.text) for value in values) else []
