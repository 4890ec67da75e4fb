"""What one call asks for, and which rules that leaves."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from perflint.engine.pack import RuleSet
from perflint.pipeline.adjust import Adjustment
from perflint.pipeline.suppress import KIND as ABOUT_WAIVERS
from perflint.pipeline.waiver import WaiverFile
from perflint.report import Known
from perflint.rule import Rule, ids_named

UNREADABLE = "STR001"


class UnknownRule(ValueError):
    """A name that no rule has. ``nearest`` is the most similar one, or None."""

    def __init__(self, name: str, nearest: str | None) -> None:
        self.name = name
        self.nearest = nearest
        super().__init__(f"no rule named {name!r}" + (f", did you mean {nearest!r}?" if nearest else ""))


class Options(Struct, frozen=True):
    """What one call asks for. ``select`` and ``ignore`` hold rule ids, prefixes and slugs; empty ``select`` is all.

    ``baseline`` None is no baseline at all; waivers expire by ``today`` (None: the day of the call); of rules newer
    than ``rules_version`` none runs; ``adjustments`` hold for some inputs or projects only.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    profile: str | None = None
    year: int | None = None
    per_document: bool = False
    min_confidence: str = "low"
    profile_origin: str = "--profile"
    year_origin: str = "--year"
    waivers: Sequence[WaiverFile] = ()
    baseline: Sequence[Known] | None = None
    today: date | None = None
    rules_version: str | None = None
    adjustments: Sequence[Adjustment] = ()


DEFAULT = Options()


def chosen_rules(rules: RuleSet, options: Options) -> frozenset[str]:
    """The ids that a call reports. Raises UnknownRule. What can neither be ignored nor deselected is always in."""
    chosen = _named(rules, options.select) if options.select else set(rules.rules)
    chosen -= _named(rules, options.ignore)
    chosen -= {rule.id for rule in rules.rules.values() if rule.off or _too_new(rule, options.rules_version)}
    return frozenset(chosen | ({UNREADABLE} & set(rules.rules)))


def judged_rules(rules: RuleSet, options: Options) -> frozenset[str]:
    """The ids that must run: the reported ones; whether a waiver is of use, only those that it silences can tell."""
    chosen = chosen_rules(rules, options)
    if not options.select or not any(rules.rules[rule].check.kind == ABOUT_WAIVERS for rule in chosen):
        return chosen
    return chosen_rules(rules, replace(options, select=()))


def _too_new(rule: Rule, pin: str | None) -> bool:
    return pin is not None and version_key(rule.since) > version_key(pin)


def version_key(version: str) -> tuple[int, ...]:
    """A version of the rules (``1``, ``1.2``) in a form that compares. Raises ValueError."""
    return tuple(int(part) for part in version.split("."))


def _named(rules: RuleSet, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        hits = ids_named(rules.rules, name)
        if not hits:
            known = [*rules.rules, *(rule.name for rule in rules.rules.values())]
            near = difflib.get_close_matches(name, known, n=1)
            raise UnknownRule(name, near[0] if near else None)
        found |= hits
    return found
