"""The shape of a rule pack file, for validation when a pack is read from YAML (needs pydantic)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from perflint.violation import Message

SeverityWord = Literal["error", "warning", "info"]
Confidence = Literal["high", "medium", "low"]
RULE_ID = r"^[A-Z]{3}\d{3}$"
RuleId = Annotated[str, StringConstraints(pattern=RULE_ID)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ListName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Text(Strict):
    """One text in both languages."""

    zh: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]


def _in_both(given: Any) -> Any:
    """A text in one language stands for both."""
    return {"zh": given, "en": given} if isinstance(given, str) else given


def _written_out(given: Any) -> Any:
    """``none``: what the rule says is proved by the document alone."""
    if isinstance(given, str) and given != "none":
        raise ValueError(Message("应为 {zh, en} 两种语言，或 none（没有）", "is {zh, en}, or none where nothing would"))
    return dict(NO_EXCUSE) if given == "none" else given


NO_EXCUSE = {
    "zh": "没有：只凭文件本身就能断定有误，出现就要改。",
    "en": "Nothing: the document alone proves that it is wrong.",
}
TrapFile = Annotated[Text, BeforeValidator(_in_both, json_schema_input_type=str | Text)]
ExcuseFile = Annotated[Text, BeforeValidator(_written_out, json_schema_input_type=Literal["none"] | Text)]


class Basis(Strict):
    """What the rule stands on; ``text`` names a document only where it was read."""

    kind: Literal["regulation", "local-practice", "running-system", "internal-logic", "heuristic"]
    text: Text | None = None


class CaseFile(Strict):
    """A variant of the finding with its own severity, confidence or message."""

    severity: SeverityWord | None = None
    confidence: Confidence | None = None
    message: Text | None = None


class SilenceFile(Strict):
    """Which findings stay silent where this rule's predicate holds."""

    rules: list[str]
    at: Literal["value", "row", "project", "members"] = "value"
    case: str | None = None
    when: str | None = None


class Examples(Strict):
    """Document fragments that the rule passes and fails. Their keys are those of targets.yaml."""

    passes: Annotated[list[dict[str, Any]], Field(alias="pass", min_length=1)]
    fail: Annotated[list[dict[str, Any]], Field(min_length=2)]


class RuleFile(Strict):
    """One rule."""

    id: RuleId
    name: Slug
    scope: Literal["indicator", "text", "project", "department", "document", "corpus"]
    category: Literal["completeness", "compliance", "measurability", "relevance", "consistency"]
    severity: SeverityWord
    confidence: Confidence = "high"
    status: Literal["preview", "stable", "deprecated"] = "stable"
    since: str = "1"
    replaced_by: RuleId | None = None
    mandatory: bool = False
    check: Annotated[dict[str, Any], Field(min_length=1, max_length=1)]
    message: Text
    cases: dict[str, CaseFile] = {}
    why: Text
    mend: Text | None = None
    excuse: ExcuseFile | None = None
    basis: Basis
    traps: list[TrapFile] = []
    silences: list[SilenceFile] = []
    examples: Examples


class OverrideFile(Strict):
    """A change to a rule of a layer below."""

    id: RuleId
    severity: Literal["error", "warning", "info", "off"] | None = None
    confidence: Confidence | None = None
    params: dict[str, Any] = {}
    messages: Text | None = None
    vocabulary: dict[ListName, ListChange] = {}


class ListChange(Strict):
    """Words added to or taken from a list."""

    add: list[str] = []
    remove: list[str] = []


class ListFile(Strict):
    """A named list: new (``words`` or ``table``, with what it is and where it is from), or a change to one.

    What is added to a table of a layer below is a mapping: entries of its own, words for a group that it has.
    """

    about: Text | None = None
    source: str | None = None
    words: list[str] | None = None
    table: Any = None
    add: list[str] | dict[str, Any] = []
    remove: list[str] | dict[str, list[str]] = []


class ClassFile(Strict):
    """A level-two class of a profile. Where a profile changes another one, ``id`` may be all that is said."""

    id: Slug
    name: str | None = None
    aliases: list[str] = []
    required: bool | None = None


class Level1File(ClassFile):
    """A level-one class with its level-two classes."""

    level2: list[ClassFile] = []


def _as_text(given: Any) -> Any:
    """A number stands for what it is written as."""
    return str(given) if type(given) in (int, float) else given


Written = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | int | float)]
Amount = Annotated[Written, StringConstraints(pattern=r"^\d{1,12}(\.\d{1,4})?$")]


class UnitCostFile(Strict):
    """What one of a thing costs as a rule: its unit, and the least and the most in yuan."""

    unit: str
    low: Amount
    high: Amount


class Recognise(Strict):
    """By what a document of this form is known; profiles are tried in ``order``, all conditions must hold."""

    order: int
    codes: str | None = None
    checkpoints: bool = False
    level1: list[str] = []


class ProfileFile(Strict):
    """What one form asks. With ``extends`` it says only what differs from another profile, which may be itself."""

    id: Slug
    extends: Slug | None = None
    title: Text | None = None
    level1: list[Level1File] = []
    checkpoints: list[str] = []
    plan_required: bool = False
    weight_totals: list[Written] = []
    name_limit: int | None = None
    money_unit: str = ""
    code_pattern: str | None = None
    code_default: str = ""
    check_pattern: str = ""
    fields: list[str] = []
    recognise: Recognise | None = None
    county: bool | None = None
    unit_cost: dict[str, UnitCostFile] = {}


class PackAbout(Strict):
    """What a pack is, in one of its files: its name, and the pack that it builds on (a path from this file)."""

    name: str
    extends: str | None = None


class PackFile(Strict):
    """One file of a pack: any of these parts."""

    pack: PackAbout | None = None
    rules: list[RuleFile] = []
    override: list[OverrideFile] = []
    lexicon: dict[ListName, ListFile] = {}
    profiles: list[ProfileFile] = []


OverrideFile.model_rebuild()
