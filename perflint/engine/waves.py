"""Which group rules can be decided when a document ends, and in which order the others can be."""

from __future__ import annotations

from collections.abc import Collection

from perflint.engine.compile import Program


def waves_of(program: Program, per_document: bool, every: bool = False) -> dict[str, int]:
    """The rules whose facts must meet across documents, each with the wave (from 0) in which it can be decided.

    Those are the rules of the corpus, and whatever silences one or is silenced by one. A rule comes after those that
    silence it. ``every``: all group rules, as for a document whose projects are judged in several places.
    """
    rules = [item.rule for item in program.group_rules]
    causes = _causes(program)
    wide = set() if per_document else {rule.id for rule in rules if rule.scope == "corpus"}
    wide |= set(causes) if every else set()
    while True:
        linked = {rule for rule in causes if causes[rule] & wide} | {c for rule in wide for c in causes[rule]}
        if linked <= wide:
            break
        wide |= linked
    waves: dict[str, int] = {}
    for rule in rules:
        if rule.id in wide:
            waves[rule.id] = max((waves[cause] + 1 for cause in causes[rule.id]), default=0)
    return waves


def families_of(program: Program, chosen: Collection[str]) -> list[list[str]]:
    """The chosen rules in their order, in families: rules of different families do not silence each other."""
    families: list[list[str]] = []
    causes = _causes(program)
    for rule in (item.rule.id for item in program.group_rules if item.rule.id in chosen):
        linked = [family for family in families if causes[rule] & set(family)]
        families = [family for family in families if family not in linked]
        families.append([*(other for family in linked for other in family), rule])
    return families


def _causes(program: Program) -> dict[str, set[str]]:
    """For each group rule those that come before it and can silence it as a whole or in clusters."""
    rules = [item.rule for item in program.group_rules]
    causes: dict[str, set[str]] = {rule.id: set() for rule in rules}
    for number, cause in enumerate(rules):
        for silence, targets in program.silences.get(cause.id, ()):
            if silence.at in ("members", "project"):
                for later in rules[number + 1 :]:
                    causes[later.id] |= {cause.id} if later.id in targets else set()
    return causes
