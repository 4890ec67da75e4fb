"""Facts that outgrow the memory wait on disk, and the report is the same to the byte."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from perflint import similar
from perflint.api import shipped_rules
from perflint.inputs import find_inputs, read_source
from perflint.judging import Judging
from perflint.options import Options
from perflint.part import Share
from perflint.reporters import View, reporter
from perflint.scale import packed, spill
from perflint.scale.places import ReadAgain, portable, with_places
from perflint.scale.spill import OnDisk, Spill, StoreFailed
from perflint.scale.workers import Setup, judge_parts

ROOT = Path(__file__).parents[1]
BOOKLETS = ("civil", "courts", "water")


@pytest.fixture(scope="module")
def booklets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Booklets of several kinds, two that share their texts, one given twice and a broken one."""
    folder = tmp_path_factory.mktemp("booklets")
    shutil.copy(ROOT / "fixtures" / "seed31_flat.xlsx", folder)
    for name in BOOKLETS:
        shutil.copy(ROOT / "corpus" / f"{name}.yaml", folder)
    shutil.copy(folder / "water.yaml", folder / "water-again.yaml")
    text = (folder / "courts.yaml").read_text(encoding="utf-8")
    (folder / "courts-copied.yaml").write_text(text.replace("法院", "人民法院", 1), encoding="utf-8")
    (folder / "broken.docx").write_bytes((ROOT / "fixtures" / "seed31.docx").read_bytes()[:9_000])
    return folder


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents whose projects' goals and purposes are words by chance, many of them copied, some with a slip."""
    folder = tmp_path_factory.mktemp("made-up")
    chance = random.Random(17)
    words = ["保障", "群众", "饮水", "安全", "提高", "灌溉", "效率", "完成", "渠道", "清淤", "乡村", "道路", "养护"]
    texts = ["".join(chance.choices(words, k=chance.randint(8, 14))) for _ in range(90)]
    texts += [text[:5] + chance.choice("改修建") + text[6:] for text in texts[:45]] + texts[:20] + texts[:3] * 5
    chance.shuffle(texts)
    for number in range(4):
        mine = texts[number::4]
        projects = [
            {"name": f"项目{i % 30}", "code": f"13022522P{number}{i % 37:05}", "goals": [text], "purpose": mine[-i]}
            for i, text in enumerate(mine)
        ]
        (folder / f"d{number}.json").write_text(json.dumps({"title": f"部门{number}", "projects": projects}))
    return folder


