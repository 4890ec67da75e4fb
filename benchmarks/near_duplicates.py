"""Recall of the search for nearly equal texts against every pair, and what it costs.

    python benchmarks/near_duplicates.py 10000

Two kinds of goals: varied ones, of which a tenth are edited copies, and templated ones from a small vocabulary, where
almost everything looks alike. Every pair is compared by brute force (rapidfuzz, the extra ``similar``); recall is the
share of the true pairs whose two texts end in one cluster. Seeded, so that two runs see the same texts.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from perflint.similar import clusters, near, pairs
from perflint.similar_many import near_links

RATIO = 0.9
BATCH = 500
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 1500)]
ACTS = ["完成", "开展", "加强", "推进", "做好", "落实", "组织", "保障"]
THINGS = ["农村道路", "义务教育", "基层医疗", "水利设施", "社会救助", "文化惠民", "森林防火", "人才培训", "环境治理"]
ENDS = ["建设", "维护", "管理", "服务", "改造", "检查", "补助", "宣传"]


def varied(chance: random.Random) -> str:
    """15 to 60 characters that have nothing to do with each other."""
    return "".join(chance.choice(HAN) for _ in range(chance.randint(15, 60)))


def templated(chance: random.Random) -> str:
    """Three to six clauses out of some six hundred, a third of them with a figure."""
    clauses = []
    for _ in range(chance.randint(3, 6)):
        figure = f"{chance.randint(1, 99)}项" if chance.random() < 0.3 else ""
        clauses.append(f"{chance.choice(ACTS)}{chance.choice(THINGS)}{chance.choice(ENDS)}{figure}")
    return "，".join(clauses)


def with_copies(make: Callable[[random.Random], str], count: int) -> list[str]:
    """Distinct texts; a tenth are copies of earlier ones with one to three characters changed."""
    chance = random.Random(2022)
    out: dict[str, None] = {}
    earlier: list[str] = []
    while len(out) < count:
        if earlier and chance.random() < 0.1:
            text = list(chance.choice(earlier))
            for _ in range(chance.randint(1, 3)):
                text[chance.randrange(len(text))] = chance.choice(HAN)
            out["".join(text)] = None
        else:
            earlier.append(make(chance))
            out[earlier[-1]] = None
    return list(out)


def every_pair(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """All index pairs that are near by edits or by shared pairs of characters, by comparing all."""
    holders = _holders(texts)
    sizes = np.array([max(len(text) - 1, 1) for text in texts])
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        by_edits = process.cdist(batch, texts, scorer=Indel.normalized_similarity, score_cutoff=RATIO, dtype=np.float32)
        for first, text in enumerate(batch, start):
            shared = np.bincount(np.concatenate([holders[pair] for pair in _counted_pairs(text)]), minlength=len(texts))
            by_pairs = 2 * shared >= RATIO * (sizes[first] + sizes)
            for other in map(int, np.flatnonzero(by_pairs | (by_edits[first - start] > 0))):
                if first < other and near(text, texts[other], RATIO, Indel.normalized_similarity):
                    yield first, other


def _counted_pairs(text: str) -> set[tuple[str, int]]:
    """The neighbouring characters of a text, the second time a pair comes counted as another pair."""
    return {(pair, number) for pair, count in pairs(text).items() for number in range(count)}


def _holders(texts: Sequence[str]) -> dict[tuple[str, int], np.ndarray]:
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        for pair in _counted_pairs(text):
            found[pair].append(index)
    return {pair: np.array(indexes) for pair, indexes in found.items()}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{'texts':10}{'count':>8}{'pairs':>8}{'recall':>8}{'µs a text':>11}{'all pairs: µs':>15}")
    for make in (varied, templated):
        texts = with_copies(make, count)
        began = time.process_time()
        cluster = {item: group[0] for group in clusters(count, near_links(texts, RATIO)) for item in group}
        fast = time.process_time() - began
        began = time.process_time()
        true = list(every_pair(texts))
        slow = time.process_time() - began
        recall = sum(i in cluster and cluster[i] == cluster.get(j) for i, j in true) / len(true)
        figures = f"{count:>8}{len(true):>8}{recall:>8.4f}{fast / count * 1e6:>11.0f}{slow / count * 1e6:>15.0f}"
        print(f"{make.__name__:10}{figures}", flush=True)


if __name__ == "__main__":
    main()
