"""Several processes: each reads and judges whole inputs and hands back violations and facts, never projects.

The facts are gathered in the calling process by the same function as ever, in the order of the inputs, so the result is
the same to the byte whatever the number of processes. An input whose process dies is tried once more alone; if that
one dies too it is an unreadable input, and the others go on.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from msgspec import Struct, field
from msgspec.structs import replace

from perflint.api import Judging, Options, Part
from perflint.checks.base import Member, Origin
from perflint.engine.pack import RuleSet
from perflint.inputs import Source, read_source
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.place import NOWHERE, Place, PlaceMap, Places

_AHEAD = 4  # inputs per process that are handed out before their turn to be gathered

_judging: Judging | None = None  # of this worker


class ReadAgain(Struct):
    """Places of an input that another process read: it is read once more when one of them is asked for.

    Few facts end in a violation; to find and send the places of all of them would cost more than judging does.
    """

    source: Source
    sha256: str
    lexicon: Lexicon
    _document: list[Document] = field(default_factory=list)

    def places(self, position: int) -> Places:
        """The places of a project, -1 for the document's own; none where the input has changed meanwhile."""
        if not self._document:
            read = read_source(self.source, self.lexicon)
            self._document.append(read.document if read.sha256 == self.sha256 else Document())
        document = self._document[0]
        if position < 0:
            return document.places
        return document.projects[position].places if position < len(document.projects) else NOWHERE


class LaterPlaces(Struct):
    """The places of one project of an input that is read again when they are needed."""

    input: ReadAgain
    position: int

    def find(self, path: str) -> Place | None:
        return self.input.places(self.position).find(path)


def judge_all(
    sources: Sequence[Source], rules: RuleSet, options: Options, keep_documents: bool, jobs: int
) -> Iterator[Part]:
    """What each input gives, in their order, worked out by ``jobs`` processes."""
    context = multiprocessing.get_context("spawn")
    setup = (rules, options, keep_documents)
    pool = ProcessPoolExecutor(jobs, context, _prepare, setup)
    waiting: dict[int, Future[Part]] = {}
    try:
        for index, source in enumerate(sources):
            for ahead in range(index, min(index + _AHEAD * jobs, len(sources))):
                if ahead not in waiting and sources[ahead].path is not None:
                    waiting[ahead] = pool.submit(_judge, ahead, sources[ahead])
            if source.path is None:  # standard input belongs to this process
                yield _read_and_judge(Judging(rules, options, keep_documents=keep_documents), index, source)
                continue
            try:
                part = waiting.pop(index).result()
            except BrokenProcessPool:
                waiting.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                pool = ProcessPoolExecutor(jobs, context, _prepare, setup)
                part = _alone(index, source, setup)
            yield _with_places(part, ReadAgain(source, part.input.sha256, rules.lexicon))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(index: int, source: Source, setup: tuple[RuleSet, Options, bool]) -> Part:
    """An input whose process died, once more in a process of its own."""
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, context, _prepare, setup) as pool:
            return pool.submit(_judge, index, source).result()
    except BrokenProcessPool:
        rules, options, keep_documents = setup
        said = "读取时进程意外终止", "the process that read it ended unexpectedly"
        document = Document(problems=(Problem("unreadable", *said),))
        return Judging(rules, options, keep_documents=keep_documents).judge(index, source.name, document, "")


# --- in the workers --------------------------------------------------------------------------------------------------


def _prepare(rules: RuleSet, options: Options, keep_documents: bool) -> None:
    global _judging
    _judging = Judging(rules, options, keep_documents=keep_documents)


def _judge(index: int, source: Source) -> Part:
    assert _judging is not None
    return _portable(_read_and_judge(_judging, index, source))


def _read_and_judge(judging: Judging, index: int, source: Source) -> Part:
    read = read_source(source, judging.rules.lexicon)
    return judging.judge(index, source.name, read.document, read.sha256)


def _portable(part: Part) -> Part:
    """The part without what hangs on the text that was read; places that were known at once (a cell) stay."""
    origins: dict[int, Origin] = {}
    facts = [(rule, key, _moved(member, origins, lambda places, _: _sent(places))) for rule, key, member in part.facts]
    document = part.input.document
    if document is not None:
        projects = tuple(replace(project, places=NOWHERE) for project in document.projects)
        document = replace(document, projects=projects, places=NOWHERE, blocks=())
    return replace(
        part,
        facts=facts,
        document=replace(part.document, places=_sent(part.document.places)),
        input=replace(part.input, document=document),
    )


def _sent(places: Places) -> Places:
    return places if isinstance(places, PlaceMap) else NOWHERE


# --- back in the calling process -------------------------------------------------------------------------------------


def _with_places(part: Part, again: ReadAgain) -> Part:
    """The part with the means to find the places that were not sent."""
    origins: dict[int, Origin] = {}

    def found(places: Places, position: int) -> Places:
        return places if isinstance(places, PlaceMap) else LaterPlaces(again, position)

    facts = [(rule, key, _moved(member, origins, found)) for rule, key, member in part.facts]
    return replace(part, facts=facts, document=replace(part.document, places=found(part.document.places, -1)))


def _moved(member: Member, origins: dict[int, Origin], places: Callable[[Places, int], Places]) -> Member:
    """The fact with other places; ``origins`` holds those of the part that were changed already."""
    own = member.origin
    origin = origins.get(id(own))
    if origin is None:
        origin = origins[id(own)] = replace(own, places=places(own.places, own.position))
    return replace(member, origin=origin)
