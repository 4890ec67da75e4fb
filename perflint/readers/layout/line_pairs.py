"""Cells that hold several indicators, names and values line by line beside each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from perflint.readers.layout.labels import Labels, squeeze
from perflint.readers.layout.values import Value, compose, part

_SHORTEST = 4
"""Characters of the shortest line that is an indicator's name by itself, and no piece of a name broken in two."""
_VALUE = re.compile(r"^\s*(?:[≥≤≧≦⩾⩽＞＜><=＝]|不[低高少多超小大]|\d+(?:\.\d+)?\s*[%％])|\d\s*[^\d\s年月日]{1,4}\s*$")
_NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")
_DATE = re.compile(
    r"\s*\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?[^\d\s]{0,2}\s*|\s*\d{4}([-/.])\d{1,2}\1\d{1,2}\s*"
)
_OPEN = re.compile(r"(?:[-—–~～至、，,（(]|\d{4}\s*年)\s*$")
"""How a value ends that goes on in the next line."""
_ITEM = re.compile(r"\s*(?:[（(](\d{1,2})[）)]|(\d{1,2})[.．、)）]|([①-⑳]))\s*(?=\S)")
_DECIMAL = re.compile(r"\s*\d+[.．]\d")


def by_lines(cells: Mapping[str, Sequence[Value]]) -> list[dict[str, Value]]:
    """The indicators of a row, line by line; ``cells`` are the lines of its cells by field. None where the lines are
    those of one name and one value.

    Names and values have as many lines, each a name and each a value by itself: with a sign or a unit, a bare number or
    a date. They may be any text where names and values are numbered in order, or where the description has as many
    lines too. Numbers in front of all lines of a cell are left out. Other cells with as many lines hold one for each,
    and any other cell holds for all.
    """
    names, values = cells.get("name", ()), cells.get("value", ())
    count = len(names)
    if count < 2 or len(values) != count:
        return []
    plain = {key: _without_numbers(lines) if len(lines) == count else None for key, lines in cells.items()}
    own_names, own_values = plain["name"] or names, plain["value"] or values
    numbered = bool(plain["name"] and plain["value"])
    described = len(cells.get("description", ())) == count and _are_whole(own_values)
    if not _are_names(own_names) or not (numbered or described or _are_values(own_values)):
        return []
    each = {key: plain[key] or lines for key, lines in cells.items() if len(lines) == count}
    return [{key: lines[order] for key, lines in each.items()} for order in range(count)]


def composed_lines(
    signs: Sequence[Value], numbers: Sequence[Value], units: Sequence[Value], labels: Labels
) -> list[Value]:
    """Values whose signs, numbers and units stand line by line in cells of their own; none where the lines do not
    agree. A cell of one line holds for all numbers."""
    count = len(numbers)
    if count < 2 or any(len(lines) not in (0, 1, count) for lines in (signs, units)):
        return []
    rows = zip(*(_for_each(lines, count) for lines in (signs, numbers, units)), strict=True)
    return [compose(sign.text, number, unit.text, labels) for sign, number, unit in rows]


def _for_each(lines: Sequence[Value], count: int) -> Sequence[Value]:
    return lines if len(lines) == count else [*lines, Value()][:1] * count


def _are_names(lines: Sequence[Value]) -> bool:
    return all(len(squeeze(name.text)) >= _SHORTEST and name.text.lstrip()[:1] not in "（(" for name in lines)


def _are_values(lines: Sequence[Value]) -> bool:
    """Whether each line is a value by itself, and none goes on in the next line."""
    return all(map(_is_value, lines)) and not any(_OPEN.search(line.text) for line in lines[:-1])


def _is_value(line: Value) -> bool:
    return any((_VALUE.search(line.text), _NUMBER.fullmatch(line.text), _DATE.fullmatch(line.text)))


def _are_whole(lines: Sequence[Value]) -> bool:
    """Whether each line may be a value in words, and none goes on in the next line."""
    whole = all(_is_value(line) or len(squeeze(line.text)) >= _SHORTEST for line in lines)
    return whole and not any(_OPEN.search(line.text) for line in lines[:-1])


def _without_numbers(lines: Sequence[Value]) -> list[Value] | None:
    """The lines without the numbers in front of them; None where they are not numbered 1, 2, 3 … to the last, or may
    all be decimals (1.5 and 2.8)."""
    found = [match for line in lines if (match := _ITEM.match(line.text)) is not None]
    numbers = [_number_of(match) for match in found]
    if len(numbers) < len(lines) or numbers != list(range(1, len(lines) + 1)):
        return None
    if all(map(_DECIMAL.match, (line.text for line in lines))):
        return None
    return [part(line, match.end(), len(line.text)) for line, match in zip(lines, found, strict=True)]


def _number_of(match: re.Match[str]) -> int:
    digits = match[1] or match[2]
    return int(digits) if digits else ord(match[3]) - ord("①") + 1
