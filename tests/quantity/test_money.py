"""Money in running text and in amount cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perflint.quantity import Grammar


def yuan(grammar: Grammar, text: str) -> list[str]:
    return [format(amount.yuan.normalize(), "f") for amount in grammar.amounts(text)]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("安排42.5万元；采购护眼灯1700盏36.5万元，线路改造施工6万元。", ["425000", "365000", "60000"]),
        ("停车场费用安排22万元，具体为：物业管理费11万元，租赁费8万元", ["220000", "110000", "80000"]),
        ("劳务费40万元，25万元", ["400000", "250000"]),
        ("2021-2022年，【2021】62号，5.5公里，3万户，1700盏", []),
        ("购置7423万", ["74230000"]),
        ("五十万元和1,234.50元、１００元", ["500000", "1234.5", "100"]),
        ("一元化管理，三元村", []),
        ("100 万 元", ["1000000"]),
        ("合计￥500", ["500"]),
        ("5万余元", ["50000"]),
        ("1.2.3万元", []),
        ("", []),
    ],
)
def test_amounts_are_found_and_nothing_else(grammar: Grammar, text: str, amounts: list[str]) -> None:
    assert yuan(grammar, text) == amounts


def test_offsets_of_amounts_hold_in_the_raw_text(grammar: Grammar) -> None:
    text = "𠮷镇安排４２．５万元，其中 30 万元"
    assert [text[a.start : a.stop] for a in grammar.amounts(text)] == ["４２．５万元", "30 万元"]
    assert all(a.raw == text[a.start : a.stop] for a in grammar.amounts(text))


def test_prices_products_yearly_sums_ranges_and_missing_yuan_are_marked(grammar: Grammar) -> None:
    text = "每人补助500元，300元×20人，30人×40元，单价8元，50元/人，每年7万元，6万元/年，3-5万元，20万；1万元"
    marks = [(a.is_rate, a.is_product, a.is_yearly, a.is_range, a.is_explicit) for a in grammar.amounts(text)]
    assert marks == [
        (True, False, False, False, True),
        (False, True, False, False, True),
        (False, True, False, False, True),
        (True, False, False, False, True),
        (True, False, False, False, True),
        (True, False, True, False, True),
        (True, False, True, False, True),
        (False, False, False, True, True),
        (False, False, False, False, False),
        (False, False, False, False, True),
    ]


def test_a_unit_price_keeps_the_price_as_its_amount(grammar: Grammar) -> None:
    assert yuan(grammar, "4.5万元/年") == ["45000"]


def test_a_ceiling_in_running_text_has_its_comparator(grammar: Grammar) -> None:
    (amount,) = grammar.amounts("总投资控制在20万元以内")
    assert amount.comparator == "≤"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("90.00", "900000"), ("4850.00万元", "48500000"), ("1,234.50",
        "12345000"), ("-5.00", "-50000"), ("90.00元", "90"),
        ("90万", "900000"), ("３０．００", "300000"), (" 12 万元 ", "120000"), ("90.00（万元）", "900000"), ("0", "0"),
    ],
)  # fmt: skip
def test_amount_cells_are_exact_and_their_own_unit_wins(grammar: Grammar, cell: str, amount: str) -> None:
    read = grammar.read_amount(cell, grammar.unit("万元"))
    assert read.kind == "amount"
    assert read.yuan == Decimal(amount)


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "——", "/", "－", "　"])
def test_dashes_and_strokes_are_blank_cells(grammar: Grammar, cell: str) -> None:
    assert grammar.read_amount(cell, grammar.unit("万元")).kind == "blank"


@pytest.mark.parametrize(
    "cell",
    ["1.234.50", "90,00", "9.0E+1", "约90", "(5.00)", "007", "30人", "九十", "90..0", "9" * 400, "nan", "无", "1_000"],
)
def test_what_is_no_amount_is_said_to_be_malformed(grammar: Grammar, cell: str) -> None:
    read = grammar.read_amount(cell, grammar.unit("万元"))
    assert (read.kind, read.number, read.yuan) == ("malformed", None, None)


def test_without_any_unit_the_figure_is_kept_but_no_yuan_is_guessed(grammar: Grammar) -> None:
    read = grammar.read_amount("90.00")
    assert (read.kind, read.number, read.yuan) == ("amount", Decimal("90.00"), None)


def test_more_decimals_than_the_smallest_coin_are_told(grammar: Grammar) -> None:
    wan = grammar.unit("万元")
    assert grammar.read_amount("1.1234567", wan).is_finer_than_fen
    assert not grammar.read_amount("1.123456", wan).is_finer_than_fen
