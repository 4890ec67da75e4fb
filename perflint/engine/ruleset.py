"""What merged packs say, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from perflint.lexicon import Lexicon
from perflint.rule import Case, CheckCall, Example, IndicatorClass, Level1, Profile, Rule, Silence
from perflint.violation import Message, Severity


class Decision(Struct, frozen=True):
    """One layer's say about a rule: what it set, and where."""

    layer: str
    origin: str
    what: str


class RuleSet(Struct, frozen=True):
    """Everything that the loaded packs say. ``decisions`` tells for each rule which layer decided what,
    ``profile_decisions`` the same for each profile that a pack added or changed."""

    rules: Mapping[str, Rule]
    lexicon: Lexicon
    profiles: Mapping[str, Profile]
    version: str
    decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    profile_decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)


def rule_set(raw: Mapping[str, Any]) -> RuleSet:
    """The frozen values of a merged pack in its plain form."""
    rules = {item["id"]: _rule(item) for item in raw["rules"]}
    decisions, profile_decisions = (
        {name: tuple(Decision(*decision) for decision in said) for name, said in raw.get(key, {}).items()}
        for key in ("decisions", "profile_decisions")
    )
    profiles = {item["id"]: _profile(item) for item in raw["profiles"]}
    return RuleSet(rules, Lexicon(raw["lexicon"]), profiles, raw["version"], decisions, profile_decisions)


def _rule(raw: Mapping[str, Any]) -> Rule:
    ((kind, params),) = raw["check"].items()
    examples = raw["examples"]
    return Rule(
        id=raw["id"],
        name=raw["name"],
        scope=raw["scope"],
        category=raw["category"],
        severity=Severity.of(raw["severity"]),
        check=CheckCall(kind, params),
        message=Message(**raw["message"]),
        why=Message(**raw["why"]),
        basis=raw["basis"],
        confidence=raw["confidence"],
        mend=_message(raw["mend"]),
        excuse=_message(raw["excuse"]),
        cases={name: _case(case) for name, case in raw["cases"].items()},
        traps=tuple(Message(**trap) for trap in raw["traps"]),
        silences=tuple(
            Silence(tuple(item["rules"]), item["at"], item["case"], item["when"]) for item in raw["silences"]
        ),
        status=raw["status"],
        since=raw["since"],
        replaced_by=raw["replaced_by"],
        mandatory=raw["mandatory"],
        off=raw.get("off", False),
        origin=raw.get("origin", ""),
        examples=tuple(
            _example(item, passes) for passes, key in ((True, "pass"), (False, "fail")) for item in examples[key]
        ),
    )


def _example(raw: Mapping[str, Any], passes: bool) -> Example:
    data = {key: value for key, value in raw.items() if key not in ("at", "severity", "note")}
    return Example(passes, data, tuple(raw.get("at", ())), raw.get("severity"), raw.get("note", ""))


def _message(raw: Mapping[str, str] | None) -> Message | None:
    return Message(**raw) if raw else None


def _case(raw: Mapping[str, Any]) -> Case:
    severity = Severity.of(raw["severity"]) if raw["severity"] else None
    return Case(severity, _message(raw["message"]), raw["confidence"])


def _profile(raw: Mapping[str, Any]) -> Profile:
    plain = dict(raw)
    plain["title"] = Message(**raw["title"])
    plain["recognise"] = raw["recognise"] or {}
    plain["level1"] = tuple(_level1(item) for item in raw["level1"])
    for name in ("checkpoints", "weight_totals", "fields"):
        plain[name] = tuple(raw[name])
    return Profile(**plain)


def _level1(raw: Mapping[str, Any]) -> Level1:
    subs = tuple(
        IndicatorClass(sub["id"], sub["name"], tuple(sub["aliases"]), sub["required"]) for sub in raw["level2"]
    )
    return Level1(raw["id"], raw["name"], tuple(raw["aliases"]), raw["required"], subs)
