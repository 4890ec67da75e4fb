"""Forms of several projects side by side on one sheet."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import openpyxl
import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers import read as read_input

Read = Callable[..., Document]

HEADS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
CODES = "13022524P00MB2203A143", "13022524P00MB2203B273"


def form(code: str, name: str, total: str, quantity: str) -> list[Sequence[str]]:
    """The form of Hebei: the code before the name."""
    return [
        ("357001县水务局", "", "", "", "", "单位：万元"),
        ("项目编码", code, "", "项目名称", name),
        ("预算规模及资金用途", "预算数", total, "其中：财政资金", total),
        ("", "其他资金", "", "资金用途", f"安排{total}万元。"),
        ("资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"),
        ("", "10%", "40%", "85%", "100%"),
        ("绩效目标", f"完成{name}。"),
        HEADS,
        ("产出指标", "数量指标", f"{name}数量", "完成的数量", quantity, "方案"),
        ("", "质量指标", "验收合格率", "合格的比例", "≥98%", "合同"),
    ]


MERGED = [(1, 1, 1, 5), (2, 2, 2, 3), (2, 5, 2, 6), (3, 1, 4, 1), (5, 1, 6, 1), (7, 2, 7, 6), (9, 1, 10, 1)]


def workbook(merged: bool, at: int, below: str = "", top: int = 0) -> bytes:
    """Two forms on a sheet, the second from the 1-based column ``at`` on, ``top`` rows lower."""
    book = openpyxl.Workbook()
    sheet = book.active
    forms = [form(CODES[0], "管网改造", "36", "≥12公里"), form(CODES[1], "水库加固", "50", "≥2座")]
    for left, down, lines in zip((1, at), (0, top), forms, strict=True):
        for row, texts in enumerate(lines, start=1 + down):
            for column, text in enumerate(texts, start=left):
                sheet.cell(row, column, text or None)
        for first, column, last, end in MERGED if merged else ():
            sheet.merge_cells(
                start_row=first + down,
                end_row=last + down,
                start_column=column + left - 1,
                end_column=end + left - 1,
            )
    if below:
        sheet.cell(11, 1, below)
        sheet.merge_cells(start_row=11, end_row=11, start_column=1, end_column=at + 5)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("at", [7, 8, 9])
@pytest.mark.parametrize("below", ["", "注：本表一式两份。"])
@pytest.mark.parametrize("top", [0, 1])
def test_forms_whose_code_stands_before_the_name_are_told_apart(
    lexicon: Lexicon, merged: bool, at: int, below: str, top: int
) -> None:
    document = read_input("a.xlsx", workbook(merged, at, below if not top else "", top), lexicon)
    found = [
        (project.code, project.name, project.unit.code, project.budget.total, project.money_unit, project.goals)
        for project in document.projects
    ]
    assert found == [
        (CODES[0], "管网改造", "357001", "36", "万元", ("完成管网改造。",)),
        (CODES[1], "水库加固", "357001", "50", "万元", ("完成水库加固。",)),
    ]
    for project, value in zip(document.projects, ("≥12公里", "≥2座"), strict=True):
        assert [row.value for row in project.indicators] == [value, "≥98%"]
        assert {row.level1 for row in project.indicators} == {"产出指标"}
        assert (project.long_term_indicators, project.long_term_goals) == ((), ())
        assert [share for _, share in project.spend_plan] == ["10%", "40%", "85%", "100%"]


@pytest.mark.parametrize("reach", ["<", ""])
def test_a_line_above_all_forms_holds_for_each(read: Read, reach: str) -> None:
    document = read([
        ["县水务局项目支出绩效目标表", reach, reach, reach],
        ["填报单位：县水务局", reach, reach, "单位：万元"],
        ["项目名称", "管网改造", "项目名称", "水库加固"],
        ["预算数", "36", "预算数", "50"],
        ["指标名称", "指标值", "指标名称", "指标值"],
        ["管网长度", "3公里", "水库数量", "5座"],
    ])  # fmt: skip
    found = [(project.name, project.unit.name, project.money_unit) for project in document.projects]
    assert found == [("管网改造", "县水务局", "万元"), ("水库加固", "县水务局", "万元")]


def test_captions_at_the_left_of_each_form_begin_it(read: Read) -> None:
    document = read([
        ["基本情况", "项目名称", "管网改造", "基本情况", "项目名称", "水库加固"],
        ["^", "预算数（万元）", "36", "^", "预算数（万元）", "50"],
        ["指标", "指标名称", "指标值", "指标", "指标名称", "指标值"],
        ["^", "管网长度", "3公里", "^", "水库数量", "5座"],
    ])  # fmt: skip
    assert [(project.name, project.budget.total, len(project.indicators)) for project in document.projects] == [
        ("管网改造", "36", 1), ("水库加固", "50", 1),
    ]  # fmt: skip


def test_forms_with_a_field_in_common_are_said_and_not_mixed(read: Read) -> None:
    document = read([
        ["项目名称", "管网改造", "项目名称", "水库加固"],
        ["绩效目标", "改造管网，加固水库。", "<", "<"],
        ["指标名称", "指标值", "指标名称", "指标值"],
        ["管网长度", "3公里", "水库数量", "5座"],
    ])  # fmt: skip
    assert document.projects == ()
    (problem,) = document.problems
    assert problem.kind == "unreadable"
    assert "并排着几个项目" in problem.zh


def test_a_form_with_name_and_code_in_different_columns_stays_one(read: Read) -> None:
    document = read([
        ["项目编码", CODES[0], "预算数（万元）", "36"],
        ["主管部门", "县水务局", "项目名称", "管网改造"],
        ["指标名称", "指标值", "指标描述", "备注"],
        ["管网长度", "3公里", "改造的长度", ""],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.code, project.name, project.budget.total) == (CODES[0], "管网改造", "36")
    assert len(project.indicators) == 1


def test_names_and_codes_in_rows_and_columns_of_their_own(read: Read) -> None:
    document = read([
        ["项目名称", "管网改造", "", "", "项目名称", "水库加固", "", ""],
        ["主管部门", "县水务局", "项目编码", CODES[0], "主管部门", "县水务局", "项目编码", CODES[1]],
        ["预算数（万元）", "36", "", "", "预算数（万元）", "50", "", ""],
        ["指标名称", "指标值", "指标描述", "备注", "指标名称", "指标值", "指标描述", "备注"],
        ["管网长度", "3公里", "长度", "", "水库数量", "5座", "数量", ""],
    ])  # fmt: skip
    assert [(project.code, project.name, project.budget.total) for project in document.projects] == [
        (CODES[0], "管网改造", "36"), (CODES[1], "水库加固", "50"),
    ]  # fmt: skip
    assert [row.value for project in document.projects for row in project.indicators] == ["3公里", "5座"]


def test_forms_side_by_side_and_below_each_other(read: Read) -> None:
    form = [["预算数（万元）", "36"], ["指标名称", "指标值"], ["长度", "3公里"]]
    pairs = [["项目名称", "甲"], *form, ["", ""], ["项目名称", "乙"], *form]
    others = [["项目名称", "丙"], *form, ["", ""], ["项目名称", "丁"], *form]
    document = read([left + right for left, right in zip(pairs, others, strict=True)])
    assert [(project.name, project.budget.total, len(project.indicators)) for project in document.projects] == [
        ("甲", "36", 1), ("乙", "36", 1), ("丙", "36", 1), ("丁", "36", 1),
    ]  # fmt: skip
