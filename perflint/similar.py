"""How alike two texts are, and which of many texts are nearly equal. Character pairs and edit distance, no words.

``dice`` and ``indel`` lie between 0 and 1. The results are exact and the same with or without the library that makes
them fast; for more than ``MANY`` texts see ``similar_many``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from operator import add

MANY = 2_000
FEW = 500  # so few texts are compared before the fast library would be loaded


def pairs(text: str) -> Counter[str]:
    """The neighbouring character pairs of a text, with their counts."""
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def dice(a: str, b: str) -> float:
    """The share of character pairs that two texts have in common (Dice coefficient over counted pairs)."""
    left, right = _remembered_pairs(a), _remembered_pairs(b)
    total = max(len(a) - 1, 0) + max(len(b) - 1, 0)
    if not total:
        return float(a == b)
    common = sum([min(count, right[pair]) for pair, count in left.items() if pair in right])
    return 2 * common / total


# A text is compared with several others in a row.
_remembered_pairs = lru_cache(maxsize=4096)(pairs)


@cache
def _fast_indel() -> Callable[[str, str], float]:
    try:
        from rapidfuzz.distance import Indel
    except ImportError:
        return indel
    fast: Callable[[str, str], float] = Indel.normalized_similarity
    return fast


def indel(a: str, b: str) -> float:
    """1 minus the insertions and deletions that turn one text into the other, by their length together."""
    total = len(a) + len(b)
    return 2 * _common_length(a, b) / total if total else 1.0


def _common_length(a: str, b: str) -> int:
    """The length of the longest common subsequence, by bits (Hyyrö 2004): one pass over ``b``."""
    masks: dict[str, int] = defaultdict(int)
    for position, char in enumerate(a):
        masks[char] |= 1 << position
    full = (1 << len(a)) - 1
    row = full
    for char in b:
        matches = row & masks.get(char, 0)
        row = ((row + matches) | (row - matches)) & full
    return len(a) - row.bit_count()


def near(a: str, b: str, ratio: float, measure: Callable[[str, str], float] = indel) -> bool:
    """Whether two texts are alike to the given ratio, by edits (``measure``) or by pairs."""
    if min(len(a), len(b)) < ratio / (2 - ratio) * max(len(a), len(b)):
        return False
    return measure(a, b) >= ratio or (_most_common(a, b) >= ratio and dice(a, b) >= ratio)


def _most_common(a: str, b: str) -> float:
    """What ``dice`` is at most, in a tenth of its time: each distinct pair of one text alone is one less in common."""
    left, right = _distinct_pairs(a), _distinct_pairs(b)
    both = len(left & right)
    first, second = max(len(a) - 1, 0), max(len(b) - 1, 0)
    most = min(first - len(left) + both, second - len(right) + both)
    return 2 * most / (first + second) if first + second else 1.0


@lru_cache(maxsize=16_384)
def _distinct_pairs(text: str) -> frozenset[str]:
    return frozenset(map(add, text, text[1:]))


def near_pairs(texts: Sequence[str], ratio: float) -> Iterator[tuple[int, int]]:
    """Index pairs (i < j) of distinct texts that are ``near``. Exact: candidates share one of their rarest pairs.

    A text that is near another shares so many of its distinct pairs that at least one is among the rarest
    ``1 - floor`` of both (prefix filtering); only those are compared.
    """
    floor = 1 - 4 * (1 - ratio)  # a substitution costs two edits and at most two pairs on either side
    measure = _fast_indel() if len(texts) > FEW else indel
    sets = [frozenset(pairs(text)) for text in texts]
    frequency = Counter(pair for found in sets for pair in found)
    index: dict[str, list[int]] = defaultdict(list)
    for j, found in enumerate(sets):
        ordered = sorted(found, key=lambda pair: (frequency[pair], pair))
        prefix = ordered[: max(1, len(ordered) - int(floor * len(ordered)) + 1)]
        candidates = {i for pair in prefix for i in index[pair]}
        for i in sorted(candidates):
            if texts[i] != texts[j] and near(texts[i], texts[j], ratio, measure):
                yield i, j
        for pair in prefix:
            index[pair].append(j)


def clusters(size: int, joined: Iterator[tuple[int, int]]) -> list[list[int]]:
    """Groups of two and more indexes that the pairs join, each sorted, in order of their first member."""
    parent = list(range(size))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in joined:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    groups: dict[int, list[int]] = defaultdict(list)
    for item in range(size):
        groups[root(item)].append(item)
    return [group for group in groups.values() if len(group) > 1]
