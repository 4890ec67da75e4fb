"""One large NDJSON file judged in shares, by one process or several: none of them ever holds the whole file.

First each stretch of the file is read and its projects are counted; what that gives joins to the document, whose
projects are read when they are looked at. Then each share of its projects is judged, and its facts are put down in a
file of a temporary folder. Rules that compare the projects of the document are gathered family by family from there;
facts that must meet other documents are handed on. Violations are the same as those of a document judged at once.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from perflint.engine.gather import DocumentFacts
from perflint.engine.tally import Tally
from perflint.inputs import LARGE_BYTES, Source, read_source, sha256_of, size_of
from perflint.judging import Judging, document_facts
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.part import Known, Part, Share
from perflint.readers import large
from perflint.readers.lines import InputChanged
from perflint.readers.ndjson import Opening, Reading, Seen, Stretch
from perflint.scale.parcels import opened, parcel_of
from perflint.scale.places import LaterPlaces, ReadAgain, portable
from perflint.scale.spill import StoreFailed
from perflint.violation import Message, Violation

SHARE_BYTES: Final = 1_000_000
"""Bytes of a share, about: some 500 projects, whose facts take some 15 MB while they are judged."""
SHARED_BYTES: Final = 1_000_000
"""Size from which a file is shared out where there are not more inputs than processes: some 500 projects."""
CHANGED: Final = ("读取期间文件被改动，请重新检查", "the file was changed while it was read: check it again")
_WIDE: Final = 0  # the first group of a parcel holds the facts that must meet other documents

Given = TypeVar("Given")
Result = TypeVar("Result")
Reasoned: TypeAlias = "tuple[list[Violation], dict[tuple[str, str, Message], int]]"
"""Violations, and what did not apply."""


class Run(Protocol):
    """Has a function called with a Judging and each of several arguments: here, or by other processes, in order."""

    def __call__(self, function: Callable[[Judging, Given], Result], given: Iterable[Given], /) -> Iterable[Result]: ...


class Task(Struct, frozen=True):
    """What is known of the document when its projects are judged. ``families`` are the rules gathered from files."""

    index: int
    source: Source
    sha256: str
    document: Document
    known: Known
    families: tuple[frozenset[str], ...]

    def facts_of(self) -> DocumentFacts:
        return document_facts(self.source.name, self.document, self.known.setting)

    def again(self, lexicon: Lexicon) -> ReadAgain:
        return ReadAgain(self.source, self.sha256, lexicon, light=self.document)

    def judge(self, judging: Judging, share: Share) -> Part:
        """Judges some of its projects. Raises InputChanged."""
        return judging.judge(self.index, self.source.name, self.document, self.sha256, share, self.known)


def opening_of(source: Source, lexicon: Lexicon, least: int) -> Opening | None:
    """How a file opens that can be judged in shares and has at least so many bytes, None for any other input."""
    if source.path is None or size_of(source) < least:
        return None
    try:
        return large.opening_of(source.name, source.path, lexicon)
    except OSError:  # said when it is read
        return None


def read_and_judge(judging: Judging, index: int, source: Source) -> Part:
    """An input judged by this process, share by share where it is large. Raises StoreFailed."""
    opening = opening_of(source, judging.rules.lexicon, LARGE_BYTES)
    whole = partial(judged_whole, judging, index, source)
    return merged(list(parts_of(judging, index, source, opening, here(judging), whole)))


def judged_whole(judging: Judging, index: int, source: Source) -> Part:
    """An input read and judged at once."""
    read = read_source(source, judging.rules.lexicon)
    return judging.judge(index, source.name, read.document, read.sha256)


def parts_of(
    judging: Judging,
    index: int,
    source: Source,
    opening: Opening | None,
    run: Run,
    whole: Callable[[], Part],
    jobs: int = 1,
) -> Iterator[Part]:
    """The parts of an input: those of its shares where it opens as a large file, else the one that ``whole`` gives.

    A large file that is changed meanwhile could not be read. Raises StoreFailed where there is no room for temporary
    files.
    """
    came = False
    try:
        for part in judge_in_shares(judging, index, source, opening, run, jobs) if opening is not None else ():
            came = True
            yield part
        if not came:
            yield whole()
    except InputChanged:  # all that is read of it is read before its first part
        yield unread(judging, index, source, *CHANGED)


def unread(judging: Judging, index: int, source: Source, zh: str, en: str) -> Part:
    """What an input gives that could not be read, and why."""
    return judging.judge(index, source.name, Document(problems=(Problem("unreadable", zh, en),)), "")


def judge_in_shares(
    judging: Judging, index: int, source: Source, opening: Opening, run: Run, jobs: int = 1
) -> Iterator[Part]:
    """The parts of a document, one after the other; none where the file must be read as a whole after all.

    All that processes do is done before the first part. Raises InputChanged, and StoreFailed where there is no room
    for temporary files.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="perflint-") as folder:
            count = count_of(opening.lines.size(), jobs)
            task = looked_at(judging, index, source, opening, run, count)
            if task is not None:
                yield from _judged(judging, task, Path(folder), count, run)
    except OSError as error:
        raise StoreFailed(Message(f"临时文件写不下或读不出：{error}", f"a temporary file failed: {error}")) from error


