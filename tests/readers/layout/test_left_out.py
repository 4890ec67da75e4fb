"""Forms that nobody filled in are no projects beside those that somebody did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint.model import Document
from perflint.place import Cell, Place
from tests.readers.layout.conftest import Rows

Read = Callable[..., Document]


def form(name: str = "", code: str = "", unit: str = "", goal: str = "", indicator: str = "", value: str = "") -> Rows:
    return [
        ["项目名称", name, "项目编码", code],
        ["实施单位", unit, "预算数", "50" if unit and name else ""],
        ["绩效目标", goal, "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", indicator, value],
        ["效益指标", "社会效益指标", "", ""],
    ]


FULL = form("管网改造", "44010523P004125100012", "区供水管理所", "改造管网12公里。", "改造长度", "≥12公里")


def told(document: Document) -> list[tuple[str, str]]:
    return [(problem.kind, problem.zh) for problem in document.problems]


def test_blank_forms_beside_filled_ones_are_said_once_and_are_no_projects(read: Read) -> None:
    title = "项目支出绩效目标表"
    document = read(title, form(), title, FULL, title, form())
    assert [project.name for project in document.projects] == ["管网改造"]
    assert told(document) == [("not-judged", "有2个空白表（只有栏目，没有填写内容），不作为项目检查")]
    assert document.problems[0].place == Place(cell=Cell(table=1))


def test_a_template_whose_cells_say_how_to_fill_them_in_is_blank(read: Read) -> None:
    hints = form("填写项目的规范全称", "", "", "填写当年预期达到的产出和效益")
    document = read(FULL, hints)
    assert [project.name for project in document.projects] == ["管网改造"]
    assert len(told(document)) == 1


def test_a_unit_above_a_blank_form_does_not_fill_it_in(read: Read) -> None:
    document = read(FULL, [["填报单位：区财政局", ""], ["填报日期：", ""]], form())
    assert [project.name for project in document.projects] == ["管网改造"]


@pytest.mark.parametrize(
    "filled",
    [
        form(goal="改造管网12公里。"),
        form(unit="区供水管理所"),
        form(code="44010523P004125100023"),
        form(indicator="改造长度", value="≥12公里"),
    ],
)
def test_a_form_with_anything_filled_in_is_a_project(read: Read, filled: Rows) -> None:
    document = read(FULL, filled)
    assert len(document.projects) == 2
    assert told(document) == []


def test_a_blank_form_below_a_line_that_names_its_project_is_a_project(read: Read) -> None:
    document = read("1.管网改造绩效目标表", FULL, "2.路灯维护绩效目标表", form())
    assert [project.heading for project in document.projects] == ["1.管网改造绩效目标表", "2.路灯维护绩效目标表"]


def test_a_document_of_one_blank_form_keeps_it(read: Read) -> None:
    document = read(form())
    assert [project.name for project in document.projects] == [""]
    assert told(document) == []
