"""Checks of fillers that were never replaced: ``**``, ``XX``, ``待定``, a template's threshold left in a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from perflint import text
from perflint.checks.base import (
    Fact,
    Finding,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    NotApplicable,
    ProjectJudge,
    RowFactCollector,
    RowJudge,
)
from perflint.checks.rows import around_rows, column
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import Grammar

_RUN = re.compile(r"\*+|[×✕]+|[Xx]+|○{2,}|_{2,}")
_ONLY_MARKS = re.compile(r"[*×✕Xx○_\s]{2,}|[*×✕X○_]|…+|\.{3,}|\?{2,}")
_MARKS = frozenset("*×✕Xx○_…?/＊Ｘｘ＿？／")  # one of them, or dots, stands in whatever the patterns match
_DOTS = ("..", "．．", ".．", "．.")
_REMEMBERED = 1 << 14
_BEFORE_A_MARK = frozenset("≥≤><=~:;,.、。(（【[ \t\n")
_DATE_SIGNS = frozenset("年月日")
_LONGEST_UNIT = 3


class Placeholder(Kind):
    """No text holds a filler in place of what belongs there.

    ``words`` are fillers that take up a whole cell; ``slash`` are the fields where a slash alone is one too (elsewhere
    it says that there is nothing). In the bracket that ends an indicator's name a filler is a template's threshold:
    those are said once for the document (case ``template``).
    """

    kind: ClassVar[str] = "placeholder"
    scopes: ClassVar[frozenset[str]] = frozenset({"text"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"part", "count"})
    cases: ClassVar[frozenset[str]] = frozenset({"template"})
    refers: ClassVar[Mapping[str, str]] = {"fields": "field", "slash": "field", "words": "list"}

    fields: tuple[str, ...]
    slash: tuple[str, ...] = ()
    words: str = "placeholder_cells"

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        found = self._finder(knowledge)
        fields = around_rows(self.fields)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for field in fields:
                for path, written in project.select(field):
                    for start, stop in found(field in self.slash, written)[:1]:
                        yield Finding(path, written, {"part": written[start:stop]}, span=(start, stop))

        return judge

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        found = self._finder(knowledge)
        columns = [(column(field), field in self.slash) for field in self.fields if column(field)]

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            for name, slash in columns:
                written = getattr(row.row, name)
                for start, stop in found(slash, written) if written else ():
                    if not (name == "name" and _in_end_bracket(written, start)):
                        yield Finding(row.field(name), written, {"part": written[start:stop]}, span=(start, stop))
                        break

        return judge

    def _finder(self, knowledge: Knowledge) -> Callable[[bool, str], tuple[tuple[int, int], ...]]:
        """A function that gives where fillers stand in a text, the text as a whole or marks in it."""
        words = _normal_words(knowledge, self.words)

        @lru_cache(maxsize=_REMEMBERED)
        def found(slash: bool, written: str) -> tuple[tuple[int, int], ...]:
            if _MARKS.isdisjoint(written) and not any(dots in written for dots in _DOTS):  # nearly always
                return ((0, len(written)),) if text.normal(written) in words else ()
            return tuple(self._found(slash, written, words, knowledge.grammar))

        return found

    def _found(self, slash: bool, written: str, words: frozenset[str], grammar: Grammar) -> Iterator[tuple[int, int]]:
        bare = text.fold(written).strip()
        whole = (0, len(written))
        if (slash and bare == "/") or _ONLY_MARKS.fullmatch(bare) or text.normal(written) in words:
            yield whole
            return
        folded = text.fold(written)
        for run in _RUN.finditer(folded):
            if _is_filler(folded, run.start(), run.end(), grammar):
                yield run.span()

    def collect_row(self, knowledge: Knowledge) -> RowFactCollector:
        found = self._finder(knowledge)
        slash = "indicators.name" in self.slash

        def collect(row: PreparedIndicator) -> Iterable[Fact]:
            written = row.row.name
            if written and any(_in_end_bracket(written, start) for start, _ in found(slash, written)):
                yield Fact("", row.field("name"), written)

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            first, count = group.members[0], str(len(group.members))
            data = {"part": first.value, "count": count}
            related = group.members[1:]
            yield GroupFinding(first, data=data, case="template", related=related, identity="template")

        return decide


def _normal_words(knowledge: Knowledge, name: str) -> frozenset[str]:
    return frozenset(text.normal(word) for word in knowledge.lexicon.words(name)) - {""}


def _in_end_bracket(written: str, start: int) -> bool:
    """Whether a filler stands in the bracket that ends an indicator's name."""
    content = text.trailing_bracket(written)
    return bool(content) and start >= written.rfind(content)


def _is_filler(folded: str, start: int, stop: int, grammar: Grammar) -> bool:
    """Whether a run of marks stands for something: beside a digit, unit or date, or two and more in Chinese text."""
    before, after = folded[start - 1 : start], folded[stop : stop + 1]
    if _is_latin(before) or _is_latin(after) or (before.isdigit() and after.isdigit()):
        return False
    if before.isdigit():  # 20XX年, 1**人; a lone mark is a product (7*人) but for the digit of a year
        return after == "年" if stop - start == 1 else _year_or_figure(folded, start)
    if after.isdigit():
        return stop - start > 1 and before in _BEFORE_A_MARK
    if stop - start > 1:
        in_chinese = text.is_chinese(before) if before else True
        return _unit_follows(folded, stop, grammar) or (in_chinese and bool(after) and text.is_chinese(after))
    if folded[start] not in "*X×":
        return False
    before_is_open = not before or before in _BEFORE_A_MARK or _in_date(folded, start)
    return before_is_open and _unit_follows(folded, stop, grammar)


def _year_or_figure(folded: str, start: int) -> bool:
    """Whether the digits before ``start`` begin a figure, not a model name (``DS-2XX``)."""
    figure = re.search(r"([A-Za-z.\-]?)\d+$", folded[:start])
    return figure is not None and not figure.group(1)


def _in_date(folded: str, start: int) -> bool:
    """Whether a mark goes on in a date (X年X月)."""
    return folded[start - 1] in _DATE_SIGNS and folded[start - 2 : start - 1] in tuple("*X×0123456789")


def _unit_follows(folded: str, stop: int, grammar: Grammar) -> bool:
    following = folded[stop : stop + _LONGEST_UNIT].lstrip()
    if following[:1] in ("%", "‰"):
        return True
    units = (grammar.unit(following[:size]) for size in range(1, len(following) + 1))
    return any(unit is not None and unit.is_known for unit in units)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


KINDS = (Placeholder,)