def merged(parts: Sequence[Part]) -> Part:
    """All parts of a document as one."""
    not_applicable: Counter[tuple[str, str, Message]] = Counter()
    for part in parts:
        not_applicable.update(part.not_applicable)
    return replace(
        parts[0],
        violations=[violation for part in parts for violation in part.violations],
        facts=[fact for part in parts for fact in part.facts],
        not_applicable=dict(not_applicable),
        projects=[project for part in parts for project in part.projects],
    )


def here(judging: Judging) -> Run:
    """Has everything done by this process, one after the other."""

    def run(function: Callable[[Judging, Given], Result], given: Iterable[Given]) -> Iterable[Result]:
        return (function(judging, item) for item in given)

    return run


def looked_at(judging: Judging, index: int, source: Source, opening: Opening, run: Run, count: int) -> Task | None:
    """The document from one look at all its lines, in so many stretches; None where it is none of this kind."""
    looks = run(_look, [(source.name, opening, stretch) for stretch in _stretches(opening, count)])
    sha256 = _hash_of(source, opening)
    tally = Tally()
    seen: list[Seen] = []
    for look in looks:
        if look is None:
            return None
        seen.append(look[0])
        tally.join(look[1])
    document = large.document_of(opening, seen)
    if document is None:
        return None
    known = judging.know(source.name, document, tally)
    families = tuple(judging.near_families(known.setting))
    return Task(index, source, sha256, document, known, families)


def _hash_of(source: Source, opening: Opening) -> str:
    """The hash of the file that was opened. Raises InputChanged, also where the file is gone."""
    assert source.path is not None
    opening.lines.open().close()
    try:
        return sha256_of(source)
    except OSError as error:
        raise InputChanged(source.path) from error


