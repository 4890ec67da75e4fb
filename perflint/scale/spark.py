"""The engine on Spark: ``judge`` as a map over documents, ``gather`` as a group-by on keys, with the very same bytes.

Each task reads whole documents itself and sends back violations and facts, packed as bytes. Rules that compare the
projects of one document are gathered where the document is judged. The facts of the others are sorted by key
through the shuffle and gathered group by group, in waves: rules that silence others come first. Nothing here
knows a rule; the Report is made by the same steps as that of one process.

Input files must have the same path on every machine. A document at which a task died is judged again in a process of
its own: when that dies too, the document is unreadable, and the others are judged.
What runs in tasks is in ``spark_tasks``, the driver is here.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec.structs import replace

from perflint.api import Judging, Part
from perflint.engine.gather import DocumentFacts
from perflint.engine.waves import waves_of
from perflint.inputs import Source
from perflint.scale.spark_tasks import (
    GROUP,
    PROJECT,
    Given,
    Record,
    Task,
    any_program,
    document_of,
    judge_all,
    with_silences,
    worker_of,
)
from perflint.violation import Message, Violation

PARTITION_BYTES: Final = 32_000_000
"""Bytes of documents in one task, at most, unless a single document is larger."""
TASKS_A_CORE: Final = 4


class SparkFailed(Exception):
    """The run could not be started or finished, and why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.en)


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
