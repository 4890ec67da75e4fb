"""Checks of how texts are written: brackets, punctuation, white space, widths, lengths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge, RowJudge
from perflint.checks.rows import around_rows
from perflint.checks.texts import TEXT, TextJudge, TextKind, first_part, judge_cells, judge_texts, written
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.rule import Setting
from perflint.violation import Message

LOST_WHITESPACE = NotApplicable(
    Message("这种格式不保留空白和换行", "this format does not keep white space and line breaks")
)
# A blank between two full-width marks parts nothing (。 。).
_DOUBLED = re.compile(r"[。，、；：！？,;:!?](?:[。，、；：！？,;:!?]|(?<=[。，、；：]) [。，、；：])+")
_FINE_RUN = re.compile(r"[！？!?]+")
_HIDDEN = re.compile(r"[\u3000\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NARROW = re.compile(r"[,;:!?.()]")
_PAIR_WIDTHS = re.compile(r"（[^（）()]*\)|\([^（）()]*）")


class BalancedBrackets(Kind):
    """Brackets that open also close. Goals are judged as one text; a name's fault is not said of the heading too."""

    kind: ClassVar[str] = "balanced_brackets"
    scopes: ClassVar[frozenset[str]] = TEXT
    placeholders: ClassVar[frozenset[str]] = frozenset({"part"})
    refers: ClassVar[Mapping[str, str]] = {"fields": "field"}

    fields: tuple[str, ...]

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        fields = [field for field in around_rows(self.fields) if field != "goals"]

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for path, value in written(project, fields):
                offsets = text.unbalanced(value)
                if not offsets:
                    continue
                if path == "heading" and _faulty_signs(value) == _faulty_signs(project.project.name):
                    continue
                yield from _bracket_finding(path, value, offsets)
            if "goals" in self.fields:
                yield from _goal_brackets(project)

        return judge

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        return judge_cells(self.fields, lambda path, value: _bracket_finding(path, value, text.unbalanced(value)))


def _faulty_signs(value: str) -> str:
    return "".join(value[offset] for offset in text.unbalanced(value))


def _bracket_finding(path: str, value: str, offsets: Sequence[int]) -> Iterator[Finding]:
    if offsets:
        start = offsets[0]
        yield Finding(path, value, {"part": value[start]}, span=(start, start + 1))


def _goal_brackets(project: PreparedProject) -> Iterator[Finding]:
    """Faults of the goals taken together: a bracket may open in one paragraph and close in the next."""
    goals = project.select("goals")
    wrong = text.unbalanced("\n".join([value for _, value in goals]))
    if not wrong:
        return
    start = 0
    for path, value in goals:
        end = start + len(value)
        yield from _bracket_finding(path, value, [offset - start for offset in wrong if start <= offset < end])
        start = end + 1


class DoubledPunctuation(TextKind):
    """No punctuation mark stands twice or beside another (。。 ，， 。，); …… and ?! are fine."""

    kind: ClassVar[str] = "doubled_punctuation"

    def judge_text(self, knowledge: Knowledge) -> TextJudge:
        return _doubled


def _doubled(path: str, value: str) -> Iterable[Finding]:
    found = [match.span() for match in _DOUBLED.finditer(value) if not _FINE_RUN.fullmatch(match.group())]
    return first_part(path, value, found)


class CleanWhitespace(Kind):
    """Names and codes hold no line break and no blank (beside Latin letters or digits one is fine); other texts hold no
    ideographic blank inside, no zero-width and no control character. An indent at the start of a paragraph is fine.

    Cases: ``hidden`` for characters that cannot be seen.
    """

    kind: ClassVar[str] = "clean_whitespace"
    scopes: ClassVar[frozenset[str]] = TEXT
    placeholders: ClassVar[frozenset[str]] = frozenset({"part", "count"})
    cases: ClassVar[frozenset[str]] = frozenset({"hidden"})
    refers: ClassVar[Mapping[str, str]] = {"names": "field", "texts": "field"}

    names: tuple[str, ...]
    texts: tuple[str, ...]

    def excuse(self, setting: Setting) -> NotApplicable | None:
        return LOST_WHITESPACE if "whitespace" in setting.lost else None

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        of_names = judge_texts(self.names, _blank_finding)
        of_texts = judge_texts(self.texts, _hidden_finding)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            if "whitespace" not in project.setting.lost:
                yield from of_names(project)
                yield from of_texts(project)

        return judge

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        of_names = judge_cells(self.names, _blank_finding)
        of_texts = judge_cells(self.texts, _hidden_finding)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            yield from of_names(row)
            yield from of_texts(row)

        return judge


