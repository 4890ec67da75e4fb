"""The check that an indicator's description is about its name: what kind of thing is measured, and of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge, RowJudge
from perflint.checks.content import content, pairs_in
from perflint.checks.description_words import Defining, Measures
from perflint.checks.terms import righting
from perflint.finder import Finder
from perflint.names import WordEnds
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import Quantity


class Difference(Struct, frozen=True):
    """How a description differs from its name.

    Where ``terms`` are given, it differs only if none of them stands in the project's other texts. Where ``words`` are
    given (pairs of characters), it differs only if it speaks of what other rows are about, and the name of what the
    project is about.
    """

    case: str = ""
    terms: tuple[str, ...] = ()
    words: tuple[frozenset[str], frozenset[str]] | None = None

    @property
    def is_certain(self) -> bool:
        return not self.terms and self.words is None


class DescriptionFits(Kind):
    """An indicator's description is about its name.

    A description may be a formula, a method, a condition, a list of parts or the same in other words; all of these may
    share no word with the name. So an ordinary finding needs, besides that the description holds no character of the
    name's core, that another kind of thing is measured: both end in measures of different ``families`` (a rate
    described by 次数), the value's unit (``dimensions``) standing for a name that ends in none. A count may be the
    upper part of a rate, so it must share no word with the project's other texts either (``common`` ones left out). Or
    another thing is meant: the description ends in a measure or a word of ``states`` (情况) and names a term of a trade
    (``trades``) that stands nowhere else in the project; marks of authorities from ``body`` characters on are terms
    too. Or it speaks of what other rows are about (``of_others`` pairs of characters, shares or counts only) while the
    name is about a thing of the project (``of_project`` pairs). Descriptions that hold a word of ``formulas`` or begin
    with one of ``methods`` (按, 含) say how, not what; names with a word of ``changes`` (降低…成本) measure the change.
    Of the families ``rate`` is that of shares, ``count`` that of numbers, ``time`` that of times. Endings of ``unlike``
    (指数) tell no kind, and in ``time_classes`` shares and times go together.

    Cases: ``measure`` one is the other plus a word of ``measures``; ``one-character`` same length, one character
    differs; ``definition`` the description is only what ``definitions`` say of the class, or is made of the words of
    such definitions (``definition_words``), one that means the project and one that means a class among them, while the
    name says more; ``empty`` it is one of the
    words ``empty``, which say nothing of any indicator (达到目标值), or shares no two neighbouring characters with the
    name and is made of words of ``generic`` alone or copies the value. Words of ``neutral`` are no descriptions but
    kinds of standard or yes-or-no (计划标准, 建立与否) and are left out. Terms of ``terms`` are put right first.
    """

    kind: ClassVar[str] = "description_fits"
    scopes: ClassVar[frozenset[str]] = frozenset({"indicator"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    cases: ClassVar[frozenset[str]] = frozenset({"measure", "one-character", "definition", "empty"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (
            *("measures", "families", "dimensions", "unlike", "states", "formulas", "methods", "changes", "trades"),
            *("definitions", "definition_words", "neutral", "empty", "generic", "common", "terms"),
        ),
        "list",
    )

    measures: str
    families: str
    dimensions: str
    rate: str
    count: str
    time: str
    unlike: str
    states: str
    formulas: str
    methods: str
    changes: str
    trades: str
    definitions: str
    definition_words: str
    neutral: str
    empty: str
    generic: str
    common: str
    terms: str
    time_classes: tuple[str, ...]
    of_others: int
    of_project: int
    body: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        comparison = _Comparison(self, knowledge)
        least = (self.of_others, self.of_project)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            apart = [(row, found) for row in project.indicators if (found := row.once(self, comparison.difference))]
            for row, found in apart:
                foreign = bool(found.terms) and not any(term in _around(project, row) for term in found.terms)
                if foreign or (found.words is not None and _of_other_rows(project, row, found.words, least)):
                    yield _finding(row, found)

        return judge

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        comparison = _Comparison(self, knowledge)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            found = row.once(self, comparison.difference)
            if found is not None and found.is_certain:
                yield _finding(row, found)

        return judge


def _finding(row: PreparedIndicator, found: Difference) -> Finding:
    data = {"name": row.row.name}
    return Finding(row.field("description"), row.row.description, data, found.case, related=(row.field("name"),))


def _around(project: PreparedProject, row: PreparedIndicator) -> str:
    """What the project says of itself beside a row's description."""
    names = (other.row.name for other in project.indicators)
    others = (other.row.description for other in project.indicators if other is not row)
    whole = project.project
    return "\n".join((whole.name, whole.unit.name, whole.purpose, *whole.goals, *names, *others))


def _of_other_rows(
    project: PreparedProject,
    row: PreparedIndicator,
    words: tuple[frozenset[str], frozenset[str]],
    least: tuple[int, int],
) -> bool:
    """Whether a description holds words of other rows' names, and its name is about a thing of the project too.

    ``words`` are the pairs of characters of description and name, ``least`` how many of each are no chance.
    """
    names = "\n".join(other.row.name for other in project.indicators if other is not row)
    whole = "\n".join((project.project.name, project.project.purpose, *project.project.goals))
    found = (sum(pair in written for pair in pairs) for pairs, written in zip(words, (names, whole), strict=True))
    return all(count >= enough for count, enough in zip(found, least, strict=True))


