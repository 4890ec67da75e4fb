"""Checks of what goals promise: empty talk, absolute promises, things promised that no indicator measures."""

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

PROJECT = frozenset({"project"})
_CLAUSE_END = re.compile(r"[，,。；;！!？?：:\n]+")
_PART_END = re.compile(r"[，,。；;！!？?：:、\n]+|以及|[及和与并]")
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

    A finding is a goal item every clause of which (cut at ，。；) is made of words of ``verbs``, ``abstract``,
    ``fields`` and ``filler`` alone, with a verb and an abstract noun in one of them (加强队伍建设), so that no thing,
    number or name is left; the unit's own name and region count as filler. Words of ``things`` name something to be
    checked although they are made of such words.
    """

    kind: ClassVar[str] = "measurable_goal"
    scopes: ClassVar[frozenset[str]] = PROJECT
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(("verbs", "abstract", "fields", "filler", "things"), "list")

    verbs: str
    abstract: str
    fields: str
    filler: str
    things: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        every = Vocabulary.of(lexicon, (self.verbs, self.abstract, self.fields, self.filler))
        verbs, abstract = Vocabulary.of(lexicon, [self.verbs]), Vocabulary.of(lexicon, [self.abstract])
        things = Vocabulary.of(lexicon, [self.things])

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            own = _own_names(project.project.unit.name, project.setting.department)
            for item in project.goals:
                clauses = list(_clauses(own.without(text.strip_number(item.raw))))
                empty = clauses and all(every.covers(clause) and not things.within(clause) for clause in clauses)
                if empty and any(verbs.within(clause) and abstract.within(clause) for clause in clauses):
                    yield Finding(item.path, item.raw.strip(), span=item_span(item))

        return judge


_REGION = re.compile(r"(?:.*[省市州])?([一-鿿]{1,6}?)([县区旗市镇乡])")


@lru_cache(maxsize=1024)
def _own_names(unit: str, department: str) -> Finder:
    """The names of the unit, the department and their region, which a goal may hold without saying more."""
    names: list[str] = []
    for value in (unit, department):
        name = text.squeeze(value)
        region = _REGION.match(name)
        names.append(name)
        if region:
            short = region.group(1)
            names += [short + region.group(2), short if len(short) > 1 else ""]
    return Finder(names)


def _clauses(goal: str) -> Iterator[str]:
    for part in _CLAUSE_END.split(goal):
        clause = _MARKS.sub("", part)
        if clause:
            yield clause


class KeptPromise(Kind):
    """A goal that promises all of something (a word of ``absolute``) has no indicator that is content with less.

    The indicator's name ends in a word of ``rates``; the two characters before it, or the name's core as a whole, stand
    in the clause that promises, and so does some other word of the name, where it has one (words of ``generic`` do not
    count). Words of ``vetoes`` that hold an absolute word promise nothing (全部资金).
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

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            lax = [(row, core) for row in project.indicators if (core := _lax_rate(row, rates))]
            if not lax:
                return
            for item in project.goals:
                promised = list(_promises(item, words, vetoes))
                found = ((row, word) for clause, word in promised for row, core in lax if _about(clause, core, generic))
                for row, word in found:
                    data = {"word": word, "name": row.judged_name, "target": row.row.value}
                    related = (row.field("value"),)
                    yield Finding(item.path, item.raw.strip(), data, span=item_span(item), related=related)
                    break

        return judge


def _lax_rate(row: PreparedIndicator, rates: tuple[str, ...]) -> str:
    """The core of a rate's name (畜禽注射率 → 畜禽注射) whose target allows less than 100%, else ``""``."""
    rate = next((rate for rate in rates if row.judged_name.endswith(rate)), "")
    percent = row.quantity.percent if row.quantity.is_percent else None
    if not rate or percent is None or percent >= Decimal(100) or row.quantity.comparator in ("≤", "<"):
        return ""
    return row.judged_name.removesuffix(rate)


def _promises(item: GoalItem, words: Iterable[str], vetoes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Clauses of a goal that promise all of something, each with the word that does."""
    for clause in _clauses(item.raw):
        bare = clause
        for veto in vetoes:
            bare = bare.replace(veto, "")
        word = next((word for word in words if word in bare), None)
        if word is not None:
            yield clause, word


def _about(clause: str, core: str, generic: tuple[str, ...]) -> bool:
    """Whether the promise is about what the rate measures."""
    act = core[-2:]
    if len(act) < 2 or act not in clause:
        return False
    thing = core[:-2]
    for word in generic:
        thing = thing.replace(word, "")
    return len(thing) < 2 or any(pair in clause for pair in text.bigrams(thing))


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
            return re.compile(rf"\d|百分之|[一二两三四五六七八九十百千万亿]+(?:{counters})|{exact}")

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


class MeasuredDeliverable(Kind):
    """What goals or purpose say is bought, built or held (a verb of a group of ``deliverables``) is measured.

    It is measured where an output row holds a verb of the same group or shares two neighbouring characters with the
    verb's object: the text after it, where that names nothing the text before it (words of ``generic`` left out).
    Names of expenses, a verb before a word of ``costs`` (租赁费), are no deliverables. One finding a project, at the
    first goal or else the purpose; not judged where there is no output row.
    """

    kind: ClassVar[str] = "measured_deliverable"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"things", "count"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(("deliverables", "costs", "generic"), "list")

    deliverables: str
    costs: str
    generic: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        groups: Mapping[str, list[str]] = lexicon.table(self.deliverables)
        synonyms = {verb: tuple(verbs) for verbs in groups.values() for verb in verbs}
        verbs = Finder(synonyms, not_before=lexicon.words(self.costs))
        generic = Finder(lexicon.words(self.generic))

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            measured = "\n".join(
                row.row.name + row.row.description for row in project.indicators if row.level1 in ("output", None)
            )
            pairs = text.bigrams(measured)
            open_things: dict[str, str] = {}
            for path, written in (*project.select("goals"), *project.select("purpose")):
                for word, thing, shown in _deliverables(written, verbs, generic):
                    if pairs.isdisjoint(thing) and not any(synonym in measured for synonym in synonyms[word]):
                        open_things.setdefault(shown, path)
            if measured and open_things:
                shown = "、".join(list(open_things)[:_NAMED])
                data = {"things": shown, "count": str(len(open_things))}
                yield Finding(next(iter(open_things.values())), shown, data)

        return judge


_SHOWN = 12  # characters of a deliverable that a message shows
_NAMED = 3  # deliverables that a message names


def _deliverables(written: str, verbs: Finder, generic: Finder) -> Iterator[tuple[str, frozenset[str], str]]:
    """What a text says is bought, built or held: the verb, the character pairs of its object, the words to show."""
    for clause in _PART_END.split(written):
        for at, verb in verbs.find(clause):
            before, after = clause[:at], clause[at + len(verb) :]
            thing = _pairs(after, generic)
            shown = verb + after if thing else before[-_SHOWN + 2 :] + verb
            yield verb, thing or _pairs(before, generic), _MARKS.sub("", shown).lstrip("0123456789")[:_SHOWN]


def _pairs(said: str, without: Finder) -> frozenset[str]:
    parts = (text.chinese(part) for part in without.split(said))
    return frozenset(pair for part in parts for pair in text.bigrams(part))


KINDS = (MeasurableGoal, KeptPromise, QuantifiedText, MeasuredDeliverable)
