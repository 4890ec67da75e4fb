"""The unit table and Chinese numerals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint.lexicon import Lexicon
from perflint.quantity import Grammar
from perflint.quantity.numerals import chinese_number
from perflint.quantity.units import UnitTable, UnitTableError


def spellings(table: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    found = []
    for group in table:
        for name, about in group["units"].items():
            also = about.get("also", ()) if isinstance(about, dict) else about
            found += [(spelling, name) for spelling in (name, *(also or ()))]
    return found


def test_every_spelling_of_the_table_names_its_unit(grammar: Grammar, lexicon: Lexicon) -> None:
    table = spellings(lexicon.table("units"))
    assert len(table) > 700
    for spelling, name in table:
        unit = grammar.unit(spelling)
        assert (unit.canonical if unit else None) == name, spelling


def test_every_unit_is_read_behind_a_number(grammar: Grammar, lexicon: Lexicon) -> None:
    for spelling, name in spellings(lexicon.table("units")):
        value = grammar.read(f"≥3{spelling}")
        # 3月 is a month and 3季度 a quarter: with a sign in front they are dates.
        if value.kind not in ("date", "unreadable"):
            assert (value.unit.canonical if value.unit else None) == name, spelling


def test_a_spelling_of_two_units_is_refused() -> None:
    table = [{"dimension": "thing", "units": {"个": ["只"], "只": []}}]
    with pytest.raises(UnitTableError, match="只"):
        UnitTable(table, {}, {})


@pytest.mark.parametrize("text", ["5成员单位", "3名称", "100个体户", "2级别", "10处理", "6条例"])
def test_the_beginning_of_a_longer_word_is_no_unit(grammar: Grammar, text: str) -> None:
    unit = grammar.read(text).unit
    assert unit is None or unit.dimension == "other"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10), ("十一", 11), ("二十", 20), ("一百零五", 105), ("一百二", 120), ("一百二十三", 123), ("两千", 2000),
        ("一万", 10000), ("两万五千", 25000), ("两万五", 25000),
        ("一亿二千万", 120000000), ("三千零二", 3002), ("二〇二二", 2022),
        ("五百万", 5000000), ("十万", 100000), ("零", 0),
    ],
)  # fmt: skip
def test_chinese_numerals(lexicon: Lexicon, text: str, number: int) -> None:
    table = lexicon.table("value_numerals")
    assert chinese_number(text, table["digits"], table["powers"], table["groups"]) == number


@pytest.mark.parametrize("text", ["", "万", "万万", "百", "三三十", "十百", "一十百", "亿万", "万一", "十四五"])
def test_runs_that_are_no_numeral(lexicon: Lexicon, text: str) -> None:
    table = lexicon.table("value_numerals")
    assert chinese_number(text, table["digits"], table["powers"], table["groups"]) is None


def spell(number: int) -> str:
    """The numeral of a number below a hundred million, written the long way: an oracle of its own."""
    if number >= 10000:
        low = number % 10000
        return spell(number // 10000) + "万" + (("零" if low < 1000 else "") + spell(low) if low else "")
    out, digits = "", "零一二三四五六七八九"
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            out += digits[digit] + name
        elif out and number % size and not out.endswith("零"):
            out += "零"
    return out


@given(st.integers(min_value=1, max_value=99_999_999))
def test_every_numeral_reads_back(lexicon: Lexicon, number: int) -> None:
    table = lexicon.table("value_numerals")
    assert chinese_number(spell(number), table["digits"], table["powers"], table["groups"]) == number
