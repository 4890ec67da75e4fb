"""Checks of what goals say: empty talk, absolute promises, indicators without a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import ClassVar

from msgspec import Struct

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.finder import Finder
from perflint.lexicon import Lexicon
from perflint.names import WordEnds
from perflint.prepared import GoalItem, PreparedDepartment, PreparedIndicator, PreparedProject
from perflint.quantity import CEILINGS

PROJECT = frozenset({"project"})
_CLAUSE_END = re.compile(r"[，,。；;！!？?：:\n]+")
_REMEMBERED = 1 << 12
_FIGURE = re.compile(r"[\d两三四五六七八九十]")
_MARKS = re.compile(r"[\s、“”‘’\"'（）()《》·…—\-.]+")


def item_span(item: GoalItem) -> tuple[int, int]:
    """Where a goal item stands in the goal as written."""
    return (item.offset, item.offset + len(item.raw))


class Vocabulary(Struct, frozen=True):
    """A set of words that a text may be made of."""

    whole: WordEnds
    finder: Finder
    characters: frozenset[str]

    @classmethod
    def of(cls, lexicon: Lexicon, lists: Iterable[str]) -> Vocabulary:
        words = frozenset(word for name in lists for word in lexicon.words(name))
        return cls(WordEnds.of(words), Finder(words), frozenset("".join(words)))

    def covers(self, phrase: str) -> bool:
        """Whether the phrase can be cut into words of the vocabulary, with nothing left over."""
        return self.characters.issuperset(phrase) and self.whole.covers(phrase)

    def within(self, phrase: str) -> bool:
        """Whether a word of the vocabulary stands in the phrase."""
        return self.finder.stands_in(phrase)


class MeasurableGoal(Kind):
    """A goal holds something that can be checked.

    A finding is a goal item every clause of which (cut at ，。；) is empty, with a verb and an abstract noun in one of
    them. A clause is empty where it is made of words of ``verbs``, ``abstract``, ``fields`` and ``filler`` alone
    (加强队伍建设), so that no thing, number or name is left; the unit's own name and region (up to a character of
    ``county`` or ``wider``) count as filler. It is empty too where it begins with a verb of ``wishes`` and ends in a
    word of ``qualities``, whatever these are said of (提升综合救援水平). Words of ``things`` name something to be
    checked although they are made of such words.
    """

    kind: ClassVar[str] = "measurable_goal"
    scopes: ClassVar[frozenset[str]] = PROJECT
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("verbs", "abstract", "fields", "filler", "things", "wishes", "qualities", "county", "wider"), "list"
    )

    verbs: str
    abstract: str
    fields: str
    filler: str
    things: str
    wishes: str
    qualities: str
    county: str
    wider: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        every = Vocabulary.of(lexicon, (self.verbs, self.abstract, self.fields, self.filler))
        verbs, abstract = Vocabulary.of(lexicon, [self.verbs]), Vocabulary.of(lexicon, [self.abstract])
        things = Vocabulary.of(lexicon, [self.things])
        filler = WordEnds.of(lexicon.words(self.filler))
        wishes, qualities = Finder(lexicon.words(self.wishes)), lexicon.words(self.qualities)

        def is_wish(clause: str) -> bool:
            start, wish = next(iter(wishes.find(clause)), (0, ""))
            begins = bool(wish) and (start == 0 or filler.covers(clause[:start]))
            return begins and clause[start + len(wish) :].endswith(qualities) and not _FIGURE.search(clause)

        def names_nothing(clause: str) -> bool:
            return is_wish(clause) or (verbs.within(clause) and abstract.within(clause))

        def is_empty(clause: str) -> bool:
            return (every.covers(clause) or is_wish(clause)) and not things.within(clause)

        region = region_pattern(lexicon.words(self.county), lexicon.words(self.wider))

        @lru_cache(maxsize=_REMEMBERED)
        def own_names(unit: str, department: str) -> Finder:
            return _own_names((unit, department), region)

        @lru_cache(maxsize=_REMEMBERED)
        def says_nothing(goal: str, unit: str, department: str) -> bool:
            clauses = list(_clauses(own_names(unit, department).without(text.strip_number(goal))))
            return bool(clauses) and all(map(is_empty, clauses)) and any(map(names_nothing, clauses))

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            unit, department = project.project.unit.name, project.setting.department
            for item in project.goals:
                if says_nothing(item.raw, unit, department):
                    yield Finding(item.path, item.raw.strip(), span=item_span(item))

        return judge


def region_pattern(county: Iterable[str], wider: Iterable[str]) -> re.Pattern[str]:
    """The region at the start of a unit's name: what it is called, and the character that says of which kind it is."""
    large, small = "".join(wider), "".join(county)
    return re.compile(rf"(?:.*[{re.escape(large)}])?([一-鿿]{{1,6}}?)([{re.escape(small + large)}])")


def _own_names(owners: Iterable[str], region: re.Pattern[str]) -> Finder:
    """The names of the owners and their region, which a goal may hold without saying more."""
    names: list[str] = []
    for value in owners:
        name = text.squeeze(value)
        found = region.match(name)
        names.append(name)
        if found:
            short = found.group(1)
            names += [short + found.group(2), short, name[found.end() :]]
    return Finder(name for name in names if len(name) > 1)


def _clauses(goal: str) -> Iterator[str]:
    for part in _CLAUSE_END.split(goal):
        clause = _MARKS.sub("", part)
        if clause:
            yield clause


