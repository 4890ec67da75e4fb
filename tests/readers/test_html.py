# ruff: noqa: E501 - tables and markup read best when a row stays a line
"""Web pages as they are found: layout tables, unclosed tags, Word's markup, encodings that are misnamed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from perflint.grid import Grid, Paragraph
from perflint.lexicon import Lexicon
from perflint.readers import html, text
from perflint.readers.source import Unreadable


def page(body: str) -> bytes:
    return f"<html><head><title>页</title></head><body>{body}</body></html>".encode()


def lines(body: str) -> list[str]:
    return [block.text for block in html.blocks(page(body)) if isinstance(block, Paragraph)]


def grids(body: str) -> list[Grid]:
    return [block for block in html.blocks(page(body)) if isinstance(block, Grid)]


def slots(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]


def test_the_booklet_gives_the_model_of_its_text(checkout: Path, booklet: bytes, lexicon: Lexicon) -> None:
    data = (checkout / "tests" / "fixtures" / "seed31.html").read_bytes()
    document = html.read("seed31.html", data, lexicon)
    expected = text.read("seed.txt", booklet, lexicon)
    assert document.projects == expected.projects
    assert document.department == expected.department
    place = document.projects[0].places.find("indicators[2].value")
    assert place is not None
    assert place.line is not None
    assert "95%" in "".join(data.decode("utf-8").splitlines()[place.line - 1 : place.line + 2])


MESSY = """<!DOCTYPE html><html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>公开</title>
<script>var name = "项目名称";</script></head><body><table width=100%><tr><td><a href=#>首页</a><td>
<h1>县文化馆2025年部门预算公开</h1><p align=center>项目支出绩效目标表<p align=right>单位：万元
<table border=1><tr><td rowspan=2>项目名称<td colspan=4 rowspan=2>免费开放补助镕<tr>
<tr><td>预算单位<td colspan=4>205001 县文化馆
<tr><td rowspan=3>项目资金<td>总额<td colspan=3>32.50<tr><td>其中：财政拨款<td colspan=3>30.00<tr><td>单位资金<td colspan=3>2.50
<tr><td>年度绩效目标<td colspan=4><p>1.全年开放300天。</p><p>2.辅导<span>群众</span>
文艺团队</p><tr><td rowspan=4>绩效指标<td>一级指标<td>二级指标<td>三级指标<td>指标值
<tr><td rowspan=2>产出指标<td>数量指标<td>开放天数<td><span style="font-family:Symbol">³</span>300天
<tr><td>质量指标<td>设备完好率<td>≥95<!-- x -->%
<tr><td>满意度指标<td>服务对象满意度指标<td>群众满意度<td><font face=Symbol>&#61619;</font>90%
</table></table></body></html>"""


def test_a_messy_page_in_gb18030_that_says_gb2312_is_read_whole(lexicon: Lexicon) -> None:
    document = html.read("a.html", MESSY.encode("gb18030"), lexicon)
    (project,) = document.projects
    assert document.title == "县文化馆2025年部门预算公开"
    assert document.money_unit == "万元"
    assert project.name == "免费开放补助镕"
    assert (project.unit.code, project.unit.name) == ("205001", "县文化馆")
    assert (project.budget.total, project.budget.fiscal, project.budget.other) == ("32.50", "30.00", "2.50")
    assert project.goals == ("1.全年开放300天。", "2.辅导群众文艺团队")
    assert [(row.level1, row.level2, row.name, row.value) for row in project.indicators] == [
        ("产出指标", "数量指标", "开放天数", "≥300天"),
        ("产出指标", "质量指标", "设备完好率", "≥95%"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
    ]


def test_layout_tables_are_seen_through_and_real_ones_counted_in_order() -> None:
    body = "<table><tr><td>导航<td><p>头</p><table><tr><td>甲<td>乙<tr><td>丙<td>丁</table><p>尾</p></table><table><tr><td>戊<td>己</table>"
    assert lines(body) == ["导航", "头", "尾"]
    assert [(grid.number, [cell.text for cell in grid.cells]) for grid in grids(body)] == [
        (1, ["甲", "乙", "丙", "丁"]),
        (2, ["戊", "己"]),
    ]


def test_a_small_table_inside_a_cell_is_a_child() -> None:
    outer, inner = grids("<table><tr><td>甲<td>乙<td>外<table><tr><td>内</table>尾<tr><td>丙<td>丁<td>戊</table>")
    assert [cell.text for cell in outer.cells] == ["甲", "乙", "外\n尾", "丙", "丁", "戊"]
    assert (inner.number, inner.parent, inner.cells[0].text) == (2, 1, "内")


def test_spans_are_placed_as_browsers_place_them() -> None:
    (grid,) = grids("<table><tr><td rowspan=3>甲<td colspan=2>乙<tr><td rowspan=0>丙<td>丁<tr><td>戊</table>")
    assert slots(grid) == [
        (0, 0, 3, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 2, 1, "丙"),
        (1, 2, 1, 1, "丁"),
        (2, 2, 1, 1, "戊"),
    ]
    places = [cell.place.cell for cell in grid.cells]
    assert [(place.row, place.column) for place in places if place] == [(1, 1), (1, 2), (2, 2), (2, 3), (3, 3)]


def test_heads_feet_and_cells_without_rows_are_rows() -> None:
    (grid,) = grids("<table><tfoot><tr><td>尾</tfoot><thead><tr><th>头</thead><tbody><tr><td>身</tbody></table>")
    assert [cell.text for cell in grid.cells] == ["头", "身", "尾"]


def test_white_space_is_what_a_browser_shows_and_hard_blanks_survive() -> None:
    assert lines("<p>  a \n b </p><p>&nbsp;甲&nbsp;</p><p>全面\n  提升</p><p>\u3000乙</p>") == [
        "a b",
        "\xa0甲\xa0",
        "全面提升",
        "\u3000乙",
    ]


def test_breaks_and_blocks_end_lines_inside_a_cell() -> None:
    (grid,) = grids("<table><tr><td>一<br>二<div>三</div><p>四<b>五</b></p><tr><td><br></table>")
    assert grid.cells[0].paragraphs == ("一", "二", "三", "四五")
    assert grid.cells[1].paragraphs == ()


def test_hidden_text_scripts_and_comments_are_left_out() -> None:
    assert lines("<p>甲<span style='display:none'>乙</span><span hidden>丙</span><!--丁--><script>戊</script></p>") == [
        "甲"
    ]
    (grid,) = grids("<table><tr style='display: none'><td>甲<tr><td>乙</table>")
    assert [cell.text for cell in grid.cells] == ["乙"]


def test_numbers_of_ordered_lists_are_text() -> None:
    assert lines("<ol start=2><li>甲<li>乙</ol><ul><li>丙</ul>") == ["2.甲", "3.乙", "丙"]


def test_word_pasted_markup_reads_like_plain_text() -> None:
    pasted = (
        "<table class=MsoTableGrid><tr><td><p class=MsoNormal><b><span lang=EN-US>98</span></b><span>百分比"
        "<o:p></o:p></span></p><td><p><o:p>&nbsp;</o:p></p><td><p><![if !supportLists]>1.<![endif]>维修</p></table>"
    )
    (grid,) = grids(pasted)
    assert [cell.text.strip() for cell in grid.cells] == ["98百分比", "", "1.维修"]


def test_form_fields_show_their_values() -> None:
    assert lines("<p>项目：<input type=text value=校舍><input type=hidden value=x></p>") == ["项目：校舍"]


def test_a_page_with_an_xml_declaration_and_no_html_element_is_read() -> None:
    data = '<?xml version="1.0" encoding="gb2312"?><table><tr><td>甲</td></tr></table>'.encode("gb18030")
    (grid,) = html.blocks(data)
    assert isinstance(grid, Grid)
    assert grid.cells[0].text == "甲"


HOSTILE = {
    "spans": "<table>" + "<tr><td colspan=1000000000 rowspan=1000000000>x" * 300 + "</table>",
    "one row of spans": "<table><tr>" + "<td colspan=1000>x" * 5000 + "</table>",
    "nested tables": "<table><tr><td>" * 3000,
    "nested blocks": "<div>" * 100_000 + "x",
    "empty": "",
    "no markup": "x" * 1000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_refused_at_once(body: str) -> None:
    start = time.process_time()
    with pytest.raises(Unreadable):
        html.blocks(body.encode())
    assert time.process_time() - start < 2


SHOWN = "<table><tr><th>项目名称<th>三级指标<th>指标值<tr><td>管网改造<td>改造长度<td>≥12公里{}</table>"


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'><p>项目名称：水库除险</p></div>",
        "<div hidden><table><tr><td>项目名称<td>水库除险</table></div>",
        "<template><table><tr><td>一级指标<td>二级指标</table></template>",
        SHOWN.format("<tr style='display:none'><td>水库除险<td>除险座数<td>2座"),
        SHOWN.format("<tr><td>水库除险<td style='visibility:hidden'>除险座数<td>2座"),
    ],
)
def test_hidden_parts_of_a_page_that_hold_targets_are_not_judged_and_said(hidden: str, lexicon: Lexicon) -> None:
    body = hidden if "改造长度" in hidden else hidden + SHOWN.format("")
    problem, *others = html.read("a.html", page(body), lexicon).problems
    assert (problem.kind, others) == ("not-judged", [])
    assert "1处隐藏的内容" in problem.zh
    assert problem.place is not None
    assert problem.place.line == 1


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'><a>首页</a><a>政务公开</a></div>",
        "<script>var 项目名称 = 1</script><style>td { display: none }</style><noscript>项目名称：甲</noscript>",
        SHOWN.format("<tr style='display:none'><td><td><td>"),
    ],
)
def test_hidden_menus_scripts_and_blank_rows_are_nothing_to_speak_of(hidden: str, lexicon: Lexicon) -> None:
    body = hidden if "改造长度" in hidden else hidden + SHOWN.format("")
    assert not html.read("a.html", page(body), lexicon).problems


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("12<sup>1</sup>", "12"),
        ("120.00<sup>[1]</sup>", "120.00"),
        ("12<a href='#_ftn1'><sup>1</sup></a>公里", "12公里"),
        ("更换管网长度<span style='vertical-align:super'>①</span>", "更换管网长度"),
        ("3000<span class=MsoFootnoteReference><span>[4]</span></span>户", "3000户"),
        ("95%<sup>1,2</sup>", "95%"),
        ("<sup>1</sup>12", "12"),
        ("10<sup>1</sup>", "10"),
        ("210<sup>7</sup>", "210"),
    ],
)
def test_raised_marks_of_notes_are_left_out_and_said(cell: str, shown: str, lexicon: Lexicon) -> None:
    (grid,) = grids(f"<table><tr><td>甲<td>{cell}</table>")
    assert grid.cells[1].text == shown
    assert any(
        "上标" in problem.zh and "共1处" in problem.zh for problem in html.read("a.html", page(cell), lexicon).problems
    )


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("200m<sup>2</sup>", "200m2"),
        ("30km<sup>2</sup>", "30km2"),
        ("50米<sup>3</sup>", "50米3"),
        ("10<sup>7</sup>粒", "10⁷粒"),
        ("1.5×10<sup>4</sup>m<sup>3</sup>", "1.5×10⁴m3"),
        ("10<sup>-3</sup>", "10⁻³"),
        ("9<sup>00</sup>", "9⁰⁰"),
        ("3<sup>1</sup>/<sub>2</sub>", "3¹/2"),
        ("<sup>12</sup>", "12"),
        ("第1<sup>st</sup>", "第1st"),
        ("5<sup>²</sup>", "5²"),
        ("<a href='#part1'>1</a>", "1"),
        ("见附件<a href='#part1'>1</a>", "见附件1"),
    ],
)
def test_raised_figures_that_are_no_marks_stay_and_are_never_glued_to_a_number(
    cell: str, shown: str, lexicon: Lexicon
) -> None:
    (grid,) = grids(f"<table><tr><td>甲<td>{cell}</table>")
    assert grid.cells[1].text == shown
    assert not any("上标" in problem.zh for problem in html.read("a.html", page(cell), lexicon).problems)


def test_hard_blanks_at_the_edges_of_a_cell_are_layout_and_those_inside_stay() -> None:
    (grid,) = grids(
        "<table><tr><td>&nbsp;44010523P004&nbsp;<td>&nbsp;<td>甲&nbsp;乙<td><p>&nbsp;1.修路</p><p>&nbsp;2.修桥&nbsp;</p><p>&nbsp;</p>"
        "<td>\u3000丙</table>"
    )
    assert [cell.text for cell in grid.cells] == ["44010523P004", "", "甲\xa0乙", "1.修路\n\xa02.修桥", "\u3000丙"]
    assert grid.cells[1].paragraphs == ()
