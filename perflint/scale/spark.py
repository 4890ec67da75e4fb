"""The engine on Spark: ``judge`` as a map over documents, ``gather`` as a group-by on keys, with the very same bytes.

Each task reads whole documents itself and sends back violations and facts, packed as bytes. Rules that compare the
projects of one document are gathered where the document is judged. The facts of the others are sorted by key
through the shuffle and gathered group by group, in waves: rules that silence others come first. Nothing here
knows a rule; the Report is made by the same steps as that of one process.

Input files must have the same path on every machine. A document at which a task died is judged again in a process of
its own: when that dies too, the document is unreadable, and the others are judged.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from perflint._version import __version__
from perflint.api import Judging, Options, Part
from perflint.engine.compile import Program, compile_rules
from perflint.engine.gather import DocumentFacts, Fact, Silences, gather
from perflint.engine.pack import RuleSet
from perflint.inputs import Source, read_source
from perflint.lexicon import Lexicon
from perflint.model import Department, Document, Problem, Project
from perflint.place import NOWHERE, PlaceMap, nearest_place
from perflint.rule import Profile, Setting
from perflint.violation import Message, Violation

PARTITION_BYTES: Final = 32_000_000
"""Bytes of documents in one task, at most, unless a single document is larger."""
TASKS_A_CORE: Final = 4
FACTS_AT_ONCE: Final = 2_000
"""Facts that one call of ``gather`` gets, at least: small groups are gathered together."""
ALONE_SECONDS: Final = 900
"""How long a document at which a task died may take when it is judged in a process of its own."""

# Records of the shuffle are (key, bytes). A result has the key b"". A fact's key is its wave (1 byte, from 1), the
# digest of rule, document and key of the group (16), then what sorts it within the group: document (8), project (4),
# number of the fact (4). Group and project are cut out of it.
Record = tuple[bytes, bytes]
RESULT: Final = b""
GROUP: Final = slice(0, 17)
PROJECT: Final = slice(17, 29)
_ORDER: Final = struct.Struct(">QII")


class SparkFailed(Exception):
    """The run could not be started or finished, and why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.en)


class Task(Struct, frozen=True):
    """What every task is given. ``people``: whether the report needs the units of all projects (text, for people)."""

    rules: RuleSet
    options: Options
    people: bool
    version: str = __version__

    def packed(self) -> bytes:
        """As bytes, without what the lexicon has made so far."""
        return pickle.dumps(replace(self, rules=replace(self.rules, lexicon=Lexicon(self.rules.lexicon.lists))))


Given = tuple[int, Source]
"""An input to judge, with its index in the call."""


# --- what runs in tasks ---------------------------------------------------------------------------------------------


