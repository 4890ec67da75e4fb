"""The annotated Word document: the author's own .docx with comments, or one built for inputs that have none."""

from __future__ import annotations

from collections.abc import Iterator

from perflint.model import Document
from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.reporters.material import CannotReport, Material
from perflint.reporters.remarks import remarks
from perflint.reporters.word.annotate import annotate


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The one document. Raises CannotReport."""
    report = material.report
    if len(report.inputs) != 1:
        raise CannotReport(
            "Word批注报告一次只处理一个文件；多个文件请输出到文件夹",
            "a Word report takes one input at a time: give a folder as output for several",
        )
    document = report.inputs[0].document or Document()
    found = remarks(report, 0, material.lang, material.decisions)
    yield "", annotate(material.data[0], found, document)
