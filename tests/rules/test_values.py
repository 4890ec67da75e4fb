"""The rules of indicator values on values as people write them."""

from __future__ import annotations

import time

import pytest

LEVEL1 = {"数量": "产出", "质量": "产出", "时效": "产出", "成本": "产出", "服务对象满意度": "满意度"}
RULES = ("VAL001", "VAL002", "VAL003", "VAL004", "VAL009", "VAL010", "VAL011", "VAL012", "VAL014", "VAL015")


def row(level2: str, name: str, value: str, description: str = "") -> dict[str, str]:
    level1 = LEVEL1.get(level2, "效益") + "指标"
    return {"level1": level1, "level2": f"{level2}指标", "name": name, "value": value, "description": description}


def said(judge, one_row, *rules, **document):
    found = judge({"profile": "cn-2015", "row": one_row, **document}, *(rules or RULES))
    return [(rule, severity) for rule, _, severity in found]


@pytest.mark.parametrize(
    "one_row",
    [
        row("数量", "治安案件发案数（个）", "≤40"),
        row("时效", "工程完工时间", "2022年底"),
        row("数量", "惠及群众人数", "32599人"),
        row("服务对象满意度", "群众满意率", "≥95%"),
        row("成本", "项目总成本", "≤90万元"),
        row("社会效益", "再犯罪减低率", "≥5%"),
        row("质量", "设备验收合格率", "≥98百分比"),
        row("质量", "是否制定应急预案", "是"),
        row("质量", "教师学生比", "1:10"),
        row("数量", "采购数量（单位：台）", "12"),
        row("数量", "护眼灯（盏）更换数量", "1700"),
        row("成本", "单位培训成本", "≤400元/人·天"),
        row("成本", "采购资金节约率", "≥5%"),
        row("时效", "资金拨付时间", "按季度拨付"),
        row("时效", "抢修响应时限", "≤30分钟"),
        row("时效", "河道清淤完成时间", "主汛期前"),
        row("服务对象满意度", "信访投诉率", "≤3%"),
        row("服务对象满意度", "就诊患者评分", "≥4.5分"),
        row("服务对象满意度", "家长满意度", "100%"),
        row("质量", "食品检验差错率", "0%"),
        row("经济效益", "园区企业营业收入增长率", "≥120%"),
        row("质量", "完工项目质保期", "两年"),
    ],
)
def test_sound_values_stay_silent(judge, one_row):
    assert said(judge, one_row, year=2022) == []


@pytest.mark.parametrize(
    ("one_row", "expected"),
    [
        (row("质量", "水质达标率", "≥130%"), [("VAL001", "error")]),
        (row("数量", "接处警数", "7万"), [("VAL002", "error")]),
        (row("数量", "接处警数", "≥1000"), [("VAL002", "error")]),
        (row("质量", "应急处置及时性（小时）", "≥95%"), [("VAL003", "error")]),
        (row("质量", "路灯亮灯率", "95%"), [("VAL004", "warning")]),
        (row("成本", "项目成本", "20万元"), [("VAL004", "warning")]),
        (row("成本", "业务费", "≥5万元"), [("VAL009", "warning")]),
        (row("成本", "业务费", "控制在预算内"), [("VAL010", "warning")]),
        (row("服务对象满意度", "学员满意度", "≥75%"), [("VAL011", "warning")]),
        (row("服务对象满意度", "学员满意度", "≥55%"), [("VAL011", "error")]),
        (row("时效", "竣工时间", "2021年11月底"), [("VAL012", "error")]),
        (row("时效", "竣工时间", "2023年11月底"), [("VAL012", "error")]),
        (row("数量", "慰问人数", "老党员20人、困难户30户"), [("VAL014", "warning")]),
        (row("时效", "报告提交", "按期提交报告"), [("VAL015", "warning")]),
    ],
)
def test_each_fault_is_said_once(judge, one_row, expected):
    assert said(judge, one_row, year=2022) == expected


def test_a_cost_floor_is_not_also_said_to_be_no_amount(judge):
    assert said(judge, row("成本", "资金成本", "≥95%")) == [("VAL009", "warning")]


def test_a_cost_without_unit_is_not_also_said_to_be_no_amount(judge):
    assert said(judge, row("成本", "会议费", "≤470")) == [("VAL002", "error")]


def test_satisfaction_without_sign_is_said_by_its_own_rule_alone(judge):
    assert said(judge, row("服务对象满意度", "游客满意度", "90%")) == [("VAL011", "warning")]


