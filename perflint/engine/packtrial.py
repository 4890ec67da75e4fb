"""Compiles what packs changed before anything is judged: what shows only then is refused like any other fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perflint.checks.base import Knowledge
from perflint.engine.compile import PROBLEM_KIND, compile_rule
from perflint.engine.packfolder import PackError
from perflint.engine.ruleset import Decision, RuleSet
from perflint.quantity import Grammar
from perflint.rule import Profile, Rule
from perflint.violation import Message

CORE = "perflint"
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def try_out(rules: RuleSet, pack: Path) -> None:
    """Raises PackError where a changed rule cannot be compiled, or a unit is none. ``pack`` is the topmost one."""
    try:
        grammar = Grammar(rules.lexicon)
    except _FAULTS as error:
        zh = f"改动词表后，指标值的读法不能用了（{_said(error)}）；请恢复以 value_ 开头的词表和 units"
        en = f"with its lists values cannot be read any more ({_said(error)}); leave value_… and units in their shape"
        raise PackError(str(pack), Message(zh, en)) from None
    for profile, said in _changed_profiles(rules):
        _check_units(profile, said, grammar)
    for rule, said in _changed_rules(rules):
        for profile in rules.profiles.values():
            _compile(rule, Knowledge(rules.lexicon, grammar, profile, rules.profiles), said)


def _changed_profiles(rules: RuleSet) -> Iterator[tuple[Profile, Decision]]:
    for name, said in rules.profile_decisions.items():
        yield rules.profiles[name], said[-1]


def _changed_rules(rules: RuleSet) -> Iterator[tuple[Rule, Decision]]:
    for name, said in rules.decisions.items():
        if said[-1].layer != CORE and rules.rules[name].check.kind != PROBLEM_KIND:
            yield rules.rules[name], said[-1]


def _check_units(profile: Profile, said: Decision, grammar: Grammar) -> None:
    given = [("money_unit", profile.money_unit)] if profile.money_unit else []
    given += [(f"unit_cost {thing}", str(cost["unit"])) for thing, cost in profile.unit_cost.items()]
    for key, name in given:
        unit = grammar.unit(name)
        if unit is None or (key == "money_unit" and unit.dimension != "money"):
            raise _refused(said, f"{key}：“{name}”不是可用的单位，如 万元", f"{key}: {name!r} is no unit such as 万元")


def _compile(rule: Rule, knowledge: Knowledge, said: Decision) -> None:
    try:
        compile_rule(rule, knowledge)
    except _FAULTS as error:
        zh = f"规则{rule.id}按这样改动不能运行（{_said(error)}）；请恢复参数和词表的写法"
        en = f"{rule.id} cannot run as changed ({_said(error)}); keep parameters and lists in their shape"
        raise _refused(said, zh, en) from None


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if not isinstance(error, ValueError) else str(error)


def _refused(said: Decision, zh: str, en: str) -> PackError:
    path, _, line = said.origin.rpartition(":")
    return PackError(path, Message(zh, en), int(line), 1)
