"""Properties for any input: no exception, print and read back, offsets inside, time in proportion to length."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perflint.lexicon import Lexicon
from perflint.quantity import LONGEST, Grammar
from perflint.quantity.fold import fold

PIECES = [
    *"0123456789.,，-—~～至到%％‰≥≤<>=＝≧≦＞＜±*×xX/·()（）、；;:：【】 　",
    *"一二两三十百千万亿半零每按年月日底末初前内以上下约近超第",
    *("以上", "不低于", "不超过", "至少", "控制在", "元", "万元", "个", "人次", "次", "人", "亩", "公里"),
    *("小时", "个月", "工作日", "2022年", "12月", "31日", "年底", "次年", "季度", "上半年"),
    *("分之", "百分之", "其中", "完成", "达标", "其他", "统一", "XX", "…"),
]
values = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


@settings(max_examples=600)
@given(values)
def test_reading_never_raises_and_print_reads_back(grammar: Grammar, text: str) -> None:
    value = grammar.read(text)
    assert value.raw == text
    assert grammar.read(value.text()).meaning == value.meaning
    for span in (value.sign_at, value.number_at, value.unit_at, *value.parts):
        assert span is None or 0 <= span[0] <= span[1] <= len(text)


@settings(max_examples=300)
@given(values)
def test_no_text_makes_the_other_readers_raise(grammar: Grammar, text: str) -> None:
    for amount in grammar.amounts(text):
        assert text[amount.start : amount.stop] == amount.raw
    for date in grammar.dates(text):
        assert 0 <= date.start < date.stop <= len(text)
    base, unit = grammar.name_unit(text)
    assert text.startswith(base)
    assert unit is None or base != text
    assert grammar.read_amount(text, unit).raw == text
    assert grammar.unit(text) is None or text.strip()


@settings(max_examples=300)
@given(
    sign=st.sampled_from(["", "≥", "≤", ">", "<", "=", "~"]),
    number=st.decimals(min_value=0, max_value=10**9, places=2),
    size=st.sampled_from(["", "万", "亿", "千"]),
    unit=st.sampled_from(["", "%", "元", "个", "人次", "元/人·月", "平方米", "起", "%/年", "台套"]),
)
def test_a_well_formed_value_is_read_exactly(
    grammar: Grammar, sign: str, number: Decimal, size: str, unit: str
) -> None:
    value = grammar.read(f"{sign}{number}{size}{unit}")
    assert (value.kind, value.comparator, value.number, value.multiplier_word) == ("number", sign, number, size)
    assert (value.unit.symbol if value.unit else "") == unit


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


HOSTILE = [
    *("9", "≥", "每", "1年", "(", "至1", "一", "万", "1/", "元/人·", "1个、", "2022年", "x*", "-", "1-", "1, "),
    *("不低于", "1 ", "至少", "1年3个月", "分之", "半", "1:", "人均", "每3年", "【2021】", "百分之", "其中1个"),
    *("2022.1-", "¥", "+", ".", "1."),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_repetitions_take_time_in_proportion_to_their_length(lexicon: Lexicon, piece: str) -> None:
    grammar = Grammar(lexicon)
    start = time.process_time()
    grammar.read(piece * (LONGEST // len(piece)))
    long = piece * (20_000 // len(piece))
    grammar.amounts(long)
    grammar.dates(long)
    grammar.name_unit(long)
    grammar.read_amount(long)
    # Some 0.1 s on a slow machine; anything of a higher order needs many seconds.
    assert time.process_time() - start < 2


def test_a_value_seen_before_is_not_read_again(grammar: Grammar) -> None:
    assert grammar.read("≥95%") is grammar.read("≥95%")
