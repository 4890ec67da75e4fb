"""CLS005 and CLS008: words of a name against the class that its row states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint.report import Report

Said = list[tuple[str, str, str]]
TOP = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "成本指标": "产出指标",
    "经济效益指标": "效益指标",
    "社会效益指标": "效益指标",
    "生态效益指标": "效益指标",
    "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}


def row(level2: str, name: str, value: str, description: str = "") -> dict[str, str]:
    return {"level1": TOP[level2], "level2": level2, "name": name, "value": value, "description": description}


@pytest.mark.parametrize(
    ("level2", "name", "value"),
    [
        ("生态效益指标", "医疗废水处理达标率", "≥98%"),
        ("社会效益指标", "群众办事跑动次数", "≤1次"),
        ("质量指标", "疫情监测覆盖率", "≥95%"),
        ("社会效益指标", "案件调解成功率", "≥60%"),
        ("数量指标", "低保对象退出率", "5%"),
        ("质量指标", "系统故障次数", "≤3次"),
        ("质量指标", "省级获奖项目数量", "≥3项"),
        ("时效指标", "护林巡查次数", "2次/月"),
        ("经济效益指标", "降低企业通关成本", "≥5万元"),
        ("社会效益指标", "办理时限缩短", "≥3天"),
        ("社会效益指标", "天气预报准确率", "≥90%"),
        ("可持续影响指标", "路灯设计使用年限", "≥8年"),
        ("成本指标", "每人培训费", "≤300元/人"),
        ("服务对象满意度指标", "读者满意度", "≥90%"),
        ("质量指标", "满意度调查覆盖率", "≥90%"),
    ],
)
def test_ambiguous_and_vetoed_words_never_decide(
    judge: Callable[..., Said], level2: str, name: str, value: str
) -> None:
    assert judge({"row": row(level2, name, value)}, "CLS005") == []


@pytest.mark.parametrize(
    ("level2", "name", "value"),
    [
        ("质量指标", "种粮补贴按时发放率", "100%"),
        ("质量指标", "环评报告提交时间", "10月底前"),
        ("社会效益指标", "候车旅客满意度", "≥90%"),
        ("质量指标", "闸门维修费", "≤4万元"),
        ("数量指标", "病历书写合格率", "≥95%"),
        ("时效指标", "桥梁检测合格率", "100%"),
        ("社会效益指标", "判决书差错率", "≤1%"),
        ("质量指标", "退役军人培训人数", "≥60人"),
        ("社会效益指标", "茶农户均增收", "≥800元"),
        ("社会效益指标", "水泵使用年限", "≥10年"),
        ("质量指标", "120平均到场时间", "≤12分钟"),
    ],
)
def test_a_clear_word_under_another_class_is_said(
    judge: Callable[..., Said], level2: str, name: str, value: str
) -> None:
    assert judge({"row": row(level2, name, value)}, "CLS005") == [("CLS005", "indicators[1].level2", "warning")]


def test_the_message_names_the_fitting_class_and_the_words(report: Callable[..., Report]) -> None:
    found = report({"row": row("质量指标", "泵站维修费", "≤4万元")}, "CLS005").violations
    assert "维修费" in found[0].message.zh
    assert "成本指标" in found[0].message.zh


def test_a_form_with_cost_at_level_one_names_its_own_class(report: Callable[..., Report]) -> None:
    fragment = {"profile": "cn-2021", "row": row("质量指标", "泵站维修费", "≤4万元")}
    found = report(fragment, "CLS005").violations
    assert "经济成本指标" in found[0].message.zh


def test_a_mismatch_silences_the_rules_on_rates_and_money_under_quantity(judge: Callable[..., Said]) -> None:
    fragment = {"rows": [row("数量指标", "病历书写合格率", "≥95%"), row("数量指标", "泵站维修费", "4万元")]}
    assert judge(fragment, "CLS005", "CLS006", "CLS007") == [
        ("CLS005", "indicators[1].level2", "warning"),
        ("CLS005", "indicators[2].level2", "warning"),
    ]


def test_a_cut_name_is_judged_by_its_description(judge: Callable[..., Said]) -> None:
    cut = row("质量指标", "农村饮水安全工程管护员年度工", "≤2万元", "农村饮水安全工程管护员年度工作服装购置费")
    assert len(cut["name"]) == 14
    cut["name"] += "作"
    fragment = {"profile": "hebei-2022", "row": cut}
    assert judge(fragment, "CLS005") == [("CLS005", "indicators[1].level2", "warning")]


def test_a_wrong_pair_of_levels_is_not_judged_for_its_words(judge: Callable[..., Said]) -> None:
    fragment = {"row": {"level1": "产出指标", "level2": "社会效益指标", "name": "读者满意度", "value": "≥90%"}}
    assert [rule for rule, _, _ in judge(fragment, "CLS002", "CLS005")] == ["CLS002"]


@pytest.mark.parametrize(
    ("level2", "name", "value"),
    [
        ("生态效益指标", "地下水水位", "≥5米"),
        ("时效指标", "生活垃圾日产日清率", "100%"),
        ("时效指标", "资金拨付", "12月底到位"),
        ("成本指标", "每名讲师", "≤500元/天"),
        ("可持续影响指标", "管护协议", "≥3年"),
    ],
)
def test_any_word_unit_or_date_of_the_class_is_enough(
    judge: Callable[..., Said], level2: str, name: str, value: str
) -> None:
    assert judge({"row": row(level2, name, value)}, "CLS008") == []


def test_a_class_without_any_word_of_its_own_is_hinted_at(judge: Callable[..., Said]) -> None:
    fragment = {"row": row("生态效益指标", "学员知晓率", "≥90%")}
    assert judge(fragment, "CLS008") == [("CLS008", "indicators[1].level2", "info")]
