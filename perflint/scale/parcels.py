"""Facts on their way between processes: as few bytes as possible, and quickly made and opened."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from perflint.checks.base import Member, Origin
from perflint.engine.gather import Fact
from perflint.place import NOWHERE, PlaceMap, Places


class Parcel(Struct, frozen=True):
    """Facts in several groups, packed: the ``origins`` that they share, and each group by itself."""

    origins: bytes
    groups: tuple[bytes, ...]


def parcel_of(groups: Iterable[Sequence[Fact]]) -> Parcel:
    """Packs facts. Of places only those go along that were known at once (a cell), not what hangs on a text."""
    origins: dict[int, tuple[int, Origin]] = {}
    packed: list[bytes] = []
    for group in groups:
        rows = []
        for rule, key, member in group:
            own = member.origin
            number = origins.setdefault(id(own), (len(origins), own))[0]
            rows.append((rule, key, number, member.field, member.value, member.data, member.identity))
        packed.append(pickle.dumps(rows, pickle.HIGHEST_PROTOCOL))
    kept = [
        (own.document, own.position, own.project, own.project_no, own.project_name, own.unit, own.unit_name, own.path,
         own.places if isinstance(own.places, PlaceMap) else None)
        for _, own in origins.values()
    ]  # fmt: skip
    return Parcel(pickle.dumps(kept, pickle.HIGHEST_PROTOCOL), tuple(packed))


def opened(origins: bytes, group: bytes, places: Callable[[int], Places] = lambda position: NOWHERE) -> list[Fact]:
    """The facts of a group again; ``places`` are those of the project at a position, where none went along."""
    of = [
        Origin(document, at, code, no, name, unit, unit_name, places(at) if known is None else known, path)
        for document, at, code, no, name, unit, unit_name, path, known in pickle.loads(origins)
    ]
    return [
        (rule, key, Member(of[number], field, value, data, identity))
        for rule, key, number, field, value, data, identity in pickle.loads(group)
    ]
