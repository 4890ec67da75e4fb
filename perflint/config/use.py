"""Settings put to use: names looked up in the loaded rules, severities changed, options for judging made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from perflint.config.settings import Part, Settings
from perflint.engine.pack import Decision, RuleSet
from perflint.pipeline.adjust import Adjustment
from perflint.pipeline.waivers import unknown_rule
from perflint.rule import Rule, ids_named
from perflint.userfile import nearest
from perflint.violation import Severity

UNREADABLE = "STR001"


def check_names(settings: Settings, rules: RuleSet) -> None:
    """Raises UserFileError for a rule or profile in a configuration that does not exist, or may not be changed."""
    for item in settings.mentioned:
        if item.what == "profile":
            if item.name not in rules.profiles:
                near = nearest(item.name, rules.profiles)
                zh = f"没有表式“{item.name}”" + (f"，是否指“{near}”？" if near else "")
                en = f"no profile named {item.name!r}" + (f", did you mean {near!r}?" if near else "")
                raise item.file.error(item.node, zh, en)
            continue
        found = ids_named(rules.rules, item.name)
        if not found:
            known = [*rules.rules, *(rule.name for rule in rules.rules.values())]
            raise unknown_rule(item.file, item.node, item.name, known)
        if item.what == "severity" and UNREADABLE in found:
            raise item.file.error(item.node, f"{UNREADABLE} 的级别不能改变", f"{UNREADABLE} cannot be changed")


def rules_of(settings: Settings, rules: RuleSet) -> RuleSet:
    """The rules with the severities that the settings give them."""
    changed = dict(rules.rules)
    decisions = dict(rules.decisions)
    origin = settings.origins.get("severity", "")
    for name, severity in settings.severity.items():
        for rule in sorted(ids_named(rules.rules, name)):
            changed[rule] = _with_severity(changed[rule], severity)
            said = Decision("configuration", origin, f"severity {severity}" if severity != "off" else "off")
            decisions[rule] = (*decisions.get(rule, ()), said)
    return replace(rules, rules=changed, decisions=decisions)


def _with_severity(rule: Rule, severity: str) -> Rule:
    if severity == "off":
        return replace(rule, off=True)
    cases = {name: replace(case, severity=None) for name, case in rule.cases.items()}
    return replace(rule, off=False, severity=Severity.of(severity), cases=cases)


def options_of(settings: Settings, rules: RuleSet) -> dict[str, Any]:
    """What ``api.Options`` takes of the settings; waivers and the baseline are files that are yet to be read."""
    return {
        "select": settings.select,
        "ignore": settings.ignore,
        "profile": settings.profile,
        "profile_origin": settings.origins.get("profile", "--profile"),
        "year": settings.year,
        "year_origin": settings.origins.get("year", "--year"),
        "per_document": settings.per_document,
        "min_confidence": settings.min_confidence,
        "rules_version": settings.rules_version,
        "adjustments": tuple(_adjustments(settings, rules)),
    }


def _adjustments(settings: Settings, rules: RuleSet) -> Iterable[Adjustment]:
    for pattern, part in settings.per_path.items():
        yield _adjustment(part, rules, path=pattern)
    for pattern, part in settings.per_project.items():
        yield _adjustment(part, rules, project=pattern)


def _adjustment(part: Part, rules: RuleSet, path: str | None = None, project: str | None = None) -> Adjustment:
    ignored = {rule for name in part.ignore for rule in ids_named(rules.rules, name)}
    severities: dict[str, Severity] = {}
    for name, severity in part.severity.items():
        for rule in ids_named(rules.rules, name):
            if severity == "off":
                ignored.add(rule)
            else:
                severities[rule] = Severity.of(severity)
    return Adjustment(
        path=path,
        root=str(part.root),
        project=project,
        ignore=frozenset(ignored),
        severity=severities,
        profile=part.profile,
        year=part.year,
    )
