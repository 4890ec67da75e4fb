"""Places and fields in words."""

from __future__ import annotations

import pytest

from perflint.place import Cell, Place
from perflint.reporters.words import field_words, path_words, place_words


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place(27, 18, 27, 21), "第27行第18列", "line 27, column 18"),
        (Place(cell=Cell(table=3, row=5, column=2, paragraph=1)), "第3个表 第5行 第2列", "table 3, row 5, column 2"),
        (Place(cell=Cell(table=3, row=5, column=2, paragraph=4)), "第3个表 第5行 第2列 第4段", None),
        (Place(cell=Cell(sheet="预算", ref="B7")), "工作表「预算」B7", "sheet “预算” B7"),
        (Place(page=4), "第4页", "page 4"),
        (Place(), "", ""),
    ],
)
def test_a_place_is_said_in_words(place: Place, zh: str, en: str | None) -> None:
    assert place_words(place, "zh") == zh
    if en is not None:
        assert place_words(place, "en") == en


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("indicators[3].value", "绩效指标3 指标值", "indicator 3, value"),
        ("spend_plan.6月底", "支出计划 6月底", "spend plan, 6月底"),
        ("goals[2]", "绩效目标2", "goal 2"),
        ("department.category_goals[1].indicator", "部门 分项绩效目标1 指标", "department, category goal 1, indicator"),
        ("oops", "oops", "oops"),
        ("", "", ""),
    ],
)
def test_a_field_is_said_in_words(path: str, zh: str, en: str) -> None:
    assert (field_words(path, "zh"), field_words(path, "en")) == (zh, en)


def test_standard_input_has_a_name() -> None:
    assert (path_words("-", "zh"), path_words("-", "en"), path_words("a", "zh")) == ("标准输入", "standard input", "a")
