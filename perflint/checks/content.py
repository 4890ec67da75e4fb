"""What a text speaks of: its Chinese words without those that say nothing, compared by neighbouring characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from perflint import text
from perflint.finder import Finder

_REMEMBERED = 1 << 12


def content(generic: Iterable[str]) -> Callable[[str], str]:
    """A function that gives the Chinese parts of a text with blanks between, words of a generic list taken out.

    What has no neighbour says nothing and is left out.
    """
    nothing_said = Finder(generic)

    @lru_cache(maxsize=_REMEMBERED)
    def content_of(value: str) -> str:
        runs = (run for part in nothing_said.split(text.fold(value)) for run in text.chinese_runs(part))
        return " ".join(run for run in runs if len(run) > 1)

    return content_of


def pairs_in(content: str) -> Iterator[str]:
    """The neighbouring characters of each part of a content."""
    return (pair for part in content.split(" ") for pair in text.pairs(part))


def shares(one: str, other: str) -> bool:
    """Whether two contents have two neighbouring characters in common."""
    return any(pair in one for pair in pairs_in(other))
