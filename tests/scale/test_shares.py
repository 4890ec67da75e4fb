"""A large NDJSON file judged in shares gives what it gives when it is judged at once."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from perflint import inputs
from perflint.api import shipped_rules
from perflint.cli import judging as command_line
from perflint.inputs import Found, Source, read_source
from perflint.judging import Judging
from perflint.options import Options
from perflint.part import Part
from perflint.pipeline.waivers import parse_waivers
from perflint.readers.ndjson import Stretch
from perflint.report import Known, Report
from perflint.reporters import View, reporter
from perflint.scale import shares, workers
from perflint.scale.shares import here, judge_in_shares, merged, opening_of
from perflint.scale.spill import StoreFailed
from perflint.scale.workers import Setup, judge_parts
from perflint.writers import ndjson

CORPUS = Path(__file__).parents[1] / "corpus"
BROKEN = ["{", "", "[1]", '{"name": "无名", "nmae": "x", "name": "y"}', "  ", '{"code": "1"} {"code": "2"}']
WAIVERS = """format: 1
entries:
  - {rule: COD002, verdict: waived, reason: 合并, by: 甲}
  - {rule: VAL001, project: 不存在, verdict: waived, reason: 核实, by: 甲}
"""


def lines_of(*names: str) -> list[str]:
    """The projects of documents in NDJSON, one a line."""
    lexicon = shipped_rules().lexicon
    documents = (read_source(Source(name, CORPUS / f"{name}.yaml"), lexicon).document for name in names)
    return [line for document in documents for line in ndjson.write(document).decode().splitlines()[1:]]


@pytest.fixture(scope="module")
def projects() -> list[str]:
    some = lines_of("water", "civil", "market", "courts")
    return [*some, *some[3:9], *lines_of("hr"), *some[:2]]


def with_faults(projects: Sequence[str]) -> list[str]:
    """The same with broken, blank and strange lines in between."""
    return [line for number, own in enumerate(projects) for line in (own, *BROKEN[: number % len(BROKEN)])]


HEADS = {
    "profile and year": [
        '{"profile": "hebei-2022", "year": 2023, "title": "绩效文本", "department": {"name": "甲局"}}'
    ],
    "unknown profile": ["", '{"profile": "hebei-2202", "region": "130426"}'],
    "nothing said": [],
    "broken head": ['{"profile": "hebei-2022"'],
}


@pytest.fixture(params=HEADS)
def file(request: pytest.FixtureRequest, projects: list[str], tmp_path: Path) -> Path:
    path = tmp_path / "全部.ndjson"
    text = "\n".join([*HEADS[request.param], *with_faults(projects)])
    path.write_bytes(text.encode())
    return path


@pytest.fixture
def one_file(projects: list[str], tmp_path: Path) -> Path:
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join([*HEADS["profile and year"], *with_faults(projects)]), encoding="utf-8")
    return path


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares of some five projects, in files of any size."""
    monkeypatch.setattr(shares, "SHARE_BYTES", 10_000)


def at_once(path: Path, options: Options, keep_documents: bool) -> Report:
    judging = Judging(shipped_rules(), options, keep_documents=keep_documents)
    read = read_source(Source(path.name, path), judging.rules.lexicon)
    judging.add(0, path.name, read.document, read.sha256)
    return judging.report()


def in_shares(path: Path, options: Options, keep_documents: bool) -> Report:
    judging = Judging(shipped_rules(), options, keep_documents=keep_documents)
    for part in parts_of(path, judging):
        judging.take(part)
    return judging.report()


def parts_of(path: Path, judging: Judging) -> list[Part]:
    source = Source(path.name, path)
    opening = opening_of(source, judging.rules.lexicon, 1)
    assert opening is not None
    return list(judge_in_shares(judging, 0, source, opening, here(judging)))


def rendered(report: Report, *formats: str) -> list[str]:
    view = View(verbose=True)
    return ["".join(reporter(name).render(report, view)) for name in formats]


@pytest.mark.usefixtures("small_shares")
def test_shares_give_the_bytes_of_the_whole(file: Path) -> None:
    plain = at_once(file, Options(), keep_documents=True)
    known = [Known(item.fingerprint, item.rule, item.project) for item in plain.violations[::3]]
    waivers = (parse_waivers("waivers.yaml", WAIVERS, shipped_rules().rules),)
    for options in (Options(), Options(waivers=waivers, baseline=known, today=date(2026, 11, 26))):
        whole, shared = (judge(file, options, keep_documents=True) for judge in (at_once, in_shares))
        assert rendered(shared, "json", "ndjson", "text", "sarif") == rendered(whole, "json", "ndjson", "text", "sarif")
    assert len(plain.violations) > 50
    assert {"STR001", "STR002"} <= {item.rule for item in plain.violations}


@pytest.mark.usefixtures("small_shares")
@pytest.mark.parametrize("options", [Options(per_document=True), Options(select=["DOC", "DUP"]), Options(year=2023)])
def test_shares_heed_what_is_asked_for(projects: list[str], options: Options, tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(projects), encoding="utf-8")
    whole, shared = (judge(path, options, keep_documents=False) for judge in (at_once, in_shares))
    assert rendered(shared, "json") == rendered(whole, "json")


