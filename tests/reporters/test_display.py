"""Widths, line breaks and escapes."""

from __future__ import annotations

import unicodedata

import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from perflint.reporters.display import cut, pad, shorten, visible, width, wrap, wrap_words

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), max_size=60)
CHINESE = st.text(st.sampled_from("支出进度，。；：（）“”《》≥95% abcXYZ①—…％３　"), max_size=60)


def test_widths_of_what_documents_hold_are_those_of_wcwidth() -> None:
    blocks = [range(0x20, 0x7F), range(0xA0, 0x180), range(0x2010, 0x2028), range(0x2030, 0x205F)]
    blocks += [
        range(0x2100, 0x2600),
        range(0x3000, 0x302A),
        range(0x3030, 0x4DC0),
        range(0x4E00, 0xA000),
        range(0xFF01, 0xFFE7),
    ]
    for block in blocks:
        for code in block:
            if unicodedata.category(chr(code)) != "Cn" and visible(chr(code)) == chr(code):
                assert width(chr(code)) == wcwidth.wcwidth(chr(code)), hex(code)


@given(st.text(max_size=80))
def test_visible_text_holds_no_control_and_no_invisible_character(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")


@given(TEXT, st.integers(4, 40))
def test_wrapped_lines_fit_and_keep_every_character(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_begins_with_closing_punctuation() -> None:
    lines = wrap("支出计划是累计数，请改为不低于百分之二十五；其他各项目的资金照此办理。", 16)
    assert len(lines) > 3
    assert not any(line[0] in "，。；" for line in lines)


def test_places_break_between_their_parts() -> None:
    assert wrap_words("第3个表 第15行 第12列", 18) == ["第3个表 第15行", "第12列"]
    assert wrap_words("工作表「部门预算项目绩效目标申报表」B7", 18) == [
        "工作表「部门预算项",
        "目绩效目标申报表」",
        "B7",
    ]


def test_words_and_numbers_stay_whole() -> None:
    assert wrap("指标值为≥95%", 10) == ["指标值为", "≥95%"]
    assert wrap("编码 13022522P00CKTC10027L 重复", 22) == ["编码", "13022522P00CKTC10027L", "重复"]


@given(CHINESE, st.integers(1, 30))
def test_a_shortened_text_fits_and_says_that_it_goes_on(text: str, columns: int) -> None:
    short = shorten(text, columns + 2)
    assert width(short) <= columns + 2
    assert short == text or short.endswith("…")


@given(CHINESE, st.integers(2, 30))
def test_cutting_loses_nothing(text: str, columns: int) -> None:
    assert "".join(cut(text, columns)) == text


def test_padding_counts_terminal_columns() -> None:
    assert [pad(text, 8) for text in ("支出", "ab", "≥95%")] == ["支出    ", "ab      ", "≥95%    "]