@pytest.fixture(params=["booklets", "made_up"])
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lowers the number of facts that are kept in memory, and with it what is small enough to be gathered at once."""

    def lower(facts: int) -> None:
        monkeypatch.setattr(spill, "IN_MEMORY", facts)
        monkeypatch.setattr(packed, "FACTS_AT_ONCE", max(facts, 3))

    return lower


def judged(folder: Path, options: Options, store: Spill | None = None, jobs: int = 1, let_go: bool = False) -> str:
    """The report as JSON. ``let_go``: texts of inputs are not kept, as where there are many of them."""
    rules = shipped_rules()
    judging = Judging(rules, options, keep_documents=not let_go, store=store)
    sources = find_inputs([str(folder)]).sources
    if jobs > 1:
        for part in judge_parts(sources, Setup(rules, options, keep_documents=False), jobs):
            judging.take(part)
        return as_json(judging)
    for index, source in enumerate(sources):
        read = read_source(source, rules.lexicon)
        part = judging.judge(index, source.name, read.document, read.sha256)
        judging.take(with_places(portable(part), ReadAgain(source, read.sha256, rules.lexicon)) if let_go else part)
    return as_json(judging)


@cache
def in_memory(folder: Path, per_document: bool = False, select: tuple[str, ...] = (), many: int = 0) -> str:
    """The report where all facts are in memory; ``many``: where other limits hold."""
    return judged(folder, Options(per_document=per_document, select=select))


def as_json(judging: Judging) -> str:
    return "".join(reporter("json").render(judging.report(), View()))


@pytest.mark.parametrize(("facts", "per_document"), [(0, False), (1, False), (10, False), (0, True)])
def test_facts_on_disk_give_the_report_of_facts_in_memory(
    folder: Path, limit: Callable[[int], None], facts: int, per_document: bool
) -> None:
    limit(facts)
    store = Spill(per_document)
    assert judged(folder, Options(per_document=per_document), store) == in_memory(folder, per_document)
    assert (store.many is None) == per_document  # then nothing has to meet


def test_inputs_that_were_let_go_are_read_again_for_places(folder: Path, limit: Callable[[int], None]) -> None:
    limit(1)
    report = judged(folder, Options(), Spill(False), let_go=True)
    assert report == in_memory(folder)
    assert any(item["related"] for item in json.loads(report)["violations"])


def test_two_processes_spill_the_same(made_up: Path, limit: Callable[[int], None]) -> None:
    limit(10)
    assert judged(made_up, Options(), Spill(False), jobs=2) == in_memory(made_up)


def test_few_facts_stay_in_memory(made_up: Path) -> None:
    store = Spill(False)
    assert judged(made_up, Options(), store) == in_memory(made_up)
    assert store.many is None
    assert 0 < len(store.few.facts) < spill.IN_MEMORY


@pytest.mark.parametrize("many", [similar.MANY, 5])
def test_nearly_equal_texts_are_decided_cluster_by_cluster(
    made_up: Path, limit: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    limit(10)
    monkeypatch.setattr(similar, "MANY", many)
    cut: list[int] = []
    clusters = OnDisk._clusters
    monkeypatch.setattr(OnDisk, "_clusters", lambda *given: noted(clusters(*given), cut))
    report = judged(made_up, Options(select=("DUP",)), Spill(False))
    assert report == in_memory(made_up, select=("DUP",), many=many)
    found = {item["cluster"] for item in json.loads(report)["violations"] if item["rule"] == "DUP005"}
    assert len(found) > 20
    assert len(cut) >= len(found)
    assert max(cut) < 20


def noted(groups: Iterator[list[object]], sizes: list[int]) -> Iterator[list[object]]:
    for group in groups:
        sizes.append(len(group))
        yield group


@pytest.mark.parametrize("per_document", [False, True])
def test_facts_of_documents_in_shares_meet_on_disk(
    booklets: Path, limit: Callable[[int], None], per_document: bool
) -> None:
    limit(10)
    rules, options = shipped_rules(), Options(per_document=per_document)
    judging = Judging(rules, options, store=Spill(per_document))
    for index, source in enumerate(find_inputs([str(booklets)]).sources):
        read = read_source(source, rules.lexicon)
        for number in range(3):
            judging.take(judging.judge(index, source.name, read.document, read.sha256, Share(number, 3)))
    assert as_json(judging) == in_memory(booklets, per_document)


def test_nothing_is_left_on_disk_not_even_after_an_error(
    made_up: Path, tmp_path: Path, limit: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    monkeypatch.setattr(spill, "_CACHE_KIB", 1)
    limit(0)
    store = Spill(False)
    judging = Judging(shipped_rules(), Options(), store=store)
    for index, source in enumerate(find_inputs([str(made_up)]).sources):
        read = read_source(source, judging.rules.lexicon)
        judging.take(judging.judge(index, source.name, read.document, read.sha256))
    assert list(tmp_path.iterdir()) == []
    assert store.many is not None
    store.many.file.execute("DROP TABLE facts1")
    with pytest.raises(StoreFailed, match="temporary file"):
        judging.report()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(made_up: Path, limit: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    file = spill._temporary_file

    def small() -> sqlite3.Connection:
        made = file()
        made.execute("PRAGMA max_page_count = 4")
        return made

    limit(0)
    monkeypatch.setattr(spill, "_temporary_file", small)
    with pytest.raises(StoreFailed, match="full"):
        judged(made_up, Options(), Spill(False))


def test_places_of_documents_that_are_not_kept_need_no_memory_for_each_project(
    made_up: Path, limit: Callable[[int], None]
) -> None:
    limit(0)
    store = Spill(False)
    judged(made_up, Options(), store, let_go=True)
    assert store.many is not None
    assert store.many.places == {}
    assert len(store.many.inputs) == 4
