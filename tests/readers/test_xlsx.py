"""Workbooks as a person sees them: texts by number format, merges, what is hidden; hostile ones refused."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from perflint import limits
from perflint.grid import Grid
from perflint.model import Problem
from perflint.place import Cell, Place
from perflint.readers import xlsx
from perflint.readers.source import Unreadable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def package(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return out.getvalue()


def workbook(
    *sheets: str,
    strings: str = "",
    styles: str = "",
    names: Sequence[str] = (),
    states: Sequence[str] = (),
    workbook_properties: str = "",
    strict: bool = False,
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook whose sheets have these contents (``<sheetData>…``)."""
    main, links = (STRICT, _STRICT_LINKS) if strict else (MAIN, _LINKS)
    entries = links_xml = ""
    parts: dict[str, str | bytes] = {}
    for number, content in enumerate(sheets, start=1):
        name = names[number - 1] if names else f"Sheet{number}"
        state = f' state="{states[number - 1]}"' if states else ""
        entries += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{state}/>'
        links_xml += f'<Relationship Id="r{number}" Type="{links}/worksheet" Target="worksheets/s{number}.xml"/>'
        parts[f"xl/worksheets/s{number}.xml"] = f'<worksheet xmlns="{main}">{content}</worksheet>'
    if strings:
        links_xml += f'<Relationship Id="s" Type="{links}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    if styles:
        links_xml += f'<Relationship Id="t" Type="{links}/styles" Target="styles.xml"/>'
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    relationships = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return package(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'{relationships}<Relationship Id="m" Type="{links}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}">{workbook_properties}'
            f"<sheets>{entries}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"{relationships}{links_xml}</Relationships>",
            **parts,
            **(extra or {}),
        }
    )


def inline(text: str, ref: str = "") -> str:
    """A cell with an inline string."""
    at = f' r="{ref}"' if ref else ""
    return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'


def grids(data: bytes) -> tuple[Grid, ...]:
    return tuple(block for block in xlsx.blocks(data) if isinstance(block, Grid))


def texts(data: bytes) -> dict[str, str]:
    """What each cell shows, by its reference."""
    return {cell.place.cell.ref: cell.text for grid in grids(data) for cell in grid.cells if cell.place.cell}  # type: ignore[misc]


def problems(data: bytes) -> list[Problem]:
    return xlsx._taken(data).problems


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_numbers_show_as_their_formats_say() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for column, (value, code) in enumerate(
        [(0.25, "0%"), (90, "0.00"), (95, '"≥"0"%"'), (43.88, '0.00"万元"'), (44926, "yyyy-mm-dd"), (True, "General")],
        1,
    ):
        cell = sheet.cell(1, column, value)
        cell.number_format = code
    assert list(texts(saved(book)).values()) == ["25%", "90.00", "≥95%", "43.88万元", "2022-12-31", "TRUE"]


def test_merged_cells_are_one_cell_and_lines_no_cell_uses_are_dropped() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for ref, text in {"A1": "绩效目标表", "A2": "项目编码", "C2": "X1", "A3": "产出指标", "C3": "a", "C4": "b"}.items():
        sheet[ref] = text
    for merge in ("A1:D1", "A2:B2", "C2:D2", "A3:B4", "C3:D3", "C4:D4"):
        sheet.merge_cells(merge)
    (grid,) = grids(saved(book))
    assert (grid.rows, grid.columns) == (4, 2)
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells] == [
        (0, 0, 1, 2, "绩效目标表"), (1, 0, 1, 1, "项目编码"), (1, 1, 1, 1, "X1"), (2, 0, 2, 1, "产出指标"),
        (2, 1, 1, 1, "a"), (3, 1, 1, 1, "b"),
    ]  # fmt: skip


def test_a_blank_cell_beside_filled_ones_has_its_place() -> None:
    book = openpyxl.Workbook()
    book.active.append(["预算数", None, "其他资金"])
    book.active.append(["90", "90", None])
    assert texts(saved(book)) == {"A1": "预算数", "B1": "", "C1": "其他资金", "A2": "90", "B2": "90", "C2": ""}


def test_lines_in_a_cell_are_paragraphs_each_with_its_place() -> None:
    data = workbook(f"<sheetData><row>{inline('1.甲&#10;2.乙_x000D_&#10;3.丙', 'B7')}</row></sheetData>")
    ((cell,),) = (grid.cells for grid in grids(data))
    assert cell.paragraphs == ("1.甲", "2.乙", "3.丙")
    assert [(place.cell.ref, place.cell.paragraph) for place in cell.places if place.cell] == [
        ("B7", 1),
        ("B7", 2),
        ("B7", 3),
    ]


