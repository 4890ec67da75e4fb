"""Compiles a rule set for one profile: check kinds become closures, rules know which others they silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct

from perflint.checks import kind_named
from perflint.checks.base import (
    Kind,
    Knowledge,
)
from perflint.classes import ClassTable
from perflint.engine.compiled import CompiledRule
from perflint.engine.rows import RowRules
from perflint.engine.ruleset import RuleSet
from perflint.prepared import Rows
from perflint.quantity import Grammar
from perflint.rule import Profile, Rule, Silence

PROBLEM_KIND = "problem"  # judged from Document.problems, not from projects: see engine/problems.py


class Program(Struct, frozen=True):
    """Everything that judging documents of one profile needs. ``group_rules`` stand with causes before consequences."""

    profile: Profile
    grammar: Grammar
    classes: ClassTable
    rows: Rows
    row_rules: RowRules
    project_rules: tuple[CompiledRule, ...]
    department_rules: tuple[CompiledRule, ...]
    group_rules: tuple[CompiledRule, ...]
    problem_rules: tuple[Rule, ...]
    silences: Mapping[str, tuple[tuple[Silence, frozenset[str]], ...]]
    reported: frozenset[str]


def compile_rules(rule_set: RuleSet, profile: Profile, grammar: Grammar, reported: Collection[str]) -> Program:
    """The program that reports the rules ``reported``; rules that silence one of them run too, unreported."""
    wanted = [rule for rule in rule_set.rules.values() if rule.id in reported or _silences_any(rule, reported)]
    knowledge = Knowledge(rule_set.lexicon, grammar, profile, rule_set.profiles)
    problem_rules = tuple(rule for rule in wanted if rule.check.kind == PROBLEM_KIND)
    compiled = [compile_rule(rule, knowledge) for rule in wanted if rule.check.kind != PROBLEM_KIND]
    silences = {rule.id: tuple((item, _expand(item.rules, wanted)) for item in rule.silences) for rule in wanted}
    alone = tuple(item for item in compiled if item.judge)
    classes = ClassTable.of(profile, rule_set.lexicon)
    return Program(
        profile=profile,
        grammar=grammar,
        classes=classes,
        rows=Rows(grammar, classes, profile.name_limit),
        row_rules=RowRules(compiled),
        project_rules=tuple(item for item in alone if item.rule.scope != "department"),
        department_rules=tuple(item for item in alone if item.rule.scope in ("indicator", "text", "department")),
        group_rules=_causes_first([item for item in compiled if item.decide], silences),
        problem_rules=problem_rules,
        silences={rule: said for rule, said in silences.items() if said},
        reported=frozenset(reported),
    )


def _silences_any(rule: Rule, reported: Collection[str]) -> bool:
    return any(other.startswith(prefix) for item in rule.silences for prefix in item.rules for other in reported)


def _expand(prefixes: Collection[str], rules: Collection[Rule]) -> frozenset[str]:
    return frozenset(rule.id for rule in rules if any(rule.id.startswith(prefix) for prefix in prefixes))


def compile_rule(rule: Rule, knowledge: Knowledge) -> CompiledRule:
    """One rule with its closures. What a pack broke in parameters or lists may raise here."""
    kind = kind_named(rule.check.kind)
    check: Any = kind(**{name: _frozen(value) for name, value in rule.check.params.items()})

    def made(shape: str) -> Any:
        """The closure of one shape, None where the kind has not that shape."""
        return getattr(check, shape)(knowledge) if hasattr(check, shape) else None

    judge_row, collect_row = made("compile_row"), made("collect_row")
    return CompiledRule(
        rule,
        judge=made("compile"),
        judge_row=judge_row,
        collect=made("collect"),
        collect_row=collect_row,
        decide=made("decide"),
        alike=made("likeness"),
        excuse=check.excuse if (judge_row or collect_row) and kind.excuse is not Kind.excuse else None,
        department=kind.sees_department,
    )


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _causes_first(
    rules: list[CompiledRule], silences: Mapping[str, tuple[tuple[Silence, frozenset[str]], ...]]
) -> tuple[CompiledRule, ...]:
    """Group rules ordered so that whatever silences a rule has been decided before it."""
    waiting = list(rules)
    ordered: list[CompiledRule] = []
    while waiting:
        ids = {item.rule.id for item in waiting}
        free = [item for item in waiting if not _has_cause(item.rule.id, ids, silences)]
        ready = free or waiting[:1]  # a circle of silences: the order of the pack decides
        ordered += ready
        waiting = [item for item in waiting if item not in ready]
    return tuple(ordered)


def _has_cause(rule: str, among: set[str], silences: Mapping[str, tuple[tuple[Silence, frozenset[str]], ...]]) -> bool:
    return any(rule in targets for cause in among if cause != rule for _, targets in silences.get(cause, ()))
