"""The booklet with one fact changed at a time: what the rules must say of it, and what they must not.

Expectations are written by hand from the rule catalogue, not taken from the program. Each case changes the booklet and
lists what is new against the booklet as it stands: (rule, table number, field, severity), number None for the document
itself. An error that is not listed is a failure, as is an error of the booklet that the edit silences unasked; new
warnings and hints besides are for the tests of their own rules, save those that a case forbids.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from perflint.api import ReadInput, check_inputs

Finding = tuple[str, int | None, str, str]
Json = dict[str, Any]
GONE = object()
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
OVERALL = "department.overall_goal"


def checked(stem: str) -> str:
    """A project code of 20 characters with its check character (position weights are powers of three modulo 31)."""
    total = sum(pow(3, place, 31) * LETTERS.index(letter) for place, letter in enumerate(stem))
    return stem + LETTERS[(30 - total) % 31]


class Case(NamedTuple):
    """One edit: texts by path (``3.spend_plan.6月底``; table number first, none for the document) and what follows."""

    edits: dict[str, Any]
    new: Sequence[Finding] = ()
    never: str = r"(?!)"
    gone: Sequence[Finding] = ()


def at(number: int | None, field: str, rule: str, severity: str = "error") -> Finding:
    return (rule, number, field, severity)


def row(
    name: str, value: str, level2: str = "数量指标", level1: str = "产出指标", description: str | None = None
) -> Json:
    text = name if description is None else description
    return {"level1": level1, "level2": level2, "name": name, "description": text, "value": value, "basis": "计划"}


SATISFIED = row("参训民警满意度", "≥95%", "服务对象满意度指标", "满意度指标")
WELL = row("平台覆盖人口数", "≥2万人", "社会效益指标", "效益指标")
DONE = row("平台验收合格率", "≥98%", "质量指标")

CODES = {
    "code too short": Case({"3.code": "13022522P00CKTC1002"}, [at(3, "code", "COD001")], "COD00[345]"),
    "code with small letters": Case({"3.code": "13022522p00CKTC10029U"}, [at(3, "code", "COD001")], "COD00[345]"),
    "code blank": Case({"3.code": ""}, [at(3, "code", "STR003")], "COD"),
    "code missing": Case({"3.code": GONE}, [at(3, "code", "STR003")], "COD"),
    "one code twice": Case(
        {"4.code": "13022522P00CKTC10029U"}, [at(3, "code", "COD002"), at(4, "code", "COD002")], "COD00[1345]"
    ),
    "other region than the rest": Case(
        {"3.code": checked("13022622P00CKTC10029")}, [at(3, "code", "COD003", "warning")], "COD00[145]"
    ),
    "region as stated": Case({"region": "130225"}, [], "COD"),
    "year after the budget year": Case(
        {"3.code": checked("13022523P00CKTC10029")}, [at(3, "code", "COD004", "warning")], "COD00[135]"
    ),
    "year before the budget year": Case(
        {"3.code": checked("13022521P00CKTC10029")}, [at(3, "code", "COD004", "info")], "COD00[135]"
    ),
    "one character misread": Case(
        {"3.code": "13022522P00CKTC10028U"}, [at(3, "code", "COD005", "warning")], "COD00[134]"
    ),
    "two neighbours changed about": Case(
        {"3.code": "13022522P00CKCT10029U"}, [at(3, "code", "COD005", "warning")], "COD00[134]"
    ),
    "a letter that the alphabet lacks": Case(
        {"3.code": "13022522PO0CKTC10029U"}, [at(3, "code", "COD005", "warning")], "COD00[134]"
    ),
}

MONEY = {
    "total off by one": Case({"3.budget.total": "241.00"}, [at(3, "budget", "SUM001")]),
    "total off by a hundred yuan": Case({"3.budget.total": "240.01"}, [at(3, "budget", "SUM001")]),
    "other funds added": Case({"3.budget.other": "1.00"}, [at(3, "budget", "SUM001")]),
    "funds from two sources": Case({"3.budget.fiscal": "239", "3.budget.other": "1.00"}),
    "thousands separators": Case({"3.budget.total": "2,400,000元", "3.budget.fiscal": "240.00"}),
    "amounts with units of their own": Case({"3.budget.total": "240万元", "3.budget.fiscal": "0.024亿元"}),
    "no source stated": Case({"3.budget.fiscal": None}, [], "SUM001"),
    "a dash is blank": Case({"3.budget.other": "—"}, [], "SUM00[17]"),
    "exact decimals": Case({"3.budget": {"total": "0.3", "fiscal": "0.1", "other": "0.2"}}),
    "a part counts": Case({"3.budget.total": "250.00", "3.budget.parts": {"上年结转": "10.00"}}),
    "a part left out of the total": Case({"3.budget.parts": {"上年结转": "10.00"}}, [at(3, "budget", "SUM001")]),
    "a negative part": Case({"3.budget.total": "230.00", "3.budget.parts": {"调减": "-10.00"}}),
    "a negative total": Case(
        {"3.budget.total": "-240", "3.budget.fiscal": "-240"},
        [at(3, "budget.total", "SUM007"), at(3, "budget.fiscal", "SUM007")],
    ),
    "an amount in words": Case({"3.budget.total": "约240上下"}, [at(3, "budget.total", "SUM007")], "SUM001"),
    "an amount finer than a fen": Case(
        {"3.budget.total": "240.0000001", "3.budget.fiscal": "240.0000001"},
        [at(3, "budget.total", "SUM007"), at(3, "budget.fiscal", "SUM007")],
    ),
    "the total blank": Case({"3.budget.total": None}, [at(3, "budget.total", "STR003")], "SUM001"),
    "listed amounts fall short": Case(
        {"18.purpose": "县内业务装备费安排50万元，具体为：办公设备购置9万元，专用设备购置40万元。"},
        [at(18, "purpose", "SUM002")],
        "SUM003",
    ),
    "listed amounts without a colon": Case(
        {"18.purpose": "县内业务装备费安排50万元，具体为办公设备购置11万元，专用设备购置40万元。"},
        [at(18, "purpose", "SUM002")],
        "SUM003",
    ),
    "listed amounts in yuan": Case(
        {"18.purpose": "县内业务装备费安排50万元，具体为：办公设备购置100,000元，专用设备购置40万元。"}
    ),
    "of which, less than the whole": Case({"18.purpose": "县内业务装备费安排50万元，其中：办公设备购置10万元。"}),
    "of which, more than the whole": Case(
        {"18.purpose": "县内业务装备费安排50万元，其中：办公设备购置60万元。"}, [at(18, "purpose", "SUM002")], "SUM003"
    ),
    "a product among the items": Case(
        {"18.purpose": "县内业务装备费安排50万元，具体为：办公设备购置2台×4万元，专用设备购置40万元。"}
    ),
    "an item without an amount": Case(
        {"18.purpose": "县内业务装备费安排50万元，具体为：办公设备购置若干，专用设备购置40万元。"}
    ),
    "the head differs from the budget": Case(
        {"18.purpose": "县内业务装备费安排60万元，用于更新设备。"}, [at(18, "purpose", "SUM003")], "SUM002"
    ),
    "the head in yuan": Case({"18.purpose": "县内业务装备费安排500000元，用于更新设备。"}),
    "heads of several years": Case({"18.purpose": "2021年安排30万元，2022年安排50万元，用于更新设备。"}),
    "a head for every year": Case({"18.purpose": "县内业务装备费每年安排60万元，用于更新设备。"}),
    "an amount in the name": Case(
        {"18.name": "县内业务装备费60万元", "18.heading": "18.县内业务装备费60万元绩效目标表"},
        [at(18, "name", "SUM003")],
    ),
    "a number in the name": Case(
        {"18.name": "县内业务装备费60期", "18.heading": "18.县内业务装备费60期绩效目标表"}, [], "SUM003"
    ),
    "total cost above the budget": Case(
        {"18.indicators[3].value": "≤60万元"}, [at(18, "indicators[3].value", "SUM004")]
    ),
    "total cost in yuan above the budget": Case(
        {"18.indicators[3].value": "≤500001元"}, [at(18, "indicators[3].value", "SUM004")]
    ),
    "total cost in yuan at the budget": Case({"18.indicators[3].value": "≤500000元"}),
    "a unit price above the budget": Case(
        {"18.indicators[3]": row("执法车辆单位成本", "≤60万元/辆", "成本指标")}, [], "SUM004"
    ),
    "department total differs": Case({"department.total": "10000"}, [at(None, "department.total", "SUM005")]),
    "department total agrees": Case({"department.total": "3235.18"}, [], "SUM005"),
    "weights of one hundred": Case({f"3.indicators[{n}].weight": "10" if n > 3 else "20" for n in range(1, 8)}),
    "weights of ninety": Case(
        {f"3.indicators[{n}].weight": "10" if n > 2 else "20" for n in range(1, 8)}, [at(3, "indicators", "SUM006")]
    ),
    "a weight of nothing": Case(
        {f"3.indicators[{n}].weight": {1: "40", 7: "0"}.get(n, "12") for n in range(1, 8)},
        [at(3, "indicators[7].weight", "SUM006")],
    ),
}

PLAN = {
    "one checkpoint blank": Case({"3.spend_plan.6月底": None}, [at(3, "spend_plan", "PLN001")], "PLN00[234]"),
    "the last checkpoint blank": Case({"3.spend_plan.12月底": None}, [at(3, "spend_plan", "PLN001")], "PLN00[234]"),
    "no checkpoint filled": Case({"3.spend_plan": {}}, [at(3, "spend_plan", "PLN001")], "PLN00[234]"),
    "no plan": Case({"3.spend_plan": GONE}, [at(3, "spend_plan", "PLN001")], "PLN00[234]"),
    "above one hundred": Case({"3.spend_plan.6月底": "150%"}, [at(3, "spend_plan.6月底", "PLN002")], "PLN00[134]"),
    "the last above one hundred": Case(
        {"3.spend_plan.12月底": "110%"}, [at(3, "spend_plan.12月底", "PLN002")], "PLN00[134]"
    ),
    "below nothing": Case({"3.spend_plan.3月底": "-5%"}, [at(3, "spend_plan.3月底", "PLN002")], "PLN00[134]"),
    "a plan in words": Case({"3.spend_plan.6月底": "一半左右"}, [at(3, "spend_plan.6月底", "PLN002")], "PLN00[134]"),
    "a plan in money": Case({"3.spend_plan.6月底": "50万元"}, [at(3, "spend_plan.6月底", "PLN002")], "PLN00[134]"),
    "falling": Case({"3.spend_plan.10月底": "40%"}, [at(3, "spend_plan.10月底", "PLN003")], "PLN00[124]"),
    "falling over a blank": Case(
        {"3.spend_plan": {"3月底": "60%", "6月底": None, "10月底": "50%", "12月底": "100%"}},
        [at(3, "spend_plan", "PLN001"), at(3, "spend_plan.10月底", "PLN003")],
        "PLN00[24]",
    ),
    "short at the end": Case({"3.spend_plan.12月底": "99%"}, [at(3, "spend_plan.12月底", "PLN004")], "PLN00[123]"),
    "plateaus": Case({"3.spend_plan": ["25%", "100%", "100%", "100%"]}, [], "PLN00[1-4]"),
    "a list of bare and full-width numbers": Case({"3.spend_plan": [25, "50", "７５％", "100.0%"]}, [], "PLN00[1-4]"),
    "nothing until the end": Case({"3.spend_plan": ["0%", "0%", "0%", "100%"]}, [], "PLN00[1-4]"),
    "keys sorted by a tool": Case(
        {"3.spend_plan": {"10月底": "75%", "12月底": "100%", "3月底": "25%", "6月底": "50%"}}, [], "PLN00[1-7]"
    ),
    "months of another form, sorted by a tool": Case(
        {"3.spend_plan": {"10月": "75%", "12月": "100%", "4月": "25%", "7月": "50%"}}, [], "PLN00[1-7]"
    ),
    "the last checkpoint not there": Case({"3.spend_plan.12月底": GONE}, [at(3, "spend_plan", "PLN001")], "PLN00[234]"),
    "checkpoints of one project do not change the form": Case(
        {"3.spend_plan": {"5月底": "75%", "12月底": "100%"}, "4.spend_plan.3月底": None, "4.name": "男性家族"},
        [at(4, "spend_plan", "PLN001")],
    ),
    "a jump": Case(
        {"3.spend_plan": ["5%", "10%", "75%", "100%"]}, [at(3, "spend_plan.10月底", "PLN006", "info")], "PLN00[1-57]"
    ),
    "late": Case(
        {"3.spend_plan": ["10%", "30%", "50%", "100%"]}, [at(3, "spend_plan.10月底", "PLN007", "info")], "PLN00[1-6]"
    ),
    "early": Case(
        {"3.spend_plan": ["50%", "100%", "100%", "100%"]}, [at(3, "spend_plan.6月底", "PLN005", "info")], "PLN00[1-467]"
    ),
}

CLASSES = {
    "a class of evaluation forms": Case(
        {"3.indicators[1].level1": "决策"}, [at(3, "indicators[1].level1", "CLS001")], "CLS00[2-8]"
    ),
    "an unknown class twice is said once": Case(
        {"3.indicators[1].level1": "其他指标", "3.indicators[2].level1": "其他指标"},
        [at(3, "indicators[1].level1", "CLS001")],
        "CLS002",
    ),
    "a class under another": Case(
        {"3.indicators[1].level2": "社会效益指标"}, [at(3, "indicators[1].level2", "CLS002")], "CLS00[1367]"
    ),
    "an unknown second level": Case(
        {"3.indicators[1].level2": "进度指标"}, [at(3, "indicators[1].level2", "CLS002")], "CLS00[1367]"
    ),
    "classes in short and with notes": Case(
        {
            "3.indicators[1].level1": "产出",
            "3.indicators[1].level2": "数量值",
            "3.indicators[2].level2": "质量指标（必填硬性指标）",
            "3.indicators[7].level1": "满意度",
        },
        [],
        "CLS00[1-4]",
    ),
    "no satisfaction": Case({"3.indicators[7]": GONE}, [at(3, "indicators", "CLS003")]),
    "no benefit": Case({f"3.indicators[{n}]": GONE for n in (6, 5, 4)}, [at(3, "indicators", "CLS003")]),
    "neither quantity nor quality": Case(
        {"3.indicators[2]": GONE, "3.indicators[1]": GONE},
        [at(3, "indicators", "CLS004", "warning")],
        "CLS00[1-3]",
        [at(3, "indicators[1].value", "VAL002")],
    ),
    "two indicators": Case(
        {"3.indicators": [DONE, SATISFIED]},
        [at(3, "indicators", "CLS009", "warning"), at(3, "indicators", "CLS003")],
        gone=[at(3, "indicators[1].value", "VAL002")],
    ),
    "sixteen indicators": Case(
        {
            "3.indicators": [
                *(row(f"{thing}数量", "3台") for thing in "车船枪笔灯桌椅床锅碗杯盘刀"),
                DONE,
                WELL,
                SATISFIED,
            ]
        },
        [at(3, "indicators", "CLS009", "info")],
        gone=[at(3, "indicators[1].value", "VAL002")],
    ),
    "classes out of order": Case(
        {"4.indicators": [WELL, row("终端数量", "3台"), DONE, SATISFIED]},
        [at(4, "indicators[2].level2", "CLS010", "info")],
    ),
    "a percentage under quantity": Case(
        {"18.indicators[1].value": "≥95%"}, [at(18, "indicators[1].value", "CLS006", "warning")]
    ),
    "money under quantity": Case(
        {"18.indicators[1]": row("设备采购支出额", "50万元")}, [at(18, "indicators[1].value", "CLS007", "warning")]
    ),
    "one indicator in two classes": Case(
        {"18.indicators[2].level2": "时效指标"}, [at(18, "indicators[2].level2", "CLS011", "warning")]
    ),
}

VALUES = {
    "above one hundred percent": Case(
        {"3.indicators[5].value": "≥120%"}, [at(3, "indicators[5].value", "VAL001")], "VAL00[234]"
    ),
    "below nothing percent": Case(
        {"3.indicators[5].value": "-5%"}, [at(3, "indicators[5].value", "VAL001")], "VAL00[23]|VAL014"
    ),
    "a sign lost in text recognition": Case(
        {"3.indicators[5].value": "295%"}, [at(3, "indicators[5].value", "VAL001")]
    ),
    "growth above one hundred percent": Case(
        {"3.indicators[5]": row("线索增长率", "≥120%", "社会效益指标", "效益指标")}, [], "VAL001"
    ),
    "over-fulfilment": Case({"3.indicators[2]": row("任务超额完成率", "≥110%", "质量指标")}, [], "VAL001"),
    "a bare number": Case({"4.indicators[1].value": "32599"}, [at(4, "indicators[1].value", "VAL002")], "VAL014"),
    "a multiplier is no unit": Case({"4.indicators[1].value": "≥3万"}, [at(4, "indicators[1].value", "VAL002")]),
    "a bare number under a unit in the name": Case(
        {"4.indicators[1]": row("排查数量（人）", "32599")}, [], "VAL00[234]|VAL014"
    ),
    "a year is no bare number": Case({"3.indicators[3].value": "2022"}, [], "VAL002"),
    "units in words": Case({"3.indicators[5].value": "≥98百分比"}, [], "VAL0(0[23]|14)"),
    "a unit of another kind than the name's": Case(
        {"11.indicators[4].value": "≤40%"}, [at(11, "indicators[4].value", "VAL003")], "VAL00[25]"
    ),
    "another unit of the same kind": Case({"11.indicators[4].value": "≤40起"}, [], "VAL003"),
    "an event in brackets is no unit": Case({"4.indicators[1]": row("办结案件（事件）", "≥40起")}, [], "VAL003"),
    "a cost cap without a sign": Case(
        {"18.indicators[3].value": "50万元"}, [at(18, "indicators[3].value", "VAL004", "warning")]
    ),
    "a rate without a sign": Case(
        {"18.indicators[2].value": "95%"}, [at(18, "indicators[2].value", "VAL004", "warning")]
    ),
    "all of it needs no sign": Case({"18.indicators[2].value": "100%"}, [], "VAL004"),
    "a sign in words": Case({"18.indicators[2].value": "不低于95%"}, [], "VAL0(04|14)"),
    "a sign behind": Case({"18.indicators[2].value": "95%以上"}, [], "VAL0(04|14)"),
    "counts need no sign": Case({"18.indicators[1].value": "100个"}, [], "VAL004"),
    "a date in the next year": Case({"3.indicators[3].value": "2023年3月底"}, [at(3, "indicators[3].value", "VAL012")]),
    "a date of the next year in words": Case(
        {"3.indicators[3].value": "次年3月底前"}, [at(3, "indicators[3].value", "VAL012")]
    ),
    "a date in the year before": Case(
        {"3.indicators[3].value": "2021年12月"}, [at(3, "indicators[3].value", "VAL012")]
    ),
    "a date of the year": Case({"3.indicators[3].value": "2022年12月31日前"}, [], "VAL0(12|14|15)"),
    "several quantities in one value": Case(
        {"4.indicators[1].value": "困难台胞432人、高龄台胞1792人"}, [at(4, "indicators[1].value", "VAL014", "warning")]
    ),
    "words around one quantity": Case({"4.indicators[1]": row("开展宣传", "至少完成2次宣传")}, [], "VAL0(0[2-4]|14)"),
    "reached in full": Case({"3.indicators[2].value": "100%达标"}, [], "VAL0(0[2-4]|14)"),
    "yes or no": Case({"4.indicators[1]": row("是否建立台账", "是")}, [], "VAL0(02|13|14)|STR003"),
    "a sign without a number": Case({"3.indicators[5].value": "≥%"}, [at(3, "indicators[5].value", "STR003")], "VAL"),
    "timeliness as a count": Case(
        {"3.indicators[3].value": "3个"}, [at(3, "indicators[3].value", "VAL015", "warning")]
    ),
    "timeliness as a month's habit": Case({"3.indicators[3].value": "按月"}, [], "VAL01[45]"),
    "timeliness as a quarter's end": Case({"3.indicators[3].value": "每季度末前"}, [], "VAL01[45]"),
    "timeliness as a frequency": Case({"3.indicators[3].value": "1次/月"}, [], "VAL01[45]"),
    "timeliness as hours": Case({"3.indicators[3].value": "<24小时"}, [], "VAL01[45]"),
    "a strict sign among many that are not": Case(
        {"18.indicators[2].value": ">95%"}, [at(18, "indicators[2].value", "VAL016", "info")]
    ),
}

DUPLICATES = {
    "a goal twice": Case({"3.goals[2]": "2.维护社会经济秩序"}, [at(3, "goals[2]", "DUP001")]),
    "a goal within a later one": Case(
        {"3.goals[3]": "3.维护社会经济秩序，保障长治久安"}, [at(3, "goals[3]", "DUP001", "warning")]
    ),
    "a goal within an earlier one": Case(
        {"3.goals[1]": "1.保护人民生命安全，维护社会经济秩序"}, [at(3, "goals[2]", "DUP001", "warning")]
    ),
    "a long goal within another": Case(
        {"3.goals[1]": "1.为六个派出所更换执法记录仪", "3.goals[3]": "3.为六个派出所更换执法记录仪并验收合格。"},
        [at(3, "goals[3]", "DUP001")],
    ),
    "goals of a few characters": Case({"3.goals[3]": "3.维护秩序", "3.goals[2]": "2.维护秩序井然"}, [], "DUP001"),
    "goals that nearly agree": Case(
        {
            "3.goals[1]": "1.为全县六个基层派出所更换执法记录仪四十台",
            "3.goals[2]": "2.为全县六个基层派出所更换执法记录仪五十台",
        },
        [at(3, "goals[2]", "DUP002", "warning")],
        "DUP001",
    ),
    "one goal in two projects": Case(
        {"3.goals[1]": "1.保证公安机关装备配备达标。"},
        [at(3, "goals[1]", "DUP003", "warning"), at(5, "goals[3]", "DUP003", "warning")],
    ),
    "one purpose in two projects": Case(
        {"7.purpose": "建设政法队伍，保障装备不断补充更新，指导各警种正确使用保养装备，保证公安机关装备配备达标。"},
        [at(5, "purpose", "DUP004", "warning"), at(7, "purpose", "DUP004", "warning")],
    ),
    "a row twice": Case(
        {"18.indicators[3]": row("验收合格率", "≥90%", "质量指标")}, [at(18, "indicators[3].name", "DUP006")]
    ),
    "a row twice, a bracket besides": Case(
        {"18.indicators[3]": row("验收 合格率（%）", "≥90%", "质量指标", description="验收合格率")},
        [at(18, "indicators[3].name", "DUP006")],
    ),
    "one name for two things": Case(
        {"18.indicators[3]": row("验收合格率", "≥90%", "质量指标", description="新购无人机的试飞成绩")},
        [at(18, "indicators[3].name", "DUP006", "warning")],
    ),
    "one name under two codes": Case(
        {"4.name": "基层所队运转经费", "4.heading": "4.基层所队运转经费绩效目标表"},
        [at(3, "name", "DUP008", "warning"), at(4, "name", "DUP008", "warning")],
    ),
    "a category goal copied": Case(
        {"department.category_goals[3].goal": "努力建设忠诚可靠、勇于担当的公安队伍"},
        [at(None, "department.category_goals[3].goal", "DUP009", "warning")],
    ),
}

STRUCTURE = {
    "an unknown key": Case({"3.budgets": "9"}, [at(3, "budgets", "STR002")]),
    "an unknown key in a row": Case({"3.indicators[2].valeu": "9"}, [at(3, "indicators[2].valeu", "STR002")]),
    "an unknown key of the document": Case({"yaer": 2022}, [at(None, "yaer", "STR002")]),
    "no name": Case({"3.name": " "}, [at(3, "name", "STR003")], "STR007"),
    "no unit": Case({"3.unit": None}, [at(3, "unit.name", "STR003")], "STR00[89]"),
    "no purpose": Case({"3.purpose": ""}, [at(3, "purpose", "STR003")], "COH00|SUM"),
    "no goals": Case({"3.goals": []}, [at(3, "goals", "STR003")], "DUP"),
    "no indicators": Case(
        {"3.indicators": []}, [at(3, "indicators", "STR003")], "CLS", [at(3, "indicators[1].value", "VAL002")]
    ),
    **{
        f"no {part} in a row": Case({f"5.indicators[2].{part}": None}, [at(5, f"indicators[2].{part}", "STR003")])
        for part in ("level1", "level2", "name", "value", "basis")
    },
    "a table to move": Case({"5.no": 99}, [at(5, "no", "STR005")]),
    "a number twice": Case({"5.no": 4}, [at(5, "no", "STR006", "warning")]),
    "a gap": Case({"31.no": 33}, [at(31, "no", "STR006", "warning")]),
    "another heading": Case({"3.heading": "3.基层所队经费绩效目标表"}, [at(3, "heading", "STR007", "warning")]),
    "blanks in the heading": Case({"3.heading": "3、基层 所队运转经费绩效目标表"}, [], "STR007"),
    "a unit's table among another's": Case(
        {"9.unit": {"code": "312004", "name": "乐亭县看守所"}}, [at(10, "no", "STR008", "warning")]
    ),
    "one unit code, two names": Case({"3.unit.name": "乐亭县教育局"}, [at(3, "unit.name", "STR009")]),
    "one unit name, two codes": Case({"3.unit.code": "312009"}, [at(3, "unit.code", "STR009")]),
    "a purpose left open": Case({"3.purpose": "略"}, [at(3, "purpose", "STR010")], "TXT"),
    "stars as a value": Case({"3.indicators[5].value": "**"}, [at(3, "indicators[5].value", "STR010")], "VAL01[345]"),
    "a date left open": Case(
        {"3.indicators[3].value": "XX月底前"}, [at(3, "indicators[3].value", "STR010")], "VAL01[345]"
    ),
    "a gap in a sentence": Case({"3.goals[1]": "1.提高××水平"}, [at(3, "goals[1]", "STR010")]),
    "strategy is no filler": Case({"3.goals[1]": "1.落实战略部署，推进8×2工程，按元/人*月发放……"}, [], "STR010"),
    "a unit without category goals": Case(
        {"department.category_goals[3]": GONE},
        [at(None, "department.category_goals", "STR011", "warning")],
    ),
}

FAMILIES = {
    "codes": CODES,
    "money": MONEY,
    "plan": PLAN,
    "classes": CLASSES,
    "values": VALUES,
    "duplicates": DUPLICATES,
    "structure": STRUCTURE,
}


EVERY_CASE = [
    pytest.param(case, id=f"{family}: {title}") for family, cases in FAMILIES.items() for title, case in cases.items()
]


# --- editing --------------------------------------------------------------------------------------------------------


def set_at(holder: Any, path: list[str | int], value: Any) -> None:
    for step in path[:-1]:
        if isinstance(holder, dict) and holder.get(step) is None:
            holder[step] = {}
        holder = holder[step]
    if value is GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = copy.deepcopy(value)


def steps_of(path: str) -> list[str | int]:
    return [int(part) - 1 if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]


def edited(document: Json, edits: dict[str, Any]) -> Json:
    document = copy.deepcopy(document)
    tables = {str(project["no"]): project for project in document["projects"]}
    for path, value in edits.items():
        number, _, rest = path.partition(".")
        holder = tables.get(number, document)
        set_at(holder, steps_of(rest if holder is not document else path), value)
    return document


def findings(document: Json, numbers: list[int]) -> Counter[Finding]:
    """What is said of ``document``; tables are called by the numbers that they have in the booklet."""
    data = json.dumps(document, ensure_ascii=False).encode()
    return Counter(
        (item.rule, None if item.position < 0 else numbers[item.position], item.field, item.severity.word)
        for item in check_inputs([ReadInput("booklet.json", data)]).violations
    )


@pytest.fixture(scope="module")
def booklet(checkout: Path) -> Json:
    from perflint.api import load_document
    from perflint.writers import write

    document = load_document(checkout / "examples" / "laoting-2022.yaml")
    seed: Json = json.loads(write(document, ".json"))
    return seed


@pytest.fixture(scope="module")
def numbers(booklet: Json) -> list[int]:
    return [project["no"] for project in booklet["projects"]]


@pytest.fixture(scope="module")
def as_it_stands(booklet: Json, numbers: list[int]) -> Counter[Finding]:
    return findings(booklet, numbers)


@pytest.mark.parametrize("case", EVERY_CASE)
def test_one_changed_fact_is_said_where_it_stands_and_nothing_else(
    case: Case, booklet: Json, numbers: list[int], as_it_stands: Counter[Finding]
) -> None:
    now = findings(edited(booklet, case.edits), numbers)
    new = now - as_it_stands
    gone = as_it_stands - now

    assert {item: new[item] for item in case.new} == dict.fromkeys(case.new, 1)
    assert [item for item in new if item[3] == "error" and item not in case.new] == []
    assert [item for item in new if re.match(case.never, item[0]) and item not in case.new] == []
    assert [item for item in gone if item[3] == "error" and item not in case.gone] == []
