# ruff: noqa: E501 - markup reads best when a row stays a line
"""OpenDocument texts and sheets: repeated cells, covered cells, lists, hidden text, tracked changes."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from perflint import limits
from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.lexicon import Lexicon
from perflint.place import Cell
from perflint.readers import docx, odf
from perflint.readers.source import Unreadable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SHEETS = "application/vnd.oasis.opendocument.spreadsheet"
TEXT = "application/vnd.oasis.opendocument.text"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "draw")
)


def package(content: str, kind: str, manifest: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", kind)
        target.writestr("content.xml", content)
        if manifest:
            target.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def text(body: str, styles: str = "") -> bytes:
    return package(
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        TEXT,
    )


def sheet(rows: str, name: str = "表", attributes: str = "", styles: str = "") -> bytes:
    return package(
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="{name}" {attributes}>{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>",
        SHEETS,
    )


def cell(content: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{content}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cells(data: bytes) -> list[GridCell]:
    return [cell for block in odf.blocks(data) if isinstance(block, Grid) for cell in block.cells]


def shape(blocks: tuple[Block, ...]) -> list[object]:
    """Everything but places."""
    return [
        (block.text, block.level)
        if isinstance(block, Paragraph)
        else [(c.row, c.column, c.row_span, c.column_span, c.paragraphs) for c in block.cells]
        for block in blocks
    ]


def test_the_seed_is_the_same_as_in_word() -> None:
    ours = odf.blocks((FIXTURES / "seed31.odt").read_bytes())
    assert shape(ours) == shape(docx.blocks((FIXTURES / "seed31.docx").read_bytes()))


def test_a_sheet_shows_texts_with_the_place_of_each() -> None:
    data = sheet(row(cell("项目编码"), cell("90.00", 'office:value-type="float" office:value="90"')))
    assert [(c.text, c.place.cell.sheet, c.place.cell.ref) for c in cells(data) if c.place.cell] == [
        ("项目编码", "表", "A1"),
        ("90.00", "表", "B1"),
    ]


def test_repeated_cells_and_rows_stand_as_often_as_they_say() -> None:
    data = sheet(row(cell("x", 'table:number-columns-repeated="2"'), attributes='table:number-rows-repeated="2"'))
    assert [(c.text, c.place.cell.ref) for c in cells(data) if c.place.cell] == [
        ("x", "A1"),
        ("x", "B1"),
        ("x", "A2"),
        ("x", "B2"),
    ]


def test_blank_cells_repeated_to_the_edge_of_the_sheet_cost_nothing() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    data = sheet(row(cell("a"), blank) + row(blank, attributes='table:number-rows-repeated="1048575"') + row(cell("b")))
    assert [(c.text, c.place.cell.ref) for c in cells(data) if c.place.cell] == [("a", "A1"), ("b", "A1048577")]


def test_merged_cells_of_a_sheet_are_one_cell() -> None:
    spanned = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    data = sheet(row(cell("宽", spanned), "<table:covered-table-cell/>") + row(cell("a"), cell("b")))
    assert [(c.row, c.column, c.column_span, c.text) for c in cells(data)] == [
        (0, 0, 2, "宽"),
        (1, 0, 1, "a"),
        (1, 1, 1, "b"),
    ]


def test_hidden_rows_columns_and_sheets_are_marked() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = row(cell("a"), cell("b")) + row(cell("c"), cell("d"), attributes='table:visibility="filter"')
    assert [c.hidden for c in cells(sheet(columns + rows))] == [False, True, True, True]
    style = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    assert all(c.hidden for c in cells(sheet(rows, attributes='table:style-name="h"', styles=style)))


def test_a_code_stored_as_a_number_has_lost_its_digits() -> None:
    data = sheet(row(cell("5.10184E+20", 'office:value-type="float" office:value="5.10184E+20"')))
    assert [(problem.kind, problem.value) for problem in odf._taken(data)[2]] == [("lost-digits", "5.10184E+20")]


def test_a_comment_in_a_cell_is_no_text() -> None:
    note = "<office:annotation><text:p>看这里</text:p></office:annotation>"
    assert [c.text for c in cells(sheet(row(f"<table:table-cell>{note}<text:p>a</text:p></table:table-cell>")))] == [
        "a"
    ]


def test_blanks_tabs_line_breaks_and_spans_are_text() -> None:
    data = text('<text:p>财政<text:s text:c="4"/>资金<text:tab/><text:span>a</text:span><text:line-break/>b</text:p>')
    assert [block.text for block in odf.blocks(data) if isinstance(block, Paragraph)] == ["财政    资金\ta", "b"]


def test_hidden_text_and_notes_are_left_out() -> None:
    styles = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>注</text:note-body></text:note>"
    data = text(f'<text:p>甲<text:span text:style-name="H">密</text:span>乙{note}</text:p>', styles)
    assert [block.text for block in odf.blocks(data) if isinstance(block, Paragraph)] == ["甲乙"]


def test_hidden_text_is_told_by_the_parents_of_a_style_and_shown_again_by_a_span() -> None:
    styles = (
        '<style:style style:name="H" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="H"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="true"/></style:style>'
    )
    body = '<text:p text:style-name="P1">密</text:p><text:p text:style-name="P1">密<text:span text:style-name="T1">乙</text:span></text:p>'
    found = odf.blocks(text(f"<text:p>甲</text:p>{body}", styles))
    assert [block.text for block in found if isinstance(block, Paragraph)] == ["甲", "乙"]


def test_signs_of_a_symbol_font_are_told_by_the_font_that_a_style_names() -> None:
    styles = (
        '<style:font-face style:name="Symbol1" svg:font-family="Symbol" xmlns:svg="urn:svg"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="Symbol1"/></style:style>'
    )
    body = "<text:p><text:span text:style-name=\"T1\">\u00b3</text:span>98% \u00b3 <text:span text:style-name='T1'>\uf0a3</text:span>5</text:p>"
    found = odf.blocks(text(body, styles))
    assert [block.text for block in found if isinstance(block, Paragraph)] == ["≥98% ³ ≤5"]


def test_equations_are_text_and_other_objects_and_pictures_in_cells_are_said() -> None:
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    frame = f'<draw:frame><draw:object {link} xlink:href="./Object 1"/><draw:image {link} xlink:href="./o.png"/></draw:frame>'
    ole = f'<draw:frame><draw:object-ole {link} xlink:href="./Object 2"/></draw:frame>'
    picture = f'<draw:frame><draw:image {link} xlink:href="./p.png"/></draw:frame>'
    data = text(
        f"<table:table>{row(cell(frame + '95%'), cell(ole + '9'), cell(picture), cell(picture + '图'))}</table:table>"
    )
    out = io.BytesIO(data)
    formula = "<m:mo>≥</m:mo><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac><m:annotation>{} >= 1 over 2</m:annotation>"
    with zipfile.ZipFile(out, "a") as target:
        target.writestr(
            "Object 1/content.xml", f'<m:math xmlns:m="http://www.w3.org/1998/Math/MathML">{formula}</m:math>'
        )
    assert [c.text for c in cells(out.getvalue())] == ["≥1/295%", "9", "", "图"]


def test_what_is_drawn_in_a_cell_is_said_with_its_place(lexicon: Lexicon) -> None:
    picture = '<draw:frame><draw:image href="./p.png"/></draw:frame>'
    head = row(cell("三级指标"), cell("指标值"))
    logo = f"<text:p>{picture}</text:p>"
    document = odf.read(
        "a.odt", text(f"{logo}<table:table>{head}{row(cell('合格率'), cell(picture))}</table:table>"), lexicon
    )
    (problem,) = (problem for problem in document.problems if "图片" in problem.zh)
    assert problem.place is not None
    assert problem.place.cell == Cell(table=1, row=2, column=2)


def test_list_numbers_are_shown() -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/></text:list-style>'
    )
    items = "".join(f"<text:list-item><text:p>{word}</text:p></text:list-item>" for word in "甲乙")
    holder = f'<table:table-cell><text:list text:style-name="L">{items}</text:list></table:table-cell>'
    data = text(f"<table:table>{row(holder)}</table:table>", styles)
    assert cells(data)[0].paragraphs == ("1.甲", "2.乙")


def test_tracked_changes_are_taken_as_accepted_and_said() -> None:
    removed = "<text:changed-region><text:deletion><text:p>旧</text:p></text:deletion></text:changed-region>"
    data = text(f"<text:tracked-changes>{removed}</text:tracked-changes><text:p>新<text:change/></text:p>")
    assert [block.text for block in odf.blocks(data) if isinstance(block, Paragraph)] == ["新"]
    assert [(problem.kind, problem.value) for problem in odf._taken(data)[2]] == [("tracked-changes", "1")]


def test_a_table_in_a_cell_comes_after_the_table_around_it() -> None:
    inner = f"<table:table>{row(cell('内'))}</table:table>"
    holder = f"<table:table-cell><text:p>前</text:p>{inner}<text:p>后</text:p></table:table-cell>"
    outer = f"<table:table>{row(holder)}</table:table>"
    one, two = (block for block in odf.blocks(text(outer)) if isinstance(block, Grid))
    assert (one.number, one.parent, one.cells[0].paragraphs) == (1, None, ("前", "后"))
    assert (two.number, two.parent, two.cells[0].paragraphs) == (2, 1, ("内",))


def test_signs_of_the_symbol_font_are_ordinary_signs() -> None:
    assert cells(sheet(row(cell("\uf0b395%"))))[0].text == "≥95%"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04", "zip"),
        (package("<x", TEXT), "well-formed"),
        (package("<x/>", TEXT, "<manifest:encryption-data/>"), "password"),
        (package('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', SHEETS), "DOCTYPE"),
        (text("<text:span>" * 300), "well-formed"),
        (sheet(row(cell("x", 'table:number-columns-repeated="9999"'), attributes='table:number-rows-repeated="99999"')),
         "cells"),
        (sheet(row("<table:table-cell>" + "<text:p/>" * 60_000 + "</table:table-cell>")), "one cell"),
        (text("<text:p>" + "<text:span/>" * 60_000 + "</text:p>"), "one cell"),
        (sheet(row(cell('a<text:s text:c="999999999"/>' * 200))), "one cell"),
    ],
)  # fmt: skip
def test_broken_and_hostile_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(Unreadable, match=reason):
        odf.blocks(data)
    assert time.process_time() - started < 2


def test_spans_beyond_the_table_are_cut() -> None:
    wide = cell("x", 'table:number-columns-spanned="999999999" table:number-rows-spanned="999999999"')
    data = text(f"<table:table>{row(wide)}{row(cell('y'), cell('z'))}</table:table>")
    started = time.process_time()
    assert [(c.row, c.column, c.text) for c in cells(data)] == [(0, 0, "x")]
    assert time.process_time() - started < 1


@pytest.mark.parametrize(("limit", "value", "reason"), [("TABLES", 50, "50 tables"), ("CELLS", 500, "500 cells")])
def test_the_number_of_tables_and_cells_is_limited(
    limit: str, value: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (FIXTURES / "seed31.odt").read_bytes()
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(Unreadable, match=reason):
        odf.blocks(data)


def test_headers_and_footers_that_are_on_are_read_beside_the_text(lexicon: Lexicon) -> None:
    header = "<style:header><text:p>县水务局<text:tab/>金额单位：元</text:p></style:header>"
    off = '<style:header-left style:display="false"><text:p>金额单位：亿元</text:p></style:header-left>'
    footer = f"<style:footer><text:p>- 1 -</text:p><table:table>{row(cell('项目编码'), cell('13022524P00MB2203D456'))}</table:table></style:footer>"
    pages = f"<office:master-styles><style:master-page>{header}{off}{footer}</style:master-page></office:master-styles>"
    data = io.BytesIO(text(f"<table:table>{row(cell('项目名称'), cell('管网改造'))}</table:table>"))
    with zipfile.ZipFile(data, "a") as target:
        target.writestr("styles.xml", f"<office:document-styles {_SPACES}>{pages}</office:document-styles>")
    document = odf.read("a.odt", data.getvalue(), lexicon)
    assert document.money_unit == "元"
    assert [problem.zh for problem in document.problems] == [
        "页眉、页脚中的“县水务局”没有对应的检查内容，未检查",
        "页眉、页脚中有表格（“项目编码13022524P00MB2203D456”），不读作绩效目标，未检查",
    ]
    assert [project.code for project in document.projects] == [""]
