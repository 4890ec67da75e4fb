"""Faults to plant in a faultless project: by the rule that must say so, what makes one thing wrong.

Each returns the field where the rule must speak, or "" where the project has nothing that it could make wrong. A fault
is chosen so that this rule alone speaks as an error or a warning.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Project = dict[str, Any]
Plant = Callable[[Project, random.Random], str]

QUANTITY, QUALITY, TIME, COST = "数量指标", "质量指标", "时效指标", "成本指标"
SATISFACTION = "服务对象满意度指标"


def _row(project: Project, level2: str) -> tuple[dict[str, str], str]:
    """The first row of a class, and its field."""
    for number, row in enumerate(project["indicators"], 1):
        if row["level2"] == level2:
            return row, f"indicators[{number}]"
    raise LookupError(f"no {level2}")


def _benefit(project: Project) -> tuple[dict[str, str], str]:
    """The first row of the benefits, and its field."""
    return next(
        (row, f"indicators[{number}]")
        for number, row in enumerate(project["indicators"], 1)
        if row["level1"] == "效益指标"
    )


def cell(level2: str, column: str, change: Callable[[Project, str], str]) -> Plant:
    """A plant that changes a cell of the first row of a class."""

    def plant(project: Project, _: random.Random) -> str:
        row, field = _row(project, level2)
        row[column] = change(project, row[column])
        return f"{field}.{column}"

    return plant


def row(level2: str, at: str, **cells: str) -> Plant:
    """A plant that writes other cells into the first row of a class, and makes the rule speak at a column."""

    def plant(project: Project, _: random.Random) -> str:
        found, field = _row(project, level2)
        found.update(cells)
        return f"{field}.{at}"

    return plant


def benefit(at: str, **cells: str) -> Plant:
    """The same in the first row of the benefits."""

    def plant(project: Project, _: random.Random) -> str:
        found, field = _benefit(project)
        found.update(cells)
        return f"{field}.{at}"

    return plant


def plan(at: str, **points: str | None) -> Plant:
    """A plant that writes other shares into the spend plan; `m6` is the end of June."""

    def plant(project: Project, _: random.Random) -> str:
        project["spend_plan"].update({f"{point[1:]}月底": share for point, share in points.items()})
        return at

    return plant


def text(field: str, change: Callable[[Project], str]) -> Plant:
    """A plant that writes a text of the project anew."""

    def plant(project: Project, _: random.Random) -> str:
        project[field] = change(project)
        return field

    return plant


def more_goals(change: Callable[[Project], str]) -> Plant:
    """A plant that adds a goal."""

    def plant(project: Project, _: random.Random) -> str:
        project["goals"].append(change(project))
        return f"goals[{len(project['goals'])}]"

    return plant


def first_goal(change: Callable[[Project], str]) -> Plant:
    """A plant that writes the first goal anew."""

    def plant(project: Project, _: random.Random) -> str:
        project["goals"][0] = change(project)
        return "goals[1]"

    return plant


def money(project: Project, factor: str = "1", more: str = "0") -> str:
    """The budget times a factor and some 万元 more, as it is written."""
    return f"{Decimal(project['budget']['total']) * Decimal(factor) + Decimal(more):.2f}"


def without_satisfaction(project: Project, _: random.Random) -> str:
    project["indicators"] = [row for row in project["indicators"] if row["level2"] != SATISFACTION]
    return "indicators"


def other_fiscal(project: Project, _: random.Random) -> str:
    project["budget"]["fiscal"] = money(project, more="-0.5")
    return "budget"


def other_heading(project: Project, _: random.Random) -> str:
    project["heading"] = project["heading"].replace("（", "二期（")
    return "heading"


def old_date(project: Project, _: random.Random) -> str:
    found, field = _row(project, TIME)
    if "年" not in found["value"]:
        return ""
    found["value"] = re.sub(r"\d{4}", lambda year: str(int(year[0]) - 2), found["value"])
    return f"{field}.value"


def other_check_character(project: Project, chance: random.Random) -> str:
    code = project["code"]
    project["code"] = code[:-1] + chance.choice([letter for letter in "0123456789" if letter != code[-1]])
    return "code"


def short_code(project: Project, _: random.Random) -> str:
    project["code"] = project["code"][:-1]
    return "code"


def repeated_row(project: Project, _: random.Random) -> str:
    project["indicators"].insert(1, dict(project["indicators"][0]))
    return "indicators[2].name"


def name_less_its_measure(project: Project, _: random.Random) -> str:
    found, field = _row(project, QUALITY)
    found["description"] = found["name"].removesuffix("率")
    return f"{field}.description"


def goals_in_purpose(project: Project, _: random.Random) -> str:
    project["purpose"] = project["purpose"][:-1] + "；" + "".join(project["goals"])
    return "goals"


def other_unit_in_name(project: Project, _: random.Random) -> str:
    found, field = _row(project, QUANTITY)
    found["name"] += "（吨）"
    return f"{field}.value"


def _village(project: Project) -> str:
    """The village in a project's name: with the amount it keeps short purposes apart."""
    found = re.search("[东西南北前后上下大小]?.家.", project["name"])
    return found[0] if found else ""


def _number_of(value: str) -> str:
    return "≥" + "".join(filter(str.isdigit, value))


