"""Markdown: tables with bars, with and without a row of dashes, drawn with rules or in HTML, and marks in cells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint import limits
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.place import Place
from perflint.readers import looks_like_targets, read
from perflint.readers.markdown_table import is_markdown

Cut = Callable[[str, Place | None], str]

FORM = """\
# 2024年部门预算

## 一、道路养护

| **项目名称** | 道路养护 | **项目编码** | 13022522P00CKTC10027L |
|:-:|:--|---|--:|
| 预算数 | 50 | 财政资金 | 50 |
| 绩效目标 | 1.养护道路50公里<br>2.保障&nbsp;通行 |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 养护里程 | `≥50公里` |
| | 质量指标 | 合格率 | &ge;95% |
| 效益指标 | 社会效益指标 | 通行 | 良好\\|优 |
"""


@pytest.fixture
def markdown(lexicon: Lexicon) -> Callable[..., Document]:
    return lambda text, name="a.md": read(name, text.encode(), lexicon)


def values(document: Document) -> list[tuple[str, str, str, str]]:
    return [
        (row.level1, row.level2, row.name, row.value) for project in document.projects for row in project.indicators
    ]


def test_a_form_in_a_pipe_table_is_read_with_its_marks_taken_off(markdown: Callable[..., Document]) -> None:
    document = markdown(FORM)
    (project,) = document.projects
    assert (project.name, project.code, project.budget.total) == ("道路养护", "13022522P00CKTC10027L", "50")
    assert project.goals == ("1.养护道路50公里", "2.保障\xa0通行")
    assert values(document) == [
        ("产出指标", "数量指标", "养护里程", "≥50公里"),
        ("产出指标", "质量指标", "合格率", "≥95%"),
        ("效益指标", "社会效益指标", "通行", "良好|优"),
    ]


def test_places_point_at_the_text_inside_its_marks(markdown: Callable[..., Document], cut: Cut) -> None:
    places = markdown(FORM).projects[0].places
    assert cut(FORM, places.find("name")) == "道路养护"
    assert cut(FORM, places.find("goals[1]")) == "1.养护道路50公里"
    assert cut(FORM, places.find("indicators[1].value")) == "≥50公里"
    assert cut(FORM, places.find("indicators[2].value")) == "&ge;95%"
    entity = places.find("indicators[2].value")
    assert entity is not None
    assert not entity.exact


def test_a_row_shorter_than_its_head_has_blank_cells_and_a_longer_one_loses_nothing(
    markdown: Callable[..., Document],
) -> None:
    document = markdown(
        "|项目名称|路灯|\n|-|-|\n|一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标|盏数|30盏|\n|产出指标|数量指标|灯杆数|\n"
    )
    assert values(document) == [("产出指标", "数量指标", "盏数", "30盏"), ("产出指标", "数量指标", "灯杆数", "")]


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["line by line", "with blank lines"])
def test_rows_with_bars_on_both_sides_need_no_row_of_dashes(markdown: Callable[..., Document], between: str) -> None:
    rows = [
        "| 项目名称 | 路灯 | | |",
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |",
        "| 产出指标 | 数量指标 | 盏数 | 30盏 |",
    ]
    for name in ("a.md", "a.txt", "a"):
        assert values(markdown(between.join(rows) + "\n", name)) == [("产出指标", "数量指标", "盏数", "30盏")]


def test_a_row_without_bars_around_it_belongs_to_a_table_with_a_head(markdown: Callable[..., Document]) -> None:
    text = "项目名称：路灯\n\n"
    text += "一级指标 | 二级指标 | 三级指标 | 指标值\n--- | --- | --- | ---\n产出指标 | 数量指标 | 盏数 | 30盏\n"
    assert values(markdown(text)) == [("产出指标", "数量指标", "盏数", "30盏")]


def test_a_table_drawn_with_rules_between_its_rows_joins_the_lines_of_a_cell(
    markdown: Callable[..., Document],
) -> None:
    document = markdown(
        "+----------+--------+--------+------+\n"
        "| 项目名称 | 路灯   |        |      |\n"
        "+----------+--------+--------+------+\n"
        "| 绩效目标 | 1.改造 |        |      |\n"
        "|          | 2.亮化 |        |      |\n"
        "+----------+--------+--------+------+\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
        "+==========+========+========+======+\n"
        "| 产出指标 | 数量指标 | 盏数 | 30盏 |\n"
        "+----------+--------+--------+------+\n",
        "a.txt",
    )
    assert document.projects[0].goals == ("1.改造", "2.亮化")
    assert values(document) == [("产出指标", "数量指标", "盏数", "30盏")]


def test_a_table_in_html_inside_markdown_is_read_with_its_lines(markdown: Callable[..., Document]) -> None:
    text = FORM + (
        "\n<table>\n<tr><td>项目名称</td><td colspan=3>校舍维修</td></tr>\n"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>\n"
        '<tr><td rowspan="2">产出指标</td><td>数量指标</td><td>校舍</td><td>3栋</td></tr>\n'
        "<tr><td>质量指标</td><td>合格率</td><td>100%</td></tr>\n</table>\n"
    )
    document = markdown(text)
    assert [project.name for project in document.projects] == ["道路养护", "校舍维修"]
    assert values(document)[-1] == ("产出指标", "质量指标", "合格率", "100%")
    place = document.projects[1].places.find("indicators[2].value")
    assert place is not None
    assert text.split("\n")[(place.line or 0) - 1] == "<tr><td>质量指标</td><td>合格率</td><td>100%</td></tr>"
    assert place.cell is not None
    assert (place.cell.table, place.cell.row, place.cell.column) == (2, 4, 4)


def test_lists_and_headings_lose_their_marks_and_name_the_project(markdown: Callable[..., Document]) -> None:
    document = markdown(
        "> 说明\n\n- **项目名称**：路灯改造\n- 预算数：30\n\n```\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|\n| 产出指标 | 数量指标 | 盏数 | 30盏 |\n```\n"
    )
    assert [(project.name, project.budget.total) for project in document.projects] == [("路灯改造", "30")]
    assert values(document) == [("产出指标", "数量指标", "盏数", "30盏")]


DRAWN = """\
项目名称：路灯
┌────────┬────────┬────────┬──────┐
│一级指标│二级指标│三级指标│指标值│
├────────┼────────┼────────┼──────┤
│产出指标│数量指标│盏数    │30盏  │
└────────┴────────┴────────┴──────┘
"""
QUOTED = """\
> | 项目名称 | 路灯 | | |
> |---|---|---|---|
> | 一级指标 | 二级指标 | 三级指标 | 指标值 |
> | 产出指标 | 数量指标 | 盏数 | 30盏 |
"""
WIDE = """\
项目名称：路灯

