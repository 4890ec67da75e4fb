"""The words by which purposes list amounts, and what makes an amount a plain sum."""

from __future__ import annotations

import re

from msgspec import Struct

from perflint.lexicon import Lexicon
from perflint.quantity import Amount

_OPENING, CLOSING = "（(【[", "）)】]"


class ListWords(Struct, frozen=True):
    """The words by which lists of amounts are known; see the lists of ``rules/lexicon/money.yaml``."""

    markers: re.Pattern[str]
    whole: frozenset[str]
    totals: tuple[str, ...]
    joints: tuple[str, ...]
    openers: tuple[str, ...]
    ordinals: tuple[str, ...]
    open_ends: tuple[str, ...]
    inner: tuple[str, ...]
    stops: tuple[str, ...]
    changes: tuple[str, ...]
    each: tuple[str, ...]
    around: tuple[str, ...]
    rounders: tuple[str, ...]
    near: tuple[str, ...]
    sources: tuple[str, ...]

    @classmethod
    def of(cls, lexicon: Lexicon) -> ListWords:
        """The words of a lexicon; raises UnknownList."""
        table = lexicon.table("money_list_words")
        signs = lexicon.table("value_comparators")
        markers = sorted((*table["whole"], *table["part"]), key=len, reverse=True)
        return cls(
            markers=re.compile("|".join(map(re.escape, markers))),
            whole=frozenset(table["whole"]),
            totals=tuple(table["totals"]),
            joints=tuple(table["joints"]),
            openers=tuple(table["openers"]),
            ordinals=tuple(table["ordinals"]),
            open_ends=tuple(table["open_ends"]),
            inner=tuple(table["inner"]),
            stops=tuple(table["stops"]),
            changes=tuple(table["changes"]),
            each=tuple(table["each"]),
            around=tuple(word for sign in signs.values() for word in sign["after"]),
            rounders=lexicon.words("value_rounders"),
            near=tuple(signs["~"]["near"]),
            sources=lexicon.words("money_sources"),
        )


def clean(raw: str, amount: Amount, words: ListWords) -> bool:
    """Whether an amount is one plain sum: no rate, factor, range, limit or estimate."""
    if amount.is_rate or amount.is_product or amount.is_range or amount.is_yearly or amount.comparator:
        return False
    if any(word in amount.raw for word in words.rounders) or raw[: amount.start].endswith((*words.near, *words.each)):
        return False
    return not raw[amount.stop : amount.stop + 4].lstrip().startswith(words.around)


def depths(raw: str) -> list[int]:
    """The number of brackets open at each character; the brackets themselves count as outside."""
    found, depth = [], 0
    for char in raw:
        if char in CLOSING and depth:
            depth -= 1
        found.append(depth)
        if char in _OPENING:
            depth += 1
    return [*found, 0]
