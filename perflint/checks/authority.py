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
    """One kind of authority: by which words of a name it is known, its terms, and which kinds share its field.

    ``bodies`` are what its offices are called.
    """

    id: str
    name: str
    marks: tuple[str, ...]
    own: tuple[str, ...]
    shared: tuple[str, ...]
    beside: frozenset[str]
    bodies: tuple[str, ...] = ()

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
    names; shared ones also where the text itself names it, and all where any text of the project names one of its
    ``bodies`` (法院). What was copied by oversight stands alone: a name, description or clause that shares two
    neighbouring characters with its project or unit (words of ``generic`` left out) is about it, and a project that
    speaks of one kind's trade in ``places`` or more of its purpose, goals and rows, or of ``breadth`` kinds' trades,
    means them, unless by a term of ``always`` (检务), which no other authority has.
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
    breadth: int

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
        content_of = content(word for name in self.generic for word in lexicon.words(name))

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
            meant = self._meant(texts, terms, own)
            for path, value, there in texts:
                row = _part(path)
                if "indicators[" in path and row in told:
                    continue
                hits = terms.foreign(value, there, own, project.project.name, meant)
                found = next(
                    (hit for hit in hits if not self._is_about(project, path, hit[1], terms, content_of)), None
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

    def _is_about(
        self, project: PreparedProject, path: str, word: str, terms: _Terms, content_of: Callable[[str], str]
    ) -> bool:
        """Whether a term is meant: the project names the authority, or what holds the term speaks of its matter."""
        model, row = project.project, _part(path)
        texts = [(path, value) for path, value in (*project.select("purpose"), *project.select("goals"))]
        rows = [(_part(path), value) for item in project.indicators for path, value in row_texts(item)]
        if any(holds(value, terms.kinds[word].bodies) for _, value in (*texts, *rows)):
            return True
        if word in terms.always:
            return False
        said = [value for part, value in rows if part == row and word in value]
        said = said or [clause for clause in _CLAUSES.split(dict(texts)[path]) if word in clause]
        around = [model.name, model.unit.name, *(value for at, value in texts if at != path)]
        spoken = content_of(" ".join(around))
        return any(shares(spoken, content_of(value.replace(word, " "))) for value in said)

    def _meant(self, texts: Iterable[tuple[str, str, Terms]], terms: _Terms, own: frozenset[str]) -> frozenset[str]:
        """The other kinds of whose trade a project speaks in several of its parts; all of them where there are many."""
        strange = ((terms.kinds[word], _part(path)) for path, _, there in texts for _, word in there)
        parts = {(kind.id, part) for kind, part in strange if kind.id not in own}
        counts = Counter(kind for kind, _ in parts)
        least = 1 if len(counts) >= self.breadth else self.places
        return frozenset(kind for kind, count in counts.items() if count >= least)


def _part(path: str) -> str:
    """The row of a path into the indicator table, else the path: name and description are one part."""
    return path.rsplit(".", 1)[0] if "indicators[" in path else path


def _kind(name: str, entry: Mapping[str, Any]) -> KindOfAuthority:
    lists = {key: tuple(entry.get(key, ())) for key in ("marks", "own", "shared", "bodies")}
    beside = frozenset(entry.get("beside", ()))
    return KindOfAuthority(name, str(entry["name"]), beside=beside, **lists)


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
