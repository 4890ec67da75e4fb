"""Where values stand: lines and columns, table cells, pages.

Places are kept beside the values and found by field path (``indicators[3].value``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct


class Cell(Struct, frozen=True, gc=False):
    """A table cell: ``sheet`` and ``ref`` in workbooks, else ``table``/``row``/``column``/``paragraph`` from 1."""

    sheet: str | None = None
    ref: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None


class Place(Struct, frozen=True, gc=False):
    """Where a value stands. Lines and columns count from 1, columns in code points, ends are exclusive.

    ``page`` counts from 1 and ``box`` is ``(x0, top, x1, bottom)`` in points. What does not apply is None.
    With ``cell`` set, ``column`` and ``end_column`` are offsets inside the cell's paragraph. ``exact`` says that the
    text at the place is the value letter by letter, so that a part of the value can be pointed at.
    """

    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    cell: Cell | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    exact: bool = True


class Places(Protocol):
    """Finds the place of a value by its field path, or None where nothing is known of it."""

    def find(self, path: str) -> Place | None: ...


class NoPlaces:
    """Places of values that came from nowhere (made by hand, in tests)."""

    __slots__ = ()

    def find(self, path: str) -> Place | None:
        return None


class PlaceMap(Struct, frozen=True):
    """Places known when the document was read: field path → place."""

    places: Mapping[str, Place]

    def find(self, path: str) -> Place | None:
        return self.places.get(path)


NOWHERE = NoPlaces()


def parent_path(path: str) -> str:
    """The path of what holds ``path``: ``indicators[3].value`` → ``indicators[3]`` → ``indicators`` → ``""``."""
    cut = max(path.rfind("."), path.rfind("["))
    return path[:cut] if cut > 0 else ""


def nearest_place(places: Places, path: str) -> Place | None:
    """The place of ``path``, else of the nearest part that holds it (a blank cell that was never written)."""
    while True:
        place = places.find(path)
        if place is not None or not path:
            return place
        path = parent_path(path)