class Worker:
    """One process that judges and gathers: rules compiled once, documents one after the other."""

    def __init__(self, packed: bytes) -> None:
        task: Task = pickle.loads(packed)
        if task.version != __version__:
            raise RuntimeError(f"perflint is {task.version} on the driver and {__version__} on this machine")
        self.people = task.people
        self.judging = Judging(task.rules, task.options)
        self.program = any_program(self.judging)
        self.waves = waves_of(self.program, task.options.per_document)

    def judge(self, given: Given) -> list[Record]:
        """What a document alone gives, and its facts for the shuffle."""
        read = read_source(given[1], self.judging.rules.lexicon)
        return self.judge_document(given, read.document, read.sha256)

    def judge_document(self, given: Given, document: Document, sha256: str) -> list[Record]:
        """The same for a document that was read."""
        index, source = given
        part = self.judging.judge(index, source.name, document, sha256)
        near = [fact for fact in part.facts if fact[0] not in self.waves]
        found, excused = gather(near, self.program, {index: part.document}, self.judging.options.per_document)
        alone = replace(
            part,
            violations=part.violations + found,
            facts=[],
            not_applicable={**part.not_applicable, **{(rule, "", reason): 0 for rule, reason in excused}},
            document=replace(part.document, setting=_without_profile(part.document.setting), places=NOWHERE),
            input=replace(part.input, setting=None, document=_slim(document, self.people)),
        )
        return [(RESULT, pickle.dumps(alone)), *self._facts(part.facts)]

    def _facts(self, facts: Iterable[Fact]) -> Iterator[Record]:
        scopes = {item.rule.id: item.rule.scope for item in self.program.group_rules}
        for number, (rule, key, member) in enumerate(facts):
            if rule in self.waves:
                alone = scopes[rule] != "corpus"
                group = (rule, member.document if alone else None, key)
                order = _ORDER.pack(member.document, member.position + 1, number)
                digest = hashlib.blake2b(repr(group).encode("utf-8", "surrogatepass"), digest_size=16).digest()
                yield bytes((self.waves[rule] + 1,)) + digest + order, pickle.dumps((_packed((rule, key, member)), []))

    def gather(self, documents: Mapping[int, DocumentFacts], records: Iterable[Record]) -> Iterator[Record]:
        """Gathers sorted facts group by group: violations (as RESULT), and silences under their projects' keys."""
        facts: list[Fact] = []
        silences = Silences()
        for _, group in groupby(records, key=lambda record: record[0][GROUP]):
            for key, value in group:
                fact, declared = pickle.loads(value)
                facts.append(fact)
                _declare(silences, document_of(key), position_of(key), declared)
            if len(facts) >= FACTS_AT_ONCE:
                yield from self._gathered(facts, documents, silences)
                facts, silences = [], Silences()
        yield from self._gathered(facts, documents, silences)

    def _gathered(
        self, facts: list[Fact], documents: Mapping[int, DocumentFacts], silences: Silences
    ) -> Iterator[Record]:
        if not facts:
            return
        here = {self.waves[rule] for rule, _, _ in facts}
        found, excused = gather(facts, self.program, documents, False, silences)
        if found or excused:
            yield RESULT, pickle.dumps((found, excused))
        for project, rule, cluster in _declared(silences):
            if self.waves.get(rule, -1) > max(here):
                yield _ORDER.pack(project[0], project[1] + 1, 0)[:12], pickle.dumps((rule, cluster))


@lru_cache(maxsize=1)
def worker_of(packed: bytes) -> Worker:
    return Worker(packed)


def judge_all(packed: bytes, attempt: int, given: Iterable[Given]) -> Iterator[Record]:
    """Judges documents; from the second attempt of a task on each in a process of its own."""
    worker = worker_of(packed)
    for item in given:
        yield from judged_alone(worker, item) if attempt else worker.judge(item)


def judged_alone(worker: Worker, given: Given) -> list[Record]:
    """Judges a document in a process of its own. When that dies or takes too long, the document is unreadable."""
    import multiprocessing

    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(worker.judge(given)))
    child.start()
    sender.close()
    try:
        if receiver.poll(ALONE_SECONDS):
            records: list[Record] = receiver.recv()
            return records
        zh, en = f"读取超过{ALONE_SECONDS}秒，已放弃", f"given up: reading took more than {ALONE_SECONDS} seconds"
    except EOFError:
        zh, en = "读取此文件的进程异常终止", "the process that read this file died"
    finally:
        child.kill()
        child.join()
    return worker.judge_document(given, Document(problems=(Problem("unreadable", zh, en),)), "")


def with_silences(records: Iterable[Record]) -> Iterator[Record]:
    """Facts together with what silences their project. Records are sorted by project, silences before facts."""
    for _, group in groupby(records, key=lambda record: record[0][:12]):
        silences: list[tuple[str, str | None]] = []
        for key, value in group:
            if len(key) == 12:
                silences.append(pickle.loads(value))
            else:
                yield key[12:], pickle.dumps((pickle.loads(value)[0], silences)) if silences else value


def any_program(judging: Judging) -> Program:
    """A program for gathering: rules judge each group by its own setting, so any profile's serves."""
    profile = next(iter(judging.rules.profiles.values()))
    return compile_rules(judging.rules, profile, judging.grammar, judging.judged)


