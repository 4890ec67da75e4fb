"""Tables as a person sees them, whatever format they came in: a canonical grid of cells, and the text around them.

Rows and columns of a grid count from 0 here; a cell stands at its top left corner and spans rows and columns. Grid
lines that no cell edge uses are dropped, so that the same table is the same grid in every format.
"""

from __future__ import annotations

from msgspec import Struct

from perflint.place import Place


class Paragraph(Struct, frozen=True):
    """A line of running text. ``level`` is the heading level, 0 for ordinary text."""

    text: str
    place: Place
    level: int = 0


class GridCell(Struct, frozen=True):
    """One cell. ``paragraphs`` are its lines of text as written; ``places`` the place of each.

    An empty cell has no paragraphs; ``place`` is then still where it stands. ``hidden`` rows and columns are judged
    and said to be hidden.
    """

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    paragraphs: tuple[str, ...] = ()
    place: Place = Place()
    places: tuple[Place, ...] = ()
    hidden: bool = False

    @property
    def text(self) -> str:
        """The cell's text, paragraphs joined by line breaks."""
        return "\n".join(self.paragraphs)


class Grid(Struct, frozen=True, eq=False):
    """A table. ``number`` counts tables in document order from 1; ``sheet`` names a workbook's sheet.

    ``cells`` are in reading order and never overlap. ``widths`` are relative column widths (empty: unknown).
    ``parent`` is the number of the table that holds this one, or None.
    """

    number: int
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    sheet: str | None = None
    widths: tuple[float, ...] = ()
    parent: int | None = None
    place: Place = Place()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grid) and self._shown() == other._shown()

    def __ne__(self, other: object) -> bool:
        return not self == other  # msgspec gives values with an own __eq__ an identity test here

    def __hash__(self) -> int:
        return hash(self._shown())

    def _shown(self) -> tuple[object, ...]:
        return (self.number, self.rows, self.columns, self.cells, self.sheet, self.widths, self.parent)


Block = Paragraph | Grid
