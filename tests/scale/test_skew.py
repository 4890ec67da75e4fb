"""One text shared by very many projects costs no more than each of them once."""

from __future__ import annotations

import time

from perflint.api import check_documents
from perflint.model import Document, Project
from perflint.options import Options


def document(count: int, purposes: int) -> Document:
    """Projects of one goal, each of one of so many purposes, in blocks."""
    purpose = "用于机关日常办公支出和第{}项业务工作"
    return Document(
        projects=tuple(
            Project(
                code=f"1302252{number:014d}",
                name=f"项目{number}号",
                goals=("保障机关正常运转和各项工作开展",),
                purpose=purpose.format(number * purposes // count),
            )
            for number in range(count)
        )
    )


def test_a_goal_is_no_news_where_all_its_projects_share_their_purpose_too() -> None:
    report = check_documents([document(6, purposes=1)], Options(select=("DUP003", "DUP004")))
    assert [item.rule for item in report.violations] == ["DUP004"] * 6


def test_a_goal_is_news_where_its_projects_share_different_purposes() -> None:
    report = check_documents([document(6, purposes=2)], Options(select=("DUP003", "DUP004")))
    assert [item.rule for item in report.violations if item.rule == "DUP003"] == ["DUP003"] * 6


def test_a_text_in_20000_projects_is_gathered_in_seconds() -> None:
    big = document(20_000, purposes=3)
    start = time.process_time()
    report = check_documents([big], Options(select=("DUP003",)))
    assert len(report.violations) == 20_000
    assert time.process_time() - start < 60, "quadratic: it took minutes"
