"""The schema of baseline files."""

from __future__ import annotations

from perflint.engine.pack import RuleSet
from perflint.pipeline.baseline import FORMAT
from perflint.schemas.parts import WORDS, Schema, closed, listed


def schema(rules: RuleSet) -> Schema:
    """The schema of a baseline."""
    known = closed(
        {"fingerprint": WORDS, "rule": WORDS, "project": {"type": ["string", "null"]}},
        ("fingerprint", "rule", "project"),
    )
    tool = closed({"name": WORDS, "version": WORDS, "rules_version": WORDS})
    properties = {"format": {"const": FORMAT}, "tool": tool, "known": listed(known)}
    return {"title": "perflint baseline", **closed(properties, ("format", "known"))}
