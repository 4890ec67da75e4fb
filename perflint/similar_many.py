"""Nearly equal texts among many: MinHash signatures cut into bands (locality-sensitive hashing), verified one by one.

Texts that share most of their character pairs fall into one bucket in at least one band. Needs numpy and rapidfuzz
(the extra ``similar``); importing this module raises ImportError without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from rapidfuzz.distance import Indel

from perflint.similar import near

BANDS, ROWS = 40, 3  # of texts that share half of their pairs 99 in 100 meet, of those that share two thirds all
BATCH = 20_000  # texts whose pairs are hashed at once: some 60 MB
AGREEING = 0.4  # of the hashes: nearly equal texts share half of their distinct pairs and more
BAGS = 64  # kinds of characters that are told apart before texts are compared
CROWD = 64  # in a larger bucket a text is held against so many others that begin alike
REMEMBERED = 500_000  # pairs that were held against each other in vain: some 70 MB; more are compared again
_MOST = 255
_SEED = 20_220_104


def near_links(texts: Sequence[str], ratio: float) -> Iterator[tuple[int, int]]:
    """Index pairs of distinct texts that are ``near`` and join all clusters that were found; not every pair."""
    keys, marks = _signatures(texts)
    yield from _links(texts, keys, marks, ratio)


def band_keys(texts: Sequence[str]) -> Any:
    """One row a band with a key for each text: only texts whose keys agree in a band are held against each other."""
    return _signatures(texts)[0]


def band_links(texts: Sequence[str], keys: Sequence[int], ratio: float) -> Iterator[tuple[int, int]]:
    """What ``near_links`` finds in one band, of whose buckets all texts are given: ``keys`` are theirs in that band.

    The links of all bands join the same clusters as ``near_links`` of all texts.
    """
    row: Any = np.asarray(keys, dtype=np.uint64)
    _, places, counts = np.unique(row, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(counts[places] > 1)
    if len(shared):
        kept = [texts[i] for i in shared.tolist()]
        for i, j in _links(kept, row[shared][np.newaxis], _signatures(kept)[1], ratio):
            yield int(shared[i]), int(shared[j])


def _links(texts: Sequence[str], keys: Any, marks: Any, ratio: float) -> Iterator[tuple[int, int]]:
    root = list(range(len(texts)))

    def find(item: int) -> int:
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    sketches = _Sketches(texts, marks, ratio)
    order_of_text: Any = np.empty(len(texts), dtype=np.int64)
    order_of_text[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    refused: set[tuple[int, int]] = set()
    for row in keys:
        for i, j in _candidates(row, order_of_text, sketches):
            first, second = find(i), find(j)
            if first == second or (i, j) in refused:
                continue
            if texts[i] != texts[j] and near(texts[i], texts[j], ratio, Indel.normalized_similarity):
                root[max(first, second)] = min(first, second)
                yield i, j
            else:
                if len(refused) >= REMEMBERED:
                    refused.clear()
                refused.add((i, j))


def _signatures(texts: Sequence[str]) -> tuple[Any, Any]:
    """One number for each band and text, the same where texts agree in the band; and a byte of each hash of a text."""
    chance: Any = np.random.default_rng(_SEED)
    factors = chance.integers(1, 1 << 63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
    addends = chance.integers(0, 1 << 63, BANDS * ROWS, dtype=np.uint64)
    keys: Any = np.empty((BANDS, len(texts)), dtype=np.uint64)
    marks: Any = np.empty((len(texts), BANDS * ROWS), dtype=np.uint8)
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        pairs, begins = _hashed_pairs(batch)
        for band in range(BANDS):
            key: Any = np.zeros(len(batch), dtype=np.uint64)
            for row in range(band * ROWS, (band + 1) * ROWS):
                mixed = (pairs * factors[row] + addends[row]) >> np.uint64(32)
                least = np.minimum.reduceat(mixed, begins)
                key = key * np.uint64(0x9E3779B97F4A7C15) + least
                marks[start : start + len(batch), row] = least.astype(np.uint8)
            keys[band, start : start + len(batch)] = key
    return keys, marks


def _hashed_pairs(texts: Sequence[str]) -> tuple[Any, Any]:
    """The neighbouring character pairs of all texts as numbers, and where each text's begin. Each has at least one."""
    padded = [text if len(text) > 1 else text.ljust(2, "\x00") for text in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    ends = np.cumsum([len(text) for text in padded])
    pairs = codes[:-1] * np.uint64(1 << 21) + codes[1:]
    pairs = np.delete(pairs, ends[:-1] - 1)  # the last character of a text and the first of the next
    begins = np.concatenate(([0], ends[:-1])) - np.arange(len(padded))
    return (pairs * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(29), begins


class _Sketches:
    """What tells quickly that two texts are not near: few of their hashes agree, or few of their characters.

    Edits and shared pairs both need the characters themselves: those that two texts have in common, whatever their
    order, are at least as many. Characters are counted in BAGS kinds, so the count is never too low.
    """

    def __init__(self, texts: Sequence[str], marks: Any, ratio: float) -> None:
        self.marks = marks
        self.ratio = ratio
        self.lengths: Any = np.array([len(text) for text in texts], dtype=np.int64)
        self.bags: Any = np.empty((len(texts), BAGS), dtype=np.uint8)
        for start in range(0, len(texts), BATCH):
            self.bags[start : start + BATCH] = _bags(texts[start : start + BATCH], self.lengths[start : start + BATCH])
        self.full: Any = self.bags.max(axis=1, initial=0) == _MOST  # counted too low: never told apart by its bag

    def may_be_near(self, left: Any, right: Any) -> Any:
        """For each pair of indexes whether the texts may be near."""
        alike = np.count_nonzero(self.marks[left] == self.marks[right], axis=1) >= AGREEING * BANDS * ROWS
        i, j = left[alike], right[alike]
        common = np.minimum(self.bags[i], self.bags[j]).sum(axis=1, dtype=np.int64)
        needed = self.ratio * (self.lengths[i] + self.lengths[j] - 2)  # twice; of pairs there is one less in each text
        alike[alike] = (2 * common >= needed - 1e-6) | self.full[i] | self.full[j]
        return alike


def _bags(texts: Sequence[str], lengths: Any) -> Any:
    """How many characters of each kind stand in each text, at most _MOST."""
    codes: Any = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = (codes.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)) % np.uint64(BAGS)
    of_text: Any = np.repeat(np.arange(len(texts)), lengths)
    counts = np.bincount(of_text * BAGS + kinds.astype(np.int64), minlength=len(texts) * BAGS)
    return np.minimum(counts, _MOST).reshape(len(texts), BAGS)


def _candidates(keys: Any, order_of_text: Any, sketches: _Sketches) -> Iterator[tuple[int, int]]:
    """Pairs of texts in one bucket that may be near; in a crowded bucket each text with the next ones."""
    order = np.lexsort((order_of_text, keys))
    ordered = keys[order]
    for distance in range(1, min(CROWD, len(order))):
        together = np.flatnonzero(ordered[:-distance] == ordered[distance:])
        if not len(together):
            return
        for start in range(0, len(together), BATCH):
            left, right = order[together[start : start + BATCH]], order[together[start : start + BATCH] + distance]
            alike = sketches.may_be_near(left, right)
            for i, j in zip(left[alike].tolist(), right[alike].tolist(), strict=True):
                yield (i, j) if i < j else (j, i)
