"""Several indicators line by line in the cells of one row."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import read as read_input

Read = Callable[..., Document]

HEADS = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
NAMES = "管网改造长度\n阀门更换数"


def found(document: Document) -> list[tuple[str, str, str, str]]:
    (project,) = document.projects
    return [(row.name, row.description, row.value, row.basis) for row in project.indicators]


def one_row(*cells: str) -> list[list[str]]:
    return [["项目名称", "管网改造", "", "", "", ""], HEADS, ["产出指标", "数量指标", *cells]]


@pytest.mark.parametrize(
    ("values", "first", "second"),
    [
        ("≥12公里\n8", "≥12公里", "8"),
        ("12\n8", "12", "8"),
        ("1.≥12公里\n2.8", "≥12公里", "8"),
        ("①12公里\n②8个", "12公里", "8个"),
        ("（1）≥12公里\n（2）8个", "≥12公里", "8个"),
        ("1.5\n2.8", "1.5", "2.8"),
        ("2024年9月底\n8", "2024年9月底", "8"),
        ("≥12公里\n全部更换", "≥12公里", "全部更换"),
    ],
)
@pytest.mark.parametrize("names", [NAMES, "1.管网改造长度\n2.阀门更换数"])
def test_each_line_is_an_indicator_of_its_own(read: Read, names: str, values: str, first: str, second: str) -> None:
    document = read(one_row(names, "改造的长度\n更换的数量", values, "设计书\n合同"))
    assert found(document) == [
        ("管网改造长度", "改造的长度", first, "设计书"),
        ("阀门更换数", "更换的数量", second, "合同"),
    ]


def test_a_cell_of_one_line_holds_for_all(read: Read) -> None:
    assert found(read(one_row(NAMES, "", "≥12公里\n8", "设计书"))) == [
        ("管网改造长度", "", "≥12公里", "设计书"),
        ("阀门更换数", "", "8", "设计书"),
    ]


@pytest.mark.parametrize("values", ["2024年\n9月底", "≥12\n公里", "10—\n20", "显著\n提升", "≥12公里", "1\n2\n3"])
def test_a_value_or_a_name_broken_in_two_stays_one(read: Read, values: str) -> None:
    document = read(one_row("乡镇供水管网\n改造完成情况", "", values, "设计书"))
    assert found(document) == [("乡镇供水管网\n改造完成情况", "", values, "设计书")]


def test_signs_numbers_and_units_line_by_line_in_columns(read: Read) -> None:
    document = read([
        ["项目名称", "管网改造", "", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "符号", "指标值", "单位"],
        ["产出指标", "数量指标", NAMES, "≥", "12\n8", "公里\n个"],
    ])  # fmt: skip
    assert [value for _, _, value, _ in found(document)] == ["≥12公里", "≥8个"]


@pytest.mark.parametrize("paragraphs", [False, True])
def test_lines_of_a_word_cell(lexicon: Lexicon, paragraphs: bool) -> None:
    document = docx.Document()
    rows = one_row(NAMES, "改造的长度\n更换的数量", "≥12公里\n8", "设计书")
    table = document.add_table(rows=len(rows), cols=6)
    for at, texts in enumerate(rows):
        for column, text in enumerate(texts):
            cell = table.cell(at, column)
            first, *more = text.split("\n") if paragraphs else [text]
            cell.text = first
            for line in more:
                cell.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    assert found(read_input("a.docx", out.getvalue(), lexicon)) == [
        ("管网改造长度", "改造的长度", "≥12公里", "设计书"),
        ("阀门更换数", "更换的数量", "8", "设计书"),
    ]
