"""The schema of waivers files and reviewers' decisions."""

from __future__ import annotations

from perflint.engine.pack import RuleSet
from perflint.pipeline.waiver import ACCEPTED, VERDICTS
from perflint.pipeline.waivers import FORMAT
from perflint.schemas.parts import DAY, TEXT, Schema, closed, listed, one_rule, or_blank


def schema(rules: RuleSet) -> Schema:
    """The schema of a waivers file. What becomes silent needs a reason and a name."""
    entry = closed(
        {
            "rule": or_blank(one_rule(rules)),
            "project": TEXT,
            "fingerprint": TEXT,
            "verdict": {"enum": list(VERDICTS), "description": "accepted 采纳 · rejected 驳回 · waived 豁免"},
            "reason": TEXT,
            "by": TEXT,
            "expires": {**or_blank(DAY), "description": "有效期最后一天 / the last day on which it holds"},
        },
        ("verdict",),
    )
    entry["anyOf"] = [{"required": ["rule"]}, {"required": ["fingerprint"]}]
    entry["if"] = {"properties": {"verdict": {"not": {"const": ACCEPTED}}}}
    entry["then"] = {"required": ["reason", "by"]}
    bound = closed({"name": TEXT, "sha256": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}}, ("sha256",))
    properties = {"format": {"const": FORMAT}, "input": or_blank(bound), "entries": or_blank(listed(entry))}
    return {"title": "perflint waivers", **closed(properties), "description": WAIVERS}


WAIVERS = "豁免与审核意见 / waivers and reviewers' decisions"
