"""Which columns of a head make one indicator: one set a row, or two side by side (long-term and annual)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from perflint.readers.layout.columns import NAMING, Column
from perflint.readers.layout.index import Index
from perflint.readers.layout.labels import Labels

_UPWARDS = 4
"""How many rows above a head the captions of its two halves may stand."""


class ColumnSet(Struct, frozen=True):
    """Columns that make one indicator a row; ``term`` is ``long`` or ``annual`` where the form says so."""

    columns: Mapping[str, Column]
    term: str = ""


def sets_of(index: Index, first: int, columns: Sequence[Column], labels: Labels) -> tuple[ColumnSet, ...]:
    groups: list[dict[str, Column]] = [{}]
    for column in columns:
        if column.key == "row.group":
            continue
        if column.key in groups[-1] and column.key in NAMING:
            groups.append({})
        key = column.key
        if key == "row.value" and key in groups[-1]:
            # two value columns without a word on their term: the longer one stands first in the published forms
            if "row.long_term_value" not in groups[-1] and groups[-1][key].term != "annual":
                groups[-1]["row.long_term_value"] = groups[-1][key]
            else:
                continue
        if key in groups[-1] and key != "row.value":
            continue
        groups[-1][key] = column
    filled = [group for group in groups if group]
    if not filled:
        return (ColumnSet({}),)
    if len(filled) == 1:
        return (ColumnSet(filled[0], _common_term(filled[0])),)
    terms = [_common_term(group) or _term_above(index, first, group, labels) for group in filled]
    headed = any(1 in labels.is_class(group["row.level2"].text) for group in filled if "row.level2" in group)
    if not any(terms) and len(filled) == 2 and not headed:
        terms = ["long", "annual"]
    return tuple(ColumnSet(_inheriting(group, filled[0]), term) for group, term in zip(filled, terms, strict=True))


def _inheriting(group: dict[str, Column], first: Mapping[str, Column]) -> dict[str, Column]:
    """The second half of a row shares the classes that only the first half names."""
    shared = {key: first[key] for key in ("row.level1", "row.level2") if key in first and key not in group}
    return {**shared, **group}


def _common_term(group: Mapping[str, Column]) -> str:
    """The term of a half: that of its name or class columns (a value column alone only speaks for itself)."""
    terms = {column.term for key, column in group.items() if key in NAMING and column.term}
    return terms.pop() if len(terms) == 1 else ""


def _term_above(index: Index, first: int, group: Mapping[str, Column], labels: Labels) -> str:
    start = min(column.start for column in group.values())
    for row in range(first - 1, max(first - 1 - _UPWARDS, -1), -1):
        cell = index.at(row, start)
        term = labels.term_of(cell.text) if cell is not None else ""
        if term in ("long", "annual"):
            return term
    return ""