class _Comparison:
    """Compares names with descriptions by the words of a rule; raises ValueError where a kind is no family."""

    def __init__(self, rule: DescriptionFits, knowledge: Knowledge) -> None:
        lexicon, self.grammar = knowledge.lexicon, knowledge.grammar
        self.words = tuple(sorted(lexicon.words(rule.measures), key=len, reverse=True))
        families, named = lexicon.table(rule.families), (rule.rate, rule.count, rule.time)
        unknown = [name for name in named if name not in families]
        if unknown:
            raise ValueError(f"{rule.families} has no {', '.join(unknown)}")
        dimensions, unlike = lexicon.table(rule.dimensions), lexicon.words(rule.unlike)
        self.measures = Measures.of(families, dimensions, unlike, named)
        self.shared_kinds = frozenset({rule.rate, rule.count})
        self.timed = frozenset({rule.rate, rule.time})
        self.states = lexicon.words(rule.states)
        self.formulas, self.methods = lexicon.words(rule.formulas), lexicon.words(rule.methods)
        self.changes = lexicon.words(rule.changes)
        self.definitions = tuple(text.normal(words) for words in lexicon.words(rule.definitions))
        self.defining = Defining.of(lexicon.table(rule.definition_words))
        self.neutral = frozenset(map(text.normal, lexicon.words(rule.neutral)))
        self.empty = frozenset(map(text.normal, lexicon.words(rule.empty)))
        self.generic = WordEnds.of(lexicon.words(rule.generic))
        self.content = content(lexicon.words(rule.common))
        self.righted = righting(lexicon.table(rule.terms))
        self.time_classes, self.body = rule.time_classes, rule.body
        self._trades: Mapping[str, Mapping[str, object]] = lexicon.table(rule.trades)

    @cached_property
    def trades(self) -> Finder:
        def words(key: str) -> list[str]:
            lists = (entry.get(key) for entry in self._trades.values())
            return [word for found in lists if isinstance(found, list) for word in found]

        names = (mark for mark in words("marks") if len(mark) >= self.body)
        return Finder((*words("own"), *words("shared"), *names))

    def difference(self, row: PreparedIndicator) -> Difference | None:
        """How the description of a row differs from its name, None where it fits or there is none."""
        if row.truncated or not row.own_description:
            return None
        name, said = (text.normal(self.righted(written)) for written in (row.base_name, row.base_description))
        if said in self.neutral or said in self.empty:
            return Difference("empty") if said in self.empty else None
        if not name or not said or name == said:
            return None
        case = self._slip(name, said)
        if case:
            return Difference(case)
        if text.bigrams(name) & text.bigrams(said):
            return None
        if self.generic.covers(said) or self._copies_value(row):
            return Difference("empty")
        return self._other_thing(name, said, row)

    def _slip(self, name: str, said: str) -> str:
        """The case of a slip of the pen, or ``""``."""
        if any(definition in said for definition in self.definitions) or self.defining.only_defines(said, name):
            return "definition"
        shorter, longer = sorted((name, said), key=len)
        if longer.startswith(shorter) and longer[len(shorter) :] in self.words:
            return "measure"
        if len(name) == len(said) and sum(a != b for a, b in zip(name, said, strict=True)) == 1:
            return "one-character"
        return ""

    def _other_thing(self, name: str, said: str, row: PreparedIndicator) -> Difference | None:
        """The difference of a description that measures another kind of thing, or speaks of another thing."""
        if set(self._core(name)) & set(said):
            return None
        kind = self.measures.said_by(said)
        found = self._other_kind(name, said, kind, row)
        if found is not None and found.is_certain:
            return found
        terms = found.terms if found is not None else ()
        words = None
        if kind in self.shared_kinds and kind == self.measures.of_value(row.measured):
            words = frozenset(pairs_in(self.content(said))), frozenset(pairs_in(self.content(name)))
        return Difference(terms=terms, words=words) if terms or words else None

    def _other_kind(self, name: str, said: str, kind: str, row: PreparedIndicator) -> Difference | None:
        """The difference of a description whose end names another kind of thing, or that names a thing of a trade."""
        written = row.row.description
        if written.startswith(self.methods) or any(word in written for word in self.formulas):
            return None
        named = "" if any(word in name for word in self.changes) else self.measures.said_by(name)
        named = named or self.measures.of_value(row.measured)
        if (named, kind) == (self.measures.rate, self.measures.count):  # what is counted above the line of a rate
            words = tuple(pairs_in(self.content(said)))
            return Difference(terms=words) if words else None
        if kind and named and kind != named:
            return None if {kind, named} == self.timed and row.stated_class in self.time_classes else Difference()
        terms = tuple(term for _, term in self.trades.find(said)) if kind or said.endswith(self.states) else ()
        return Difference(terms=terms) if terms else None

    def _copies_value(self, row: PreparedIndicator) -> bool:
        """Whether the description is the row's value, or a bare number, which says no more (a period may)."""
        quantity = self.grammar.read(row.base_description)
        is_own = text.normal_value(row.row.description) == text.normal_value(row.row.value)
        return is_own or (_only_value(quantity) and quantity.kind != "period")

    def _core(self, name: str) -> str:
        """A name without its measure."""
        measure = next((word for word in self.words if name.endswith(word) and len(name) > len(word)), "")
        return name.removesuffix(measure)


def _only_value(quantity: Quantity) -> bool:
    """Whether a text is no more than a value (≥200人, 12月31日前)."""
    said = list(quantity.raw)
    number, unit = quantity.number_at, quantity.unit_at
    figure = (number[0], unit[1]) if number and unit and number < unit else number  # 万 stands between them
    for start, stop in filter(None, (quantity.sign_at, figure, unit, *((d.start, d.stop) for d in quantity.dates))):
        said[start:stop] = " " * (stop - start)
    is_value = quantity.number is not None or bool(quantity.dates)
    return is_value and not any(char.isalnum() for char in said)


KINDS = (DescriptionFits,)
