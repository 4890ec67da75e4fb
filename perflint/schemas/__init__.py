"""JSON Schemas of everything that perflint reads and writes, so that editors complete and check. Made from the same
tables that reading and writing use.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, Final

from perflint.engine.pack import RuleSet

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAMES: Final = {
    "targets": "targets",
    "rules": "packs",
    "config": "settings",
    "result": "result",
    "waivers": "waivers",
    "baseline": "baseline",
}
"""What ``schema`` takes → module of this room, which offers ``schema(rules)``."""


def schema_of(name: str, rules: RuleSet) -> Mapping[str, Any]:
    """The JSON Schema of that name, completing the words of the loaded rules. Raises KeyError for any other name."""
    module = importlib.import_module(f"{__name__}.{NAMES[name]}")
    return {"$schema": DIALECT, **module.schema(rules)}
