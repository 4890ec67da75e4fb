"""The rules of indicator classes on documents as people write them."""

from __future__ import annotations

import pytest

from perflint.api import check_documents
from perflint.model import Department, Document, Indicator
from perflint.options import Options

SATISFIED = {"level1": "满意度指标", "level2": "服务对象满意度指标", "name": "住户满意度", "value": "≥90%"}
OUTPUT = {"level1": "产出指标", "level2": "数量指标", "name": "维修户数", "value": "≥30户"}
BENEFIT = {"level1": "效益指标", "level2": "社会效益指标", "name": "知晓率", "value": "≥90%"}
STRAY = {"level1": "效益指标", "level2": "满意度指标", "name": "住户满意度", "value": "≥90%"}
CLASSES = ("CLS001", "CLS002", "CLS003", "CLS004", "CLS006", "CLS007", "CLS009", "CLS010", "CLS011")


def quantity(name: str, value: str, description: str = "") -> dict[str, object]:
    row = {"level1": "产出指标", "level2": "数量指标", "name": name, "value": value, "description": description}
    return {"profile": "cn-2015", "row": row}


@pytest.mark.parametrize(
    ("level1", "level2"),
    [
        ("产出值", "数量值"),
        ("产出指标（50分）", "质量指标（必填硬性指标）"),
        ("产出\n指标", "时效指标（工期指标）"),
        ("项目完成指标", "预算（或投资规模）控制指标"),
        ("效果目标", "环境效益"),
        ("产出指标(0-50)分", "数量指标"),
    ],
)
def test_names_in_use_are_known(judge, level1, level2):
    row = {"level1": level1, "level2": level2, "name": "维修户数", "value": "≥30户"}
    assert judge({"profile": "cn-2015", "row": row}, "CLS001", "CLS002") == []


def test_an_unknown_level1_is_said_once_with_its_other_rows_related(report):
    rows = [{**OUTPUT, "level1": name} for name in ("产出指标", "决策", "决策", "过程", "决策")]
    found = report({"rows": rows}, "CLS001").violations
    assert [(item.field, item.related_total) for item in found] == [
        ("indicators[2].level1", 2),
        ("indicators[4].level1", 0),
    ]
    assert all("评价" in item.message.zh for item in found)


def test_a_class_of_another_form_is_named_with_its_form(report):
    row = {"level1": "产出指标", "level2": "经济成本指标", "name": "成本控制数", "value": "≤30万元"}
    (found,) = report({"profile": "cn-2015", "row": row}, "CLS002").violations
    assert "成本指标" in found.message.zh
    assert "2021" in found.message.zh


def test_cost_at_level_one_in_an_older_form_is_named_with_its_form(report):
    row = {"level1": "成本指标", "level2": "经济成本指标", "name": "成本控制数", "value": "≤30万元"}
    (found,) = report({"profile": "hebei-2022", "row": row}, "CLS001").violations
    assert "2021" in found.message.zh


def test_a_pair_in_the_wrong_place_says_where_it_belongs(report):
    (found,) = report({"row": {**BENEFIT, "level1": "产出指标"}}, "CLS002").violations
    assert "效益指标" in found.message.zh


def test_satisfaction_under_benefits_is_legal_only_where_the_document_has_no_satisfaction_class(judge):
    hunan = {"projects": [{"rows": [OUTPUT, STRAY]}, {"rows": [OUTPUT, BENEFIT, STRAY]}]}
    assert judge(hunan, "CLS001", "CLS002", "CLS003") == []
    mixed = {"projects": [{"rows": [OUTPUT, STRAY]}, {"rows": [OUTPUT, BENEFIT, SATISFIED]}]}
    assert judge(mixed, "CLS002", "CLS003") == [
        ("CLS003", "indicators", "error"),
        ("CLS002", "indicators[2].level2", "error"),
    ]


def test_a_misnamed_level1_is_not_said_to_be_missing_too(judge):
    rows = [OUTPUT, BENEFIT, {**SATISFIED, "level1": "满意指标"}]
    assert judge({"rows": rows}, "CLS001", "CLS003") == [("CLS001", "indicators[3].level1", "error")]


def test_a_form_without_classes_is_not_applicable_rather_than_clean(report):
    rows = [{"name": "维修户数", "value": "≥30户"}] * 3
    result = report({"rows": rows}, *CLASSES)
    assert [item.rule for item in result.violations] == []
    assert {"CLS001", "CLS002", "CLS003", "CLS004", "CLS006", "CLS007", "CLS010", "CLS011"} <= {
        item.rule for item in result.not_applicable
    }


