"""Lists of amounts in a purpose: what 具体为 and 其中 explain, read with care. What is in doubt is not sure.

A list begins behind a marker and ends with its sentence (a sentence that begins with a list number goes on), with the
bracket that it stands in, or before the next marker that explains a whole.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from perflint import text
from perflint.checks.list_words import CLOSING, ListWords, clean, depths
from perflint.quantity import Amount, Grammar

_SENTENCE_ENDS = "。！？!?\n"
_SEPARATORS = "，,、；;。\n"
_LIST_NUMBER = re.compile(r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．](?!\d)|[①-⑳])")
_NUMERALS = re.compile(r"\d+|[一二三四五六七八九十]+|[①-⑳]")
_BREAKS = "。；;\n"
_MARK = re.compile(f"[{re.escape(_SENTENCE_ENDS + _SEPARATORS + CLOSING)}]")  # where an item or a list may end
_BEFORE_TOTAL = 6
_REMEMBERED = 1 << 10
MOST_MARKERS, MOST_AMOUNTS = 40, 200  # more than any purpose that a person wrote


class AmountList(Struct, frozen=True):
    """Amounts listed behind a marker, from ``start`` to ``stop``.

    ``is_whole``: they make up what they explain; else they are some of it. ``heads`` are the amounts that the list may
    explain, the likeliest first. ``is_sure`` is False where an item has no amount, a product, a rate or a doubt.
    ``is_main`` lists stand neither in a bracket nor in another list. ``is_open``: a list inside a list, or behind one
    in its sentence, with nothing to show where it ends; ``doubtful`` are the amounts that such a list inside this one
    may leave to it.
    """

    is_whole: bool
    is_main: bool
    is_sure: bool
    heads: tuple[Amount, ...]
    items: tuple[Amount, ...]
    start: int
    stop: int
    is_open: bool = False
    doubtful: tuple[Amount, ...] = ()

    def readings(self) -> list[tuple[Amount, ...]]:
        """The amounts that the list may hold, the likeliest reading first."""
        if self.is_open:
            return [self.items[:count] for count in range(len(self.items), 0, -1)]
        tails = (self.doubtful[skipped:] for skipped in range(len(self.doubtful), 0, -1))
        return [self.items + tail for tail in tails] or [self.items]


def purposes(grammar: Grammar, words: ListWords) -> Callable[[str], Purpose]:
    """A function that gives a purpose cut into lists; the last thousand are remembered."""

    @lru_cache(maxsize=_REMEMBERED)
    def purpose_of(raw: str) -> Purpose:
        return Purpose(raw, grammar, words)

    return purpose_of


class Purpose:
    """One purpose with its amounts, cut into lists."""

    def __init__(self, raw: str, grammar: Grammar, words: ListWords) -> None:
        self.raw = raw
        self.words = words
        self.amounts = grammar.amounts(raw)
        self._depth = depths(raw)
        self._marks = [hit.start() for hit in _MARK.finditer(raw)]
        self._markers = [(hit.start(), hit.end(), hit.group()) for hit in words.markers.finditer(raw)]

    @property
    def is_too_much(self) -> bool:
        """Whether there are more lists or amounts than anybody writes: reading them would take too long."""
        return len(self._markers) > MOST_MARKERS or len(self.amounts) > MOST_AMOUNTS

    @cached_property
    def lists(self) -> list[AmountList]:
        """All lists that hold amounts, in their order."""
        found: list[AmountList] = []
        for number, (start, stop, word) in enumerate(self._markers):
            listed = self._list(number, start, stop, word, found)
            if listed is not None:
                found.append(listed)
        return found

    @cached_property
    def outside(self) -> list[Amount]:
        """Amounts at the top level that stand in no list."""
        spans = [(item.start, item.stop) for item in self.lists]
        return [
            amount
            for amount in self.amounts
            if not self._depth[amount.start] and not any(start <= amount.start < stop for start, stop in spans)
        ]

    # --- where a list ends, and what is in it --------------------------------------------------------------------

    def _list(self, number: int, start: int, stop: int, word: str, earlier: Sequence[AmountList]) -> AmountList | None:
        depth = self._depth[start]
        around = next((item for item in reversed(earlier) if item.start <= start < item.stop), None)
        inside = around is not None and self._depth[around.start] == depth
        end = self._end(stop, depth, inside)
        nested = [mark for mark in self._markers[number + 1 :] if mark[0] < end and self._depth[mark[0]] == depth]
        siblings = [mark for mark in nested if mark[2] in self.words.whole]
        certain = True
        if siblings:
            end, certain = self._before_sibling(stop, siblings[0][0], depth)
            nested = [mark for mark in nested if mark[0] < end]
        items, sure = self._items(stop, nested[0][0] if nested else end, depth)
        doubtful: tuple[Amount, ...] = ()
        if nested:
            further, doubtful, rest_is_sure = self._after_nested(nested[0], end, depth)
            items += further
            certain = certain and rest_is_sure and len(nested) == 1
        if not items:
            return None
        closed = not inside or around is None or end < around.stop
        from_sources = any(source in self.raw[stop:end] for source in self.words.sources)
        return AmountList(
            is_whole=word in self.words.whole,
            is_main=not depth and not inside,
            is_sure=sure and certain,
            heads=self._heads(start, depth, earlier, around if inside and not from_sources else None),
            items=items,
            start=stop,
            stop=end,
            is_open=not closed or self._goes_on_from(start, depth, earlier),
            doubtful=doubtful,
        )

    def _goes_on_from(self, start: int, depth: int, earlier: Sequence[AmountList]) -> bool:
        """Whether a list that explains a whole stands before this one in its sentence: this may be the list of one of
        its items, with more of them behind (课桌20万元；图书30万元，具体为…；灯具5万元)."""
        ended = [
            item.stop for item in earlier if item.is_whole and item.stop <= start and self._depth[item.start] == depth
        ]
        return bool(ended) and not any(mark in self.raw[ended[-1] : start] for mark in _SENTENCE_ENDS)

    def _before_sibling(self, start: int, sibling: int, depth: int) -> tuple[int, bool]:
        """Where a list ends before a further one that explains a whole, and whether that is certain.

        The part with the next list's own head is left out: certainly so where it is numbered and this list is not.
        """
        breaks = [at for at in range(start, sibling) if self.raw[at] in "；;。\n" and self._depth[at] == depth]
        if not breaks:
            return sibling, True
        cut = breaks[-1]
        has_head = any(cut < amount.start < sibling for amount in self.amounts)
        return cut, not has_head or (bool(self._style(cut + 1)) and self._style(cut + 1) != self._style(start))

    def _end(self, at: int, depth: int, inside: bool) -> int:
        """Where the list that begins at ``at`` ends. A list of numbered items goes on as long as their style does."""
        raw = self.raw
        own, inner = self._style(self._item_start(at, depth)), self._style(at)
        for place in self._marks[bisect_left(self._marks, at) :]:
            if self._depth[place] < depth:
                return place
            if self._depth[place] > depth:
                continue
            following = self._style(place + 1) if raw[place] in _BREAKS else ""
            if following and following == own != inner:
                return place
            if raw[place] in _SEPARATORS and raw[place + 1 : place + 8].lstrip().startswith(self.words.stops):
                return place
            goes_on = bool(following) and following == inner
            if inside and raw[place] in "；;" and not goes_on:
                return place
            if raw[place] in _SENTENCE_ENDS and raw[at:place].strip(" \t:：\n") and not goes_on:
                return place
        return len(raw)

    def _item_start(self, at: int, depth: int) -> int:
        """Where the item or sentence begins that a marker ending at ``at`` stands in."""
        marker = max((start for start, stop, _ in self._markers if stop == at), default=at)
        for place in range(marker - 1, -1, -1):
            if self._depth[place] < depth or (self._depth[place] == depth and self.raw[place] in _BREAKS + ":：，,"):
                if self._depth[place] == depth and self.raw[place] in "，," and not self._style(place + 1):
                    continue
                return place + 1
        return 0

    def _style(self, at: int) -> str:
        """The style of the list number that stands at ``at`` (``1.`` ``（一）`` ``一是``), ``""`` where none does."""
        rest = self.raw[at : at + 14].lstrip(" \t\n:：")
        number = _LIST_NUMBER.match(rest)
        if number is not None:
            return _NUMERALS.sub("1", number.group().strip())
        return self.words.ordinals[0] if rest.startswith(self.words.ordinals) else ""

    def _after_nested(
        self, marker: tuple[int, int, str], end: int, depth: int
    ) -> tuple[tuple[Amount, ...], tuple[Amount, ...], bool]:
        """Amounts behind a list inside the list: those surely behind it, those that may be, and whether all is sure."""
        stop = self._end(marker[1], depth, inside=True)
        if stop < end:
            items, sure = self._items(stop, end, depth)
            return items, (), sure
        items, sure = self._items(marker[1], end, depth)
        return (), items, sure or not items

    def _items(self, start: int, stop: int, depth: int) -> tuple[tuple[Amount, ...], bool]:
        """The amounts of the segments between two places, and whether each segment is one clean item."""
        segments = self._segments(start, stop, depth)
        here = [[a for a in self.amounts if left <= a.start < right] for left, right, _ in segments]
        by_comma = not any(
            separator == "、" and any(self._depth[a.start] == depth for a in amounts)
            for (_, _, separator), amounts in zip(segments, here, strict=True)
        )
        items: list[Amount] = []
        sure, remark, before = True, False, ""  # a remark goes on over 、 (用于道路、桥梁)
        for number, ((left, right, separator), amounts) in enumerate(zip(segments, here, strict=True)):
            remark = self._is_remark(left, right) or (remark and before == "、")
            before = separator
            own = [a for a in amounts if self._depth[a.start] == depth and not self._is_total(a)]
            if not own and len(amounts) == 1 and self._depth[amounts[0].start] > depth:
                own = amounts  # 办公费（20万元）
            if own and self.raw[left:right].lstrip().startswith(self.words.inner):
                sure = False  # of the item before, for who knows how long
            elif not own:
                is_part = remark or (separator == "、" and by_comma) or self._names_next(number, segments, here)
                sure = sure and (bool(amounts) or self._says_nothing(left, right, is_part))
            joined = all(self._are_joined(one, other) for one, other in itertools.pairwise(own))
            sure = sure and joined and all(clean(self.raw, a, self.words) for a in own)
            items += own
        open_end = bool(items) and self.raw[items[-1].stop : stop].lstrip().startswith(self.words.open_ends)
        return tuple(items), sure and not open_end

    def _segments(self, start: int, stop: int, depth: int) -> list[tuple[int, int, str]]:
        """(start, stop, separator that ends it) of the parts between separators outside inner brackets."""
        found = []
        left = start
        for place in self._marks[bisect_left(self._marks, start) : bisect_left(self._marks, stop)]:
            if self._separates(place) and self._depth[place] == depth:
                found.append((left, place, self.raw[place]))
                left = place + 1
        return [*found, (left, stop, "")]

    def _names_next(
        self, number: int, segments: Sequence[tuple[int, int, str]], here: Sequence[Sequence[Amount]]
    ) -> bool:
        """Whether a segment names the amount that alone fills the next one (课桌300套，32万元)."""
        if segments[number][2] not in ",，" or number + 1 == len(segments) or len(here[number + 1]) != 1:
            return False
        left, right, _ = segments[number + 1]
        return self.raw[left:right].strip() == here[number + 1][0].raw.strip()

    def _separates(self, place: int) -> bool:
        """Whether a separator stands there; the comma of 1,200,000 is none."""
        char = self.raw[place]
        in_figure = (
            char in ",，" and self.raw[place - 1 : place].isdigit() and self.raw[place + 1 : place + 4].isdigit()
        )
        return char in _SEPARATORS and not in_figure

    def _says_nothing(self, left: int, right: int, is_part: bool) -> bool:
        """Whether a segment without an amount is no item: empty, a number, or part of a name or a remark."""
        said = text.strip_number(self.raw[left:right].strip(" \t\n:：")).strip()
        return is_part or not any(char.isalnum() for char in said) or said.isdigit()

    def _is_remark(self, left: int, right: int) -> bool:
        """Whether a segment begins as a remark does (用于…, 包括…), not as an item."""
        said = self.raw[left:right].lstrip(" \t\n:：")
        return said.startswith(self.words.openers) or self.words.markers.match(said) is not None

    def _is_total(self, amount: Amount) -> bool:
        """Whether an amount only repeats the sum of the others (合计60万元)."""
        before = self.raw[max(0, amount.start - _BEFORE_TOTAL) : amount.start].rstrip(" :：为")
        return before.endswith(self.words.totals)

    def _are_joined(self, one: Amount, other: Amount) -> bool:
        return self.raw[one.stop : other.start].lstrip().startswith(self.words.joints)

    def _heads(
        self, start: int, depth: int, earlier: Sequence[AmountList], around: AmountList | None
    ) -> tuple[Amount, ...]:
        """The amounts that a list beginning at ``start`` may explain."""
        if depth:
            before = [a for a in self.amounts if a.stop <= start and self._depth[a.start] == depth - 1][-1:]
            apart = not before or any(mark in self.raw[before[0].stop : start] for mark in _SEPARATORS)
            return () if apart else self._clean(before)
        whole = [a for a in self.amounts if not self._depth[a.start] and not self._is_change(a)]
        near = [a for a in whole if a.stop <= start][-1:]
        gap = self.raw[near[0].stop : start] if near else ""
        if around is not None and not any(mark in gap for mark in "；;。\n"):
            return self._clean(near)
        further = tuple(head for item in earlier for head in item.heads if not self._depth[item.start])
        listed = near and any(item.start <= near[0].start < item.stop for item in earlier)
        found = (*further, *self._clean(near)) if listed else (*self._clean(near), *further)
        return tuple(dict.fromkeys(found))

    def _clean(self, amounts: Sequence[Amount]) -> tuple[Amount, ...]:
        return tuple(
            amount for amount in amounts if clean(self.raw, amount, self.words) and not self._is_change(amount)
        )

    def _is_change(self, amount: Amount) -> bool:
        """Whether an amount only says how much more or less it is (较上年减少4万元)."""
        return self.raw[: amount.start].rstrip().endswith(self.words.changes)
