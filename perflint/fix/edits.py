"""From violations to edits: which field shall read how, and for which rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from perflint.fix.repairs import KINDS, NUMBERS, Repair, renumbered, repairs_of, settled
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.rule import Rule
from perflint.scalars import Key, scalars
from perflint.text import squeeze
from perflint.violation import Violation

_INDEX = re.compile(r"\[\d+\]")
_ROW_NAME = re.compile(r"(.*indicators\[\d+\])\.name")
_NEVER = re.compile(r"(?:^|\.)(?:code|no|level1|level2|value|weight|year|region|money_unit|profile|long_term_value)$")
_NEVER_UNDER = re.compile(r"(?:^|\.)(?:budget|spend_plan)(?:\.|$)")


class Edit(Struct, frozen=True):
    """A field of the project at ``position`` (-1: the document) that shall read ``new``; ``rules`` asked for it."""

    position: int
    field: str
    old: str
    new: str
    rules: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.position, self.field


def is_untouchable(field: str) -> bool:
    """Whether a field is never mended: codes, classes, values, amounts, percentages, years."""
    return bool(_NEVER.search(field) or _NEVER_UNDER.search(field))


def edits_for(
    document: Document, violations: Iterable[Violation], rules: Mapping[str, Rule], lexicon: Lexicon
) -> list[Edit]:
    """The safe edits that violations of one document call for, in document order; fields that stay are left out."""
    texts = scalars(document)
    asked: dict[Key, list[str]] = {}
    for violation in violations:
        if rules[violation.rule].check.kind in KINDS and not is_untouchable(violation.field):
            asked.setdefault((violation.position, violation.field), []).append(violation.rule)
    edits: dict[Key, Edit] = {}
    for key, named in asked.items():
        if key in texts:
            _add(edits, texts, key, [rules[name] for name in named], lexicon)
    for position in {position for (position, _), named in asked.items() if _numbering(named, rules)}:
        _renumber(edits, texts, position, rules)
    order = {key: number for number, key in enumerate(texts)}
    return sorted(edits.values(), key=lambda edit: order[edit.key])


def _numbering(named: list[str], rules: Mapping[str, Rule]) -> list[str]:
    return [name for name in named if rules[name].check.kind == NUMBERS]


def _add(edits: dict[Key, Edit], texts: Mapping[Key, str], key: Key, named: list[Rule], lexicon: Lexicon) -> None:
    """Mends a field, and with it what repeats it: a row's description, a project's heading."""
    position, field = key
    kind = _INDEX.sub("", field)
    by_kind = sorted(named, key=lambda rule: KINDS.index(rule.check.kind))
    makers = [make for rule in by_kind if (make := repairs_of(rule, lexicon)) is not None]
    repairs = [make(kind) for make in makers]
    ids = tuple(sorted(rule.id for rule in by_kind))
    _put(edits, texts, key, repairs, ids)
    row = _ROW_NAME.fullmatch(field)
    twin = (position, f"{row[1]}.description") if row else None
    if twin is not None and squeeze(texts.get(twin, "")) == squeeze(texts[key]):
        _put(edits, texts, twin, repairs, ids)
    heading = (position, "heading")
    if field == "name" and texts[key] in texts.get(heading, "") and key in edits:
        now = edits[heading].new if heading in edits else texts[heading]
        _replace(edits, texts, heading, now.replace(texts[key], edits[key].new), ids)


def _put(
    edits: dict[Key, Edit], texts: Mapping[Key, str], key: Key, repairs: list[Repair], ids: tuple[str, ...]
) -> None:
    now = edits[key].new if key in edits else texts[key]
    _replace(edits, texts, key, settled(now, repairs), ids)


def _replace(edits: dict[Key, Edit], texts: Mapping[Key, str], key: Key, new: str, ids: tuple[str, ...]) -> None:
    known = edits[key].rules if key in edits else ()
    if new != texts[key]:
        edits[key] = Edit(*key, texts[key], new, tuple(sorted({*known, *ids})))


def _renumber(edits: dict[Key, Edit], texts: Mapping[Key, str], position: int, rules: Mapping[str, Rule]) -> None:
    prefix = "department.goals[" if position < 0 else "goals["
    keys = [key for key in texts if key[0] == position and key[1].startswith(prefix)]
    now = tuple(edits[key].new if key in edits else texts[key] for key in keys)
    ids = tuple(rule.id for rule in rules.values() if rule.check.kind == NUMBERS)
    for key, new in zip(keys, renumbered(now), strict=True):
        _replace(edits, texts, key, new, ids)
