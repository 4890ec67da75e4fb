"""Projects of a large NDJSON file, read again when they are looked at: in memory is only where their lines stand."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, overload

from msgspec import Struct, field

from perflint.model import Project
from perflint.readers.build import Builder
from perflint.readers.json_values import again, fault, skip, value
from perflint.readers.keys import Keys
from perflint.readers.lines import Line, Lines
from perflint.readers.located import LazyPlaces
from perflint.readers.tree import Data

_KEPT: Final = 64
"""Projects that are kept once they were looked at one by one: several places of one are asked for in a row."""


class Index(Struct):
    """Where the lines of projects stand: offsets and lengths in bytes, and numbers of lines, one of each a project."""

    starts: array[int] = field(default_factory=lambda: array("Q"))
    lengths: array[int] = field(default_factory=lambda: array("I"))
    numbers: array[int] = field(default_factory=lambda: array("Q"))

    def __len__(self) -> int:
        return len(self.starts)

    def add(self, start: int, length: int, number: int) -> None:
        self.starts.append(start)
        self.lengths.append(length)
        self.numbers.append(number)

    def join(self, later: Index, lines: int) -> None:
        """Adds the projects of a stretch that follows after so many lines."""
        self.starts.extend(later.starts)
        self.lengths.extend(later.lengths)
        self.numbers.extend(array("Q", (number + lines for number in later.numbers)))

    def part(self, wanted: slice) -> Index:
        return Index(self.starts[wanted], self.lengths[wanted], self.numbers[wanted])


class LaterProjects(Sequence[Project]):
    """The projects in lines that were read once without fault. Looking at one may raise InputChanged."""

    def __init__(self, lines: Lines, index: Index, keys: Keys, checkpoints: tuple[str, ...]) -> None:
        self._given = lines, index, keys, checkpoints
        self._kept: dict[int, Project] = {}

    def __len__(self) -> int:
        return len(self._given[1])

    def __iter__(self) -> Iterator[Project]:
        lines, index, keys, checkpoints = self._given
        with lines.open() as stream:
            for start, length, number in zip(index.starts, index.lengths, index.numbers, strict=True):
                stream.seek(start)
                yield _project(Line(stream.read(length).decode("utf-8"), number), keys, checkpoints)

    @overload
    def __getitem__(self, at: int) -> Project: ...
    @overload
    def __getitem__(self, at: slice) -> LaterProjects: ...
    def __getitem__(self, at: int | slice) -> Project | LaterProjects:
        lines, index, keys, checkpoints = self._given
        if isinstance(at, slice):
            return LaterProjects(lines, index.part(at), keys, checkpoints)
        at = range(len(index))[at]
        if at not in self._kept:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            (self._kept[at],) = LaterProjects(lines, index.part(slice(at, at + 1)), keys, checkpoints)
        return self._kept[at]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (LaterProjects, tuple)) or len(other) != len(self):
            return False
        return all(one == another for one, another in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))  # equal to that of the same projects in a tuple

    def __reduce__(self) -> tuple[type[LaterProjects], tuple[Lines, Index, Keys, tuple[str, ...]]]:
        return LaterProjects, self._given


def record_in(line: Line) -> tuple[Data, int] | None:
    """The record in a line and where it begins, None for a blank line. Raises Unreadable."""
    text = line.text
    at, end = skip(text, 0), len(text.rstrip(" \t"))
    if at >= end:
        return None
    record, stop = value(line, at, end)
    if stop < end:
        raise fault(line, skip(text, stop), "extra data after the end of the record")
    return record, at


def places_in(line: Line, at: int, keys: Keys, checkpoints: tuple[str, ...]) -> LazyPlaces:
    """The places of the project whose record begins there."""
    return LazyPlaces(line, partial(again, line, at), keys, checkpoints)


def _project(line: Line, keys: Keys, checkpoints: tuple[str, ...]) -> Project:
    found = record_in(line)
    record, at = found if found is not None else ((), 0)
    project = Builder(keys, checkpoints).project(record, 0, places_in(line, at, keys, checkpoints))
    return project if project is not None else Project()
