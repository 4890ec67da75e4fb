# ruff: noqa: E501 - markup reads best when a row stays a line
"""Tables of a page that are built of other elements, and pages that only look so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint.grid import Grid, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import html

Read = Callable[[str], Document]
ROWS = [
    ["项目名称", "校舍维修", "预算数", "50"],
    ["绩效目标", "维修校舍3栋", "", ""],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "校舍", "3栋"],
    ["满意度指标", "服务对象满意度指标", "满意度", "≥90%"],
]


@pytest.fixture
def page(lexicon: Lexicon) -> Read:
    return lambda body: html.read("a.html", f"<html><body>{body}</body></html>".encode(), lexicon)


def built(table: str, row: str, cell: str) -> str:
    """The rows as elements that open with the given tags."""

    def wrapped(opening: str, inner: str) -> str:
        return f"<{opening}>{inner}</{opening.split()[0]}>"

    return wrapped(table, "\n".join(wrapped(row, "".join(wrapped(cell, text) for text in texts)) for texts in ROWS))


def grids(body: str) -> list[Grid]:
    return [block for block in html.blocks(f"<html><body>{body}</body></html>".encode()) if isinstance(block, Grid)]


CSS = "<style>/* x */ .t, .u{display:table} .main > .r{color:red;display:table-row} @media screen{li.c{display:table-cell}}</style>"


@pytest.mark.parametrize(
    "body",
    [
        built(
            "div style='display:table'", "div style='width:1px; DISPLAY: table-row'", "div style='display:table-cell'"
        ),
        built("div role=table", "div role=row", "span role=cell"),
        built("section role=grid", "ul role=row", "li role=gridcell"),
        CSS + built("div class='x t'", "ul class='r'", "li class=c"),
        built("div", "div style='display:table-row'", "div style='display:table-cell'"),
        "<div style='display:grid;grid-template-columns:repeat(3, minmax(0, 1fr)) 90px'>"
        + "".join(f"<div>{text}</div>" for row in ROWS for text in row)
        + "</div>",
        built("div", "div class=l-row", "div class=l-col"),
        built("div", "dl", "dd"),
        "".join("<ul>" + "".join(f"<li>{text}</li>" for text in row) + "</ul>" for row in ROWS),
    ],
    ids=["inline", "aria", "aria grid", "style sheet", "no table", "css grid", "structure", "dl", "ul"],
)
def test_a_table_of_other_elements_is_read_like_a_table(page: Read, body: str) -> None:
    document = page(f"<h1>绩效目标公开</h1><div class=main>{body}</div>")
    (project,) = document.projects
    assert (project.name, project.budget.total, project.goals) == ("校舍维修", "50", ("维修校舍3栋",))
    assert [(row.level1, row.level2, row.name, row.value) for row in project.indicators] == [
        ("产出指标", "数量指标", "校舍", "3栋"),
        ("满意度指标", "服务对象满意度指标", "满意度", "≥90%"),
    ]
    assert [item.kind for item in document.problems if item.kind == "unreadable"] == []
    place = project.places.find("indicators[2].value")
    assert place is not None
    assert place.cell is not None
    assert (place.cell.table, place.cell.row, place.cell.column) == (1, 5, 4)


def test_spans_of_roles_and_of_grids_are_spans_of_cells() -> None:
    rows = "<div role=row><div role=cell aria-colspan=2>甲</div></div><div role=row><div role=cell>乙</div><div role=cell>丙</div></div>"
    (grid,) = grids(f"<div role=table>{rows}<div role=row><div role=cell>丁</div><div role=cell>戊</div></div></div>")
    assert [(cell.row, cell.column, cell.column_span, cell.text) for cell in grid.cells][:3] == [
        (0, 0, 2, "甲"),
        (1, 0, 1, "乙"),
        (1, 1, 1, "丙"),
    ]
    (grid,) = grids(
        "<div style='display:grid;grid-template-columns:1fr 1fr'><p style='grid-column:1 / -1'>甲</p>"
        "<p style='grid-row:span 2'>乙</p><p>丙</p><p>丁</p></div>"
    )
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells] == [
        (0, 0, 1, 2),
        (1, 0, 2, 1),
        (1, 1, 1, 1),
        (2, 1, 1, 1),
    ]


def test_a_line_above_the_rows_of_a_role_table_stays_a_paragraph() -> None:
    body = built("div role=table", "div role=row", "div role=cell").replace(
        "<div role=table>", "<div role=table><p>单位：万元</p>"
    )
    blocks = html.blocks(f"<html><body>{body}</body></html>".encode())
    assert [type(block) for block in blocks] == [Paragraph, Grid]


@pytest.mark.parametrize(
    "body",
    [
        "<div style='display:table'><div style='display:table-cell'>栏目</div><div style='display:table-cell'>正文</div></div>",
        "<div style='display:table'><div style='display:table-row'><p style='display:table-cell'>栏目</p></div></div>",
        "<div role=table><div role=row><i role=cell>甲</i><i role=cell>乙</i></div>文字<div role=row><i role=cell>甲</i><i role=cell>乙</i></div></div>",
        "<div style='display:grid;grid-template-columns:200px 1fr'><nav>一</nav><main><h1>题</h1><p>文</p></main><p>甲</p><p>乙</p></div>",
        "<div style='display:grid;grid-template-columns:repeat(auto-fill,90px)'><p>一</p><p>二</p><p>三</p><p>四</p></div>",
        "<style>.x:before{display:table}</style><div class=x><div role=row>甲</div><div role=row>乙</div></div>",
        "<ul><li><a>首页</a><a>公开</a><a>服务</a></li><li><a>新闻</a><a>通知</a><a>办事</a></li></ul>",
    ],
    ids=["two columns", "centred", "text between rows", "page in a grid", "grid by width", "clearfix", "menu"],
)
def test_what_only_lays_out_a_page_stays_text(body: str) -> None:
    assert grids(body) == []
    said = [block.text for block in html.blocks(f"<html><body>{body}</body></html>".encode())]  # type: ignore[union-attr]
    assert "".join("".join(said).split())


def test_rows_of_one_structure_without_heads_of_a_table_stay_text(page: Read) -> None:
    rows = "".join("<div><i>甲</i><i>乙</i><i>丙</i></div>" for _ in range(4))
    assert [block for block in page(rows).blocks if isinstance(block, Grid)] == []


@pytest.mark.parametrize(
    "body",
    [
        "<div role=table><div role=row><p role=cell>" * 80 + "x" * 100_000,
        "<div role=table>" + "<div role=row><p role=cell>甲</p><p role=cell>乙</p></div>" * 6_000,
        "<div style='display:grid;grid-template-columns:1fr 1fr'>"
        + "<p style='grid-row:span 9999;grid-column:1/-1'>x</p>" * 5_000,
        "<div style='display:grid;grid-template-columns:repeat(9999,1fr) repeat(9999,1fr)'>" + "<p>x</p>" * 6_000,
        "<style>"
        + "".join(f".a{n}{{display:table}}" for n in range(20_000))
        + "</style>"
        + "<p class='"
        + "a1 " * 20_000
        + "'>x</p>",
        "<style>" + "{" * 100_000 + ".a" * 100_000 + "/*" * 100_000 + "{display:table" * 9_000 + "</style>",
        "<div style='" + "display:" * 30_000 + "'>x</div>",
        "<div style='display:grid;grid-template-columns:"
        + "repeat(2,(" * 20_000
        + "'><p>a</p><p>b</p><p>c</p><p>d</p></div>",
        ("<div>" + "<i>一级指标</i>" * 3 + "</div>") * 6_000,
        "<div><div><div><div>" * 50 + ("<p>" + "<b>x</b>" * 3) * 6_000,
    ],
    ids=[
        "nested",
        "many rows",
        "tall cells",
        "wide grid",
        "many rules",
        "braces",
        "properties",
        "brackets",
        "rows",
        "flat",
    ],
)
def test_hostile_pages_of_such_elements_cost_little(body: str) -> None:
    html.blocks(f"<html><body>{body}</body></html>".encode(), lambda text: text == "一级指标")