@pytest.mark.usefixtures("small_shares")
def test_every_rule_that_compares_projects_of_a_document_is_in_one_family(projects: list[str], tmp_path: Path) -> None:
    judging = Judging(shipped_rules(), Options())
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(projects), encoding="utf-8")
    parts = parts_of(path, judging)
    families = judging.near_families(parts[0].document.setting)
    rules = [rule for family in families for rule in family]
    assert sorted({*rules, *judging.wide}) == sorted(item.rule.id for item in judging.programs.popitem()[1].group_rules)
    assert len(rules) == len(set(rules))
    assert {fact[0] for part in parts for fact in part.facts} <= judging.wide
    assert len(parts) > 5
    assert {violation.rule for violation in parts[-1].violations} <= set(rules)


def test_two_processes_give_the_bytes_of_one(
    projects: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One large file (in shares), two small ones, and one that only reads as a whole."""
    for module in (inputs, workers):
        monkeypatch.setattr(module, "LARGE_BYTES", 50_000)
    head = HEADS["profile and year"][0]
    texts = {
        "a.ndjson": "\n".join([head, *with_faults(projects)]).encode(),
        "b.ndjson": "\n".join(projects[:5]).encode(),
        "c.ndjson": "\n".join([head, *projects, projects[0]]).encode("gb18030"),
        "d.yaml": (CORPUS / "water.yaml").read_bytes(),
    }
    for name, data in texts.items():
        (tmp_path / name).write_bytes(data)
    sources = [Source(name, tmp_path / name) for name in texts]
    one, two = (Judging(shipped_rules(), Options(), keep_documents=False) for _ in range(2))
    for index, source in enumerate(sources):
        read = read_source(source, one.rules.lexicon)
        one.add(index, source.name, read.document, read.sha256)
    seen = []
    for part in judge_parts(sources, Setup(two.rules, two.options, keep_documents=False), jobs=2):
        two.take(part)
        seen.append(part.index)
    assert rendered(two.report(), "json", "ndjson", "text") == rendered(one.report(), "json", "ndjson", "text")
    assert seen == sorted(seen)
    assert seen.count(0) > 3
    assert [seen.count(index) for index in (1, 2, 3)] == [1, 1, 1]


@pytest.mark.usefixtures("small_shares")
def test_parts_of_a_document_make_one(one_file: Path) -> None:
    judging = Judging(shipped_rules(), Options(), keep_documents=False)
    whole = merged(parts_of(one_file, judging))
    judging.take(whole)
    assert rendered(judging.report(), "json") == rendered(at_once(one_file, Options(), keep_documents=False), "json")


@pytest.mark.usefixtures("small_shares")
def test_a_file_whose_process_dies_is_judged_alone(one_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes die whenever they are given a share; the one that is given the whole file lives."""

    def run(pool: Any, function: Any, given: Any) -> Any:
        raise BrokenProcessPool

    monkeypatch.setattr(workers._Pool, "run", run)
    monkeypatch.setattr(workers, "SHARED_BYTES", 1)
    rules = shipped_rules()
    judging = Judging(rules, Options(), keep_documents=False)
    for part in judge_parts([Source(one_file.name, one_file)], Setup(rules, Options(), keep_documents=False), 2):
        judging.take(part)
    assert rendered(judging.report(), "json") == rendered(at_once(one_file, Options(), keep_documents=False), "json")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("small_shares")
def test_a_file_that_is_gone_before_its_shares_are_judged_could_not_be_read_and_the_others_are(
    one_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("projects:\n- {no: 1, name: 渠道清淤}\n", encoding="utf-8")
    opened = shares.opening_of

    def opening_of(source: Source, lexicon: Any, least: int) -> Any:
        found = opened(source, lexicon, least)
        if found is not None:
            one_file.unlink()
        return found

    for module in (shares, workers):
        monkeypatch.setattr(module, "opening_of", opening_of)
    monkeypatch.setattr(inputs, "LARGE_BYTES", 1)
    monkeypatch.setattr(workers, "SHARED_BYTES", 1)
    rules = shipped_rules()
    found = Found((Source(one_file.name, one_file), Source(other.name, other)))
    report = command_line.judge(found, Options(), rules, keep_sources=False, jobs=jobs, keep_documents=False)
    (unread,) = [item for item in report.violations if item.rule == "STR001"]
    assert unread.location.path == one_file.name
    assert "changed while it was read" in unread.message.en
    assert [item.projects for item in report.inputs] == [0, 1]


@pytest.mark.usefixtures("small_shares")
def test_no_temporary_file_is_left_and_a_full_disk_is_said(
    projects: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(projects), encoding="utf-8")
    (tmp_path / "room").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "room"))
    assert parts_of(path, Judging(shipped_rules(), Options()))
    assert list((tmp_path / "room").iterdir()) == []

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shares, "parcel_of", full)
    with pytest.raises(StoreFailed, match="No space"):
        parts_of(path, Judging(shipped_rules(), Options()))
    assert list((tmp_path / "room").iterdir()) == []


def test_stretches_begin_with_lines_and_cover_the_file(tmp_path: Path) -> None:
    for text in (
        "{}\n" * 50,
        '{"title": "a"}\n' + "\n" * 40 + '{"name": "a"}',
        json.dumps({"name": "x" * 500}) + "\n\n",
    ):
        path = tmp_path / "a.ndjson"
        path.write_text(text, encoding="utf-8")
        opening = opening_of(Source(path.name, path), shipped_rules().lexicon, 1)
        assert opening is not None
        for count in (1, 2, 7, 60):
            found = shares._stretches(opening, count)
            assert found[0] == Stretch(opening.stretch.start, found[0].end, opening.stretch.line)
            assert [item.start for item in found[1:]] == [item.end for item in found[:-1]]
            assert found[-1].end is None
            assert all(text.encode()[item.start - 1 : item.start] == b"\n" for item in found[1:])
