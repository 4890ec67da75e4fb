"""What checks of written texts share: the texts of a rule's fields, judged one by one, those in rows with their row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar

from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge, RowJudge
from perflint.checks.rows import around_rows, column
from perflint.prepared import PreparedIndicator, PreparedProject

TEXT = frozenset({"text"})
REMEMBERED = 1 << 12

TextJudge = Callable[[str, str], "Iterable[Finding]"]
"""From (path, text) to findings that hang on nothing else."""


def written(project: PreparedProject, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, text) of the fields. A description that repeats its name is left out: its faults are said at the name."""
    for field in fields:
        if field == "indicators.description":
            for row in project.indicators:
                if row.own_description:
                    yield row.field("description"), row.own_description
        else:
            yield from project.select(field)


def judge_texts(fields: Iterable[str], judge_text: TextJudge) -> ProjectJudge:
    """A judge of the fields around the rows, text by text; what is said of a text is remembered."""
    around = around_rows(fields)

    @lru_cache(maxsize=REMEMBERED)
    def said(path: str, value: str) -> tuple[Finding, ...]:
        return tuple(judge_text(path, value))

    def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
        for field in around:
            for path, value in project.select(field):
                yield from said(path, value)

    return judge


def judge_cells(fields: Iterable[str], judge_text: TextJudge) -> RowJudge:
    """A judge of those of the fields that are in rows, text by text; a description that repeats its name left out.

    Rows that differ in their values have the same names: what is said of a cell is remembered beside its row.
    """
    names = tuple(filter(None, map(column, fields)))

    @lru_cache(maxsize=REMEMBERED)
    def said(path: str, value: str) -> tuple[Finding, ...]:
        return tuple(judge_text(path, value))

    def judge(row: PreparedIndicator) -> Iterable[Finding]:
        for name in names:
            value = row.own_description if name == "description" else getattr(row.row, name)
            if value:
                yield from said(row.field(name), value)

    return judge


def first_part(path: str, value: str, spans: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """The finding at the first faulty part of a text, with ``{part}`` and the number of faults."""
    if spans:
        start, end = spans[0]
        yield Finding(path, value, {"part": value[start:end], "count": str(len(spans))}, span=(start, end))


class TextKind(Kind):
    """A kind that judges the texts of ``fields`` one by one, each by what stands in it alone."""

    scopes: ClassVar[frozenset[str]] = TEXT
    placeholders: ClassVar[frozenset[str]] = frozenset({"part", "count"})
    refers: ClassVar[Mapping[str, str]] = {"fields": "field"}

    fields: tuple[str, ...]

    def judge_text(self, knowledge: Knowledge) -> TextJudge:
        """What the kind says of one text, compiled."""
        raise NotImplementedError

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        return judge_texts(self.fields, self.judge_text(knowledge))

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        return judge_cells(self.fields, self.judge_text(knowledge))
