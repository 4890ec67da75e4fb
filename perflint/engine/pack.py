"""Loads rule packs: reads their YAML, refuses what is wrong with its place, and merges the layers into one rule set.

The shipped pack also exists compiled to JSON beside its YAML. The compiled form is taken only when the hash of the
sources that it carries is that of the YAML files as they are; otherwise the YAML is read: an edited rule works at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from perflint.lexicon import Lexicon
from perflint.rule import Case, CheckCall, Example, IndicatorClass, Level1, Profile, Rule, Silence
from perflint.violation import Message, Severity

COMPILED = "compiled.json"
COMPILED_SHAPE = b"3"
"""Changes with the plain form of packs, so that a file compiled by an older perflint is not taken."""
MAX_FILE = 5_000_000


class PackError(ValueError):
    """A pack is wrong and was not loaded. ``line`` and ``column`` count from 1; 0 where there is none.

    ``reason`` says what is wrong and what to write instead, ``message`` the same after its place.
    """

    def __init__(self, path: str, reason: Message, line: int = 0, column: int = 0) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column
        place = f"{path}:{line}:{column}" if line else path
        self.message = Message(f"{place}：{reason.zh}", f"{place}: {reason.en}")
        super().__init__(self.message.en)


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


def pack_files(folder: Path) -> list[Path]:
    """The YAML files of a pack, in a fixed order. A pack may also be one file."""
    if folder.is_file():
        return [folder]
    return sorted((p for pattern in ("*.yaml", "*.yml") for p in folder.rglob(pattern)), key=lambda p: p.as_posix())


def source_hash(folder: Path) -> str:
    """The hash of a pack's files, names and contents, and of the form that they are compiled to."""
    digest = hashlib.sha256(COMPILED_SHAPE + b"\0")
    for path in pack_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _compiled(core: Path) -> dict[str, Any] | None:
    path = core / COMPILED
    if not path.is_file():
        return None
    raw: dict[str, Any] = json.loads(path.read_bytes())
    return raw if raw.get("hash") == source_hash(core) else None


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
