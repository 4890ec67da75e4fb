"""From the place of a finding to the paragraphs and runs of a Word body that a comment embraces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perflint.grid import Block, Grid
from perflint.office.word_names import short
from perflint.office.xml import Element
from perflint.place import Place
from perflint.reporters.word.body import Body, paragraphs_of
from perflint.reporters.word.runs import pieces, text_of

CellKey = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a comment embraces: from paragraph ``first`` to ``last``, both whole, or characters ``start`` to ``stop``
    of one paragraph. ``exact`` is False where the finding has no place of its own and stands at the beginning."""

    first: Element
    last: Element
    start: int | None = None
    stop: int | None = None
    exact: bool = True


def cell_texts(blocks: Iterable[Block]) -> dict[CellKey, str]:
    """The texts of all cells by table, row and column, by which an anchor is checked."""
    texts: dict[CellKey, str] = {}
    for block in blocks:
        for cell in block.cells if isinstance(block, Grid) else ():
            at = cell.place.cell
            if at is not None and at.table is not None and at.row is not None and at.column is not None:
                texts[at.table, at.row, at.column] = cell.text
    return texts


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds anchors in one body. ``texts`` are what the reader saw, by cell; a cell that says something else is not
    the one that is meant."""

    body: Body
    texts: Mapping[CellKey, str]
    hidden: frozenset[str] = frozenset()

    def find(self, places: Iterable[Place]) -> Anchor | None:
        """The anchor of the first place that is found; the beginning of the document where none is. None: no text."""
        for place in places:
            found = self._at(place)
            if found is not None:
                return found
        first = self.body.first()
        return Anchor(first, first, exact=False) if first is not None else None

    def row(self, places: Iterable[Place]) -> Anchor | None:
        """One anchor over several cells of one row; None where the places are not all cells of one row."""
        cells = [place.cell for place in places]
        keys = {(cell.table, cell.row) if cell is not None else (None, None) for cell in cells}
        if len(cells) < 2 or len(keys) != 1 or None in next(iter(keys)):
            return None
        columns = sorted({cell.column for cell in cells if cell is not None and cell.column is not None})
        table, row = next(iter(keys))
        ends = [self._cell(table or 0, row or 0, column) for column in columns[:1] + columns[-1:]]
        if len(columns) < 2 or ends[0] is None or ends[-1] is None:
            return None
        return Anchor(ends[0][0], ends[-1][-1])

    def _at(self, place: Place) -> Anchor | None:
        cell = place.cell
        if cell is None:
            return None
        if cell.table is None:
            return self._between(place, cell.paragraph)
        if cell.row is None:
            return self._table(cell.table)
        paragraphs = self._cell(cell.table, cell.row, cell.column or 1)
        if paragraphs is None:
            return None
        number = cell.paragraph
        if number is None or not 0 < number <= len(paragraphs):
            return self._whole(paragraphs)
        if number > 1 and _runs_on(paragraphs[number - 2]):
            return Anchor(paragraphs[number - 1], paragraphs[number - 1])
        return self._part(paragraphs[number - 1], place)

    def _between(self, place: Place, number: int | None) -> Anchor | None:
        if number is None or not 0 < number <= len(self.body.paragraphs):
            return None
        return self._part(self.body.paragraphs[number - 1], place)

    def _table(self, number: int) -> Anchor | None:
        paragraphs = self._cell(number, 1, 1)
        return self._whole(paragraphs) if paragraphs is not None else None

    def _cell(self, table: int, row: int, column: int) -> list[Element] | None:
        """The paragraphs of a cell, None where it is not there or says something else than the reader saw."""
        found = self.body.cell(table, row, column)
        if found is None:
            return None
        paragraphs = paragraphs_of(found)
        seen = _letters(self.texts.get((table, row, column), ""))
        lines = [_letters(self._text(paragraph)) for paragraph in paragraphs]
        if not paragraphs or any(line not in seen for line in lines if (table, row, column) in self.texts):
            return None
        return paragraphs

    def _text(self, paragraph: Element) -> str:
        return text_of(pieces(paragraph, self.hidden))

    def _whole(self, paragraphs: list[Element]) -> Anchor:
        """All paragraphs that say something; of an empty cell the first."""
        said = [paragraph for paragraph in paragraphs if pieces(paragraph, self.hidden)] or paragraphs[:1]
        return Anchor(said[0], said[-1])

    def _part(self, paragraph: Element, place: Place) -> Anchor:
        if place.column is None or place.end_column is None or not place.exact or _in_controlled_cell(paragraph):
            return Anchor(paragraph, paragraph)
        found = pieces(paragraph, self.hidden)
        start, stop = place.column - 1, place.end_column - 1
        if not 0 <= start < stop <= (found[-1].stop if found else 0):
            return Anchor(paragraph, paragraph)
        return Anchor(paragraph, paragraph, start, stop)


def _letters(text: str) -> str:
    """What can be compared of a text: signs may be drawn by fonts, blanks by tabs."""
    return "".join(filter(str.isalnum, text))


def _runs_on(paragraph: Element) -> bool:
    """Whether the paragraph's mark is deleted by a tracked change, so that the next one goes on in the same line."""
    properties = next((item for item in paragraph if short(item.tag) == "ppr"), ())
    marks = (mark for item in properties if short(item.tag) == "rpr" for mark in item)
    return any(short(mark.tag) in ("del", "movefrom") for mark in marks)


def _in_controlled_cell(paragraph: Element) -> bool:
    """Whether the cell lies in a content control: there programs show half a run wrongly."""
    for parent in paragraph.iterancestors():
        if short(parent.tag) == "tc":
            return bool(short(parent.getparent().tag) == "sdtcontent")
    return False
