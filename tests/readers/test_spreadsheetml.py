"""Flat Excel XML of 2003: texts by number format, merges, gaps, hidden parts; hostile files refused."""

from __future__ import annotations

import time

import pytest

from perflint import limits
from perflint.grid import Grid, GridCell
from perflint.lexicon import Lexicon
from perflint.readers import read, spreadsheetml
from perflint.readers.source import Unreadable

STYLES = (
    '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style><Style ss:ID="m"><NumberFormat ss:Format="Fixed"/>'
    '</Style><Style ss:ID="d"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>'
)


def book(rows: str, options: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'{STYLES}<Worksheet ss:Name="表"><Table>{rows}</Table>{options}</Worksheet></Workbook>'
    ).encode()


def cell(text: str, kind: str = "String", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<Row {attributes}>{''.join(cells)}</Row>"


def cells(data: bytes) -> list[GridCell]:
    return [cell for block in spreadsheetml.blocks(data) if isinstance(block, Grid) for cell in block.cells]


def refs(data: bytes) -> dict[str | None, str]:
    return {cell.place.cell.ref: cell.text for cell in cells(data) if cell.place.cell and cell.text}


def test_numbers_and_dates_show_as_their_formats_say() -> None:
    data = book(
        row(
            cell("0.25", "Number", 'ss:StyleID="p"'),
            cell("90", "Number", 'ss:StyleID="m"'),
            cell("2022-12-31T00:00:00.000", "DateTime", 'ss:StyleID="d"'),
            cell("42.88", "Number"),
            cell("1", "Boolean"),
        )
    )
    assert list(refs(data).values()) == ["25%", "90.00", "2022年12月", "42.88", "TRUE"]


def test_gaps_and_merges_stand_where_they_say() -> None:
    data = book(
        row(cell("宽", attributes='ss:MergeAcross="2"'), cell("d"))
        + row(cell("x", attributes='ss:Index="4"'), attributes='ss:Index="5"')
    )
    assert refs(data) == {"A1": "宽", "D1": "d", "D5": "x"}
    assert cells(data)[0].column_span == 1  # no other line stands under it
    assert [c.text for c in cells(data)][:2] == ["宽", "d"]


def test_rich_text_is_text_and_a_comment_is_not() -> None:
    rich = '<Cell><Data ss:Type="String">≥<B>95</B>%</Data><Comment><Data>看</Data></Comment></Cell>'
    assert refs(book(row(rich))) == {"A1": "≥95%"}


def test_hidden_rows_columns_and_sheets_are_marked() -> None:
    rows = '<Column/><Column ss:Hidden="1"/>' + row(cell("a"), cell("b")) + row(cell("c"), attributes='ss:Hidden="1"')
    assert [c.hidden for c in cells(book(rows)) if c.text] == [False, True, True]
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    assert all(c.hidden for c in cells(book(rows, hidden)))


def test_a_code_stored_as_a_number_has_lost_its_digits() -> None:
    data = book(row(cell("5.1018423000000001E+20", "Number")))
    assert [(problem.kind, problem.value) for problem in spreadsheetml._taken(data).problems] == [
        ("lost-digits", "5.10184E+20")
    ]


def test_a_flat_export_is_read_by_its_content_under_any_name(lexicon: Lexicon) -> None:
    heads = ("项目编码", "项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标值")
    values = ("X1", "甲", "90", "产出指标", "数量指标", "办案数量", "≥1件")
    found = read("export.xls", book(row(*map(cell, heads)) + row(*map(cell, values))), lexicon)
    assert [(project.code, project.indicators[0].value) for project in found.projects] == [("X1", "≥1件")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<Workbook>", "well-formed"),
        (b'<!DOCTYPE x [<!ENTITY e "f">]><Workbook>&e;</Workbook>', "DOCTYPE"),
        (book(row("<Cell>" + "<x/>" * 60_000 + "</Cell>")), "one cell"),
        (book(row(cell("a", attributes='ss:MergeAcross="999999999" ss:MergeDown="999999999"'))
              + row(cell("b", attributes='ss:Index="900000"'), attributes='ss:Index="900000"')), "merged cells"),
    ],
)  # fmt: skip
def test_broken_and_hostile_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(Unreadable, match=reason):
        spreadsheetml.blocks(data)
    assert time.process_time() - started < 2


def test_the_number_of_cells_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS", 2)
    with pytest.raises(Unreadable, match="2 cells"):
        spreadsheetml.blocks(book(row(cell("a"), cell("b"), cell("c"))))


def test_the_header_of_a_sheet_states_its_money_unit(lexicon: Lexicon) -> None:
    margins = '<PageSetup><Header Data="&amp;R金额单位：元"/><Footer Data="&amp;P"/></PageSetup>'
    data = book(row(cell("项目名称"), cell("管网改造")), f"<WorksheetOptions>{margins}</WorksheetOptions>")
    document = spreadsheetml.read("a.xls", data, lexicon)
    assert document.money_unit == "元"
    assert not document.problems
