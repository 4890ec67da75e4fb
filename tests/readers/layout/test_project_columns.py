"""Tables whose columns are projects, and tables that lie on their side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from perflint.api import shipped_rules
from perflint.grid import Grid, GridCell
from perflint.model import Document, Project
from perflint.readers.layout.index import index_grid
from perflint.readers.layout.labels import compile_labels
from perflint.readers.layout.project_columns import project_columns

Read = Callable[..., Document]

FIELDS = [
    ["项目编码", "13022522P00CKTC10027L", "13022522P002H2610012X"],
    ["预算数（万元）", "50", "60"],
    ["年度绩效目标", "1.养护道路\n2.保障通行", "维修校舍3栋"],
]
CLASSES = [
    ["数量指标", "1.养护里程：50公里\n2.巡查次数：≥12次", "维修校舍：3栋"],
    ["服务对象满意度指标", "群众满意度≥90%", "服务对象满意度：≥95%"],
]
NAMES = ["道路养护", "校舍维修"]


def names(document: Document) -> list[str]:
    return [project.name for project in document.projects]


def rows(project: Project, *fields: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(row, field) for field in fields) for row in project.indicators]


def said(document: Document) -> set[str]:
    return {problem.value for problem in document.problems}


def test_each_column_is_a_project_with_all_that_stands_in_it(read: Read) -> None:
    document = read("县交通局绩效目标表", [["项目名称", *NAMES], *FIELDS, *CLASSES])
    road, school = document.projects
    assert names(document) == NAMES
    assert [road.code, school.code] == [FIELDS[0][1], FIELDS[0][2]]
    assert [(project.budget.total, project.money_unit) for project in document.projects] == [
        ("50", "万元"),
        ("60", "万元"),
    ]
    assert [road.goals, school.goals] == [("1.养护道路", "2.保障通行"), ("维修校舍3栋",)]
    assert rows(road, "level2", "name", "value") == [
        ("数量指标", "养护里程", "50公里"),
        ("数量指标", "巡查次数", "≥12次"),
        ("服务对象满意度指标", "群众满意度", "≥90%"),
    ]
    assert rows(school, "level2", "name", "value") == [
        ("数量指标", "维修校舍", "3栋"),
        ("服务对象满意度指标", "服务对象满意度", "≥95%"),
    ]
    assert said(document) == set()


def test_places_are_those_of_the_cells_of_the_table(read: Read) -> None:
    (_, school) = read([["项目名称", *NAMES], *FIELDS, *CLASSES]).projects
    for path, spot in {
        "name": (1, 3),
        "budget.total": (3, 3),
        "goals[1]": (4, 3),
        "indicators[2].value": (6, 3),
    }.items():
        place = school.places.find(path)
        assert place is not None
        assert place.cell is not None
        assert (place.cell.row, place.cell.column) == spot


@pytest.mark.parametrize(
    "head",
    [["项目名称", *NAMES], ["项目", *NAMES], ["", *NAMES], ["栏目", *NAMES]],
    ids=["项目名称", "项目", "blank", "栏目"],
)
def test_the_names_may_stand_behind_another_word_or_none(read: Read, head: list[str]) -> None:
    document = read([head, *FIELDS, *CLASSES])
    assert names(document) == NAMES
    assert [len(project.indicators) for project in document.projects] == [3, 2]
    assert said(document) <= {"栏目"}


def test_codes_may_stand_above_the_names(read: Read) -> None:
    document = read([FIELDS[0], ["项目名称", *NAMES], *FIELDS[1:], *CLASSES])
    assert [(project.name, project.code) for project in document.projects] == list(
        zip(NAMES, FIELDS[0][1:], strict=True)
    )


SHARED = [
    ["项目名称", "<", "<", "道路养护", "<", "校舍维修", "<"],
    ["预算单位", "<", "<", "县建设局", "<", "<", "<"],
    ["项目资金", "年度资金总额", "<", "50", "<", "60", "<"],
    ["^", "其中：财政拨款", "<", "40", "<", "60", "<"],
    ["资金支出计划（%）", "6月底", "<", "50%", "<", "40%", "<"],
    ["^", "12月底", "<", "100%", "<", "100%", "<"],
    ["年度绩效目标", "<", "<", "养护道路", "<", "维修校舍", "<"],
    ["一级指标", "二级指标", "三级指标", "指标值", "权重", "指标值", "权重"],
    ["产出指标", "数量指标", "养护里程", "50公里", "60", "", ""],
    ["^", "^", "维修校舍", "—", "", "3栋", "50"],
    ["^", "时效指标", "完成时间", "2024年底", "10", "", "20"],
    ["满意度指标", "服务对象满意度指标", "满意度", "≥90%", "30", "≥95%", "30"],
]


def test_projects_of_several_columns_share_labels_cells_and_indicators(read: Read) -> None:
    road, school = read(SHARED).projects
    assert [project.unit.name for project in (road, school)] == ["县建设局", "县建设局"]
    assert [project.budget.fiscal for project in (road, school)] == ["40", "60"]
    assert [dict(project.spend_plan)["6月底"] for project in (road, school)] == ["50%", "40%"]
    assert rows(road, "level1", "level2", "name", "value", "weight") == [
        ("产出指标", "数量指标", "养护里程", "50公里", "60"),
        ("产出指标", "时效指标", "完成时间", "2024年底", "10"),
        ("满意度指标", "服务对象满意度指标", "满意度", "≥90%", "30"),
    ]


def test_an_indicator_is_of_the_projects_that_have_something_in_its_row(read: Read) -> None:
    """A weight without a value is a value that is missing; a blank or a dash is an indicator of the other project."""
    _, school = read(SHARED).projects
    assert rows(school, "name", "value", "weight") == [
        ("维修校舍", "3栋", "50"),
        ("完成时间", "", "20"),
        ("满意度", "≥95%", "30"),
    ]


def test_a_field_that_one_project_lacks_is_blank_and_not_left_out(read: Read) -> None:
    _, school = read([["项目名称", *NAMES], ["项目编码", "13022522P00CKTC10027L", ""], *FIELDS[1:], *CLASSES]).projects
    assert school.code == ""
    assert school.name == "校舍维修"


def test_title_and_money_unit_above_hold_for_all_and_columns_of_sums_and_remarks_are_said(read: Read) -> None:
    def wide(*texts: str) -> Sequence[str]:
        return [*texts, *[""] * (5 - len(texts))]

    document = read(
        [
            ["项目绩效目标表", "<", "<", "<", "<"],
            ["", "", "", "", "单位：万元"],
            ["项目名称", *NAMES, "合计", "备注"],
            wide(*FIELDS[0]),
            ["预算数", "50", "60", "110", "已审"],
            wide(*FIELDS[2]),
            *(wide(*row) for row in CLASSES),
        ]
    )
    assert names(document) == NAMES
    assert [project.money_unit for project in document.projects] == ["万元", "万元"]
    assert {"合计", "备注"} <= said(document)
    assert "110" not in {project.budget.total for project in document.projects}


def test_a_form_of_one_project_with_a_stamp_or_years_beside_it_stays_one(read: Read) -> None:
    stamped = read([["项目名称", "道路养护", "（盖章）"], ["项目编码", "A1", ""], ["预算数", "50", ""], *CLASSES])
    assert names(stamped) == ["道路养护"]
    years = read([["项目名称", "道路养护", "<"], ["", "2023年", "2024年"], ["预算数", "50", "60"], *CLASSES])
    assert names(years) == ["道路养护"]


def test_a_column_of_explanations_is_no_project(read: Read) -> None:
    for head in (["项目", "内容", "填写说明"], ["栏目", "内容", "备注"]):
        document = read(
            [
                head,
                ["项目名称", "道路养护", "填写全称"],
                ["项目编码", "13022522P00CKTC10027L", "填写编码"],
                ["年度绩效目标", "养护道路50公里", "分条填写"],
            ]
        )
        assert names(document) == ["道路养护"]
    document = read(
        [
            ["项目名称", "道路养护", "填写全称"],
            ["预算数", "50", "单位为万元"],
            ["年度绩效目标", "养护道路50公里", "分条填写"],
        ]
    )
    assert names(document) == ["道路养护"]


def test_forms_side_by_side_are_not_columns(read: Read) -> None:
    document = read(
        [
            ["项目名称", "道路养护", "项目名称", "校舍维修"],
            ["项目编码", "A1", "项目编码", "B2"],
            ["年度绩效目标", "养护道路", "年度绩效目标", "维修校舍"],
        ]
    )
    assert [(project.name, project.code) for project in document.projects] == [("道路养护", "A1"), ("校舍维修", "B2")]


def test_heads_below_each_other_are_a_table_on_its_side(read: Read) -> None:
    document = read(
        [
            ["项目名称", "道路养护", "<", "校舍维修"],
            ["项目编码", "A001", "<", "B002"],
            ["一级指标", "产出指标", "满意度指标", "产出指标"],
            ["二级指标", "数量指标", "服务对象满意度指标", "数量指标"],
            ["三级指标", "养护里程", "满意度", "校舍"],
            ["指标值", "50公里", "≥90%", "3栋"],
        ]
    )
    road, school = document.projects
    assert rows(road, "level1", "name", "value") == [
        ("产出指标", "养护里程", "50公里"),
        ("满意度指标", "满意度", "≥90%"),
    ]
    assert rows(school, "level1", "name", "value") == [("产出指标", "校舍", "3栋")]
    place = road.places.find("indicators[2].value")
    assert place is not None
    assert place.cell is not None
    assert (place.cell.row, place.cell.column) == (6, 3)


def test_further_projects_below_the_first_ones_are_read_too(read: Read) -> None:
    document = read(
        [
            ["项目名称", "道路", "校舍"],
            ["项目编码", "A1", "B1"],
            ["预算数", "50", "60"],
            ["产出指标", "里程5公里", "校舍3栋"],
            ["项目名称", "厕所", ""],
            ["项目编码", "C1", ""],
            ["预算数", "70", ""],
            ["产出指标", "厕所3个", ""],
        ]
    )
    assert [(project.name, project.code, project.budget.total) for project in document.projects] == [
        ("道路", "A1", "50"),
        ("校舍", "B1", "60"),
        ("厕所", "C1", "70"),
    ]
    assert [rows(project, "name", "value") for project in document.projects] == [
        [("里程", "5公里")], [("校舍", "3栋")], [("厕所", "3个")],
    ]  # fmt: skip


@pytest.mark.parametrize("heads", [NAMES, ["", ""], ["指标值", "<"]], ids=["names", "blank", "one head over all"])
def test_values_under_the_names_once_more_or_under_nothing(read: Read, heads: list[str]) -> None:
    document = read(
        [
            ["项目名称", "<", "<", *NAMES],
            ["预算数", "<", "<", "50", "60"],
            ["年度绩效目标", "<", "<", "修路", "修校舍"],
            ["一级指标", "二级指标", "三级指标", *heads],
            ["产出指标", "数量指标", "里程", "5公里", ""],
            ["产出指标", "数量指标", "校舍", "", "3栋"],
        ]
    )
    assert [rows(project, "name", "value") for project in document.projects] == [[("里程", "5公里")], [("校舍", "3栋")]]


def test_many_projects_in_columns_cost_no_more_than_their_cells(read: Read) -> None:
    count = 200
    document = read([
        ["项目名称", *(f"项目{n}甲" for n in range(count))],
        ["项目编码", *(f"A{n}" for n in range(count))],
        ["预算数", *(str(n) for n in range(count))],
        ["一级指标", *["指标值"] * count],
    ])  # fmt: skip
    assert len(document.projects) == count


def test_a_table_whose_labels_would_be_copied_too_often_is_said() -> None:
    """Its cells are few, each of them reaching over all projects."""
    projects, height = 1_000, 400
    first = [
        GridCell(0, column, paragraphs=(text,)) for column, text in enumerate(["项目名称", *map(str, range(projects))])
    ]
    second = [
        GridCell(1, column, paragraphs=(text,)) for column, text in enumerate(["项目编码", *map(str, range(projects))])
    ]
    labels = [GridCell(row, 0, 1, projects + 1, (f"预算{row}",)) for row in range(3, height)]
    grid = Grid(1, height, projects + 1, (*first, *second, GridCell(2, 0, paragraphs=("预算数",)), *labels))
    columns = project_columns(index_grid(grid), compile_labels(shipped_rules().lexicon))
    assert columns is not None
    assert columns.too_many
