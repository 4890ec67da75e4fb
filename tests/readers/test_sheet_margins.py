"""Headers and footers of sheets: Excel's codes, and whose they are."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import xlsx
from perflint.readers.sheet_margins import margin_lines

ROWS = (("一级指标", "二级指标", "三级指标", "指标值"), ("产出指标", "数量指标", "改造长度", "≥12公里"))


@pytest.fixture
def book() -> openpyxl.Workbook:
    """Two sheets with a project each, neither of which states a money unit."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for number in (1, 2):
        sheet = made.create_sheet(f"表{number}")
        sheet.append(("项目名称", f"管网改造{number}期", "项目编码", f"13022524P00MB2203A14{number}"))
        sheet.append(("预算数", "360000", None, None))
        for row in ROWS:
            sheet.append(row)
    return made


def taken(book: openpyxl.Workbook, lexicon: Lexicon) -> Document:
    out = io.BytesIO()
    book.save(out)
    return xlsx.read("a.xlsx", out.getvalue(), lexicon)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("&L单位：县水务局&R金额单位：元", ("单位：县水务局", "金额单位：元")),
        ('&C&"宋体,常规"&14&B&K01+000&K00FF00 2024年 &A', ("2024年",)),
        ("&C第 &P 页，共 &N 页", ("第  页，共  页",)),
        ("&LA&&B\n丙&G", ("A&B", "丙")),
        ('&"没有结束', ()),
        ("&", ()),
    ],
)
def test_the_lines_of_a_header_are_told_from_its_codes(code: str, lines: tuple[str, ...]) -> None:
    assert margin_lines(code) == lines


@given(st.text('&LCRP"K0129+-,元\n ', max_size=30))
def test_any_codes_give_lines_that_say_something(code: str) -> None:
    assert all(line.strip() == line and line and "\n" not in line for line in margin_lines(code))


def test_a_header_of_all_sheets_states_the_money_unit_of_the_workbook(
    book: openpyxl.Workbook, lexicon: Lexicon
) -> None:
    for sheet in book.worksheets:
        sheet.oddHeader.right.text = "金额单位：元"
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    document = taken(book, lexicon)
    assert document.money_unit == "元"
    assert not document.problems


def test_a_header_of_one_sheet_speaks_of_that_sheet_alone(book: openpyxl.Workbook, lexicon: Lexicon) -> None:
    book.worksheets[0].oddHeader.right.text = "金额单位：万元"
    book.worksheets[1].oddFooter.left.text = "填报单位：县水务局"
    book.worksheets[1].oddFooter.right.text = "金额单位：元"
    document = taken(book, lexicon)
    assert [project.money_unit for project in document.projects] == ["万元", "元"]
    assert [project.unit.name for project in document.projects] == ["", "县水务局"]
    assert not document.money_unit


def test_headers_of_first_and_even_pages_are_read_where_they_are_shown(
    book: openpyxl.Workbook, lexicon: Lexicon
) -> None:
    for sheet in book.worksheets:
        sheet.firstHeader.left.text = "金额单位：元"
        sheet.evenHeader.left.text = "金额单位：亿元"
    assert taken(book, lexicon).money_unit == ""
    for sheet in book.worksheets:
        sheet.HeaderFooter.differentFirst = True
    assert taken(book, lexicon).money_unit == "元"
    for sheet in book.worksheets:
        sheet.HeaderFooter.differentFirst = False
        sheet.HeaderFooter.differentOddEven = True
    assert taken(book, lexicon).money_unit == "亿元"


def test_other_texts_of_headers_are_said(book: openpyxl.Workbook, lexicon: Lexicon) -> None:
    book.worksheets[0].oddFooter.left.text = "内部资料"
    assert "内部资料" in "".join(problem.zh for problem in taken(book, lexicon).problems)
