"""The vocabulary of rules: each module holds check kinds of one family and lists them in ``KINDS``."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

MODULES = (
    *("problems", "structure", "placeholders", "tables", "codes", "money", "stated", "breakdown", "weights"),
    *("plan", "classes", "class_rows", "values", "value_rules", "duplicates", "shared", "wording"),
    *("word_choice", "lists", "copies", "goals", "authority", "related", "habits", "waivers", "class_words"),
    *("rates", "slogans", "vague", "ceilings"),
)


@cache
def kinds() -> dict[str, Any]:
    """All check kinds by name."""
    found: dict[str, Any] = {}
    for name in MODULES:
        for kind in importlib.import_module(f"perflint.checks.{name}").KINDS:
            if kind.kind in found:
                raise ValueError(f"two check kinds named {kind.kind!r}")
            found[kind.kind] = kind
    return found
