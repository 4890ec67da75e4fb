"""The engine on Spark gives the bytes of one process: on a real master with two workers, one of them killed."""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import starmap
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from perflint import similar
from perflint.api import shipped_rules
from perflint.engine.waves import waves_of
from perflint.inputs import Read, Source, find_inputs, read_source
from perflint.judging import Judging
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.options import DEFAULT, Options
from perflint.readers.lines import Lines
from perflint.reporters import View, reporter
from perflint.scale import shares, spark, spark_near, spark_run, spark_tasks
from perflint.scale.packed import GROUP, PROJECT, WAVE, Record, document_of
from perflint.scale.parts import unpack
from perflint.scale.spark import SparkFailed
from perflint.scale.spark_run import in_shares, whole_of
from perflint.scale.spark_tasks import Given, Task, Worker, judged_alone, with_silences
from perflint.writers import ndjson

CHECKOUT = Path(__file__).resolve().parents[2]
CORPUS = CHECKOUT / "tests" / "corpus"
FIXTURES = CHECKOUT / "tests" / "fixtures"
DIED = "读取此文件的进程异常终止", "the process that read this file died"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents of several kinds, one of them given twice, one broken, and two that share their texts."""
    folder = tmp_path / "in"
    folder.mkdir()
    for file in ("seed31.docx", "seed31_flat.xlsx"):
        shutil.copy(FIXTURES / file, folder)
    for file in ("civil.yaml", "courts.yaml", "water.yaml"):
        shutil.copy(CORPUS / file, folder)
    shutil.copy(CORPUS / "water.yaml", folder / "water-again.yaml")
    text = (CORPUS / "courts.yaml").read_text(encoding="utf-8")
    (folder / "courts-copied.yaml").write_text(text.replace("法院", "人民法院", 1), encoding="utf-8")
    (folder / "broken.docx").write_bytes((FIXTURES / "seed31.docx").read_bytes()[:9_000])
    (folder / "together.ndjson").write_text("\n".join(together()), encoding="utf-8")
    return folder


def together() -> list[str]:
    """Lines of NDJSON: the projects of several documents, some of them twice, broken lines in between."""
    lexicon = shipped_rules().lexicon
    read = (read_source(Source(name, CORPUS / name), lexicon).document for name in ("market.yaml", "courts.yaml"))
    lines = [line for document in read for line in ndjson.write(document).decode().splitlines()[1:]]
    return ['{"title": "甲局2022年绩效文本", "year": 2022}', *lines[:10], "{", "", '{"nmae": "x"}', *lines[8:]]


def as_json(judging: Judging) -> str:
    return "".join(reporter("json").render(judging.report(), View()))


def one_process(sources: Sequence[Source], options: Options = DEFAULT) -> str:
    judging = Judging(shipped_rules(), options)
    for index, source in enumerate(sources):
        read = read_source(source, judging.rules.lexicon)
        judging.add(index, source.name, read.document, read.sha256)
    return as_json(judging)


# --- without Spark: what tasks do, and a shuffle made by hand --------------------------------------------------------


def by_hand(sources: Sequence[Source], options: Options, parts: int, forget: bool = False, people: bool = False) -> str:
    """Documents judged one by one or in shares, facts gathered in so many parts, as the driver has it done.

    ``forget``: what one wave silences does not reach the next.
    """
    judging = Judging(shipped_rules(), options)
    worker = Worker(Task(judging.rules, options, people).packed())
    twins = set()
    records: list[Record] = []
    for given in starmap(Given, enumerate(sources)):
        looked = looked_at(judging, given)
        packed = pickle.dumps(looked) if looked is not None else b""
        judged = [record for share in in_shares(given, looked) for record in worker.judge(share, packed)]
        part = whole_of([unpack(value, judging.rules.profiles) for key, value in judged if not key], looked, people)
        twins |= {part.index} if part.said in judging.seen else set()
        judging.take(part)
        records += judged
    facts = [record for record in records if record[0] and document_of(record[0]) not in twins]
    random.Random(parts).shuffle(facts)
    silences: list[Record] = []
    for wave in sorted(set(worker.packing.waves.values())):
        mine = [record for record in facts if record[0][0] & WAVE == wave + 1]
        keyed = [(key[PROJECT] + key, value) for key, value in mine]
        with_them = [joined for part in dealt(keyed + silences, slice(0, 12), parts) for joined in with_silences(part)]
        for group in dealt(cut_by_hand(worker, with_them, parts), GROUP, parts):
            for key, value in worker.gather(judging.documents, group):
                if key:
                    silences += [] if forget else [(key, value)]
                else:
                    found, excused = pickle.loads(value)
                    judging.violations += found
                    for rule, reason in excused:
                        judging.not_applicable[(rule, "", reason)] += 0
    return as_json(judging)


def looked_at(judging: Judging, given: Given) -> shares.Task | None:
    opening = shares.opening_of(given.source, judging.rules.lexicon, spark_run.PARTITION_BYTES)
    if opening is None:
        return None
    return shares.looked_at(judging, given.index, given.source, opening, shares.here(judging), 3)


def cut_by_hand(worker: Worker, facts: list[Record], parts: int) -> list[Record]:
    """Large groups of nearly equal texts cut into their clusters, as the driver has it done."""
    texts = [text for part in dealt(facts, slice(0, 0), parts) for text in spark_near.texts_of(worker, part)]
    distinct = [list(spark_near.first_of_each(part)) for part in dealt(texts, slice(0, 33), parts)]
    sizes = Counter(key[GROUP] for part in distinct for key, _ in part)
    large = {group: size for group, size in sizes.items() if size > similar.MANY}
    banded = [record for part in distinct for record in spark_near.in_bands(part, large)]
    links = [link for part in dealt(banded, slice(0, 22), parts) for link in spark_near.linked(part)]
    return list(spark_near.by_cluster(worker, facts, large, spark_near.clusters_of(links)))


def dealt(records: Sequence[Record], key: slice, parts: int) -> list[list[Record]]:
    """Records in so many parts, those that agree in a part of the key together, each part sorted."""
    out: list[list[Record]] = [[] for _ in range(parts)]
    for record in records:
        out[zlib.crc32(record[0][key]) % parts].append(record)
    return [sorted(items, key=lambda record: record[0]) for items in out]


@pytest.mark.parametrize("parts", [1, 3, 50])
@pytest.mark.parametrize("per_document", [False, True])
def test_documents_judged_alone_and_facts_gathered_in_parts_give_the_bytes_of_one_process(
    folder: Path, parts: int, per_document: bool
) -> None:
    sources = find_inputs([str(folder)]).sources
    options = Options(per_document=per_document)
    assert by_hand(sources, options, parts) == one_process(sources, options)


@pytest.mark.needs_extra("similar")
@pytest.mark.parametrize("parts", [1, 7])
@pytest.mark.parametrize("texts_a_task", [50_000, 3])
def test_texts_cut_into_clusters_by_banded_keys_give_the_bytes_of_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: int, texts_a_task: int
) -> None:
    monkeypatch.setattr(similar, "MANY", 5)
    monkeypatch.setattr(spark_near, "TEXTS_A_TASK", texts_a_task)
    sources = many_like_texts(tmp_path)
    options = Options(select=("DUP",))
    said = one_process(sources, options)
    assert len({item["cluster"] for item in json.loads(said)["violations"] if item["rule"] == "DUP005"}) > 20
    assert by_hand(sources, options, parts) == said


def many_like_texts(folder: Path) -> list[Source]:
    """Documents whose projects' goals and purposes are words by chance, many copied with a slip, some as they were."""
    chance = random.Random(5)
    words = ["保障", "群众", "饮水", "安全", "提高", "灌溉", "效率", "完成", "渠道", "清淤", "乡村", "道路", "养护"]
    texts = ["".join(chance.choices(words, k=chance.randint(8, 14))) for _ in range(120)]
    texts += [text[:5] + chance.choice("改修建") + text[6:] for text in texts[:60]] + texts[:20] + texts[:3] * 5
    chance.shuffle(texts)
    for number in range(4):
        mine = texts[number::4]
        projects = [{"name": f"项目{number}之{i}", "goals": [text], "purpose": mine[-i]} for i, text in enumerate(mine)]
        (folder / f"d{number}.json").write_text(json.dumps({"title": f"部门{number}", "projects": projects}))
    return list(find_inputs([str(folder)]).sources)


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that a file of NDJSON with some thirty projects outgrows, and shares of some five."""
    monkeypatch.setattr(spark_run, "PARTITION_BYTES", 20_000)
    monkeypatch.setattr(shares, "SHARE_BYTES", 5_000)


@pytest.mark.usefixtures("small_tasks")
@pytest.mark.parametrize("people", [False, True])
@pytest.mark.parametrize("per_document", [False, True])
def test_a_file_judged_in_shares_gives_the_bytes_of_one_process(folder: Path, per_document: bool, people: bool) -> None:
    (folder / "again.ndjson").write_text((folder / "together.ndjson").read_text() + "\n\n", encoding="utf-8")
    (folder / "others.ndjson").write_text("\n".join(together()[5:]), encoding="utf-8")
    sources = find_inputs([str(folder)]).sources
    options = Options(per_document=per_document)
    assert by_hand(sources, options, 7, people=people) == one_process(sources, options)


@pytest.mark.usefixtures("small_tasks")
def test_where_one_share_could_not_be_read_the_file_could_not_be_read(folder: Path) -> None:
    worker = Worker(Task(shipped_rules(), DEFAULT, False).packed())
    given = Given(0, Source("together.ndjson", folder / "together.ndjson"))
    looked = looked_at(worker.judging, given)
    profiles = worker.judging.rules.profiles
    parts = [unpack(worker.judge(share, pickle.dumps(looked))[0][1], profiles) for share in in_shares(given, looked)]
    assert len(parts) > 3
    assert whole_of(parts, looked, people=False).input.projects > 10
    gone = unpack(worker.judge(Given(0, Source("together.ndjson", folder / "no")))[0][1], profiles)
    assert [item.rule for item in whole_of([*parts[:2], gone], looked, people=False).problems] == ["STR001"]


@pytest.mark.usefixtures("small_tasks")
def test_a_file_that_is_changed_while_its_shares_are_judged_could_not_be_read(folder: Path) -> None:
    worker = Worker(Task(shipped_rules(), DEFAULT, False).packed())
    path = folder / "together.ndjson"
    given = Given(0, Source("together.ndjson", path))
    looked = looked_at(worker.judging, given)
    path.write_bytes(path.read_bytes() + b"\n")
    profiles = worker.judging.rules.profiles
    parts = [unpack(worker.judge(share, pickle.dumps(looked))[0][1], profiles) for share in in_shares(given, looked)]
    problems = whole_of(parts, looked, people=False).problems
    assert [(item.rule, item.message.en.partition(": ")[2]) for item in problems] == [
        ("STR001", "the file was changed while it was read: check it again")
    ]


@pytest.mark.usefixtures("small_tasks")
def test_only_ndjson_that_outgrows_a_task_is_judged_in_shares(folder: Path) -> None:
    judging = Judging(shipped_rules(), DEFAULT)
    (folder / "few.ndjson").write_text("\n".join(together()[:5]), encoding="utf-8")
    sources = find_inputs([str(folder)]).sources
    shared = {given.source.name for given in starmap(Given, enumerate(sources)) if looked_at(judging, given)}
    assert {Path(name).name for name in shared} == {"together.ndjson"}


def test_a_look_that_kills_its_process_or_meets_another_file_leaves_the_file_to_be_judged_whole(folder: Path) -> None:
    task = Task(shipped_rules(), DEFAULT, False).packed()
    assert spark_tasks.call(task, 1, lambda judging, path: path.name, folder) == folder.name
    assert spark_tasks.call(task, 1, lambda judging, path: os.kill(os.getpid(), signal.SIGKILL), folder) is None
    lines = Lines.of_file(folder / "together.ndjson")
    (folder / "together.ndjson").write_bytes(b"")
    assert spark_tasks.call(task, 0, lambda judging, lines: lines.open().read(), lines) is None


def test_what_one_wave_silences_is_silent_in_the_next(folder: Path) -> None:
    sources = find_inputs([str(folder)]).sources
    options = Options(select=("DUP003",))  # what silences it runs too, unreported
    assert by_hand(sources, options, 7) == one_process(sources, options)
    assert by_hand(sources, options, 7, forget=True) != one_process(sources, options)


def test_rules_that_silence_others_come_a_wave_earlier_and_those_of_one_document_need_no_shuffle() -> None:
    worker = Worker(Task(shipped_rules(), DEFAULT, False).packed())
    waves = waves_of(worker.packing.program, per_document=False)
    assert waves["DUP003"] == waves["COH013"] == 1
    assert waves["DUP004"] == waves["DUP007"] == waves["COD002"] == 0
    assert "STR008" not in waves
    assert waves.items() < worker.packing.waves.items()  # those of documents that are shared out
    assert waves_of(worker.packing.program, per_document=True) == {}


def test_a_document_that_kills_its_process_is_unreadable_and_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: Source, lexicon: Lexicon) -> Read:
        if source.name.endswith("courts.yaml"):
            os.kill(os.getpid(), signal.SIGKILL)
        return read_source(source, lexicon)

    monkeypatch.setattr(shares, "read_source", read)
    sources = find_inputs([str(folder / "civil.yaml"), str(folder / "courts.yaml")]).sources
    worker = Worker(Task(shipped_rules(), DEFAULT, False).packed())
    judged = [judged_alone(worker, given)[0][1] for given in starmap(Given, enumerate(sources))]
    parts = [unpack(said, worker.judging.rules.profiles) for said in judged]
    assert [part.input.projects > 0 for part in parts] == [True, False]
    assert [item.rule for item in parts[1].problems] == ["STR001"]
    assert parts[1].problems[0].message.en.endswith(DIED[1])


def test_a_task_of_another_version_is_refused() -> None:
    packed = replace(Task(shipped_rules(), DEFAULT, False), version="0.0.0").packed()
    with pytest.raises(RuntimeError, match=r"perflint is 0\.0\.0 on the driver"):
        Worker(packed)


def test_standard_input_is_refused() -> None:
    with pytest.raises(SparkFailed, match="standard input"):
        spark.judge_on_spark(Judging(shipped_rules(), DEFAULT), [Source("-")])


# --- on Spark ---------------------------------------------------------------------------------------------------------


QUICK = "-XX:TieredStopAtLevel=1"
"""For a JVM that lives for seconds."""


class Cluster(Struct):
    """A master and two workers of one core each, on loopback; ``home`` is the folder of them all."""

    master: str
    home: Path
    workers: list[subprocess.Popen[bytes]]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a driver."""
        own = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(self.home), "PYSPARK_PYTHON": sys.executable}
        return {**os.environ, **own, "PYTHONHASHSEED": "0", **more}

    def settings(self, *more: str) -> list[str]:
        """Options of spark-submit."""
        java = [f"spark.{role}.extraJavaOptions={QUICK}" for role in ("driver", "executor")]
        settings = ["spark.executor.memory=512m", "spark.ui.enabled=false", "spark.default.parallelism=1", *java, *more]
        confs = [word for setting in settings for word in ("--conf", setting)]
        return ["--master", self.master, "--driver-memory", "512m", *confs]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    home = tmp_path_factory.mktemp("spark")
    workers: list[subprocess.Popen[bytes]] = []
    master = daemon(home, "master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
    try:
        cluster = Cluster(address(home, master), home, workers)
        for name in ("one", "two"):
            size = ("--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0")
            workers.append(daemon(home, "worker.Worker", *size, "--work-dir", str(home / name), cluster.master))
        yield cluster
    finally:
        for process in (*workers, master):
            kill(process)


def spark_program(name: str) -> str:
    """The path of one of Spark's programs, as the package brings them."""
    found = importlib.util.find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parent / "bin" / name)


