"""Values that only praise: 有效提升, 显著, or the scale itself instead of a grade on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import ClassVar

from msgspec import Struct

from perflint.checks.base import Finding, Kind, Knowledge, RowJudge
from perflint.lexicon import Lexicon
from perflint.names import WordEnds
from perflint.prepared import PreparedIndicator
from perflint.text import chinese, fold, squeeze

_CLAUSES = re.compile(r"[，,。.；;、：:！!]+")
_DIGIT = re.compile(r"\d")
_REMEMBERED = 1 << 15
_LONGEST = 60  # a longer value is a sentence, and sentences are not judged here


class SloganWords(Struct, frozen=True):
    """Names of the word lists that a slogan is made of."""

    degrees: str
    changes: str
    praises: str
    nouns: str
    joints: str
    idioms: str
    starts: str
    ends: str
    vetoes: str
    requirements: str
    soft: str


class Slogans:
    """Tells slogans from values that can be checked."""

    def __init__(self, lexicon: Lexicon, lists: SloganWords) -> None:
        degrees, changes = lexicon.words(lists.degrees), lexicon.words(lists.changes)
        praises, nouns = lexicon.words(lists.praises), lexicon.words(lists.nouns)
        idioms = lexicon.words(lists.idioms)
        requirements = lexicon.table(lists.requirements)
        self._all = WordEnds.of(degrees, changes, praises, nouns, lexicon.words(lists.joints), idioms)
        self._strong = (*changes, *praises, *idioms)
        self._leading = (*degrees, *nouns)
        self._degrees = degrees
        self._starts = lexicon.words(lists.starts)
        self._ends = lexicon.words(lists.ends)
        self._changes = changes
        self._wholes = frozenset((*idioms, *requirements["wholes"]))
        self._requirements = tuple(requirements["starts"])
        self._vetoes = lexicon.words(lists.vetoes)
        self._soft = frozenset(lexicon.words(lists.soft))
        self.kind = lru_cache(maxsize=_REMEMBERED)(self._kind)

    def _kind(self, value: str) -> str | None:
        """``""`` for a slogan, ``soft`` for wording that can be checked though no figure says it, None for neither."""
        clauses = [chinese(part) for part in _CLAUSES.split(value)]
        clauses = [part for part in clauses if part]
        if not clauses or len(value) > _LONGEST or _DIGIT.search(value):
            return None
        if all(clause in self._soft for clause in clauses):
            return "soft"
        return "" if all(self._is_slogan(clause) for clause in clauses) else None

    def _is_slogan(self, clause: str) -> bool:
        if clause in self._wholes or clause in self._soft:
            return True
        if self._praises(clause):
            return True
        if any(word in clause for word in self._vetoes):
            return False
        return clause.startswith(self._requirements) or self._ends_so(clause) or self._begins_so(clause)

    def _praises(self, clause: str) -> bool:
        """Made of slogan words alone, one of which says better."""
        return any(word in clause for word in self._strong) and self._all.covers(clause)

    def _ends_so(self, clause: str) -> bool:
        """群众生活质量明显改善 · 长势良好: what stands at the end is a slogan by itself."""
        return clause.endswith(self._ends) or any(
            clause.startswith(self._leading, at) and self._praises(clause[at:]) for at in range(1, len(clause) - 2)
        )

    def _begins_so(self, clause: str) -> bool:
        """显著提升服务能力 · 促进社会发展: how it begins makes the rest a slogan."""
        if clause.startswith(self._starts) and len(clause) > 2:
            return True
        start = next((word for word in self._degrees if clause.startswith(word)), "")
        return bool(start) and clause.startswith(self._changes, len(start))


class SloganValue(Kind):
    """The value is only a slogan, or (case ``scale``) the scale itself instead of a grade on it.

    Cases ``graded`` and ``graded-scale``: the row says 定性 (a word of ``qualitative``), where graded wording is
    allowed. Case ``soft``: wording that can be checked and would better be a figure. ``answers`` are scales of
    yes-or-no indicators. A good grade of ``grades`` is no slogan where the name holds a word of ``graded_names``.
    """

    kind: ClassVar[str] = "slogan_value"
    scopes: ClassVar[frozenset[str]] = frozenset({"indicator"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    cases: ClassVar[frozenset[str]] = frozenset({"scale", "graded", "graded-scale", "soft"})
    refers: ClassVar[Mapping[str, str]] = {"words": "list", "graded_names": "list", "grades": "list"}

    words: Mapping[str, str]
    graded_names: str
    grades: str
    qualitative: tuple[str, ...]
    answers: tuple[str, ...]

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        lexicon = knowledge.lexicon
        slogans = Slogans(lexicon, SloganWords(**self.words))
        graded_names, grades = lexicon.words(self.graded_names), frozenset(lexicon.table(self.grades)["good"])

        def is_grade(row: PreparedIndicator, value: str) -> bool:
            return chinese(value) in grades and any(word in row.judged_name for word in graded_names)

        def case_of(row: PreparedIndicator) -> str | None:
            written = squeeze(fold(row.row.value))
            said = written + "\n" + squeeze(row.row.kind + row.row.direction)
            is_qualitative = any(word in said for word in self.qualitative)
            value = written
            for word in self.qualitative:
                value = value.removeprefix(word)
            value = value.lstrip(":,、，：-")
            if row.quantity.kind == "scale":
                if chinese(value) in self.answers:
                    return None
                return "graded-scale" if is_qualitative else "scale"
            found = slogans.kind(value) if row.quantity.kind == "word" and not is_grade(row, value) else None
            return "graded" if found == "" and is_qualitative else found

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            case = case_of(row)
            if case is not None:
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name}, case)

        return judge


KINDS = (SloganValue,)
