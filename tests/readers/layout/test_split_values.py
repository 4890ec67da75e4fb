"""Values split over columns of sign, number and unit."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import read as read_input

Read = Callable[..., Document]

FORM = [
    ["项目名称", "管网改造", "", "", "", ""],
    ["一级指标", "二级指标", "三级指标", "符号", "数值", "单位"],
    ["产出指标", "数量指标", "改造长度", "≥", "12", "公里"],
]


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (("", "", "2024年9月底"), "2024年9月底"),
        (("≤", "", "2024年9月底"), "≤2024年9月底"),
        (("", "2024年9月底", ""), "2024年9月底"),
        (("", "", "2024年12月31日前全部完成"), "2024年12月31日前全部完成"),
        (("", "/", "≥98%"), "≥98%"),
        (("≥", "", "12公里"), "≥12公里"),
        (("≥", "", "公里"), ""),
        (("", "", "m3"), ""),
        (("≥", "3", "m3"), "≥3m3"),
        (("", "5", "2024年9月底"), "5 2024年9月底"),
    ],
)
def test_a_whole_value_in_the_column_of_units_is_the_value(read: Read, cells: tuple[str, ...], value: str) -> None:
    document = read([*FORM, ["", "时效指标", "完成时间", *cells]])
    (project,) = document.projects
    assert [row.value for row in project.indicators] == ["≥12公里", value]


def test_a_date_under_the_last_of_three_heads_below_one(lexicon: Lexicon) -> None:
    rows = [
        FORM[0],
        ["一级指标", "二级指标", "三级指标", "指标值", "", ""],
        ["", "", "", "符号", "值", "单位"],
        FORM[2],
        ["", "时效指标", "完成时间", "", "", "2024年9月底"],
    ]
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=6)
    for at, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(at, column).text = text
    table.cell(1, 3).merge(table.cell(1, 5))
    out = io.BytesIO()
    document.save(out)
    (project,) = read_input("a.docx", out.getvalue(), lexicon).projects
    assert [row.value for row in project.indicators] == ["≥12公里", "2024年9月底"]
