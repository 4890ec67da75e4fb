# ruff: noqa: E501 - tables and markup read best when a row stays a line
"""Whatever the values say, a form gives back the model that was written into it."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from perflint.model import Budget, Document, Indicator, Project, Unit

WORD = st.text(
    "校舍维修改造数量率满意度目标预算资金项目绩效其他备注：:（）()1290%≥、。，；; \u3000A", min_size=1, max_size=12
).filter(lambda text: text.strip(" \u3000") == text and text.strip("：:（）()、。，；; \u3000") != "")
NAME = WORD.map(lambda text: "甲" + text)
AMOUNT = st.decimals(0, 10**6, places=2).map(str)
ROW = st.builds(
    Indicator,
    level1=st.sampled_from(["产出指标", "效益指标", "满意度指标"]),
    level2=st.sampled_from(["数量指标", "质量指标", "社会效益指标", "服务对象满意度指标"]),
    name=NAME,
    description=st.one_of(st.just(""), NAME),
    value=st.one_of(st.just(""), st.sampled_from(["≥95%", "7万", "2022年底", "12座", "明显"])),
    basis=NAME,
)
PROJECT = st.builds(
    Project,
    code=st.from_regex(r"1302252[2-5]P00[A-HJ-N][A-HJ-N0-9]{9}[0-9]", fullmatch=True),
    name=NAME,
    unit=st.builds(Unit, st.from_regex(r"[1-9][0-9]{5}", fullmatch=True), NAME.filter(lambda text: text[0] == "甲")),
    budget=st.builds(Budget, AMOUNT, AMOUNT, st.one_of(st.just(""), AMOUNT)),
    money_unit=st.just("万元"),
    purpose=NAME,
    spend_plan=st.lists(st.sampled_from(["", "25%", "100%"]), min_size=4, max_size=4).map(
        lambda values: tuple(zip(("3月底", "6月底", "10月底", "12月底"), values, strict=True))
    ),
    goals=st.lists(NAME, min_size=1, max_size=3).map(tuple),
    indicators=st.lists(ROW, min_size=1, max_size=5).map(tuple),
)
SLOW = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def form(project: Project) -> list[list[str]]:
    """The Hebei form, its classes merged down where they repeat."""
    rows = [
        [project.unit.code + project.unit.name, "<", "<", "<", "单位：万元", "<"],
        ["项目编码", project.code, "<", "项目名称", project.name, "<"],
        [
            "预算规模及资金用途",
            "预算数",
            project.budget.total,
            "其中：财政资金",
            project.budget.fiscal,
            f"其他资金：{project.budget.other}",
        ],
        ["^", project.purpose, "<", "<", "<", "<"],
        ["资金支出计划（%）", *(point for point, _ in project.spend_plan), ""],
        ["^", *(value for _, value in project.spend_plan), ""],
        ["绩效目标", "\n".join(project.goals), "<", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"],
    ]
    last = ""
    for row in project.indicators:
        rows.append(
            ["^" if row.level1 == last else row.level1, row.level2, row.name, row.description, row.value, row.basis]
        )
        last = row.level1
    return rows


@SLOW
@given(projects=st.lists(PROJECT, min_size=1, max_size=3))
def test_forms_one_after_the_other_give_back_their_projects(
    read: Callable[..., Document], projects: list[Project]
) -> None:
    assert read(*map(form, projects)).projects == tuple(projects)


@SLOW
@given(projects=st.lists(PROJECT, min_size=1, max_size=3))
def test_one_long_sheet_gives_back_its_projects(read: Callable[..., Document], projects: list[Project]) -> None:
    assert read([row for project in projects for row in [*form(project), [""]]]).projects == tuple(projects)


@SLOW
@given(projects=st.lists(PROJECT, min_size=1, max_size=3, unique_by=lambda project: (project.code, project.name)))
def test_a_flat_export_gives_back_what_it_carries(read: Callable[..., Document], projects: list[Project]) -> None:
    head = [
        "单位",
        "项目编码",
        "项目名称",
        "预算数（万元）",
        "财政资金",
        "其他资金",
        "绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "绩效指标描述",
        "指标值",
        "指标值确定依据",
    ]
    rows = [
        [project.unit.code + project.unit.name, project.code, project.name, project.budget.total, project.budget.fiscal,
         project.budget.other, "\n".join(project.goals), row.level1, row.level2, row.name, row.description, row.value, row.basis]
        for project in projects
        for row in project.indicators
    ]  # fmt: skip
    found = read([head, *rows]).projects
    assert [(p.code, p.name, p.unit, p.budget, p.goals, p.indicators) for p in found] == [
        (p.code, p.name, p.unit, p.budget, p.goals, p.indicators) for p in projects
    ]
    assert {project.money_unit for project in found} == {"万元"}
