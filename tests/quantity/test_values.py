"""Real and written values with what they say; ``values.tsv`` was read line by line by a person."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from perflint.lexicon import Lexicon
from perflint.quantity import Grammar, Kind, Quantity

FIXTURE = Path(__file__).with_name("values.tsv")
ROWS = [line.split("\t") for line in FIXTURE.read_text(encoding="utf-8").splitlines() if not line.startswith("# value")]


def said(quantity: Quantity) -> list[str]:
    """The columns of the fixture for a quantity."""
    return [
        quantity.kind,
        quantity.comparator,
        "" if quantity.number is None else format(quantity.number, "f"),
        "" if quantity.upper is None else format(quantity.upper, "f"),
        quantity.multiplier_word,
        quantity.unit.canonical if quantity.unit else "",
        "|".join(date.wording for date in quantity.dates),
        quantity.reason,
    ]


def test_the_fixture_covers_every_kind_and_reason(grammar: Grammar, lexicon: Lexicon) -> None:
    assert len(ROWS) >= 1000
    kinds = {row[1] for row in ROWS} | {grammar.read("").kind}
    assert kinds == set(get_args(Kind))
    reasons = {row[8] for row in ROWS} | {grammar.read("9" * 1001).reason}
    assert reasons - {""} == set(lexicon.table("value_unreadable"))


def test_each_value_of_the_fixture_is_read_as_a_person_reads_it(grammar: Grammar) -> None:
    wrong = [(row[0], said(grammar.read(row[0])), row[1:]) for row in ROWS if said(grammar.read(row[0])) != row[1:]]
    assert not wrong


def test_each_value_of_the_fixture_reads_back_from_its_canonical_print(grammar: Grammar) -> None:
    for row in ROWS:
        value = grammar.read(row[0])
        assert grammar.read(value.text()).meaning == value.meaning, row[0]


@pytest.mark.parametrize("text", [row[0] for row in ROWS if row[3]][::7])
def test_offsets_point_at_the_number_in_the_raw_text(grammar: Grammar, text: str) -> None:
    value = grammar.read(text)
    assert value.number_at is not None
    shown = text[slice(*value.number_at)]
    assert any(char.isnumeric() or char in "百两" for char in shown)


def test_offsets_of_sign_number_and_unit_hold_in_text_with_blanks_and_wide_characters(grammar: Grammar) -> None:
    text = "　合格率 ≧ ９５．５ ％"
    value = grammar.read(text)
    assert [text[slice(*span)] for span in (value.sign_at, value.number_at, value.unit_at) if span] == [
        "≧",
        "９５．５",
        "％",
    ]


def test_offsets_count_a_character_beyond_the_basic_plane_as_one(grammar: Grammar) -> None:
    value = grammar.read("𠮷村完成≥95%")
    assert value.sign_at == (4, 5)
    assert value.number_at == (5, 7)
