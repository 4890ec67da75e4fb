# ruff: noqa: E501 - tables read best when a row stays a line
"""No table, however odd, makes the recogniser fail, and nothing that looks like targets goes by in silence."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document

SPICE = ["产出指标", "数量指标", "满意度指标", "3月底", "12月底", "≥95%", "12", "万元", "", "", "其中：财政拨款：50万元", "单位：万元",
         "1.甲绩效目标表", "【产出指标-数量指标】指标1:甲(≥3个)", "合计", "注：x", "指标1：", "……", "甲\n乙", "   ", "312001县公安局",
         "部门整体支出绩效目标表"]  # fmt: skip


def words_of(lexicon: Lexicon) -> list[str]:
    table = lexicon.table("labels")
    listed = [word for group in ("form", "row", "group") for words in table[group].values() for word in words]
    return [*listed, *table["ignored"], *SPICE]


@pytest.mark.parametrize("seed", range(5))
def test_tables_of_labels_in_any_order_are_read_or_said(
    read: Callable[..., Document], lexicon: Lexicon, seed: int
) -> None:
    chance = random.Random(seed)
    words = words_of(lexicon)
    for _ in range(60):
        blocks: list[object] = []
        for _ in range(chance.randint(1, 3)):
            if chance.random() < 0.3:
                blocks.append(chance.choice(words))
            width = chance.randint(1, 7)
            blocks.append([[chance.choice(words) for _ in range(width)] for _ in range(chance.randint(1, 8))])
        document = read(*blocks)
        for index, project in enumerate(document.projects):
            for order in range(1, len(project.indicators) + 1):
                assert project.places.find(f"indicators[{order}]") is not None, (seed, index)
        if any(isinstance(block, list) and any(text.strip() for row in block for text in row) for block in blocks):
            assert document.projects or document.problems or document.department.indicators or document.department.goals
