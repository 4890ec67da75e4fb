"""The sheets that perflint adds to a workbook: how they are known again, and the verdicts that a reviewer wrote there.

A sheet is perflint's own when its first row holds exactly the heads below: it can hold no targets then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from perflint.office.package import Package
from perflint.office.sheet_names import SheetPart, Slot, reference, sheet_parts, strings, texts
from perflint.office.xml import parse

FINDINGS_NAME: Final = {"zh": "perflint问题清单", "en": "perflint findings"}
DUPLICATES_NAME: Final = {"zh": "perflint重复对照", "en": "perflint duplicates"}
FINDINGS: Final = {
    "zh": ("序号", "级别", "规则", "项目编码", "项目名称", "单位", "位置", "栏目", "填写内容", "问题", "建议",
           "依据", "审核意见", "理由", "审核人", "指纹"),
    "en": ("no", "severity", "rule", "project", "project name", "unit", "place", "field", "value", "violation",
           "suggestion", "basis", "verdict", "reason", "by", "fingerprint"),
}  # fmt: skip
DUPLICATES: Final = {
    "zh": ("规则", "项目编码", "项目名称", "位置", "文本", "重复项目编码", "重复项目名称", "重复位置", "重复文本"),
    "en": ("rule", "project", "project name", "place", "text", "other project", "other name", "other place",
           "other text"),
}  # fmt: skip
RULE, PROJECT, VERDICT, REASON, BY, FINGERPRINT = 2, 3, 12, 13, 14, 15
VERDICTS: Final = {
    "zh": {"accepted": "采纳", "rejected": "驳回", "waived": "豁免"},
    "en": {"accepted": "accepted", "rejected": "rejected", "waived": "waived"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in the sheet that a reviewer wrote something about, all as written; ``ref`` is the verdict's cell."""

    sheet: str
    ref: str
    rule: str
    project: str
    fingerprint: str
    verdict: str
    reason: str
    by: str


def kind_of(found: Mapping[Slot, str]) -> str:
    """``findings`` or ``duplicates`` for a sheet of perflint's own, ``""`` for any other."""
    for name, heads in (("findings", FINDINGS), ("duplicates", DUPLICATES)):
        for words in heads.values():
            if all(found.get((0, column)) == word for column, word in enumerate(words)):
                return "" if (0, len(words)) in found else name
    return ""


def verdict_of(word: str) -> str | None:
    """The verdict that a word of either language means, None where it means none."""
    wanted = word.strip().lower()
    return next((key for words in VERDICTS.values() for key, shown in words.items() if wanted in (shown, key)), None)


def own_sheets(package: Package, main: str) -> dict[str, SheetPart]:
    """perflint's own sheets of a workbook by kind. Raises BadPackage."""
    shared = strings(package, main)
    found: dict[str, SheetPart] = {}
    for sheet in sheet_parts(package, main, parse(package.read(main), main)):
        if "perflint" in sheet.name.lower():
            kind = kind_of(texts(parse(package.read(sheet.part), sheet.part), shared))
            if kind:
                found.setdefault(kind, sheet)
    return found


def read_rows(package: Package) -> list[Row] | None:
    """What a reviewer wrote into the findings sheet; None where the workbook has no such sheet. Raises BadPackage."""
    main = package.related("officeDocument") or ""
    sheet = own_sheets(package, main).get("findings")
    if sheet is None:
        return None
    found = texts(parse(package.read(sheet.part), sheet.part), strings(package, main))
    rows = []
    for number in sorted({row for row, _ in found} - {0}):
        cells = [found.get((number, column), "").strip() for column in range(FINGERPRINT + 1)]
        if cells[VERDICT] or cells[REASON] or cells[BY]:
            ref = reference(number, VERDICT)
            rows.append(
                Row(
                    sheet.name,
                    ref,
                    cells[RULE],
                    cells[PROJECT],
                    cells[FINGERPRINT],
                    cells[VERDICT],
                    cells[REASON],
                    cells[BY],
                )
            )
    return rows
