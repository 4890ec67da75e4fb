"""Word and Excel files mended through their parts: the letters change, everything else stays byte for byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from perflint.api import shipped_rules
from perflint.fix.mend import Mended
from perflint.readers import read
from perflint.scalars import scalars

Mend = Callable[..., Mended]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def paragraphs(document: Any) -> list[Paragraph]:
    """All paragraphs, those in tables too."""
    return [Paragraph(item, document) for item in document.element.body.iter(qn("w:p"))]


@pytest.fixture
def booklet(checkout: Path) -> bytes:
    return (checkout / "tests/fixtures/seed31.docx").read_bytes()


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("seed31.docx", {"word/document.xml"}),
        ("seed31_long.xlsx", {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}),
    ],
)
def test_only_the_parts_that_hold_the_words_change(name: str, changed: set[str], checkout: Path, mended: Mend) -> None:
    before = (checkout / "tests/fixtures" / name).read_bytes()
    found = mended(before, name)
    old, new = parts(before), parts(found.data)
    assert list(old) == list(new)
    assert {part for part in old if old[part] != new[part]} <= changed
    assert len(found.edits) >= 20
    assert not found.kept


@pytest.mark.parametrize("name", ["seed31.docx", "seed31_long.xlsx", "seed31_flat.xlsx", "seed31_sheets.xlsx"])
def test_a_second_run_changes_nothing_and_only_the_edits_differ(name: str, checkout: Path, mended: Mend) -> None:
    before = (checkout / "tests/fixtures" / name).read_bytes()
    found = mended(before, name)
    assert not mended(found.data, name).edits
    lexicon = shipped_rules().lexicon
    was, now = scalars(read(name, before, lexicon)), scalars(read(name, found.data, lexicon))
    assert {key for key in was if was[key] != now[key]} == {edit.key for edit in found.edits}


def test_word_reads_a_mended_name_that_stood_in_two_paragraphs_as_one(booklet: bytes, mended: Mend) -> None:
    found = mended(booklet, "booklet.docx")
    texts = [paragraph.text for paragraph in paragraphs(docx.Document(io.BytesIO(found.data)))]
    assert "看守所羁押管理经费" in texts
    assert not any("减低率" in text for text in texts)


def test_a_word_split_over_runs_is_mended_and_keeps_its_formats(booklet: bytes, mended: Mend) -> None:
    document = docx.Document(io.BytesIO(booklet))
    paragraph = next(item for item in paragraphs(document) if item.text == "再犯罪减低率")
    for run in paragraph.runs:
        run.text = ""
    paragraph.add_run("再犯罪减").bold = True
    paragraph.add_run("低率").italic = True
    found = mended(saved(document), "booklet.docx")
    again = paragraphs(docx.Document(io.BytesIO(found.data)))
    runs = next(item.runs for item in again if [run.bold for run in item.runs if run.text] == [True, None])
    assert [(run.text, run.bold, run.italic) for run in runs if run.text] == [
        ("再犯罪降", True, None),
        ("低率", None, True),
    ]


def test_a_shared_string_stays_for_the_cells_that_are_no_targets(checkout: Path, mended: Mend) -> None:
    workbook = openpyxl.load_workbook(checkout / "tests/fixtures/seed31_long.xlsx")
    workbook.create_sheet("说明")["A1"] = "再犯罪减低率"
    found = mended(saved(workbook), "booklet.xlsx")
    again = openpyxl.load_workbook(io.BytesIO(found.data))
    assert again["说明"]["A1"].value == "再犯罪减低率"
    assert again["绩效目标表"]["E30"].value == "再犯罪降低率"


def test_the_result_of_a_formula_is_left_and_said(mended: Mend) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ["项目编码", "项目名称", "一级指标", "二级指标", "三级指标", "指标值"],
        ["13022522P00CKTC10027L", "河道清淤", "产出指标", "数量指标", "清淤长度", "5公里"],
    ):
        sheet.append(row)
    data = parts(saved(workbook))
    xml = data["xl/worksheets/sheet1.xml"].decode()
    start = xml.index('<c r="B2"')
    end = xml.index("</c>", start) + 4
    data["xl/worksheets/sheet1.xml"] = (
        xml[:start] + '<c r="B2" t="str"><f>A9</f><v>河道 清淤</v></c>' + xml[end:]
    ).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in data.items():
            package.writestr(name, content)
    found = mended(out.getvalue(), "flat.xlsx")
    assert found.document.projects[0].name == "河道 清淤"
    assert [item.edit.new for item in found.kept] == ["河道清淤"]
