"""Violations that are new and violations that are solved, known by their fingerprint's texts.

A project that goes on under another year's code keeps its violations. What went with a project or a row that was
dropped is not solved.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

from perflint.diff.change import Change
from perflint.diff.project import Pair
from perflint.diff.side import Side
from perflint.text import normal_value, squeeze
from perflint.violation import Violation

_ROW = re.compile(r"(indicators\[)(\d+)(\].*)")
_INDEX = re.compile(r"\[\d+\]")


def verdict_changes(old: Side, new: Side, pairs: Mapping[int, Pair], apart: Collection[str]) -> Iterator[Change]:
    """New violations at their place in the new document, solved ones at the project's.

    Of the fields ``apart``, which one of the two forms does not have, nothing is said.
    """
    was = [item for item in old.report.violations if _goes_on(item, pairs) and not _is_apart(item, apart)]
    now = [item for item in new.report.violations if not _is_apart(item, apart)]
    positions = {both.was: position for position, both in pairs.items()}
    codes = _codes(pairs)
    left, fresh = _unmatched(
        was, now, [_known(item, positions, codes) for item in was], [_known(item, None, {}) for item in now]
    )
    # The same rule at the same field of the same project: the value changed, the violation is still there.
    left, fresh = _unmatched(
        left, fresh, [_spot(item, positions, pairs) for item in left], [_spot(item, None, {}) for item in fresh]
    )
    for item in fresh:
        yield _change("violation-new", item, item.position, item.project)
    for item in left:
        position = positions.get(item.position, -1)
        code = pairs[position].after.code if position in pairs else item.project
        yield _change("violation-solved", item, position, code)


def _goes_on(item: Violation, pairs: Mapping[int, Pair]) -> bool:
    """Whether what an old violation is about is still there."""
    if item.position < 0:
        return True
    both = next((both for both in pairs.values() if both.was == item.position), None)
    row = _ROW.match(item.field)
    return both is not None and (row is None or int(row[2]) - 1 in both.rows.values())


def _is_apart(item: Violation, apart: Collection[str]) -> bool:
    field = _INDEX.sub("", item.field)
    return any(field == name or field.startswith(f"{name}.") for name in apart)


def _codes(pairs: Mapping[int, Pair]) -> dict[str, str]:
    """Old codes, in the forms that fingerprints hold, and the codes under which their projects go on."""
    found: dict[str, str] = {}
    for both in pairs.values():
        for form in (squeeze, normal_value):
            found[form(both.before.code)] = form(both.after.code)
    return found


def _known(item: Violation, positions: Mapping[int, int] | None, codes: Mapping[str, str]) -> Hashable:
    position = item.position if positions is None else positions.get(item.position, -1)
    return (position, *(codes.get(part, part) if part else part for part in item.identity))


def _spot(item: Violation, positions: Mapping[int, int] | None, pairs: Mapping[int, Pair]) -> Hashable:
    """Rule, project and field of the new document; the numbers of goals do not count."""
    field = item.field
    position = item.position if positions is None else positions.get(item.position, -1)
    row = _ROW.match(field)
    if row is None:
        return item.rule, position, _INDEX.sub("", field)
    number = int(row[2])
    if position in pairs:
        number = next(now for now, was in pairs[position].rows.items() if was == number - 1) + 1
    return item.rule, position, f"{row[1]}{number}{row[3]}"


def _unmatched(
    was: Sequence[Violation], now: Sequence[Violation], old_keys: Sequence[Hashable], new_keys: Sequence[Hashable]
) -> tuple[list[Violation], list[Violation]]:
    """What is left of both lists when equal keys are paired."""
    common = Counter(old_keys) & Counter(new_keys)
    return _without(was, old_keys, common), _without(now, new_keys, common)


def _without(items: Sequence[Violation], keys: Sequence[Hashable], common: Counter[Hashable]) -> list[Violation]:
    seen: dict[Hashable, int] = defaultdict(int)
    left = []
    for item, key in zip(items, keys, strict=True):
        seen[key] += 1
        if seen[key] > common[key]:
            left.append(item)
    return left


def _change(kind: str, item: Violation, position: int, code: str | None) -> Change:
    """The change of a violation, under the code of the new document."""
    is_new = kind == "violation-new"
    return Change(
        kind,
        item.field,
        "" if is_new else item.value,
        item.value if is_new else "",
        code,
        item.project_name or "",
        item.unit or "",
        item.location if is_new else None,
        None if is_new else item.location,
        item.rule,
        item.message,
        position,
    )
