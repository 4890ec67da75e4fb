"""Whole inputs mended: in place, judged again, and never more than was asked."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from perflint.fix.mend import Mended

Mend = Callable[..., Mended]

COMMENTED = """\
# 报送稿，勿删
profile: hebei-2022
year: 2022   # 年度
projects:
- code: 13022522P00CKTC10027L
  name: "校舍 维修"    # 名称
  budget: {fiscal: 90.00, total: 90.00}
  purpose: 'it''s 用于校舍维修,操场改造。。'
  goals: [ 1.完成清淤 ]
  indicators:
  - {name: 事故减低率, value: ≥95%, description: '事故减低率', level2: 质量指标, level1: 产出指标}
"""


def test_comments_order_and_quotes_stay_and_only_the_slips_change(mended: Mend) -> None:
    wanted = (
        COMMENTED.replace("校舍 维修", "校舍维修")
        .replace("维修,操场改造。。", "维修，操场改造。")
        .replace("1.完成", "完成")
        .replace("减低", "降低")
    )
    assert mended(COMMENTED).data.decode() == wanted


def test_a_second_run_changes_nothing(mended: Mend) -> None:
    once = mended(COMMENTED)
    twice = mended(once.data)
    assert once.edits
    assert not twice.edits
    assert twice.data == once.data


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("name: 校舍\n    维修", "name: 校舍维修"),
        ('name: "校舍\\n维修"', 'name: "校舍维修"'),
        ('name: "校\\u820d\\u3000维修"', 'name: "校\\u820d维修"'),
        ("name: |\n    校舍\n    维修\n", "name: |\n    校舍维修\n"),
        ("name: >-\n    校舍\n    维修\n", "name: >-\n    校舍维修\n"),
        ("name: '校舍  维修'", "name: '校舍维修'"),
        ('name: "校舍维修\u3000"', 'name: "校舍维修"'),
    ],
)
def test_a_value_keeps_the_way_in_which_it_was_written(written: str, wanted: str, mended: Mend) -> None:
    frame = "projects:\n- code: A\n  {}\n  purpose: 购置\n"
    assert mended(frame.format(written)).data.decode() == frame.format(wanted)


def test_quotes_are_added_where_the_mended_text_would_mean_something_else(mended: Mend) -> None:
    found = mended("projects:\n- code: A\n  goals:\n  - 1.- 清淤工程\n")
    assert found.document.projects[0].goals == ("- 清淤工程",)
    assert '- "- 清淤工程"' in found.data.decode()


def test_line_ends_the_byte_order_mark_and_the_encoding_stay(mended: Mend) -> None:
    text = "projects:\r\n- code: A\r\n  name: 校舍 维修\r\n"
    fixed = text.replace("校舍 维修", "校舍维修")
    assert mended(b"\xef\xbb\xbf" + text.encode()).data == b"\xef\xbb\xbf" + fixed.encode()
    assert mended(text.encode("gb18030")).data == fixed.encode("gb18030")


def test_json_keeps_its_escapes_and_its_layout(mended: Mend) -> None:
    text = json.dumps({"projects": [{"code": "A", "name": "校舍\n维修", "budget": {"total": 90.00}}]}, indent=3)
    found = mended(text, "targets.json")
    assert found.data.decode() == text.replace("\\n", "")


def test_codes_classes_values_and_amounts_are_never_touched(mended: Mend) -> None:
    text = (
        "projects:\n- code: ' 13022522P00CKTC10027L '\n  name: 清淤\n  budget: {total: '90.00 。。'}\n"
        "  indicators:\n  - {level1: ' 产出指标', level2: 质量 指标, name: 长度, value: 按排95%。。}\n"
    )
    assert mended(text).data.decode() == text


def test_a_rule_that_is_ignored_or_waived_mends_nothing(mended: Mend) -> None:
    text = "projects:\n- code: A\n  name: 校舍 维修\n  purpose: 按排专项资金用于账务清理工作\n"
    assert mended(text, ignore=("TXT005",)).data.decode() == text.replace("按排", "安排")
    assert mended(text, select=("TXT005",)).data.decode() == text.replace("校舍 维修", "校舍维修")
    waived = text.replace("校舍 维修", "校舍 维修  # perflint: ignore[TXT005] 文件原名")
    assert "校舍 维修" in mended(waived).data.decode()


def test_a_repair_that_raises_another_violation_is_taken_back_and_said(mended: Mend) -> None:
    text = (
        "projects:\n- code: A\n  name: 农田\n  goals:\n  - 确保按排农田灌溉工作有序进行到位\n"
        "  - 确保安排农田灌溉工作有序进行到位\n"
    )
    found = mended(text)
    assert found.data.decode() == text
    assert "DUP001" in found.kept[0].reason.en


def test_name_heading_and_description_are_mended_together(mended: Mend) -> None:
    text = (
        "projects:\n- code: A\n  heading: 1.治安防犯费绩效目标表\n  name: 治安防犯费\n"
        "  indicators:\n  - {name: 事故减低率, description: 事故减低率, value: ≥5%}\n"
    )
    project = mended(text).document.projects[0]
    assert project.heading == "1.治安防范费绩效目标表"
    assert project.name == "治安防范费"
    assert (project.indicators[0].name, project.indicators[0].description) == ("事故降低率", "事故降低率")


def test_what_a_person_must_decide_is_shown(mended: Mend) -> None:
    text = (
        "projects:\n- code: A\n  name: 清淤\n"
        "  indicators:\n  - {level1: 产出指标, level2: 数量指标, name: 清淤合格率, value: 17}\n"
    )
    found = mended(text)
    assert found.data.decode() == text
    assert {"indicators[1].value"} <= {item.field for item in found.suggestions()}


def test_a_format_that_cannot_be_written_says_what_it_leaves(mended: Mend) -> None:
    page = "<html><body><table><tr><td>项目名称</td><td>校舍 维修</td></tr><tr><td>项目编码</td><td>A</td></tr></table>"
    found = mended(page, "targets.html")
    assert found.data.decode() == page
    assert [item.edit.new for item in found.kept] == ["校舍维修"]


def test_an_unreadable_input_stays_as_it_is(mended: Mend) -> None:
    found = mended("projects: [\n")
    assert found.data == b"projects: [\n"
    assert found.report.unreadable()
