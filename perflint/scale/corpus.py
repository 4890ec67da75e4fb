"""One corpus in a run that can be interrupted: documents judged one after the other, each kept when it is finished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, islice

from msgspec import Struct

from perflint.engine.pack import RuleSet
from perflint.inputs import LARGE_BYTES, Source, sha256_of
from perflint.judging import Judging
from perflint.options import Options
from perflint.part import Part
from perflint.report import Report, Waived
from perflint.scale.dataset import (
    Row,
    about,
    document_row,
    fact_rows,
    project_rows,
    project_violation_rows,
    violation_row,
    violation_rows,
)
from perflint.scale.parts import Damaged, is_sound, numbered, pack, unpack
from perflint.scale.places import ReadAgain, portable, with_places
from perflint.scale.shares import here, judged_whole, opening_of, parts_of
from perflint.scale.spill import Spill
from perflint.scale.workfile import WorkFile
from perflint.violation import Violation


class Done(Struct, frozen=True):
    """A document that is finished; ``anew``: judged in this run, and not in an earlier one."""

    index: int
    projects: int
    anew: bool


class CorpusRun:
    """Judges all inputs as one corpus. ``watch`` is told how many projects of a document are judged, and of how many.

    ``finished`` are the indexes of inputs that an earlier run has judged, with the same bytes.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        rules: RuleSet,
        options: Options,
        work: WorkFile,
        jobs: int = 1,
        watch: Callable[[int, int], None] | None = None,
    ) -> None:
        self.sources = sources
        self.rules = rules
        self.options = options
        self.work = work
        self.jobs = jobs
        store = Spill(options.per_document)
        self.judging = Judging(rules, options, watch, keep_documents=False, store=store, list_projects=True)
        self.finished = frozenset(i for i, source in enumerate(sources) if self._is_finished(source))

    def judge(self) -> Iterator[Done]:
        """Judges what is not finished and takes all documents in their order. Raises WorkFileError and StoreFailed."""
        judged = self._judged_by_processes() if self.jobs > 1 else None
        for index, source in enumerate(self.sources):
            anew = index not in self.finished
            if anew:
                parts = self._judged(index) if judged is None else next(judged)
                projects = self._keep(source, parts)
            else:
                again = ReadAgain(source, self.work.finished[source.name], self.rules.lexicon)
                projects = sum(self._take(with_places(part, again)) for part in self._kept(index))
            yield Done(index, projects, anew)

    def _keep(self, source: Source, parts: Iterator[Part]) -> int:
        """Takes the parts of a document that was judged and keeps them; returns the number of its projects."""
        first = next(parts)
        projects = self._take(first)

        def packed() -> Iterator[bytes]:
            nonlocal projects
            yield pack(first)
            for part in parts:
                projects += self._take(part)
                yield pack(part)

        self.work.keep(source.name, first.input.sha256, packed())
        return projects

    def _take(self, part: Part) -> int:
        self.judging.take(part)
        return len(part.projects)

    def report(self, missing: Collection[str] = ()) -> Report:
        """The report on the whole corpus. Raises StoreFailed and UserFileError."""
        return self.judging.report(missing)

    def rows(self, report: Report) -> Iterator[Row]:
        """All rows of the data set, document by document. Raises WorkFileError."""
        found: dict[int, dict[int, list[Violation | Waived]]] = defaultdict(lambda: defaultdict(list))
        for violation in report.violations:
            found[violation.document][violation.position].append(violation)
        for waived in report.waived:
            found[waived.violation.document][waived.violation.position].append(waived)
        for index in range(len(self.sources)):
            yield from self._rows(index, found.pop(index, {}))
        for beside in found.values():  # files of waivers are no inputs
            yield from (violation_row(item) for items in beside.values() for item in items)

    def _rows(self, index: int, found: Mapping[int, Sequence[Violation | Waived]]) -> Iterator[Row]:
        """The rows of one document: itself, all its projects, all its facts, all its violations.

        However many parts it came in, the order is the same. ``found`` are its violations by project.
        """
        few = list(islice(self._kept(index), 2))
        first, twin = self.judging.seen.get(few[0].said, (index, ""))
        is_twin = first != index
        yield document_row(few[0], twin if is_twin else None)
        said = about(few[0])
        kinds: list[Callable[[Part], Iterator[Row]]] = [lambda part: project_violation_rows(said, part, found)]
        if not is_twin:
            facts = partial(fact_rows, said, rules=self.rules.rules)
            kinds = [partial(project_rows, said), facts, *kinds]
        yield from violation_rows(said, found.get(-1, ()))
        for rows in kinds:
            for part in few if len(few) == 1 else self._kept(index):
                yield from rows(part)

    def _is_finished(self, source: Source) -> bool:
        """Whether the work file holds the document, undamaged, and it still is the same."""
        before = self.work.finished.get(source.name)
        try:
            same = bool(before) and source.path is not None and sha256_of(source) == before
        except OSError:
            same = False
        return same and all(map(is_sound, self.work.parts(source.name)))

    def _kept(self, index: int) -> Iterator[Part]:
        """The parts of a document that the work file holds. Raises WorkFileError."""
        for packed in self.work.parts(self.sources[index].name):
            try:
                yield numbered(unpack(packed, self.rules.profiles), index)
            except Damaged as error:
                raise self.work.damaged() from error

    def _judged(self, index: int) -> Iterator[Part]:
        """The parts of a document: one, or of a large file those of its shares."""
        source = self.sources[index]
        opening = opening_of(source, self.rules.lexicon, LARGE_BYTES)
        return parts_of(self.judging, index, source, opening, here(self.judging), partial(self._whole, index))

    def _whole(self, index: int) -> Part:
        part = judged_whole(self.judging, index, self.sources[index])
        return with_places(portable(part), ReadAgain(self.sources[index], part.input.sha256, self.rules.lexicon))

    def _judged_by_processes(self) -> Iterator[Iterator[Part]]:
        """The documents that are not finished, in their order."""
        from perflint.scale.workers import Setup, judge_parts

        todo = [index for index in range(len(self.sources)) if index not in self.finished]
        sources = [self.sources[index] for index in todo]
        setup = Setup(self.rules, self.options, keep_documents=False, list_projects=True)
        parts = judge_parts(sources, setup, self.jobs, self.judging.watch)
        for number, one in groupby(parts, key=lambda part: part.index):
            yield map(partial(numbered, index=todo[number]), one)
