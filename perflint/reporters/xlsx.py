"""The annotated workbook: the author's own .xlsx with notes and a list, or one made for inputs that have none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from perflint.model import Document
from perflint.office.errors import BadPackage
from perflint.office.findings_sheet import Row
from perflint.office.package import Package
from perflint.place import Cell, Place
from perflint.reporters.material import CannotReport, Material
from perflint.reporters.remarks import Remark, remarks
from perflint.reporters.sheet.annotate import annotate, earlier_rows
from perflint.reporters.sheet.listing import Listing, Locate, cell_of, duplicates, findings
from perflint.reporters.sheet.made import Made, make


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The one workbook. Raises CannotReport."""
    report = material.report
    if len(report.inputs) != 1:
        raise CannotReport(
            "Excel批注一次只处理一个文件，请逐个生成；多个文件可输出为网页：-o 文件夹/",
            "an Excel report takes one input at a time; several go into pages of a folder: -o FOLDER/",
        )
    document = report.inputs[0].document or Document()
    try:
        yield "", _annotated(material, document) if document.kind == "xlsx" else _made(material, document)
    except BadPackage as fault:
        raise CannotReport(f"文件不能批注：{fault.zh}", f"the file cannot be annotated: {fault.en}") from None


def _annotated(material: Material, document: Document) -> bytes:
    data = material.data[0]
    _refuse_macros(data)
    found = remarks(material.report, 0, material.lang, material.decisions)
    return annotate(data, found, document, _listings(material, earlier_rows(data), cell_of), material.lang)


def _made(material: Material, document: Document) -> bytes:
    made = make(document)
    found = [_moved(item, made) for item in remarks(material.report, 0, material.lang, material.decisions)]
    return annotate(made.data, found, Document(), _listings(material, {}, made.cell), material.lang)


def _moved(remark: Remark, made: Made) -> Remark:
    """The remark at its cell in the workbook that was made."""
    cell = made.cell(remark.position, remark.field, remark.place or Place())
    place = Place(cell=Cell(sheet=cell[0], ref=cell[1])) if cell is not None else None
    return replace(remark, position=-1, field="", place=place)


def _listings(material: Material, earlier: Mapping[str, Row], locate: Locate) -> list[Listing]:
    report, lang = material.report, material.lang
    pairs = duplicates(report, 0, lang, locate)
    return [findings(report, 0, lang, material.decisions, earlier, locate), *([pairs] if pairs is not None else [])]


def _refuse_macros(data: bytes) -> None:
    package = Package(data)
    if "macro" in package.content_type(package.related("officeDocument") or "").lower():
        raise CannotReport(
            "含宏的工作簿（.xlsm）请先另存为.xlsx再生成批注",
            "a workbook with macros (.xlsm): save it as .xlsx first, then it can be annotated",
        )