def _blank_finding(path: str, value: str) -> Iterator[Finding]:
    at = _name_blank(value)
    if at is not None:
        data = {"part": _shown(value[at]), "count": "1"}
        yield Finding(path, value, data, span=(at, at + 1), suggestion=_without_blanks(value))


def _hidden_finding(path: str, value: str) -> Iterator[Finding]:
    at = _hidden(value)
    if at is not None:
        yield Finding(path, value, {"part": _shown(value[at]), "count": "1"}, "hidden", (at, at + 1))


def _hidden(value: str) -> int | None:
    """The offset of the first character that cannot be seen, the indent left out."""
    match = _HIDDEN.search(value, len(value) - len(value.lstrip("\u3000 \t")))
    return match.start() if match else None


def _name_blank(value: str) -> int | None:
    """The offset of the first blank that a name must not have."""
    if value.isalnum():  # nearly always
        return None
    last = len(value) - 1
    for offset, char in enumerate(value):
        if char.isspace() or _HIDDEN.match(char):
            inner = 0 < offset < last and char == " "
            if not (inner and (_latin(value[offset - 1]) or _latin(value[offset + 1]))):
                return offset
    return None


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _without_blanks(value: str) -> str:
    kept = []
    stripped = _HIDDEN.sub("", value).strip()
    for offset, char in enumerate(stripped):
        beside = stripped[max(0, offset - 1) : offset + 2]
        if not char.isspace() or (char == " " and any(_latin(other) for other in beside)):
            kept.append(char)
    return "".join(kept)


def _shown(char: str) -> str:
    return f"U+{ord(char):04X}"


class SameWidth(TextKind):
    """Punctuation between Chinese characters is full-width, and both brackets of a pair have one width."""

    kind: ClassVar[str] = "same_width"

    def judge_text(self, knowledge: Knowledge) -> TextJudge:
        return _mixed


def _mixed(path: str, value: str) -> Iterable[Finding]:
    return first_part(path, value, list(_of_other_width(value)))


def _of_other_width(value: str) -> Iterator[tuple[int, int]]:
    """Where narrow punctuation stands between Chinese characters, and pairs of brackets of two widths."""
    for match in _NARROW.finditer(value):
        start, end = match.span()
        around = value[start - 1 : start] + value[end : end + 1]
        if len(around) == 2 and all(text.is_chinese(char) for char in around):
            yield start, end
    yield from (match.span() for match in _PAIR_WIDTHS.finditer(value))


class LengthWithin(Kind):
    """The purpose has at least ``shortest`` characters, the project name at most ``longest`` (case ``long``)."""

    kind: ClassVar[str] = "length_within"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"length", "limit"})
    cases: ClassVar[frozenset[str]] = frozenset({"long"})

    shortest: int
    longest: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            purpose, name = project.project.purpose, project.project.name
            length = len(text.squeeze(purpose))
            if 0 < length < self.shortest:
                yield Finding("purpose", purpose, {"length": str(length), "limit": str(self.shortest)})
            length = len(text.squeeze(name))
            if length > self.longest:
                yield Finding("name", name, {"length": str(length), "limit": str(self.longest)}, "long")

        return judge


KINDS = (
    BalancedBrackets,
    DoubledPunctuation,
    CleanWhitespace,
    SameWidth,
    LengthWithin,
)
