"""Check of words that do not belong to the unit: terms of another kind of authority."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, TypeAlias

from msgspec import Struct

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.content import content, shares
from perflint.checks.mentions import holds, joins, owner_texts, row_texts, span_of, unquoted
from perflint.finder import Finder
from perflint.prepared import PreparedIndicator, PreparedProject

_CLAUSES = re.compile(r"[，。；！？,;!?\n]")

Terms: TypeAlias = tuple[tuple[int, str], ...]
"""Terms in a text with their offsets."""


class KindOfAuthority(Struct, frozen=True):
    """One kind of authority: by which words of a name it is known, its terms, and which kinds share its field."""

    id: str
    name: str
    marks: tuple[str, ...]
    own: tuple[str, ...]
    shared: tuple[str, ...]
    beside: frozenset[str]

    @property
    def named(self) -> tuple[str, ...]:
        """Marks that name such an authority in any text; a single character (校) may only stand in a unit's name."""
        return tuple(mark for mark in self.marks if len(mark) > 1)


class ForeignTerm(Kind):
    """No text of a project uses a term of another kind of authority.

    ``kinds`` is a table of kinds: ``marks`` (words of a unit's name that tell the kind), ``own`` terms (they speak in
    every unit that is not of this kind), ``shared`` terms (they speak only where the unit's kind is known), ``beside``
    (kinds whose work this is too). ``also`` lists further kinds per term. Silent are terms inside a longer word of
    ``vetoes`` or made of the end of one word of ``ordinary`` lists and the beginning of another (学校|服务), in
    quotations and titles, beside a word of ``joint`` (联合, 配合), and of a kind that the project's name
    names; shared ones also where the text itself names it. What was copied by oversight stands alone: a row or clause
    that shares two neighbouring characters with its project or unit (words of ``generic`` left out) is about it, a row
    of satisfaction that names the authority asks it, and a
    project that speaks in ``places`` or more of its purpose, goals and rows of one kind's trade means it, unless by a
    term of ``always`` (检务), which no other authority has.
    """

    kind: ClassVar[str] = "foreign_term"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"word", "kind", "unit"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("kinds", "also", "vetoes", "joint", "unmarks", "always", "ordinary", "generic"), "list"
    )

    kinds: str
    also: str
    vetoes: str
    joint: str
    unmarks: str
    always: str
    ordinary: tuple[str, ...]
    generic: tuple[str, ...]
    places: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        kinds = tuple(_kind(name, entry) for name, entry in lexicon.table(self.kinds).items())
        terms = _Terms.of(
            kinds,
            lexicon.table(self.also),
            lexicon.words(self.vetoes),
            lexicon.words(self.joint),
            lexicon.words(self.always),
            (word for name in self.ordinary for word in lexicon.words(name)),
        )
        unmarks = lexicon.words(self.unmarks)
        akin = self._akin(word for name in self.generic for word in lexicon.words(name))

        @lru_cache(maxsize=4096)
        def known(texts: tuple[str, ...]) -> frozenset[str]:
            return next((found for value in texts if (found := kinds_in(value, kinds, unmarks))), frozenset())

        terms_in = lru_cache(maxsize=4096)(terms.terms_in)

        def with_terms(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str, Terms]]:
            """Of texts by path those that hold terms, with the terms."""
            return [(path, value, found) for path, value in texts if (found := terms_in(value))]

        def of_row(row: PreparedIndicator) -> list[tuple[str, str, Terms]]:
            return with_terms(row_texts(row))

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            own = known(owner_texts(project))
            told: set[str] = set()
            of_rows = (said for row in project.indicators for said in row.once(self, of_row))
            around = with_terms((*project.select("purpose"), *project.select("goals")))
            texts = (*around, *of_rows)
            meant = self._meant(texts, terms)
            for path, value, there in texts:
                row = _part(path)
                if "indicators[" in path and row in told:
                    continue
                hits = terms.foreign(value, there, own, project.project.name, meant)
                found = next(
                    (hit for hit in hits if hit[1] in terms.always or not akin(project, path, hit[1], terms)), None
                )
                if found is None:
                    continue
                told.add(row)
                start, word = found
                kind = terms.kinds[word]
                unit = project.project.unit.name or project.setting.department
                span = span_of(project, path, value, start, word)
                yield Finding(path, value, {"word": word, "kind": kind.name, "unit": unit}, span=span)

        return judge

    def _akin(self, generic: Iterable[str]) -> Callable[[PreparedProject, str, str, _Terms], bool]:
        """Whether the row or clause that holds a term speaks of what its project speaks of, or asks that authority."""
        content_of = content(generic)

        def akin(project: PreparedProject, path: str, word: str, terms: _Terms) -> bool:
            model, row, named = project.project, _part(path), terms.kinds[word].named
            texts = [(path, value) for path, value in (*project.select("purpose"), *project.select("goals"))]
            around = [model.name, model.unit.name, *(value for at, value in texts if at != path)]
            rows = [item for item in project.indicators if item.path == row]
            said = [value for item in rows for _, value in row_texts(item)]
            said = said or [clause for clause in _CLAUSES.split(dict(texts)[path]) if word in clause]
            rest = [value.replace(word, " ") for value in said]
            if any(item.level1 == "satisfaction" for item in rows) and any(holds(value, named) for value in rest):
                return True
            spoken = content_of(" ".join(around))
            return any(shares(spoken, content_of(value)) for value in rest)

        return akin

    def _meant(self, texts: Iterable[tuple[str, str, Terms]], terms: _Terms) -> frozenset[str]:
        """The kinds of whose trade a project speaks in several of its parts."""
        parts = {(terms.kinds[word].id, _part(path)) for path, _, there in texts for _, word in there}
        counts = Counter(kind for kind, _ in parts)
        return frozenset(kind for kind, count in counts.items() if count >= self.places)