def test_phonetic_hints_are_no_text() -> None:
    data = workbook(
        '<sheetData><row><c t="s"><v>0</v></c></row></sheetData>',
        strings='<si><r><t>绩效</t></r><r><rPr/><t>目标</t></r><rPh sb="0" eb="2"><t>jixiao</t></rPh></si>',
    )
    assert texts(data) == {"A1": "绩效目标"}


def test_the_strict_form_reads_the_same() -> None:
    content = f'<sheetData><row><c t="s"><v>0</v></c><c s="1"><v>0.25</v></c>{inline("x")}</row></sheetData>'
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
    both = [workbook(content, strings="<si><t>甲</t></si>", styles=styles, strict=strict) for strict in (False, True)]
    assert texts(both[0]) == texts(both[1]) == {"A1": "甲", "B1": "25%", "C1": "x"}


def test_formulas_show_their_saved_value_and_one_without_is_said() -> None:
    data = workbook(
        '<sheetData><row><c r="A1"><f>B1*2</f><v>7</v></c><c r="B1" t="str"><f>"x"</f><v>x</v></c>'
        '<c r="C1"><f>B1</f></c><c r="D1" t="str"><f>""</f><v></v></c></row></sheetData>'
    )
    assert texts(data) == {"A1": "7", "B1": "x"}
    assert [(p.kind, p.place.cell.ref) for p in problems(data) if p.place and p.place.cell] == [("unreadable", "C1")]


def test_a_shared_string_that_is_not_there_is_said() -> None:
    data = workbook(
        f'<sheetData><row>{inline("a")}<c r="B1" t="s"><v>7</v></c></row></sheetData>', strings="<si><t>x</t></si>"
    )
    assert [p.kind for p in problems(data)] == ["unreadable"]


def test_a_code_stored_as_a_number_has_lost_its_digits() -> None:
    data = workbook("<sheetData><row><c><v>5.1018423000000001E+20</v></c></row></sheetData>")
    assert texts(data) == {"A1": "5.10184E+20"}
    assert [(p.kind, p.value) for p in problems(data)] == [("lost-digits", "5.10184E+20")]


def test_a_wrong_dimension_and_missing_references_change_nothing() -> None:
    data = workbook(
        '<dimension ref="A1:A1"/><sheetData><row>'
        + inline("a")
        + inline("b")
        + "</row><row>"
        + inline("c")
        + "</row></sheetData>"
    )
    assert texts(data) == {"A1": "a", "B1": "b", "A2": "c", "B2": ""}


def test_hidden_rows_columns_and_sheets_are_read_and_marked() -> None:
    content = (
        '<cols><col min="2" max="2" width="9" hidden="1"/></cols><sheetData>'
        f'<row r="1">{inline("a", "A1")}{inline("b", "B1")}</row>'
        f'<row r="2" hidden="1">{inline("c", "A2")}</row></sheetData>'
    )
    data = workbook(content, content, states=("visible", "veryHidden"))
    shown, hidden = grids(data)
    assert [(cell.text, cell.hidden) for cell in shown.cells] == [("a", False), ("b", True), ("c", True), ("", True)]
    assert all(cell.hidden for cell in hidden.cells)


def test_dates_may_count_from_1904() -> None:
    data = workbook(
        '<sheetData><row><c s="0"><v>43464</v></c></row></sheetData>',
        styles='<cellXfs><xf numFmtId="31"/></cellXfs>',
        workbook_properties='<workbookPr date1904="1"/>',
    )
    assert texts(data) == {"A1": "2022年12月31日"}


def test_dates_of_the_strict_form_show_as_their_format_says() -> None:
    data = workbook(
        '<sheetData><row><c s="0" t="d"><v>2022-12-31T00:00:00</v></c></row></sheetData>',
        styles='<cellXfs><xf numFmtId="31"/></cellXfs>',
        strict=True,
    )
    assert texts(data) == {"A1": "2022年12月31日"}


def test_a_chart_sheet_and_a_text_box_are_said_to_be_left_aside() -> None:
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = workbook(
        f"<sheetData><row>{inline('a')}</row></sheetData>",
        extra={
            "xl/worksheets/_rels/s1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="d" Type="{links}/drawing" Target="../drawings/d.xml"/></Relationships>',
            "xl/drawings/d.xml": '<x:wsDr xmlns:x="u" xmlns:a="v"><x:anchor><x:sp><x:txBody><a:p><a:r>'
            "<a:t>附注</a:t></a:r></a:p></x:txBody></x:sp></x:anchor></x:wsDr>",
        },
    )
    (problem,) = problems(data)
    assert problem.kind == "not-judged"
    assert "附注" in problem.zh


