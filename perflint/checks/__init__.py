"""The vocabulary of rules: each module holds check kinds of one family and lists them in ``KINDS``."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import cache
from typing import Any

MODULES = (
    *("problems", "structure", "placeholders", "tables", "codes", "money", "stated", "breakdown", "weights"),
    *("plan", "classes", "class_rows", "values", "value_rules", "dates", "duplicates", "shared", "wording"),
    *(
        "word_choice",
        "lists",
        "copies",
        "descriptions",
        "goals",
        "deliverables",
        "authority",
        "regions",
        "related",
        "habits",
    ),
    *("waivers", "class_words"),
    *("rates", "slogans", "vague", "ceilings"),
)
# Kinds for rules of users' packs: no shipped rule uses them, and a check without packs does not load them.
PACK_MODULES = ("patterns", "expression")


@cache
def kinds() -> dict[str, Any]:
    """The check kinds of shipped rules by name."""
    return _of_modules(MODULES)


@cache
def all_kinds() -> dict[str, Any]:
    """All check kinds by name."""
    return _of_modules((*MODULES, *PACK_MODULES))


def kind_named(name: str) -> Any:
    """One check kind. Raises KeyError."""
    known = kinds()
    return known[name] if name in known else all_kinds()[name]


def _of_modules(modules: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in modules:
        for kind in importlib.import_module(f"perflint.checks.{name}").KINDS:
            if kind.kind in found:
                raise ValueError(f"two check kinds named {kind.kind!r}")
            found[kind.kind] = kind
    return found
