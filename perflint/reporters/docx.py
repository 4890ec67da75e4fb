"""The annotated Word document: the author's own .docx with comments, or one made for inputs that have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perflint.model import Document
from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.office.word_names import short
from perflint.office.xml import parse
from perflint.reporters.material import CannotReport, Material
from perflint.reporters.remarks import Remark, remarks
from perflint.reporters.word.annotate import annotate
from perflint.reporters.word.made import make


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The one document. Raises CannotReport."""
    report = material.report
    if len(report.inputs) != 1:
        raise CannotReport(
            "Word批注一次只处理一个文件，请逐个生成；多个文件可输出为网页：-o 文件夹/",
            "a Word report takes one input at a time; several go into pages of a folder: -o FOLDER/",
        )
    document = report.inputs[0].document or Document()
    found = remarks(report, 0, material.lang, material.decisions)
    yield "", _annotated(material.data[0], document, found, material.shading)


def _annotated(data: bytes, document: Document, found: Sequence[Remark], shading: bool) -> bytes:
    if document.kind != "docx":
        return make(document, found, shading)
    try:
        kind = _kind(data)
        if kind == "macro":
            raise CannotReport(
                "含宏的文档（.docm）请先另存为.docx再生成批注",
                "a document with macros (.docm): save it as .docx first, then it can be annotated",
            )
        if kind == "foreign":
            return make(document, found, shading)
        return annotate(data, found, document, shading)
    except BadPackage as fault:
        raise CannotReport(f"文件不能批注：{fault.zh}", f"the file cannot be annotated: {fault.en}") from None


def _kind(data: bytes) -> str:
    """``plain``, ``macro``, or ``foreign`` where the body embeds another document, in which no comment can stand."""
    package = Package(data)
    main = package.related("officeDocument") or ""
    if "macro" in package.content_type(main).lower():
        return "macro"
    embeds = any(short(item.tag) == "altchunk" for item in parse(package.read(main), main).iter())
    return "foreign" if embeds else "plain"