def _part(path: str) -> str:
    """The row of a path into the indicator table, else the path: name and description are one part."""
    return path.rsplit(".", 1)[0] if "indicators[" in path else path


def _kind(name: str, entry: Mapping[str, Any]) -> KindOfAuthority:
    lists = {key: tuple(entry.get(key, ())) for key in ("marks", "own", "shared")}
    return KindOfAuthority(
        name, str(entry["name"]), lists["marks"], lists["own"], lists["shared"], frozenset(entry.get("beside", ()))
    )


def kinds_in(value: str, kinds: Iterable[KindOfAuthority], unmarks: Iterable[str]) -> frozenset[str]:
    """The kinds of authority that a unit's name, a department or a title tells."""
    bare = text.squeeze(value)
    for word in unmarks:
        bare = bare.replace(word, "")
    return frozenset(kind.id for kind in kinds if any(mark in bare for mark in kind.marks))


class _Terms(Struct, frozen=True):
    words: Finder
    kinds: Mapping[str, KindOfAuthority]
    own: frozenset[str]
    also: Mapping[str, frozenset[str]]
    beside: Mapping[str, frozenset[str]]
    joint: Finder
    always: frozenset[str]
    ordinary: frozenset[str]

    @classmethod
    def of(
        cls,
        kinds: Sequence[KindOfAuthority],
        also: Mapping[str, list[str]],
        vetoes: Iterable[str],
        joint: Iterable[str],
        always: Iterable[str],
        ordinary: Iterable[str],
    ) -> _Terms:
        owners = {word: kind for kind in kinds for word in (*kind.own, *kind.shared)}
        words = Finder((*owners, *vetoes))
        own = frozenset(word for kind in kinds for word in kind.own)
        beside = {kind.id: kind.beside for kind in kinds}
        return cls(
            words,
            owners,
            own,
            {word: frozenset(ids) for word, ids in also.items()},
            beside,
            Finder(joint),
            frozenset(always),
            frozenset(ordinary),
        )

    def terms_in(self, value: str) -> Terms:
        """The terms of any kind of authority in a text, with their offsets."""
        plain = unquoted(value)
        found = tuple(
            (at, word)
            for at, word in self.words.find(plain)
            if word in self.kinds and not joins(plain, at, word, self.ordinary)
        )
        return () if found and self.joint.stands_in(plain) else found

    def foreign(
        self, value: str, found: Terms, known: frozenset[str], name: str, meant: frozenset[str]
    ) -> Iterator[tuple[int, str]]:
        """Those of the terms of a text that a unit of ``known`` kinds cannot mean, with their offsets.

        Kinds ``meant`` are those of whose trade the project speaks elsewhere too.
        """
        plain = unquoted(value)
        for at, word in found:
            kind = self.kinds[word]
            own = word in self.own
            if not (own or known) or (kind.id in meant and word not in self.always):
                continue
            if self._fits(word, kind, known) or holds(name, (*kind.named, *kind.own, *kind.shared)):
                continue
            if own or not holds(plain[:at] + plain[at + len(word) :], kind.named):
                yield at, word

    def _fits(self, word: str, kind: KindOfAuthority, known: frozenset[str]) -> bool:
        """Whether a unit of the known kinds may use the term: it is of that kind, beside it, or listed for the term."""
        near = {kind.id, *kind.beside, *self.also.get(word, ())}
        return any(own in near or kind.id in self.beside.get(own, ()) for own in known)


KINDS = (ForeignTerm,)