class KeptPromise(Kind):
    """A goal that promises all of something (a word of ``absolute``) has no indicator that is content with less.

    The indicator's name ends in a word of ``rates``; the two characters before it, or the name's core as a whole, stand
    in the clause that promises, and some other word of the name, where it has one, stands in the goal (words of
    ``generic`` do not count). Words of ``vetoes`` that hold an absolute word promise nothing (全部资金); a promise that
    another rate keeps with 100% is kept (重大隐患全部整改).
    """

    kind: ClassVar[str] = "kept_promise"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"word", "name", "target"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(("absolute", "vetoes", "rates", "generic"), "list")

    absolute: str
    vetoes: str
    rates: str
    generic: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        words = lexicon.words(self.absolute)
        vetoes = lexicon.words(self.vetoes)
        rates = tuple(sorted(lexicon.words(self.rates), key=len, reverse=True))
        generic = lexicon.words(self.generic)

        def lax_rate(row: PreparedIndicator) -> str:
            return _lax_rate(row, rates)

        def full_rate(row: PreparedIndicator) -> str:
            return _full_rate(row, rates)

        def is_kept(project: PreparedProject, clause: str, goal: str) -> bool:
            full = (core for row in project.indicators if (core := row.once(full_rate, full_rate)))
            return any(_about(clause, goal, core, generic) for core in full)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            lax = [(row, core) for row in project.indicators if (core := row.once(self, lax_rate))]
            if not lax:
                return
            for item in project.goals:
                found = (
                    (row, word)
                    for clause, word in _promises(item, words, vetoes)
                    for row, core in lax
                    if _about(clause, item.raw, core, generic) and not is_kept(project, clause, item.raw)
                )
                for row, word in found:
                    data = {"word": word, "name": row.judged_name, "target": row.row.value}
                    related = (row.field("value"),)
                    yield Finding(item.path, item.raw.strip(), data, span=item_span(item), related=related)
                    break

        return judge


def _rate_core(name: str, rates: tuple[str, ...]) -> str:
    """A rate's name without its measure (畜禽注射率 → 畜禽注射), ``""`` where it ends in none of ``rates``."""
    rate = next((rate for rate in rates if name.endswith(rate)), "")
    return name.removesuffix(rate) if rate else ""


def _full_rate(row: PreparedIndicator, rates: tuple[str, ...]) -> str:
    """The core of a rate's name whose target is 100%, else ``""``."""
    return (
        _rate_core(row.judged_name, rates) if row.quantity.is_percent and row.quantity.percent == Decimal(100) else ""
    )


def _lax_rate(row: PreparedIndicator, rates: tuple[str, ...]) -> str:
    """The core of a rate's name whose target allows less than 100%, else ``""``."""
    percent = row.quantity.percent if row.quantity.is_percent else None
    allows_less = percent is not None and percent < Decimal(100) and row.quantity.comparator not in CEILINGS
    return _rate_core(row.judged_name, rates) if allows_less else ""


def _promises(item: GoalItem, words: Iterable[str], vetoes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Clauses of a goal that promise all of something, each with the word that does."""
    for clause in _clauses(item.raw):
        bare = clause
        for veto in vetoes:
            bare = bare.replace(veto, "")
        word = next((word for word in words if word in bare), None)
        if word is not None:
            yield clause, word


def _about(clause: str, goal: str, core: str, generic: tuple[str, ...]) -> bool:
    """Whether the promise is about what the rate measures: the act is in its clause, the thing anywhere in the goal."""
    act = core[-2:]
    if len(act) < 2 or act not in clause:
        return False
    thing = core[:-2]
    for word in generic:
        thing = thing.replace(word, "")
    return len(thing) < 2 or any(pair in goal for pair in text.bigrams(thing))


class QuantifiedText(Kind):
    """An indicator of part one holds a number: a figure, or a Chinese numeral with a word of ``counters`` after it.

    Words of ``exact`` (零事故, 全覆盖) say as much as a number. Rows that are declared to be graded (定性), yes-or-no
    rows and blank ones are left out.
    """

    kind: ClassVar[str] = "quantified_text"
    scopes: ClassVar[frozenset[str]] = frozenset({"department"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(("counters", "exact", "graded"), "list")

    counters: str
    exact: str
    graded: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        graded = lexicon.words(self.graded)

        @cache
        def pattern() -> re.Pattern[str]:
            counters = "|".join(map(re.escape, sorted(lexicon.words(self.counters), key=len, reverse=True)))
            exact = "|".join(map(re.escape, lexicon.words(self.exact)))
            return re.compile(rf"\d|百分之|[一二两三四五六七八九十百千万亿]+[余多来]?(?:{counters})|{exact}")

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            if not isinstance(project, PreparedDepartment):
                return
            number = pattern()
            for position, item in enumerate(project.document.department.category_goals, 1):
                if item.indicator.strip() and not number.search(text.fold(item.indicator)):
                    path = f"department.category_goals[{position}].indicator"
                    yield Finding(path, item.indicator, {"name": item.name})
            for row in project.indicators:
                if _states_no_number(row, number, graded):
                    yield Finding(row.field("value"), row.row.value, {"name": row.row.name})

        return judge


def _states_no_number(row: PreparedIndicator, number: re.Pattern[str], graded: Sequence[str]) -> bool:
    whole = text.fold("\n".join((row.row.name, row.row.description, row.row.value)))
    declared = row.row.kind + row.row.direction + row.row.value
    exempt = row.quantity.kind == "yesno" or any(word in declared for word in graded)
    return bool(row.row.value.strip()) and not exempt and not number.search(whole)


KINDS = (MeasurableGoal, KeptPromise, QuantifiedText)
