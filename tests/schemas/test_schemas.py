"""The JSON Schemas take what perflint takes and refuse what it refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from perflint.api import shipped_rules
from perflint.cli.init import STARTER
from perflint.schemas import NAMES, schema_of

CHECKOUT = Path(__file__).resolve().parents[2]


class Texts(yaml.SafeLoader):
    """YAML as editors have it: dates stay texts, and only true and false are that."""


OTHERS = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
Texts.yaml_implicit_resolvers = {
    first: [entry for entry in entries if entry[0] not in OTHERS]
    for first, entries in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Texts.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def faults(name: str, text: str) -> list[str]:
    validator = Draft202012Validator(schema_of(name, shipped_rules()))
    return [error.message for error in validator.iter_errors(yaml.load(text, Loader=Texts))]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_schema_is_one_by_its_own_dialect(name: str) -> None:
    schema: dict[str, Any] = json.loads(json.dumps(schema_of(name, shipped_rules())))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("path", ["examples/laoting-2022.yaml", "perflint/cli/starter/targets.yaml"])
def test_targets_in_english_and_in_the_words_of_the_form_are_taken(path: str) -> None:
    assert faults("targets", (CHECKOUT / path).read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted((CHECKOUT / "rules").rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_packs_are_taken(path: Path) -> None:
    assert faults("rules", path.read_text("utf-8")) == []


def test_the_first_configuration_is_taken() -> None:
    text = (STARTER / "perflint.yaml").read_text("utf-8").replace("@RULES_VERSION@", "1").replace("@YEAR@", "2026")
    assert faults("config", text) == []
    lines = [line.removeprefix("# ") if line.startswith("# ") and ": " in line else line for line in text.split("\n")]
    keys = ("profile:", "year:", "baseline:", "waivers:", "severity:")
    assert faults("config", "\n".join(line for line in lines if line.startswith(keys))) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("targets", "projects: [{nmae: 甲}]"),
        ("targets", "profile: hebei"),
        ("targets", "projects: 3"),
        ("config", "yeer: 2022"),
        ("config", "fail_on: eror"),
        ("config", "severity: {PLN001: loud}"),
        ("config", "per_project: {'*': {year: 2020}}"),
        ("waivers", "entries: [{rule: PLN001, verdict: waived, by: x}]"),
        ("waivers", "entries: [{rule: PLN001, verdict: wavied, reason: r, by: x}]"),
        ("waivers", "entries: [{verdict: accepted}]"),
        ("waivers", "entries: [{rule: PLN001, verdict: waived, reason: r, by: x, expires: soon}]"),
        ("waivers", "input: {name: a}"),
        ("baseline", "{format: 1}"),
        ("baseline", "{format: 1, known: [{fingerprint: a, rule: PLN001}]}"),
        ("rules", "rules: [{id: X1}]"),
        ("rules", "override: [{id: PLN001, severity: loud}]"),
        ("result", "{}"),
    ],
)
def test_what_is_wrong_is_refused(name: str, text: str) -> None:
    assert faults(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("waivers", "entries: [{rule: PLN001, verdict: waived, reason: r, by: x, expires: 2026-12-31}]"),
        ("waivers", "{format: 1, entries: [{fingerprint: ab, verdict: accepted}]}"),
        ("baseline", "{format: 1, known: [{fingerprint: a, rule: PLN001, project: null}]}"),
        ("config", "{select: PLN, severity: {PLN001: off}, per_path: {'*': {ignore: [own-rule]}}, rules_version: 1}"),
        ("rules", "override: [{id: PLN001, severity: 'off'}]"),
    ],
)
def test_what_is_right_is_taken(name: str, text: str) -> None:
    assert faults(name, text) == []


def test_rules_complete_in_editors_and_a_check_knows_its_parameters() -> None:
    assert "PLN003" in json.dumps(schema_of("waivers", shipped_rules()))
    kinds = schema_of("rules", shipped_rules())["$defs"]["RuleFile"]["properties"]["check"]["properties"]
    assert "monotonic" in kinds
    assert kinds["waiver"]["anyOf"][0]["properties"]["about"]["enum"] == ["unused", "expired", "invalid"]


def test_check_jsonschema_takes_examples_and_refuses_broken_files(tmp_path: Path) -> None:
    """The program that people run, on files."""
    cases = {
        "targets": ("projects: [{name: 甲, spend_plan: {3月底: 25%}}]\n", "projects: [{nmae: 甲}]\n"),
        "config": ("fail_on: warning\n", "fail_no: warning\n"),
        "waivers": (
            "entries: [{rule: PLN001, verdict: waived, reason: r, by: x, expires: 2026-12-31}]\n",
            "entries: [{rule: PLN001, verdict: waived}]\n",
        ),
    }
    for name, texts in cases.items():
        schema = tmp_path / f"{name}.schema.json"
        schema.write_text(json.dumps(schema_of(name, shipped_rules())), encoding="utf-8")
        for text, code in zip(texts, (0, 1), strict=True):
            path = tmp_path / f"{name}.yaml"
            path.write_text(text, encoding="utf-8")
            call = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(path)]
            done = subprocess.run(call, capture_output=True, check=False)
            assert done.returncode == code, (name, text, done.stdout.decode())
