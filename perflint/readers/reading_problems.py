"""What a reader could not take as it stood, tied to the project and field in whose cell it stands."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from perflint.model import Document, Problem, Project
from perflint.place import Cell, Place, PlaceMap, nearest_place


def digits_lost(shown: str, place: Place) -> Problem:
    """A long number whose last digits the workbook no longer has (a code typed as a number)."""
    return Problem(
        "lost-digits",
        f"以数字形式存储的长编码已丢失末尾数字，显示为“{shown}”；请将该单元格设为文本后重新填写",
        f"a long code stored as a number has lost its last digits and shows as {shown!r}: store it as text",
        value=shown,
        place=place,
    )


def no_value(place: Place) -> Problem:
    """A formula that was saved without its result, or a reference to a text that is not there."""
    return Problem(
        "unreadable",
        "单元格没有可读取的值（公式没有保存计算结果，或引用的文本不存在）",
        "the cell has no readable value (a formula saved without its result, or a text that is not there)",
        place=place,
    )


def not_judged(zh: str, en: str, place: Place | None = None) -> Problem:
    """Something that the document holds and perflint does not look at."""
    return Problem("not-judged", zh, en, place=place)


class Drawn(Struct):
    """Pictures and embedded objects (equations of old editors, scans of a value) in cells of tables: no text of theirs
    is read. An object counts anywhere in a cell, a picture only where the cell holds nothing else."""

    objects: int = 0
    pictures: int = 0
    count: int = 0
    first: Place | None = None

    def cell(self, place: Place, blank: bool) -> None:
        """A cell ends: what was drawn in it since the last one is counted."""
        if self.objects or (self.pictures and blank):
            self.count += 1
            self.first = self.first or place
        self.objects = self.pictures = 0

    def outside(self) -> None:
        """What was drawn outside of tables is an ornament."""
        self.objects = self.pictures = 0

    def problems(self) -> list[Problem]:
        """What is said of them, once for a document."""
        if not self.count:
            return []
        zh = f"表格中有{self.count}个单元格的内容是图片或嵌入对象（如公式），其中的文字读不出来，未检查；请改为文字"
        en = f"{self.count} cells hold pictures or embedded objects, whose text cannot be read: type it as text"
        return [not_judged(zh, en, self.first)]


def long_term_aside(document: Document) -> Document:
    """The document, with the word that its long-term goals and values are kept but not judged, where it has any."""
    found = next((problem for project in document.projects if (problem := long_term_of(project)) is not None), None)
    return document if found is None else replace(document, problems=(*document.problems, found))


def long_term_of(project: Project) -> Problem | None:
    """The word that a project's long-term goals and values are not judged, None where it has none."""
    path = _first_long_term(project)
    if not path:
        return None
    return Problem(
        "not-judged",
        "长期（中期）目标和指标值只保留和转换，不检查；检查的是年度目标和年度指标值",
        "long-term (mid-term) goals and values are kept and converted, not judged: the annual ones are",
        place=nearest_place(project.places, path),
    )


def _first_long_term(project: Project) -> str:
    """The path of the first long-term text of a project, or ""."""
    if project.long_term_goals:
        return "long_term_goals[1]"
    for order, row in enumerate(project.indicators, start=1):
        if row.long_term_value.strip():
            return f"indicators[{order}].long_term_value"
    return "long_term_indicators[1]" if project.long_term_indicators else ""


def with_problems(document: Document, problems: Sequence[Problem]) -> Document:
    """The document with ``problems`` added, each with the project and field that its cell became, where known."""
    if not problems:
        return document
    owners = _owners(document)
    added = []
    for problem in problems:
        owner = owners.get(_spot(problem.place))
        added.append(problem if owner is None else replace(problem, project=owner[0], field=owner[1]))
    return replace(document, problems=(*document.problems, *added))


def _owners(document: Document) -> dict[object, tuple[int, str]]:
    """Where a value stands → index of its project and its field path."""
    owners: dict[object, tuple[int, str]] = {}
    for index, project in enumerate(document.projects):
        if isinstance(project.places, PlaceMap):
            for path, place in project.places.places.items():
                if path:
                    owners.setdefault(_spot(place), (index, path))
    owners.pop(None, None)
    return owners


def _spot(place: Place | None) -> object:
    """What tells two places apart: the cell without its paragraph, else line and column."""
    if place is None:
        return None
    cell: Cell | None = place.cell
    if cell is not None:
        return (cell.sheet, cell.ref, cell.table, cell.row, cell.column)
    return (place.line, place.column) if place.line is not None else None
