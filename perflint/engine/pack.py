"""Loads rule packs: reads their YAML, refuses what is wrong with its place, and merges the layers into one rule set.

The shipped pack also exists compiled to JSON beside its YAML. The compiled form is taken only when the hash of the
sources that it carries is that of the YAML files as they are; otherwise the YAML is read: an edited rule works at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from perflint.engine.packfolder import PackError, source_hash
from perflint.engine.ruleset import Decision, RuleSet, rule_set

__all__ = ["COMPILED", "Decision", "PackError", "RuleSet", "compile_packs", "load_rules", "rule_set"]

COMPILED = "compiled.json"


def load_rules(core: Path, extra: Iterable[Path] = ()) -> RuleSet:
    """The rule set of the shipped pack with further packs laid over it, later ones winning. Raises PackError."""
    raw = _compiled(core)
    extra = list(extra)
    if raw is None or extra:
        from perflint.engine import packmerge

        raw = packmerge.merge_layers([core, *extra], base=raw)
    rules = rule_set(raw)
    if extra:
        from perflint.engine import packtrial

        packtrial.try_out(rules, extra[-1])
    return rules


def compile_packs(core: Path) -> bytes:
    """The shipped pack as JSON, with the hash of its sources. Raises PackError."""
    from perflint.engine import packmerge

    raw = packmerge.merge_layers([core])
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()


def _compiled(core: Path) -> dict[str, Any] | None:
    path = core / COMPILED
    if not path.is_file():
        return None
    raw: dict[str, Any] = json.loads(path.read_bytes())
    return raw if raw.get("hash") == source_hash(core) else None