def waves_of(program: Program, per_document: bool) -> dict[str, int]:
    """The rules whose facts must meet across documents, each with the wave (from 0) in which it can be decided.

    Those are the rules of the corpus, and whatever silences one or is silenced by one. A rule comes after those that
    silence it.
    """
    rules = [item.rule for item in program.group_rules]
    causes: dict[str, set[str]] = {rule.id: set() for rule in rules}
    for number, cause in enumerate(rules):
        for silence, targets in program.silences.get(cause.id, ()):
            if silence.at in ("members", "project"):
                for later in rules[number + 1 :]:
                    causes[later.id] |= {cause.id} if later.id in targets else set()
    wide = set() if per_document else {rule.id for rule in rules if rule.scope == "corpus"}
    while True:
        linked = {rule for rule in causes if causes[rule] & wide} | {c for rule in wide for c in causes[rule]}
        if linked <= wide:
            break
        wide |= linked
    waves: dict[str, int] = {}
    for rule in rules:
        if rule.id in wide:
            waves[rule.id] = max((waves[cause] + 1 for cause in causes[rule.id]), default=0)
    return waves


def _slim(document: Document, people: bool) -> Document:
    """What is asked of a document later: name, problems, comments that waive, for people its projects' units."""
    return Document(
        kind=document.kind,
        title=document.title,
        department=Department(name=document.department.name),
        problems=document.problems,
        projects=tuple(Project(unit=project.unit) for project in document.projects) if people else (),
        comments=document.comments,
    )


def _without_profile(setting: Setting) -> Setting:
    """The setting with the bare id of its profile, which the driver has."""
    return replace(setting, profile=Profile(setting.profile.id, Message("", ""), ()))


def _packed(fact: Fact) -> Fact:
    """A fact that stands by itself: with the one place that can be asked of it."""
    rule, key, member = fact
    place = nearest_place(member.origin.places, member.field)
    places = PlaceMap({member.field: place}) if place is not None else NOWHERE
    return rule, key, replace(member, origin=replace(member.origin, places=places))


def document_of(key: bytes) -> int:
    document: int = _ORDER.unpack(key[17:])[0]
    return document


def position_of(key: bytes) -> int:
    """The project's position in its document; -1 for the document itself."""
    position: int = _ORDER.unpack(key[17:])[1]
    return position - 1


def _declare(silences: Silences, document: int, position: int, declared: Iterable[tuple[str, str | None]]) -> None:
    key = (document, position)
    for rule, cluster in declared:
        if cluster is None:
            silences.projects[rule].add(key)
        else:
            silences.clusters[rule].setdefault(key, set()).add(cluster)


def _declared(silences: Silences) -> Iterator[tuple[tuple[int, int], str, str | None]]:
    for rule, projects in silences.projects.items():
        yield from ((project, rule, None) for project in projects)
    for rule, joined in silences.clusters.items():
        yield from ((project, rule, cluster) for project, names in joined.items() for cluster in names)


# --- what runs on the driver ----------------------------------------------------------------------------------------


def judge_on_spark(
    judging: Judging, sources: Sequence[Source], people: bool = False, settings: Mapping[str, str] | None = None
) -> None:
    """Has inputs judged and gathered as one corpus on Spark: all that is found goes to ``judging``, for its report.

    ``settings`` are Spark's; those that the call was submitted with win. Raises SparkFailed.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark import SparkConf, SparkContext
        from pyspark.errors import PySparkException
    except ModuleNotFoundError as error:
        how = 'pip install "perflint-targets[spark]"'
        raise SparkFailed(Message(f"在Spark上运行需要安装附加组件：{how}", f"Spark needs an extra: {how}")) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    defaults = {"spark.master": "local[*,4]", "spark.app.name": "perflint", "spark.ui.showConsoleProgress": "false"}
    given = [(index, _absolute(source)) for index, source in enumerate(sources)]
    try:
        SparkContext._ensure_initialized()  # before this a SparkConf knows nothing of what was submitted
        conf = SparkConf()
        for name, value in {**defaults, **(settings or {})}.items():
            conf.setIfMissing(name, value)
        with SparkContext.getOrCreate(conf) as context:
            context.setLogLevel("OFF")  # what fails is said by SparkFailed, once
            _Run(context, judging, Task(judging.rules, judging.options, people)).fill(given)
    except (Py4JError, PySparkException) as error:
        why = _reason(str(error))
        raise SparkFailed(Message(f"Spark运行失败：{why}", f"the run on Spark failed: {why}")) from error


def _reason(said: str) -> str:
    """The lines of Spark's message that tell why, without the stacks of both languages."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith(("\t", "  "))]
    return "\n".join(lines[:20])


