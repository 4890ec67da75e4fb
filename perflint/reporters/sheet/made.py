"""A workbook for inputs that are none: their own tables, else the official form, on a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perflint.grid import Grid
from perflint.model import Document
from perflint.office.sheet_names import reference
from perflint.place import Place
from perflint.reporters.form import lay_out
from perflint.reporters.original import Original
from perflint.reporters.sheet.build import build, plan
from perflint.reporters.spot import Locator

_OWN_TABLES = frozenset({"xls", "ods", "spreadsheetml", "doc", "docx", "odt", "wordml"})
"""Kinds of input whose tables are kept as they are."""
_TITLE = "绩效目标"


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook, and where the values of the document stand in it."""

    data: bytes
    locator: Locator
    spots: Mapping[tuple[int, int | None], tuple[str, int, int]]

    def cell(self, position: int, field: str, place: Place) -> tuple[str, str] | None:
        """The (sheet, reference) of a field of the project at a position."""
        spot = self.locator.spot(position, field, place)
        found = self.spots.get((spot.block, spot.cell)) if spot is not None else None
        return (found[0], reference(found[1], found[2])) if found is not None else None


def make(document: Document) -> Made:
    """The workbook of a document, without any finding yet."""
    own = document.kind in _OWN_TABLES and any(isinstance(block, Grid) for block in document.blocks)
    locator: Locator = Original(document) if own else lay_out(document)
    made = plan(locator.blocks, _TITLE)
    return Made(build(made), locator, made.spots)
