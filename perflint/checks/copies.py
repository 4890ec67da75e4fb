"""Checks of fields that only repeat another field of the same project: name, purpose, goals, description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import ClassVar

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge, RowJudge
from perflint.finder import Finder
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.quantity import Quantity

PROJECT = frozenset({"project"})
REMEMBERED = 65_536

_ONE_WORD = 2  # characters of a Chinese word


class GoalIsName(Kind):
    """A goal item equals the project name, or (case ``part``) stands inside it with ``length`` characters or more."""

    kind: ClassVar[str] = "goal_is_name"
    scopes: ClassVar[frozenset[str]] = PROJECT
    cases: ClassVar[frozenset[str]] = frozenset({"part"})

    length: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            name = project.name_normal
            for item in project.goals:
                span = (item.offset, item.offset + len(item.raw))
                if item.normal == name:
                    yield Finding(item.path, item.raw.strip(), span=span, related=("name",))
                elif len(item.normal) >= self.length and item.normal in name:
                    yield Finding(item.path, item.raw.strip(), case="part", span=span, related=("name",))

        return judge


class PurposeIsName(Kind):
    """The purpose equals the project name, or (case ``extends``) says nothing beyond it.

    It says nothing beyond when it is part of the name, or when fewer than ``length`` Chinese characters are left of it
    once the name, words of ``filler`` and punctuation are taken away, and no amount but the budget itself.
    """

    kind: ClassVar[str] = "purpose_is_name"
    scopes: ClassVar[frozenset[str]] = PROJECT
    cases: ClassVar[frozenset[str]] = frozenset({"extends"})
    refers: ClassVar[Mapping[str, str]] = {"filler": "list"}

    length: int
    filler: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        filler = Finder(knowledge.lexicon.words(self.filler))

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            purpose, name = project.purpose_normal, project.name_normal
            if not purpose or not name:
                return
            if purpose == name:
                yield Finding("purpose", project.project.purpose, related=("name",))
            elif purpose in name or (self._short(purpose, name, filler) and not _own_amount(project)):
                yield Finding("purpose", project.project.purpose, case="extends", related=("name",))

        return judge

    def _short(self, purpose: str, name: str, filler: Finder) -> bool:
        core = filler.without(name) or name
        if name in purpose:
            rest = purpose.replace(name, "")
        elif core in purpose:
            rest = purpose.replace(core, "")
        else:
            return False
        return len(text.chinese(filler.without(rest))) < self.length


def _own_amount(project: PreparedProject) -> bool:
    """Whether the purpose states an amount of its own: one that is not just the budget again."""
    total = project.total.yuan
    amounts = project.grammar.amounts(project.project.purpose)
    return any(amount.yuan is None or amount.yuan != total for amount in amounts)


class GoalsArePurpose(Kind):
    """Every goal item of the project, of at least ``length`` characters each, stands in the purpose."""

    kind: ClassVar[str] = "goals_are_purpose"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"count"})

    length: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            goals = project.goals
            if goals and all(
                len(item.normal) >= self.length and item.normal in project.purpose_normal for item in goals
            ):
                related = ("purpose", *dict.fromkeys(item.path for item in goals))
                yield Finding("goals", goals[0].raw.strip(), {"count": str(len(goals))}, related=related)

        return judge


class DescriptionFits(Kind):
    """An indicator's description is about its name.

    Ordinary finding: they share no two neighbouring characters, nor does the description hold half of the characters
    of the name's core (到课率: 上课学生的比例). Of a rate whose description tells how it is worked out (a word of
    ``formulas``) one character is enough (毛入园率: 在园幼儿数与适龄幼儿数之比), and a price or standard is explained
    by what it is paid for (a word of ``each`` ahead: 每平方米每年). A core of one word alone (发放时间, 巩固率) is
    easily put in other words (补贴每月到账的日期), so it is said only where name and description do not end in one of
    the ``families`` of measures. Cases: ``measure`` one is the other plus a word of ``measures``;
    ``one-character`` same length, one character differs; ``definition`` the description is only what ``definitions``
    say of the class; ``empty`` it is one of the words ``empty``, which say nothing of any indicator (达到目标值), or a
    bare quantity or date. Words of ``neutral`` are no descriptions but kinds of standard or yes-or-no (计划标准,
    建立与否) and are left out. Terms of ``terms`` are put right first.
    """

    kind: ClassVar[str] = "description_fits"
    scopes: ClassVar[frozenset[str]] = frozenset({"indicator"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    cases: ClassVar[frozenset[str]] = frozenset({"measure", "one-character", "definition", "empty"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("measures", "families", "formulas", "each", "definitions", "neutral", "empty", "terms"), "list"
    )

    measures: str
    families: str
    formulas: str
    each: str
    definitions: str
    neutral: str
    empty: str
    terms: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        lexicon = knowledge.lexicon
        measures = tuple(sorted(lexicon.words(self.measures), key=len, reverse=True))
        families = tuple(tuple(words) for words in lexicon.table(self.families).values())
        prices, each = tuple(lexicon.table(self.families).get("money", ())), lexicon.words(self.each)
        ratios, formulas = tuple(lexicon.table(self.families).get("ratio", ())), lexicon.words(self.formulas)
        definitions = tuple(text.normal(words) for words in lexicon.words(self.definitions))
        neutral = frozenset(map(text.normal, lexicon.words(self.neutral)))
        empty = frozenset(map(text.normal, lexicon.words(self.empty)))
        righted = righting(lexicon.table(self.terms))

        @lru_cache(maxsize=REMEMBERED)
        def difference(name: str, description: str) -> str | None:
            said = text.normal(description)
            if said in neutral or said in empty:
                return "empty" if said in empty else None
            case = _difference(righted(name), righted(description), measures, definitions)
            if case != "":
                return case
            if _only_quantity(knowledge.grammar.read(description)):
                return "empty"
            if any(word in description for word in formulas) and _shares_one(text.normal(name), said, ratios):
                return None
            if said.startswith(each) and text.normal(name).endswith(prices):
                return None
            return None if _reworded(text.normal(name), said, families) else ""

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            case = None if row.truncated else difference(row.base_name, row.base_description)
            if case is not None:
                data = {"name": row.row.name}
                yield Finding(row.field("description"), row.row.description, data, case, related=(row.field("name"),))

        return judge


def _difference(name: str, description: str, measures: tuple[str, ...], definitions: tuple[str, ...]) -> str | None:
    """The case of the difference, ``""`` for the ordinary one, None where the description fits."""
    name, description = text.normal(name), text.normal(description)
    if not name or not description or name == description:
        return None
    if any(definition in description for definition in definitions):
        return "definition"
    shorter, longer = sorted((name, description), key=len)
    if longer.startswith(shorter) and longer[len(shorter) :] in measures:
        return "measure"
    if len(name) == len(description) and sum(a != b for a, b in zip(name, description, strict=True)) == 1:
        return "one-character"
    if not text.bigrams(name) & text.bigrams(description) and not _abbreviates(name, description, measures):
        return ""
    return None


def _only_quantity(quantity: Quantity) -> bool:
    """Whether a description is no more than a value (≥200人, 12月31日前), which says nothing of what is measured."""
    said = list(quantity.raw)
    number, unit = quantity.number_at, quantity.unit_at
    figure = (number[0], unit[1]) if number and unit and number < unit else number  # 万 stands between them
    for start, stop in filter(None, (quantity.sign_at, figure, unit, *((d.start, d.stop) for d in quantity.dates))):
        said[start:stop] = " " * (stop - start)
    is_value = quantity.number is not None or bool(quantity.dates)
    return is_value and not any(char.isalnum() for char in said)


def _shares_one(name: str, said: str, ratios: tuple[str, ...]) -> bool:
    """Whether a name of a rate and its description have a character of the name's core in common."""
    measure = next((word for word in ratios if name.endswith(word)), "")
    return bool(measure) and any(char in said for char in name.removesuffix(measure))


def _reworded(name: str, said: str, families: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a short name (one word and a measure) and its description measure the same kind of thing."""
    ends = max((word for words in families for word in words if name.endswith(word)), key=len, default="")
    alike = next((words for words in families if ends in words), ())
    return bool(ends) and len(name) - len(ends) <= _ONE_WORD and said.endswith(alike)


def righting(terms: Mapping[str, str]) -> Callable[[str], str]:
    """A function that puts the right forms of the term list (wrong form → right one) into a text."""
    wrong = Finder(terms)
    return lru_cache(maxsize=REMEMBERED)(lambda value: wrong.exchanged(value, terms))


def _abbreviates(name: str, description: str, measures: tuple[str, ...]) -> bool:
    """Whether at least half of the characters of the name's core stand in the description."""
    measure = next((word for word in measures if name.endswith(word) and len(name) > len(word)), "")
    core = name.removesuffix(measure)
    return 2 * sum(char in description for char in core) >= len(core)


KINDS = (GoalIsName, PurposeIsName, GoalsArePurpose, DescriptionFits)
