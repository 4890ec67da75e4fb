"""Excel 97 workbooks: the same grids as .xlsx; damaged ones refused."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from perflint import limits
from perflint.grid import Block, Grid
from perflint.lexicon import Lexicon
from perflint.readers import xls, xlsx
from perflint.readers.source import Unreadable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SEED = (FIXTURES / "seed31_long.xls").read_bytes()


def described(blocks: tuple[Block, ...]) -> list[object]:
    """Everything of the cells, places too."""
    return [
        (grid.sheet, cell.row, cell.column, cell.row_span, cell.column_span, cell.paragraphs, cell.place, cell.hidden)
        for grid in blocks
        if isinstance(grid, Grid)
        for cell in grid.cells
    ]


def made(fill: Callable[[xlwt.Worksheet], None]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book.add_sheet("表"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(data: bytes) -> list[str]:
    return [cell.text for grid in xls.blocks(data) if isinstance(grid, Grid) for cell in grid.cells]


def test_the_seed_is_the_same_cell_for_cell_as_xlsx() -> None:
    assert described(xls.blocks(SEED)) == described(xlsx.blocks((FIXTURES / "seed31_long.xlsx").read_bytes()))


def test_numbers_show_as_their_formats_say() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        cells = [(0.25, "0%"), (90, "0.00"), (95, '"≥"0"%"'), (44926, 'yyyy"年"m"月"'), (42.88, "General")]
        for column, (value, code) in enumerate(cells):
            sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
        sheet.write(0, 5, True)

    assert texts(made(fill)) == ["25%", "90.00", "≥95%", "2022年12月", "42.88", "TRUE"]


def test_a_code_stored_as_a_number_has_lost_its_digits() -> None:
    data = made(lambda sheet: sheet.write(0, 0, 510184230000000012345))
    assert [(problem.kind, problem.value) for problem in xls._taken(data)[1]] == [("lost-digits", "5.10184E+20")]


def test_hidden_rows_and_columns_are_read_and_marked() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, "a")
        sheet.write(0, 1, "b")
        sheet.write(1, 0, "c")
        sheet.row(1).hidden = True
        sheet.col(1).hidden = True

    (grid,) = xls.blocks(made(fill))
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.hidden) for cell in grid.cells] == [("a", False), ("b", True), ("c", True), ("", True)]


def test_a_last_sector_cut_short_does_no_harm() -> None:
    ending = len(SEED.rstrip(b"\0"))
    assert ending % 512
    assert described(xls.blocks(SEED[:ending])) == described(xls.blocks(SEED))


def test_the_number_of_cells_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS", 100)
    with pytest.raises(Unreadable, match="100 cells"):
        xls.blocks(SEED)


@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", SEED[:1_000], SEED[:20_000], b"\x09\x08x" * 99]
)
def test_a_broken_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        xls.blocks(data)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_damaged_workbook_is_read_or_refused_in_time(damage: list[tuple[int, int]]) -> None:
    data = bytearray(SEED)
    for at, value in damage:
        data[at] = value
    started = time.process_time()
    with contextlib.suppress(Unreadable):
        xls.blocks(bytes(data))
    assert time.process_time() - started < 5


def test_headers_and_footers_of_each_sheet_are_read(lexicon: Lexicon) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for number, (header, footer) in enumerate(
        (("&R金额单位：万元", "&P/&N"), ("&L2024年度", "&C金额单位：元")), start=1
    ):
        sheet = book.add_sheet(f"表{number}")
        vars(sheet).update(_Worksheet__header_str=header, _Worksheet__footer_str=footer)  # its setters take ASCII alone
        sheet.write(0, 0, "项目名称")
        sheet.write(0, 1, f"管网改造{number}期")
    out = io.BytesIO()
    book.save(out)
    document = xls.read("a.xls", out.getvalue(), lexicon)
    assert [project.money_unit for project in document.projects] == ["万元", "元"]
    assert document.year == "2024"
    assert not document.problems
