"""The driver of a run on Spark: deals out documents, has facts sorted by key, and takes what tasks found.

Rules that silence others are gathered in a wave before those, and what they silence reaches the facts of the same
projects in between. What runs in tasks is in ``spark_tasks``, how large groups of texts are cut in ``spark_near``.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec.structs import replace

from perflint.engine.gather import DocumentFacts, by_project
from perflint.engine.waves import waves_of
from perflint.inputs import size_of
from perflint.judging import Judging
from perflint.model import Document
from perflint.part import Part, Share
from perflint.readers.lines import InputChanged
from perflint.scale import shares
from perflint.scale.packed import GROUP, PROJECT, WAVE, Record, document_of
from perflint.scale.parts import unpack
from perflint.scale.spark_near import cut
from perflint.scale.spark_tasks import (
    Argument,
    Given,
    T,
    Task,
    any_program,
    call,
    judge_all,
    sorted_by,
    with_silences,
    worker_of,
)
from perflint.violation import Violation

PARTITION_BYTES: Final = 32_000_000
"""Bytes of documents in one task, at most. A larger NDJSON file is judged in shares, by several tasks."""
TASKS_A_CORE: Final = 4


class Run:
    """One run: fills a Judging with what the tasks found."""

    def __init__(self, context: Any, judging: Judging, task: Task) -> None:
        from pyspark import StorageLevel

        self.context = context
        self.judging = judging
        self.people = task.people
        self.task = context.broadcast(task.packed())
        self.program = any_program(judging)
        self.storage = StorageLevel.DISK_ONLY

    def fill(self, given: Sequence[Given]) -> None:
        """Judges and gathers; all violations, inputs and reasons go to the Judging."""
        looked = {one.index: task for one in given if (task := self._looked_at(one)) is not None}
        judged = self._judged([share for one in given for share in in_shares(one, looked.get(one.index))], looked)
        packed = judged.filter(lambda record: not record[0]).values().collect()
        parts: dict[int, list[Part]] = {}
        for part in (unpack(said, self.judging.rules.profiles) for said in packed):
            parts.setdefault(part.index, []).append(part)
        left_out = set()
        for one in given:
            part = whole_of(parts.pop(one.index), looked.get(one.index), self.people)
            if part.said in self.judging.seen or not part.input.sha256:  # a twin, or not read by one task at least
                left_out.add(part.index)
            self.judging.take(part)
        facts = judged.filter(lambda record: record[0] and document_of(record[0]) not in left_out)
        self.waves = waves_of(self.program, self.judging.options.per_document, every=bool(looked))
        self._gather(facts, judged.getNumPartitions())
        judged.unpersist()

    def _looked_at(self, given: Given) -> shares.Task | None:
        """What is known of a document that is judged in shares; None for one that a task judges whole."""
        source = given.source
        opening = shares.opening_of(source, self.judging.rules.lexicon, PARTITION_BYTES)
        if opening is None:
            return None
        count = shares.count_of(size_of(source))
        try:
            return shares.looked_at(self.judging, given.index, source, opening, self._call, count)
        except InputChanged:  # it is being written, or gone: what a task finds there counts
            return None

    def _call(self, function: Callable[[Judging, Argument], T], given: Iterable[Argument]) -> Iterable[T]:
        """Has a function called by tasks, in order."""
        task = self.task

        def run(item: Argument) -> T | None:
            from pyspark import TaskContext

            return call(task.value, TaskContext.get().attemptNumber(), function, item)

        given = list(given)
        results: list[T] = self.context.parallelize(given, min(len(given), self._tasks())).map(run).collect()
        return results

    def _judged(self, given: Sequence[Given], looked: Mapping[int, shares.Task]) -> Any:
        task = self.task
        known = {index: self.context.broadcast(pickle.dumps(document)) for index, document in looked.items()}

        def run(chunks: Iterable[list[Given]]) -> Iterator[Record]:
            from pyspark import TaskContext

            for chunk in chunks:
                items = ((one, known[one.index].value if one.index in known else b"") for one in chunk)
                yield from judge_all(task.value, TaskContext.get().attemptNumber(), items)

        chunks = _chunks(given, self._tasks())
        return self.context.parallelize(chunks, max(1, len(chunks))).mapPartitions(run).persist(self.storage)

    def _tasks(self) -> int:
        count: int = self.context.defaultParallelism * TASKS_A_CORE
        return count

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
        self.judging.violations += sorted(found, key=by_project)


@lru_cache(maxsize=1)
def _documents(packed: bytes) -> Mapping[int, DocumentFacts]:
    documents: Mapping[int, DocumentFacts] = pickle.loads(packed)
    return documents


def in_shares(given: Given, looked: shares.Task | None) -> list[Given]:
    """The input whole, or its projects in shares."""
    if looked is None:
        return [given]
    count = shares.count_of(size_of(given.source))
    return [replace(given, share=Share(number, count)) for number in range(count)]


def whole_of(parts: Sequence[Part], looked: shares.Task | None, people: bool) -> Part:
    """What an input gave, of which shares gave ``parts``. Where one could not be read, it could not be read."""
    unread = [part for part in parts if not part.input.sha256]
    if unread or looked is None:
        return [*unread, *parts][0]
    part = shares.merged(parts)
    known, document = looked.document, part.input.document or Document()
    document = replace(document, projects=known.projects if people else (), places=known.places)
    return replace(part, document=looked.facts_of(), input=replace(part.input, document=document))


def _chunks(given: Sequence[Given], wanted: int) -> list[list[Given]]:
    """The documents, in order, in parts of about equal bytes: ``wanted`` of them, more where they grow too large."""
    sizes = [size_of(one.source) // one.share.of for one in given]
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
