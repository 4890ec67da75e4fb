"""VAL005–VAL008, VAL013, COH005, COH007, COH014: what a value means for its name, and names that say nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint.report import Report

Said = list[tuple[str, str, str]]
VALUE = "indicators[1].value"


def row(name: str, value: str, description: str = "", level2: str = "质量指标", **more: str) -> dict[str, str]:
    tops = {
        "质": "产出指标",
        "成": "产出指标",
        "时": "产出指标",
        "社": "效益指标",
        "经": "效益指标",
        "服": "满意度指标",
    }
    return {
        "level1": tops[level2[0]],
        "level2": level2,
        "name": name,
        "description": description,
        "value": value,
        **more,
    }


# --- percentages on what is no ratio ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("档案整理", "整理规范的卷宗占比"),
        ("助餐送达及时性", ""),
        ("资金使用合规性", ""),
        ("成活率（≥**%）", ""),
        ("旅客满意度情况", ""),
        ("实际飞行小时数/计划小时数", ""),
        ("水质改善幅度", ""),
        ("公众安全感指数", ""),
        ("事故伤亡人数下降", ""),
    ],
)
def test_ratio_words_and_change_words_may_have_percentages(
    judge: Callable[..., Said], name: str, description: str
) -> None:
    assert judge({"row": row(name, "≥95%", description)}, "VAL005") == []


@pytest.mark.parametrize("name", ["护理工作效率", "档案管理制度", "第四季度", "监所安全", "施工监理记录"])
def test_what_only_sounds_like_a_ratio_is_none(judge: Callable[..., Said], name: str) -> None:
    assert judge({"row": row(name, "≥95%")}, "VAL005") == [("VAL005", VALUE, "warning")]


@pytest.mark.parametrize("unit", ["1", "的", "（", "情况", "提升"])
def test_names_of_a_hundred_thousand_characters_are_judged_at_once(judge: Callable[..., Said], unit: str) -> None:
    fragment = {"row": row(unit * 100_000 + "x", "≥95%", unit * 100_000 + "x")}
    assert len(judge(fragment, "VAL005", "VAL006", "VAL007", "VAL008", "VAL013", "COH005", "CLS005")) <= 3


def test_a_value_that_says_what_its_share_is_of_is_left_alone(judge: Callable[..., Said]) -> None:
    assert judge({"row": row("资助标准", "100%达标")}, "VAL005") == []


def test_a_conflict_of_units_silences_the_percentage(judge: Callable[..., Said]) -> None:
    said = judge({"row": row("处置响应（小时）", "≥95%")}, "VAL003", "VAL005")
    assert [rule for rule, _, _ in said] == ["VAL003"]


# --- changes ---------------------------------------------------------------------------------------------------------


def test_the_term_is_put_right_before_a_change_is_read(judge: Callable[..., Said]) -> None:
    assert judge({"row": row("溺水事故减低率", "≥95%")}, "VAL006") == [("VAL006", VALUE, "warning")]


@pytest.mark.parametrize(
    ("name", "value", "description"),
    [
        ("火灾起数降幅", "≥10%", ""),
        ("提升课后服务覆盖率", "≥95%", ""),
        ("普通话水平提升", "提高到95%", ""),
        ("稳步提升", "≥98%", "看押合格率"),
        ("新增岗位签约率", "≥95%", ""),
    ],
)
def test_levels_are_no_changes(judge: Callable[..., Said], name: str, value: str, description: str) -> None:
    assert judge({"row": row(name, value, description)}, "VAL006") == []


# --- ceilings and directions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["投诉回复率", "隐患消除率", "故障修复率", "无责任事故发生率", "药占比"])
def test_handling_and_denied_harm_may_have_any_ceiling(judge: Callable[..., Said], name: str) -> None:
    assert judge({"row": row(name, "≤95%")}, "VAL007") == []


@pytest.mark.parametrize(("value", "severity"), [("≤51%", "warning"), ("<79%", "warning"), ("不超过80%", "error")])
def test_a_ceiling_above_half_is_a_warning_and_from_eighty_percent_an_error(
    judge: Callable[..., Said], value: str, severity: str
) -> None:
    assert judge({"row": row("借阅逾期率", value)}, "VAL007") == [("VAL007", VALUE, severity)]


@pytest.mark.parametrize("value", ["≤50%", "≤5%", "≤0.3‰", "≥3%"])
def test_a_ceiling_that_restrains_is_fine(judge: Callable[..., Said], value: str) -> None:
    assert judge({"row": row("借阅逾期率", value)}, "VAL007") == []


def test_a_description_alone_can_tell_what_is_undesired(judge: Callable[..., Said]) -> None:
    fragment = {"row": row("审查率", "≤85%", "漏审的文件占应审文件的比例")}
    assert judge(fragment, "VAL007") == [("VAL007", VALUE, "error")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("交通事故减低率", "≥10%"),
        ("盗窃案件降低率", "≥5%"),
        ("无重大事故发生率", "≥98%"),
        ("刑事案件破案率", "≥90%"),
        ("信访事项办结率", "≥95%"),
        ("事故车辆停放率", "≥90%"),
        ("隐患排查率", "≥95%"),
        ("抗菌药物使用率", "≤60%"),
        ("设备完好率", "≥95%"),
        ("检测及时率", "≤7个工作日"),
        ("专项资金支出率", "≤100%"),
    ],
)
def test_right_directions_are_left_alone(judge: Callable[..., Said], name: str, value: str) -> None:
    assert judge({"row": row(name, value)}, "VAL008") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("路灯亮灯率", "≤98%"),
        ("疫苗损耗率", "≥5%"),
        ("苗木成活率", "≤85%"),
        ("执行款错发率", "≥1%"),
        ("投诉处理率", "≤90%"),
    ],
)
def test_reversed_directions_are_said(judge: Callable[..., Said], name: str, value: str) -> None:
    assert judge({"row": row(name, value)}, "VAL008") == [("VAL008", VALUE, "warning")]


def test_satisfaction_with_a_ceiling_is_left_to_its_own_rule(judge: Callable[..., Said]) -> None:
    said = judge({"row": row("游客满意率", "≤90%", level2="服务对象满意度指标")}, "VAL008", "VAL011")
    assert [rule for rule, _, _ in said] == ["VAL011"]


# --- slogans ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "有效提升",
        "显著",
        "良好",
        "深入人心",
        "稳步提高，成效显著",
        "居民文化生活明显丰富",
        "显著提升服务能力",
        "大有改观",
        "优/良/中/差",
    ],
)
def test_praise_and_bare_scales_are_no_values(judge: Callable[..., Said], value: str) -> None:
    assert judge({"row": row("候诊环境", value, level2="社会效益指标")}, "VAL013") == [("VAL013", VALUE, "warning")]


@pytest.mark.parametrize(
    "value",
    [
        "是",
        "是/否",
        "无",
        "合格",
        "达标",
        "按季度",
        "长期",
        "12月底前",
        "不低于上年",
        "一级",
        "零事故",
        "通过验收",
        "≥95%",
        "优",
        "覆盖全县",
    ],
)
def test_what_can_be_checked_is_no_slogan(judge: Callable[..., Said], value: str) -> None:
    assert judge({"row": row("服务是否规范", value, level2="社会效益指标")}, "VAL013") == []


@pytest.mark.parametrize("value", ["明显改善", "定性 优良中低差"])
def test_a_row_that_says_it_is_qualitative_gets_a_hint_only(judge: Callable[..., Said], value: str) -> None:
    said = judge({"row": row("养护机制", value, level2="社会效益指标", kind="定性")}, "VAL013")
    assert said == [("VAL013", VALUE, "info")]


def test_a_slogan_silences_the_rules_on_cost_and_time(judge: Callable[..., Said]) -> None:
    rows = [row("泵房造价", "有效控制", level2="成本指标"), row("公示时间", "大幅加快", level2="时效指标")]
    said = judge({"rows": rows}, "VAL010", "VAL013", "VAL015")
    assert [rule for rule, _, _ in said] == ["VAL013", "VAL013"]


# --- vague names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "效率",
        "及时率",
        "抽查率",
        "长期性",
        "稳步提升",
        "核查要求",
        "持续发展作用力",
        "项目实现功能率",
        "其他工作完成率",
        "各项任务落实率",
        "综合完成率",
    ],
)
def test_names_without_a_thing_are_vague(judge: Callable[..., Said], name: str) -> None:
    assert judge({"row": row(name, "≥95%")}, "COH005") == [("COH005", "indicators[1].name", "warning")]


@pytest.mark.parametrize(
    "name",
    [
        "验收合格率",
        "项目完成率",
        "资金到位率",
        "执行到位率",
        "综合机械化率",
        "各项检务保障工作完成率",
        "其他渔具清理率",
        "水质综合合格率",
        "服务覆盖率",
        "满意度",
        "破案率",
        "就业率",
    ],
)
def test_names_with_a_thing_are_none(judge: Callable[..., Said], name: str) -> None:
    assert judge({"row": row(name, "≥95%")}, "COH005") == []


def test_costs_and_times_name_their_kind(judge: Callable[..., Said]) -> None:
    rows = [row("成本", "≤5万元", level2="成本指标"), row("完成时间", "12月底前", level2="时效指标")]
    assert judge({"rows": rows}, "COH005") == []


def test_the_description_is_offered_where_it_is_a_measure(report: Callable[..., Report]) -> None:
    better = report({"row": row("及时性", "≥95%", "渡工补助发放及时性")}, "COH005").violations
    assert better[0].suggestion == "渡工补助发放及时性"
    none = report({"row": row("长期性", "≥95%", "保障食品安全")}, "COH005").violations
    assert none[0].suggestion is None


def test_a_demand_with_a_measure_in_its_description_is_said(judge: Callable[..., Said]) -> None:
    demand = row("推进控辍保学", "≥98%", "控辍保学任务落实率", level2="社会效益指标")
    assert judge({"row": demand}, "COH005") == [("COH005", "indicators[1].name", "warning")]
    counted = row("推进控辍保学", "20次", "控辍保学任务落实率", level2="社会效益指标")
    assert judge({"row": counted}, "COH005") == []


def test_a_vague_name_silences_the_rules_on_its_description_and_its_twins(judge: Callable[..., Said]) -> None:
    rows = [row("及时率", "≥95%", "泵房竣工"), row("及时率", "≥95%", "坝坡护砌")]
    said = judge({"rows": rows}, "COH004", "COH005", "DUP006")
    assert {rule for rule, _, _ in said} == {"COH005"}


def test_users_who_are_named_are_no_unnamed_respondents(judge: Callable[..., Said]) -> None:
    rows = [row(name, "≥90%", level2="服务对象满意度指标") for name in ("用水户满意度", "服务对象满意度", "学员满意率")]
    assert judge({"rows": rows}, "COH014") == [("COH014", "indicators[2].name", "info")]


# --- ceilings against the plan ---------------------------------------------------------------------------------------

SPENT = {"6月底": "50%", "12月底": "100%"}


def cost(name: str, value: str, total: str = "100万元", plan: dict[str, str] | None = None) -> dict[str, object]:
    return {
        "budget": {"total": total},
        "spend_plan": SPENT if plan is None else plan,
        "row": row(name, value, level2="成本指标"),
    }


@pytest.mark.parametrize(
    ("name", "value"), [("控制在预算内", "≤98%"), ("项目总成本", "≤94.9万元"), ("资金占预算比例", "≤90%")]
)
def test_a_ceiling_below_a_plan_that_spends_all_is_said(judge: Callable[..., Said], name: str, value: str) -> None:
    assert judge(cost(name, value), "COH007") == [("COH007", VALUE, "warning")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("项目总成本", "≤100万元"),
        ("项目总成本", "≤95万元"),
        ("控制在预算内", "≤100%"),
        ("管理费占预算比例", "≤5%"),
        ("人均总成本", "≤60万元"),
        ("材料费", "≤60万元"),
        ("项目总成本", "≤30万元"),
    ],
)
def test_part_costs_unit_prices_and_the_budget_itself_are_fine(
    judge: Callable[..., Said], name: str, value: str
) -> None:
    assert judge(cost(name, value), "COH007") == []


def test_without_a_full_plan_nothing_is_judged(report: Callable[..., Report]) -> None:
    found = report(cost("项目总成本", "≤60万元", plan={"6月底": "40%", "12月底": "90%"}), "COH007")
    assert found.violations == ()
    assert [item.rule for item in found.not_applicable] == ["COH007"]


def test_the_ceiling_silences_the_rules_on_its_form(judge: Callable[..., Said]) -> None:
    said = judge(cost("控制在预算内", "≤98%"), "COH007", "VAL005", "VAL010")
    assert [rule for rule, _, _ in said] == ["COH007"]