def daemon(home: Path, name: str, *words: str) -> subprocess.Popen[bytes]:
    command = [spark_program("spark-class"), f"org.apache.spark.deploy.{name}", *words]
    java = f"{QUICK} -Dspark.master.rest.enabled=false"
    own = {"SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": java, "SPARK_LOCAL_DIRS": str(home)}
    environment = {**os.environ, **own}
    log = (home / f"{name}.log").open("ab")
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and those that it started in its session."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def address(home: Path, master: subprocess.Popen[bytes]) -> str:
    """Where the master listens, at a port that it found free itself."""
    log = home / "master.Master.log"
    for _ in patience(master.poll):
        found = re.search(r"Starting Spark master at (spark://[\w.]+:\d+)", log.read_text(errors="replace"))
        if found:
            return found[1]
    raise AssertionError(log.read_text(errors="replace"))


def patience(ended: Callable[[], int | None]) -> Iterator[None]:
    """Looks ten times a second for a quarter of an hour at most (a machine may be busy) or until a process ended."""
    for _ in range(9_000):
        yield
        if ended() is not None:
            return
        time.sleep(0.1)


SMALL = """
import perflint.scale.shares, perflint.scale.spark_run, perflint.similar
perflint.scale.spark_run.PARTITION_BYTES = 20_000
perflint.scale.shares.SHARE_BYTES = 5_000
perflint.similar.MANY = 20
"""
"""So a file of NDJSON is judged in shares, and groups of texts are cut by banded keys, without millions of projects."""


