"""Finds values in the original tables of a document by their places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from perflint.grid import Block, Grid
from perflint.model import Document, Project
from perflint.place import Cell, Place, Places, nearest_place
from perflint.reporters.spot import Spot, department_fields, project_fields


class Original:
    """A locator over ``document.blocks``."""

    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self._document = document
        self._cells: dict[tuple[object, ...], Spot] = {}
        self._lines: list[tuple[int, int]] = []
        self._by_line: list[Spot] = []
        self._index(document.blocks)

    def spot(self, position: int, field: str, place: Place | None) -> Spot | None:
        """The cell at a place; without a usable place, the cell of the field, else of its first part.

        A whole part of a project (``spend_plan``) may have no place of its own: its first cell is meant then, not the
        place that the finding was given instead.
        """
        if position >= 0 and field and self._places(position).find(field) is None:
            found = self._first_part(position, field)
            if found is not None:
                return found
        return self._at(place) or self._of_field(position, field)

    def own_spot(self, position: int, field: str) -> Spot | None:
        """The cell of a field itself."""
        return self._at(self._places(position).find(field))

    def _places(self, position: int) -> Places:
        projects = self._document.projects
        return projects[position].places if 0 <= position < len(projects) else self._document.places

    def starts(self) -> list[tuple[int, int] | None]:
        """Where each project begins: (block, row), None where none of its values has a place."""
        return [self._start(index, project) for index, project in enumerate(self._document.projects)]

    def _start(self, position: int, project: Project) -> tuple[int, int] | None:
        rows = (self.row_of(self._at(project.places.find(path))) for path in project_fields(project))
        return min((row for row in rows if row is not None), default=None)

    def row_of(self, spot: Spot | None) -> tuple[int, int] | None:
        """The (block, row) of a spot."""
        if spot is None:
            return None
        block = self.blocks[spot.block]
        return spot.block, block.cells[spot.cell].row if isinstance(block, Grid) and spot.cell is not None else 0

    def _of_field(self, position: int, field: str) -> Spot | None:
        places = self._places(position)
        if field:
            nearest = nearest_place(places, field) if position >= 0 else places.find(field)
            found = self._at(nearest) if nearest is not None and nearest != places.find("") else None
            if found is not None:
                return found
        return self._first_part(position, field)

    def _first_part(self, position: int, field: str) -> Spot | None:
        """The first cell of what a field holds; of a project as a whole its first cell."""
        document, places = self._document, self._places(position)
        paths: Iterable[str] = ()
        if 0 <= position < len(document.projects):
            paths = project_fields(document.projects[position])
        elif field.startswith("department"):
            paths = department_fields(document.department)
        parts = (path for path in paths if path.startswith((field + ".", field + "[")) or not field)
        return next((spot for path in parts if (spot := self._at(places.find(path))) is not None), None)

    def _index(self, blocks: tuple[Block, ...]) -> None:
        by_line: list[tuple[tuple[int, int], Spot]] = []
        for number, block in enumerate(blocks):
            if not isinstance(block, Grid):
                self._note(block.place, Spot(number, None, 0), by_line)
                continue
            for index, cell in enumerate(block.cells):
                for paragraph, place in enumerate(cell.places):
                    self._note(
                        place, Spot(number, index, paragraph if len(cell.paragraphs) > paragraph else None), by_line
                    )
                self._note(cell.place, Spot(number, index, 0 if len(cell.paragraphs) == 1 else None), by_line)
        by_line.sort(key=lambda item: item[0])
        self._lines = [key for key, _ in by_line]
        self._by_line = [spot for _, spot in by_line]

    def _note(self, place: Place, spot: Spot, by_line: list[tuple[tuple[int, int], Spot]]) -> None:
        if place.cell is not None:
            self._cells.setdefault(_key(place.cell), spot)
        elif place.line is not None:
            by_line.append(((place.line, place.column or 1), spot))

    def _at(self, place: Place | None) -> Spot | None:
        if place is None:
            return None
        if place.cell is not None:
            return self._in_cell(place, place.cell)
        return self._in_line(place) if place.line is not None else None

    def _in_cell(self, place: Place, cell: Cell) -> Spot | None:
        found = self._cells.get(_key(cell)) or self._cells.get(_key(cell, whole=True))
        if found is None:
            return None
        if place.column is None or place.end_column is None or found.paragraph is None or not place.exact:
            return found
        return self._part(found, place.column - 1, place.end_column - 1)

    def _in_line(self, place: Place) -> Spot | None:
        here = (place.line or 1, place.column or 1)
        index = bisect_right(self._lines, here) - 1
        if index < 0:
            return None
        spot, (line, column) = self._by_line[index], self._lines[index]
        if line != place.line or place.end_line != place.line or place.end_column is None or spot.paragraph is None:
            return spot
        return self._part(spot, here[1] - column, place.end_column - column)

    def _part(self, spot: Spot, start: int, stop: int) -> Spot:
        """The characters from ``start`` to ``stop``; all of the paragraph where they are not all of them in it."""
        block = self.blocks[spot.block]
        text = block.cells[spot.cell or 0].paragraphs[spot.paragraph or 0] if isinstance(block, Grid) else block.text
        if not 0 <= start <= stop <= len(text) or (start == 0 and stop == len(text)):
            return spot
        return Spot(spot.block, spot.cell, spot.paragraph, start, stop)


def _key(cell: Cell, whole: bool = False) -> tuple[object, ...]:
    paragraph = None if whole else cell.paragraph
    if cell.ref is not None:
        return (cell.sheet, cell.ref, paragraph)
    return (cell.table, cell.row, cell.column, paragraph)
