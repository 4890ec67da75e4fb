"""What the name of a rate is about: something wished for, something nobody wants, or the handling of something.

A name is read from its end. The measure is taken off (重新犯罪率 → 重新犯罪), then words that only say that something
happens; the longest known word that stands at the end decides: 重新犯罪 is undesired, while 投诉处理率 ends in 处理.
What stands before can turn it about (不合格, 无事故). Words come from the lexicon; nothing is worked out twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from perflint import text
from perflint.lexicon import Lexicon

Kind = Literal["", "desired", "undesired", "handled", "neutral"]
_REMEMBERED = 1 << 15
_LONGEST = 100  # a longer text is a sentence, no name
_THING = 4  # a longer noun behind 的 has an act of its own (患病的老人签约人数)
_GAP = 3  # characters that may stand between a verb of dealing and the bad thing it deals with


class Reading(Struct, frozen=True):
    """What heads a name. ``word`` is the word that decided, as it stands in the name."""

    kind: Kind = ""
    word: str = ""


NOTHING = Reading()


class WordEnds(Struct, frozen=True):
    """A set of words matched at the end of a text, the longest first, or over all of it; its size costs no time."""

    words: frozenset[str]
    longest: int
    last: frozenset[str]

    @classmethod
    def of(cls, *lists: Iterable[str]) -> WordEnds:
        words = frozenset(word for words in lists for word in words)
        return cls(words, max(map(len, words), default=0), frozenset(word[-1] for word in words if word))

    def match(self, written: str) -> str:
        """The longest word that ends the text, or ``""``."""
        if written[-1:] not in self.last:  # nearly always, and told sooner
            return ""
        for length in range(min(self.longest, len(written)), 0, -1):
            if written[-length:] in self.words:
                return written[-length:]
        return ""

    def covers(self, written: str) -> bool:
        """Whether the text can be cut into words of the set without remainder."""
        reached = {0}
        for start in range(len(written)):
            if start in reached:
                stops = range(start + 1, min(start + self.longest, len(written)) + 1)
                reached.update([stop for stop in stops if written[start:stop] in self.words])
                reached.discard(start)
            elif not reached:
                return False
        return bool(written) and len(written) in reached


class Names:
    """Reads names of rates. Made once from a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self.measures = WordEnds.of(words("rate_tails"))
        self.not_measures = WordEnds.of(words("rate_tails_not"))
        self._real = WordEnds.of(words("real_rates"))
        self._counts = WordEnds.of(words("count_tails"))
        self._fillers = WordEnds.of(words("harm_fillers"))
        self._happening = WordEnds.of(words("happening_words"))
        self._undesired = WordEnds.of(words("undesired_words"))
        self._desired = WordEnds.of(words("desired_words"))
        self._handling = WordEnds.of(words("handling_words"))
        self._neutral = frozenset(words("neutral_handling"))
        self._stems = frozenset(words("undesired_stems"))
        self._stem_ends = frozenset(words("undesired_stem_ends"))
        self._stem_vetoes = frozenset(words("stem_vetoes"))
        self._spoiling = words("spoiling_words")
        self._spoiling_handling = words("spoiling_handling")
        self._spoilable = WordEnds.of(words("spoilable_acts"))
        self._clean = words("clean_words")
        self._clean_vetoes = tuple(sorted(words("clean_word_vetoes"), key=len, reverse=True))
        self._negating = WordEnds.of(words("negating_words"))
        self._between = WordEnds.of(words("negated_between"))
        self._handling_starts = words("handling_starts")
        self._lowering_starts = words("lowering_starts")
        self.rate = lru_cache(maxsize=_REMEMBERED)(self._rate)
        self.share = lru_cache(maxsize=_REMEMBERED)(self._share)
        self.count = lru_cache(maxsize=_REMEMBERED)(self._count)

    def measure(self, name: str) -> str:
        """The measure that ends a name (率, 比例), ``""`` where the name is no rate."""
        is_other = self.not_measures.match(name) and not self._real.match(name)
        return "" if is_other else self.measures.match(name)

    def _rate(self, written: str) -> Reading:
        """What a name or description that ends in a measure is about; nothing where it is no rate."""
        name = text.base_name(written)
        if len(name) > _LONGEST:
            return NOTHING
        measure = self.measure(name)
        head = name.removesuffix(measure).rstrip("的")
        return self._head(head) if measure and head else NOTHING

    def _count(self, written: str) -> Reading:
        """What a name is about that counts something (责任事故起数) or names it alone (责任事故)."""
        name = text.base_name(written)
        if len(name) > _LONGEST:
            return NOTHING
        head = name.removesuffix(self._counts.match(name)).rstrip("的")
        return self._head(head) if head else NOTHING

    def _share(self, description: str) -> Reading:
        """The same, told by what the counted part is said to be: 漏审的文件占应审文件的比例 → 漏审."""
        name = text.base_name(description)
        if len(name) > _LONGEST:
            return NOTHING
        part, found, _ = name.partition("占")
        act, is_modifier, thing = part.partition("的")
        is_plain = bool(found and is_modifier and self.measures.match(name)) and len(thing) <= _THING
        return self._head(act) if is_plain else NOTHING

    def _head(self, head: str) -> Reading:
        bare, happens = self._stripped(head)
        bad = self._bad_end(bare)
        # What "happens" is never something wished for: 质量安全事件发生率.
        good = "" if happens else self._desired.match(bare)
        act = "" if happens else self._handling.match(bare)
        best = act if len(act) >= len(good) else good
        if len(best) > len(bad):
            denied = self._denial(bare.removesuffix(best))
            if denied:
                return Reading("undesired", denied + best)
            if best == good and best != act:
                return Reading("desired", best)
            return Reading("neutral" if act in self._neutral else "handled", act)
        if bad:
            return self._turned(bare.removesuffix(bad), bad)
        return self._turned(bare, head[len(bare) :]) if happens else NOTHING

    def _stripped(self, head: str) -> tuple[str, bool]:
        """The head without what only says that something happens, and whether that was said outright (发生)."""
        happens = False
        while filler := self._fillers.match(head):
            known = max(len(words.match(head)) for words in (self._desired, self._handling))
            if self._undesired.match(head) or known > len(filler) or len(filler) == len(head):  # 结案 is no 结 of a 案
                break
            happens = happens or bool(self._happening.match(head))
            head = head.removesuffix(filler).rstrip("的")
        return head, happens

    def _bad_end(self, head: str) -> str:
        """The undesired word that ends a head: a listed one, one by its stem, or an act that a word ahead spoils."""
        found = self._undesired.match(head)
        pair = head[-2:]
        if len(found) < 2 and len(pair) == 2 and (pair[0] in self._stems or pair[1] in self._stem_ends):
            found = pair
        if found in self._stem_vetoes:
            found = ""
        act = self._spoilable.match(head)
        before = head.removesuffix(act)
        spoilers = self._spoiling_handling if act in self._handling.words else self._spoiling
        spoiler = next((word for word in spoilers if before.endswith(word)), "") if act else ""
        return spoiler + act if spoiler and len(spoiler + act) > len(found) else found

    def _denial(self, before: str) -> str:
        """What denies the word that follows (不, 未按时), ``""`` where nothing does."""
        rest = before
        while between := self._between.match(rest):
            rest = rest.removesuffix(between)
        denied = self._negating.match(rest)
        return before[len(rest) - len(denied) :] if denied else ""

    def _turned(self, before: str, bad: str) -> Reading:
        """An undesired word, unless what stands before denies it, lowers it or deals with it."""
        if before.startswith(self._lowering_starts):
            return Reading("neutral", bad)
        for verb in self._handling_starts:
            if before.startswith(verb) and len(before) - len(verb) <= _GAP:
                return Reading("handled", verb)
        for veto in self._clean_vetoes:
            before = before.replace(veto, "")
        if any(word in before for word in self._clean):
            return Reading("desired", bad)
        return Reading("undesired", bad)
