"""Several processes give what one gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from perflint.api import shipped_rules
from perflint.inputs import find_inputs, read_source
from perflint.judging import Judging
from perflint.options import Options
from perflint.report import Report
from perflint.scale.workers import Setup, judge_parts

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four readable documents, one of them twice, and a broken one."""
    for name, source in (("a", "water"), ("b", "civil"), ("d", "water"), ("e", "market")):
        (tmp_path / f"{name}.yaml").write_bytes((CORPUS / f"{source}.yaml").read_bytes())
    (tmp_path / "c.json").write_text('{"projects": [', encoding="utf-8")
    return tmp_path


def alone(folder: Path) -> Report:
    rules = shipped_rules()
    judging = Judging(rules, Options(), keep_documents=False)
    for index, source in enumerate(find_inputs([str(folder)]).sources):
        read = read_source(source, rules.lexicon)
        judging.add(index, source.name, read.document, read.sha256)
    return judging.report()


def test_two_processes_give_the_violations_and_places_of_one(folder: Path) -> None:
    rules = shipped_rules()
    judging = Judging(rules, Options(), keep_documents=False)
    for part in judge_parts(find_inputs([str(folder)]).sources, Setup(rules, Options(), keep_documents=False), 2):
        judging.take(part)
    report, expected = judging.report(), alone(folder)
    assert report.violations == expected.violations
    assert report.not_applicable == expected.not_applicable
    assert [(item.path, item.projects) for item in report.inputs] == [
        (item.path, item.projects) for item in expected.inputs
    ]
    assert any(violation.related for violation in report.violations)


def test_a_broken_document_does_not_stop_the_others(folder: Path) -> None:
    report = alone(folder)
    assert next(v.location.path for v in report.violations if v.rule == "STR001").endswith("c.json")
    assert sum(item.projects for item in report.inputs) > 15
