"""A report made by hand, with everything that reporters must show: no rule and no reader is needed to test them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from perflint.model import Department, Document, Project, Unit
from perflint.pipeline.order import in_order
from perflint.place import Cell, Place
from perflint.report import Input, NotJudged, Report
from perflint.rule import CheckCall, Profile, Rule, Setting
from perflint.violation import Location, Message, Related, Severity, Violation

GOLDEN = Path(__file__).parent / "golden"
SOURCE = """\
title: 县公安局2022年部门预算绩效文本
projects:
- code: 13022522P00CKTC10027L
  name: 办案业务费
  spend_plan: {3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}
  goals: [维护辖区交通安全形势持续稳定发展。]
- code: 13022522P00CKTC10029U
  name: 巡警经费
  goals: [维护辖区交通安全形势持续稳定发展。]
"""


def rule(number: str, name: str, severity: Severity) -> Rule:
    return Rule(
        id=number,
        name=name,
        scope="project",
        category="compliance",
        severity=severity,
        check=CheckCall("monotonic"),
        message=Message("支出进度{value}低于此前", "spending falls to {value}"),
        why=Message("支出计划是累计数。", "The plan is cumulative."),
        basis={"kind": "internal-logic"},
    )


RULES = {
    item.id: item
    for item in (
        rule("PLN003", "plan-decreasing", Severity.ERROR),
        rule("DUP003", "goal-shared", Severity.WARNING),
        rule("DOC001", "basis-boilerplate", Severity.INFO),
        rule("STR001", "unreadable-input", Severity.ERROR),
    )
}


def violation(number: str, field: str, value: str, zh: str, en: str, place: Place, **more: object) -> Violation:
    stated = RULES[number]
    made = Violation(
        rule=number,
        slug=stated.name,
        severity=stated.severity,
        category=stated.category,
        confidence="high",
        message=Message(zh, en),
        field=field,
        value=value,
        location=Location("targets.yaml", place),
        identity=(number, field, value),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def project(position: int) -> dict[str, object]:
    codes = ("13022522P00CKTC10027L", "13022522P00CKTC10029U")
    names = ("办案业务费", "巡警经费")
    return {
        "project": codes[position],
        "project_no": position + 1,
        "project_name": names[position],
        "unit": "312002",
        "position": position,
    }


def made_report() -> Report:
    shared = ("维护辖区交通安全形势持续稳定发展。", "这条绩效目标在2个项目中完全相同", "the same goal in 2 projects")
    goal = [Place(6, 11, 6, 28), Place(9, 11, 9, 28)]
    places = [Location("targets.yaml", place) for place in goal]
    related = [Related(str(project(other)["project"]), "goals[1]", places[other]) for other in (1, 0)]
    violations = [
        violation(
            "PLN003",
            "spend_plan.6月底",
            "20%",
            "6月底的支出进度20%低于此前3月底的25%；支出计划是累计数，请改为不低于25%",
            "planned spending falls from 25% to 20% at 6月底",
            Place(5, 31, 5, 34),
            suggestion="25%",
            **project(0),
        ),
        *(
            violation(
                "DUP003",
                "goals[1]",
                *shared,
                goal[index],
                related=(related[index],),
                related_total=1,
                cluster="c1",
                **project(index),
            )
            for index in (0, 1)
        ),
        violation(
            "DOC001",
            "indicators.basis",
            "年初工作计划安排",
            "40行指标的依据都是“年初工作计划安排”",
            "40 rows have one basis",
            Place(1, 1, 1, 6),
            related=tuple(
                Related(str(project(index)["project"]), "indicators[1].basis", places[index]) for index in (0, 1)
            ),
            related_total=40,
        ),
        violation(
            "STR001",
            "",
            "",
            "不能读作绩效目标：文件已截断",
            "cannot be read as targets: the file is cut short",
            Place(cell=Cell(table=3, row=5, column=2)),
            document=1,
            location=Location("cut.docx", Place(cell=Cell(table=3, row=5, column=2))),
        ),
    ]
    setting = Setting(
        profile=Profile("hebei-2022", Message("河北2022", "Hebei 2022"), ()),
        profile_reason=Message("依据项目编码判断", "told by its project codes"),
        year=2022,
        year_reason=Message("标题中写明", "stated in the title"),
    )
    unit = Unit("312002", "县公安局交警大队")
    document = Document(department=Department(name="县公安局"), projects=(Project(unit=unit), Project(unit=unit)))
    return Report(
        violations=tuple(in_order(violations)),
        inputs=(
            Input("targets.yaml", "ab12", 2, 40, setting, document, SOURCE),
            Input("cut.docx", "cd34", 0, 0, setting, Document()),
        ),
        rules=RULES,
        rules_version="1",
        not_applicable=(
            NotJudged("SUM006", Message("表中没有权重", "the form has no weights"), 1, "cut.docx"),
            NotJudged("SUM006", Message("表中没有权重", "the form has no weights"), 2, "targets.yaml"),
        ),
    )


@pytest.fixture(scope="session")
def report() -> Report:
    """A report of two inputs: two projects with four violations, and a file that could not be read."""
    return made_report()


@pytest.fixture(scope="session")
def nothing() -> Report:
    """A report in which there is nothing to say."""
    return Report(violations=(), inputs=(Input("clean.yaml", "ef56", 2, 13),), rules=RULES, rules_version="1")


@pytest.fixture(scope="session")
def golden() -> Callable[[str, str], None]:
    """Compares a text with a golden file; with PERFLINT_UPDATE_GOLDEN set, writes the file instead."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("PERFLINT_UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare
