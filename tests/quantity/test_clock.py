"""Times of the day, ranges in two units or with signs, powers of ten."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perflint.quantity import Grammar


@pytest.mark.parametrize(
    "value",
    ["9:30前", "18:00以前", "次日9:00前", "当日17：00前", "12时前", "8点30分前", "17时30分前", "早8点", "8:00-20:00"],
)
def test_a_time_of_the_day_says_when(grammar: Grammar, value: str) -> None:
    quantity = grammar.read(value)
    assert (quantity.kind, quantity.is_temporal) == ("period", True)


@pytest.mark.parametrize("value", ["每日9:30前", "每天8:00-20:00", "每周一9:00", "每日8时至18时"])
def test_a_time_of_every_day_says_how_often(grammar: Grammar, value: str) -> None:
    assert grammar.read(value).kind == "frequency"


@pytest.mark.parametrize("value", ["1:10", "≤1:8", "师生比1:10", "1:3~1:5"])
def test_a_proportion_is_no_time_of_the_day(grammar: Grammar, value: str) -> None:
    assert grammar.read(value).is_ratio


@pytest.mark.parametrize("value", ["不少于3点", "24时", "每天2小时", "早3天", "每日3点位"])
def test_counts_and_lengths_of_time_are_no_time_of_the_day(grammar: Grammar, value: str) -> None:
    assert grammar.read(value).number is not None


def test_two_times_of_the_day_differ(grammar: Grammar) -> None:
    assert grammar.read("9:30前").meaning != grammar.read("18:00前").meaning
    assert grammar.read("全年").meaning != grammar.read("汛期").meaning


@pytest.mark.parametrize(
    ("value", "low", "high", "unit"),
    [
        ("10mg～1g", 10, 1000, "mg"),
        ("500m-1km", 500, 1000, "m"),
        ("20分钟至1小时", 20, 60, "分钟"),
        ("10nGy/h～100μGy/h", 10, 100_000, "nGy/h"),
        ("-5%～+10%", -5, 10, "%"),
    ],
)
def test_a_range_in_two_units_or_with_signs_is_one_value(
    grammar: Grammar, value: str, low: int, high: int, unit: str
) -> None:
    quantity = grammar.read(value)
    assert (quantity.kind, quantity.number, quantity.upper) == ("range", low, high)
    assert quantity.unit is not None
    assert quantity.unit.symbol == unit


@pytest.mark.parametrize(
    ("value", "number"), [("10⁷次", "10000000"), ("≤1×10⁴CFU/mL", "10000"), ("1.5×10^3个", "1500")]
)
def test_powers_of_ten_are_numbers(grammar: Grammar, value: str, number: str) -> None:
    assert grammar.read(value).value == Decimal(number)


def test_a_power_beyond_any_count_is_no_number(grammar: Grammar) -> None:
    assert grammar.read("10⁹⁹个").reason == "malformed-number"


@pytest.mark.parametrize("value", ["1人1档", "每1户1码", "≥C30", "≥DN300"])
def test_one_for_each_and_grades_are_words(grammar: Grammar, value: str) -> None:
    assert grammar.read(value).kind == "word"
