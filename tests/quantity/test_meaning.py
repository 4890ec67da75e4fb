"""What rules ask of a value: percent, money, bare numbers, dates, names' units."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perflint.lexicon import Lexicon
from perflint.quantity import LONGEST, Grammar, Quantity, Unit


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("≥95%", "95"), ("≥98百分比", "98"), ("≥0.97比例", "97"), ("97比例", "97"), ("5‰", "0.5"), ("9成", "90"),
        ("3个百分点", "3"), ("百分之九十五", "95"), ("-5%", "-5"), ("0.5%", "0.5"), ("每年增长5%", "5"),
    ],
)  # fmt: skip
def test_shares_in_every_spelling_are_percent(grammar: Grammar, text: str, percent: str) -> None:
    value = grammar.read(text)
    assert value.is_percent
    assert value.percent == Decimal(percent)


@pytest.mark.parametrize("text", ["1:10", "2/3", "1.5倍", "95分", "95", "12个"])
def test_proportions_multiples_scores_and_counts_are_no_percent(grammar: Grammar, text: str) -> None:
    assert not grammar.read(text).is_percent
    assert grammar.read(text).percent is None


def test_the_ends_of_a_range_are_both_percent(grammar: Grammar) -> None:
    value = grammar.read("80%-90%")
    assert (value.percent, value.upper_percent) == (80, 90)


@pytest.mark.parametrize("text", ["7万", "17", "23", "13", "≥1000", "≤50", ">1", "每亩300", "≤620万/月"])
def test_a_number_without_a_unit_is_bare(grammar: Grammar, text: str) -> None:
    assert grammar.read(text).is_bare


@pytest.mark.parametrize(
    "text", ["2022", "2022年底", "32599人", "12月31日", "1年", "≥98百分比", "12梯次", "是", "5G", ""]
)
def test_dates_years_units_in_words_and_unknown_units_are_not_bare(grammar: Grammar, text: str) -> None:
    assert not grammar.read(text).is_bare


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("≤114.87万元", "1148700.00"),
        ("3千元", "3000"),
        ("1.2亿元", "120000000.0"),
        ("90（万元）", "900000"),
        ("30-50万元", "500000"),
        ("5角", "0.5"),
    ],
)
def test_money_is_exact_in_yuan(grammar: Grammar, text: str, yuan: str) -> None:
    assert grammar.read(text).amount_yuan == Decimal(yuan)


@pytest.mark.parametrize("text", ["300元/人", "每亩300元", "3万元/年", "5万", "100美元", "95%"])
def test_unit_prices_other_currencies_and_bare_numbers_are_no_amount(grammar: Grammar, text: str) -> None:
    assert grammar.read(text).amount_yuan is None


@pytest.mark.parametrize("text", ["元/人·月", "元/人*月", "元/人月", "元/人/月", "元/人、月"])
def test_spellings_of_one_compound_unit_agree(grammar: Grammar, text: str) -> None:
    value = grammar.read(f"300{text}")
    assert value.unit is not None
    assert (value.unit.canonical, value.unit.dimension) == ("元/人·月", "unit-money")


def test_units_of_one_base_convert_exactly(grammar: Grammar) -> None:
    assert grammar.read("15亩").in_base == grammar.read("1公顷").in_base == Fraction(10000)
    assert grammar.read("1.5公里").in_base == grammar.read("1500米").in_base
    assert grammar.read("2小时").in_base == grammar.read("120分钟").in_base


def test_a_unit_of_the_names_bracket_fills_a_bare_number_only(grammar: Grammar) -> None:
    _, unit = grammar.name_unit("治安案件发案数（个）")
    assert grammar.read("≤40").with_unit(unit).dimension == "thing"
    assert grammar.read("≤40起").with_unit(unit).dimension == "case"
    assert grammar.read("2022年底").with_unit(unit).unit is None


@pytest.mark.parametrize(
    ("text", "year", "relative"),
    [
        ("2022年底", 2022, ""),
        ("次年3月底前", None, "次年"),
        ("明年一季度", None, "次年"),
        ("≤2023年12月31日", 2023, ""),
        ("当年12月", None, "本年"),
    ],
)
def test_dates_tell_their_year_or_how_it_lies_to_the_budget_year(
    grammar: Grammar, text: str, year: int | None, relative: str
) -> None:
    (date,) = grammar.read(text).dates
    assert (date.year, date.relative) == (year, relative)


@pytest.mark.parametrize("text", ["较2021年提高5%", "比上年下降3个百分点", "不低于上年水平", "2020年基础上提高1%"])
def test_a_year_that_is_only_compared_with_is_a_baseline(grammar: Grammar, text: str) -> None:
    assert all(date.is_baseline for date in grammar.read(text).dates)


def test_a_date_beside_a_number_is_kept(grammar: Grammar) -> None:
    value = grammar.read("12月底前100%到位")
    assert value.percent == 100
    assert [(date.month, date.before) for date in value.dates] == [(12, True)]
    assert value.is_temporal


@pytest.mark.parametrize(
    "text", ["按月", "每季度末前", "次/月", "1年", "3-5天", "2021年1月-12月", "每周2-3次", "12月底到位"]
)
def test_dates_durations_periods_and_frequencies_are_temporal(grammar: Grammar, text: str) -> None:
    assert grammar.read(text).is_temporal


@pytest.mark.parametrize("text", ["按期完成", "统一", "100个", "≥上年水平", "较2021年提高5%"])
def test_wording_counts_and_baselines_are_not_temporal(grammar: Grammar, text: str) -> None:
    assert not grammar.read(text).is_temporal


def test_several_quantities_are_each_placed(grammar: Grammar) -> None:
    text = "困难台胞432人、高龄台胞1792人"
    assert [text[slice(*span)] for span in grammar.read(text).parts] == ["432人", "1792人"]


def test_text_beyond_the_limit_is_said_to_be_unread(grammar: Grammar) -> None:
    assert grammar.read("优" * LONGEST).kind == "word"
    assert grammar.read("优" * (LONGEST + 1)) == Quantity("优" * (LONGEST + 1), "unreadable", reason="too-long")


def test_every_reason_has_its_wording_in_both_languages(grammar: Grammar, lexicon: Lexicon) -> None:
    reasons = lexicon.table("value_unreadable")
    for text in ("95..5%", "12梯次建设完成任务情况", "2022年13月", "95%≥", "≤95%以上", "#REF!", "！！", "9" * 2000):
        assert set(reasons[grammar.read(text).reason]) == {"zh", "en"}, text


@pytest.mark.parametrize(
    ("name", "base", "unit"),
    [
        ("突发事件处置及时性（小时）", "突发事件处置及时性", "小时"),
        ("治安案件发案数（个", "治安案件发案数", "个"),
        ("覆盖率(", "覆盖率", None),
        ("落实率（％）", "落实率", "%"),
        ("处置(事件)", "处置(事件)", None),
        ("处理(核查)", "处理(核查)", None),
        ("预算执行进度(7月)", "预算执行进度(7月)", None),
        ("服务中心（站）", "服务中心（站）", None),
        ("对保障村(社区)", "对保障村(社区)", None),
        ("补助村(社区)数量", "补助村(社区)数量", None),
        ("小区居民满意度(≥**%)", "小区居民满意度", "%"),
        ("农村低保标准(≥**元/人·月)", "农村低保标准", "元/人·月"),
        ("数量（单位：个）", "数量", "个"),
        ("及时(按期)完工率", "及时(按期)完工率", None),
        ("（个）", "（个）", None),
        ("满意度", "满意度", None),
        ("", "", None),
    ],
)
def test_the_unit_in_a_names_bracket_is_told_from_other_brackets(
    grammar: Grammar, name: str, base: str, unit: str | None
) -> None:
    found_base, found = grammar.name_unit(name)
    assert (found_base, found.canonical if found else None) == (base, unit)


def test_a_size_in_the_bracket_is_part_of_the_units_factor(grammar: Grammar) -> None:
    _, unit = grammar.name_unit("金额（万元）")
    assert unit == Unit("万元", "元", "money", "元", Fraction(10000))


def test_dates_in_running_text_have_their_places(grammar: Grammar) -> None:
    text = "确保2021-2022年完成，2023年12月底前验收，次年3月报账，2022.12.31；【2021】62号，2023年13月，统一月报"
    found = [(date.wording, text[date.start : date.stop]) for date in grammar.dates(text)]
    assert found == [
        ("2021年", "2021"),
        ("2022年", "2022年"),
        ("2023年12月底前", "2023年12月底前"),
        ("次年3月", "次年3月"),
        ("2022年12月31日", "2022.12.31"),
    ]
