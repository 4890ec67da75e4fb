"""The engine on Spark: ``judge`` as a map over documents, ``gather`` as a group-by on keys, with the very same bytes.

Each task reads whole documents itself, or shares of a large NDJSON file, and sends back violations and facts, packed as
bytes. Rules that compare the projects of one document are gathered where a whole document is judged. The facts of the
others, and all of documents in shares, are sorted by key through the shuffle and gathered group by group, in waves:
rules that silence others come first. Nothing here knows a rule; the Report is made by the same steps as that of one
process.

Input files must have the same path on every machine. A document at which a task died is judged again in a process of
its own: when that dies too, the document is unreadable, and the others are judged.
Here Spark is started and its failures are said; ``spark_run`` is the driver, ``spark_tasks`` is what runs in tasks, and
``spark_near`` cuts large groups of nearly equal texts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from perflint.inputs import Source
from perflint.judging import Judging
from perflint.scale.spark_run import Run
from perflint.scale.spark_tasks import Given, Task
from perflint.violation import Message


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
    given = [Given(index, _absolute(source)) for index, source in enumerate(sources)]
    try:
        SparkContext._ensure_initialized()  # before this a SparkConf knows nothing of what was submitted
        conf = SparkConf()
        for name, value in {**defaults, **(settings or {})}.items():
            conf.setIfMissing(name, value)
        with SparkContext.getOrCreate(conf) as context:
            context.setLogLevel("OFF")  # what fails is said by SparkFailed, once
            Run(context, judging, Task(judging.rules, judging.options, people)).fill(given)
    except (Py4JError, PySparkException) as error:
        why = _reason(str(error))
        raise SparkFailed(Message(f"Spark运行失败：{why}", f"the run on Spark failed: {why}")) from error


def _reason(said: str) -> str:
    """The lines of Spark's message that tell why, without the stacks of both languages."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith(("\t", "  "))]
    return "\n".join(lines[:20])


def _absolute(source: Source) -> Source:
    """The input with a path that means the same in every process. Raises SparkFailed for standard input."""
    if source.path is None:
        raise SparkFailed(Message("Spark不能读取标准输入", "standard input cannot be read on Spark"))
    return replace(source, path=source.path.absolute())
