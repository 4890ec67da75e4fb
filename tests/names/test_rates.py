"""What names of rates are about: the end of a name decides, what stands before can turn it about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint.api import shipped_rules
from perflint.names import Names, WordEnds


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(shipped_rules().lexicon)


@pytest.mark.parametrize(
    "name",
    [
        "社区矫正对象重新犯罪率",
        "图书污损率",
        "病房压疮发生率",
        "补助漏发率",
        "疫苗逾期比例",
        "管网漏损率",
        "工伤率",
        "冷链超温率",
        "仓房锈蚀率",
        "重大质量安全事件发生率",
        "采样不合格率",
        "未按时办结率",
        "低保金重复领取率",
        "逾期办结率",
        "渣土车违规运输率",
        "未成年人犯罪率",
        "无障碍设施损坏率",
        "不动产登记差错率",
        "案件超审限率",
        "贷款欠息率",
        "出现不合格产品的比例",
    ],
)
def test_what_nobody_wants_is_undesired_whatever_the_trade(names: Names, name: str) -> None:
    assert names.rate(name).kind == "undesired"


@pytest.mark.parametrize(
    "name",
    [
        "投诉回复率",
        "隐患消除率",
        "故障修复率",
        "违章处理率",
        "案件办结率",
        "逾期贷款清收率",
        "断头路打通率",
        "水土流失治理率",
        "问题食品检出率",
        "化解矛盾率",
        "打击违法犯罪率",
        "犯罪减低率",
        "死因监测报告率",
        "退休人员参保率",
        "超低排放改造率",
        "停车泊位利用率",
        "失能老人照护率",
        "错峰生产执行率",
        "退赃退赔率",
        "网上信访占比",
        "适老化率",
        "缺陷产品召回率",
    ],
)
def test_dealing_with_bad_things_is_not_undesired(names: Names, name: str) -> None:
    assert names.rate(name).kind != "undesired"


@pytest.mark.parametrize("name", ["无重大安全事故发生率", "零投诉率", "未发生责任事故比例", "无差错率"])
def test_a_bad_thing_that_is_denied_is_desired(names: Names, name: str) -> None:
    assert names.rate(name).kind == "desired"


@pytest.mark.parametrize("name", ["电机功率", "贷款利率", "巡查频率", "事故起数", "投诉", ""])
def test_what_is_no_rate_says_nothing(names: Names, name: str) -> None:
    assert names.rate(name).kind == ""


def test_the_word_that_decided_is_told(names: Names) -> None:
    assert names.rate("刑释人员重新犯罪率").word == "重新犯罪"
    assert names.rate("信息未及时录入率").word == "未及时录入"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("劳动争议仲裁结案率", "结案"),
        ("执行案款到位率", "到位"),
        ("观测数据连续率", "连续"),
        ("秸秆综合利用率", "综合利用"),
    ],
)
def test_what_everybody_wants_is_desired(names: Names, name: str, word: str) -> None:
    reading = names.rate(name)
    assert (reading.kind in ("desired", "handled"), reading.word) == (True, word)


def test_a_description_tells_by_what_is_counted(names: Names) -> None:
    assert names.share("漏审的文件占应审文件的比例").kind == "undesired"
    assert names.share("已答复的投诉占受理投诉的比例").kind == "handled"
    assert names.share("患病的老人签约人数占患病老人总数的比例").kind == ""  # the noun behind 的 has an act of its own


@given(st.text(alphabet="无未不漏率比例发生的占事故处理合格", max_size=40))
def test_no_text_makes_reading_fail_and_reading_twice_agrees(text: str) -> None:
    names = Names(shipped_rules().lexicon)
    assert names.rate(text) == names.rate(text)
    names.share(text)


@pytest.mark.parametrize("unit", ["发生", "未及时", "的", "漏报率", "占的"])
def test_a_very_long_name_is_a_sentence_and_costs_no_time(names: Names, unit: str) -> None:
    assert names.rate(unit * 50_000 + "率").kind == ""
    assert names.share(unit * 50_000 + "比例").kind == ""


def test_the_longest_word_at_the_end_wins() -> None:
    ends = WordEnds.of(["率", "合格率"], ["格率"])
    assert ends.match("验收合格率") == "合格率"
    assert ends.match("率先") == ""
    assert ends.match("") == ""


def test_covering_needs_every_character() -> None:
    words = WordEnds.of(["工作", "完成", "作完"])
    assert words.covers("工作完成")
    assert not words.covers("工作未完成")
    assert not words.covers("")


def test_covering_a_long_hostile_text_ends_at_once() -> None:
    assert not WordEnds.of(["一", "一一", "一一一"]).covers("一" * 20_000 + "二")
