# ruff: noqa: E501 - parameters read best when a row stays a line
"""Labels, whatever stands around them."""

from __future__ import annotations

import pytest

from perflint.lexicon import Lexicon
from perflint.readers.layout.labels import Labels, compile_labels


@pytest.fixture(scope="module")
def labels(lexicon: Lexicon) -> Labels:
    return compile_labels(lexicon)


@pytest.mark.parametrize(
    ("text", "key", "note"),
    [
        ("项目名称", "name", ""),
        (" 项 目\n名 称：", "name", ""),
        ("（一）项目名称", "name", ""),
        ("★1.项目名称", "name", ""),
        ("其中：财政    资金", "budget.fiscal", ""),
        ("项目资金（万元）", "budget.total", "万元"),
        ("资金支出计划（%）", "spend_plan", "%"),
        ("2024年度绩效目标", "goals", ""),
        ("3月底", "checkpoint", ""),
        ("第一季度", "checkpoint", ""),
    ],
)
def test_a_label_is_known_in_any_dress(labels: Labels, text: str, key: str, note: str) -> None:
    found = labels.in_form(text)
    assert found is not None
    assert (found.key, found.note, found.rest) == (key, note, None)


def test_a_label_with_its_value_says_where_the_value_begins(labels: Labels) -> None:
    text = "项目名称：校舍维修"
    found = labels.in_form(text)
    assert found is not None
    assert text[found.rest :] == "校舍维修"


@pytest.mark.parametrize("text", ["", "校舍维修", "项目名称变更说明及其他", "≥95%", "x" * 500, "：", "（万元）"])
def test_other_texts_are_no_labels(labels: Labels, text: str) -> None:
    assert labels.in_form(text) is None


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("产出指标", {1}), ("产出指标(50分)", {1}), ("产出值", {1}), ("项目完成\n指标", {1}), ("数量值", {2}),
        ("质量指标（必填硬性指标）", {2}), ("成本指标", {1, 2}), ("（一）数量指标", {2}), ("护林员人数", set()), ("", set()),
    ],
)  # fmt: skip
def test_class_captions_are_known_by_level(labels: Labels, text: str, levels: set[int]) -> None:
    assert set(labels.is_class(text)) == levels


@pytest.mark.parametrize(
    ("text", "unit"), [("单位：万元", "万元"), ("（金额单位： 元）", "元"), ("单位：县公安局", ""), ("万元", "")]
)
def test_unit_lines_state_a_money_unit(labels: Labels, text: str, unit: str) -> None:
    assert labels.money_line(text) == unit