class _Run:
    """One run: fills a Judging with what the tasks found."""

    def __init__(self, context: Any, judging: Judging, task: Task) -> None:
        from pyspark import StorageLevel

        self.context = context
        self.judging = judging
        self.task = context.broadcast(task.packed())
        self.waves = waves_of(any_program(judging), judging.options.per_document)
        self.storage = StorageLevel.DISK_ONLY
        self.profiles = judging.rules.profiles

    def fill(self, given: Sequence[Given]) -> None:
        """Judges and gathers; all violations, inputs and reasons go to the Judging."""
        judged = self._judged(given)
        packed = judged.filter(lambda record: not record[0]).values().collect()
        twins = set()
        for part in sorted(map(pickle.loads, packed), key=lambda part: part.index):
            twins |= {part.index} if part.said in self.judging.seen else set()
            self.judging.take(self._whole(part))
        facts = judged.filter(lambda record: record[0] and document_of(record[0]) not in twins)
        self._gather(facts, judged.getNumPartitions())
        judged.unpersist()

    def _judged(self, given: Sequence[Given]) -> Any:
        task = self.task

        def run(chunks: Iterable[list[Given]]) -> Iterator[Record]:
            from pyspark import TaskContext

            for chunk in chunks:
                yield from judge_all(task.value, TaskContext.get().attemptNumber(), chunk)

        chunks = _chunks(given, self.context.defaultParallelism * TASKS_A_CORE)
        return self.context.parallelize(chunks, max(1, len(chunks))).mapPartitions(run).persist(self.storage)

    def _whole(self, part: Part) -> Part:
        """The part with its profile again."""
        setting = replace(part.document.setting, profile=self.profiles[part.document.setting.profile.id])
        return replace(
            part, document=replace(part.document, setting=setting), input=replace(part.input, setting=setting)
        )

    def _gather(self, facts: Any, parts: int) -> None:
        task, known = self.task, self.context.broadcast(pickle.dumps(self.judging.documents))

        def run(records: Iterable[Record]) -> Iterator[Record]:
            return worker_of(task.value).gather(_documents(known.value), records)

        found: list[Violation] = []
        silences = self.context.emptyRDD()
        for wave in sorted(set(self.waves.values())):
            mine = facts.filter(lambda record, first=wave + 1: record[0][0] == first)
            if wave:
                keyed = mine.map(lambda record: (record[0][PROJECT] + record[0], record[1])).union(silences)
                mine = _sorted(keyed, slice(0, 12), parts).mapPartitions(with_silences)
            gathered = _sorted(mine, GROUP, parts).mapPartitions(run).persist(self.storage)
            silences = silences.union(gathered.filter(lambda record: len(record[0])))
            for packed in gathered.filter(lambda record: not record[0]).values().collect():
                violations, excused = pickle.loads(packed)
                found += violations
                for rule, reason in excused:
                    self.judging.not_applicable[(rule, "", reason)] += 0
        self.judging.violations += sorted(found, key=lambda item: (item.document, item.position, item.cluster or ""))


def _sorted(records: Any, key: slice, parts: int) -> Any:
    """Records sorted by their whole key, those that agree in a part of it in one partition."""
    return records.repartitionAndSortWithinPartitions(parts, lambda whole: int.from_bytes(whole[key][-8:], "big"))


@lru_cache(maxsize=1)
def _documents(packed: bytes) -> Mapping[int, DocumentFacts]:
    documents: Mapping[int, DocumentFacts] = pickle.loads(packed)
    return documents


def _chunks(given: Sequence[Given], wanted: int) -> list[list[Given]]:
    """The documents, in order, in parts of about equal bytes: ``wanted`` of them, more where they grow too large."""
    sizes = [_size(source) for _, source in given]
    limit = min(PARTITION_BYTES, sum(sizes) // wanted + 1)
    chunks: list[list[Given]] = []
    room = 0
    for item, size in zip(given, sizes, strict=True):
        if not chunks or room < size:
            chunks.append([])
            room = limit
        chunks[-1].append(item)
        room -= size
    return chunks


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size if source.path is not None else 0
    except OSError:
        return 0


def _absolute(source: Source) -> Source:
    """The input with a path that means the same in every process. Raises SparkFailed for standard input."""
    if source.path is None:
        raise SparkFailed(Message("Spark不能读取标准输入", "standard input cannot be read on Spark"))
    return replace(source, path=source.path.absolute())
