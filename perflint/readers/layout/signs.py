"""Signs of indicator rows (≥, 左右 …) that stand in columns of their own, or beside the value under its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perflint.grid import GridCell
from perflint.readers.layout.index import is_blank
from perflint.readers.layout.labels import Labels, fold, squeeze
from perflint.readers.layout.values import Value, compose, concatenated, is_sign, is_value_alone, value_of

_DIGIT = re.compile(r"\d")
_NOTHING = re.compile(r"[-—–/／\\]*")
_DATE = re.compile(r"\d\s*[年月日]")


def sign_of(fields: dict[str, Value], column: Value, labels: Labels) -> str:
    """The sign of a row, ``column`` being what stands in the column for it.

    Signs stand under the heads of kind and direction too, and kinds and directions in the column for signs: ``fields``
    gets what it is that stands there.
    """
    sign = column.text
    for key in ("kind", "direction"):
        if key in fields and not sign and _is_sign(fields[key].text, labels):
            sign = fields.pop(key).text
    word = fold(sign)
    for key, words in (("kind", labels.words["kinds"]), ("direction", labels.words["directions"])):
        if word in words:
            fields.setdefault(key, column)
            sign = word = ""
    if fold(fields.get("direction", Value()).text) in labels.words["kinds"] and "kind" not in fields:
        fields["kind"] = fields.pop("direction")
    return sign


def _is_sign(text: str, labels: Labels) -> bool:
    return (fold(text) in labels.signs and fold(text) not in labels.words["kinds"]) or is_sign(text)


def split_value(cells: Sequence[GridCell], labels: Labels) -> Value:
    """The value that cells under one head hold: sign, number and unit may have cells of their own."""
    filled = [value_of(cell) for cell in cells if not is_blank(cell)]
    numbers = [order for order, value in enumerate(filled) if _DIGIT.search(value.text)]
    if len(filled) < 2 or len(numbers) != 1:
        return concatenated(cells)
    at = numbers[0]
    sign = "".join(value.text for value in filled[:at])
    unit = "".join(value.text for value in filled[at + 1 :])
    return compose(sign, filled[at], unit, labels)


def holds_value(number: Value, unit: Value, labels: Labels) -> bool:
    """Whether the value stands in the column for its unit (2024年9月底), and none in its own."""
    text = squeeze(number.text)
    blank = _NOTHING.fullmatch(text) or fold(text) in labels.words["nothing"] or is_sign(text)
    spoken = is_value_alone(unit.text) or _DATE.search(unit.text) is not None
    return bool(blank) and spoken and _DIGIT.search(unit.text) is not None
