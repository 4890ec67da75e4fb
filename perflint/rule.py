"""What a rule pack says, as frozen values: rules with their messages, cases, silences and examples, and profiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from perflint.violation import Message, Severity


class CheckCall(Struct, frozen=True):
    """Which check kind a rule uses, and with which parameters (plain data, validated when the pack was loaded)."""

    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Case(Struct, frozen=True):
    """A variant of a finding that the check tells apart. What is None is as the rule says."""

    severity: Severity | None = None
    message: Message | None = None
    confidence: str | None = None


class Silence(Struct, frozen=True):
    """Findings of ``rules`` (ids or prefixes such as ``TXT``) that stay silent where this rule's predicate holds.

    ``at``: ``value`` the same field · ``row`` the same indicator row, goal item or part · ``project`` the project ·
    ``members`` between the same projects (for rules that compare projects). ``case`` limits the silence to one case
    of the silenced finding, ``when`` to one case of this rule.
    """

    rules: tuple[str, ...]
    at: str = "value"
    case: str | None = None
    when: str | None = None


class Example(Struct, frozen=True):
    """A fragment of a document that a rule must pass or fail. ``at`` are the places where it must speak."""

    passes: bool
    data: Mapping[str, Any]
    at: tuple[str, ...] = ()
    severity: str | None = None
    note: str = ""


class Rule(Struct, frozen=True):
    """One rule, as a pack states it. ``layer`` is the pack it came from, ``origin`` the file and line."""

    id: str
    name: str
    scope: str
    category: str
    severity: Severity
    check: CheckCall
    message: Message
    why: Message
    basis: Mapping[str, str]
    confidence: str = "high"
    mend: Message | None = None
    excuse: Message | None = None
    cases: Mapping[str, Case] = field(default_factory=dict)
    traps: tuple[Message, ...] = ()
    silences: tuple[Silence, ...] = ()
    status: str = "stable"
    since: str = "1"
    replaced_by: str | None = None
    mandatory: bool = False
    off: bool = False
    origin: str = ""
    examples: tuple[Example, ...] = ()

    def severity_of(self, case: str) -> Severity:
        """The severity of a finding of that case (``""``: the ordinary one)."""
        found = self.cases.get(case)
        return found.severity if found and found.severity is not None else self.severity

    def message_of(self, case: str) -> Message:
        """The message template of that case."""
        found = self.cases.get(case)
        return found.message if found and found.message is not None else self.message

    def confidence_of(self, case: str) -> str:
        """The confidence of that case."""
        found = self.cases.get(case)
        return found.confidence if found and found.confidence is not None else self.confidence


def ids_named(rules: Mapping[str, Rule], name: str) -> set[str]:
    """The ids of the rules that a name means: an id, the beginning of one (``PLN``), or a slug."""
    if not name:
        return set()
    return {rule.id for rule in rules.values() if rule.name == name or rule.id.startswith(name.upper())}


class IndicatorClass(Struct, frozen=True):
    """A class of indicators: its id (``quantity``), the printed name and the other names that mean it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False


class Level1(IndicatorClass, frozen=True):
    """A level-one class with the level-two classes that are legal under it."""

    level2: tuple[IndicatorClass, ...] = ()


class Profile(Struct, frozen=True):
    """What one form of one place asks: classes, checkpoints, weights, limits. See ``rules/profiles``.

    ``recognise`` says by what a document of this form is known; ``fields`` what the form certainly has;
    ``weight_totals`` the totals that are right; ``code_pattern`` is None where no shape is fixed.
    ``own_patterns``: a pack of the user wrote some of the patterns, so that RE2 runs them all.
    """

    id: str
    title: Message
    level1: tuple[Level1, ...]
    checkpoints: tuple[str, ...] = ()
    plan_required: bool = False
    weight_totals: tuple[str, ...] = ()
    name_limit: int | None = None
    money_unit: str = ""
    code_pattern: str | None = None
    code_default: str = ""
    check_pattern: str = ""
    fields: tuple[str, ...] = ()
    recognise: Mapping[str, Any] = field(default_factory=dict)
    county: bool | None = None
    unit_cost: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""
    own_patterns: bool = False


class Setting(Struct, frozen=True):
    """What holds for one document as a whole, and how that was found out.

    ``checkpoints`` are the profile's, or those of most plans of the document where the profile fixes none.
    """

    profile: Profile
    profile_reason: Message
    year: int | None = None
    year_reason: Message | None = None
    region: str = ""
    money_unit: str = ""
    fields: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    title: str = ""
    department: str = ""
    first_unit: str = ""
    checkpoints: tuple[str, ...] = ()
