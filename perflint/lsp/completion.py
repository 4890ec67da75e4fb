"""What may stand at a position: keys of the mapping that is being written, classes, profiles, words of rule packs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from perflint.engine.pack import RuleSet
from perflint.lsp.analysis import is_pack
from perflint.readers.keys import Keys, Section, keys_of
from perflint.rule import Profile

_FIELD = re.compile(r"""(?:^|[{,]|-\s)\s*["']?(?P<key>[^\s:"'{},\[\]-][^:"'{},\[\]]*)["']?\s*:\s*["']?[^,{}"']*$""")
_LINE_KEY = re.compile(r"""^(?P<indent>[ ]*(?:-[ ]+)*)["']?(?P<key>[^\s:"'#{},\[\]-][^:"'{},\[\]]*)["']?\s*:(?:\s|$)""")
_SECTIONS = {
    "unit": "unit",
    "budget": "budget",
    "department": "department",
    "category_goals": "category_goal",
    "projects": "project",
    "indicators": "row",
    "long_term_indicators": "row",
}


def completions(text: str, line: int, column: int, rules: RuleSet, profile: str) -> list[str]:
    """The words that fit at a position (from 1), in the order of the form."""
    lines = text.splitlines()
    before = lines[line - 1][: column - 1] if 0 < line <= len(lines) else ""
    field = _FIELD.search(before)
    above = _above(lines[: line - 1], before)
    if is_pack(text):
        from perflint.lsp.pack_words import keys_at, values_at

        return values_at(field["key"].strip(), above, rules) if field else keys_at(above, rules)
    keys = keys_of(rules.lexicon)
    if field is not None:
        return list(_values(field["key"].strip(), before, keys, rules, profile))
    section: Section = getattr(keys, _section(above, keys))
    return list(section.fields)


def _above(lines: Sequence[str], before: str) -> list[str]:
    """The keys of the mappings and lists around a position, the innermost first."""
    found = []
    opened = before.rfind("{")
    if opened >= 0 and "}" not in before[opened:]:
        key = re.search(r"([^\s:\"'{},\[\]-]+)[\"']?\s*:\s*$", before[:opened])
        if key:
            found.append(key[1])
    indent = len(before) - len(before.lstrip(" -"))
    is_item = before.lstrip().startswith("-")
    depth = before.find("-") if is_item else indent
    for line in reversed(lines):
        match = _LINE_KEY.match(line)
        if match is None:
            continue
        at, dash = len(match["indent"]), line.find("-") if "-" in match["indent"] else -1
        # A list may stand at its key's own column: there the dash is what is deeper.
        if at < depth or (is_item and at == depth and dash < 0):
            found.append(match["key"].strip())
            depth, is_item = at, False
        if dash >= 0 and dash < depth:
            depth, is_item = dash, True
    return found


def _section(above: Iterable[str], keys: Keys) -> str:
    """The kind of mapping that the keys around a position make."""
    names: dict[str, str] = {}
    for section in ("document", "project", "department", "row"):
        names.update(getattr(keys, section).fields)
    for key in above:
        found = _SECTIONS.get(names.get(key, key))
        if found:
            return found
    return "document"


def _values(key: str, before: str, keys: Keys, rules: RuleSet, profile: str) -> Iterable[str]:
    """The values of fields that take one of a few."""
    field = keys.row.fields.get(key) or keys.document.fields.get(key) or key
    chosen: Profile | None = rules.profiles.get(profile)
    if field == "profile":
        yield from rules.profiles
    elif field == "money_unit":
        yield from rules.lexicon.table("labels")["money_units"]
    elif chosen is not None and field == "level1":
        yield from (item.name for item in chosen.level1)
    elif chosen is not None and field == "level2":
        level1 = [item for item in chosen.level1 if item.name in before]
        yield from dict.fromkeys(sub.name for item in level1 or chosen.level1 for sub in item.level2)
