"""What public bug reports tell of real files, seen from the outside: a file goes in, violations come out."""

from __future__ import annotations

import html
from collections.abc import Sequence

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.model import Document
from perflint.options import Options
from perflint.readers import read
from perflint.report import Report

Rows = Sequence[Sequence[str]]
HEAD = ["一级指标", "二级指标", "三级指标", "指标值"]
SPLIT = ["一级指标", "二级指标", "三级指标", "指标方向", "指标性质", "指标值", "计量单位"]


def page(*rows: Sequence[str], name: str = "校舍维修", above: Rows = ()) -> bytes:
    """A form as a web page."""
    form = [["项目名称", name], *above]
    cells = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for row in [*form, *rows])
    return f"<meta charset=utf-8><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".encode()


def model(data: bytes) -> Document:
    return read("a.html", data, shipped_rules().lexicon)


def checked(data: bytes, *rules: str, name: str = "a.html") -> Report:
    return check_inputs([ReadInput(name, data)], Options(select=rules))


def values(data: bytes) -> list[str]:
    return [row.value for project in model(data).projects for row in project.indicators]


def found(report: Report) -> list[tuple[str, str]]:
    return [(item.rule, item.field) for item in report.violations if item.project is not None]


def test_signs_in_words_and_of_other_makes_are_read_and_judged() -> None:
    data = page(
        SPLIT,
        ["成本指标", "经济成本指标", "维修成本", "反向", "小于等于", "12", "万元"],
        ["产出指标", "数量指标", "维修间数", "正向", "═", "30", "间"],
        ["产出指标", "质量指标", "合格率", "正向", "≧", "98", "%"],
    )
    assert values(data) == ["≤12万元", "30间", "≧98%"]
    assert found(checked(data, "VAL001", "VAL002", "VAL003")) == []


def test_a_sign_of_two_characters_is_kept_as_written() -> None:
    assert values(page(HEAD, ["产出指标", "数量指标", "受益人数", "‹=6962人"])) == ["‹=6962人"]


def test_units_in_words_are_units() -> None:
    rows = [
        ["产出指标", "质量指标", "验收合格率", "≥98百分比"],
        ["产出指标", "质量指标", "准确率", "≥0.97比例"],
        ["成本指标", "经济成本指标", "补助标准", "780元/生/年"],
    ]
    data = page(HEAD, *rows)
    assert values(data) == [row[3] for row in rows]
    assert found(checked(data, "VAL")) == []


def test_a_template_s_sign_or_unit_without_a_number_is_a_blank_value() -> None:
    rows = [
        ["产出指标", "质量指标", "合格率", "正向", "≧", "", "%"],
        ["产出指标", "数量指标", "造林面积", "正向", "", "", "万亩"],
    ]
    report = checked(page(SPLIT, *rows), "STR003")
    assert [field for _, field in found(report) if field.startswith("indicators")] == [
        "indicators[1].value",
        "indicators[2].value",
    ]


def test_a_district_called_hebei_makes_no_province_and_a_short_form_no_faults() -> None:
    data = page(
        HEAD,
        ["产出指标", "数量指标", "维修面积", "≥400平方米"],
        ["产出指标", "质量指标", "验收合格率", "≥98百分比"],
        ["效益指标", "社会效益指标", "办学条件", "明显改善"],
        ["满意度指标", "服务对象满意度指标", "师生满意度", "≥95%"],
        name="河北区校舍维修",
        above=[["主管部门", "天津市河北区教育局"], ["项目资金", "20万元"], ["绩效目标", "维修校舍400平方米"]],
    )
    report = checked(data)
    assert report.inputs[0].setting.profile.id != "hebei-2022"
    assert not {"COD", "PLN"} & {item.rule[:3] for item in report.violations}
    idle = {item.rule[:3] for item in report.not_applicable}
    assert {"COD", "PLN"} <= idle


def test_of_two_identical_faulty_rows_mending_one_retires_one() -> None:
    faulty, good = ["产出指标", "数量指标", "维修间数", ""], ["产出指标", "数量指标", "维修间数", "3间"]
    both = [
        item.fingerprint
        for item in checked(page(HEAD, faulty, faulty), "STR003").violations
        if "indicators" in item.field
    ]
    one = [
        item.fingerprint
        for item in checked(page(HEAD, good, faulty), "STR003").violations
        if "indicators" in item.field
    ]
    assert len(set(both)) == 2
    assert len(one) == 1
    assert set(one) < set(both)


def test_columns_count_characters_also_outside_the_basic_plane() -> None:
    text = "项目名称,一级指标,二级指标,三级指标,指标值\n𠮷𠮷学校维修,产出指标,质量指标,𠮷合格率,≥980%%\n"
    document = read("a.csv", text.encode(), shipped_rules().lexicon)
    (project,) = document.projects
    place = project.places.find("indicators[1].value")
    assert place is not None
    assert place.column == text.splitlines()[1].index("≥") + 1


def test_a_page_named_as_a_workbook_is_read_by_what_it_is() -> None:
    data = page(HEAD, ["产出指标", "数量指标", "维修间数", "3间"])
    report = checked(data, "STR001", name="导出.xls")
    assert report.inputs[0].projects == 1
    assert report.violations == ()
