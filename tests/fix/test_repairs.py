"""Each repair alone: what it mends, what it leaves, and that no figure ever changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint.api import shipped_rules
from perflint.fix.repairs import (
    KINDS,
    clean_name,
    clean_text,
    figures,
    guarded,
    renumbered,
    repairs_of,
    same_width,
    settled,
    single_punctuation,
)

TEXTS = st.text(alphabet="校舍维修一二10. ,，、；;。：:！？!?()（）%≥\n\t\u3000\u200bAB减低率按排", max_size=24)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("校舍 维修", "校舍维修"),
        (" 校舍维修\n", "校舍维修"),
        ("课桌椅购\n置数量", "课桌椅购置数量"),
        ("校舍\u200b维\u3000修", "校舍维修"),
        ("购置 A3 打印机", "购置 A3 打印机"),
        ("购置  A3\n打印机", "购置 A3打印机"),
        ("LED\nTV", "LED TV"),
    ],
)
def test_a_name_loses_its_blanks_but_for_one_beside_letters_and_digits(written: str, clean: str) -> None:
    assert clean_name(written) == clean


def test_a_text_keeps_its_indent_and_its_lines_and_loses_what_cannot_be_seen() -> None:
    assert clean_text("　　用于\u200b办公\u3000设备\n购置") == "　　用于办公设备\n购置"


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("完成清淤。。", "完成清淤。"),
        ("养护。，保洁，，，", "养护。保洁，"),
        ("养护，。", "养护。"),
        ("养护；;保洁", "养护；保洁"),
        ("能否完工？！等……", "能否完工？！等……"),
        ("目标：，清淤", "目标：，清淤"),
    ],
)
def test_of_doubled_punctuation_one_mark_stays(written: str, clean: str) -> None:
    assert single_punctuation(written) == clean


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("用于维修,改造", "用于维修，改造"),
        ("改造（二期)", "改造（二期）"),
        ("改造(二期)工程", "改造（二期）工程"),
        ("率(%)", "率(%)"),
        ("1,700盏,215.5元", "1,700盏,215.5元"),
        ("一.加强", "一.加强"),
    ],
)
def test_punctuation_between_chinese_characters_becomes_wide(written: str, clean: str) -> None:
    assert same_width(written) == clean


def test_a_repair_that_would_join_two_figures_is_not_made() -> None:
    assert guarded(clean_name, "采购1\u200b0台") == "采购1\u200b0台"
    assert guarded(single_punctuation, "1,,700盏") == "1,,700盏"


def test_terms_are_put_right_and_words_that_only_look_like_them_stay() -> None:
    rules = shipped_rules()
    make = repairs_of(rules.rules["TXT007"], rules.lexicon)
    assert make is not None
    assert make("purpose")("按排资金用于事故减低率，险情上报消防部门") == "安排资金用于事故降低率，险情上报消防部门"


def test_rules_without_a_safe_repair_have_none() -> None:
    rules = shipped_rules()
    assert all(repairs_of(rule, rules.lexicon) is None for rule in rules.rules.values() if rule.id.startswith("VAL"))


def test_a_single_goal_loses_its_number_and_nothing_else() -> None:
    assert renumbered(("1.完成清淤",)) == ("完成清淤",)
    assert renumbered(("（一）完成清淤",)) == ("完成清淤",)
    assert renumbered(("20、30岁青年培训",)) == ("20、30岁青年培训",)


def test_numbers_in_several_styles_take_the_first_style() -> None:
    assert renumbered(("1.清淤", "2、护岸", "（3）绿化")) == ("1.清淤", "2.护岸", "3.绿化")


def test_a_gap_in_the_numbers_stays_for_a_person() -> None:
    assert renumbered(("1.清淤", "3、护岸")) == ("1.清淤", "3、护岸")


def test_a_number_never_runs_into_the_figure_behind_it() -> None:
    assert renumbered(("1.清淤", "2、5公里道路")) == ("1.清淤", "2、5公里道路")


@given(TEXTS)
def test_no_repair_changes_a_figure_and_a_second_one_changes_nothing(written: str) -> None:
    rules = shipped_rules()
    for field in ("name", "purpose", "indicators.name"):
        made = [repairs_of(rule, rules.lexicon) for rule in rules.rules.values() if rule.check.kind in KINDS]
        repairs = [make(field) for make in made if make is not None]
        once = settled(written, repairs)
        assert figures(once) == figures(written)
        assert settled(once, repairs) == once
