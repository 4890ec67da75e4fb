"""targets.yaml: nothing is typed, repaired or lost, and everything knows its place."""

from __future__ import annotations

import pytest

from perflint.lexicon import Lexicon
from perflint.model import Budget, Document, Unit
from perflint.readers import read
from perflint.readers.source import Text
from perflint.readers.yaml_events import Events, PurePythonParser, parser_class

FULL = """\
format: 1
profile: hebei-2022
title: 部门预算绩效文本
year: 2022
region: "130225"
money_unit: 万元
department:
  code: "312"
  name: 县公安局
  total: null
  overall_goal: 平安
  category_goals:
  - {name: 办案, goal: 多办案, indicator: 全部}
  safeguards: [制度, 管理]
projects:
- no: 1
  heading: 1.购置绩效目标表
  code: 13022522P00CKTC10027L
  name: 购置
  unit: {code: "312002", name: 县公安局}
  budget: {total: 90.00, fiscal: 80, other: null, parts: {上年结转: 10.00}}
  purpose: 买车
  spend_plan: {3月底: 25%, 6月底: "50", 10月底: 75, 12月底: null}
  goals: [1.买车, 2.用车]
  indicators:
  - {level1: 产出指标, level2: 质量指标, name: 合格率, description: 合格, value: ≥95%, basis: 计划, weight: null}
"""


def of(text: str | bytes, lexicon: Lexicon, name: str = "targets.yaml") -> Document:
    return read(name, text if isinstance(text, bytes) else text.encode(), lexicon)


def project_of(fields: str, lexicon: Lexicon) -> Document:
    return of("projects:\n- " + fields.replace("\n", "\n  ") + "\n", lexicon)


def only_problem(document: Document) -> tuple[str, int | None, int | None]:
    (problem,) = document.problems
    assert problem.zh
    assert problem.en
    assert problem.place is not None
    return problem.kind, problem.place.line, problem.place.column


def test_reads_every_field_of_the_format(lexicon: Lexicon) -> None:
    document = of(FULL, lexicon)
    assert document.problems == ()
    assert (document.profile, document.title, document.year, document.region, document.money_unit) == (
        "hebei-2022",
        "部门预算绩效文本",
        "2022",
        "130225",
        "万元",
    )
    department = document.department
    assert (department.code, department.name, department.total) == ("312", "县公安局", "")
    assert [(goal.name, goal.goal, goal.indicator) for goal in department.category_goals] == [
        ("办案", "多办案", "全部")
    ]
    assert department.safeguards == ("制度", "管理")
    (project,) = document.projects
    assert (project.no, project.code, project.unit) == (1, "13022522P00CKTC10027L", Unit("312002", "县公安局"))
    assert project.budget == Budget("90.00", "80", "", (("上年结转", "10.00"),))
    assert project.spend_plan == (("3月底", "25%"), ("6月底", "50"), ("10月底", "75"), ("12月底", ""))
    assert project.goals == ("1.买车", "2.用车")
    assert project.indicators[0].value == "≥95%"


def test_chinese_names_say_the_same_as_english_keys(lexicon: Lexicon) -> None:
    chinese = """\
格式: 1
表式: hebei-2022
标题: 部门预算绩效文本
年度: 2022
地区: "130225"
金额单位: 万元
部门编码: "312"
部门名称: 县公安局
总体绩效目标: 平安
分项绩效目标:
- {名称: 办案, 绩效目标: 多办案, 绩效指标: 全部}
工作保障措施: [制度, 管理]
项目:
- 序号: 1
  表题: 1.购置绩效目标表
  项目编码: 13022522P00CKTC10027L
  项目名称: 购置
  单位编码: "312002"
  单位名称: 县公安局
  预算数: 90.00
  财政资金: 80
  其他资金:
  预算: {其他来源: {上年结转: 10.00}}
  资金用途: 买车
  资金支出计划: {3月底: 25%, 6月底: "50", 10月底: 75, 12月底: ~}
  绩效目标: [1.买车, 2.用车]
  绩效指标:
  - {一级指标: 产出指标, 二级指标: 质量指标, 三级指标: 合格率, 绩效指标描述: 合格,
     指标值: ≥95%, 指标值确定依据: 计划, 权重: }
"""
    document = of(chinese, lexicon)
    assert document.problems == ()
    assert document == of(FULL, lexicon)
    assert document.fields == of(FULL, lexicon).fields


@pytest.mark.parametrize(
    "written",
    ["0123", "1302E10", "1:30", "no", "90.00", "2022-01-01", "1_000", "0x1F", "true", "=", ".5", "+1", "1e5", "012"],
)
def test_a_plain_scalar_stays_what_was_written(written: str, lexicon: Lexicon) -> None:
    document = project_of(f"code: {written}", lexicon)
    assert document.projects[0].code == written
    assert document.problems == ()


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_and_null_are_blank(written: str, lexicon: Lexicon) -> None:
    document = project_of(f"code: {written}\nname: a", lexicon)
    assert document.projects[0].code == ""
    assert "code" in document.fields


