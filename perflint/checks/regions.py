"""Check of words of a larger region than the unit's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar

from msgspec import Struct

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.mentions import holds, joins, owner_texts, row_texts, span_of, unquoted
from perflint.finder import Finder
from perflint.prepared import PreparedIndicator, PreparedProject

_CUT = re.compile(r"[，,。；;、：:（(）)\s]")


class ScopeFits(Kind):
    """A unit of a county, district or town does not promise for a larger region (a word of ``wide``).

    The unit is of a county where a name of its owners holds a region that ends in a character of ``county`` (words of
    ``no_county`` such as 自治区, 社区 taken out first), or the profile says so. Silent inside titles and quotations,
    where a word of ``before`` stands before it (迎接全省检查), or where within ``reach`` characters and before the next
    mark one of ``after`` follows (全省平均): a table with words for any region, and for each; nor is it one where two
    ``ordinary`` words meet (安全|市场).
    """

    kind: ClassVar[str] = "scope_fits"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"word", "unit"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("wide", "county", "no_county", "wider", "before", "ordinary", "after"), "list"
    )

    wide: str
    county: str
    no_county: str
    wider: str
    before: str
    ordinary: str
    after: str
    reach: int

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        wide = Finder(lexicon.words(self.wide))
        before = tuple(lexicon.words(self.before))
        ordinary = frozenset(lexicon.words(self.ordinary))
        listed: Mapping[str, list[str]] = lexicon.table(self.after)
        after = {word: (*listed["any"], *listed.get(word, ())) for word in lexicon.words(self.wide)}
        region = Region(lexicon.words(self.county), lexicon.words(self.no_county), frozenset(lexicon.words(self.wider)))
        stated = knowledge.profile.county
        county_unit = lru_cache(maxsize=4096)(region.county_unit)

        def fault(value: str) -> tuple[int, str] | None:
            plain = unquoted(value)
            for at, word in wide.find(plain):
                end = at + len(word)
                tail = _CUT.split(plain[end : end + self.reach], maxsplit=1)[0]
                if joins(plain, at, word, ordinary):
                    continue
                if not plain[:at].endswith(before) and not holds(tail, after[word]):
                    return at, word
            return None

        def of_row(row: PreparedIndicator) -> tuple[str, str, tuple[int, str]] | None:
            """The first text of a row that promises too much: its path, the text, and where it does so."""
            found = ((path, value, fault(value)) for path, value in row_texts(row))
            return next(((path, value, there) for path, value, there in found if there is not None), None)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            unit = county_unit(owner_texts(project)) if stated is None else project.project.unit.name
            if unit is None or stated is False:
                return
            for row in project.indicators:
                found = row.once(self, of_row)
                if found is not None:
                    path, value, (at, word) = found
                    span = span_of(project, path, value, at, word)
                    yield Finding(path, value, {"word": word, "unit": unit}, span=span)

        return judge


class Region(Struct, frozen=True):
    """How the region of a unit is read from its name."""

    county: tuple[str, ...]
    no_county: tuple[str, ...]
    wider: frozenset[str]

    def county_unit(self, texts: Iterable[str]) -> str | None:
        """The text by which the unit is of a county, else None. The first text that names a region decides."""
        for value in texts:
            level = self.level(value)
            if level:
                return value if level == "county" else None
        return None

    def level(self, name: str) -> str:
        """``county``, ``wider`` (a city, a province) or ``""`` where the name holds no region."""
        bare = text.squeeze(name)
        for word in self.no_county:
            bare = bare.replace(word, "\x00")
        if bare[:1] in self.county or any(
            "一" <= before <= "鿿" and mark in self.county for before, mark in pairwise(bare)
        ):
            return "county"
        return "" if self.wider.isdisjoint(bare) else "wider"


KINDS = (ScopeFits,)
