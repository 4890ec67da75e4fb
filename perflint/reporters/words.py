"""The fixed words of the output in both languages, and places and fields in words that a clerk understands."""

from __future__ import annotations

import re
from typing import Final

from perflint.place import Place
from perflint.violation import Message, Severity

SEVERITY: Final = {
    Severity.ERROR: Message("错误", "error"),
    Severity.WARNING: Message("警告", "warning"),
    Severity.INFO: Message("提示", "info"),
}
# Marks that every console can show, so that severity never hangs on colour alone.
MARK: Final = {Severity.ERROR: "×", Severity.WARNING: "!", Severity.INFO: "i"}
STYLE: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
CONFIDENCE: Final = {
    "high": Message("高", "high"),
    "medium": Message("中", "medium"),
    "low": Message("低", "low"),
}
CATEGORY: Final = {
    "completeness": Message("完整性", "completeness"),
    "compliance": Message("合规性", "compliance"),
    "measurability": Message("可衡量性", "measurability"),
    "relevance": Message("相关性", "relevance"),
    "consistency": Message("一致性", "consistency"),
}
SCOPE: Final = {
    "indicator": Message("每条绩效指标", "each indicator"),
    "text": Message("每段文字", "each text"),
    "project": Message("每个项目", "each project"),
    "department": Message("部门", "the department"),
    "document": Message("整个文件", "the whole document"),
    "corpus": Message("一次检查的全部文件", "all inputs of one call"),
}
BASIS: Final = {
    "regulation": Message("制度规定", "regulation"),
    "local-practice": Message("地方做法", "local practice"),
    "running-system": Message("运行中的系统", "a system in use"),
    "internal-logic": Message("内在逻辑", "internal logic"),
    "heuristic": Message("经验判断", "heuristic"),
}

_FIELDS: Final = {
    "title": Message("标题", "title"),
    "year": Message("年度", "year"),
    "department": Message("部门", "department"),
    "overall_goal": Message("总体绩效目标", "overall goal"),
    "category_goals": Message("分项绩效目标", "category goal"),
    "safeguards": Message("工作保障措施", "safeguard"),
    "goal": Message("目标", "goal"),
    "indicator": Message("指标", "indicator"),
    "projects": Message("项目", "project"),
    "no": Message("序号", "number"),
    "heading": Message("表头", "heading"),
    "code": Message("编码", "code"),
    "name": Message("名称", "name"),
    "unit": Message("单位", "unit"),
    "money_unit": Message("金额单位", "money unit"),
    "budget": Message("预算数", "budget"),
    "total": Message("合计", "total"),
    "fiscal": Message("财政资金", "fiscal"),
    "other": Message("其他资金", "other funds"),
    "parts": Message("分项资金", "part"),
    "purpose": Message("资金用途", "purpose"),
    "spend_plan": Message("支出计划", "spend plan"),
    "goals": Message("绩效目标", "goal"),
    "indicators": Message("绩效指标", "indicator"),
    "level1": Message("一级指标", "level 1"),
    "level2": Message("二级指标", "level 2"),
    "description": Message("指标描述", "description"),
    "value": Message("指标值", "value"),
    "basis": Message("确定依据", "basis"),
    "weight": Message("权重", "weight"),
}
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def path_words(path: str, lang: str) -> str:
    """An input's name as shown to people."""
    if path != "-":
        return path
    return "standard input" if lang == "en" else "标准输入"


def field_words(path: str, lang: str) -> str:
    """A field path in words: ``indicators[3].value`` → 绩效指标3 指标值."""
    words: list[str] = []
    for name, index in _STEP.findall(path):
        if not index:
            words.append(_FIELDS[name].text(lang) if name in _FIELDS else name)
        elif words:
            words[-1] += f" {index}" if lang == "en" else index
    return (", " if lang == "en" else " ").join(words)


def place_words(place: Place, lang: str) -> str:
    """A place in words: 第27行第18列 · 第3个表 第5行 第2列 · 工作表「预算」B7 · 第4页. Blank where nothing is known."""
    en = lang == "en"
    words: list[str] = []
    if place.page is not None:
        words.append(f"page {place.page}" if en else f"第{place.page}页")
    cell = place.cell
    if cell is not None and cell.ref is not None:
        sheet = cell.sheet or ""
        words.append(f"sheet “{sheet}” {cell.ref}" if en else f"工作表「{sheet}」{cell.ref}")
    elif cell is not None:
        words += _table_words(cell.table, cell.row, cell.column, en)
        if cell.paragraph is not None and cell.paragraph > 1:
            words.append(f"paragraph {cell.paragraph}" if en else f"第{cell.paragraph}段")
    elif place.line is not None:
        column = place.column or 1
        words.append(f"line {place.line}, column {column}" if en else f"第{place.line}行第{column}列")
    return (", " if en else " ").join(words)


def _table_words(table: int | None, row: int | None, column: int | None, en: bool) -> list[str]:
    named = (("table", "第{}个表", table), ("row", "第{}行", row), ("column", "第{}列", column))
    return [f"{name} {number}" if en else zh.format(number) for name, zh, number in named if number is not None]