def test_a_quoted_null_is_a_text(lexicon: Lexicon) -> None:
    assert project_of('code: "null"', lexicon).projects[0].code == "null"


def test_a_block_scalar_loses_only_the_line_break_that_ends_it(lexicon: Lexicon) -> None:
    document = project_of("purpose: |\n  买车，\n    用车\nname: >-\n  a\n  b", lexicon)
    assert document.projects[0].purpose == "买车，\n  用车"
    assert document.projects[0].name == "a b"


def test_goals_written_as_one_text_are_its_lines(lexicon: Lexicon) -> None:
    document = project_of("goals: |\n  1.买车\n\n  2.用车", lexicon)
    assert document.projects[0].goals == ("1.买车", "2.用车")


def test_a_plan_as_a_list_takes_the_checkpoints_in_order(lexicon: Lexicon) -> None:
    document = project_of("spend_plan: [25%, null, 75%, 100%]", lexicon)
    assert document.projects[0].spend_plan == (("3月底", "25%"), ("6月底", ""), ("10月底", "75%"), ("12月底", "100%"))


def test_a_plan_as_a_list_takes_the_names_of_the_profile_even_if_that_is_stated_later(lexicon: Lexicon) -> None:
    own = Lexicon({**lexicon.lists, "checkpoints.two": {"words": ["年中", "年底"]}})
    document = of("projects:\n- spend_plan: [40%, 100%, 7%]\nprofile: two\n", own)
    assert document.projects[0].spend_plan == (("年中", "40%"), ("年底", "100%"))
    assert only_problem(document) == ("unreadable", 2, 27)


def test_labels_that_repeat_are_kept_as_a_list(lexicon: Lexicon) -> None:
    document = project_of("budget: {parts: [{结转: 1}, {结转: 2}]}", lexicon)
    assert document.projects[0].budget.parts == (("结转", "1"), ("结转", "2"))


def test_a_bom_crlf_and_gbk_change_nothing(lexicon: Lexicon) -> None:
    document = of(FULL, lexicon)
    for data in (
        b"\xef\xbb\xbf" + FULL.encode(),
        FULL.replace("\n", "\r\n").encode(),
        FULL.encode("gb18030"),
        FULL.encode("utf-16"),
    ):
        again = of(data, lexicon)
        assert again == document
        assert again.problems == ()
        assert again.projects[0].places.find("indicators[1].value") == document.projects[0].places.find(
            "indicators[1].value"
        )


def test_an_unknown_key_is_said_with_the_nearest_known_one(lexicon: Lexicon) -> None:
    document = project_of("name: a\nindicators:\n- {vaule: 1}", lexicon)
    (problem,) = document.problems
    assert (problem.kind, problem.field, problem.suggestion, problem.project) == (
        "unknown-field",
        "indicators[1].vaule",
        "value",
        0,
    )
    assert problem.place is not None
    assert (problem.place.line, problem.place.column, problem.place.end_column) == (4, 6, 11)


def test_of_a_duplicate_key_the_first_stands(lexicon: Lexicon) -> None:
    document = project_of("name: a\nname: b", lexicon)
    assert document.projects[0].name == "a"
    assert only_problem(document) == ("duplicate-key", 3, 3)


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ("name: a\n项目名称: b", 3),
        ("budget: {total: 1}\n预算数: 2", 3),
        ("budget: {total: 1, 预算数: 2}", 22),
        ("budget: {total: 1}\nbudget: {fiscal: 1}", 3),
        ("spend_plan: {3月底: 1, 3月底: 2}", 24),
    ],
)
def test_an_alias_beside_its_key_is_a_duplicate(fields: str, column: int, lexicon: Lexicon) -> None:
    assert only_problem(project_of(fields, lexicon)) == ("duplicate-key", fields.count("\n") + 2, column)


def test_a_nested_field_after_its_flat_form_is_a_duplicate_at_its_own_place(lexicon: Lexicon) -> None:
    document = project_of("预算数: 2\nbudget: {total: 1}", lexicon)
    assert document.projects[0].budget.total == "2"
    assert only_problem(document) == ("duplicate-key", 3, 12)
    place = document.projects[0].places.find("budget.total")
    assert place is not None
    assert (place.line, place.column) == (2, 8)


