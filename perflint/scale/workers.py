"""Several processes: each reads and judges inputs, or shares of a large one, and hands back violations and facts.

Never projects. The facts are gathered in the calling process by the same function as ever, in the order of the inputs,
so the result is the same to the byte whatever the number of processes. An input whose process dies is tried once more
alone; if that one dies too it is an unreadable input, and the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from perflint._cycles import look_seldom
from perflint.engine.pack import RuleSet
from perflint.inputs import LARGE_BYTES, Source, size_of
from perflint.judging import Judging
from perflint.lexicon import Lexicon
from perflint.options import Options
from perflint.part import Part
from perflint.readers.ndjson import Opening
from perflint.scale.parcels import Parcel, opened, parcel_of
from perflint.scale.places import LaterPlaces, ReadAgain, portable, with_places
from perflint.scale.shares import SHARED_BYTES, Given, Result, opening_of, parts_of, read_and_judge, unread

_AHEAD = 8  # inputs per process that are handed out before their turn to be gathered, the largest of them first

_judging: Judging | None = None  # of this worker


class Setup(Struct, frozen=True):
    """What every worker is given."""

    rules: RuleSet
    options: Options
    keep_documents: bool
    list_projects: bool = False

    def judging(self) -> Judging:
        return Judging(self.rules, self.options, keep_documents=self.keep_documents, list_projects=self.list_projects)


def judge_parts(
    sources: Sequence[Source], setup: Setup, jobs: int, watch: Callable[[int, int], None] | None = None
) -> Iterator[Part]:
    """What each input gives, in their order; a large one in several parts, of which no more than one is in memory.

    ``watch`` is told how many shares of a large input are judged, and of how many.
    """
    lexicon = setup.rules.lexicon
    judging = setup.judging()
    judging.watch = watch
    shared_from = SHARED_BYTES if len(sources) <= jobs else LARGE_BYTES
    openings: dict[int, Opening | None] = {}
    with _Pool(setup, jobs) as pool:
        for index, source in enumerate(sources):
            for ahead in range(index, min(index + _AHEAD * jobs, len(sources))):
                if ahead not in openings:
                    openings[ahead] = opening_of(sources[ahead], lexicon, shared_from)
            pool.hand_out({at: sources[at] for at, found in openings.items() if found is None})
            opening = openings.pop(index)
            if source.path is None:  # standard input belongs to this process
                yield read_and_judge(judging, index, source)
                continue
            whole = partial(_whole, pool, index, source, lexicon)
            try:
                yield from parts_of(judging, index, source, opening, pool.run, whole, jobs)
            except BrokenProcessPool:
                pool.renew()
                yield _received(_alone(index, source, setup), source, lexicon)


def _whole(pool: _Pool, index: int, source: Source, lexicon: Lexicon) -> Part:
    return _received(pool.judged(index, source), source, lexicon)


class _Pool:
    """The processes, and the inputs that they were given before their turn."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        self.setup = setup
        self.jobs = jobs
        self.processes = _processes(setup, jobs)
        self.waiting: dict[int, Future[_Sent]] = {}

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *fault: object) -> None:
        self.processes.shutdown(wait=False, cancel_futures=True)

    def hand_out(self, inputs: Mapping[int, Source]) -> None:
        """Has inputs judged that were not given out yet, the largest first: they may not be left to the end."""
        new = [(index, source) for index, source in inputs.items() if index not in self.waiting and source.path]
        for index, source in sorted(new, key=lambda item: -size_of(item[1])):
            self.waiting[index] = self.processes.submit(_judge, index, source)

    def judged(self, index: int, source: Source) -> _Sent:
        """What an input gave. Raises BrokenProcessPool."""
        waiting = self.waiting.pop(index, None) or self.processes.submit(_judge, index, source)
        return waiting.result()

    def run(self, function: Callable[[Judging, Given], Result], given: Iterable[Given]) -> Iterable[Result]:
        """Has something else done, in the order given. Raises BrokenProcessPool when a result is asked for."""
        futures = [self.processes.submit(_call, function, item) for item in given]
        return (future.result() for future in futures)

    def renew(self) -> None:
        """Begins anew after a process has died; what was given out is given out again."""
        self.waiting.clear()
        self.processes.shutdown(wait=False, cancel_futures=True)
        self.processes = _processes(self.setup, self.jobs)


class _Sent(Struct, frozen=True):
    """A part as it comes from another process: its facts are in the parcel."""

    part: Part
    parcel: Parcel


def _processes(setup: Setup, jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _prepare, (setup,))


def _alone(index: int, source: Source, setup: Setup) -> _Sent:
    """An input whose process died, once more in a process of its own."""
    try:
        with _processes(setup, 1) as pool:
            return pool.submit(_judge, index, source).result()
    except BrokenProcessPool:
        said = "读取时进程意外终止", "the process that read it ended unexpectedly"
        return _sent(unread(setup.judging(), index, source, *said))


def _received(sent: _Sent, source: Source, lexicon: Lexicon) -> Part:
    """The part, with the means to find the places that it left behind."""
    part = sent.part
    again = ReadAgain(source, part.input.sha256, lexicon)
    facts = opened(sent.parcel.origins, sent.parcel.groups[0], partial(LaterPlaces, again))
    return replace(with_places(part, again), facts=facts)


# --- in the workers --------------------------------------------------------------------------------------------------


def _prepare(setup: Setup) -> None:
    global _judging
    threading.Thread(target=_end_with_parent, daemon=True).start()
    look_seldom()
    _judging = setup.judging()


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _judge(index: int, source: Source) -> _Sent:
    assert _judging is not None
    return _sent(read_and_judge(_judging, index, source))


def _call(function: Callable[[Judging, Given], Result], given: Given) -> Result:
    assert _judging is not None
    return function(_judging, given)


def _sent(part: Part) -> _Sent:
    return _Sent(portable(replace(part, facts=[])), parcel_of([part.facts]))
