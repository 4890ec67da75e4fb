"""The selftest: every rule is tried, every mutation caught, and a rule that fell silent is noticed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from perflint.api import shipped_rules
from perflint.cli.program import app
from perflint.options import Options
from perflint.readers import read
from perflint.selftest.catalogue import SAMPLE, load_catalogue
from perflint.selftest.run import Selftest, run
from perflint.violation import Severity

PLAIN_2015 = Path(__file__).with_name("weighted.yaml").read_text("utf-8")


def tried(text: str | None = None) -> Selftest:
    rules = shipped_rules()
    document = read("clean.yaml", text.encode(), rules.lexicon) if text else None
    return run(document, rules, Options())


@pytest.fixture(scope="module")
def on_sample() -> Selftest:
    return tried()


def test_every_mutation_of_the_packaged_sample_is_caught_and_nothing_unasked_is_said(on_sample: Selftest) -> None:
    faults = [(item.name, item.rule, item.unasked) for item in on_sample.outcomes if not item.caught or item.unasked]
    assert faults == []
    assert on_sample.holds


def test_every_rule_that_judges_content_is_tried_by_a_mutation(on_sample: Selftest) -> None:
    tried_rules = {item.rule for item in on_sample.outcomes}
    assert on_sample.uncovered == ()
    assert set(shipped_rules().rules) - tried_rules == {"STR012", "STR014", "SUP001", "SUP002", "SUP003"}


def test_permuting_projects_another_format_and_an_unrelated_document_change_nothing(on_sample: Selftest) -> None:
    assert {item.law.name: item.broken for item in on_sample.laws} == {
        "order": (), "format": (), "neighbour": (), "twice": ()
    }  # fmt: skip


@pytest.mark.parametrize("text", [PLAIN_2015, SAMPLE.read_text("utf-8").replace("profile: hebei-2022\n", "")])
def test_other_clean_documents_are_broken_where_they_can_be_and_all_is_caught(text: str) -> None:
    result = tried(text)
    assert [(item.name, item.unasked) for item in result.outcomes if not item.caught or item.unasked] == []
    assert result.holds
    assert sum(not item.sample for item in result.outcomes) >= 60


def test_names_of_mutations_are_unique_and_their_rules_exist() -> None:
    mutations = load_catalogue().mutations
    assert len({item.name for item in mutations}) == len(mutations)
    assert {item.rule for item in mutations} <= set(shipped_rules().rules)


def test_a_rule_that_fell_silent_is_missed() -> None:
    rules = shipped_rules()
    silent = replace(rules, rules={**rules.rules, "PLN003": replace(rules.rules["PLN003"], off=True)})
    result = run(None, silent, Options(), only=("PLN002", "PLN003", "PLN004"))
    assert [item.name for item in result.outcomes if not item.caught] == ["checkpoints-swapped"]
    assert not result.holds


def test_an_error_that_nobody_asked_for_is_told() -> None:
    """A code of another year has another check character."""
    rules = shipped_rules()
    loud = replace(rules.rules["COD005"], severity=Severity.ERROR)
    result = run(None, replace(rules, rules={**rules.rules, "COD005": loud}), Options(), only=("COD004",))
    (outcome,) = result.outcomes
    assert outcome.caught
    assert [(spot.rule, spot.field) for spot in outcome.unasked] == [("COD005", "code")]
    assert not result.holds


@pytest.fixture
def invoke(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)

    def call(*args: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["selftest", *map(str, args)])
        return result.exit_code, result.stdout, result.stderr

    return call


def test_the_command_prints_the_promised_json_and_exits_with_one_for_a_rule_switched_off_by_a_pack(
    invoke: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "off.yaml").write_text('override:\n- {id: SUM001, severity: "off"}\n', encoding="utf-8")
    code, out, _ = invoke(SAMPLE, "--format", "json", "--rules", tmp_path / "off.yaml")
    result = json.loads(out)
    assert code == 1
    assert set(result) == {"format", "mutations", "summary"}
    assert set(result["mutations"][0]) == {"mutation", "rule", "project", "field", "caught", "unasked"}
    assert [item["rule"] for item in result["mutations"] if not item["caught"]] == ["SUM001"]
    assert result["summary"]["missed"] == 1
    assert result["summary"]["caught"] == result["summary"]["mutations"] - 1


def test_the_command_prints_a_table_and_says_what_is_not_tried(invoke: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = invoke()
    assert code == 0
    assert "PLN003" in out
    assert "漏过0，多报错误0" in out
    assert "STR012不在此列" in out


@pytest.mark.parametrize(("name", "text"), [("nothing.yaml", None), ("empty.yaml", "projects: []\n")])
def test_a_document_without_projects_is_wrong_use(
    invoke: Callable[..., tuple[int, str, str]], tmp_path: Path, name: str, text: str | None
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, _, err = invoke(name)
    assert code == 2
    assert name in err


def test_the_sample_among_the_examples_is_the_packaged_one(checkout: Path) -> None:
    assert (checkout / "examples" / "clean.yaml").read_bytes() == SAMPLE.read_bytes()


def test_a_document_that_lacks_whole_parts_is_tried_with_what_it_has_and_the_sample_for_the_rest(
    invoke: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "bare.yaml").write_text("projects: [{name: 课桌椅更新}]\n", encoding="utf-8")
    code, out, err = invoke("bare.yaml")
    assert code == 0, err
    assert "漏过0" in out
