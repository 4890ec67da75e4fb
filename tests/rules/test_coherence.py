"""Rules on goals, terms and rows that do not fit their project or unit: COH006, COH008–COH013, COH015, COH016."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from perflint.engine.pack import RuleSet

Judge = Callable[..., list[tuple[str, str, str]]]
OUTPUT = {"level1": "产出指标", "level2": "数量指标"}


def in_unit(unit: str, **project: Any) -> Mapping[str, Any]:
    """A document of one project of that unit."""
    return {"projects": [{"name": "办公楼维护", "unit": {"name": unit}, **project}]}


@pytest.mark.parametrize(
    "goal",
    [
        "提高办案保障水平",
        "加强干部队伍建设，提升服务水平。",
        "在社会管理和打击犯罪中有着至关重要的作用",
        "维护辖区交通安全形势持续稳定发展。",
        "为促进全县经济社会发展提供有力保障；营造良好氛围",
        "弘扬优秀传统文化，丰富群众精神文化生活",
        "1.健全防洪体系，提升治理能力，服务发展大局。",
    ],
)
def test_a_goal_of_verbs_with_abstract_nouns_alone_cannot_be_measured(judge: Judge, goal: str) -> None:
    assert judge({"name": "业务工作经费", "goals": [goal]}, "COH006") == [("COH006", "goals[1]", "warning")]


@pytest.mark.parametrize(
    "goal",
    [
        "完成灌区渠道清淤18公里，提高灌溉水平",
        "加强桥梁检测，保障通行安全",
        "新建村级卫生室，改善就医条件",
        "举办广场舞大赛，丰富群众文化生活",
        "群众满意度达到九成以上，提升服务水平",
        "实现公交线路全覆盖",
        "拍摄生态文明短片，营造良好氛围",
    ],
)
def test_a_number_a_thing_or_a_deliverable_makes_a_goal_measurable(judge: Judge, goal: str) -> None:
    assert judge({"name": "业务工作经费", "goals": [goal]}, "COH006") == []


def test_the_name_of_the_units_own_region_makes_no_goal_measurable(judge: Judge) -> None:
    fragment = in_unit("磁县水利局", goals=["为磁县经济社会发展作出贡献", "为邯郸经济社会发展作出贡献"])
    assert judge(fragment, "COH006") == [("COH006", "goals[1]", "warning")]


def test_a_goal_that_is_the_project_name_is_not_called_unmeasurable_too(judge: Judge) -> None:
    fragment = {"name": "加强基层队伍建设", "goals": ["加强基层队伍建设"]}
    assert judge(fragment, "COH001", "COH006") == [("COH001", "goals[1]", "error")]
    assert judge(fragment, "COH006") == []


def test_a_promise_of_all_is_held_against_an_indicator_that_allows_less(judge: Judge) -> None:
    row = {**OUTPUT, "name": "校车定位装置加装率", "value": "≥96%"}
    assert judge({"goals": ["32辆校车全部加装定位装置"], "row": row}, "COH008") == [("COH008", "goals[1]", "warning")]


@pytest.mark.parametrize(
    ("goal", "name", "value"),
    [
        ("32辆校车全部加装定位装置", "校车定位装置加装率", "100%"),
        ("全部资金用于校车定位装置加装", "校车定位装置加装率", "≥96%"),
        ("信访事项全部办结", "行政许可办结率", "≥96%"),
        ("设备全部更新", "设备故障率", "≤3%"),
        ("装置加装到位", "装置加装率", "≥96%"),
        ("问题全部整改，定期回访", "用户回访率", "≥96%"),
    ],
)
def test_other_promises_and_other_indicators_do_not_contradict_each_other(
    judge: Judge, goal: str, name: str, value: str
) -> None:
    assert judge({"goals": [goal], "row": {"name": name, "value": value}}, "COH008") == []


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("乐亭县公安局", "各项检务保障工作完成率"),
        ("乐亭县第二小学", "庭审设备完好率"),
        ("乐亭县水利局", "警务装备更新数量"),
        ("乐亭县图书馆", "患者满意度"),
        ("乐亭县人民医院", "课堂教学质量达标率"),
        ("乐亭县城乡发展中心", "检务公开场次"),
    ],
)
def test_a_term_of_another_kind_of_authority_is_foreign(judge: Judge, unit: str, name: str) -> None:
    assert judge(in_unit(unit, row={"name": name}), "COH009") == [("COH009", "indicators[1].name", "warning")]


@pytest.mark.parametrize(
    ("unit", "project", "name"),
    [
        ("乐亭县人民检察院", "办案业务", "检务公开场次"),
        ("乐亭县第二小学", "校园安保", "驻校警务室建设数量"),
        ("乐亭县生态环境局", "检察公益诉讼协作", "检察建议办理率"),
        ("乐亭县卫生健康局", "健康教育", "健康大课堂举办场次"),
        ("乐亭县司法局", "普法", "旁听庭审人数"),
        ("乐亭县民政局", "普法", "与检察院联合开展检务宣传次数"),
        ("乐亭县城乡发展中心", "志愿服务", "课堂教学次数"),
        ("乐亭县政务服务中心", "窗口管理", "事项统一审批率"),
        ("乐亭县政务服务中心", "窗口管理", "问题未检出率"),
        ("公安县教育局", "教学", "课堂教学质量达标率"),
        ("乐亭县民政局", "宣传", "《检务周刊》订阅份数"),
    ],
)
def test_joint_work_proper_names_and_own_terms_are_not_foreign(
    judge: Judge, unit: str, project: str, name: str
) -> None:
    fragment = {"projects": [{"name": project, "unit": {"name": unit}, "row": {"name": name}}]}
    assert judge(fragment, "COH009") == []


def test_the_kind_of_a_unit_is_told_by_the_department_the_title_or_the_first_unit(judge: Judge) -> None:
    row = {"row": {"name": "患者就诊人次"}}
    plain = {"name": "运行经费", "unit": {"name": "乐亭县一队"}, **row}
    expected = [("COH009", "indicators[1].name", "warning")]
    assert judge({"projects": [plain]}, "COH009") == []
    assert judge({"department": {"name": "乐亭县文化和旅游局"}, "projects": [plain]}, "COH009") == expected
    assert judge({"title": "乐亭县水利局2024年部门预算", "projects": [plain]}, "COH009") == expected
    first = {"name": "清淤", "unit": {"name": "乐亭县水利局"}}
    assert judge({"projects": [first, plain]}, "COH009") == expected


def test_a_term_in_name_and_description_is_said_once_at_the_name(judge: Judge) -> None:
    row = {"name": "检务公开场次", "description": "检务公开活动的场次"}
    assert judge(in_unit("乐亭县水利局", row=row), "COH009") == [("COH009", "indicators[1].name", "warning")]


@pytest.mark.parametrize(
    "name", ["为学校服务的次数", "道路面积", "低保家庭审核率", "入户排查房屋栋数", "提升学习能力人次", "预警情况反馈率"]
)
def test_two_ordinary_words_that_meet_make_no_term_of_a_trade(judge: Judge, name: str) -> None:
    assert judge(in_unit("乐亭县民政局", row={"name": name}), "COH009") == []


def test_what_a_project_speaks_of_in_two_places_was_not_copied_by_oversight(judge: Judge) -> None:
    row = {"name": "书屋读者人次"}
    assert judge(in_unit("乐亭县水利局", row=row), "COH009") == [("COH009", "indicators[1].name", "warning")]
    assert judge(in_unit("乐亭县水利局", goals=["节水书屋接待读者2000人次"], row=row), "COH009") == []


def test_what_an_authority_calls_its_own_business_is_foreign_however_often_it_stands(judge: Judge) -> None:
    found = judge(in_unit("乐亭县水利局", goals=["完成检务保障12次"], row={"name": "检务保障次数"}), "COH009")
    assert [field for _, field, _ in found] == ["goals[1]", "indicators[1].name"]


@pytest.mark.parametrize("name", ["食品安全市场检查次数", "健全省级台账数", "保全国有资产件数"])
def test_two_ordinary_words_that_meet_make_no_larger_region(judge: Judge, name: str) -> None:
    assert judge(in_unit("乐亭县市场监督管理局", row={"name": name}), "COH010") == []


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("犍为县城市管理局", "全市燃气用户入户安检率"),
        ("天津市河北区教育局", "全市学生体质达标率"),
        ("某镇人民政府", "全省农村公路列养率"),
        ("科尔沁左翼中旗水利局", "全国水质合格率"),
    ],
)
def test_a_unit_of_a_county_does_not_answer_for_a_larger_region(judge: Judge, unit: str, name: str) -> None:
    assert judge(in_unit(unit, row={"name": name}), "COH010") == [("COH010", "indicators[1].name", "warning")]


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("武安市公安局", "全市命案侦破率"),
        ("乐山市城乡建设局", "全市燃气安检率"),
        ("广西壮族自治区水文中心", "全国水文站点数"),
        ("镇江市教育局", "全市学生体质达标率"),
        ("乐亭县文化馆", "全国文化信息资源共享工程覆盖率"),
        ("乐亭县统计局", "第五次全国经济普查完成率"),
        ("乐亭县教育局", "中考成绩高于全市平均"),
        ("乐亭县教育局", "迎接全省督导次数"),
        ("乐亭县教育局", "教师获全国优秀称号人数"),
        ("乐亭县教育局", "《全国教育简报》用稿篇数"),
    ],
)
def test_cities_proper_names_and_comparisons_do_not_exceed_the_unit(judge: Judge, unit: str, name: str) -> None:
    assert judge(in_unit(unit, row={"name": name}), "COH010") == []


def test_a_scope_in_the_description_alone_is_said_there(judge: Judge) -> None:
    row = {"name": "安检率", "description": "全市燃气用户安检的比例"}
    assert judge(in_unit("犍为县城管局", row=row), "COH010") == [("COH010", "indicators[1].description", "warning")]


def test_a_deliverable_is_measured_by_a_synonym_or_by_its_object(judge: Judge) -> None:
    goals = ["购置救护车2辆"]
    assert judge({"goals": goals, "row": {**OUTPUT, "name": "车辆采购数量"}}, "COH011") == []
    assert judge({"goals": goals, "row": {**OUTPUT, "name": "救护车数量"}}, "COH011") == []
    assert judge({"goals": goals, "row": {**OUTPUT, "name": "义诊场次"}}, "COH011") == [("COH011", "goals[1]", "info")]


def test_names_of_expenses_are_no_deliverables(judge: Judge) -> None:
    row = {**OUTPUT, "name": "义诊场次"}
    assert judge({"purpose": "安排租赁费8万元、培训费3万元", "row": row}, "COH011") == []


def test_unit_costs_are_not_judged_where_the_profile_gives_no_range(report: Any) -> None:
    found = report({"row": {**OUTPUT, "name": "电脑数量", "value": "40台"}}, "COH012")
    assert not found.violations
    assert any(item.rule == "COH012" for item in found.not_applicable)


def test_a_template_names_the_largest_set_of_unrelated_projects(judge: Judge) -> None:
    row = {**OUTPUT, "name": "问题整改率", "value": "100%"}
    names = ["渠道清淤", "渠道护岸", "移民直补", "水质化验"]
    found = judge({"projects": [{"name": name, "row": row} for name in names]}, "COH013")
    assert [field for _, field, _ in found] == ["indicators[1].name"] * 3


@pytest.mark.parametrize(
    "row",
    [
        {"level1": "满意度指标", "level2": "服务对象满意度指标", "name": "群众满意度", "value": "≥95%"},
        {**OUTPUT, "name": "完成时间", "value": "12月底前"},
        {**OUTPUT, "name": "响应时限", "value": "≤24小时"},
    ],
)
def test_satisfaction_dates_and_durations_make_no_template(judge: Judge, row: Mapping[str, str]) -> None:
    names = ["渠道清淤", "移民直补", "水质化验"]
    assert judge({"projects": [{"name": name, "row": row} for name in names]}, "COH013") == []


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("社会各界一致好评，办学水平进一步提高", True),
        ("全部资金用于项目支出", True),
        ("入学率100%", False),
        ("新增学位不少于六百个", False),
        ("水库安全运行零事故", False),
        ("符合条件的对象应保尽保", False),
    ],
)
def test_an_indicator_of_part_one_holds_a_number(judge: Judge, indicator: str, expected: bool) -> None:
    goals = [{"name": "某项目", "goal": "办好教育", "indicator": indicator}]
    found = judge({"department": {"category_goals": goals}}, "COH015")
    assert bool(found) is expected


def test_a_graded_row_of_part_one_needs_no_number(judge: Judge) -> None:
    row = {"name": "办学条件", "value": "良好", "kind": "定性"}
    assert judge({"department": {"indicators": [row]}}, "COH015") == []


def test_an_indicator_of_one_project_alone_is_not_called_unrelated(judge: Judge) -> None:
    row = {**OUTPUT, "name": "枪爆破获起数"}
    projects = [{"name": "铁塔租用", "row": row}, {"name": "印刷", "row": {**OUTPUT, "name": "印刷册数"}}]
    assert judge({"projects": projects}, "COH016") == []


@pytest.mark.parametrize("name", ["验收合格率", "完成率"])
def test_names_of_generic_words_alone_are_not_called_unrelated(judge: Judge, name: str) -> None:
    row = {**OUTPUT, "name": name}
    assert judge({"projects": [{"name": "铁塔租用", "row": row}, {"name": "印刷", "row": row}]}, "COH016") == []


def test_kinds_of_authority_that_terms_name_exist(rules: RuleSet) -> None:
    kinds = rules.lexicon.table("authority_kinds")
    terms = {term for kind in kinds.values() for term in (*kind.get("own", ()), *kind.get("shared", ()))}
    also = rules.lexicon.table("foreign_also")
    assert {other for kind in kinds.values() for other in kind["beside"]} <= set(kinds)
    assert {other for others in also.values() for other in others} <= set(kinds)
    assert set(also) <= terms
