"""Large groups of nearly equal texts on Spark: cut into their clusters, by banded keys, before they are gathered.

A rule that joins nearly equal texts has one key for all of them, so one task would get all texts of the corpus. Here
the distinct texts go through the shuffle under the keys of their bands (``similar_many``); a task that has all texts
of a bucket finds the links in it. The driver joins the links into clusters, and the facts of each cluster become a
group of their own. What is a link is decided within a bucket alone, so the clusters are those of one process; within
one cluster ``decide`` holds at least the same texts against each other, so it finds it whole.

What tasks do are the functions from records to records; ``cut`` is the driver's.
"""

from __future__ import annotations

import hashlib
import pickle
import struct
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any, Final

from perflint import similar
from perflint.scale.packed import ALIKE, GROUP, Record, unpacked
from perflint.scale.spark_tasks import Worker, sorted_by, worker_of

TEXTS_A_TASK: Final = 50_000
"""Texts of one band that meet in one task, about."""
_BATCH: Final = 20_000
# Records of texts have the key of their group (17 bytes) and the name of the text in it (16); their value is the ratio
# (8 bytes) and the text. In bands the key is the group, the band (1) and the part of its buckets (4).
_RATIO: Final = struct.Struct(">d")
_PART: Final = struct.Struct(">BI")
_TEXT: Final = slice(0, 33)
_BUCKETS: Final = slice(0, 22)


def cut(facts: Any, task: Any, parts: int) -> Any:
    """The facts, those of large groups of texts under the keys of their clusters; texts that are near no other go."""
    if not _is_installed():  # then one process compares all pairs, and so does one task
        return facts
    texts = sorted_by(facts.mapPartitions(lambda records: texts_of(worker_of(task.value), records)), _TEXT, parts)
    texts = texts.mapPartitions(first_of_each).persist(_on_disk())
    sizes = texts.map(lambda record: record[0][GROUP]).countByValue()
    large = {group: size for group, size in sizes.items() if size > similar.MANY}
    if large:
        banded = texts.mapPartitions(lambda records: in_bands(records, large))
        links = sorted_by(banded, _BUCKETS, parts).mapPartitions(linked).collect()
        clusters = facts.context.broadcast(clusters_of(links))
        facts = facts.mapPartitions(lambda records: by_cluster(worker_of(task.value), records, large, clusters.value))
    texts.unpersist()
    return facts


def _is_installed() -> bool:
    try:
        from perflint import similar_many  # noqa: F401
    except ImportError:
        return False
    return True


def _on_disk() -> Any:
    from pyspark import StorageLevel

    return StorageLevel.DISK_ONLY


def texts_of(worker: Worker, records: Iterable[Record]) -> Iterator[Record]:
    """The texts of facts whose rule joins nearly equal ones, without those of projects where it is silenced."""
    for key, value in records:
        if key[0] & ALIKE:
            (rule, _, member), declared = unpacked(value)
            if (rule, None) not in declared:
                alike = worker.packing.alike[rule]
                text = alike.text(member).encode("utf-8", "surrogatepass")
                yield key[GROUP] + _name(key[GROUP], text), _RATIO.pack(alike.ratio) + text


def _name(group: bytes, text: bytes) -> bytes:
    return hashlib.blake2b(group + text, digest_size=16).digest()


def first_of_each(records: Iterable[Record]) -> Iterator[Record]:
    """One record for each key, of sorted ones."""
    for _, same in groupby(records, key=lambda record: record[0]):
        yield next(same)


def in_bands(records: Iterable[Record], large: Mapping[bytes, int]) -> Iterator[Record]:
    """The texts of large groups under the keys of their bands, many in one record."""
    from perflint.similar_many import band_keys

    for group, items in groupby(records, key=lambda record: record[0][GROUP]):
        parts = large.get(group, 0) // TEXTS_A_TASK + 1
        while group in large and (batch := list(islice(items, _BATCH))):
            texts = [value for _, value in batch]
            for band, row in enumerate(band_keys([_text(value) for value in texts])):
                dealt: dict[int, list[tuple[int, bytes]]] = {}
                for bucket, text in zip(row.tolist(), texts, strict=True):
                    dealt.setdefault(bucket % parts, []).append((bucket, text))
                for part, held in dealt.items():
                    yield group + _PART.pack(band, part), pickle.dumps(held)


def _text(value: bytes) -> str:
    return value[_RATIO.size :].decode("utf-8", "surrogatepass")


def linked(records: Iterable[Record]) -> Iterator[tuple[bytes, bytes]]:
    """Names of texts that are nearly equal, enough of them to join all clusters of each bucket."""
    from perflint.similar_many import band_links

    for key, same in groupby(records, key=lambda record: record[0]):
        held = [item for _, value in same for item in pickle.loads(value)]
        ratio: float = _RATIO.unpack_from(held[0][1])[0]
        names = [_name(key[GROUP], value[_RATIO.size :]) for _, value in held]
        for i, j in band_links([_text(value) for _, value in held], [bucket for bucket, _ in held], ratio):
            yield names[i], names[j]


def clusters_of(links: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The cluster of each text that is in one, named by the least of the names of its texts."""
    links = set(links)
    names = sorted({name for link in links for name in link})
    number = {name: index for index, name in enumerate(names)}
    joined = similar.clusters(len(names), ((number[a], number[b]) for a, b in links))
    return {names[index]: names[cluster[0]] for cluster in joined for index in cluster}


def by_cluster(
    worker: Worker, records: Iterable[Record], large: Mapping[bytes, int], clusters: Mapping[bytes, bytes]
) -> Iterator[Record]:
    """Facts of large groups under the key of their cluster, the others as they are."""
    for key, value in records:
        if key[GROUP] not in large:
            yield key, value
            continue
        (rule, _, member), _ = unpacked(value)
        text = worker.packing.alike[rule].text(member).encode("utf-8", "surrogatepass")
        cluster = clusters.get(_name(key[GROUP], text))
        if cluster is not None:
            yield key[:1] + cluster + key[GROUP.stop :], value
