"""Names that do not say what is measured, and satisfaction that does not say whose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import ClassVar

from msgspec import Struct

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, RowJudge
from perflint.checks.rows import ClassKind
from perflint.lexicon import Lexicon
from perflint.names import WordEnds
from perflint.prepared import PreparedIndicator

INDICATOR = frozenset({"indicator"})
_REMEMBERED = 1 << 15
_LONGEST = 60  # a longer text is a sentence, no name


class VagueWords(Struct, frozen=True):
    """Names of the word lists that make a name vague."""

    measures: str
    name_measures: str
    generic: str
    abstract: str
    things: str
    hollow: str
    names: str
    not_names: str
    prefixes: str
    prefix_rest: str
    prefix_vetoes: str


class VagueNames:
    """Tells names that say nothing."""

    def __init__(self, lexicon: Lexicon, lists: VagueWords) -> None:
        generic = (*lexicon.words(lists.generic), *lexicon.words(lists.abstract))
        things = lexicon.words(lists.things)
        self._measures = WordEnds.of(lexicon.words(lists.measures), lexicon.words(lists.name_measures))
        self._name_measures = WordEnds.of(lexicon.words(lists.name_measures))
        self._generic = WordEnds.of(generic)
        self._with_things = WordEnds.of(generic, things)
        self._with_rest = WordEnds.of(generic, things, lexicon.words(lists.prefix_rest))
        self._hollow = lexicon.words(lists.hollow)
        self._names = frozenset(lexicon.words(lists.names))
        self._not_names = frozenset(lexicon.words(lists.not_names))
        self._prefixes = lexicon.words(lists.prefixes)
        self._prefix_vetoes = lexicon.words(lists.prefix_vetoes)
        self.case = lru_cache(maxsize=_REMEMBERED)(self._case)

    def _case(self, written: str) -> str | None:
        """``""`` where the name is vague, ``empty-start`` where it begins with 各项 and names no thing, else None."""
        name = text.chinese(written)
        is_plain = len(name) == len(text.normal(written)) <= _LONGEST  # no digits or letters, which name a thing
        if not name or not is_plain or name in self._not_names:
            return None
        core = name.removesuffix(self._name_measures.match(name)) or name
        starts_empty = name.startswith(self._prefixes) and not name.startswith(self._prefix_vetoes)
        if starts_empty and self._with_rest.covers(core):
            return "empty-start"
        if name in self._names or core in self._names or self._generic.covers(core):
            return ""
        is_hollow = any(word in core for word in self._hollow) and self._with_things.covers(core)
        return "" if is_hollow else None

    def has_measure(self, written: str) -> bool:
        """Whether a name ends in a measure word."""
        return bool(self._measures.match(text.chinese(text.base_name(written))))


class VagueName(Kind):
    """A name is generic (list or generic words alone), begins with 其他, 各项, 综合 and names no thing (case
    ``empty-start``), or begins with a verb and has no measure word while its description has one and the value is a
    percentage (case ``verb``). ``not_classes`` are not judged: satisfaction and cost are named by their kind.
    """

    kind: ClassVar[str] = "vague_name"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "better"})
    cases: ClassVar[frozenset[str]] = frozenset({"empty-start", "verb", "better"})
    refers: ClassVar[Mapping[str, str]] = {"words": "list", "verbs": "list"}

    words: Mapping[str, str]
    verbs: str
    not_classes: tuple[str, ...]

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        vague = VagueNames(knowledge.lexicon, VagueWords(**self.words))
        verbs = knowledge.lexicon.words(self.verbs)

        def case_of(row: PreparedIndicator) -> str | None:
            name, description = row.judged_name, row.base_description
            case = vague.case(name)
            if case is not None or row.truncated:
                return case
            is_act = name.startswith(verbs) and not vague.has_measure(name) and vague.has_measure(description)
            is_act = is_act and not description.startswith(name)  # 化解纠纷, 化解纠纷率: COH004 speaks
            return "verb" if is_act and row.measured.is_percent else None

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if not row.base_name or row.stated_class in self.not_classes:
                return
            case = case_of(row)
            if case is None:
                return
            description = row.base_description
            is_better = vague.has_measure(description) and vague.case(description) is None
            better = description if is_better else ""
            data = {"name": row.judged_name, "better": better}
            shown = "better" if better and case == "" else case
            yield Finding(row.judged_path, row.judged_name, data, shown, suggestion=better or None)

        return judge


class RespondentUnnamed(ClassKind):
    """Nobody is named: nothing is left of name and description of a row of ``classes`` without words of ``generic``."""

    kind: ClassVar[str] = "respondent_unnamed"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    refers: ClassVar[Mapping[str, str]] = {"generic": "list"}

    classes: tuple[str, ...]
    generic: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        words = sorted(knowledge.lexicon.words(self.generic), key=len, reverse=True)
        generic = re.compile("|".join(map(re.escape, words)) or r"(?!)")

        def names_nobody(written: str) -> bool:
            return not text.chinese(generic.sub("", written))

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if not row.base_name or row.stated_class not in self.classes:
                return
            if names_nobody(row.judged_name) and names_nobody(row.base_description):
                yield Finding(row.judged_path, row.judged_name, {"name": row.judged_name})

        return judge


KINDS = (VagueName, RespondentUnnamed)