ALONE: dict[str, Plant] = {
    "CLS001": row(QUALITY, "level1", level1="过程指标"),
    "CLS002": benefit("level2", level2=QUALITY),
    "CLS003": without_satisfaction,
    "CLS005": row(QUALITY, "level2", name="任务完成及时率", description="按时完成的任务占全部任务的比例"),
    "CLS006": row(QUANTITY, "value", name="现场抽查覆盖率", description="抽查的现场占全部现场的比例", value="≥60%"),
    "CLS007": row(QUANTITY, "value", name="补助资金发放额", description="全年发放的补助资金总额", value="60万元"),
    "COD001": short_code,
    "COD005": other_check_character,
    "COH001": more_goals(lambda p: p["name"]),
    "COH002": text("purpose", lambda p: p["name"]),
    "COH003": goals_in_purpose,
    "COH004": name_less_its_measure,
    "COH005": row(QUALITY, "name", name="项目实现功能率", description="经核对实现的功能占设计功能的比例"),
    "COH007": cell(COST, "value", lambda p, _: f"≤{money(p, '0.8')}万元"),
    "COH009": cell(QUALITY, "description", lambda _, was: was + "，含检务公开事项"),
    "COH010": cell(SATISFACTION, "description", lambda _, was: "全省" + was),
    "DUP001": more_goals(lambda p: p["goals"][0]),
    "DUP002": more_goals(lambda p: p["goals"][0].replace("，", "，并", 1)),
    "DUP006": repeated_row,
    "PLN001": plan("spend_plan", m6=None),
    "PLN002": plan("spend_plan.6月底", m6="125%"),
    "PLN003": plan("spend_plan.6月底", m3="50%", m6="20%"),
    "PLN004": plan("spend_plan.12月底", m12="97%"),
    "STR003": row(QUALITY, "basis", basis=""),
    "STR007": other_heading,
    "STR010": row(QUALITY, "value", value="≥XX%"),
    "SUM001": other_fiscal,
    "SUM002": text(
        "purpose", lambda p: re.sub(r"(\d+)(\.\d\d万元。)", lambda m: f"{int(m[1]) + 1}{m[2]}", p["purpose"])
    ),
    "SUM003": text(
        "purpose", lambda p: p["purpose"].split("，具体为")[0].replace(money(p), money(p, more="10")) + "。"
    ),
    "SUM004": cell(COST, "value", lambda p, _: f"≤{money(p, '1.5')}万元"),
    "SUM008": text("purpose", lambda p: f"用于{p['name'].split('（')[0]}，由本单位按项目进度组织实施。"),
    "TXT001": cell(QUALITY, "description", lambda _, was: was + "（按季度统计"),
    "TXT002": first_goal(lambda p: p["goals"][0].replace("。", "。。")),
    "TXT003": text("purpose", lambda p: p["purpose"].replace("安排", "安排安排", 1)),
    "TXT005": cell(QUALITY, "name", lambda _, was: was[:2] + " " + was[2:]),
    "TXT010": first_goal(lambda p: "确保了" + p["goals"][0]),
    "TXT011": text("purpose", lambda p: f"{_village(p)}安排{money(p)}万元。"),
    "VAL001": row(QUALITY, "value", value="≥295%"),
    "VAL002": cell(QUANTITY, "value", lambda _, was: _number_of(was)),
    "VAL003": other_unit_in_name,
    "VAL004": cell(COST, "value", lambda p, _: f"{money(p)}万元"),
    "VAL007": benefit(
        "value", level2="社会效益指标", name="有效投诉率", description="有效投诉占服务总数的比例", value="≤60%"
    ),
    "VAL008": cell(QUALITY, "value", lambda _, was: was.replace("≥", "≤")),
    "VAL009": cell(COST, "value", lambda _, was: was.replace("≤", "≥")),
    "VAL010": row(COST, "value", value="≤30天"),
    "VAL011": row(SATISFACTION, "value", value="≥75%"),
    "VAL012": old_date,
    "VAL013": benefit("value", value="有效提升"),
    "VAL014": row(QUANTITY, "value", value="老人432人、儿童1792人"),
    "VAL015": row(TIME, "value", value="≥30公里"),
}
"""Faults of one project."""


@dataclass(frozen=True)
class Shared:
    """A fault of two projects: among which it is one (of a county, of a unit, or of all that do the same trade), what
    goes into the gaps of both, and what is then copied from the earlier one."""

    among: str
    slots: tuple[str, ...]
    plant: Callable[[Project, Project], str]


def _copied(field: str, place: str) -> Callable[[Project, Project], str]:
    def plant(project: Project, earlier: Project) -> str:
        project[field] = earlier[field]
        return place

    return plant


def _same_goal(project: Project, earlier: Project) -> str:
    project["goals"][0] = earlier["goals"][0]
    return "goals[1]"


def _same_name(project: Project, earlier: Project) -> str:
    project["name"] = earlier["name"]
    project["heading"] = f"{project['no']}.{project['name']}绩效目标表"
    return "name"


SHARED: dict[str, Shared] = {
    "COD002": Shared("county", (), _copied("code", "code")),
    "DUP003": Shared("trade", ("place", "item"), _same_goal),
    "DUP004": Shared("trade", ("a", "b", "total", "place", "item"), _copied("purpose", "purpose")),
    "DUP007": Shared(
        "trade",
        ("n", "m", "k", "p", "q", "total", "a", "b", "item", "village", "more"),
        _copied("indicators", "indicators"),
    ),
    "DUP008": Shared("unit", (), _same_name),
}
"""Faults of two projects, wherever in the corpus they stand; each is said under both."""

UNSEEN_IN_SHEETS = frozenset({"STR007"})
"""A sheet with one row an indicator has no headings."""