def _judged(judging: Judging, task: Task, folder: Path, count: int, run: Run) -> Iterator[Part]:
    """The document's parts with the facts that must meet others; the last one holds what was gathered in it."""
    (folder / "task").write_bytes(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
    parts = []
    for part in run(_judge, [(folder, Share(number, count)) for number in range(count)]):
        parts.append(part)
        if judging.watch is not None:
            judging.watch(len(parts), count + 1)
    found, excused = _gathered(task, folder, count, run)
    again = task.again(judging.rules.lexicon)
    facts_of = task.facts_of()
    for number, part in enumerate(parts):
        origins, wide = _read(folder / str(number), _WIDE)
        if part.input.document is not None:
            document = replace(part.input.document, places=task.document.places)
            part = replace(part, input=replace(part.input, document=document))
        yield replace(part, facts=opened(origins, wide, partial(LaterPlaces, again)), document=facts_of)
    last = replace(parts[-1], problems=[], projects=[], facts=[], document=facts_of)
    yield replace(last, violations=found, not_applicable=excused)


def _gathered(task: Task, folder: Path, count: int, run: Run) -> Reasoned:
    """What rules say that compare the projects of the document. The largest families go first: none is left alone."""
    tables = [_table(folder / str(number)) for number in range(count)]
    sizes = [sum(table[number + 2] for table in tables) for number in range(len(task.families))]
    by_size = sorted(range(len(sizes)), key=lambda number: -sizes[number])
    results = run(_gather, [(folder, count, family) for family in by_size])
    found: list[Violation] = []
    excused: dict[tuple[str, str, Message], int] = {}
    for _, (violations, reasons) in sorted(zip(by_size, results, strict=True), key=lambda item: item[0]):
        found += violations
        excused.update(reasons)
    return found, excused


def count_of(size: int, jobs: int = 1) -> int:
    """How many shares a file of so many bytes is cut into: the same number for each process."""
    return jobs * max(size // jobs // SHARE_BYTES + 1, 2)


def _stretches(opening: Opening, count: int) -> list[Stretch]:
    """The file in stretches of about equal size, each of which begins with a line."""
    first = opening.stretch
    size = opening.lines.size() - first.start
    starts = [first.start]
    with opening.lines.open() as stream:
        for number in range(1, count):
            stream.seek(max(first.start + size * number // count - 1, starts[-1]))
            stream.readline()
            if starts[-1] < stream.tell() < first.start + size:
                starts.append(stream.tell())
    ends = [*starts[1:], None]
    return [
        Stretch(start, end, 1 if number else first.line)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


# --- what any process may do -----------------------------------------------------------------------------------------


def _look(judging: Judging, given: tuple[str, Opening, Stretch]) -> tuple[Seen, Tally] | None:
    """One look at the lines of a stretch, and the tally of its projects; None for text in another encoding."""
    name, opening, stretch = given
    reading = Reading(opening, stretch)
    try:
        tally = judging.count(name, opening.document, reading.projects())
    except UnicodeDecodeError:
        return None
    return reading.seen, tally


def _judge(judging: Judging, given: tuple[Path, Share]) -> Part:
    """Judges a share; its facts go to a file."""
    folder, share = given
    task = _task(folder)
    part = task.judge(judging, share)
    family_of = {rule: number for number, family in enumerate(task.families, start=1) for rule in family}
    groups: list[list[Any]] = [[] for _ in range(len(task.families) + 1)]
    for fact in part.facts:
        groups[family_of.get(fact[0], _WIDE)].append(fact)
    parcel = parcel_of(groups)
    with (folder / str(share.number)).open("wb") as stream:
        pickle.dump([len(parcel.origins), *map(len, parcel.groups)], stream)
        stream.write(parcel.origins)
        stream.writelines(parcel.groups)
    slim = portable(replace(part, facts=[]))
    return slim if share.number == 0 else replace(slim, input=replace(slim.input, document=None))


def _gather(judging: Judging, given: tuple[Path, int, int]) -> Reasoned:
    """Gathers the facts of one family of rules from all shares."""
    folder, count, family = given
    task = _task(folder)
    again = task.again(judging.rules.lexicon)
    facts = []
    for number in range(count):
        origins, group = _read(folder / str(number), family + 1)
        facts += opened(origins, group, partial(LaterPlaces, again))
    return judging.gather_near(task.index, facts, task.facts_of())


@lru_cache(maxsize=1)
def _task(folder: Path) -> Task:
    task: Task = pickle.loads((folder / "task").read_bytes())
    return task


def _table(path: Path) -> list[int]:
    with path.open("rb") as stream:
        table: list[int] = pickle.load(stream)
    return table


def _read(path: Path, group: int) -> tuple[bytes, bytes]:
    """The origins and one group of a parcel in a file."""
    with path.open("rb") as stream:
        table: list[int] = pickle.load(stream)
        origins = stream.read(table[0])
        stream.seek(sum(table[1 : group + 1]), os.SEEK_CUR)
        return origins, stream.read(table[group + 1])
