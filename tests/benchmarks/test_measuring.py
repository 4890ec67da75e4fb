"""What the benchmarks say of peers and of a slower hot path."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from jsonschema import Draft202012Validator

Script = Callable[[str], ModuleType]


def test_a_fifth_more_instructions_fail_and_a_twentieth_more_pass(script: Script) -> None:
    verdict = script("instructions").verdict
    assert not verdict(1200, 1000)[0]
    assert verdict(1050, 1000)[0]
    assert "anew" in verdict(700, 1000)[1]


def test_the_rules_that_peers_can_express_find_their_planted_faults(script: Script, tmp_path: Path) -> None:
    corpus, peers = script("corpus"), script("peers")
    path = tmp_path / "corpus.json"
    corpus.write(path, 400, seed=5, faults=0.9)
    document = json.loads(path.read_text(encoding="utf-8"))
    codes = [project["code"] for project in document["projects"]]
    found = {
        peers.pair(codes, error.json_path) for error in Draft202012Validator(peers.json_schema()).iter_errors(document)
    }
    planted = {(code, rule) for _, rule, code, _ in corpus.read_truth(path) if rule in peers.EXPRESSED}
    assert {rule for _, rule in planted} == peers.EXPRESSED
    assert found == planted


def test_missed_and_invented_findings_are_told_apart(script: Script, tmp_path: Path) -> None:
    output = tmp_path / "out.ndjson"
    found = {"severity": "error", "rule": "PLN004", "project": "a", "field": "x", "location": {"path": "d/c.yaml"}}
    output.write_text(json.dumps(found) + "\n" + json.dumps({**found, "severity": "info"}) + "\n", encoding="utf-8")
    missed, invented = script("run").differences(output, [("c.yaml", "VAL001", "a", "y")])
    assert list(missed) == [("c.yaml", "VAL001", "a", "y")]
    assert list(invented) == [("c.yaml", "PLN004", "a", "x")]
