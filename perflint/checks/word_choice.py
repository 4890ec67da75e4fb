"""Checks of the words that texts use: wrong forms of terms, words written twice, plans told as done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.texts import REMEMBERED, TEXT, TextJudge, TextKind, written
from perflint.finder import Finder
from perflint.prepared import PreparedProject
from perflint.text import fold

_REPEATED = re.compile(r"([一-鿿]{2,12})\1")
_NUMERALS = re.compile(r"[一二三四五六七八九十百千万零〇两]+")
_SENTENCE_END = re.compile(r"[。；;！!？?\n]")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


class RepeatedWord(TextKind):
    """No Chinese word stands twice in a row.

    Fine is a first word that ends a longer one of ``longer`` where the second goes on (社会保障保障水平), and, where
    the word is one of ``verbal``, a second that begins one: one of ``longer``, or the word with a character of
    ``endings`` (维修维修工: a verb and its object), but not after a verb of ``taking``, whose object it is already
    (采购培训培训教材).
    So are numerals, words doubled ``on_purpose``, those that begin with one of ``starts`` (一户一户), what ends in one
    of ``ends`` (行政村每村每月).
    """

    kind: ClassVar[str] = "repeated_word"
    placeholders: ClassVar[frozenset[str]] = TextKind.placeholders | {"word"}
    refers: ClassVar[Mapping[str, str]] = {
        **TextKind.refers,
        **dict.fromkeys(("longer", "endings", "verbal", "taking", "on_purpose", "starts", "ends"), "list"),
    }

    longer: str
    endings: str
    verbal: str
    taking: str
    on_purpose: str
    starts: str
    ends: str

    def judge_text(self, knowledge: Knowledge) -> TextJudge:
        lexicon = knowledge.lexicon
        longer = lexicon.words(self.longer)
        endings = frozenset(lexicon.words(self.endings))
        verbal = frozenset(lexicon.words(self.verbal))
        taking = lexicon.words(self.taking)
        on_purpose = frozenset(lexicon.words(self.on_purpose))
        starts, ends = lexicon.words(self.starts), lexicon.words(self.ends)

        def meant(value: str, match: re.Match[str]) -> bool:
            word, middle = match.group(1), match.start() + len(match.group(1))
            if word in on_purpose or word.startswith(starts) or word.endswith(ends) or _NUMERALS.fullmatch(word):
                return True
            wholes = [whole for whole in longer if len(whole) > len(word) and word in whole]
            follows = value[match.end() : match.end() + 1]
            if "一" <= follows <= "鿿" and any(
                whole.endswith(word) and value[:middle].endswith(whole) for whole in wholes
            ):
                return True
            goes_on = any(whole.startswith(word) and value.startswith(whole, middle) for whole in wholes)
            if value[: match.start()].endswith(taking):
                return False
            return word in verbal and (goes_on or follows in endings)

        def judge(path: str, value: str) -> Iterable[Finding]:
            match = next((found for found in _REPEATED.finditer(value) if not meant(value, found)), None)
            if match:
                data = {"part": match.group(), "word": match.group(1), "count": "1"}
                yield Finding(path, value, data, span=match.span(), suggestion=match.group(1))

        return judge


class RightTerm(TextKind):
    """No wrong form of a term stands in the text; the table ``terms`` maps wrong forms to right ones.

    Characters of words of ``right`` never count: 报消 in 上报消防部门, 按排 in 按排名.
    """

    kind: ClassVar[str] = "right_term"
    placeholders: ClassVar[frozenset[str]] = TextKind.placeholders | {"right"}
    refers: ClassVar[Mapping[str, str]] = {**TextKind.refers, "terms": "list", "right": "list"}

    terms: str
    right: str

    def judge_text(self, knowledge: Knowledge) -> TextJudge:
        terms: dict[str, str] = knowledge.lexicon.table(self.terms)
        wrong_form = Finder(terms)
        right = Finder(knowledge.lexicon.words(self.right))

        def wrong_forms(value: str) -> tuple[tuple[int, str], ...]:
            """Where each wrong form first stands, the last to begin first."""
            if not wrong_form.stands_in(value):
                return ()
            bare = value
            for at, word in right.find(value):
                bare = bare[:at] + "\x00" * len(word) + bare[at + len(word) :]
            return tuple({word: (at, word) for at, word in reversed(list(wrong_form.find(bare)))}.values())

        def judge(path: str, value: str) -> Iterable[Finding]:
            for at, wrong in wrong_forms(value):
                data = {"part": wrong, "right": terms[wrong], "count": "1"}
                whole = value.replace(wrong, terms[wrong])
                yield Finding(path, value, data, span=(at, at + len(wrong)), suggestion=whole)

        return judge


class ToldAsDone(Kind):
    """A text does not tell as done what it plans: no verb of the list ``verbs`` with one of ``particles`` after it.

    Words of ``vetoes`` that hold the particle (为了, 了解) are never meant, nor what the sentence tells of the past:
    a word of ``past`` (去年) or a year before the budget year stands before it. One finding a field.
    """

    kind: ClassVar[str] = "told_as_done"
    scopes: ClassVar[frozenset[str]] = TEXT
    placeholders: ClassVar[frozenset[str]] = frozenset({"part", "count"})
    refers: ClassVar[Mapping[str, str]] = {
        "fields": "field",
        **dict.fromkeys(("verbs", "particles", "vetoes", "past"), "list"),
    }

    fields: tuple[str, ...]
    verbs: str
    particles: str
    vetoes: str
    past: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        verbs = frozenset(lexicon.words(self.verbs))
        longest = max(map(len, verbs), default=0)
        particle = Finder(lexicon.words(self.particles))
        vetoes = lexicon.words(self.vetoes)
        past = lexicon.words(self.past)

        def vetoed(value: str, verb: int, start: int, end: int) -> bool:
            """Whether the particle is part of a word of the vetoes; one inside verb and particle (消|除了) is none."""
            return any(
                value.startswith(veto, at)
                for veto in vetoes
                for at in range(max(0, end - len(veto)), start + 1)
                if at <= verb or at + len(veto) > end
            )

        def spans(value: str) -> Iterator[tuple[int, int]]:
            for start, word in particle.find(value):
                end = start + len(word)
                sizes = [size for size in range(2, min(longest, start) + 1) if value[start - size : start] in verbs]
                if sizes and not vetoed(value, start - max(sizes), start, end):
                    yield start - max(sizes), end

        @lru_cache(maxsize=REMEMBERED)
        def spans_of(value: str) -> tuple[tuple[int, int], ...]:
            return tuple(spans(value))

        def is_past(before: str, year: int | None) -> bool:
            sentence = _SENTENCE_END.split(before)[-1]
            years = [int(found) for found in _YEAR.findall(fold(sentence))]
            return any(word in sentence for word in past) or bool(years and year and max(years) < year)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            year = project.setting.year
            for path, value in written(project, self.fields):
                found = [span for span in spans_of(value) if not is_past(value[: span[0]], year)]
                if found:
                    start, end = found[0]
                    data = {"part": value[start:end], "count": str(len(found))}
                    yield Finding(path, value, data, span=(start, end))

        return judge


KINDS = (RepeatedWord, RightTerm, ToldAsDone)
