"""Inputs that were let go: their places are found by reading them again, and only facts that must meet others stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from perflint.api import shipped_rules
from perflint.engine.store import InMemory
from perflint.inputs import Source, find_inputs, read_source
from perflint.judging import Judging
from perflint.options import Options
from perflint.report import Report
from perflint.scale import places
from perflint.scale.places import ReadAgain, portable, with_places

CORPUS = Path(__file__).parents[1] / "corpus"
COMPARED = ("COD002", "DUP003", "DUP004", "DUP005", "DUP007", "DUP008")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents whose projects share names, codes and texts, under names that sort apart."""
    for name, source in (("a", "water"), ("b", "civil"), ("c", "market"), ("d", "courts")):
        text = (CORPUS / f"{source}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        (tmp_path / f"{name}-again.yaml").write_text(text + "\n# another year\n", encoding="utf-8")
        (tmp_path / f"{name}-copied.yaml").write_text(text.replace("2023", "2024"), encoding="utf-8")
    return tmp_path


def report(folder: Path, let_go: bool) -> Report:
    rules = shipped_rules()
    judging = Judging(rules, Options(), keep_documents=False)
    for index, source in enumerate(find_inputs([str(folder)]).sources):
        read = read_source(source, rules.lexicon)
        part = judging.judge(index, source.name, read.document, read.sha256)
        again = ReadAgain(source, read.sha256, rules.lexicon)
        judging.take(with_places(portable(part), again) if let_go else part)
    return judging.report()


def test_places_of_documents_that_were_let_go_are_those_of_documents_that_were_kept(folder: Path) -> None:
    kept, again = report(folder, let_go=False), report(folder, let_go=True)
    assert again.violations == kept.violations
    assert any(violation.rule in COMPARED and violation.related for violation in again.violations)


def test_no_more_than_two_documents_are_kept_when_read_again(folder: Path) -> None:
    report(folder, let_go=True)
    assert len(places._recent) <= 2


def test_a_file_that_changed_meanwhile_has_no_places(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes((CORPUS / "water.yaml").read_bytes())
    source, lexicon = Source("a.yaml", path), shipped_rules().lexicon
    again = ReadAgain(source, read_source(source, lexicon).sha256, lexicon)
    path.write_bytes((CORPUS / "civil.yaml").read_bytes())
    assert again.places(0).find("name") is None


def test_when_a_document_ends_only_facts_that_must_meet_other_documents_are_kept() -> None:
    rules = shipped_rules()
    judging = Judging(rules, Options())
    path = CORPUS / "water.yaml"
    read = read_source(Source(path.name, path), rules.lexicon)
    judging.add(0, path.name, read.document, read.sha256)
    assert isinstance(judging.store, InMemory)
    kept = {rule for rule, _, _ in judging.store.facts}
    assert set(COMPARED) & kept
    assert not {rule for rule in kept if rules.rules[rule].scope == "document"} - judging.wide
    assert len(judging.store.facts) <= 20 * len(read.document.projects)


def test_documents_that_are_judged_each_alone_leave_no_facts() -> None:
    rules = shipped_rules()
    judging = Judging(rules, Options(per_document=True))
    path = CORPUS / "water.yaml"
    read = read_source(Source(path.name, path), rules.lexicon)
    judging.add(0, path.name, read.document, read.sha256)
    assert isinstance(judging.store, InMemory)
    assert judging.store.facts == []
