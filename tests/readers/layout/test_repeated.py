"""A list that repeats projects whose forms stand in the same document is not judged a second time."""

from __future__ import annotations

from collections.abc import Callable

from perflint.model import Document
from tests.readers.layout.conftest import Rows

Read = Callable[..., Document]

HEAD = ["项目编码", "项目名称", "单位名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
ONE = ["44010523P004125100012", "管网改造", "区供水管理所", "50.00", "改造管网12公里。"]
TWO = ["44010523P004125100023", "路灯维护", "区路灯管理所", "1,200", "维护路灯3000盏。"]
THREE = ["44010523P004125100034", "校舍维修", "区教育局", "30", "维修校舍6所。"]
ROWS = {"管网改造": ["改造长度", "≥12公里"], "路灯维护": ["维护盏数", "≥3000盏"], "校舍维修": ["校舍数量", "6所"]}


def form(project: list[str], purpose: str = "用于工程施工。") -> Rows:
    code, name, unit, amount, goal = project
    return [
        ["单位：万元", "<", "<", "<"],
        ["项目名称", name, "项目编码", code],
        ["预算单位", unit, "预算数", amount],
        *([["资金用途", purpose, "<", "<"]] if purpose else []),
        ["绩效目标", goal, "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", *ROWS[name]],
        ["效益指标", "社会效益指标", "受益人数", "≥100人"],
    ]


def listed(*projects: list[str]) -> Rows:
    rows = [[*project, "产出指标", "数量指标", *ROWS[project[1]]] for project in projects]
    return [["单位：万元", *["<"] * 8], HEAD, *rows]


def names(document: Document) -> list[str]:
    return [project.name for project in document.projects]


def told(document: Document) -> list[str]:
    return [problem.zh for problem in document.problems]


def test_a_list_of_projects_that_have_forms_is_left_out_and_said_once_before_or_behind_them(read: Read) -> None:
    said = ["一览表中有2个项目在本文件中另有单独的表，一览表不重复检查"]
    for blocks in ([form(ONE), form(TWO), listed(ONE, TWO)], [listed(ONE, TWO), form(ONE), form(TWO)]):
        document = read(*blocks)
        assert names(document) == ["管网改造", "路灯维护"]
        assert [len(project.indicators) for project in document.projects] == [2, 2]
        assert told(document) == said


def test_what_a_list_says_otherwise_than_the_forms_is_said(read: Read) -> None:
    richer = [*TWO[:3], "1300", "维护路灯4000盏。"]
    document = read(form(ONE), form(TWO), listed(ONE, richer))
    assert names(document) == ["管网改造", "路灯维护"]
    assert told(document) == [
        "一览表中有2个项目在本文件中另有单独的表，一览表不重复检查；"
        "其中“路灯维护”等1个项目的金额、绩效目标与单独的表不一致，请核对"
    ]


def test_amounts_in_other_spellings_and_units_are_the_same(read: Read) -> None:
    yuan = [["单位：元", *["<"] * 8], *listed([*ONE[:3], "500000", ONE[4]], [*TWO[:3], "12,000,000.00", TWO[4]])[1:]]
    document = read(form(ONE), form(TWO), yuan)
    assert told(document) == ["一览表中有2个项目在本文件中另有单独的表，一览表不重复检查"]


def test_projects_of_a_list_without_a_form_are_judged(read: Read) -> None:
    document = read(form(ONE), form(TWO), listed(ONE, TWO, THREE))
    assert names(document) == ["管网改造", "路灯维护", "校舍维修"]


def test_a_list_that_says_more_than_the_forms_or_names_other_projects_is_judged(read: Read) -> None:
    bare = [["项目名称", "管网改造", "项目编码", ONE[0]], ["绩效目标", ONE[4], "<", "<"]]
    assert len(read(bare, form(TWO), listed(ONE, TWO)).projects) == 4
    other = [ONE[0], "校舍维修", *ONE[2:]]
    assert len(read(form(ONE), form(TWO), listed(other, TWO)).projects) == 4


def test_a_project_that_stands_in_two_forms_is_judged_twice(read: Read) -> None:
    assert len(read(form(ONE), form(ONE), form(TWO)).projects) == 3
    assert len(read(form(ONE), form(ONE), listed(ONE, TWO), form(TWO)).projects) == 5


def test_a_list_with_all_that_the_forms_have_is_left_out_only_where_it_repeats_them_all(read: Read) -> None:
    forms = [form(ONE, ""), form(TWO, "")]
    assert names(read(*forms, listed(ONE, TWO))) == ["管网改造", "路灯维护"]
    assert len(read(*forms, listed(ONE, TWO, THREE)).projects) == 5
