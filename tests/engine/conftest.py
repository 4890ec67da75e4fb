"""Packs written by tests, loaded over the shipped rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perflint._paths import rules_dir
from perflint.engine import pack, packmerge, packtrial
from perflint.engine.pack import RuleSet

RULE = """\
rules:
  - id: OWN001
    name: own-rule
    scope: text
    category: measurability
    severity: warning
    check: {pattern: {field: goals, forbids: 等等}}
    message: {zh: "目标里写了“{match}”", en: "the goal says “{match}”"}
    why: {zh: 无法考核。, en: It cannot be checked.}
    basis: {kind: local-practice}
    examples:
      pass: [{goals: [购置40台。]}]
      fail:
        - {goals: [购置40台等等。], at: ["goals[1]"]}
        - {goals: [培训120人。, 购置电台等等。], at: ["goals[2]"]}
"""


@pytest.fixture(scope="session")
def shipped() -> dict[str, Any]:
    """The shipped rules in their plain form, merged once."""
    return packmerge.merge_layers([rules_dir()])


@pytest.fixture
def load(shipped: dict[str, Any], tmp_path: Path) -> Callable[..., RuleSet]:
    """Loads packs: texts are written to files, paths are taken as they are."""

    def loaded(*packs: str | Path) -> RuleSet:
        paths = []
        for number, given in enumerate(packs, 1):
            path = given if isinstance(given, Path) else tmp_path / f"pack{number}.yaml"
            if isinstance(given, str):
                path.write_text(given, encoding="utf-8")
            paths.append(path)
        rules = pack.rule_set(packmerge.merge_layers([rules_dir(), *paths], base=shipped))
        if paths:
            packtrial.try_out(rules, paths[-1])
        return rules

    return loaded


@pytest.fixture
def rule_text() -> str:
    """A whole rule of a pack, which loads."""
    return RULE
