"""Text of cells with their places: whole cells, parts of cells, and split columns written as one value."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from perflint.grid import GridCell
from perflint.place import Place
from perflint.readers.layout.labels import Labels, fold, squeeze

_DIGIT = re.compile(r"[0-9０-９]")
_SIGNS = "≥≤≧≦⩾⩽＞＜><=＝═≈~～±‹›"
_ALONE = re.compile(r"\d[\d.,，年月日—~～-]*[^\d，。；]{0,3}")
_STAMP = re.compile(r"\s*[（(](?P<word>[^（()）]{1,4})[）)]\s*")
_STAMP_BEHIND = re.compile(r"\s*[（(](?P<word>[^（()）]{1,4})[）)]\s*$")
_NO_UNIT = re.compile(r"[-—–/／\\]*")


class Value(Struct, frozen=True):
    """A text as written and where it stands."""

    text: str = ""
    place: Place = Place()


def lines_of(cell: GridCell) -> list[Value]:
    """The lines of a cell that say anything; blank ones are nothing that anybody sees."""
    return [line for line in _all_lines(cell) if squeeze(line.text)]


def value_of(cell: GridCell) -> Value:
    """A cell's text, lines joined by line breaks, and its place: of the only line, else of the cell."""
    return joined(lines_of(cell), cell.place)


def joined(lines: list[Value], fallback: Place) -> Value:
    """Several lines as one value."""
    if len(lines) == 1:
        return lines[0]
    text = "\n".join(line.text for line in lines)
    return Value(text, replace(fallback, exact=False) if lines else fallback)


def tail_of(cell: GridCell, start: int) -> list[Value]:
    """The lines of a cell from an offset of its text on (line breaks counted), white space around it left out."""
    lines = []
    for line, text in zip(_all_lines(cell), cell.paragraphs, strict=True):
        if start <= 0:
            lines.append(line)
        elif start <= len(text):
            lines.append(part(line, start, len(text)))
        start -= len(text) + 1
    while lines and not squeeze(lines[0].text):
        del lines[0]
    while lines and not squeeze(lines[-1].text):
        lines.pop()
    if lines:
        lead = len(lines[0].text) - len(lines[0].text.lstrip())
        lines[0] = part(lines[0], lead, len(lines[0].text))
    return lines


def _all_lines(cell: GridCell) -> list[Value]:
    return [
        Value(text, cell.places[order] if order < len(cell.places) else cell.place)
        for order, text in enumerate(cell.paragraphs)
    ]


def part(value: Value, start: int, end: int) -> Value:
    """A piece of a line; its place says where the piece begins and ends, where the line's place is exact."""
    place = value.place
    if not place.exact or (start == 0 and end == len(value.text)):
        return Value(value.text[start:end], place)
    first = place.column or 1
    return Value(value.text[start:end], replace(place, column=first + start, end_column=first + end))


def in_another_table(known: Value, value: Value) -> bool:
    """Whether two values stand in two tables."""
    cells = [found.place.cell for found in (known, value)]
    tables = [(cell.table, cell.sheet) for cell in cells if cell is not None]
    return len(tables) == 2 and (None, None) not in tables and tables[0] != tables[1]


def concatenated(cells: Iterable[GridCell]) -> Value:
    """Cells under one column head as one text."""
    filled = [value_of(cell) for cell in cells]
    spoken = [value for value in filled if squeeze(value.text)]
    if len(spoken) <= 1:
        return spoken[0] if spoken else (filled[0] if filled else Value())
    return Value("".join(value.text for value in spoken), replace(spoken[-1].place, exact=False))


def is_sign(text: str) -> bool:
    """Whether a text is made of comparison signs alone."""
    return bool(squeeze(text)) and not squeeze(text).strip(_SIGNS)


def is_value_alone(text: str) -> bool:
    """Whether a text is a value without a name: a comparison sign in front, a number with its unit, or a date."""
    plain = squeeze(text)
    return plain[:1] in tuple(_SIGNS) or _ALONE.fullmatch(plain) is not None


def compose(sign: str, number: Value, unit: str, labels: Labels) -> Value:
    """Sign, number and unit as one would write them in one cell. Without a number there is no value."""
    text = number.text
    if not squeeze(text) or fold(text) in labels.words["nothing"]:
        return Value("", number.place)
    if not _DIGIT.search(text):
        return Value("", number.place) if is_sign(text) else number
    mark = labels.signs.get(fold(sign), squeeze(sign))
    mark = "" if mark in ("=", "＝", "═") or text.lstrip()[:1] in _SIGNS else mark
    measure = squeeze(unit)
    if fold(unit) in labels.words["nothing"] or _NO_UNIT.fullmatch(measure) or text.rstrip().endswith(measure):
        measure = ""
    if not mark and not measure:
        return number
    if measure[:1].isdigit() and text.rstrip()[-1:].isdigit():  # a figure in the column of units stays a figure
        measure = " " + measure
    return Value(mark + text + measure, replace(number.place, exact=False))


def without_stamp(value: Value, stamps: Collection[str]) -> Value:
    """A value without the place for a seal that the form prints before or behind it (（盖章）)."""
    found = _STAMP.match(value.text) or _STAMP_BEHIND.search(value.text)
    if found is None or fold(found["word"]) not in stamps:
        return value
    start, end = (found.end(), len(value.text)) if found.start() == 0 else (0, found.start())
    return part(value, start, end) if "\n" not in value.text else Value(value.text[start:end], value.place)
