"""Verdicts that a reviewer chose in perflint's list of an annotated workbook, as the waivers file that they are."""

from __future__ import annotations

from collections.abc import Mapping

from perflint.office.errors import BadPackage
from perflint.office.findings_sheet import Row, read_rows, verdict_of
from perflint.office.package import Package
from perflint.pipeline.waiver import Entry, WaiverFile
from perflint.place import Cell, Place
from perflint.rule import Rule
from perflint.userfile import UserFileError, nearest
from perflint.violation import Message

SIGNATURE = b"PK"
"""How a workbook begins; no YAML file does."""


def parse_workbook(path: str, data: bytes, rules: Mapping[str, Rule]) -> WaiverFile:
    """The verdicts in a workbook. Rows without a verdict say nothing. Raises UserFileError."""
    try:
        rows = read_rows(Package(data))
    except BadPackage as fault:
        raise UserFileError(path, Message(fault.zh, fault.en)) from None
    if rows is None:
        zh = "工作簿中没有perflint的问题清单，或清单的表头已改动"
        raise UserFileError(
            path, Message(zh, "it has no list of findings by perflint, or the list's heads were changed")
        )
    entries: list[Entry] = []
    for row in rows:
        verdict = _verdict(path, row)
        if verdict:
            entries.append(
                Entry(
                    rule=_rule(path, row, rules),
                    fingerprint=row.fingerprint,
                    verdict=verdict,
                    reason=row.reason,
                    by=row.by,
                    number=len(entries) + 1,
                    place=Place(cell=Cell(sheet=row.sheet, ref=row.ref)),
                )
            )
    return WaiverFile(path=path, entries=tuple(entries))


def _verdict(path: str, row: Row) -> str:
    if not row.verdict:
        if row.reason:
            raise _error(path, row, "写了理由，没有选审核意见", "there is a reason and no verdict")
        return ""
    verdict = verdict_of(row.verdict)
    if verdict is None:
        zh = f"“{row.verdict}”不是审核意见，应为采纳、驳回或豁免"
        raise _error(path, row, zh, f"{row.verdict!r} is no verdict: write accepted, rejected or waived")
    if not row.fingerprint:
        raise _error(
            path, row, "缺少指纹，不知道是哪个问题", "the fingerprint is missing: no telling which finding it is"
        )
    return verdict


def _rule(path: str, row: Row, rules: Mapping[str, Rule]) -> str:
    if row.rule in rules or not row.rule:
        return row.rule
    near = nearest(row.rule, rules)
    zh = f"没有规则“{row.rule}”" + (f"，是否指“{near}”？" if near else "")
    raise _error(path, row, zh, f"no rule named {row.rule!r}" + (f", did you mean {near!r}?" if near else ""))


def _error(path: str, row: Row, zh: str, en: str) -> UserFileError:
    return UserFileError(path, Message(f"工作表「{row.sheet}」{row.ref}：{zh}", f"sheet {row.sheet!r} {row.ref}: {en}"))
