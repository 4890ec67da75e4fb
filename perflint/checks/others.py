"""The other members of a group, without a copy for each: a text in 100,000 projects costs no more than its own size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from perflint.checks.base import Member


class Others(Sequence[Member]):
    """All members but the one at ``index``, in their order."""

    __slots__ = ("_index", "_members")

    def __init__(self, members: Sequence[Member], index: int) -> None:
        self._members = members
        self._index = index

    @property
    def all_members(self) -> Sequence[Member]:
        """The members with the one that is left out; the same object for all others of a group."""
        return self._members

    def __len__(self) -> int:
        return len(self._members) - 1

    @overload
    def __getitem__(self, place: int) -> Member: ...

    @overload
    def __getitem__(self, place: slice) -> list[Member]: ...

    def __getitem__(self, place: int | slice) -> Member | list[Member]:
        if isinstance(place, slice):
            return [self._at(number) for number in range(*place.indices(len(self)))]
        return self._at(range(len(self))[place])

    def _at(self, number: int) -> Member:
        return self._members[number + (number >= self._index)]