def test_absent_output_classes_are_counted_once_for_the_document(report):
    projects = [{"rows": [OUTPUT]}, {"rows": [{**OUTPUT, "level2": "质量指标"}]}, {"rows": [BENEFIT]}]
    (found,) = report({"profile": "cn-2015", "projects": projects}, "CLS004").violations
    assert (found.project, found.field, found.severity.word) == (None, "indicators", "info")
    assert "时效指标2个" in found.message.zh
    assert "数量指标1个" in found.message.zh


def test_cost_is_no_output_class_of_the_2021_form(judge):
    rows = [{**OUTPUT, "level2": f"{name}指标"} for name in ("数量", "质量", "时效")]
    assert judge({"profile": "cn-2021", "rows": rows}, "CLS004") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("河道巡查频率", "≥2次/月"),
        ("水泵电机功率", "≥50千瓦"),
        ("婴儿死亡率", "≤5人/10万人"),
        ("养老床位数", "≥300张"),
        ("绿化面积（亩）", "375"),
        ("是否完成全覆盖", "是"),
    ],
)
def test_counts_are_no_rates(judge, name, value):
    assert judge(quantity(name, value), "CLS006") == []


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("村卫生室覆盖率", "≥95%", "value"),
        ("双师型教师占比", "90", "name"),
        ("污水管网普及率（%）", "95", "value"),
        ("应受助学生数", "100%", "value"),
    ],
)
def test_rates_are_no_quantities(judge, name, value, field):
    assert judge(quantity(name, value), "CLS006") == [("CLS006", f"indicators[1].{field}", "warning")]


@pytest.mark.parametrize("name", ["发放创业担保贷款金额", "执行到位金额", "追缴社会保险费金额", "农产品销售额"])
def test_outputs_that_are_amounts_by_nature_may_be_money(judge, name):
    assert judge(quantity(name, "≥800万元"), "CLS007") == []


def test_money_spent_is_no_quantity(judge):
    assert judge(quantity("支出安排金额", "28.8万元"), "CLS007") == [("CLS007", "indicators[1].value", "warning")]


def test_an_illegal_pair_silences_the_rules_that_need_a_class(judge):
    row = {"level1": "效益指标", "level2": "数量指标", "name": "覆盖率", "value": "95%"}
    assert judge({"row": row}, "CLS002", "CLS006", "CLS007") == [("CLS002", "indicators[1].level2", "error")]


def test_one_indicator_in_two_classes_stands_at_the_minority(report):
    def row(level1, level2, **more):
        return {"row": {"level1": level1, "level2": level2, "name": "线索采用率", "value": "≥90%", **more}}

    projects = [row("产出指标", "质量指标"), row("效益指标", "社会效益指标"), row("产出指标", "质量指标")]
    (found,) = report({"projects": projects}, "CLS011").violations
    assert (found.position, found.field, found.related_total) == (1, "indicators[1].level2", 2)


def test_the_same_short_name_explained_differently_is_another_indicator(judge):
    def row(level1, level2, description):
        return {"level1": level1, "level2": level2, "name": "覆盖率", "description": description, "value": "≥90%"}

    rows = [row("产出指标", "质量指标", "免疫覆盖率"), row("效益指标", "社会效益指标", "公交站点覆盖率")]
    assert judge({"rows": rows}, "CLS011") == []


def test_rows_of_the_department_are_judged_with_project_null(report):
    rows = [{"level1": "产出指标", "level2": "社会效益指标", "name": "知晓率", "value": "≥90%"}]
    document = {"department": {"name": "县水利局", "indicators": rows}, "projects": [{"rows": [OUTPUT, BENEFIT]}]}
    (found,) = report(document, "CLS002").violations
    assert (found.project, found.field) == (None, "department.indicators[1].level2")


def test_rows_of_a_department_whose_table_is_all_there_is_are_judged_too(rules):
    row = Indicator(level1="产出指标", level2="社会效益指标", name="知晓率", value="≥90%")
    document = Document(profile="cn-2015", department=Department(name="县水利局", indicators=(row,)))
    (found,) = check_documents([document], Options(select=("CLS002",)), rules).violations
    assert (found.project, found.field) == (None, "department.indicators[1].level2")


def test_a_class_of_another_form_does_not_hide_that_a_required_one_is_missing(judge):
    cost = {"level1": "成本指标", "level2": "经济成本指标", "name": "培训成本", "value": "≤3万元"}
    fragment = {"profile": "cn-2015", "rows": [cost, OUTPUT, BENEFIT]}
    assert judge(fragment, "CLS003") == [("CLS003", "indicators", "error")]
