"""The corpora of the benchmarks: planted faults are found, nothing else is said, whatever the shape of the corpus."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from perflint.api import check
from perflint.options import Options
from perflint.violation import Severity

Script = Callable[[str], ModuleType]
WITHOUT = Options(ignore=("DUP005",))


@pytest.fixture(scope="module")
def corpus(script: Script) -> ModuleType:
    return script("corpus")


@pytest.fixture(scope="module")
def faults(script: Script) -> ModuleType:
    return script("faults")


def said(*paths: Path) -> Counter[tuple[str, str, str, str]]:
    """Errors and warnings: document, rule, code, field."""
    report = check(*paths, options=WITHOUT)
    return Counter(
        (Path(each.location.path).name, each.rule, each.project or "", each.field)
        for each in report.violations
        if each.severity is not Severity.INFO
    )


def test_there_are_faults_of_at_least_fifty_rules_in_ten_families(faults: ModuleType) -> None:
    rules = {*faults.ALONE, *faults.SHARED}
    assert len(rules) >= 50
    assert {rule[:3] for rule in rules} == {"CLS", "COD", "COH", "DUP", "PLN", "STR", "SUM", "TXT", "VAL"}


def test_at_least_eight_kinds_of_authority_have_three_templates_each(corpus: ModuleType) -> None:
    kinds = corpus.source()["kinds"]
    assert len(kinds) >= 8
    assert all(len(kind["projects"]) >= 3 for kind in kinds)


def test_goals_purposes_and_rows_hold_what_only_their_project_has(corpus: ModuleType) -> None:
    for kind in corpus.source()["kinds"]:
        for template in kind["projects"]:
            assert all("{n}" in goal and "{m}" in goal for goal in template["goals"]), template["name"]
            assert "{a}" in template["purpose"], template["name"]
            assert "{b}" in template["purpose"], template["name"]


def test_a_faultless_corpus_has_neither_error_nor_warning(corpus: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "corpus.ndjson"
    assert corpus.write(path, 300, seed=11, faults=0) == 0
    assert said(path) == Counter()


def test_each_planted_fault_is_found_and_none_invented(corpus: ModuleType, faults: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "corpus.json"
    chance = random.Random(3)
    head, units = corpus.whole_county()
    projects: list[dict[str, Any]] = []
    truth = []
    for number, rule in enumerate(sorted(faults.ALONE) * 2, 1):
        unit = units[(number - 1) * len(units) // (2 * len(faults.ALONE))]
        place = ""
        while not place:
            template = chance.choice(unit.templates)
            slots = corpus.slots_of(template, number, chance)
            project = corpus.project_of(template, slots, number, number, head["region"], unit)
            place = faults.ALONE[rule](project, chance)
        projects.append(project)
        truth.append((path.name, rule, project["code"], place))
    path.write_text(json.dumps({**head, "projects": projects}, ensure_ascii=False), encoding="utf-8")
    assert said(path) == Counter(truth)


def test_faults_of_two_documents_are_found_in_a_folder_of_mixed_formats(corpus: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    planted = corpus.write_folder(folder, 400, 140, ("ndjson", "yaml", "json"), seed=2, faults=0.6)
    truth = corpus.read_truth(folder)
    assert len(truth) == planted
    shared = Counter(rule for _, rule, _, _ in truth)
    assert all(shared[rule] for rule in ("COD002", "DUP003", "DUP004", "DUP007"))
    assert said(folder) == Counter(truth)


def test_the_same_seed_gives_the_same_bytes(corpus: ModuleType, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        corpus.write(tmp_path / name, 30, seed=4)
    assert (tmp_path / "a.yaml").read_bytes() == (tmp_path / "b.yaml").read_bytes()


def test_a_larger_corpus_begins_with_the_smaller_one(corpus: ModuleType) -> None:
    units = corpus.whole_county()[1][:1]
    head = corpus.whole_county()[0]
    of_size = []
    for size in (20, 60):
        state = corpus.State(random.Random(1), 0.3)
        of_size.append([project for project, _ in corpus.document("a", head, units, size, state)][:20])
    assert of_size[0] == of_size[1]
