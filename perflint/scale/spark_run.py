"""The driver of a run on Spark: deals out documents, has facts sorted by key, and takes what tasks found.

Rules that silence others are gathered in a wave before those, and what they silence reaches the facts of the same
projects in between. What runs in tasks is in ``spark_tasks``, how large groups of texts are cut in ``spark_near``.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec.structs import replace

from perflint.engine.gather import DocumentFacts
from perflint.engine.waves import waves_of
from perflint.inputs import Source
from perflint.judging import Judging, Part, Share
from perflint.lexicon import Lexicon
from perflint.scale.packed import GROUP, PROJECT, WAVE, Record, document_of
from perflint.scale.places import LaterPlaces, ReadAgain
from perflint.scale.spark_near import cut
from perflint.scale.spark_tasks import Given, Task, any_program, judge_all, sorted_by, with_silences, worker_of
from perflint.violation import Violation

PARTITION_BYTES: Final = 32_000_000
"""Bytes of documents in one task, at most; the projects of a larger document are shared out to several tasks."""
TASKS_A_CORE: Final = 4


class Run:
    """One run: fills a Judging with what the tasks found."""

    def __init__(self, context: Any, judging: Judging, task: Task) -> None:
        from pyspark import StorageLevel

        self.context = context
        self.judging = judging
        self.task = context.broadcast(task.packed())
        self.program = any_program(judging)
        self.storage = StorageLevel.DISK_ONLY
        self.profiles = judging.rules.profiles

    def fill(self, given: Sequence[Given]) -> None:
        """Judges and gathers; all violations, inputs and reasons go to the Judging."""
        given = [share for one in given for share in shares(one)]
        judged = self._judged(given)
        packed = judged.filter(lambda record: not record[0]).values().collect()
        parts: dict[int, list[Part]] = {}
        for part in map(pickle.loads, packed):
            parts.setdefault(part.index, []).append(part)
        left_out = set()
        for item in (one for one in given if one.share.number == 0):
            part = merged(parts[item.index])
            if part.said in self.judging.seen or not part.input.sha256:  # a twin, or not read by one task at least
                left_out.add(part.index)
            self.judging.take(self._whole(part))
            if item.share.of > 1:
                find_places_later(self.judging, item, part.input.sha256)
        facts = judged.filter(lambda record: record[0] and document_of(record[0]) not in left_out)
        self.waves = waves_of(self.program, self.judging.options.per_document, any(one.share.of > 1 for one in given))
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
            mine = facts.filter(lambda record, first=wave + 1: record[0][0] & WAVE == first)
            if wave:
                keyed = mine.map(lambda record: (record[0][PROJECT] + record[0], record[1])).union(silences)
                mine = sorted_by(keyed, slice(0, 12), parts).mapPartitions(with_silences)
            if any(self.waves.get(item.rule.id) == wave and item.alike for item in self.program.group_rules):
                mine = cut(mine, task, parts)
            gathered = sorted_by(mine, GROUP, parts).mapPartitions(run).persist(self.storage)
            silences = silences.union(gathered.filter(lambda record: len(record[0])))
            for packed in gathered.filter(lambda record: not record[0]).values().collect():
                violations, excused = pickle.loads(packed)
                found += violations
                for rule, reason in excused:
                    self.judging.not_applicable[(rule, "", reason)] += 0
        self.judging.violations += sorted(found, key=lambda item: (item.document, item.position, item.cluster or ""))


@lru_cache(maxsize=1)
def _documents(packed: bytes) -> Mapping[int, DocumentFacts]:
    documents: Mapping[int, DocumentFacts] = pickle.loads(packed)
    return documents


def find_places_later(judging: Judging, given: Given, sha256: str) -> None:
    """What is said of a shared document as a whole finds its place by reading it once more."""
    again = ReadAgain(given.source, sha256, Lexicon(judging.rules.lexicon.lists))
    judging.documents[given.index] = replace(judging.documents[given.index], places=LaterPlaces(again, -1))


def shares(given: Given) -> list[Given]:
    """The document whole, or its projects in as many shares as it has parts of PARTITION_BYTES."""
    count = _size(given.source) // PARTITION_BYTES + 1
    return [replace(given, share=Share(number, count)) for number in range(count)]


def merged(parts: Sequence[Part]) -> Part:
    """What a document gave, from what its shares gave. Where it could not be read for one, it could not be read."""
    first, *others = sorted(parts, key=lambda part: bool(part.input.sha256))
    if not first.input.sha256:
        return first
    not_applicable = Counter(first.not_applicable)
    for part in others:
        not_applicable.update(part.not_applicable)
    violations = [violation for part in (first, *others) for violation in part.violations]
    return replace(first, violations=violations, not_applicable=not_applicable)


def _chunks(given: Sequence[Given], wanted: int) -> list[list[Given]]:
    """The documents, in order, in parts of about equal bytes: ``wanted`` of them, more where they grow too large."""
    sizes = [_size(one.source) // one.share.of for one in given]
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
