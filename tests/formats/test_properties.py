"""Whatever a document says: written as Word, Excel, web page, CSV or text by other hands, it is read back equal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from perflint.api import shipped_rules
from perflint.model import Budget, CategoryGoal, Department, Document, Indicator, Project, Unit
from perflint.readers import read

Writer = Callable[[Document], bytes]
SIGNS = st.characters(
    codec="gb18030", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Z"], exclude_characters="：:\ufffc"
)
TRAPS = ["预算数", "绩效目标", "指标值", "12月底", "（一）", "<td>", "&amp;", '"', ",", "≥95%", "𠮷"]
WORDS = st.lists(st.one_of(st.sampled_from(TRAPS), SIGNS), max_size=8).map("".join)
NAME = WORDS.map(lambda text: f"甲{text}乙")
AMOUNT = st.decimals(0, 10**6, places=2).map(str)
VALUE = st.one_of(st.just(""), st.sampled_from(["≥95%", "7万", "2022年底", "12座", "明显改善", "≤114.87万元"]), NAME)
ROW = st.builds(
    Indicator,
    level1=st.sampled_from(["产出指标", "效益指标", "满意度指标"]),
    level2=st.sampled_from(["数量指标", "质量指标", "社会效益指标", "服务对象满意度指标"]),
    name=NAME,
    description=st.one_of(st.just(""), NAME),
    value=VALUE,
    basis=NAME,
)
PROJECT = st.builds(
    Project,
    code=st.from_regex(r"1302252[2-5]P00[A-HJ-N][A-HJ-N0-9]{9}[0-9]", fullmatch=True),
    name=NAME,
    unit=st.builds(Unit, st.from_regex(r"[1-9][0-9]{5}", fullmatch=True), NAME),
    budget=st.builds(Budget, AMOUNT, AMOUNT, st.one_of(st.just(""), AMOUNT)),
    money_unit=st.just("万元"),
    purpose=NAME,
    spend_plan=st.lists(st.sampled_from(["", "25%", "100%"]), min_size=4, max_size=4).map(
        lambda values: tuple(zip(("3月底", "6月底", "10月底", "12月底"), values, strict=True))
    ),
    goals=st.lists(NAME, min_size=1, max_size=3).map(tuple),
    indicators=st.lists(ROW, min_size=1, max_size=4).map(tuple),
)
DEPARTMENT = st.builds(
    Department,
    overall_goal=NAME,
    category_goals=st.lists(st.builds(CategoryGoal, NAME, NAME, NAME), min_size=1, max_size=3).map(tuple),
    safeguards=st.lists(NAME, min_size=1, max_size=3).map(tuple),
)


def numbered(projects: list[Project]) -> tuple[Project, ...]:
    """Printed numbers and headings as a booklet has them."""
    return tuple(
        replace(project, no=number, heading=f"{number}.{project.name}绩效目标表")
        for number, project in enumerate(projects, start=1)
    )


DOCUMENT = st.builds(
    Document,
    department=DEPARTMENT,
    projects=st.lists(PROJECT, min_size=1, max_size=3, unique_by=(lambda p: p.code, lambda p: p.name)).map(numbered),
)


def carried(document: Document, kind: str) -> Document:
    """What the shape of a format carries of a document."""
    if kind == "xlsx":
        return replace(document, department=Department())
    if kind == "csv":
        projects = (replace(project, no=None, heading="", purpose="") for project in document.projects)
        return replace(document, department=Department(), projects=tuple(projects))
    return document


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "csv", "txt"])
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(document=DOCUMENT)
def test_a_document_comes_back_as_it_was_written(kind: str, document: Document, writers: dict[str, Writer]) -> None:
    found = read(f"a.{kind}", writers[kind](document), shipped_rules().lexicon)
    expected = carried(document, kind)
    assert found.projects == expected.projects
    assert found.department == expected.department
    assert {problem.value for problem in found.problems} <= {"首页"}  # the navigation of the page
