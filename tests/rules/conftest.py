"""Documents made of fragments, as the examples in rule files are, and what the shipped rules say of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from perflint.api import check_documents, shipped_rules
from perflint.engine.pack import RuleSet
from perflint.examples import document_of
from perflint.options import Options
from perflint.report import Report
from perflint.rule import Example

Said = list[tuple[str, str, str]]


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """The rules as shipped."""
    return shipped_rules()


@pytest.fixture
def report(rules: RuleSet) -> Callable[..., Report]:
    """The report on a fragment of a document, for the rules named (all where none is)."""

    def make(fragment: Mapping[str, Any], *rule_ids: str) -> Report:
        document = document_of(Example(passes=True, data=fragment), rules.lexicon)
        return check_documents([document], Options(select=rule_ids), rules)

    return make


@pytest.fixture
def judge(report: Callable[..., Report]) -> Callable[..., Said]:
    """What rules say of a fragment: (rule, field, severity), in the report's order."""

    def make(fragment: Mapping[str, Any], *rule_ids: str) -> Said:
        found = report(fragment, *rule_ids).violations
        return [(item.rule, item.field, item.severity.word) for item in found]

    return make