@pytest.mark.needs_extra("spark", "similar")
@pytest.mark.needs_program("java")
def test_a_folder_submitted_to_a_cluster_gives_the_bytes_of_one_process(
    cluster: Cluster, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SMALL)
    path = f"{tmp_path / 'site'}{os.pathsep}{CHECKOUT}"
    check = ["check", str(folder), "--format", "json"]
    submit = [spark_program("spark-submit"), *cluster.settings(f"spark.executorEnv.PYTHONPATH={path}")]
    script = str(CHECKOUT / "perflint" / "__main__.py")
    environment = cluster.environment(PYTHONPATH=path)
    alone = subprocess.run(
        [sys.executable, "-m", "perflint", *check], env=environment, capture_output=True, check=False
    )
    command = [*submit, script, *check, "--engine", "spark"]
    on_spark = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert on_spark.stdout == alone.stdout, on_spark.stderr.decode()
    assert on_spark.returncode == alone.returncode == 1
    assert b'"DUP005"' in alone.stdout
    assert list(cluster.home.glob("*/app-*/*")), "no executor of the cluster has run"


POISON = """
import os, signal, time
import perflint.inputs
read = perflint.inputs.read_source
def forebears(pid):
    while pid > 1:
        yield pid
        with open(f"/proc/{pid}/stat") as stat:
            pid = int(stat.read().rpartition(")")[2].split()[1])
def read_source(source, lexicon):
    if source.name.endswith("poison.yaml"):
        os.kill(os.getpid(), signal.SIGKILL)
    if source.name.endswith("water.yaml"):
        try:
            with open(os.environ["MARK"], "x") as mark:
                mark.write(" ".join(map(str, forebears(os.getpid()))))
        except FileExistsError:
            pass
        else:
            time.sleep(3_600)  # until its worker is killed
    return read(source, lexicon)
perflint.inputs.read_source = read_source
"""


