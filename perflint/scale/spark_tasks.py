"""What runs in Spark's tasks: documents are judged there, facts gathered; see ``spark`` for the whole."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from perflint._version import __version__
from perflint.checks.base import project_of
from perflint.engine.compile import Program, compile_rules
from perflint.engine.gather import DocumentFacts, Silences, gather
from perflint.engine.pack import RuleSet
from perflint.inputs import Source
from perflint.judging import Judging
from perflint.lexicon import Lexicon
from perflint.model import Department, Document, Project
from perflint.options import Options
from perflint.part import WHOLE, Part, Share
from perflint.place import NOWHERE
from perflint.readers.lines import InputChanged
from perflint.scale import parts, shares
from perflint.scale.packed import (
    Declared,
    Packing,
    Record,
    batches,
    by_itself,
    declare,
    declared_by,
    packed,
    project_key,
    unpacked,
)

ALONE_SECONDS: Final = 900
"""How long a document at which a task died may take when it is judged in a process of its own."""
T = TypeVar("T")
Argument = TypeVar("Argument")

# Records of the shuffle are (key, bytes): packed facts, and results, whose key is b"".
RESULT: Final = b""


class Task(Struct, frozen=True):
    """What every task is given. ``people``: whether the report needs the units of all projects (text, for people)."""

    rules: RuleSet
    options: Options
    people: bool
    version: str = __version__

    def packed(self) -> bytes:
        """As bytes, without what the lexicon has made so far."""
        return pickle.dumps(replace(self, rules=replace(self.rules, lexicon=Lexicon(self.rules.lexicon.lists))))


class Given(Struct, frozen=True):
    """An input to judge, with its index in the call, and which share of its projects."""

    index: int
    source: Source
    share: Share = WHOLE


class Worker:
    """One process that judges and gathers: rules compiled once, documents one after the other."""

    def __init__(self, task_bytes: bytes) -> None:
        task: Task = pickle.loads(task_bytes)
        if task.version != __version__:
            raise RuntimeError(f"perflint is {task.version} on the driver and {__version__} on this machine")
        self.per_document = task.options.per_document
        self.judging = Judging(task.rules, task.options, keep_documents=task.people)
        self.packing = Packing(any_program(self.judging), self.per_document)

    def judge(self, given: Given, looked: bytes = b"") -> list[Record]:
        """What an input alone gives, and its facts for the shuffle. ``looked``: of a share, the document's Task."""
        if not looked:
            return self.records(shares.read_and_judge(self.judging, given.index, given.source))
        try:
            return self.records(_task(looked).judge(self.judging, given.share), given.share)
        except InputChanged:
            return self.unread(given, *shares.CHANGED)

    def unread(self, given: Given, zh: str, en: str) -> list[Record]:
        """What an input gives that could not be read, and why."""
        return self.records(shares.unread(self.judging, given.index, given.source, zh, en))

    def records(self, part: Part, share: Share = WHOLE) -> list[Record]:
        """A part as records of the shuffle."""
        document = part.input.document
        slim = _slim(document, share) if document is not None else None
        said = replace(
            part,
            facts=[],
            document=replace(part.document, places=NOWHERE),
            input=replace(part.input, document=slim),
        )
        key = self.packing.key
        facts = [(key(fact, number), packed(by_itself(fact))) for number, fact in enumerate(part.facts)]
        return [(RESULT, parts.pack(said)), *facts]

    def gather(self, documents: Mapping[int, DocumentFacts], records: Iterable[Record]) -> Iterator[Record]:
        """Gathers sorted facts group by group: violations (as RESULT), and silences under their projects' keys."""
        waves = self.packing.waves
        for batch in batches(records):
            silences = Silences()
            for (_, _, member), declared in batch:
                declare(silences, project_of(member), declared)
            facts = [fact for fact, _ in batch]
            here = {waves[rule] for rule, _, _ in facts}
            found, excused = gather(facts, self.packing.program, documents, self.per_document, silences)
            if found or excused:
                yield RESULT, pickle.dumps((found, excused))
            for project, rule, cluster in declared_by(silences):
                if waves.get(rule, -1) > max(here):
                    yield project_key(project), pickle.dumps((rule, cluster))


@lru_cache(maxsize=1)
def worker_of(task: bytes) -> Worker:
    return Worker(task)


@lru_cache(maxsize=1)
def _task(looked: bytes) -> shares.Task:
    task: shares.Task = pickle.loads(looked)
    return task


def judge_all(task: bytes, attempt: int, given: Iterable[tuple[Given, bytes]]) -> Iterator[Record]:
    """Judges inputs; from the second attempt of a task on each in a process of its own."""
    worker = worker_of(task)
    for item, looked in given:
        yield from judged_alone(worker, item, looked) if attempt else worker.judge(item, looked)


def judged_alone(worker: Worker, given: Given, looked: bytes = b"") -> list[Record]:
    """Judges an input in a process of its own. When that dies or takes too long, the input is unreadable."""
    try:
        return alone(partial(worker.judge, given, looked))
    except Died as died:
        return worker.unread(given, died.zh, died.en)


def call(task: bytes, attempt: int, function: Callable[[Judging, Argument], T], given: Argument) -> T | None:
    """Calls a function; None where its input was changed. From the second attempt on a death is None, too."""
    work = partial(_unless_changed, function, worker_of(task).judging, given)
    try:
        return alone(work) if attempt else work()
    except Died:
        return None


def _unless_changed(function: Callable[[Judging, Argument], T], judging: Judging, given: Argument) -> T | None:
    try:
        return function(judging, given)
    except InputChanged:  # it is being written: what is there now counts
        return None


class Died(Exception):
    """A process died, or took too long."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)


def alone(work: Callable[[], T]) -> T:
    """What some work gives in a process of its own. Raises Died."""
    import multiprocessing

    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(work()))
    child.start()
    sender.close()
    try:
        if receiver.poll(ALONE_SECONDS):
            given: T = receiver.recv()
            return given
        raise Died(f"读取超过{ALONE_SECONDS}秒，已放弃", f"given up: reading took more than {ALONE_SECONDS} seconds")
    except EOFError as error:
        raise Died("读取此文件的进程异常终止", "the process that read this file died") from error
    finally:
        child.kill()
        child.join()


def with_silences(records: Iterable[Record]) -> Iterator[Record]:
    """Facts together with what silences their project. Records are sorted by project, silences before facts."""
    for _, group in groupby(records, key=lambda record: record[0][:12]):
        silences: Declared = []
        for key, value in group:
            if len(key) == 12:
                silences.append(pickle.loads(value))
            else:
                yield key[12:], packed(unpacked(value)[0], silences) if silences else value


def sorted_by(records: Any, key: slice, count: int) -> Any:
    """Records of an RDD sorted by their whole key, those that agree in a part of it in one of so many partitions."""
    return records.repartitionAndSortWithinPartitions(count, lambda whole: zlib.crc32(whole[key]))


def any_program(judging: Judging) -> Program:
    """A program for gathering: rules judge each group by its own setting, so any profile's serves."""
    profile = next(iter(judging.rules.profiles.values()))
    return compile_rules(judging.rules, profile, judging.grammar, judging.judged)


def _slim(document: Document, share: Share) -> Document:
    """What is asked of a document later: name, problems, comments that waive, its projects' units where it has any.

    Of a document in shares the driver knows the projects.
    """
    return Document(
        kind=document.kind,
        title=document.title,
        department=Department(name=document.department.name),
        problems=document.problems,
        projects=tuple(Project(unit=project.unit) for project in document.projects) if share == WHOLE else (),
        comments=document.comments,
    )
