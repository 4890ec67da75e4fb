"""Targets in NDJSON: a first record with everything but the projects (it may be missing), then one project a line.

A document is read in one look at each line, which says what is wrong. The projects of a short text are kept; those of
a large file (``large``) are read again whenever they are looked at, so its document takes 20 bytes a project. Stretches
of a file can be read by several processes: what they found joins to what one would have found.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from perflint.lexicon import Lexicon
from perflint.model import Document, Problem, Project
from perflint.readers.build import Builder
from perflint.readers.decode import decode, encoding_of
from perflint.readers.json_values import again
from perflint.readers.keys import Keys, checkpoints_of, keys_of
from perflint.readers.later import Index, LaterProjects, places_in, record_in
from perflint.readers.lines import Line, Lines
from perflint.readers.located import LazyPlaces, Parse
from perflint.readers.reading_problems import long_term_of
from perflint.readers.source import Unreadable
from perflint.readers.tree import Data, Span

KIND = "ndjson"


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document in an NDJSON text. A broken line is a problem of its own; the others are read."""
    plain = encoding_of(data) == (b"", "utf-8")
    opening = opening_of(Lines(data=data if plain else decode(data).encode("utf-8")), lexicon)
    reading = Reading(opening, opening.stretch)
    projects = tuple(reading.projects())
    return _document(opening, reading.seen, projects)


class Stretch(Struct, frozen=True):
    """A part of a text, in bytes, that begins with a line; ``end`` None: to the end. ``line`` numbers that line."""

    start: int
    end: int | None = None
    line: int = 1


class Opening(Struct, frozen=True):
    """How a document opens: what stands before its projects, and the ``stretch`` in which these stand.

    ``document`` has no projects yet, and of the problems only those of the head. Bare spend plans are lists of the
    profile's ``checkpoints``.
    """

    lines: Lines
    keys: Keys
    checkpoints: tuple[str, ...]
    document: Document
    stretch: Stretch


class Seen(Struct):
    """What one look at the ``lines`` of a stretch has shown; projects count from its beginning.

    ``broken`` are lines that are no record, ``problems`` what is wrong inside records; ``long_term`` says, once, that
    there are long-term goals or values.
    """

    lines: int = 0
    index: Index = field(default_factory=Index)
    broken: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    long_term: Problem | None = None


class Reading:
    """Reads the records of a stretch one by one; ``seen`` grows meanwhile."""

    def __init__(self, opening: Opening, stretch: Stretch) -> None:
        self.opening = opening
        self.stretch = stretch
        self.seen = Seen()

    def projects(self) -> Iterator[Project]:
        """Each project as it is read. Raises UnicodeDecodeError and InputChanged."""
        keys, checkpoints, seen = self.opening.keys, self.opening.checkpoints, self.seen
        builder = Builder(keys, checkpoints, fields=seen.fields, problems=seen.problems)
        for start, raw in self.opening.lines.between(self.stretch.start, self.stretch.end):
            line = Line(raw.decode("utf-8"), self.stretch.line + seen.lines)
            seen.lines += 1
            try:
                found = record_in(line)
            except Unreadable as error:
                seen.broken.append(Problem("unreadable", error.zh, error.en, place=error.place))
                continue
            if found is None:
                continue
            places = places_in(line, found[1], keys, checkpoints)
            builder.locate = places.locate
            project = builder.project(found[0], len(seen.index), places)
            if project is not None:
                seen.index.add(start, len(raw), line.number)
                seen.long_term = seen.long_term or long_term_of(project)
                yield project


