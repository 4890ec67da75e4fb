"""Forms that were printed in parts, the project's name and code repeated on the next page, put together again."""

from __future__ import annotations

from collections.abc import Sequence

from perflint.readers.layout.draft import Draft
from perflint.readers.layout.labels import squeeze

_REPEATED = frozenset({"name", "code", "unit", "unit.code", "supervisor", "department", "money_unit"})
_IDENTITY = ("code", "name")


def join_parts(drafts: Sequence[Draft]) -> tuple[list[Draft], list[int]]:
    """The drafts, each that only goes on with the indicators of the one before added to it; and for each of those
    given, the place among them of the one that holds it now."""
    found: list[Draft] = []
    orders: list[int] = []
    for draft in drafts:
        if found and _goes_on(draft, found[-1]):
            found[-1].indicators += draft.indicators
            found[-1].long_indicators += draft.long_indicators
            found[-1].fields |= draft.fields
        else:
            found.append(draft)
        orders.append(len(found) - 1)
    return found, orders


def _goes_on(draft: Draft, before: Draft) -> bool:
    """Whether a form says nothing but what the one before has said, and further indicators: the same name and code, no
    goals, amounts or plan, while the one before has some; and no indicator again. Under a heading that says 续表 one of
    name and code is enough."""
    said = draft.fields - _REPEATED
    if not draft.complete or any(not field.startswith("indicators.") for field in said):
        return False
    blank = {""} if draft.continued else set()
    same = all(_text(draft, key) in {_text(before, key), *blank} for key in _IDENTITY)
    fuller = bool(before.fields - _REPEATED - {field for field in before.fields if field.startswith("indicators.")})
    return (
        same
        and bool(_text(draft, "code") or _text(draft, "name"))
        and (fuller or draft.continued)
        and not indicator_names(draft) & indicator_names(before)
    )


def _text(draft: Draft, key: str) -> str:
    return squeeze(draft.values[key].text) if key in draft.values else ""


def indicator_names(draft: Draft) -> set[str]:
    """The names of a project's indicators so far."""
    rows = (*draft.indicators, *draft.long_indicators)
    return {squeeze(row["name"].text) for row in rows if "name" in row}
