"""The keys that targets files may use: English names and the form's own Chinese words, from the lexicon."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from msgspec import Struct

from perflint.lexicon import Lexicon


class Section(Struct, frozen=True):
    """The keys of one kind of mapping: written key → field. A dotted field stands inside another one."""

    fields: Mapping[str, str]

    def nearest(self, key: str) -> str | None:
        """The known key most like ``key``, or None."""
        near = difflib.get_close_matches(key[:100], self.fields, n=1)
        return near[0] if near else None


class Keys(Struct, frozen=True):
    """The keys of every kind of mapping."""

    document: Section
    department: Section
    category_goal: Section
    project: Section
    unit: Section
    budget: Section
    row: Section

    def names_of_projects(self) -> frozenset[str]:
        """The keys that the list of projects may have."""
        return frozenset(key for key, field in self.document.fields.items() if field == "projects")


def keys_of(lexicon: Lexicon) -> Keys:
    """The key table of a lexicon (its list ``keys``); raises UnknownList."""
    table = lexicon.table("keys")
    return Keys(**{name: _section(table[name]) for name in Keys.__struct_fields__})


def checkpoints_of(lexicon: Lexicon, profile: str) -> tuple[str, ...]:
    """What the entries of a bare list in ``spend_plan`` stand for under a profile."""
    own = f"checkpoints.{profile}"
    return lexicon.words(own if own in lexicon else "default_checkpoints")


def _section(table: Mapping[str, list[str]]) -> Section:
    fields = {}
    for field, aliases in table.items():
        for key in aliases if "." in field else [field, *aliases]:
            fields[key] = field
    return Section(fields)
