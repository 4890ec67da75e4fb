"""Guides on how to fill in a form hold its labels, and are about no project."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers.layout.labels import compile_labels
from tests.readers.layout.conftest import Rows

Read = Callable[..., Document]

GUIDE = [
    "1.项目名称：填写项目的规范全称，应与预算批复一致。",
    "2.绩效目标：填写当年预期达到的产出和效益，如“完成道路维修≥10公里”。",
    "3.指标值：定量指标应填写数字和计量单位，如“≥95%”。",
    "4.权重合计为90分，预算执行率10分。",
]


def form(name: str = "管网改造", code: str = "44010523P004125100012") -> Rows:
    return [
        ["项目名称", name, "项目编码", code],
        ["绩效目标", "1.改造管网12公里。", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "改造长度", "≥12公里"],
    ]


def named(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(project.name, project.goals) for project in document.projects]


def asides(document: Document) -> list[str]:
    return [problem.value for problem in document.problems]


ONE = [("管网改造", ("1.改造管网12公里。",))]


@pytest.mark.parametrize("heading", ["填表说明", "填报说明：", "项目支出绩效目标申报表填写说明", "编制说明"])
def test_lines_below_a_heading_of_a_guide_are_no_project_and_are_said_once(read: Read, heading: str) -> None:
    for blocks in ([heading, *GUIDE, "单位：万元", form()], [form(), heading, *GUIDE]):
        document = read(*blocks)
        assert named(document) == ONE
        assert asides(document) == [heading.rstrip("：")] or asides(document) == [heading]


@pytest.mark.parametrize("rows", [[["填表说明"], *([line] for line in GUIDE)], [["填表说明", "\n".join(GUIDE)]]])
def test_a_table_that_is_a_guide_is_no_project(read: Read, rows: Rows) -> None:
    document = read(rows, form())
    assert named(document) == ONE
    assert asides(document) == ["填表说明"]


def test_a_guide_in_a_table_of_labels_and_explanations_is_no_project(read: Read) -> None:
    rows = [
        ["填表说明", "<", "<"],
        ["序号", "栏目", "说明"],
        ["1", "项目名称", "填写项目的规范全称"],
        ["2", "绩效目标", "填写当年预期达到的产出和效益"],
    ]
    document = read(rows, form())
    assert named(document) == ONE
    assert asides(document) == ["填表说明"]


def test_a_guide_below_the_indicators_of_a_form_ends_where_the_next_form_begins(read: Read) -> None:
    guide = [["填表说明", "<", "<", "<"], *([line, "<", "<", "<"] for line in GUIDE)]
    document = read([*form(), *guide, *form("路灯维护", "44010523P004125100023")])
    assert named(document) == [*ONE, ("路灯维护", ("1.改造管网12公里。",))]


def test_a_guide_may_begin_in_the_line_of_its_heading(read: Read) -> None:
    lines = ["填表说明：1.项目名称：应与批复一致。", "2.项目编码：与批复一致的编码。", "3.绩效目标：当年的产出和效益。"]
    for blocks in ([*lines, form()], [form(), *lines], [[*form(), *([line, "<", "<", "<"] for line in lines)]]):
        document = read(*blocks)
        assert named(document) == ONE
        assert asides(document) == [lines[0]]


def test_chapters_below_a_heading_that_explains_nothing_are_projects(read: Read) -> None:
    text = ["绩效目标：改造管网12公里。", "产出指标：", "数量指标：改造长度≥12公里"]
    document = read("编制说明", "本预算按零基预算编制。", "一、管网改造", *text, "二、路灯维护", *text)
    assert [project.name for project in document.projects] == ["管网改造", "路灯维护"]


def test_explanations_without_a_heading_are_a_guide_from_the_name_or_a_number_on(read: Read) -> None:
    document = read(form(), *GUIDE)
    assert named(document) == ONE
    assert asides(document) == [GUIDE[0]]


def test_a_guide_ends_at_a_title_a_chapter_a_unit_line_and_a_real_name(read: Read) -> None:
    text = ["绩效目标：改造管网12公里。", "产出指标：", "数量指标：改造长度≥12公里"]
    for line in ("项目名称：管网改造", "二、管网改造"):
        document = read("填表说明", *GUIDE, line, *text)
        assert named(document) == [("管网改造", ("改造管网12公里。",))]
    document = read("填表说明", *GUIDE, "填报单位：区水务局    单位：万元", form())
    assert (document.money_unit, document.projects[0].unit.name) == ("万元", "区水务局")
    document = read("填表说明", *GUIDE, "1.管网改造绩效目标表", form())
    assert document.projects[0].heading == "1.管网改造绩效目标表"


def test_a_hint_that_was_left_in_a_project_s_own_goals_stays_there(read: Read) -> None:
    document = read(
        "项目名称：管网改造", "绩效目标：请填写当年目标", "1.改造管网12公里。", "产出指标：", "改造长度≥12公里"
    )
    assert named(document) == [("管网改造", ("请填写当年目标", "1.改造管网12公里。"))]


@pytest.mark.parametrize(
    "text",
    ["应急物资储备充足", "指导全县统防统治", "填报系统运维", "指挥中心建设", "应收尽收医疗保险", "填海造地补助"],
)
def test_names_and_goals_that_begin_like_explanations_are_none(lexicon: Lexicon, read: Read, text: str) -> None:
    assert not compile_labels(lexicon).explains(text)
    document = read(f"1.项目名称：{text}", "绩效目标：改造管网12公里。", "产出指标：", "数量指标：改造长度≥12公里")
    assert named(document) == [(text, ("改造管网12公里。",))]


def test_a_unit_on_a_cover_gives_way_to_that_of_the_form(read: Read) -> None:
    rows = [["实施单位", "区供水管理所", "", ""], *form()]
    document = read([["某区预算", ""], ["填报单位（盖章）：某区财政局", ""]], rows)
    assert [project.unit.name for project in document.projects] == ["区供水管理所"]
    document = read([["某区预算", ""], ["填报单位（盖章）：某区财政局", ""]], form())
    assert [project.unit.name for project in document.projects] == ["某区财政局"]
