"""Checks of percentages against what the name says they are shares of: no ratio, a huge change, a wrong direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, RowJudge
from perflint.checks.terms import righting
from perflint.lexicon import Lexicon
from perflint.names import Names, Reading, WordEnds
from perflint.prepared import PreparedIndicator
from perflint.quantity import CEILINGS, FLOORS, Quantity

INDICATOR = frozenset({"indicator"})
HUNDRED = Decimal(100)
_REMEMBERED = 1 << 15
_TAIL = 100  # characters of a text that are looked at from its end
# A threshold or a bracket that a name or description ends in: 满意率95%以上 · 合格率(≥**%).
_FIGURES = re.compile(r"[≥≤><=≧≦%％‰\d.*~\-\s。，,；;：:)）】］]+$")
_BRACKETS = re.compile(r"[（(\[【［][^（()）\[\]【】［］]*[）)\]】］]?")


class RatioNames:
    """Tells whether a text ends as names of ratios do. Made once from the lists that a rule names."""

    def __init__(self, lexicon: Lexicon, ratios: str, not_ratios: str, real: str, qualities: str, tails: str) -> None:
        self._ratios = WordEnds.of(lexicon.words(ratios))
        self._not_ratios = WordEnds.of(lexicon.words(not_ratios))
        self._real = WordEnds.of(lexicon.words(real))
        self._qualities = WordEnds.of(lexicon.words(qualities))
        self._tails = WordEnds.of(lexicon.words(tails))
        self.match = lru_cache(maxsize=_REMEMBERED)(self._match)

    def _match(self, written: str) -> bool:
        folded = text.fold(text.squeeze(written))
        name = (_BRACKETS.sub("", folded) or folded)[-_TAIL:]
        while True:
            if self._ends(name):
                return True
            shorter = _FIGURES.sub("", name)
            shorter = shorter.removesuffix(self._tails.match(shorter)) if shorter == name else shorter
            if shorter in (name, ""):
                return False
            name = shorter

    def _ends(self, name: str) -> bool:
        if self._real.match(name):
            return True
        if self._not_ratios.match(name):
            return False
        is_quality = name.endswith("性") and bool(self._qualities.match(name[:-1]))
        return is_quality or bool(self._ratios.match(name))


class PercentOnNonRatio(Kind):
    """A percentage where neither name nor description ends in a ratio word, nor holds a change word.

    ``ratios`` are the endings, not ``not_ratios`` (效率) unless one of ``real`` (有效率), ``qualities`` go with 性
    (及时性), ``tails`` may follow a ratio (满意度情况), wording of ``inside`` makes a ratio wherever it stands (占总,
    /计划). A value with words of ``in_value`` says itself what it is a share of (100%达标).
    """

    kind: ClassVar[str] = "percent_on_non_ratio"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    refers: ClassVar[Mapping[str, str]] = {
        "ratios": "list", "not_ratios": "list", "real": "list", "qualities": "list", "tails": "list", "changes": "list",
        "more_changes": "list", "in_value": "list", "inside": "list",
    }  # fmt: skip

    ratios: str
    not_ratios: str
    real: str
    qualities: str
    tails: str
    changes: str
    more_changes: str
    in_value: str
    inside: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        lexicon = knowledge.lexicon
        ratios = RatioNames(lexicon, self.ratios, self.not_ratios, self.real, self.qualities, self.tails)
        changes = lexicon.words(self.changes) + lexicon.words(self.more_changes)
        in_value = lexicon.words(self.in_value)
        telling = changes + lexicon.words(self.inside)

        def is_ratio(row: PreparedIndicator) -> bool:
            said = (row.row.name, row.row.description)
            return any(ratios.match(part) or any(word in part for word in telling) for part in said if part)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            if not row.base_name or not row.measured.is_percent or is_ratio(row):
                return
            if not any(word in row.row.value for word in in_value):
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name})

        return judge


class LargeChange(Kind):
    """A reduction or growth of ``percent`` or more.

    A name tells a change when it ends in a word of ``changes`` (and a word of ``tails`` behind it), or begins with one
    and is no ratio of its own. ``terms`` are put right first; names with ``vetoes`` and values that say what is
    reached (``reached``) are no changes; nor are the ``vague`` names (稳步提升).
    """

    kind: ClassVar[str] = "large_change"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "word"})
    refers: ClassVar[Mapping[str, str]] = {
        "changes": "list", "tails": "list", "vetoes": "list", "reached": "list", "terms": "list", "vague": "list",
        "ratios": "list", "not_ratios": "list", "real": "list", "qualities": "list", "ratio_tails": "list",
    }  # fmt: skip

    percent: str
    changes: str
    tails: str
    vetoes: str
    reached: str
    terms: str
    vague: str
    ratios: str
    not_ratios: str
    real: str
    qualities: str
    ratio_tails: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        lexicon = knowledge.lexicon
        names, vague = lexicon.once(Names), frozenset(lexicon.words(self.vague))
        changes = WordEnds.of(lexicon.words(self.changes))
        tails = WordEnds.of(lexicon.words(self.tails))
        vetoes, reached = lexicon.words(self.vetoes), lexicon.words(self.reached)
        righted = righting(lexicon.table(self.terms))
        ratios = RatioNames(lexicon, self.ratios, self.not_ratios, self.real, self.qualities, self.ratio_tails)
        limit = Decimal(self.percent)

        @lru_cache(maxsize=_REMEMBERED)
        def change(written: str) -> str:
            """The change word that heads a name, ``""`` where none does."""
            name = righted(text.base_name(written))
            if any(word in name for word in vetoes):
                return ""
            return changes.match(name.removesuffix(tails.match(name)).rstrip("的")) or changes.match(name)

        @lru_cache(maxsize=_REMEMBERED)
        def begun(written: str) -> str:
            """The change word that begins a name which is no ratio (减轻家庭负担), ``""`` where none does."""
            name = righted(text.base_name(written))
            if any(word in name for word in vetoes) or ratios.match(name):
                return ""
            return next((name[:n] for n in range(changes.longest, 1, -1) if name[:n] in changes.words), "")

        def word_of(row: PreparedIndicator) -> str:
            """The change that the row measures; a description that is another rate says that it measures none."""
            described = change(row.base_description) if row.base_description else ""
            if described or row.judged_name in vague or names.measure(row.base_description):
                return described
            return change(row.judged_name) or begun(row.judged_name)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            share = row.measured.percent
            if share is None or share < limit or any(word in row.row.value for word in reached):
                return
            word = word_of(row)
            if word:
                yield Finding(row.field("value"), row.row.value, {"name": row.judged_name, "word": word})

        return judge


class CeilingMeaningless(Kind):
    """An undesired rate may be as high as ``above`` percent or more (case ``high`` from ``high`` percent on).

    What is undesired is read from the name or from the description (see ``perflint.names``).
    """

    kind: ClassVar[str] = "ceiling_meaningless"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "word"})
    cases: ClassVar[frozenset[str]] = frozenset({"high"})

    above: str
    high: str

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        names = knowledge.lexicon.once(Names)
        above, high = Decimal(self.above), Decimal(self.high)

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            quantity = row.measured
            share = quantity.upper_percent
            if share is None or share <= above or quantity.comparator not in CEILINGS:
                return
            reading = ceiling_of(names, row)
            if reading.kind == "undesired":
                data = {"name": row.judged_name, "word": reading.word}
                yield Finding(row.field("value"), row.row.value, data, "high" if share >= high else "")

        return judge


class DirectionReversed(Kind):
    """A rate that everybody wants high has a ceiling, or (case ``floor``) one that nobody wants has a floor.

    So has a count of what is a harm whoever counts it (a word of ``harms``): accidents, deaths; other bad things may be
    work to be done (投诉件数 of a hotline).

    Rows of ``not_classes`` have rules of their own. ``unless`` are words of rates that may rightly be limited (支出),
    ``never`` those that decide all the same (抽检合格率).
    """

    kind: ClassVar[str] = "direction_reversed"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "word"})
    cases: ClassVar[frozenset[str]] = frozenset({"floor"})
    refers: ClassVar[Mapping[str, str]] = {"unless": "list", "never": "list", "harms": "list"}

    unless: str
    never: str
    harms: str
    not_classes: tuple[str, ...]

    def compile_row(self, knowledge: Knowledge) -> RowJudge:
        names = knowledge.lexicon.once(Names)
        unless = knowledge.lexicon.words(self.unless)
        never = tuple(knowledge.lexicon.words(self.never))
        harms = knowledge.lexicon.words(self.harms)

        def harm(row: PreparedIndicator) -> Reading | None:
            """The harm that a row counts with a floor above zero."""
            quantity = row.measured
            has_floor = quantity.comparator in FLOORS and (quantity.number or quantity.comparator == ">")
            if quantity.percent is not None or not has_floor:
                return None
            reading = names.count(row.judged_name)
            return reading if reading.kind == "undesired" and reading.word.endswith(harms) else None

        def reversed_case(row: PreparedIndicator, quantity: Quantity) -> tuple[str, Reading] | None:
            if quantity.comparator in FLOORS:
                reading = rate_of(names, row)
                return ("floor", reading) if reading.kind == "undesired" else None
            if ceiling_of(names, row).kind == "undesired":
                return None
            is_rate = bool(names.measure(row.judged_name))
            reading = names.rate(row.judged_name if is_rate else row.base_description)
            may_be_capped = any(w in row.judged_name for w in unless) and not reading.word.endswith(never)
            is_capped = reading.kind in ("desired", "handled") and not may_be_capped
            return ("", reading) if is_capped and (quantity.percent or 0) <= HUNDRED else None

        def judge(row: PreparedIndicator) -> Iterable[Finding]:
            quantity = row.measured
            if quantity.kind != "number" or row.level2 in self.not_classes:
                return
            if quantity.percent is None:
                counted = harm(row)
                found = ("floor", counted) if counted is not None else None
            else:
                found = reversed_case(row, quantity) if quantity.comparator in CEILINGS | FLOORS else None
            if found is not None:
                data = {"name": row.judged_name, "word": found[1].word}
                yield Finding(row.field("value"), row.row.value, data, found[0], span=quantity.sign_at)

        return judge


def ceiling_of(names: Names, row: PreparedIndicator) -> Reading:
    """What a ceiling of a row is about: a description that names something undesired outweighs a good name (安全率)."""
    named = names.rate(row.judged_name)
    if named.kind in ("undesired", "handled"):
        return named
    described = _described(names, row)
    return described if described.kind == "undesired" else named


def rate_of(names: Names, row: PreparedIndicator) -> Reading:
    """What the rate of a row is about: by its name, else by its description."""
    named = names.rate(row.judged_name)
    return named if named.kind else _described(names, row)


def _described(names: Names, row: PreparedIndicator) -> Reading:
    """What a description says that a rate is about: of a share what is counted (整改到位的隐患占查出隐患的比例)."""
    counted = names.share(row.row.description)
    return counted if counted.kind else names.rate(row.base_description)


KINDS = (PercentOnNonRatio, LargeChange, CeilingMeaningless, DirectionReversed)
