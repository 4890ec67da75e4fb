# ruff: noqa: E501 - tables and markup read best when a row stays a line
"""Word documents as a person sees them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perflint import limits
from perflint.grid import Grid, Paragraph
from perflint.lexicon import Lexicon
from perflint.place import Cell
from perflint.readers import docx, text
from perflint.readers.source import Unreadable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(
    body: str, styles: str = "", numbering: str = "", extra: dict[str, bytes] | None = None, links: str = ""
) -> bytes:
    """A small .docx around the XML of a body."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="html" ContentType="text/html"/><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships><Relationship Id="s" Type="{REL}/styles" Target="styles.xml"/>'
        f'<Relationship Id="n" Type="{REL}/numbering" Target="numbering.xml"/>{links}</Relationships>',
        "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
        **(extra or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def lines(*blocks: str, **parts: str) -> list[str]:
    """The paragraphs of a body."""
    return [block.text for block in docx.blocks(package("".join(blocks), **parts)) if isinstance(block, Paragraph)]


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def grids(data: bytes) -> list[Grid]:
    return [block for block in docx.blocks(data) if isinstance(block, Grid)]


def cells(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]


@pytest.fixture
def fixture(checkout: Path) -> Callable[[str], bytes]:
    return lambda name: (checkout / "tests" / "fixtures" / name).read_bytes()


# --- the booklet ------------------------------------------------------------------------------------------------------


def test_the_booklet_gives_the_model_of_its_text(
    fixture: Callable[[str], bytes], booklet: bytes, lexicon: Lexicon
) -> None:
    document = docx.read("seed31.docx", fixture("seed31.docx"), lexicon)
    expected = text.read("seed.txt", booklet, lexicon)
    assert document.projects == expected.projects
    assert document.department == expected.department
    assert document.fields == expected.fields
    assert [problem.kind for problem in document.problems] == []


def test_every_value_of_the_booklet_stands_in_a_cell_that_holds_it(
    fixture: Callable[[str], bytes], lexicon: Lexicon
) -> None:
    document = docx.read("seed31.docx", fixture("seed31.docx"), lexicon)
    texts = {
        (cell.place.cell.table, cell.place.cell.row, cell.place.cell.column): cell.text
        for block in document.blocks
        if isinstance(block, Grid)
        for cell in block.cells
        if cell.place.cell is not None
    }
    project = document.projects[0]
    for path, value in {
        "code": project.code,
        "budget.total": "90.00",
        "budget.other": "",
        "spend_plan.6月底": "50%",
        "goals[2]": "2.技侦手段使用",
        "indicators[3].value": "≥95%",
        "unit.code": "312002",
    }.items():
        place = project.places.find(path)
        assert place is not None
        assert place.cell is not None, path
        assert value in texts[place.cell.table, place.cell.row, place.cell.column], path
    goal = project.places.find("goals[2]")
    assert goal is not None
    assert goal.cell is not None
    assert goal.cell.paragraph == 2


def test_the_tricky_document_reads_as_a_person_sees_it(fixture: Callable[[str], bytes], lexicon: Lexicon) -> None:
    first, inner, goals = grids(fixture("tricky.docx"))
    assert [cell.text for cell in first.cells] == [
        "A1", "B1", "C1",
        "指标值", "≥98%", "trk",
        "控件内文字", "控件单元格", "sdt",
        "可见", "a\tb\nc-d≥", "链接7",
        "外\n外尾", "B5", "C5",
        "H1", "C6",
        "", "缩进行", "尾",
        "跨行", "x", "y",
        "x2", "y2",
    ]  # fmt: skip
    assert [(cell.row_span, cell.column_span) for cell in first.cells if cell.text in ("H1", "跨行")] == [
        (1, 2),
        (2, 1),
    ]
    assert (inner.parent, [cell.text for cell in inner.cells]) == (1, ["内1", "内2"])
    assert [cell.paragraphs for cell in goals.cells] == [("绩效目标",), ("1.侦办刑事案件", "2.技侦手段使用")]
    problems = docx.read("tricky.docx", fixture("tricky.docx"), lexicon).problems
    assert [problem.value for problem in problems if problem.kind == "tracked-changes"] == ["3"]
    assert "unreadable" in [problem.kind for problem in problems]


# --- text of a paragraph ----------------------------------------------------------------------------------------------


def test_changes_are_read_as_accepted() -> None:
    moved = "<w:moveFrom w:id='3'>" + r("旧处") + "</w:moveFrom><w:moveTo w:id='4'>" + r("新处") + "</w:moveTo>"
    assert lines(
        p(
            r("≥"),
            "<w:del w:id='1'><w:r><w:delText>90</w:delText></w:r></w:del><w:ins w:id='2'>" + r("95") + "</w:ins>",
            moved,
        )
    ) == ["≥95新处"]


def test_a_deleted_paragraph_mark_joins_two_lines() -> None:
    gone = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>" + r("完成") + "</w:p>"
    grid = grids(package(table("<w:tc>" + gone + p(r("100%")) + "</w:tc>")))[0]
    assert grid.cells[0].paragraphs == ("完成100%",)


def test_hidden_text_is_left_out_also_by_style_and_not_where_the_run_says_otherwise() -> None:
    styles = "<w:style w:type='character' w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>"
    hidden = (
        r("甲", "<w:vanish/>")
        + r("乙", "<w:rStyle w:val='H'/>")
        + r("丙", "<w:rStyle w:val='H'/><w:vanish w:val='0'/>")
    )
    assert lines(p(hidden, r("丁", "<w:vanish w:val='false'/>")), styles=styles) == ["丙丁"]


def test_of_a_field_only_the_result_is_read_also_over_paragraphs() -> None:
    begin, code = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "<w:r><w:instrText>TOC</w:instrText></w:r>"
    mid, end = "<w:r><w:fldChar w:fldCharType='separate'/></w:r>", "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    assert lines(
        p(begin, code, r("代码"), mid, r("一")),
        p(r("二"), end, r("三")),
        p("<w:fldSimple>" + r("7") + "</w:fldSimple>"),
    ) == ["一", "二三", "7"]