def test_a_blank_part_does_not_stand_in_the_way_of_its_flat_fields(lexicon: Lexicon) -> None:
    document = of("部门:\n部门编码: x\nprojects:\n- budget:\n  预算数: 5\n", lexicon)
    assert document.problems == ()
    assert document.department.code == "x"
    assert document.projects[0].budget.total == "5"


@pytest.mark.parametrize(
    ("fields", "column"),
    [("no: abc", 7), ("no: 1.5", 7), ("name: [a]", 3), ("unit: 312", 3), ("goals: {a: b}", 3), ("indicators: 3", 15)],
)
def test_a_value_of_the_wrong_shape_is_said_and_the_project_is_read(fields: str, column: int, lexicon: Lexicon) -> None:
    document = project_of(f"code: X\n{fields}", lexicon)
    assert document.projects[0].code == "X"
    kind, line, at = only_problem(document)
    assert (kind, line) == ("unreadable", 3)
    assert at in (column, fields.index(" ") + 4)
    assert document.problems[0].project == 0


def test_an_entry_that_is_no_project_is_said_and_the_others_are_read(lexicon: Lexicon) -> None:
    document = of("projects:\n- 3\n- name: a\n-\n", lexicon)
    assert [project.name for project in document.projects] == ["a"]
    assert [problem.kind for problem in document.problems] == ["unreadable", "unreadable"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("projects: 3\n", 1, 11),
        ("projects: {a: b}\n", 1, 11),
        ("- a\n", 1, 1),
        ("projects:\n", 1, 1),
        ("projects: []\n", 1, 1),
        ("year: 2022\n", 1, 1),
        ("projects:\n- name: [a\n  b: }\n", 3, 4),
        ("projects:\n\t- name: a\n", 2, 1),
        ("projects:\n- name: %a\n", 2, 9),
        ("projects:\n- name: &x a\n", 2, 9),
        ("projects:\n- name: *x\n", 2, 9),
        ("projects:\n- name: !!str a\n", 2, 9),
        ("projects:\n- <<: {name: a}\n", 2, 3),
        ("projects:\n- ? [a]\n  : b\n", 2, 5),
        ("projects:\n- name: 'a\x07b'\n", 2, 11),
        ("a: &a [x,x]\nb: &b [*a,*a]\nprojects: [*b,*b]\n", 1, 4),
    ],
)
def test_what_cannot_be_read_says_where(text: str, line: int, column: int, lexicon: Lexicon) -> None:
    document = of(text, lexicon)
    assert document.projects == ()
    assert only_problem(document) == ("unreadable", line, column)


def test_a_second_yaml_document_is_said(lexicon: Lexicon) -> None:
    document = of("projects:\n- name: a\n---\nprojects:\n- name: b\n", lexicon)
    assert [project.name for project in document.projects] == ["a"]
    assert only_problem(document) == ("unreadable", 3, 1)


def test_another_format_number_is_said(lexicon: Lexicon) -> None:
    assert only_problem(of("format: 2\nprojects:\n- name: a\n", lexicon)) == ("unreadable", 1, 9)


def test_fields_are_the_keys_seen(lexicon: Lexicon) -> None:
    document = of("projects:\n- 项目编码: a\n- indicators:\n  - {value: }\n- budget: \n", lexicon)
    assert document.fields == {
        "code",
        "indicators",
        "indicators.value",
        "budget.total",
        "budget.fiscal",
        "budget.other",
        "budget.parts",
    }


def test_comments_to_perflint_know_the_lines_they_cover(lexicon: Lexicon) -> None:
    text = """\
# perflint: ignore[A1] the first field only
year: 2022
projects:
# perflint: ignore[A2] the whole project
- no: 1
  name: "# perflint: no comment"
  purpose: |
    # perflint: no comment either
  # perflint: ignore[A3] the plan
  spend_plan: {3月底: 25%,
    6月底: 50%}  # perflint: ignore[A4] this line
  goals: [a]
# perflint: ignore[A5] covers nothing
"""
    for ends in ("\n", "\r\n"):
        comments = of(text.replace("\n", ends), lexicon).comments
        assert [
            (comment.text.partition("]")[0][-2:], comment.first_line, comment.last_line) for comment in comments
        ] == [
            ("A1", 2, 2),
            ("A2", 5, 12),
            ("A3", 10, 11),
            ("A4", 11, 11),
            ("A5", 13, 13),
        ]
        assert comments[3].place.line == 11
        assert comments[3].place.column == 16


def test_without_libyaml_the_same_is_read() -> None:
    assert parser_class() is not PurePythonParser, "this environment should have libyaml"
    text = Text(FULL)
    trees = []
    for parser in (parser_class(), PurePythonParser):
        events = Events(text, FULL, 0, parser)
        events.next()
        events.next()
        trees.append(events.spanned(events.next(), 0, 0))
    assert trees[0] == trees[1]
