"""Checks of the class that a row states against the words it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from msgspec import Struct

from perflint.checks.base import Finding, Knowledge, RowJudge
from perflint.checks.rows import ClassKind
from perflint.finder import Finder
from perflint.lexicon import Lexicon
from perflint.names import WordEnds
from perflint.prepared import PreparedIndicator
from perflint.quantity import CEILINGS, Grammar, Quantity
from perflint.rule import Profile
from perflint.text import squeeze

INDICATOR = frozenset({"indicator"})
_REMEMBERED = 1 << 15
_COUNTED = frozenset({"person", "case", "thing", "event", "place", "area", "length", "mass", "volume"})

# What a value can be that keeps a group from deciding; named in the list of groups under ``skip``.
_SKIPPED: Mapping[str, Callable[[Quantity], bool]] = {
    "percent": lambda value: value.is_percent,
    "ceiling": lambda value: value.comparator in CEILINGS,
    "zero": lambda value: value.has_number and value.number == 0,
    "temporal": lambda value: value.is_temporal,
    "undated": lambda value: value.kind != "date",
    "money": lambda value: value.dimension in ("money", "unit-money"),
    "score": lambda value: value.dimension == "score",
    "rate": lambda value: value.dimension == "rate",
    "count": lambda value: value.dimension in _COUNTED,
}


class WordGroup(Struct, frozen=True):
    """Words that decide for ``classes`` against the classes ``against`` (all others where that is empty)."""

    classes: tuple[str, ...]
    against: frozenset[str]
    ends: WordEnds
    acts: WordEnds
    measures: WordEnds
    holds: tuple[str, ...]
    joined: bool
    vetoes: tuple[str, ...]
    harmless: Finder
    skip: tuple[str, ...]
    firm: bool

    @classmethod
    def of(cls, entry: Mapping[str, Any], lexicon: Lexicon) -> WordGroup:
        """A group of the list ``class_word_groups``; raises UnknownList."""

        def words(part: str) -> tuple[str, ...]:
            return lexicon.words(entry[part]) if part in entry else ()

        return cls(
            classes=tuple(entry["classes"]),
            against=frozenset(entry.get("against", ())),
            ends=WordEnds.of(words("ends")),
            acts=WordEnds.of(words("acts")),
            measures=WordEnds.of(words("measures")),
            holds=words("holds"),
            joined=bool(entry.get("joined", False)),
            vetoes=words("vetoes"),
            harmless=Finder(words("harmless")),
            skip=tuple(entry.get("skip", ())),
            firm=bool(entry.get("firm", False)),
        )

    def decides(self, name: str) -> str:
        """The word of the name that decides, ``""`` where none does."""
        measure = self.measures.match(name)
        if self.measures.words and not measure:
            return ""
        held = next((word for word in self.holds if word in name), "")
        head = name.removesuffix(measure)
        end = self.ends.match(head)
        if self.joined:
            return self._joined(name)
        if end and self.acts.words:
            act = self.acts.match(head.removesuffix(end))
            end = act + end if act else ""
        return end + measure if end else held

    def _joined(self, name: str) -> str:
        """A word of ``holds`` with one of ``ends`` right behind it (按期完成)."""
        for word in self.holds:
            _, found, behind = name.partition(word)
            act = next((behind[:n] for n in range(self.ends.longest, 0, -1) if behind[:n] in self.ends.words), "")
            if found and act:
                return word + act
        return ""

    def vetoed(self, said: str) -> bool:
        return any(word in said for word in self.vetoes) and any(
            word in part for part in self.harmless.split(said) for word in self.vetoes
        )


class ClassDecided(ClassKind):
    """The words of a name decide for other classes than the stated level two.

    ``groups`` names the list of word groups, ``evidence`` per class the list of words by which the stated class is
    plausible all the same, but against a group that is ``firm``. Groups whose classes the form lacks decide nothing.
    """

    kind: ClassVar[str] = "class_decided"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "words", "fits", "class"})
    refers: ClassVar[Mapping[str, str]] = {"groups": "list", "evidence": "list"}

    groups: str
    evidence: Mapping[str, str]

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        lexicon, grammar = knowledge.lexicon, knowledge.grammar
        known = class_ids(knowledge.profile)
        groups = [WordGroup.of(entry, lexicon) for entry in lexicon.table(self.groups)]
        groups = [group for group in groups if known & set(group.classes)]
        evidence = {stated: lexicon.words(name) for stated, name in self.evidence.items()}

        @lru_cache(maxsize=_REMEMBERED)
        def deciding(name: str) -> tuple[tuple[WordGroup, str], ...]:
            return tuple((group, word) for group in groups if (word := group.decides(name)))

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            stated, name = row.level2, row.judged_name
            hits = deciding(name) if stated else ()
            if not stated or any(stated in group.classes for group, _ in hits):
                return
            hits = tuple(hit for hit in hits if _speaks(hit[0], stated, row, grammar))
            if any(word in name for word in evidence.get(stated, ())):
                hits = tuple(hit for hit in hits if hit[0].firm)
            if not hits:
                return
            fits = dict.fromkeys(item for group, _ in hits for item in group.classes if item in known)
            data = {
                "name": name,
                "words": "”“".join(dict.fromkeys(word for _, word in hits)),
                "fits": "、".join(row.classes.printed(item) for item in fits),
                "class": squeeze(row.row.level2),
            }
            yield Finding(row.field("level2"), row.row.level2, data, related=(row.judged_path,))

        return judge


def _speaks(group: WordGroup, stated: str, row: PreparedIndicator, grammar: Grammar) -> bool:
    """Whether a group may decide against the stated class in this row."""
    if group.against and stated not in group.against:
        return False
    quantity = row.measured
    if any(_SKIPPED[name](quantity) for name in group.skip):
        return False
    return not group.vetoed(row.judged_name + "\n" + squeeze(row.row.value))


def class_ids(profile: Profile) -> set[str]:
    """The ids of all level-two classes of a form."""
    return {sub.id for top in profile.level1 for sub in top.level2}


class ClassWordAbsent(ClassKind):
    """A class is stated, and neither name, description nor value shows a word, unit or date of it.

    ``evidence`` names per class the list of words, ``dimensions`` the dimensions of values that show it; ``temporal``
    are the classes that a date, duration or frequency shows.
    """

    kind: ClassVar[str] = "class_word_absent"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "class"})
    refers: ClassVar[Mapping[str, str]] = {"evidence": "list"}

    evidence: Mapping[str, str]
    dimensions: Mapping[str, tuple[str, ...]]
    temporal: tuple[str, ...]

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        evidence = {stated: Finder(knowledge.lexicon.words(name)) for stated, name in self.evidence.items()}

        def shows(row: PreparedIndicator, stated: str) -> bool:
            quantity = row.measured
            if quantity.dimension and quantity.dimension in self.dimensions.get(stated, ()):
                return True
            if stated in self.temporal and quantity.is_temporal:
                return True
            said = squeeze(row.row.name + "\n" + row.row.description + "\n" + row.row.value)
            return evidence[stated].stands_in(said)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            stated = row.level2
            if stated in evidence and row.base_name and not shows(row, stated):
                data = {"name": row.judged_name, "class": squeeze(row.row.level2)}
                yield Finding(row.field("level2"), row.row.level2, data)

        return judge


KINDS = (ClassDecided, ClassWordAbsent)
