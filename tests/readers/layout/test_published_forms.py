# ruff: noqa: E501 - tables and markup read best when a row stays a line
"""Forms of many provinces, each with its own labels and arrangement: what a person reads is what the model holds."""

from __future__ import annotations

from collections.abc import Callable

from perflint.model import Budget, Document, Indicator, Project, Unit

Read = Callable[..., Document]


def rows(project: Project, *names: str) -> list[tuple[str, ...]]:
    """Some fields of each indicator."""
    return [
        tuple(getattr(row, name) for name in names or ("level1", "level2", "name", "value"))
        for row in project.indicators
    ]


def kinds(document: Document) -> set[str]:
    return {problem.kind for problem in document.problems}


def test_the_central_form_with_funds_filler_rows_and_notes(read: Read) -> None:
    document = read("附件3", [
        ["项目支出绩效目标表", "<", "<", "<", "<", "<"],
        ["（2024年度）", "<", "<", "<", "<", "<"],
        ["项目名称", "<", "城区公厕提升改造", "<", "<", "<"],
        ["主管部门及代码", "<", "[068]市城市管理局", "<", "实施单位", "市环境卫生中心"],
        ["项目属性", "<", "延续项目", "<", "项目期", "1年"],
        ["项目资金\n（万元）", "<", "年度资金总额：", "320.5", "执行率分值（10）", "<"],
        ["^", "^", "其中：财政拨款", "300", "^", "^"],
        ["^", "^", "      上年结转", "20.5", "^", "^"],
        ["^", "^", "      其他资金", "", "^", "^"],
        ["年度总体目标", "目标1：改造公厕12座。\n目标2：群众如厕环境改善。", "<", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值权重（90）"],
        ["^", "产出指标", "数量指标", "指标1：改造公厕数量", "12座", "20"],
        ["^", "^", "^", "指标2：", "", ""],
        ["^", "^", "时效指标", "完工时间", "2024年11月底前", "10"],
        ["^", "效益指标", "社会效益指标", "服务居民人数", "≥5万人", "20"],
        ["^", "^", "生态效益指标", "……", "", ""],
        ["^", "满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "10"],
        ["注：1.绩效指标可选择填写。", "<", "<", "<", "<", "<"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (document.title, document.year, project.money_unit) == ("项目支出绩效目标表", "2024", "万元")
    assert (project.name, project.unit, project.heading) == ("城区公厕提升改造", Unit("", "市环境卫生中心"), "")
    assert project.budget == Budget("320.5", "300", "", (("上年结转", "20.5"),))
    assert project.goals == ("目标1：改造公厕12座。", "目标2：群众如厕环境改善。")
    assert rows(project, "level1", "level2", "name", "value", "weight") == [
        ("产出指标", "数量指标", "指标1：改造公厕数量", "12座", "20"),
        ("产出指标", "时效指标", "完工时间", "2024年11月底前", "10"),
        ("效益指标", "社会效益指标", "服务居民人数", "≥5万人", "20"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "10"),
    ]
    assert kinds(document) == {"not-judged"}
    assert {"项目属性", "项目期"} <= {problem.value for problem in document.problems}


def test_a_flat_table_with_split_values_glued_codes_and_a_units_sum(read: Read) -> None:
    document = read([
        ["2025年部门预算项目绩效目标表", *"<<<<<<<<<<<"],
        ["单位名称", "项目名称", "预算数（元）", "年度目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "指标方向性"],
        ["303-县教育局", "", "12,000,000.00", "", "", "", "", "", "", "", "", ""],
        ["303001-县教育局机关", "51111122T000000012345-周转房维修", "450,000.00", "维修周转房。", "产出指标", "数量指标", "维修面积", "≥", "3200", "平方米", "20", "正向"],
        ["^", "^", "^", "^", "效益指标", "社会效益指标", "住宿条件", "定性", "明显改善", "", "30", "正向"],
        ["^", "^", "^", "^", "产出指标", "时效指标", "完工期限", "≤", "8", "月", "20", "反向"],
        ["303002-第一中学", "51111122T000000012346-实验室设备", "800000", "购置设备\n保障教学", "产出指标", "数量指标", "设备数量", "＝", "120", "台（套）", "20", ""],
    ])  # fmt: skip
    first, second = document.projects
    assert (first.code, first.name, first.unit) == (
        "51111122T000000012345",
        "周转房维修",
        Unit("303001", "县教育局机关"),
    )
    assert (first.budget.total, first.money_unit) == ("450,000.00", "元")
    assert rows(first, "name", "value", "weight", "kind", "direction") == [
        ("维修面积", "≥3200平方米", "20", "", "正向"),
        ("住宿条件", "明显改善", "30", "定性", "正向"),
        ("完工期限", "≤8月", "20", "", "反向"),
    ]
    assert (second.goals, rows(second, "name", "value")) == (("购置设备", "保障教学"), [("设备数量", "120台（套）")])
    assert "303-县教育局" in {problem.value for problem in document.problems}


def test_a_project_a_table_with_a_unit_line_above_and_free_values(read: Read) -> None:
    document = read("表13", "项目绩效目标表", "单位：万元", [
        ["项目名称", "县城绿化管护", "<", "<", "<"],
        ["预算单位", "312 县园林所", "<", "<", "<"],
        ["项目资金", "年度资金总额", "85", "<", "<"],
        ["^", "财政拨款", "80", "<", "<"],
        ["^", "其他资金", "5", "<", "<"],
        ["总体目标", "管护绿地，确保整洁。", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值（包含数字及文字描述）"],
        ["^", "项目完成\n指标", "数量指标", "管护绿地面积", "45万平方米"],
        ["^", "^", "质量指标", "绿地完好率", "不低于95%"],
        ["^", "满意度指标", "满意度指标", "市民满意度", "90%以上"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (document.money_unit, project.budget, project.unit) == (
        "万元",
        Budget("85", "80", "5"),
        Unit("312", "县园林所"),
    )
    assert project.goals == ("管护绿地，确保整洁。",)
    assert rows(project)[0] == ("项目完成\n指标", "数量指标", "管护绿地面积", "45万平方米")
    assert rows(project, "value") == [("45万平方米",), ("不低于95%",), ("90%以上",)]


def test_value_types_units_explanations_and_scoring(read: Read) -> None:
    document = read([
        ["填报单位：（盖章）县水利局", "<", "<", "<", "<", "<", "单位：万元", "<", "<"],
        ["项目名称", "水库除险加固", "<", "<", "项目属性", "其他", "项目负责人", "张三", "<"],
        ["资金总额", "500", "<", "<", "其中：财政拨款", "480", "其他资金", "20", "<"],
        ["项目年度绩效目标", "完成3座水库除险加固。", *"<<<<<<<"],
        ["一级指标", "二级指标", "三级指标", "指标值类型", "指标值", "计量单位", "指标解释", "评（扣）分标准", "备注"],
        ["成本指标", "经济成本指标", "项目总成本", "定量", "≤500", "万元", "总支出", "超支不得分", ""],
        ["^", "社会成本指标", "施工扰民投诉", "定量", "≤", "件", "投诉数", "每件扣1分", ""],
        ["产出指标", "数量指标", "加固水库数量", "定量", "3", "座", "座数", "", "分批"],
        ["效益指标", "社会效益指标", "防洪能力", "定性", "有效提升", "%", "", "", ""],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.unit.name, project.money_unit, project.budget) == ("县水利局", "万元", Budget("500", "480", "20"))
    assert rows(project, "name", "value", "kind", "description", "scoring", "remark") == [
        ("项目总成本", "≤500万元", "定量", "总支出", "超支不得分", ""),
        ("施工扰民投诉", "", "定量", "投诉数", "每件扣1分", ""),
        ("加固水库数量", "3座", "定量", "座数", "", "分批"),
        ("防洪能力", "有效提升", "定性", "", "", ""),
    ]


def test_a_form_without_classes_has_no_class_fields(read: Read) -> None:
    document = read([
        ["项目名称", "护林员劳务", "<", "<", "<"],
        ["业务主管部门", "县林业局", "<", "当年预算(元)", "2,565,000"],
        ["当年绩效目标", "保障护林员工资发放", "<", "<", "<"],
        ["指标名称", "计量单位", "指标性质", "指标值", "指标权重"],
        ["护林员人数", "人", "≤", "350", "20"],
        ["发放及时率", "%", "＝", "100", "30"],
    ])  # fmt: skip
    assert rows(document.projects[0], "name", "value", "weight") == [
        ("护林员人数", "≤350人", "20"),
        ("发放及时率", "100%", "30"),
    ]
    assert document.projects[0].money_unit == "元"
    assert not {"indicators.level1", "indicators.level2", "indicators.basis", "purpose", "spend_plan"} & document.fields


def test_long_term_and_annual_halves_side_by_side(read: Read) -> None:
    document = read([
        ["项目名称", "<", "农村饮水安全巩固", *"<<<<<"],
        ["项目资金（万元）", "<", "中期资金总额：", "900", "年度资金总额：", "300", "<", "<"],
        ["^", "^", "其中：财政拨款", "900", "其中：财政拨款", "280", "<", "<"],
        ["^", "^", "其他资金", "", "其他资金", "20", "<", "<"],
        ["总体目标", "中期目标（2016年—2018年）", "<", "<", "年度目标", "<", "<", "<"],
        ["^", "三年解决6万人饮水。", "<", "<", "今年解决2万人饮水。", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        ["^", "产出指标", "数量指标", "受益人口", "6万人", "数量指标", "受益人口", "2万人"],
        ["^", "^", "质量指标", "水质达标率", "≥95%", "质量指标", "水质抽检合格率", "≥93%"],
        ["^", "^", "时效指标", "", "", "时效指标", "完工时间", "2016年12月"],
    ])  # fmt: skip
    (project,) = document.projects
    assert project.budget == Budget("300", "280", "20")
    assert (project.goals, project.long_term_goals) == (("今年解决2万人饮水。",), ("三年解决6万人饮水。",))
    assert rows(project, "level1", "level2", "name", "value", "long_term_value") == [
        ("产出指标", "数量指标", "受益人口", "2万人", "6万人"),
        ("产出指标", "质量指标", "水质抽检合格率", "≥93%", ""),
        ("产出指标", "时效指标", "完工时间", "2016年12月", ""),
    ]
    assert [row.name for row in project.long_term_indicators] == ["水质达标率"]


def test_two_value_columns_under_one_head(read: Read) -> None:
    document = read([
        ["项目名称", "图书馆建设", "<", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "目标值", "<"],
        ["^", "^", "^", "^", "中期", "2019年度"],
        ["^", "预期产出指标", "数量指标", "建筑面积", "8000平方米", "3000平方米"],
    ])  # fmt: skip
    assert rows(document.projects[0], "level1", "value", "long_term_value") == [
        ("预期产出指标", "3000平方米", "8000平方米")
    ]


def test_long_term_rows_and_annual_rows_in_groups(read: Read) -> None:
    document = read([
        ["项目名称", "校园安防", "<", "<", "<", "<"],
        ["长期绩效目标", "建立安防体系", "<", "<", "<", "<"],
        ["年度绩效目标", "新增安防设备", "<", "<", "<", "<"],
        ["长期绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "备注"],
        ["^", "产出指标", "数量指标", "监控点位", "300个", ""],
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "备注"],
        ["^", "产出指标", "数量指标", "监控点位", "120个", "新增"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (rows(project, "value", "remark"), [row.value for row in project.long_term_indicators]) == (
        [("120个", "新增")],
        ["300个"],
    )
    assert (project.goals, project.long_term_goals) == (("新增安防设备",), ("建立安防体系",))


def test_a_staircase_with_column_numbers(read: Read) -> None:
    document = read([
        ["项目名称", "边境村道路", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", "指标值说明"],
        ["1", "2", "3", "4", "5"],
        ["产出指标", "", "", "", ""],
        ["", "数量指标", "", "", ""],
        ["", "", "新建村道", "12公里", "按设计"],
        ["", "", "错车道", "8处", ""],
        ["", "质量指标", "", "", ""],
        ["", "", "验收合格率", "100%", ""],
        ["满意度指标", "", "", "", ""],
        ["", "服务对象满意度指标", "", "", ""],
        ["", "", "村民满意度", "≥92%", ""],
    ])  # fmt: skip
    assert rows(document.projects[0]) == [
        ("产出指标", "数量指标", "新建村道", "12公里"),
        ("产出指标", "数量指标", "错车道", "8处"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("满意度指标", "服务对象满意度指标", "村民满意度", "≥92%"),
    ]


def test_class_captions_over_one_column_of_names(read: Read) -> None:
    document = read([
        ["项目名称", "茶园提升", "<"],
        ["绩效指标", "指标值", "备注"],
        ["一、产出指标", "<", "<"],
        ["（一）数量指标", "", ""],
        ["改造茶园", "500亩", ""],
        ["（二）成本指标", "", ""],
        ["亩均成本", "≤800元", ""],
        ["二、满意度指标", "<", "<"],
        ["茶农满意度", "≥90%", ""],
    ])  # fmt: skip
    assert rows(document.projects[0]) == [
        ("一、产出指标", "（一）数量指标", "改造茶园", "500亩"),
        ("一、产出指标", "（二）成本指标", "亩均成本", "≤800元"),
        ("二、满意度指标", "", "茶农满意度", "≥90%"),
    ]


def test_captions_without_numbers_are_told_apart_by_what_stands_above(read: Read) -> None:
    document = read([
        ["项目名称", "茶园提升"],
        ["指标名称", "指标值"],
        ["产出指标", "<"],
        ["数量指标", "<"],
        ["改造茶园", "500亩"],
        ["成本指标", "<"],
        ["亩均成本", "≤800元"],
        ["满意度指标", "<"],
        ["茶农满意度", "≥90%"],
    ])  # fmt: skip
    assert rows(document.projects[0], "level1", "level2") == [
        ("产出指标", "数量指标"),
        ("产出指标", "成本指标"),
        ("满意度指标", ""),
    ]


def test_a_blank_class_is_missing_where_the_classes_are_merged(read: Read) -> None:
    document = read([
        ["项目名称", "茶园提升", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "改造茶园", "500亩"],
        ["^", "", "新建水池", "3座"],
    ])  # fmt: skip
    assert rows(document.projects[0])[1] == ("产出指标", "", "新建水池", "3座")


def test_signs_in_words_and_directions(read: Read) -> None:
    document = read([
        ["项目名称", "办案设备购置", *"<<<<<"],
        ["项目资金", "120000元", *"<<<<<"],
        ["一级指标", "二级指标", "三级指标", "指标方向", "符号", "指标值", "计量单位"],
        ["产出指标(50分)", "成本指标", "设备购置成本", "反向", "小于等于", "12", "万元"],
        ["^", "时效指标", "采购完成时间", "定性", "", "11月底之前", ""],
        ["效益指标(30分)", "社会效益指标", "办案效率", "正向", "大于等于", "95%", "%"],
    ])  # fmt: skip
    (project,) = document.projects
    assert project.budget.total == "120000元"
    assert rows(project, "level1", "value", "direction", "kind") == [
        ("产出指标(50分)", "≤12万元", "反向", ""),
        ("产出指标(50分)", "11月底之前", "", "定性"),
        ("效益指标(30分)", "≥95%", "正向", ""),
    ]


def test_labels_with_their_values_in_one_cell_and_class_names_in_值(read: Read) -> None:
    document = read([
        ["项目名称：基层文化站建设", "<", "<", "<"],
        ["预算金额：438.768万元", "<", "<", "<"],
        ["年度绩效目标：建成8个文化站。", "<", "<", "<"],
        ["绩效指标", "二级指标", "三级指标", "指标值"],
        ["产出值", "数量值", "文化站数量", "8个"],
        ["^", "成本值", "生均成本", "780元/生/年"],
        ["效益值（30分）", "社会效益值", "服务人数", "‹=6962人"],
        ["审批人：", "<", "日期：", "<"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.name, project.budget.total, project.goals) == (
        "基层文化站建设",
        "438.768万元",
        ("建成8个文化站。",),
    )
    assert rows(project) == [
        ("产出值", "数量值", "文化站数量", "8个"),
        ("产出值", "成本值", "生均成本", "780元/生/年"),
        ("效益值（30分）", "社会效益值", "服务人数", "‹=6962人"),
    ]


def test_amounts_inside_label_cells_and_two_goals(read: Read) -> None:
    document = read([
        ["项目支出名称", "消防站建设", "<", "<", "<"],
        ["项目资金\n（万元）", "年度资金总额：150", "<", "其中：财政拨款：120\n其他资金：30", "<"],
        ["项目总目标", "建成两座消防站", "<", "<", "<"],
        ["本年度绩效目标", "建成一座消防站", "<", "<", "<"],
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值及单位"],
        ["^", "产出指标", "数量指标（或建筑规模指标）", "消防站建筑面积", "1800平方米"],
        ["^", "^", "时效指标（工期指标）", "", ""],
        ["^", "效益指标", "社会公众或服务对象满意度指标", "周边居民满意度", "≥90%"],
    ])  # fmt: skip
    (project,) = document.projects
    assert project.budget == Budget("150", "120", "30")
    assert (project.goals, project.long_term_goals) == (("建成一座消防站",), ("建成两座消防站",))
    assert rows(project) == [
        ("产出指标", "数量指标（或建筑规模指标）", "消防站建筑面积", "1800平方米"),
        ("效益指标", "社会公众或服务对象满意度指标", "周边居民满意度", "≥90%"),
    ]


def test_a_flat_staircase_with_a_row_for_the_project(read: Read) -> None:
    document = read([
        ["项目名称", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "指标属性", "指标内容"],
        ["学生营养餐", "", "", "", "", "", "", "", "为学生提供营养餐"],
        ["", "产出指标", "", "", "", "", "", "", ""],
        ["", "", "数量指标", "", "", "", "", "", ""],
        ["", "", "", "受益学生", "≧", "735", "人次", "定量指标", "受益学生数"],
        ["", "", "质量指标", "", "", "", "", "", ""],
        ["", "", "", "资金发放率", "═", "100", "%", "定量指标", "发放"],
        ["", "", "", "学生满意度", "≧", "", "%", "定量指标", "满意"],
        ["校舍修缮", "产出指标", "数量指标", "修缮面积", "≧", "1200", "平方米", "定量指标", "面积"],
    ])  # fmt: skip
    first, second = document.projects
    assert rows(first, "level2", "name", "value", "kind", "description") == [
        ("数量指标", "受益学生", "≧735人次", "定量指标", "受益学生数"),
        ("质量指标", "资金发放率", "100%", "定量指标", "发放"),
        ("质量指标", "学生满意度", "", "定量指标", "满意"),
    ]
    assert (second.name, rows(second)) == ("校舍修缮", [("产出指标", "数量指标", "修缮面积", "≧1200平方米")])


def test_a_self_evaluation_is_read_for_its_targets_and_said_to_be_one(read: Read) -> None:
    document = read("2022年度项目支出绩效自评表", [
        ["项目名称", "河道保洁", *"<<<<<<<"],
        ["主管部门", "县水务局", "<", "<", "<", "实施单位", "河道所", "<", "<"],
        ["项目资金（万元）", "<", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["^", "年度资金总额", "<", "60", "58", "57", "10", "98.3%", "9.8"],
        ["^", "其中：当年财政拨款", "<", "60", "58", "57", "—", "", "—"],
        ["年度总体目标", "预期目标", "<", "<", "<", "实际完成情况", "<", "<", "<"],
        ["^", "河道整洁。", "<", "<", "<", "已完成。", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["^", "产出指标（50分）", "数量指标", "保洁河道里程", "≥120公里", "125公里", "20", "20", ""],
        ["^", "^", "质量指标", "★保洁合格率(≥95%)", "≥95%", "97%", "30", "30", ""],
        ["^", "满意度指标（10分）", "服务对象满意度指标", "居民满意度", "≥90%", "93%", "10", "10", ""],
        ["总分", "<", "<", "<", "<", "<", "100", "99.8", ""],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.budget.total, project.budget.fiscal, project.goals) == ("60", "60", ("河道整洁。",))
    assert rows(project, "level1", "name", "value", "weight") == [
        ("产出指标（50分）", "保洁河道里程", "≥120公里", "20"),
        ("产出指标（50分）", "★保洁合格率(≥95%)", "≥95%", "30"),
        ("满意度指标（10分）", "居民满意度", "≥90%", "10"),
    ]
    assert kinds(document) == {"later-stage", "not-judged"}


def test_past_values_and_cost_make_up_are_left_aside(read: Read) -> None:
    document = read([
        ["项目名称", "公园管护", "<", "<", "<", "<"],
        ["立项依据", "市政府文件", "<", "<", "<", "<"],
        ["项目资金构成", "前年", "上年", "当年预算", "<", "<"],
        ["人工费", "10", "12", "13", "<", "<"],
        ["年度目标", "管护公园3个", "<", "<", "<", "<"],
        ["一级指标", "二级指标", "指标内容", "绩效标准", "指标值", "<"],
        ["^", "^", "^", "^", "上年", "当年预期值"],
        ["产出指标", "数量指标", "管护公园数量", "管护的公园", "2个", "3个"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "name", "description", "value") == [("管护公园数量", "管护的公园", "3个")]
    assert project.budget == Budget()
    assert {"立项依据", "上年", "项目资金构成"} <= {problem.value for problem in document.problems}


def test_running_text_inside_the_cells_of_a_list_of_projects(read: Read) -> None:
    document = read("单位：元", [
        ["单位名称", "项目名称", "预算金额", "绩效目标", "绩效指标"],
        ["合计", "", "3000000", "", ""],
        ["县公安局", "", "2000000", "", ""],
        ["县公安局", "机房租赁", "1200000.00", "保障机房。", "【产出指标-数量指标】\n指标1:机柜数量(≥77台)\n指标2:带宽(≥500M)\n【效益指标-社会效益指标】\n指标1:群众安全感(效果明显)"],
        ["县公安局", "警服购置", "800000.00", "购置服装", "产出指标：数量指标：购置警服≥300套；质量指标：合格率=100%；满意度指标：民警满意度≥95%。"],
    ])  # fmt: skip
    first, second = document.projects
    assert (document.money_unit, first.budget.total, first.goals) == ("元", "1200000.00", ("保障机房。",))
    assert rows(first) == [
        ("产出指标", "数量指标", "机柜数量", "≥77台"),
        ("产出指标", "数量指标", "带宽", "≥500M"),
        ("效益指标", "社会效益指标", "群众安全感", "效果明显"),
    ]
    assert rows(second) == [
        ("产出指标", "数量指标", "购置警服", "≥300套"),
        ("产出指标", "质量指标", "合格率", "=100%"),
        ("满意度指标", "满意度指标", "民警满意度", "≥95%"),
    ]


def test_running_text_without_any_table(read: Read) -> None:
    document = read(
        "项目名称：枸杞种植补贴", "预算金额：120万元", "年度绩效目标：种植枸杞17600株。", "绩效指标：", "产出指标",
        "数量指标：种植数量(≥**株) >=17600株；补贴农户数 >=230户", "质量指标：★成活率 >=85%", "效益指标",
        "经济效益指标：户均增收 >=1500元", "项目名称：饲草青贮", "产出指标", "数量指标：青贮数量 >=900吨",
    )  # fmt: skip
    first, second = document.projects
    assert (first.name, first.budget.total, first.goals) == ("枸杞种植补贴", "120万元", ("种植枸杞17600株。",))
    assert rows(first) == [
        ("产出指标", "数量指标", "种植数量(≥**株)", ">=17600株"),
        ("产出指标", "数量指标", "补贴农户数", ">=230户"),
        ("产出指标", "质量指标", "★成活率", ">=85%"),
        ("效益指标", "经济效益指标", "户均增收", ">=1500元"),
    ]
    assert (second.name, rows(second)) == ("饲草青贮", [("产出指标", "数量指标", "青贮数量", ">=900吨")])


def test_a_column_for_each_class(read: Read) -> None:
    document = read("2024年项目绩效目标汇总表", [
        ["序号", "项目名称", "预算金额（万元）", "年度绩效目标", "产出指标", "<", "满意度指标"],
        ["^", "^", "^", "^", "数量指标", "质量指标", "服务对象满意度指标"],
        ["1", "乡镇图书室", "12", "建成图书室", "1.图书数量≥3000册；2.书架12个", "图书合格率≥98%", "读者满意度≥90%"],
        ["2", "广播站", "6", "覆盖全乡", "音柱数量：40个", "", "听众满意度：≥85%"],
    ])  # fmt: skip
    first, second = document.projects
    assert (first.money_unit, first.budget.total, first.goals) == ("万元", "12", ("建成图书室",))
    assert rows(first) == [
        ("产出指标", "数量指标", "图书数量", "≥3000册"),
        ("产出指标", "数量指标", "书架", "12个"),
        ("产出指标", "质量指标", "图书合格率", "≥98%"),
        ("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%"),
    ]
    assert rows(second, "name", "value") == [("音柱数量", "40个"), ("听众满意度", "≥85%")]


def test_classes_beside_running_text_without_heads(read: Read) -> None:
    document = read([
        ["项目名称", "村级卫生室", "<", "<"],
        ["年度绩效目标（概述）", "改善就医条件", "<", "<"],
        ["绩效指标", "产出指标", "数量指标", "卫生室数量≥12个；医生培训24人次"],
        ["^", "^", "质量指标", "设备合格率100%"],
        ["^", "满意度指标", "服务对象满意度指标", "群众满意度≥92%"],
    ])  # fmt: skip
    assert rows(document.projects[0]) == [
        ("产出指标", "数量指标", "卫生室数量", "≥12个"),
        ("产出指标", "数量指标", "医生培训", "24人次"),
        ("产出指标", "质量指标", "设备合格率", "100%"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥92%"),
    ]


def test_heads_that_no_list_names_and_goals_in_numbered_rows(read: Read) -> None:
    document = read([
        ["单位编码", "205", "单位名称", "县卫健局", "<", "<"],
        ["项目编码", "13022523P00LE1102C14U", "项目名称", "疫苗冷链", "<", "<"],
        ["绩效目标", "目标1", "购置冷库", "<", "<", "<"],
        ["^", "目标2", "保障接种", "<", "<", "<"],
        ["序号", "一级绩效指标类别", "二级绩效指标类别", "三级绩效指标（名称）", "本年绩效指标目标值", "指标取值依据说明"],
        ["1", "产出", "数量", "冷库数量", "2座", "政府采购合同"],
        ["2", "效益", "社会效益", "接种保障率", "≥98%", "规划"],
    ])  # fmt: skip
    (project,) = document.projects
    assert (project.code, project.unit, project.goals) == (
        "13022523P00LE1102C14U",
        Unit("205", "县卫健局"),
        ("购置冷库", "保障接种"),
    )
    assert rows(project, "level1", "name", "value", "basis") == [
        ("产出", "冷库数量", "2座", "政府采购合同"),
        ("效益", "接种保障率", "≥98%", "规划"),
    ]


def test_a_spend_plan_down_the_rows(read: Read) -> None:
    document = read([
        ["项目名称", "道路养护", "<"],
        ["资金支出计划", "3月末", "20%"],
        ["^", "6月末", "50%"],
        ["^", "12月末", "100%"],
        ["指标名称", "指标值", "指标解释"],
        ["养护里程", "20公里", "里程"],
    ])  # fmt: skip
    assert document.projects[0].spend_plan == (("3月末", "20%"), ("6月末", "50%"), ("12月末", "100%"))


def test_a_table_that_goes_on_without_its_heads(read: Read) -> None:
    document = read(
        [["项目名称", "道路养护", "<", "<"], ["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "养护里程", "20公里"]],
        [["效益指标", "社会效益指标", "受益村庄", "12个"], ["满意度指标", "公众满意度指标", "村民满意度", "≥90%"]],
    )  # fmt: skip
    assert rows(document.projects[0], "level1", "name") == [
        ("产出指标", "养护里程"),
        ("效益指标", "受益村庄"),
        ("满意度指标", "村民满意度"),
    ]


def test_the_table_of_a_whole_department_is_no_project(read: Read) -> None:
    document = read([
        ["部门整体支出绩效目标申报表", "<", "<", "<", "<"],
        ["（2023年度）", "<", "<", "<", "<"],
        ["部门名称", "<", "县交通运输局", "<", "<"],
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "<"],
        ["^", "农村公路养护", "养护里程", "560", "<"],
        ["年度总体目标", "1.养护农村公路\n2.保障春运", "<", "<", "<"],
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["^", "产出指标", "数量指标", "养护里程", "≥860公里"],
    ])  # fmt: skip
    assert document.projects == ()
    assert (document.department.name, document.department.total) == ("县交通运输局", "")
    assert document.department.goals == ("1.养护农村公路", "2.保障春运")
    assert document.department.indicators == (Indicator("产出指标", "数量指标", "养护里程", value="≥860公里"),)
    assert document.places.find("department.indicators[1].value") is not None


def test_budget_tables_and_contents_are_passed_over_and_said(read: Read) -> None:
    document = read(
        "目录",
        [["表1", "收支总表"], ["表2", "绩效目标表"]],
        [["单位：万元", "<", "<", "<"], ["项目名称", "预算数", "财政拨款", "其他资金"], ["公园管护", "60", "60", ""], ["绿化", "40", "40", ""]],
        [["科目编码", "科目名称", "合计", "基本支出"], ["201", "一般公共服务", "30", "20"]],
    )  # fmt: skip
    assert document.projects == ()
    assert kinds(document) == {"not-judged"}


def test_a_table_that_looks_like_targets_but_cannot_be_read_is_said(read: Read) -> None:
    document = read(
        [
            ["产出指标", "数量指标", "管护公园", "3个"],
            ["效益指标", "社会效益", "改善", "明显"],
            ["满意度指标", "公众满意度", "满意", "90%"],
        ]
    )
    (problem,) = [problem for problem in document.problems if problem.kind == "unreadable"]
    assert problem.place is not None
    assert problem.place.cell is not None
    assert problem.place.cell.table == 1


def test_blank_cells_have_places_too(read: Read) -> None:
    project = read([
        ["项目名称", "茶园提升", "其他资金", ""],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "改造茶园", ""],
    ]).projects[0]  # fmt: skip
    spots = {path: project.places.find(path) for path in ("budget.other", "indicators[1].value", "name", "")}
    cells = {path: place.cell for path, place in spots.items() if place is not None and place.cell is not None}
    assert [(cells[path].row, cells[path].column) for path in ("budget.other", "indicators[1].value", "name")] == [
        (1, 4),
        (3, 4),
        (1, 2),
    ]
    assert cells[""].table == 1


def test_a_heading_belongs_to_the_table_below_it(read: Read) -> None:
    form = [["项目名称", "甲"], ["指标名称", "指标值"], ["数量", "1个"]]
    document = read(
        "3.甲绩效目标表",
        form,
        "4.乙绩效目标表",
        [["项目名称", "乙"], *form[1:]],
        "项目支出绩效目标表",
        [["项目名称", "丙"], *form[1:]],
    )
    assert [(project.no, project.heading) for project in document.projects] == [
        (3, "3.甲绩效目标表"),
        (4, "4.乙绩效目标表"),
        (None, ""),
    ]


def test_text_that_begins_like_a_label_stays_a_value(read: Read) -> None:
    document = read([
        ["项目名称", "甲", "<"],
        ["预算规模及资金用途", "预算数", "5"],
        ["^", "主要内容：维修校舍。", "<"],
        ["绩效目标", "总体目标：完成维修。", "<"],
        ["指标名称", "指标值", "备注"],
        ["维修面积", "200平方米", ""],
    ])  # fmt: skip
    assert (document.projects[0].purpose, document.projects[0].goals) == (
        "主要内容：维修校舍。",
        ("总体目标：完成维修。",),
    )


def test_labels_over_one_row_of_values_and_classes_under_one_wide_head(read: Read) -> None:
    lights = [["项目名称", "实施单位", "预算金额（万元）", "联系人"], ["路灯", "312001县住建局", "6", "李四"]]
    square = [
        ["项目名称", "实施单位", "预算金额（万元）", "联系人"],
        ["广场改造", "312001县住建局", "56.8", "李四"],
        ["绩效目标", "改造两处广场", "<", "<"],
        ["绩效指标", "<", "<", "指标值"],
        ["产出指标", "数量指标", "改造广场", "2处"],
        ["^", "质量指标", "验收合格率", "100%"],
    ]
    document = read([*square, *lights, ["绩效目标", "装灯", "<", "<"]])
    first, second = document.projects
    assert (first.name, first.unit, first.budget.total) == ("广场改造", Unit("312001", "县住建局"), "56.8")
    assert rows(first) == [("产出指标", "数量指标", "改造广场", "2处"), ("产出指标", "质量指标", "验收合格率", "100%")]
    assert (second.name, second.budget.total, second.goals) == ("路灯", "6", ("装灯",))


def test_a_budget_table_after_a_project_does_not_reach_into_it(read: Read) -> None:
    document = read(
        [["项目名称", "甲"], ["指标名称", "指标值"], ["数量", "1个"]],
        [["项目名称", "预算数", "财政拨款"], ["公园管护", "60", "60"], ["绿化", "40", "40"]],
    )
    (project,) = document.projects
    assert (project.name, project.budget) == ("甲", Budget())


def test_a_row_with_a_long_term_value_alone_is_a_long_term_indicator(read: Read) -> None:
    document = read([
        ["项目名称", "三级指标", "年度指标值", "中期指标值"],
        ["河道治理", "治理河长", "12公里", "40公里"],
        ["河道治理", "建成湿地", "", "2处"],
    ])  # fmt: skip
    (project,) = document.projects
    assert rows(project, "name", "value", "long_term_value") == [("治理河长", "12公里", "40公里")]
    assert [(row.name, row.value) for row in project.long_term_indicators] == [("建成湿地", "2处")]


def test_a_source_of_money_that_no_list_names_is_a_part_of_the_budget(read: Read) -> None:
    document = read([
        ["项目名称", "预算数（万元）", "财政资金", "飞地合作资金（万元）", "绩效目标", "三级指标", "指标值"],
        ["河道治理", "50", "40", "10", "治理", "治理河长", "12公里"],
        ["湿地", "5", "5", "", "建成", "湿地数量", "2处"],
    ])  # fmt: skip
    first, second = document.projects
    assert first.budget == Budget("50", "40", "", (("飞地合作资金", "10"),))
    assert second.budget == Budget("5", "5", "")


def test_a_title_or_a_date_beside_the_unit_line_is_no_unit(read: Read) -> None:
    document = read([
        ["项目支出绩效目标表", "<", "单位：万元"],
        ["2024年度预算", "<", "编制日期：3月"],
        ["项目名称", "甲渠清淤", "<"],
        ["指标名称", "指标值", "备注"],
        ["清淤长度", "3公里", ""],
    ])  # fmt: skip
    (project,) = document.projects
    assert (document.title, project.unit, project.money_unit) == ("项目支出绩效目标表", Unit(), "万元")


def test_names_beside_their_numbers_and_lines_below_the_indicators(read: Read) -> None:
    document = read([
        ["项目名称", "<", "古树名木保护", "<", "项目编码", "41010026T000000001234"],
        ["项目资金申请（万元）", "<", "资金总额", "30", "<", "<"],
        ["^", "<", "其中：市级财政资金", "25", "<", "<"],
        ["^", "<", "区级财政资金", "5", "<", "<"],
        ["年度\n绩效\n目标", "<", "保护古树120株。", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "<", "指标值", "备注"],
        ["产出指标", "数量指标", "指标1", "古树保护数量", "120株", ""],
        ["^", "^", "指标2", "巡查次数", "≥24次", ""],
        ["其他需要说明的问题", "<", "无", "<", "<", "<"],
        ["与上年度相比变化", "<", "无变化", "<", "<", "<"],
        ["填表人：", "<", "联系电话：", "<", "单位负责人：", "<"],
    ])  # fmt: skip
    (project,) = document.projects
    assert project.budget == Budget("30", "25", "", (("区级财政资金", "5"),))
    assert rows(project, "name", "value") == [("古树保护数量", "120株"), ("巡查次数", "≥24次")]


def test_one_class_column_of_the_second_level_and_a_unit_above_a_list(read: Read) -> None:
    document = read("2026年度项目绩效目标公开表", "预算单位：市图书馆", [
        ["序号", "项目名称", "年度绩效目标", "指标类型", "指标名称", "绩效指标值", "备注"],
        ["1", "古籍修复", "修复古籍", "数量指标", "修复册数", "≥260册", ""],
        ["^", "^", "^", "质量指标", "修复合格率", "100%", ""],
        ["2", "讲座", "办讲座", "数量指标", "讲座场次", "40场", ""],
    ])  # fmt: skip
    first, second = document.projects
    assert (first.unit.name, second.unit.name) == ("市图书馆", "市图书馆")
    assert rows(first, "level1", "level2", "name") == [("", "数量指标", "修复册数"), ("", "质量指标", "修复合格率")]
    assert "indicators.level1" not in document.fields
