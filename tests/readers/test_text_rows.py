"""Tables that were copied as text: a row a line, cells merged away as blank fields or left out altogether."""

from __future__ import annotations

import pytest

from perflint.lexicon import Lexicon
from perflint.readers import read

FORM = """2023年度项目支出绩效目标申报表
单位：万元
项目名称\t管网改造
项目编码\t44010523P004125100012\t预算单位\t区供水管理所
预算资金情况\t年度资金总额\t50.00
\t其中：财政拨款\t40.00
\t其他资金\t10.00
年度绩效目标\t1.改造管网12公里。
2.保障居民用水。
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t权重
\t产出指标\t数量指标\t改造长度\t≥12公里\t20
\t\t\t阀门数量\t≥48座\t10
\t\t质量指标\t验收合格率\t100%\t20
\t效益指标\t社会效益指标\t受益户数\t≥3000户\t40
"""

FLAT = """2023年度项目绩效目标表
项目编码\t项目名称\t预算数\t年度绩效目标\t一级指标\t二级指标\t三级指标\t指标值
44010523P004125100012\t管网改造\t50\t改造管网12公里。\t产出指标\t数量指标\t改造长度\t≥12公里
\t\t\t\t\t\t阀门数量\t≥48座
\t\t\t\t\t质量指标\t验收合格率\t100%
44010523P004125100023\t路灯维护\t20\t维护路灯3000盏。\t产出指标\t数量指标\t维护盏数\t≥3000盏
\t\t\t\t效益指标\t社会效益指标\t受益户数\t≥300户
"""


def rows(text: str, lexicon: Lexicon) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    document = read("a.txt", text.encode(), lexicon)
    return [
        (project.name, [(row.level1, row.level2, row.name, row.value) for row in project.indicators])
        for project in document.projects
    ]


def test_a_form_whose_merged_cells_are_blank_fields_is_read(lexicon: Lexicon) -> None:
    project = read("a.txt", FORM.encode(), lexicon).projects[0]
    assert (project.unit.name, project.budget.total, project.budget.fiscal) == ("区供水管理所", "50.00", "40.00")
    assert project.goals == ("1.改造管网12公里。", "2.保障居民用水。")
    assert rows(FORM, lexicon) == [
        (
            "管网改造",
            [
                ("产出指标", "数量指标", "改造长度", "≥12公里"),
                ("产出指标", "数量指标", "阀门数量", "≥48座"),
                ("产出指标", "质量指标", "验收合格率", "100%"),
                ("效益指标", "社会效益指标", "受益户数", "≥3000户"),
            ],
        )
    ]


def test_a_list_whose_merged_cells_are_blank_fields_is_read(lexicon: Lexicon) -> None:
    assert rows(FLAT, lexicon) == [
        (
            "管网改造",
            [
                ("产出指标", "数量指标", "改造长度", "≥12公里"),
                ("产出指标", "数量指标", "阀门数量", "≥48座"),
                ("产出指标", "质量指标", "验收合格率", "100%"),
            ],
        ),
        (
            "路灯维护",
            [
                ("产出指标", "数量指标", "维护盏数", "≥3000盏"),
                ("效益指标", "社会效益指标", "受益户数", "≥300户"),
            ],
        ),
    ]


@pytest.mark.parametrize("text", [FORM, FLAT])
def test_rows_that_lost_their_merged_cells_are_said_and_not_shifted(lexicon: Lexicon, text: str) -> None:
    lost = "\n".join(line.lstrip("\t") for line in text.split("\n"))
    document = read("a.txt", lost.encode(), lexicon)
    assert document.projects == ()
    assert [problem.kind for problem in document.problems] == ["unreadable"]
    assert "rows are shifted" in document.problems[0].en
    place = document.problems[0].place
    assert place is not None
    assert lost.split("\n")[(place.line or 0) - 1].startswith(("产出指标", "质量指标"))


def test_rows_that_end_early_are_not_shifted(lexicon: Lexicon) -> None:
    text = FORM.replace("≥12公里\t20", "≥12公里").replace("≥48座\t10", "≥48座")
    assert [len(indicators) for _, indicators in rows(text, lexicon)] == [4]
