"""Facts as sorted records of bytes, gathered group by group: what Spark's shuffle and a spill to disk have in common.

Facts that do not fit into one memory are packed, each by itself, and sorted by key elsewhere. A key says in which wave
a fact's rule is decided, which group it belongs to and where in the group it stands, so sorted records come wave by
wave and group by group. Nothing here knows a rule, a file or a cluster.
"""

from __future__ import annotations

import hashlib
import pickle
import struct
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from perflint.checks.base import ProjectKey
from perflint.engine.compile import Program
from perflint.engine.gather import Fact, Silences
from perflint.engine.waves import waves_of
from perflint.place import NOWHERE, PlaceMap, nearest_place

FACTS_AT_ONCE: Final = 2_000
"""Facts that one call of ``gather`` gets, at least: small groups are gathered together."""

# A fact's key is its wave (1 byte, from 1, with the bit ALIKE where the rule joins nearly equal texts), the digest of
# rule, document and key of the group (16), then what sorts it within the group: document (8), project (4), number of
# the fact (4). Group and project are cut out of it.
Record = tuple[bytes, bytes]
GROUP: Final = slice(0, 17)
PROJECT: Final = slice(17, 29)
WAVE: Final = 0x7F
ALIKE: Final = 0x80
_ORDER: Final = struct.Struct(">QII")

Declared = list[tuple[str, "str | None"]]
"""What silences a project: rules, each as a whole (None) or in one cluster."""


class Packing:
    """How the facts of one call are packed. The rules of any profile serve: groups are made alike for all."""

    def __init__(self, program: Program, per_document: bool) -> None:
        self.program = program
        self.waves = waves_of(program, per_document, every=True)
        self.alike = {item.rule.id: item.alike for item in program.group_rules if item.alike is not None}
        self._alone = {item.rule.id: per_document or item.rule.scope != "corpus" for item in program.group_rules}

    def key(self, fact: Fact, number: int) -> bytes:
        """The key of a fact. ``number`` tells facts of one project apart and keeps their order."""
        rule, key, member = fact
        group = (rule, member.document if self._alone[rule] else None, key)
        digest = hashlib.blake2b(repr(group).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        first = self.waves[rule] + 1 | (ALIKE if rule in self.alike else 0)
        order = _ORDER.pack(member.document, member.position + 1, number)
        return bytes((first,)) + digest + order


def packed(fact: Fact, declared: Declared | None = None) -> bytes:
    """A fact as bytes, with what silences its project."""
    return pickle.dumps((fact, declared or []))


def unpacked(value: bytes) -> tuple[Fact, Declared]:
    """What ``packed`` was given."""
    said: tuple[Fact, Declared] = pickle.loads(value)
    return said


def by_itself(fact: Fact) -> Fact:
    """A fact that stands by itself: with the one place that can be asked of it."""
    rule, key, member = fact
    place = nearest_place(member.origin.places, member.field)
    places = PlaceMap({member.field: place}) if place is not None else NOWHERE
    return rule, key, replace(member, origin=replace(member.origin, places=places))


def batches(records: Iterable[Record]) -> Iterator[list[tuple[Fact, Declared]]]:
    """Sorted records in batches of whole groups: small groups together, one whose rule joins texts always alone.

    For such a group may be one cluster of many that were cut apart.
    """
    batch: list[tuple[Fact, Declared]] = []
    for group, members in groupby(records, key=lambda record: record[0][GROUP]):
        is_alike = group[0] & ALIKE
        if is_alike and batch:
            yield batch
            batch = []
        batch += [unpacked(value) for _, value in members]
        if is_alike or len(batch) >= FACTS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def declare(silences: Silences, project: ProjectKey, declared: Iterable[tuple[str, str | None]]) -> None:
    """Adds what silences a project."""
    for rule, cluster in declared:
        if cluster is None:
            silences.projects[rule].add(project)
        else:
            silences.clusters[rule].setdefault(project, set()).add(cluster)


def declared_by(silences: Silences) -> Iterator[tuple[ProjectKey, str, str | None]]:
    """All silences one by one: the project, the silenced rule, and the cluster if it is silent only there."""
    for rule, projects in silences.projects.items():
        yield from ((project, rule, None) for project in projects)
    for rule, joined in silences.clusters.items():
        yield from ((project, rule, cluster) for project, names in joined.items() for cluster in names)


def project_key(project: ProjectKey) -> bytes:
    """A project (document, position) as keys hold it."""
    return _ORDER.pack(project[0], project[1] + 1, 0)[: PROJECT.stop - PROJECT.start]


def document_of(key: bytes) -> int:
    """The document of a fact's key."""
    document: int = _ORDER.unpack(key[GROUP.stop :])[0]
    return document
