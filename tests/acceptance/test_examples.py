"""The small examples: what they are there to show."""

from __future__ import annotations

from pathlib import Path

import pytest

from perflint.api import check
from perflint.violation import Severity


def test_the_clean_example_is_clean(checkout: Path) -> None:
    report = check(checkout / "examples" / "clean.yaml")
    assert report.violations == ()


@pytest.mark.parametrize("rule", ["SUM001", "SUM002", "PLN001", "PLN003", "PLN004", "CLS002", "CLS003", "COD002"])
def test_the_faulty_example_shows_the_errors_that_reviewers_meet_most(checkout: Path, rule: str) -> None:
    report = check(checkout / "examples" / "faulty.yaml")
    assert rule in {item.rule for item in report.violations if item.severity is Severity.ERROR}
