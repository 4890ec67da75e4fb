"""Several processes: each reads and judges whole inputs and hands back violations and facts, never projects.

The facts are gathered in the calling process by the same function as ever, in the order of the inputs, so the result is
the same to the byte whatever the number of processes. An input whose process dies is tried once more alone; if that
one dies too it is an unreadable input, and the others go on.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from msgspec import Struct

from perflint.engine.pack import RuleSet
from perflint.inputs import Source, read_source
from perflint.judging import Judging, Part
from perflint.model import Document, Problem
from perflint.options import Options
from perflint.scale.places import ReadAgain, portable, with_places

_AHEAD = 4  # inputs per process that are handed out before their turn to be gathered

_judging: Judging | None = None  # of this worker


class Setup(Struct, frozen=True):
    """What every process judges by."""

    rules: RuleSet
    options: Options
    keep_documents: bool
    list_projects: bool

    def judging(self) -> Judging:
        """A Judging of its own for a process."""
        return Judging(self.rules, self.options, None, self.keep_documents, list_projects=self.list_projects)


def judge_all(
    sources: Sequence[Source],
    rules: RuleSet,
    options: Options,
    keep_documents: bool,
    jobs: int,
    list_projects: bool = False,
) -> Iterator[Part]:
    """What each input gives, in their order, worked out by ``jobs`` processes."""
    context = multiprocessing.get_context("spawn")
    setup = Setup(rules, options, keep_documents, list_projects)
    pool = ProcessPoolExecutor(jobs, context, _prepare, (setup,))
    waiting: dict[int, Future[Part]] = {}
    try:
        for index, source in enumerate(sources):
            for ahead in range(index, min(index + _AHEAD * jobs, len(sources))):
                if ahead not in waiting and sources[ahead].path is not None:
                    waiting[ahead] = pool.submit(_judge, ahead, sources[ahead])
            if source.path is None:  # standard input belongs to this process
                yield _read_and_judge(setup.judging(), index, source)
                continue
            try:
                part = waiting.pop(index).result()
            except BrokenProcessPool:
                waiting.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                pool = ProcessPoolExecutor(jobs, context, _prepare, (setup,))
                part = _alone(index, source, setup)
            yield with_places(part, ReadAgain(source, part.input.sha256, rules.lexicon))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(index: int, source: Source, setup: Setup) -> Part:
    """An input whose process died, once more in a process of its own."""
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, context, _prepare, (setup,)) as pool:
            return pool.submit(_judge, index, source).result()
    except BrokenProcessPool:
        said = "读取时进程意外终止", "the process that read it ended unexpectedly"
        document = Document(problems=(Problem("unreadable", *said),))
        return setup.judging().judge(index, source.name, document, "")


# --- in the workers --------------------------------------------------------------------------------------------------


def _prepare(setup: Setup) -> None:
    global _judging
    _judging = setup.judging()


def _judge(index: int, source: Source) -> Part:
    assert _judging is not None
    return portable(_read_and_judge(_judging, index, source))


def _read_and_judge(judging: Judging, index: int, source: Source) -> Part:
    read = read_source(source, judging.rules.lexicon)
    return judging.judge(index, source.name, read.document, read.sha256)
