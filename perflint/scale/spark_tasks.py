"""What runs in Spark's tasks: documents are judged there, facts gathered; see ``spark`` for the whole."""

from __future__ import annotations

import hashlib
import pickle
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from perflint._version import __version__
from perflint.engine.compile import Program, compile_rules
from perflint.engine.gather import DocumentFacts, Fact, Silences, gather
from perflint.engine.pack import RuleSet
from perflint.engine.waves import waves_of
from perflint.inputs import Source, read_source
from perflint.judging import WHOLE, Judging, Share
from perflint.lexicon import Lexicon
from perflint.model import Department, Document, Problem, Project
from perflint.options import Options
from perflint.place import NOWHERE, PlaceMap, nearest_place
from perflint.rule import Profile, Setting
from perflint.violation import Message

FACTS_AT_ONCE: Final = 2_000
"""Facts that one call of ``gather`` gets, at least: small groups are gathered together."""
ALONE_SECONDS: Final = 900
"""How long a document at which a task died may take when it is judged in a process of its own."""

# Records of the shuffle are (key, bytes). A result has the key b"". A fact's key is its wave (1 byte, from 1, with the
# bit ALIKE where the rule joins nearly equal texts), the digest of rule, document and key of the group (16), then what
# sorts it within the group: document (8), project (4), number of the fact (4). Group and project are cut out of it.
Record = tuple[bytes, bytes]
RESULT: Final = b""
GROUP: Final = slice(0, 17)
PROJECT: Final = slice(17, 29)
WAVE: Final = 0x7F
ALIKE: Final = 0x80
_ORDER: Final = struct.Struct(">QII")


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

    def __init__(self, packed: bytes) -> None:
        task: Task = pickle.loads(packed)
        if task.version != __version__:
            raise RuntimeError(f"perflint is {task.version} on the driver and {__version__} on this machine")
        self.people = task.people
        self.per_document = task.options.per_document
        self.judging = Judging(task.rules, task.options)
        self.program = any_program(self.judging)
        self.waves = waves_of(self.program, task.options.per_document, every=True)
        self.alike = {item.rule.id: item.alike for item in self.program.group_rules if item.alike is not None}

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
        return [(RESULT, pickle.dumps(alone)), *self._facts(part.facts)]

    def _facts(self, facts: Iterable[Fact]) -> Iterator[Record]:
        scopes = {item.rule.id: item.rule.scope for item in self.program.group_rules}
        for number, (rule, key, member) in enumerate(facts):
            alone = self.per_document or scopes[rule] != "corpus"
            group = (rule, member.document if alone else None, key)
            order = _ORDER.pack(member.document, member.position + 1, number)
            digest = hashlib.blake2b(repr(group).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            first = self.waves[rule] + 1 | (ALIKE if rule in self.alike else 0)
            yield bytes((first,)) + digest + order, pickle.dumps((_packed((rule, key, member)), []))

    def gather(self, documents: Mapping[int, DocumentFacts], records: Iterable[Record]) -> Iterator[Record]:
        """Gathers sorted facts group by group: violations (as RESULT), and silences under their projects' keys."""
        facts: list[Fact] = []
        silences = Silences()
        for own, group in groupby(records, key=lambda record: record[0][GROUP]):
            if own[0] & ALIKE:  # it may be one cluster of many: never together with another
                yield from self._gathered(facts, documents, silences)
                facts, silences = [], Silences()
            for key, value in group:
                fact, declared = pickle.loads(value)
                facts.append(fact)
                _declare(silences, document_of(key), position_of(key), declared)
            if len(facts) >= FACTS_AT_ONCE or own[0] & ALIKE:
                yield from self._gathered(facts, documents, silences)
                facts, silences = [], Silences()
        yield from self._gathered(facts, documents, silences)

    def _gathered(
        self, facts: list[Fact], documents: Mapping[int, DocumentFacts], silences: Silences
    ) -> Iterator[Record]:
        if not facts:
            return
        here = {self.waves[rule] for rule, _, _ in facts}
        found, excused = gather(facts, self.program, documents, self.per_document, silences)
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