def test_pictures_that_wps_stores_in_cells_are_no_text_and_said() -> None:
    picture = '<c r="{}" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    data = workbook(
        f'<sheetData><row r="1">{inline("率", "A1")}{picture.format("B1")}{picture.format("C1")}</row></sheetData>'
    )
    (problem,) = problems(data)
    assert "2个单元格" in problem.zh
    assert problem.place == Place(cell=Cell(sheet="Sheet1", ref="B1"))
    assert [text for text in texts(data).values() if text] == ["率"]


def test_two_cells_in_opposite_corners_cost_nothing() -> None:
    data = workbook(
        f'<sheetData><row r="1">{inline("a", "A1")}</row><row r="1048576">{inline("b", "XFD1048576")}</row></sheetData>'
    )
    started = time.process_time()
    (grid,) = grids(data)
    assert [cell.text for cell in grid.cells if cell.paragraphs] == ["a", "b"]
    assert (grid.rows, grid.columns) == (3, 3)
    assert time.process_time() - started < 1


def test_a_merge_of_the_whole_sheet_is_cut_to_what_is_used() -> None:
    data = workbook(
        f'<sheetData><row>{inline("a")}</row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    assert [(cell.row_span, cell.column_span) for grid in grids(data) for cell in grid.cells] == [(1, 1)]


def test_overlapping_merges_keep_the_first() -> None:
    cells = "".join(f"<row>{inline('x')}{inline('y')}{inline('z')}</row>" for _ in range(3))
    data = workbook(
        f'<sheetData>{cells}</sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>'
    )
    (grid,) = grids(data)
    assert [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells][:2] == [(0, 0, 2, 2), (0, 2, 1, 1)]
    assert len(grid.cells) == 6


def cells(count: int) -> str:
    return "<row>" + "<c/>" * count + "</row>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 broken", "zip"),
        (package({"a.txt": "x"}), "workbook"),
        (workbook("<sheetData><row><c>"), "well-formed"),
        (workbook(f"{'<x>' * 300}{'</x>' * 300}"), "well-formed"),
        (workbook(f"<sheetData>{inline('a', 'A1')}{inline('b', 'XFD1048576')}</sheetData><mergeCells>"
                  '<mergeCell ref="A1:XFD1048576"/></mergeCells>'), "merged cells"),
        (workbook("<sheetData><row><c t='inlineStr'><is>" + "<r/>" * 60_000 + "</is></c></row></sheetData>"),
         "one cell"),
        (workbook("<sheetData/>", strings="<si>" + "<r/>" * 60_000 + "</si>"), "one cell"),
        (workbook(f"<sheetData><row>{inline('x' * 1_000_001)}</row></sheetData>"), "packed|one cell"),
    ],
)  # fmt: skip
def test_broken_and_hostile_workbooks_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(Unreadable, match=reason):
        xlsx.blocks(data)
    assert time.process_time() - started < 2


def test_markup_without_cells_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook("<sheetData/>" + "<x/>" * 300)
    xlsx.blocks(data)
    monkeypatch.setattr(limits, "OTHER_ELEMENTS", 100)
    with pytest.raises(Unreadable, match="too many elements"):
        xlsx.blocks(data)


def test_rows_beyond_the_last_are_refused() -> None:
    with pytest.raises(Unreadable, match="more rows"):
        xlsx.blocks(workbook('<sheetData><row r="1048577"/></sheetData>'))


def test_a_document_type_in_a_part_is_refused() -> None:
    content = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet><sheetData/></worksheet>'
    data = workbook("", extra={"xl/worksheets/s1.xml": content})
    with pytest.raises(Unreadable, match="DOCTYPE"):
        xlsx.blocks(data)


def test_the_number_of_cells_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(f"<sheetData>{cells(60)}</sheetData>", f"<sheetData>{cells(60)}</sheetData>")
    xlsx.blocks(data)
    monkeypatch.setattr(limits, "CELLS", 100)
    with pytest.raises(Unreadable, match="100 cells"):
        xlsx.blocks(data)


def test_the_number_of_merges_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 12))
    data = workbook(f"<sheetData><row>{inline('a')}</row></sheetData><mergeCells>{merges}</mergeCells>")
    xlsx.blocks(data)
    monkeypatch.setattr(limits, "MERGES", 10)
    with pytest.raises(Unreadable, match="merged ranges"):
        xlsx.blocks(data)


def test_the_seed_as_one_sheet_a_project_has_every_cell_of_openpyxl() -> None:
    path = FIXTURES / "seed31_sheets.xlsx"
    found = grids(path.read_bytes())
    book = openpyxl.load_workbook(path)
    assert [grid.sheet for grid in found] == book.sheetnames
    for grid in found:
        sheet = book[grid.sheet or ""]
        ours = {cell.place.cell.ref for cell in grid.cells if cell.paragraphs and cell.place.cell}
        assert ours == {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value is not None}
