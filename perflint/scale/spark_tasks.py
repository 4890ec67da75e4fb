"""What runs in Spark's tasks: documents are judged there, facts gathered; see ``spark`` for the whole."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from perflint._version import __version__
from perflint.engine.compile import Program, compile_rules
from perflint.engine.gather import DocumentFacts, Silences, gather
from perflint.engine.pack import RuleSet
from perflint.inputs import Source, read_source
from perflint.judging import WHOLE, Judging, Share
from perflint.lexicon import Lexicon
from perflint.model import Department, Document, Problem, Project
from perflint.options import Options
from perflint.place import NOWHERE
from perflint.rule import Profile, Setting
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
from perflint.violation import Message

ALONE_SECONDS: Final = 900
"""How long a document at which a task died may take when it is judged in a process of its own."""

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
        self.people = task.people
        self.per_document = task.options.per_document
        self.judging = Judging(task.rules, task.options)
        self.packing = Packing(any_program(self.judging), self.per_document)

    def judge(self, given: Given) -> list[Record]:
        """What a document alone gives, and its facts for the shuffle."""
        read = read_source(given.source, self.judging.rules.lexicon)
        return self.judge_document(given, read.document, read.sha256)

    def judge_document(self, given: Given, document: Document, sha256: str) -> list[Record]:
        """The same for a document that was read."""
        part = self.judging.judge(given.index, given.source.name, document, sha256, given.share)
        alone = replace(
            part,
            facts=[],
            document=replace(part.document, setting=_without_profile(part.document.setting), places=NOWHERE),
            input=replace(part.input, setting=None, document=_slim(document, self.people)),
        )
        key = self.packing.key
        facts = [(key(fact, number), packed(by_itself(fact))) for number, fact in enumerate(part.facts)]
        return [(RESULT, pickle.dumps(alone)), *facts]

    def gather(self, documents: Mapping[int, DocumentFacts], records: Iterable[Record]) -> Iterator[Record]:
        """Gathers sorted facts group by group: violations (as RESULT), and silences under their projects' keys."""
        waves = self.packing.waves
        for batch in batches(records):
            silences = Silences()
            for (_, _, member), declared in batch:
                declare(silences, (member.document, member.position), declared)
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


def judge_all(task: bytes, attempt: int, given: Iterable[Given]) -> Iterator[Record]:
    """Judges documents; from the second attempt of a task on each in a process of its own."""
    worker = worker_of(task)
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
        silences: Declared = []
        for key, value in group:
            if len(key) == 12:
                silences.append(pickle.loads(value))
            else:
                yield key[12:], packed(unpacked(value)[0], silences) if silences else value


def sorted_by(records: Any, key: slice, parts: int) -> Any:
    """Records of an RDD sorted by their whole key, those that agree in a part of it in one of so many partitions."""
    return records.repartitionAndSortWithinPartitions(parts, lambda whole: zlib.crc32(whole[key]))


def any_program(judging: Judging) -> Program:
    """A program for gathering: rules judge each group by its own setting, so any profile's serves."""
    profile = next(iter(judging.rules.profiles.values()))
    return compile_rules(judging.rules, profile, judging.grammar, judging.judged)


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
