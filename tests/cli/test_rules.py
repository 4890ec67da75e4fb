"""`perflint rules`: list, show, test."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from typer.testing import Result

from perflint.examples import ExampleFailure

Run = Callable[..., Result]


def test_the_list_names_id_slug_severity_and_confidence(run: Run) -> None:
    (line,) = [line for line in run("rules", "list").stdout.splitlines() if line.startswith("PLN003")]
    assert line.split()[:4] == ["PLN003", "plan-decreasing", "错误", "高"]


def test_the_list_as_json_carries_both_languages(run: Run) -> None:
    rules = {rule["id"]: rule for rule in json.loads(run("rules", "list", "--format", "json").stdout)}
    assert rules["PLN003"]["slug"] == "plan-decreasing"
    assert set(rules["PLN003"]["title"]) == {"zh", "en"}


@pytest.mark.parametrize("name", ["PLN003", "pln003", "plan-decreasing"])
def test_a_rule_is_shown_in_full_by_id_or_slug(run: Run, name: str) -> None:
    text = run("rules", "show", name).stdout
    for part in ("PLN003 plan-decreasing", "为什么", "依据", "不误报", "正确示例", "错误示例", "spend_plan.6月底"):
        assert part in text


def test_a_rule_is_shown_in_english_with_what_its_check_kind_does(run: Run) -> None:
    text = run("rules", "show", "PLN003", "--lang", "en").stdout
    assert "Check kind monotonic" in text
    assert "never fall" in text


def test_an_unknown_rule_gives_two_and_the_nearest_name(run: Run) -> None:
    result = run("rules", "show", "plan-decresing")
    assert result.exit_code == 2
    assert "是否指“plan-decreasing”" in result.stderr


def test_an_example_that_does_not_hold_gives_one_and_its_place(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = ExampleFailure("PLN003", "rules/core/plan.yaml:47", True, 1, (), ("spend_plan",))
    monkeypatch.setattr("perflint.examples.run", lambda rules: [failure])
    result = run("rules", "test")
    assert result.exit_code == 1
    assert "rules/core/plan.yaml:47：PLN003" in result.stdout


def test_examples_that_all_hold_give_nought(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perflint.examples.run", lambda rules: [])
    result = run("rules", "test")
    assert result.exit_code == 0
    assert "0个不成立" in result.stdout
