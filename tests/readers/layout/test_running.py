"""Indicators written as running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint.lexicon import Lexicon
from perflint.place import Place
from perflint.readers.layout.labels import Labels, compile_labels
from perflint.readers.layout.running import Running, split_item
from perflint.readers.layout.values import Value


@pytest.fixture(scope="module")
def labels(lexicon: Lexicon) -> Labels:
    return compile_labels(lexicon)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("指标1:机柜数量(≥77台)", "机柜数量", "≥77台"),
        ("种植数量(≥**株) >=17600株", "种植数量(≥**株)", ">=17600株"),
        ("完成及时率：100%", "完成及时率", "100%"),
        ("①培训人次≥300人次", "培训人次", "≥300人次"),
        ("2.书架12个", "书架", "12个"),
        ("设备合格率 98%以上", "设备合格率", "98%以上"),
        ("覆盖率（%）≥95%", "覆盖率（%）", "≥95%"),
        ("群众满意", "群众满意", ""),
        ("3.5公里道路", "3.5公里道路", ""),
    ],
)  # fmt: skip
def test_an_item_is_a_name_and_a_value(text: str, name: str, value: str) -> None:
    found, amount = split_item(Value(text, Place()))
    assert (found.text, amount.text) == (name, value)


def test_an_items_value_is_found_letter_by_letter(labels: Labels) -> None:
    text = "【产出指标-数量指标】指标1:甲数量(≥3个)；指标2:乙数量(≥5台)"
    for row in Running(labels).rows([Value(text, Place())]):
        place = row["value"].place
        assert place.column is not None
        assert place.end_column is not None
        assert text[place.column - 1 : place.end_column - 1] == row["value"].text


def test_items_before_any_class_are_no_indicators(labels: Labels) -> None:
    assert Running(labels).rows([Value("完成率：100%", Place())]) == []


@given(text=st.text("产出效益指标数量质量满意度：:（）()【】-；;。1234≥%个 \n甲乙", max_size=60))
def test_no_text_makes_it_fail_and_every_piece_stands_in_the_text(lexicon: Lexicon, text: str) -> None:
    for row in Running(compile_labels(lexicon)).rows([Value(text, Place())]):
        assert all(value.text in text for value in row.values())