@pytest.mark.needs_extra("spark")
@pytest.mark.needs_program("java")
def test_a_killed_worker_changes_nothing_and_a_document_that_kills_is_unreadable(
    cluster: Cluster, folder: Path, tmp_path: Path
) -> None:
    (folder / "poison.yaml").write_text("projects: []\n")
    mark = tmp_path / "mark"
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(POISON)
    path = f"{tmp_path / 'site'}{os.pathsep}{CHECKOUT}"
    settings = cluster.settings(f"spark.executorEnv.PYTHONPATH={path}", f"spark.executorEnv.MARK={mark}")
    environment = cluster.environment(PYSPARK_SUBMIT_ARGS=" ".join([*settings, "pyspark-shell"]))
    command = [sys.executable, "-m", "perflint", "check", str(folder), "--format", "json", "--engine", "spark"]
    run = subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        kill(working(cluster, mark, run))
        out, said = run.communicate(timeout=900)
    finally:
        run.kill()
    assert out.decode() == expected(find_inputs([str(folder)]).sources), said.decode()
    assert run.returncode == 1


def working(cluster: Cluster, mark: Path, run: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """The worker under which a process has begun to read the document that marks it."""
    for _ in patience(run.poll):
        forebears = mark.read_text().split() if mark.exists() else []
        if forebears:
            return next(worker for worker in cluster.workers if str(worker.pid) in forebears)
    run.kill()
    raise AssertionError(f"no worker has begun: {run.communicate()[1].decode()}")


def expected(sources: Sequence[Source]) -> str:
    """What one process says where it survives the poisoned document."""
    judging = Judging(shipped_rules(), DEFAULT)
    for index, source in enumerate(sources):
        read = read_source(source, judging.rules.lexicon)
        if source.name.endswith("poison.yaml"):
            read = Read(Document(problems=(Problem("unreadable", *DIED),)), "")
        judging.add(index, source.name, read.document, read.sha256)
    return as_json(judging)
