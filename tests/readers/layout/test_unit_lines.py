"""Lines that state the unit of money, outside the tables that they hold for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint.model import Document

Read = Callable[..., Document]


def form(name: str) -> list[list[str]]:
    return [
        ["项目名称", name, "预算数", "360000"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "改造长度", "≥12公里"],
    ]


def units(document: Document) -> list[str]:
    return [project.money_unit or document.money_unit for project in document.projects]


@pytest.mark.parametrize("second", ["单位：元", "金额单位：元"])
def test_a_later_unit_line_holds_for_the_tables_behind_it(read: Read, second: str) -> None:
    document = read("单位：万元", form("一期"), second, form("二期"), form("三期"))
    assert units(document) == ["万元", "元", "元"]


def test_a_unit_line_that_comes_back_holds_again(read: Read) -> None:
    document = read("单位：万元", form("一期"), "单位：元", form("二期"), "单位：万元", form("三期"))
    assert units(document) == ["万元", "元", "万元"]


def test_one_unit_line_holds_for_all(read: Read) -> None:
    assert units(read("单位：万元", form("一期"), form("二期"))) == ["万元", "万元"]


def test_a_unit_line_between_a_heading_and_its_table_is_that_table_s(read: Read) -> None:
    document = read("单位：万元", "一、一期管网", form("一期管网"), "二、二期管网", "单位：元", form("二期管网"))
    assert units(document) == ["万元", "元"]
