"""One change between two documents, and the kinds of changes there are."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from perflint.violation import Location, Message

KINDS: Final = {
    "project-dropped": Message("项目不再列入", "project dropped"),
    "project-new": Message("新增项目", "new project"),
    "project-changed": Message("项目信息变更", "project changed"),
    "budget-only": Message("预算变化而指标值未变", "budget changed, targets did not"),
    "budget-changed": Message("预算变化", "budget changed"),
    "plan-changed": Message("支出计划变化", "spend plan changed"),
    "purpose-changed": Message("资金用途变化", "purpose changed"),
    "goal-changed": Message("绩效目标变化", "goal changed"),
    "goal-dropped": Message("绩效目标删除", "goal dropped"),
    "goal-new": Message("新增绩效目标", "new goal"),
    "target-lowered": Message("指标值降低", "target lowered"),
    "target-raised": Message("指标值提高", "target raised"),
    "target-changed": Message("指标值变化", "target changed"),
    "definition-changed": Message("指标定义变化", "definition changed"),
    "indicator-dropped": Message("指标删除", "indicator dropped"),
    "indicator-new": Message("新增指标", "new indicator"),
    "copied-forward": Message("沿用上年文字", "text copied forward"),
    "text-changed": Message("文字变化", "text changed"),
    "violation-new": Message("新出现的问题", "new violation"),
    "violation-solved": Message("已解决的问题", "violation solved"),
}
"""Every kind of change, in the order in which a summary lists them."""


class Change(Struct, frozen=True):
    """A change. ``field`` and ``location`` are those of the new document, of the old one where something was dropped.

    ``project`` is the code, None for the document itself; ``position`` orders changes: the project's index in the new
    document, -1 for the document itself, behind all others what was dropped.
    """

    kind: str
    field: str
    old: str = ""
    new: str = ""
    project: str | None = None
    project_name: str = ""
    unit: str = ""
    location: Location | None = None
    old_location: Location | None = None
    rule: str = ""
    message: Message | None = None
    position: int = -1
