"""Builds a small, plain .xlsx from blocks: tables with their merges and widths, one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from xml.sax.saxutils import escape, quoteattr

from perflint.grid import Block, Grid
from perflint.office.fresh import LINKS, PACKAGE, START, packed, relations
from perflint.office.sheet_names import escaped, reference

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STEPS = 60
_PAGE_WIDTH = 96
_LONGEST = 32_000
_BAD_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_PLAIN, _CELL, _HEAD = 0, 1, 2


@dataclass(slots=True)
class SheetPlan:
    """A sheet to be written: texts by row and column (from 0) with their look, merges, and widths of columns."""

    name: str
    cells: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: Sequence[float] = ()


@dataclass(slots=True)
class Plan:
    """All sheets, and the (sheet, row, column) where each cell of each block goes; None as cell is a paragraph."""

    sheets: list[SheetPlan] = field(default_factory=list)
    spots: dict[tuple[int, int | None], tuple[str, int, int]] = field(default_factory=dict)


def plan(blocks: Sequence[Block], title: str) -> Plan:
    """Tables that come from sheets get sheets of their own; all else goes on one sheet, on common columns."""
    made = Plan()
    loose = [block for block in blocks if not (isinstance(block, Grid) and block.sheet)]
    edges = sorted({edge for block in loose if isinstance(block, Grid) for edge in _edges(block)})
    common: SheetPlan | None = None
    row = 0
    for number, block in enumerate(blocks):
        if isinstance(block, Grid) and block.sheet:
            sheet = SheetPlan(_free_name(block.sheet, made), widths=_widths(block))
            made.sheets.append(sheet)
            _place(made, sheet, number, block, 0, list(range(block.columns + 1)))
            continue
        if common is None:
            common = SheetPlan(_free_name(title, made), widths=_common_widths(edges))
            made.sheets.append(common)
        if isinstance(block, Grid):
            _place(made, common, number, block, row, [edges.index(edge) for edge in _edges(block)])
            row += block.rows + 1
        else:
            common.cells[row, 0] = (block.text, _HEAD if block.level else _PLAIN)
            if len(edges) > 2:
                common.merges.append((row, 0, row, len(edges) - 2))
            made.spots[number, None] = (common.name, row, 0)
            row += 1
    if not made.sheets:
        made.sheets.append(SheetPlan(_free_name(title, made)))
    return made


def _edges(grid: Grid) -> list[int]:
    """The vertical lines of a table on a scale of 60; equal columns where widths are unknown or too narrow for it."""
    if len(grid.widths) == grid.columns and sum(grid.widths) > 0:
        total = sum(grid.widths)
        edges = [0, *(round(_STEPS * reach / total) for reach in accumulate(grid.widths))]
        if len(set(edges)) == len(edges):
            return edges
    step = max(_STEPS // max(grid.columns, 1), 1)
    return [number * step for number in range(grid.columns)] + [max(_STEPS, grid.columns * step)]


def _common_widths(edges: Sequence[int]) -> list[float]:
    return [_PAGE_WIDTH * (after - before) / _STEPS for before, after in pairwise(edges)]


def _widths(grid: Grid) -> list[float]:
    known = grid.widths if len(grid.widths) == grid.columns and sum(grid.widths) > 0 else (1.0,) * grid.columns
    return [min(max(_PAGE_WIDTH * width / sum(known), 4.0), 80.0) for width in known]


def _place(made: Plan, sheet: SheetPlan, number: int, grid: Grid, top: int, columns: Sequence[int]) -> None:
    for index, cell in enumerate(grid.cells):
        row, left = top + cell.row, columns[cell.column]
        bottom, right = row + cell.row_span - 1, columns[cell.column + cell.column_span] - 1
        for line in range(row, bottom + 1):
            for column in range(left, right + 1):
                sheet.cells[line, column] = ("", _CELL)
        sheet.cells[row, left] = (cell.text, _CELL)
        if (bottom, right) != (row, left):
            sheet.merges.append((row, left, bottom, right))
        made.spots[number, index] = (sheet.name, row, left)


def _free_name(name: str, made: Plan) -> str:
    """A name that a sheet can have and no other has."""
    wanted = _BAD_IN_NAMES.sub("_", name).strip("'")[:28] or "Sheet"
    taken = {sheet.name.lower() for sheet in made.sheets}
    number, free = 1, wanted
    while free.lower() in taken:
        number += 1
        free = f"{wanted[:24]} {number}"
    return free


def build(made: Plan) -> bytes:
    """The workbook. Every cell is text, so that nothing turns into a formula, a date or a rounded number."""
    count = len(made.sheets)
    sheets = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(made.sheets, 1)
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in range(1, count + 1)
    )
    links = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, count + 1)]
    parts = {
        "[Content_Types].xml": f'{START}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{START}<workbook xmlns="{_MAIN}" xmlns:r="{LINKS}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(*links, ("styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": "".join(_sheet(sheet)) for number, sheet in enumerate(made.sheets, 1)},
    }
    return packed(parts)


def _xf(font: int, border: int, horizontal: str = "") -> str:
    return (
        f'<xf numFmtId="49" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyBorder="1" applyAlignment="1"><alignment {horizontal}vertical="center" wrapText="1"/></xf>'
    )


_SIDES = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'{START}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="12"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    f'</fills><borders count="2"><border/><border>{_SIDES}</border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    f"""<cellXfs count="3">{_xf(0, 0)}{_xf(0, 1)}{_xf(1, 0, 'horizontal="center" ')}</cellXfs>"""
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


_FIT = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
_PAPER = '<pageSetup paperSize="9" fitToHeight="0"/>'


def _sheet(sheet: SheetPlan) -> Iterator[str]:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width:.2f}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    yield f'{START}<worksheet xmlns="{_MAIN}">{_FIT}{f"<cols>{columns}</cols>" if columns else ""}<sheetData>'
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    rows: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        rows.setdefault(row, []).append(column)
    for row, used in rows.items():
        height = max((_height(sheet, row, column, spans) for column in used), default=1)
        yield f'<row r="{row + 1}" ht="{min(height * 15, 400)}" customHeight="1">'
        yield from (_cell(row, column, *sheet.cells[row, column]) for column in used)
        yield "</row>"
    merges = "".join(
        f'<mergeCell ref="{reference(top, left)}:{reference(bottom, right)}"/>'
        for top, left, bottom, right in sheet.merges
    )
    yield f"</sheetData>{f'<mergeCells>{merges}</mergeCells>' if merges else ''}{_PAPER}</worksheet>"


def _height(sheet: SheetPlan, row: int, column: int, spans: dict[tuple[int, int], tuple[int, int]]) -> int:
    """How many lines a cell needs; one that reaches over rows has room there."""
    bottom, right = spans.get((row, column), (row, column))
    text = sheet.cells[row, column][0]
    room = int(sum(sheet.widths[column : right + 1]) / 2) or 4
    return sum(len(line) // room + 1 for line in text.split("\n")) if bottom == row else 1


def _cell(row: int, column: int, text: str, style: int) -> str:
    at = reference(row, column)
    if not text:
        return f'<c r="{at}" s="{style}"/>'
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    content = escape(escaped(shown))
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'
