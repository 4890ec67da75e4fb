"""How alike texts are."""

import itertools
import random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perflint import similar

CHINESE = st.text(alphabet="保障群众饮水安全提高灌溉效率完成渠道清淤公里", max_size=40)


@given(CHINESE, CHINESE)
def test_both_edit_measures_agree(a: str, b: str) -> None:
    fast = similar._fast_indel()
    assert similar.indel(a, b) == pytest.approx(fast(a, b))


@given(CHINESE)
def test_a_text_is_wholly_like_itself(a: str) -> None:
    assert similar.indel(a, a) == 1
    assert similar.dice(a, a) == 1


@given(CHINESE, CHINESE, st.integers(0, 40))
def test_pairs_in_common_are_no_more_than_the_quick_bound_says(a: str, b: str, cut: int) -> None:
    for other in (b, a[cut:] + b[:3] + a[:cut], a):
        assert similar._most_common(a, other) >= similar.dice(a, other)


@pytest.mark.needs_extra("similar")
@given(st.lists(st.text("甲乙丙丁ab", max_size=30), min_size=2, max_size=8), st.sampled_from([0.5, 0.8, 0.9]))
@example(["", "", "甲" * 300, "甲" * 290 + "乙" * 4], 0.9)
def test_texts_that_are_near_are_never_told_apart_by_the_characters_in_them(texts: list[str], ratio: float) -> None:
    import numpy as np

    from perflint import similar_many

    same_hashes: Any = np.zeros((len(texts), similar_many.BANDS * similar_many.ROWS), dtype=np.uint8)
    sketches = similar_many._Sketches(texts, same_hashes, ratio)
    first, second = np.triu_indices(len(texts), 1)
    for i, j, may_be in zip(first, second, sketches.may_be_near(first, second), strict=True):
        assert may_be or not similar.near(texts[i], texts[j], ratio)


def test_one_changed_character_in_twenty_is_near() -> None:
    assert similar.near("完成灌区渠道清淤十八公里并验收合格投入使用", "完成灌区渠道清淤十九公里并验收合格投入使用", 0.9)


def test_near_pairs_finds_what_comparing_all_with_all_finds() -> None:
    chance = random.Random(7)
    words = ["保障", "群众", "饮水", "安全", "提高", "灌溉", "效率", "完成", "渠道", "清淤", "乡村", "道路", "养护"]
    texts = list({"".join(chance.choices(words, k=chance.randint(6, 14))) for _ in range(150)})
    texts += [text[:5] + chance.choice("改修建") + text[6:] for text in texts[:80]]
    texts = list(dict.fromkeys(texts))
    all_pairs = {
        (i, j) for (i, a), (j, b) in itertools.combinations(enumerate(texts), 2) if a != b and similar.near(a, b, 0.9)
    }
    assert len(all_pairs) > 50
    assert set(similar.near_pairs(texts, 0.9)) == all_pairs


def test_clusters_join_what_is_linked_by_a_third() -> None:
    assert similar.clusters(6, iter([(0, 2), (2, 4), (1, 5)])) == [[0, 2, 4], [1, 5]]


def test_hashing_finds_the_clusters_that_comparing_all_with_all_finds() -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("rapidfuzz")
    from perflint import similar_many

    chance = random.Random(11)
    words = ["保障", "群众", "饮水", "安全", "提高", "灌溉", "效率", "完成", "渠道", "清淤", "乡村", "道路", "养护"]
    texts = ["".join(chance.choices(words, k=chance.randint(6, 14))) for _ in range(600)]
    texts += [text[:5] + chance.choice("改修建") + text[6:] for text in texts[:300]]
    texts = list(dict.fromkeys(texts))
    pairs = list(similar.near_pairs(texts, 0.9))
    found = similar.clusters(len(texts), similar_many.near_links(texts, 0.9))
    cluster = {index: number for number, group in enumerate(found) for index in group}
    met = [(i, j) for i, j in pairs if i in cluster and cluster[i] == cluster.get(j)]
    assert len(pairs) > 200
    assert len(met) >= 0.99 * len(pairs)
    assert all(any(similar.near(texts[i], texts[j], 0.9) for j in group if j != i) for group in found for i in group)


def test_a_text_that_all_nearly_share_does_not_cost_the_square_of_their_number() -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("rapidfuzz")
    from perflint import similar_many

    texts = [f"完成灌区渠道清淤十八公里并验收合格投入使用{number:05d}" for number in range(3000)]
    links = list(similar_many.near_links(texts, 0.8))
    assert len(links) < len(texts)


@pytest.mark.parametrize("crowd", [2, 64])
def test_bands_and_parts_of_their_buckets_looked_at_one_by_one_give_the_same_clusters(
    monkeypatch: pytest.MonkeyPatch, crowd: int
) -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("rapidfuzz")
    from perflint import similar_many

    monkeypatch.setattr(similar_many, "CROWD", crowd)
    chance = random.Random(3)
    words = ["保障", "群众", "饮水", "安全", "提高", "灌溉", "效率", "完成", "渠道", "清淤"]
    texts = ["".join(chance.choices(words, k=chance.randint(5, 8))) for _ in range(400)]
    texts += [text[:5] + chance.choice("改修建") + text[6:] for text in texts[:200]]
    texts = list(dict.fromkeys(texts))
    links = []
    for row in similar_many.band_keys(texts).tolist():
        for part in range(3):
            mine = [index for index, key in enumerate(row) if key % 3 == part]
            found = similar_many.band_links([texts[i] for i in mine], [row[i] for i in mine], 0.85)
            links += [(mine[i], mine[j]) for i, j in found]
    whole = similar.clusters(len(texts), similar_many.near_links(texts, 0.85))
    assert len(whole) > 20
    assert similar.clusters(len(texts), iter(links)) == whole
    for cluster in whole:  # and a cluster by itself is found whole, by hashing and by comparing all
        alone = [texts[index] for index in cluster]
        for near in (similar_many.near_links, similar.near_pairs):
            assert similar.clusters(len(alone), iter(near(alone, 0.85))) == [list(range(len(alone)))]
