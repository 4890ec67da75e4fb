"""The annotated workbook: the author's own .xlsx with notes and a list, or one made for inputs that have none."""

from __future__ import annotations

from collections.abc import Iterator

from perflint.model import Document
from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.reporters.material import CannotReport, Material
from perflint.reporters.remarks import remarks
from perflint.reporters.sheet.annotate import annotate, earlier_rows
from perflint.reporters.sheet.listing import duplicates, findings


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The one workbook. Raises CannotReport."""
    report, lang = material.report, material.lang
    if len(report.inputs) != 1:
        raise CannotReport(
            "Excel批注报告一次只处理一个文件；多个文件请输出到文件夹",
            "an Excel report takes one input at a time: give a folder as output for several",
        )
    document = report.inputs[0].document or Document()
    data = material.data[0]
    found = remarks(report, 0, lang, material.decisions)
    try:
        _refuse_macros(data)
        listed = findings(report, 0, lang, material.decisions, earlier_rows(data))
        pairs = duplicates(report, 0, lang)
        yield "", annotate(data, found, document, [listed, *([pairs] if pairs else [])], lang)
    except BadPackage as fault:
        raise CannotReport(f"文件不能批注：{fault.zh}", f"the file cannot be annotated: {fault.en}") from None


def _refuse_macros(data: bytes) -> None:
    package = Package(data)
    if "macro" in package.content_type(package.related("officeDocument") or "").lower():
        raise CannotReport(
            "含宏的工作簿（.xlsm）请先另存为.xlsx再生成批注",
            "a workbook with macros (.xlsm): save it as .xlsx first, then it can be annotated",
        )
