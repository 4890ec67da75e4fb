"""Which goals a finding of repetition names."""

from __future__ import annotations

import pytest

from perflint.api import check_documents
from perflint.model import Document, Project


@pytest.mark.parametrize(
    ("goals", "said"),
    [
        (("清运垃圾3万吨。", "修缮路灯50盏。", "清运垃圾3万吨。"), "第3条绩效目标与第1条相同"),
        (("1.清运垃圾3万吨。2.修缮路灯50盏。3.清运垃圾3万吨。",), "第3条绩效目标与第1条相同"),
        (("1.清运垃圾3万吨。2.清运垃圾3万吨。3.清运垃圾3万吨。",), "第3条绩效目标与第1、2条相同"),
        (("1.修缮路灯50盏。2.清运垃圾3万吨。", "清运垃圾3万吨。"), "第2条绩效目标与第1条相同"),
    ],
)
def test_a_repeated_goal_is_named_by_its_number_also_inside_one_text(goals: tuple[str, ...], said: str) -> None:
    document = Document(kind="yaml", projects=(Project(name="环境卫生", goals=goals),), fields=frozenset({"goals"}))
    messages = [found.message.zh for found in check_documents([document]).violations if found.rule == "DUP001"]
    assert [message.split("，")[0] for message in messages] == [said]
