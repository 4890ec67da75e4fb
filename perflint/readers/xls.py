"""Excel 97 workbooks (.xls, and .et of WPS, which has the same base)."""

from __future__ import annotations

import io
import struct
from typing import Any, Final

from msgspec import Struct

from perflint import limits
from perflint.grid import Block, Grid
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.readers import too_much
from perflint.readers.layout import recognise
from perflint.readers.number_format import BUILT_IN, GENERAL, display, display_text, lost_digits
from perflint.readers.ole import stream_of
from perflint.readers.reading_problems import digits_lost, with_problems
from perflint.readers.sheet_grid import Hidden, Sheet, sheet_grid, sheet_place
from perflint.readers.sheet_margins import sheet_margins
from perflint.readers.source import Unreadable
from perflint.readers.xls_margins import sheet_codes

KIND: Final = "xls"
_STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK")
_LOCAL_FORMATS = frozenset({14, 22, *range(27, 37), *range(50, 59)})
_CHARACTERS_WIDE = 256
_UNICODE = 80
"""The first version of the format whose texts are Unicode."""


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a workbook holds. Raises Unreadable."""
    grids, problems, codes = _taken(data)
    margins = tuple(sheet_margins(codes, [grid.sheet or "" for grid in grids]))
    return with_problems(recognise(grids, lexicon, KIND, margins=margins), problems)


def blocks(data: bytes) -> tuple[Block, ...]:
    """One grid for each sheet that shows something. Raises Unreadable."""
    return _taken(data)[0]


def _taken(data: bytes) -> tuple[tuple[Grid, ...], list[Problem], list[tuple[str, str]]]:
    """The grids, what could not be taken, and the headers and footers of sheets with Excel's codes."""
    stream = stream_of(data, _STREAMS) or data
    book = _opened(stream)
    grids: list[Grid] = []
    problems: list[Problem] = []
    left = limits.CELLS
    for sheet in book.sheets():
        taken = _sheet(book, sheet, problems)
        left -= taken.count
        if left < 0:
            raise too_much.cells()
        grid = sheet_grid(len(grids) + 1, taken)
        if grid is not None:
            grids.append(grid)
    named = zip(book.sheet_names(), sheet_codes(stream), strict=False) if book.biff_version >= _UNICODE else ()
    codes = [(name, code) for name, found in named for code in found]
    return tuple(grids), problems, codes


def _opened(stream: bytes) -> Any:
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        return xlrd.open_workbook(
            file_contents=stream, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=False
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Unreadable(
                "工作簿有密码保护，请先去掉密码", "the workbook is protected by a password: remove it first", None
            ) from error
        raise _damaged(error) from error
    except _DAMAGE as error:
        raise _damaged(error) from error
    except CompDocError as error:
        raise _damaged(error) from error


# What xlrd raises on damaged records: it reads them without checks of its own.
_DAMAGE: Final = (
    struct.error, LookupError, ValueError, AssertionError, TypeError, AttributeError, ArithmeticError,
    NotImplementedError, EOFError, RecursionError,
)  # fmt: skip


def _damaged(error: Exception) -> Unreadable:
    return Unreadable(
        f"工作簿已损坏，无法读取（{type(error).__name__}）",
        f"the workbook is damaged and cannot be read ({type(error).__name__})",
        None,
    )


class _Formats(Struct, frozen=True):
    """Number formats of a workbook by cell style."""

    book: Any

    def of(self, style: int | None) -> str:
        if style is None or not 0 <= style < len(self.book.xf_list):
            return GENERAL
        key = self.book.xf_list[style].format_key
        if key in _LOCAL_FORMATS:
            return BUILT_IN[key]
        entry = self.book.format_map.get(key)
        return entry.format_str if entry is not None and entry.format_str else GENERAL


def _sheet(book: Any, sheet: Any, problems: list[Problem]) -> Sheet:
    formats = _Formats(book)
    texts = {}
    count = 0
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            count += 1
            cell = sheet.cell(row, column)
            text = _shown(cell, formats, book.datemode == 1)
            if text:
                texts[row, column] = text
            if cell.ctype in (2, 3) and lost_digits(repr(cell.value)):
                problems.append(digits_lost(text, sheet_place(sheet.name, row, column)))
    return Sheet(
        sheet.name,
        texts,
        [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells[: limits.MERGES]],
        _hidden(sheet),
        tuple(_width(sheet, column) for column in range(sheet.ncols)),
        (max(sheet.nrows - 1, 0), max(sheet.ncols - 1, 0)),
        count,
    )


def _shown(cell: Any, formats: _Formats, from_1904: bool) -> str:
    import xlrd

    code = formats.of(cell.xf_index)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return display_text(cell.value, code)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return display(repr(cell.value), code, from_1904=from_1904)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return ""


def _hidden(sheet: Any) -> Hidden:
    rows = frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden)
    columns = sorted((column, column) for column, info in sheet.colinfo_map.items() if info.hidden)
    return Hidden(rows, columns, bool(sheet.visibility))


def _width(sheet: Any, column: int) -> float:
    info = sheet.colinfo_map.get(column)
    return info.width / _CHARACTERS_WIDE if info is not None else 8.43
