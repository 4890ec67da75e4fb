"""Summary lists that repeat projects whose forms stand in the same document: left out, and compared with the forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from perflint.model import Problem
from perflint.place import Place
from perflint.readers.layout.draft import MONEY, Draft
from perflint.readers.layout.labels import squeeze
from perflint.readers.layout.values import Value

_BESIDE = frozenset({"unit", "unit.code", "supervisor", "department", "money_unit", "budget.annual"})
"""Fields that a list may have and a form need not."""
_FEWEST = 2
_MOST = 5
"""Projects of one code and name that are looked at."""
_AMOUNT = re.compile(r"(?P<number>-?\d[\d,，]*(?:\.\d+)?)(?P<unit>[十百千万亿]*元)?")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def repeated_in_list(drafts: Sequence[Draft], money_unit: str) -> tuple[frozenset[int], Sequence[Problem]]:
    """The places of the drafts of lists whose projects have forms of their own, and that they were left out, with what
    differs. ``money_unit`` is that of the document.

    A list is a table of several projects, most of them under a code and name that meet exactly one other table, which
    says all that the list says.
    """
    tables: dict[Place, list[int]] = defaultdict(list)
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for order, draft in enumerate(drafts):
        if not draft.department and (draft.named or draft.complete):
            tables[draft.table].append(order)
            known[_text(draft, "code"), _text(draft, "name")].append(order)
    left: set[int] = set()
    problems = []
    for table, orders in tables.items():
        forms = {order: form for order in orders if (form := _form_of(order, drafts, known, left)) is not None}
        if len(forms) < _FEWEST or len(forms) * 2 <= len(orders):
            continue
        if any(not _says_more(drafts[form], drafts[order]) for order, form in forms.items()) and not (
            len(forms) == len(orders) and all(len(tables[drafts[form].table]) == 1 for form in forms.values())
        ):
            continue
        left |= forms.keys()
        problems.append(_said(table, [(drafts[order], drafts[form]) for order, form in forms.items()], money_unit))
    return frozenset(left), problems


def _form_of(
    order: int, drafts: Sequence[Draft], known: Mapping[tuple[str, str], list[int]], left: set[int]
) -> int | None:
    """The one draft of another table with the same code and name that says whatever this one says."""
    draft = drafts[order]
    key = _text(draft, "code"), _text(draft, "name")
    others = [other for other in known[key][:_MOST] if other != order and other not in left] if all(key) else []
    if len(others) != 1:
        return None
    form = drafts[others[0]]
    whole = form.complete and bool(form.goals or form.overall) and form.table != draft.table
    return others[0] if whole and _topics(draft) <= _topics(form) else None


def _says_more(form: Draft, draft: Draft) -> bool:
    return bool(_topics(form) - _topics(draft))


def _topics(draft: Draft) -> set[str]:
    """What a draft is about: its fields, all columns of the indicators as one, all goals of the year as one."""
    fields = {"goals" if field == "overall_goals" else field for field in draft.fields - _BESIDE}
    return {"indicators" if field.startswith("indicators.") else field for field in fields}


def _said(table: Place, pairs: Sequence[tuple[Draft, Draft]], money_unit: str) -> Problem:
    differing = [(draft, what) for draft, form in pairs if (what := _differences(draft, form, money_unit))]
    zh = f"一览表中有{len(pairs)}个项目在本文件中另有单独的表，一览表不重复检查"
    en = f"{len(pairs)} project(s) of a list have forms of their own in this document: the list was not judged again"
    if differing:
        first = differing[0][0].values["name"].text
        kinds = [kind for kind in _KINDS if any(kind in what for _, what in differing)]
        zh += f"；其中“{first}”等{len(differing)}个项目的{'、'.join(kinds)}与单独的表不一致，请核对"
        en += f"; {', '.join(_KINDS[kind] for kind in kinds)} of {len(differing)} of them, {first!r} first, differ"
    return Problem("not-judged", zh, en, place=table)


_KINDS = {"金额": "amounts", "绩效目标": "goals", "绩效指标": "indicators"}


def _differences(draft: Draft, form: Draft, money_unit: str) -> set[str]:
    """What a list says otherwise than the form; what it leaves out is no difference."""
    found = set()
    for key in MONEY:
        own, other = (_amount(half, key, money_unit) for half in (draft, form))
        if own is not None and own != other:
            found.add("金额")
    goals = ["".join(squeeze(goal.text) for goal in (*half.goals, *half.overall)) for half in (draft, form)]
    if goals[0] and goals[0] != goals[1]:
        found.add("绩效目标")
    if not _indicators(draft) <= _indicators(form):
        found.add("绩效指标")
    return found


def _indicators(draft: Draft) -> set[tuple[str, str]]:
    return {
        (squeeze(row.get("name", Value()).text), squeeze(row.get("value", Value()).text).replace(",", ""))
        for row in draft.indicators
    }


def _amount(draft: Draft, key: str, money_unit: str) -> Decimal | str | None:
    """An amount in yuan where its unit is known, its text where it is no number, None where it is blank or nothing."""
    text = _text(draft, key)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return text or None
    power = sum(_POWERS.get(sign, 0) for sign in found["unit"] or draft.money_unit or money_unit)
    return Decimal(re.sub("[,，]", "", found["number"])).scaleb(power) or None


def _text(draft: Draft, key: str) -> str:
    return squeeze(draft.values.get(key, Value()).text)