def test_satisfaction_under_benefits_is_judged_as_satisfaction(judge):
    one = {"level1": "效益指标", "level2": "社会公众或服务对象满意度指标", "name": "游客满意度", "value": "≥50%"}
    assert said(judge, one) == [("VAL011", "error")]


def test_an_unreadable_value_silences_what_would_need_it(judge):
    assert said(judge, row("成本", "补助", "甲类30元、乙类20元")) == [("VAL014", "warning")]


def test_a_lost_sign_is_suggested_where_other_values_carry_it(report):
    rows = [row("质量", "验收合格率", "≥95%"), row("服务对象满意度", "住户满意度", "292%")]
    (found,) = report({"rows": rows}, "VAL001").violations
    assert (found.field, found.suggestion) == ("indicators[2].value", "≥92%")


@pytest.mark.parametrize("value", ["292%", "250%", "2100.5%"])
def test_no_sign_is_suggested_where_nothing_speaks_for_it(report, value):
    rows = [row("质量", "验收合格率", "≤50%"), row("服务对象满意度", "住户满意度", value)]
    assert [item.suggestion for item in report({"rows": rows}, "VAL001").violations] == [None]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("案件数（个）", "30件"),
        ("参训人员（名）", "60人次"),
        ("采购成本（元）", "3万元"),
        ("人均成本（元）", "400元/人·天"),
        ("巡查次数（次）", "2次/月"),
        ("突发情况处置（事件）", "95%"),
        ("培训时长（天", "3日"),
    ],
)
def test_units_that_may_stand_for_each_other_do_not_conflict(judge, name, value):
    assert said(judge, row("数量", name, value), "VAL003") == []


@pytest.mark.parametrize(
    "value",
    [
        "2022年12月31日",
        "12月底",
        "比2021年下降5%",
        "不低于2020年水平",
        "2021年9月-2022年7月",
        "2022年第四季度",
        "22年12月底前",
        "20年",
        "2022年11月至次年3月",
    ],
)
def test_dates_that_belong_to_the_year_or_are_a_baseline_are_fine(judge, value):
    assert said(judge, row("时效", "完成时间", value), "VAL012", year=2022) == []


@pytest.mark.parametrize(
    "value", ["2021年底前", "2020.1.1-2020.12.31", "2023年3月底", "2023年6月", "2024年", "次年3月底前", "23年6月"]
)
def test_dates_of_other_years_are_errors(judge, value):
    assert said(judge, row("时效", "完成时间", value), "VAL012", year=2022) == [("VAL012", "error")]


@pytest.mark.parametrize("value", ["2023年3月底前", "次年3月底前"])
def test_what_closes_a_year_may_be_done_in_the_first_months_of_the_next(judge, value):
    assert said(judge, row("时效", "部门决算完成时间", value), "VAL012", year=2022) == []


def test_a_project_over_several_years_may_end_later(judge):
    late = row("时效", "竣工时间", "2024年10月")
    assert said(judge, late, "VAL012", year=2022, purpose="工期为2022年至2024年。") == []
    assert said(judge, late, "VAL012", year=2022, name="2022-2024年河道治理工程") == []
    early = row("时效", "尾款支付时间", "2021年底")
    assert said(judge, early, "VAL012", year=2022, goals=["2021年底前完成。"]) == [("VAL012", "error")]


def test_without_a_budget_year_dates_are_not_applicable(report):
    result = report({"row": row("时效", "完成时间", "2021年底前")}, "VAL012")
    assert not result.violations
    assert [item.rule for item in result.not_applicable] == ["VAL012"]


def test_forms_without_classes_are_still_judged_by_rules_that_need_none(report):
    result = report({"row": {"name": "设备完好率", "value": "95%"}}, "VAL004", "VAL010")
    assert [item.rule for item in result.violations] == ["VAL004"]
    assert [item.rule for item in result.not_applicable] == ["VAL010"]


def test_strict_signs_are_counted_over_the_document(report):
    usual = [row("数量", f"第{number}项检查次数", "≥3次") for number in range(10)]
    strict = row("数量", "抽查次数", "＞3次")
    few = {"projects": [{"rows": usual}, {"rows": [strict]}]}
    assert not report(few, "VAL016").violations
    many = {"projects": [{"rows": usual}, {"rows": [strict, *usual]}]}
    assert [(item.position, item.field) for item in report(many, "VAL016").violations] == [(1, "indicators[1].value")]


@pytest.mark.parametrize("name", ["数量" + "）" * 20_000, "（" * 20_000, "（个）" * 7_000])
def test_a_hostile_name_costs_no_more_than_its_length(judge, name):
    started = time.process_time()
    said(judge, row("数量", name, "12"))
    assert time.process_time() - started < 2
