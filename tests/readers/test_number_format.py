"""What a person sees of numbers under number formats, as Excel and WPS show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint.readers.number_format import GENERAL, display, display_text, general, lost_digits


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("0.25", "0%", "25%"),
        ("1", "0%", "100%"),
        ("0.955", "0.0%", "95.5%"),
        ("0.005", "0%", "1%"),
        ("90", "0.00", "90.00"),
        ("42.880000000000003", GENERAL, "42.88"),
        ("0.33333333333333331", GENERAL, "0.333333333333333"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("2.5", "0", "3"),
        ("0.5", "#.##", ".5"),
        ("3", "#.##", "3"),
        ("12", "00000", "00012"),
        ("-0.001", "0.00", "0.00"),
        ("-5", "#,##0;(#,##0)", "(5)"),
        ("0.5", "# ?/?", "1/2"),
        ("1234567", "0.0,", "1234.6"),
        ("5.10184E+20", GENERAL, "5.10184E+20"),
        ("12345678901234", GENERAL, "12345678901234"),
    ],
)
def test_a_number_shows_as_its_format_says(raw: str, code: str, shown: str) -> None:
    assert display(raw, code) == shown


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("95", '"≥"0"%"', "≥95%"),
        ("43.88", '0.00"万元"', "43.88万元"),
        ("95", "0\\%", "95%"),
        ("95", '"≥"General"%"', "≥95%"),
        ("95", 'G/通用格式"天"', "95天"),
        ("12", "[$¥-804]#,##0.00", "¥12.00"),
        ("120000", '0!.0,"万"', "12.0万"),
        ("13022522", "000-00000", "130-22522"),
    ],
)
def test_literals_of_a_format_are_part_of_what_is_seen(raw: str, code: str, shown: str) -> None:
    assert display(raw, code) == shown


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("44926", 'yyyy"年"m"月"d"日"', "2022年12月31日"),
        ("44926", '[$-804]yyyy"年"m"月";@', "2022年12月"),
        ("44926", "yyyy/m/d", "2022/12/31"),
        ("44926.75", "yyyy-mm-dd hh:mm:ss", "2022-12-31 18:00:00"),
        ("44926", "aaaa", "星期六"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
    ],
)
def test_dates_and_times_show_as_their_format_says(raw: str, code: str, shown: str) -> None:
    assert display(raw, code) == shown


def test_dates_may_count_from_1904() -> None:
    assert display("43464", "yyyy-m-d", from_1904=True) == display("44926", "yyyy-m-d")


def test_a_number_that_is_no_date_falls_back_to_its_digits() -> None:
    assert display("-3", "yyyy-m-d") == "-3"


@pytest.mark.parametrize(("raw", "shown"), [("0", "-"), ("1234.5", "1,234.50"), ("-3", "-3.00")])
def test_padding_of_accounting_formats_is_no_text(raw: str, shown: str) -> None:
    assert display(raw, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ') == shown


def test_an_empty_section_hides_what_it_stands_for() -> None:
    assert display("0", "0;-0;;@") == ""
    assert display("7", "0;-0;;@") == "7"


def test_conditions_choose_the_section() -> None:
    assert [display(raw, "[<10]0.0;[>=10]0") for raw in ("9", "12")] == ["9.0", "12"]


def test_text_takes_the_literals_around_its_sign() -> None:
    assert display_text("95%", '"≥"@') == "≥95%"
    assert display_text("十二", "0.00;-0.00;0;@") == "十二"


@pytest.mark.parametrize("raw", ["130225220000412510012", "1e15", "-1E+20"])
def test_long_numbers_have_lost_digits(raw: str) -> None:
    assert lost_digits(raw)


@pytest.mark.parametrize("raw", ["999999999999999", "0.1", "x", ""])
def test_numbers_of_fifteen_digits_have_not(raw: str) -> None:
    assert not lost_digits(raw)


@given(st.floats(), st.text('0#?.,%;"@\\[]<>=年月日ymdhs_*!E+-/ ', max_size=30))
def test_any_number_under_any_format_gives_some_text(number: float, code: str) -> None:
    assert isinstance(display(repr(number), code), str)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_keeps_its_value_without_a_format(amount: object) -> None:
    from decimal import Decimal

    assert isinstance(amount, Decimal)
    assert Decimal(general(amount)) == amount


def test_an_endless_format_costs_nothing() -> None:
    assert display("1", "0" * 1_000_000) == "0" * 999 + "1"