def test_equations_symbols_and_the_private_use_signs_of_the_symbol_font_are_text() -> None:
    equation = "<m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath>"
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert lines(
        p(equation, r("95%")),
        p(fraction),
        p("<w:r><w:sym w:font='Symbol' w:char='F0A3'/></w:r>", r("5天")),
        p(r("\uf0b3", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>"), r("98%")),
        p(r("³", "<w:rFonts w:ascii='Symbol'/>"), r("60")),
    ) == ["≥95%", "1/2", "≤5天", "≥98%", "≥60"]


def test_line_breaks_and_tabs_are_kept_and_page_breaks_are_nothing() -> None:
    assert lines(
        p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:br w:type='page'/><w:t>d</w:t></w:r>")
    ) == ["a", "b\tcd"]


def test_alternate_content_and_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent>" + p(r("框内")) + "</w:txbxContent>"
    drawn = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    assert lines(p(r("外"), f"<w:r>{drawn}</w:r>")) == ["外", "框内"]
    in_cell = grids(package(table(f"<w:tc>{p(r('外'), f'<w:r>{drawn}</w:r>')}</w:tc>")))[0]
    assert in_cell.cells[0].paragraphs == ("外", "框内")


NUMBERING = """
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def listed(text: str, num: int, level: int = 0) -> str:
    return f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{num}'/></w:numPr></w:pPr>{r(text)}</w:p>"


def test_automatic_numbers_are_counted_by_list_and_level() -> None:
    body = [
        listed("甲", 1),
        listed("子", 1, 1),
        listed("丑", 1, 1),
        listed("乙", 1),
        listed("寅", 1, 1),
        listed("点", 2),
        listed("丙", 3),
        p(r("平")),
    ]
    assert lines(*body, numbering=NUMBERING) == ["（一）甲", "1.子", "2.丑", "（二）乙", "1.寅", "点", "（五）丙", "平"]


def test_a_numbered_line_is_not_exact_for_its_number_stands_nowhere() -> None:
    blocks = docx.blocks(package(listed("甲", 1) + p(r("乙")), numbering=NUMBERING))
    assert [block.place.exact for block in blocks] == [False, True]


# --- tables -----------------------------------------------------------------------------------------------------------


def test_merges_of_both_kinds_and_left_over_text_give_one_cell() -> None:
    grid = grids(package(table(
        tc("甲", "<w:vMerge w:val='restart'/>") + tc("乙", "<w:hMerge w:val='restart'/>") + tc("残", "<w:hMerge/>"),
        tc("残", "<w:vMerge/>") + tc("丙") + tc("丁"),
        tc("残", "<w:vMerge w:val='continue'/>") + tc("戊", "<w:gridSpan w:val='2'/>"),
    )))[0]  # fmt: skip
    assert cells(grid) == [
        (0, 0, 3, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 1, "丙"),
        (1, 2, 1, 1, "丁"),
        (2, 1, 1, 2, "戊"),
    ]


def test_a_merge_without_a_cell_above_shows_its_own_text() -> None:
    grid = grids(package(table(tc("甲", "<w:vMerge/>") + tc("乙"))))[0]
    assert cells(grid) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]


def test_grid_lines_that_no_cell_uses_are_dropped() -> None:
    wide = tc("甲", "<w:gridSpan w:val='7'/>") + tc("乙", "<w:gridSpan w:val='5'/>")
    grid = grids(package(table(wide, wide)))[0]
    assert (grid.rows, grid.columns) == (2, 2)


def test_a_monstrous_span_is_clamped() -> None:
    grid = grids(package(table(tc("甲", "<w:gridSpan w:val='2000000000'/>") + tc("乙"))))[0]
    assert cells(grid) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]


def test_a_deleted_row_is_gone_and_rows_count_as_seen() -> None:
    body = "<w:tbl><w:tr><w:trPr><w:del w:id='1'/></w:trPr>" + tc("旧") + "</w:tr><w:tr>" + tc("新") + "</w:tr></w:tbl>"
    grid = grids(package(body))[0]
    assert [(cell.text, cell.place.cell and cell.place.cell.row) for cell in grid.cells] == [("新", 1)]


def test_content_controls_around_rows_and_cells_are_seen_through() -> None:
    row = f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{tc('甲')}</w:sdtContent></w:sdt>{tc('乙')}</w:tr></w:sdtContent></w:sdt>"
    assert [
        cell.text
        for cell in grids(package(f"<w:sdt><w:sdtContent><w:tbl>{row}</w:tbl></w:sdtContent></w:sdt>"))[0].cells
    ] == ["甲", "乙"]


def test_hidden_rows_are_marked() -> None:
    grid = grids(package(f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{tc('甲')}</w:tr><w:tr>{tc('乙')}</w:tr></w:tbl>"))[
        0
    ]
    assert [(cell.text, cell.hidden) for cell in grid.cells] == [("甲", True), ("乙", False)]


# --- other kinds of Word files ----------------------------------------------------------------------------------------


def test_strict_documents_give_the_same_model(fixture: Callable[[str], bytes], lexicon: Lexicon) -> None:
    source = zipfile.ZipFile(io.BytesIO(fixture("seed31.docx")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name).replace(W.encode(), STRICT.encode())
            target.writestr(
                name, data.replace(REL.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            )
    strict = docx.read("strict.docx", out.getvalue(), lexicon)
    assert strict.projects == docx.read("seed31.docx", fixture("seed31.docx"), lexicon).projects


def test_a_body_that_is_foreign_html_is_read_in_its_place() -> None:
    page = "<html><body><p>头</p><table><tr><td>项目名称</td><td>校舍维修</td></tr></table></body></html>".encode()
    link = f'<Relationship Id="c" Type="{REL}/aFChunk" Target="a.html"/>'
    data = package("<w:altChunk r:id='c'/>" + table(tc("后")), extra={"word/a.html": page}, links=link)
    first, second = grids(data)
    assert [cell.text for cell in first.cells] == ["项目名称", "校舍维修"]
    assert (first.number, second.number) == (1, 2)


def test_foreign_content_that_cannot_be_read_is_said(lexicon: Lexicon) -> None:
    link = f'<Relationship Id="c" Type="{REL}/aFChunk" Target="a.rtf"/>'
    data = package("<w:altChunk r:id='c'/>", extra={"word/a.rtf": b"{\\rtf1}"}, links=link)
    assert [problem.kind for problem in docx.read("a.docx", data, lexicon).problems] == ["unreadable"]


@pytest.mark.parametrize("body", ["<w:p>", "<w:tbl><w:tr></w:tbl>", "<w:p/>" + "<w:tbl><w:tr><w:tc>" * 3000])
def test_broken_or_bottomless_bodies_are_refused(body: str) -> None:
    with pytest.raises(Unreadable):
        docx.blocks(package(body))


def test_a_package_without_a_body_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("a.txt", "x")
    with pytest.raises(Unreadable, match="no body"):
        docx.blocks(out.getvalue())


def test_the_prompt_of_an_empty_content_control_is_no_text() -> None:
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("单击此处输入文字") + "</w:sdtContent></w:sdt>"
    )
    assert lines(p(r("甲"), prompt)) == ["甲"]


def test_text_hidden_by_the_style_of_its_paragraph_is_left_out_and_shown_again_by_a_run() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = '<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>' + r("密") + r("乙", '<w:vanish w:val="0"/>') + "</w:p>"
    assert lines(p(r("甲")), hidden, styles=styles) == ["甲", "乙"]


def test_pictures_and_embedded_objects_in_cells_are_said_once_with_the_first_place(lexicon: Lexicon) -> None:
    picture = '<w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r>'
    embedded = "<w:r><w:object><v:shape/></w:object></w:r>"
    cell = lambda *runs: f"<w:tc>{p(*runs)}</w:tc>"  # noqa: E731
    rows = [
        cell(r("三级指标")) + cell(r("指标值")),
        cell(r("率")) + cell(embedded, r("95%")),
        cell(r("数"), picture) + cell(picture),
        cell(r("长")) + cell(),
    ]
    document = docx.read("a.docx", package(p(picture) + table(*rows)), lexicon)
    (problem,) = (problem for problem in document.problems if "图片" in problem.zh)
    assert "2个单元格" in problem.zh
    assert problem.place is not None
    assert problem.place.cell == Cell(table=1, row=2, column=2)


def test_a_form_with_a_table_in_one_of_its_cells_is_a_form(lexicon: Lexicon) -> None:
    inner = table(
        tc("一级指标") + tc("三级指标") + tc("指标值"),
        *[tc("产出指标") + tc(f"数{n}") + tc(f"{n}个") for n in range(5)],
    )
    outer = table(
        tc("项目名称") + tc("森林防火"),
        tc("预算数（万元）") + tc("35"),
        tc("绩效目标") + tc("防火"),
        tc("绩效指标") + f"<w:tc>{inner}<w:p/></w:tc>",
    )
    (project,) = docx.read("a.docx", package(outer), lexicon).projects
    assert (project.name, project.budget.total, project.goals, len(project.indicators)) == (
        "森林防火",
        "35",
        ("防火",),
        5,
    )


def test_a_table_that_only_lays_out_a_page_is_seen_through() -> None:
    inner = table(tc("项目名称") + tc("甲"), tc("绩效目标") + tc("乙"))
    blocks = docx.blocks(package(table("<w:tc>" + p(r("1.甲绩效目标表")) + inner + p(r("尾")) + "</w:tc>")))
    assert [block.text if isinstance(block, Paragraph) else [cell.text for cell in block.cells] for block in blocks] == [
        "1.甲绩效目标表", ["项目名称", "甲", "绩效目标", "乙"], "尾",
    ]  # fmt: skip
    assert [block.number for block in blocks if isinstance(block, Grid)] == [2]


def test_a_long_table_is_read_by_some_rows_at_a_time_and_is_the_same_table(
    monkeypatch: pytest.MonkeyPatch, checkout: Path
) -> None:
    inner = table(tc("内") + tc("表"))
    rows = [tc(f"第{number}行") + tc("值" * 400) for number in range(200)]
    merged = tc("并", '<w:vMerge w:val="restart"/>') + tc("上"), tc("", "<w:vMerge/>") + tc("下")
    frame = table("<w:tc>" + p(r("框")) + inner + inner + "</w:tc>", *rows[:2])
    nested = "<w:tc>" + p(r("外")) + inner + "</w:tc>" + tc("旁")
    wrapped = f"<w:sdt><w:sdtContent><w:tr>{tc('控件') + tc('行')}</w:tr></w:sdtContent></w:sdt>"
    long = table(*rows, nested, *merged, *rows).replace("</w:tbl>", wrapped + "</w:tbl>", 1)
    made = package(p(r("前")) + long + p(r("后")) + frame)
    for data in (
        made,
        *((checkout / "tests" / "fixtures" / name).read_bytes() for name in ("seed31.docx", "tricky.docx")),
    ):
        whole = docx.blocks(data)
        with monkeypatch.context() as patch:
            patch.setattr(limits, "WORD_ROWS_BYTES", -1)
            assert docx.blocks(data) == whole


def test_a_single_table_of_many_megabytes_is_read_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WORD_BLOCK_BYTES", 200_000)
    monkeypatch.setattr(limits, "WORD_ROWS_BYTES", 50_000)
    rows = (tc(f"第{number}行") + tc("值") for number in range(5_000))
    (grid,) = docx.blocks(package(table(*rows)))
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.cells[-2].text) == (5_000, "第4999行")


def test_limits_of_blocks_tables_cells_and_texts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    data = package(table(tc("甲" * 50) + tc("乙")) + table(tc("丙")))
    for name, value, reason in (
        ("WORD_BLOCK_BYTES", 100, "too large"),
        ("TABLES", 1, "tables"),
        ("CELLS", 2, "cells"),
        ("CELL_CHARACTERS", 40, "one cell"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(limits, name, value)
            with pytest.raises(Unreadable, match=reason):
                docx.blocks(data)


def test_footnotes_are_not_judged_and_said_once_without_the_lines_above_them(lexicon: Lexicon) -> None:
    notes = f"<w:footnotes {NAMES}><w:footnote w:type='separator'>{p(r('横线'))}</w:footnote>"
    notes += (
        "".join(f"<w:footnote>{p(r(text))}</w:footnote>" for text in ("金额单位：元", "含上年结转")) + "</w:footnotes>"
    )
    link = f'<Relationship Id="f" Type="{REL}/footnotes" Target="footnotes.xml"/>'
    data = package(p(r("正文")), extra={"word/footnotes.xml": notes.encode()}, links=link)
    (said,) = [problem.zh for problem in docx.read("a.docx", data, lexicon).problems if "脚注" in problem.zh]
    assert said == "脚注、尾注（“金额单位：元”等，共2行）未检查"
    assert [block.text for block in docx.blocks(data) if isinstance(block, Paragraph)] == ["正文"]


SUPER = "<w:vertAlign w:val='superscript'/>"


def test_typed_note_marks_are_left_out_and_said_and_powers_and_units_keep_theirs(lexicon: Lexicon) -> None:
    def cell(*runs: str) -> str:
        return f"<w:tc>{p(*runs)}</w:tc>"

    style = "<w:style w:type='character' w:styleId='Note'><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
    rows = table(
        cell(r("≥12公里"), r("1", SUPER)) + cell(r("48"), r("[2]", "<w:rStyle w:val='Note'/>")),
        cell(r("200m"), r("2", SUPER)) + cell(r("10"), r("7", SUPER), r("粒")),
        cell(r("12", SUPER)) + cell(r("12"), r("1", "<w:rStyle w:val='Note'/><w:vertAlign w:val='baseline'/>")),
    )
    data = package(rows, styles=style)
    (grid,) = grids(data)
    assert [cell.text for cell in grid.cells] == ["≥12公里", "48", "200m2", "10⁷粒", "12", "121"]
    assert [cell.places[0].exact for cell in grid.cells] == [False, False, True, False, True, True]
    (said,) = [problem for problem in docx.read("a.docx", data, lexicon).problems if "上标" in problem.zh]
    assert "“≥12公里〔1〕”等，共2处" in said.zh
    assert said.place is not None
    assert said.place.cell == Cell(table=1, row=1, column=1)


def test_note_marks_in_foreign_html_are_said_too(lexicon: Lexicon) -> None:
    link = f'<Relationship Id="h" Type="{REL}/aFChunk" Target="a.html"/>'
    page = "<html><body><p>共12<sup>1</sup>处</p></body></html>".encode()
    data = package("<w:altChunk r:id='h'/>", extra={"word/a.html": page}, links=link)
    assert [block.text for block in docx.blocks(data) if isinstance(block, Paragraph)] == ["共12处"]
    assert any("“共12〔1〕”" in problem.zh for problem in docx.read("a.docx", data, lexicon).problems)
