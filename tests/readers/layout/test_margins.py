"""Page headers and footers say what the body does not, and never override it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from perflint.grid import Block, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.place import Cell, Place
from perflint.readers.layout import Margin, recognise
from tests.readers.layout.conftest import table

Read = Callable[..., Document]
ROWS = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "改造长度", "≥12公里"]]


def line(text: str) -> Paragraph:
    return Paragraph(text, Place(cell=Cell(paragraph=1)))


def form(number: int, *, unit: str = "", money: str = "") -> Block:
    """The form of one project."""
    first = [["填报单位", unit, "", ""]] if unit else []
    stated = [[f"金额单位：{money}", "", "", ""]] if money else []
    name = [["项目名称", f"管网改造{number}期", "项目编码", f"13022524P00MB2203A14{number}"]]
    return table([*first, *stated, *name, ["预算数", "360000", "", ""], *ROWS], number)


@pytest.fixture
def read(lexicon: Lexicon) -> Read:
    def reads(blocks: Sequence[Block], *texts: str, margins: Sequence[Margin] = ()) -> Document:
        found = [Margin((line(text),)) for text in texts]
        return recognise(blocks, lexicon, "docx", margins=[*found, *margins])

    return reads


def said(document: Document) -> list[str]:
    return [problem.zh for problem in document.problems]


def test_a_header_states_the_money_unit_of_a_document_that_does_not(read: Read) -> None:
    assert read([form(1)], "金额单位：元").money_unit == "元"
    assert read([form(1)], "县水务局\t\t单位：元").money_unit == "元"
    assert read([form(1)], "县水务局 （金额单位：元）").money_unit == "元"


def test_a_header_never_overrides_the_money_unit_of_the_body_and_that_is_said(read: Read) -> None:
    above = read([line("金额单位：万元"), form(1)], "金额单位：元")
    assert above.money_unit == "万元"
    inside = read([form(1, money="万元")], "金额单位：元")
    assert (inside.money_unit, inside.projects[0].money_unit) == ("", "万元")
    for document in (above, inside):
        assert said(document) == ["页眉、页脚中的“金额单位：元”与正文或彼此不一致，以正文、先出现的为准"]
    assert not said(read([line("金额单位：元"), form(1)], "金额单位：元"))


def test_a_header_gives_the_unit_to_every_project_that_has_none(read: Read) -> None:
    document = read([form(1), form(2, unit="县水文站")], "填报单位：县水务局  金额单位：元")
    assert [project.unit.name for project in document.projects] == ["县水务局", "县水文站"]
    assert said(document) == ["页眉、页脚中的“填报单位：县水务局”与正文或彼此不一致，以正文、先出现的为准"]
    first, _ = document.projects
    assert first.places.find("unit.name") == Place(cell=Cell(table=1), exact=False)


def test_the_header_of_a_section_speaks_of_the_tables_on_its_pages_alone(read: Read) -> None:
    margins = [Margin((line(f"金额单位：{unit}"),), ((number, number),)) for number, unit in ((1, "万元"), (2, "元"))]
    document = read([form(1), form(2)], margins=margins)
    assert [project.money_unit for project in document.projects] == ["万元", "元"]
    assert not document.money_unit
    assert not said(document)


def test_a_header_states_title_and_year_only_where_the_body_speaks_of_no_other(read: Read) -> None:
    assert read([form(1)], "县水务局2024年部门预算绩效文本").title == "县水务局2024年部门预算绩效文本"
    assert read([form(1)], "2024年度").year == "2024"
    other = read([line("本表填报2024年的目标。"), form(1)], "2023年度", "县水务局2023年部门预算绩效文本")
    assert (other.title, other.year) == ("", "")
    assert any("2023年度" in text for text in said(other))


def test_page_numbers_and_what_the_body_repeats_are_noise(read: Read) -> None:
    title = line("县水务局2024年部门预算绩效文本")
    assert not said(read([title, form(1)], "第 1 页 共 12 页", "- 3 -", "Page 2 of 9", title.text, "2024年部门预算"))


def test_other_texts_and_tables_of_headers_are_said_once_each(read: Read) -> None:
    code = table([["项目编码", "13022524P00MB2203D456"]])
    margins = [Margin((code,)), Margin((code,))]
    document = read([form(1)], "单位负责人：李四", "内部资料", "内部资料", margins=margins)
    assert said(document) == [
        "页眉、页脚中的“单位负责人：李四”等2处没有对应的检查内容，未检查",
        "页眉、页脚中有表格（“项目编码13022524P00MB2203D456”），不读作绩效目标，未检查",
    ]
    assert [project.code for project in document.projects] == ["13022524P00MB2203A141"]


def test_a_money_unit_in_a_table_of_the_header_is_read(read: Read) -> None:
    document = read([form(1)], margins=[Margin((table([["第1页", "金额单位：元"]]),))])
    assert document.money_unit == "元"
    assert not said(document)


def test_a_section_without_a_project_says_its_money_unit_of_none_and_that_is_said(read: Read) -> None:
    document = read([form(1)], margins=[Margin((line("金额单位：元"),), ((0, 0),))])
    assert (document.money_unit, document.projects[0].money_unit) == ("", "")
    assert said(document) == ["页眉、页脚中的“金额单位：元”没有对应的检查内容，未检查"]


def test_no_more_than_a_few_thousand_texts_of_headers_are_looked_at_and_the_rest_is_said(read: Read) -> None:
    document = read([form(1)], *(f"说明{number}号" for number in range(2_000)), "金额单位：元")
    assert document.money_unit == ""
    assert said(document) == ["页眉、页脚中的“说明0号”等2001处没有对应的检查内容，未检查"]