｜一级指标｜二级指标｜三级指标｜指标值｜
｜---｜---｜---｜---｜
｜产出指标｜数量指标｜盏数｜30盏｜
"""


@pytest.mark.parametrize("text", [DRAWN, QUOTED, WIDE], ids=["box drawing", "quotation", "wide bars"])
def test_tables_with_other_bars_and_in_quotations_are_read(
    markdown: Callable[..., Document], cut: Cut, text: str
) -> None:
    document = markdown(text, "a.txt")
    assert values(document) == [("产出指标", "数量指标", "盏数", "30盏")]
    assert cut(text, document.projects[0].places.find("indicators[1].value")) == "30盏"


def test_a_table_of_项目_and_内容_names_the_project_by_its_own_label(markdown: Callable[..., Document]) -> None:
    document = markdown(
        "| 项目 | 内容 |\n|---|---|\n| 项目名称 | 路灯 |\n| 预算数 | 30 |\n| 绩效目标 | 改造路灯30盏 |\n"
    )
    assert [(project.name, project.budget.total) for project in document.projects] == [("路灯", "30")]


def test_a_line_that_begins_with_a_sign_of_comparison_is_no_quotation(markdown: Callable[..., Document]) -> None:
    document = markdown("项目名称：路灯\n绩效目标：\n>95%的路灯完好\n> 改造路灯\n")
    assert document.projects[0].goals == (">95%的路灯完好", "改造路灯")


def test_stars_and_strokes_that_are_no_marks_stay(markdown: Callable[..., Document]) -> None:
    row = "| 产出指标 | 数量指标 | 5*8小时值守~全年_不间断 | 80%~90% |"
    document = markdown(f"项目名称：值守\n\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|\n{row}\n")
    assert values(document) == [("产出指标", "数量指标", "5*8小时值守~全年_不间断", "80%~90%")]


def test_a_text_is_markdown_by_a_row_of_dashes_as_wide_as_the_row_above_it() -> None:
    assert is_markdown("说明\na | b\n--|--\n")
    assert is_markdown("| a | b | c |\r\n| d | e | f |\r\n")
    assert not is_markdown("a | b\n---\n")
    assert not is_markdown("| a | b |\n\n说明\n")
    assert not is_markdown("a|b|c\n1|2|3\n")
    assert not is_markdown("---\n格式: 1\n")


def test_csv_with_bars_stays_csv(markdown: Callable[..., Document]) -> None:
    text = "项目名称|一级指标|二级指标|三级指标|指标值\n路灯|产出指标|数量指标|盏数|30盏\n"
    document = markdown(text, "a.csv")
    assert (document.kind, values(document)) == ("csv", [("产出指标", "数量指标", "盏数", "30盏")])


def test_a_readme_does_not_look_like_targets_and_a_broken_table_of_targets_does(
    markdown: Callable[..., Document],
) -> None:
    assert not looks_like_targets(markdown("# perflint\n\n| 命令 | 说明 |\n|---|---|\n| check | 检查绩效目标 |\n"))
    assert not looks_like_targets(markdown("栏目有一级指标、二级指标、三级指标、指标值\n"))
    assert looks_like_targets(markdown(FORM))
    assert looks_like_targets(markdown("| 一级指标 | 三级指标 | 指标值 |\n|---|---|---|\n"))


def test_note_marks_in_a_table_in_html_are_left_out_and_said(markdown: Callable[..., Document]) -> None:
    document = markdown(FORM + "\n<table><tr><td>甲<td>12<sup>1</sup></table>\n")
    assert any("“12〔1〕”等，共1处" in problem.zh for problem in document.problems)


def test_a_row_of_more_cells_than_a_sheet_has_is_refused(markdown: Callable[..., Document]) -> None:
    document = markdown("| a | b |\n|---|---|\n" + "|" * (limits.CSV_COLUMNS + 3) + "\n")
    assert [problem.kind for problem in document.problems] == ["unreadable"]
    assert "16384" in document.problems[0].en


@pytest.mark.parametrize(
    "text",
    [
        "|" * 200_000, "|-" * 100_000, "| a\n" * 50_000, "+-" * 100_000, "`*_" * 60_000, "<table>" * 20_000,
        "a | b\n" * 50_000, "**a" * 50_000, "|" + "__a " * 50_000 + "|", "~~ a" * 50_000,
        "[" * 100_000, "> " * 100_000, "&#" * 100_000, "|\\" * 90_000,
        "│" * 200_000, "├" + "─" * 200_000, "> " * 50_000 + "|", ">\n" * 50_000,
        "|:" * 90_000 + "\n" + "|:" * 90_000,
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_hostile_markdown_ends_at_once(markdown: Callable[..., Document], text: str) -> None:
    assert [problem.kind for problem in markdown(text).problems] == ["unreadable"]
