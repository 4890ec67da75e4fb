"""Drafts that are left out of the document: blank forms beside filled ones, and lists that repeat the forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perflint.model import Problem
from perflint.readers.layout.draft import Draft
from perflint.readers.layout.labels import Labels, squeeze
from perflint.readers.layout.repeated import repeated_in_list
from perflint.readers.layout.values import Value, in_another_table

_UNITS = frozenset({"unit", "unit.code", "supervisor", "department"})
_NOTHING = "-—–－/／%％"


def left_out(drafts: Sequence[Draft], labels: Labels, money_unit: str) -> tuple[frozenset[int], Sequence[Problem]]:
    """The places of the drafts that are no projects of their own, and what is said of them. ``money_unit`` is that of
    the document."""
    blank, said = blank_forms(drafts, labels)
    repeated, told = repeated_in_list(drafts, money_unit)
    return blank | repeated, (*said, *told)


def blank_forms(drafts: Sequence[Draft], labels: Labels) -> tuple[frozenset[int], Sequence[Problem]]:
    """The places of the forms that nobody filled in, and that they were left out. None where no other project is
    there: a document that is one blank form has to be filled in."""
    blank = frozenset(order for order, draft in enumerate(drafts) if draft.named and _is_blank(draft, labels))
    others = (draft for order, draft in enumerate(drafts) if order not in blank and not draft.department)
    if not blank or not any(draft.named or draft.complete for draft in others):
        return frozenset(), ()
    count = len(blank)
    return blank, (
        Problem(
            "not-judged",
            f"有{count}个空白表（只有栏目，没有填写内容），不作为项目检查",
            f"{count} form(s) hold labels and nothing else: they were not judged as projects",
            place=drafts[min(blank)].table,
        ),
    )


def _is_blank(draft: Draft, labels: Labels) -> bool:
    """Whether nothing was filled in: each value is blank or says how to fill it in, and no line above names it."""
    if draft.department or draft.complete or draft.parts or draft.heading.text or draft.caption.name.text:
        return False
    return not any(squeeze(value.text).strip(_NOTHING) and not labels.explains(value.text) for value in _values(draft))


def _values(draft: Draft) -> Iterator[Value]:
    """All that a draft holds, but the unit that stands above its form, on a cover or as a line."""
    own = _first_own(draft.values)
    for key, value in draft.values.items():
        if key not in _UNITS or own is None or not in_another_table(value, own):
            yield value
    yield from draft.spend_plan.values()
    for goals in (draft.goals, draft.overall, draft.long_goals):
        yield from goals


def _first_own(values: Mapping[str, Value]) -> Value | None:
    return values.get("name") or values.get("code")