def opening_of(lines: Lines, lexicon: Lexicon) -> Opening:
    """Reads the first record that is not blank, if that is the document's own. Raises as ``Reading`` does."""
    keys = keys_of(lexicon)
    head: Data = ()
    text = Line("", 1)
    parse: Parse = _no_head
    stretch = Stretch(_after_mark(lines))
    records = lines.between(stretch.start, None)
    for number, (start, raw) in enumerate(records, 1):
        line = Line(raw.decode("utf-8"), number)
        stretch = Stretch(start, line=number)
        try:
            found = record_in(line)
        except Unreadable:  # said when the projects are read
            break
        if found is None:
            continue
        if _is_head(found[0], keys):
            head, text, parse = found[0], line, partial(again, line, found[1])
            stretch = Stretch(next(records, (start + len(raw) + 2, b""))[0], line=number + 1)
        break
    builder = Builder(keys, checkpoints_of(lexicon, ""))
    places = LazyPlaces(text, parse, keys, builder.checkpoints, whole=True)
    builder.locate = places.locate
    document = builder.document(head)
    builder.problems += _projects_in(head, keys, places)
    checkpoints = checkpoints_of(lexicon, document.profile)
    document = replace(document, kind=KIND, problems=tuple(builder.problems), places=places)
    return Opening(lines, keys, checkpoints, document, stretch)


def of_stretches(opening: Opening, stretches: Sequence[Seen]) -> Document:
    """The document of a large file, from what was seen in its stretches, which are joined in order."""
    whole = Seen(lines=opening.stretch.line - 1)
    for number, seen in enumerate(stretches):
        lines = whole.lines if number else 0  # the first stretch knows the numbers of its lines
        moved = partial(_moved, lines=lines, projects=len(whole.index))
        whole.broken += map(moved, seen.broken)
        whole.problems += map(moved, seen.problems)
        whole.fields |= seen.fields
        whole.long_term = whole.long_term or (moved(seen.long_term) if seen.long_term is not None else None)
        whole.index.join(seen.index, lines)
        whole.lines += seen.lines
    document = _document(opening, whole, LaterProjects(opening.lines, whole.index, opening.keys, opening.checkpoints))
    aside = () if whole.long_term is None else (whole.long_term,)
    return replace(document, problems=(*document.problems, *aside))


def _document(opening: Opening, seen: Seen, projects: Sequence[Project]) -> Document:
    problems = (*seen.broken, *seen.problems, *opening.document.problems)
    return replace(opening.document, projects=projects, fields=frozenset(seen.fields), problems=problems)


def _moved(problem: Problem, lines: int, projects: int) -> Problem:
    """A problem of a stretch as one of the whole text, before which stand so many lines and projects."""
    place, project = problem.place, problem.project
    if place is not None and place.line is not None and place.end_line is not None:
        place = replace(place, line=place.line + lines, end_line=place.end_line + lines)
    return replace(problem, place=place, project=None if project is None else project + projects)


def _projects_in(head: Data, keys: Keys, places: LazyPlaces) -> list[Problem]:
    """What is said where the document's own record holds projects, which are read from lines of their own."""
    names = keys.names_of_projects()
    pairs = head if isinstance(head, tuple) else ()
    held = [(number, key) for number, (key, value) in enumerate(pairs) if key in names and value not in (None, [])]
    return [
        Problem(
            "unreadable",
            f"NDJSON的项目每行一个，开头记录“{key}”中的项目没有读取",
            f"NDJSON has one project a line; those in “{key}” of the first record were not read",
            "projects",
            place=places.locate((number,), True),
        )
        for number, key in held[:1]  # a second one is a duplicate key
    ]


def _no_head() -> tuple[Data, Span]:
    return (), Span(0, 0)


def _after_mark(lines: Lines) -> int:
    with lines.open() as stream:
        return len(BOM_UTF8) if stream.read(len(BOM_UTF8)) == BOM_UTF8 else 0


def _is_head(record: Data, keys: Keys) -> bool:
    """Whether the first record is the document's: it has more of its keys than of a project's."""
    if not isinstance(record, tuple):
        return False
    written = {key for key, _ in record}
    return len(written & keys.document.fields.keys()) > len(written & keys.project.fields.keys())
