"""Headers and footers of Word documents: which parts are shown, and on whose pages."""

from __future__ import annotations

import io

import docx as library
import pytest
from docx.document import Document as Word

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.office.package import Package
from perflint.readers import docx, wordml
from perflint.readers.source import Unreadable
from tests.readers.test_wordml import HEAD

ROWS = (("一级指标", "二级指标", "三级指标", "指标值"), ("产出指标", "数量指标", "改造长度", "≥12公里"))


def add_project(word: Word, number: int = 1) -> None:
    form = (
        ("项目名称", f"管网改造{number}期", "项目编码", f"13022524P00MB2203A14{number}"),
        ("预算数", "360000", "", ""),
    )
    table = word.add_table(0, 4)
    for texts in (*form, *ROWS):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text


@pytest.fixture
def word() -> Word:
    """A document of one project that states no money unit."""
    made = library.Document()
    add_project(made)
    return made


def saved(word: Word) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def taken(word: Word, lexicon: Lexicon) -> Document:
    return docx.read("a.docx", saved(word), lexicon)


def said(document: Document) -> str:
    return "".join(problem.zh for problem in document.problems)


@pytest.mark.parametrize("side", ["header", "footer"])
def test_the_money_unit_of_a_header_or_footer_is_that_of_the_document(word: Word, lexicon: Lexicon, side: str) -> None:
    getattr(word.sections[0], side).paragraphs[0].text = "金额单位：元"
    document = taken(word, lexicon)
    assert document.money_unit == "元"
    assert not document.problems
    assert [block for block in document.blocks if "金额" in str(block)] == []


def test_headers_that_are_not_shown_are_not_read(word: Word, lexicon: Lexicon) -> None:
    section = word.sections[0]
    section.first_page_header.paragraphs[0].text = "金额单位：元"
    section.even_page_header.paragraphs[0].text = "金额单位：亿元"
    assert taken(word, lexicon).money_unit == ""
    section.different_first_page_header_footer = True
    assert taken(word, lexicon).money_unit == "元"
    section.different_first_page_header_footer = False
    word.settings.odd_and_even_pages_header_footer = True
    assert taken(word, lexicon).money_unit == "亿元"


def test_each_section_has_its_own_header_or_that_of_the_section_before(word: Word, lexicon: Lexicon) -> None:
    word.sections[0].header.paragraphs[0].text = "金额单位：万元"
    word.add_section()
    add_project(word, 2)
    assert taken(word, lexicon).money_unit == "万元"
    word.add_section().header.is_linked_to_previous = False
    word.sections[-1].header.paragraphs[0].text = "金额单位：元"
    add_project(word, 3)
    document = taken(word, lexicon)
    assert [project.money_unit for project in document.projects] == ["万元", "万元", "元"]
    assert document.money_unit == ""
    assert not document.problems


def test_headers_of_equal_text_in_every_section_are_one_of_the_whole_document(word: Word, lexicon: Lexicon) -> None:
    for number in (2, 3):
        word.add_section()
        add_project(word, number)
    for section in word.sections:
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "金额单位：元"
        section.footer.is_linked_to_previous = False
        section.footer.paragraphs[0].text = "内部资料"
    document = taken(word, lexicon)
    assert document.money_unit == "元"
    assert [problem.zh for problem in document.problems] == ["页眉、页脚中的“内部资料”没有对应的检查内容，未检查"]


def test_a_table_in_a_footer_is_no_project_and_is_said(word: Word, lexicon: Lexicon) -> None:
    table = word.sections[0].footer.add_table(1, 2, 3_000_000)
    table.cell(0, 0).text, table.cell(0, 1).text = "项目编码", "13022524P00MB2203D456"
    document = taken(word, lexicon)
    assert [project.code for project in document.projects] == ["13022524P00MB2203A141"]
    assert "项目编码13022524P00MB2203D456" in said(document)


def test_deleted_text_of_a_header_is_gone_and_counts_as_a_tracked_change(word: Word, lexicon: Lexicon) -> None:
    run = word.sections[0].header.paragraphs[0].add_run("金额单位：元")
    deleted = run._r.makeelement(run._r.tag.replace("}r", "}del"), {run._r.tag.replace("}r", "}id"): "7"})
    run._r.addprevious(deleted)
    deleted.append(run._r)
    document = taken(word, lexicon)
    assert document.money_unit == ""
    assert [problem.kind for problem in document.problems] == ["tracked-changes"]


def test_a_broken_header_part_makes_the_file_unreadable_with_its_name(word: Word, lexicon: Lexicon) -> None:
    word.sections[0].header.paragraphs[0].text = "金额单位：元"
    package = Package(saved(word))
    part = next(name for name in package.names() if "header" in name)
    with pytest.raises(Unreadable, match=part):
        docx.read("a.docx", package.patched({part: b"<w:hdr"}), lexicon)


def test_headers_inside_a_word_2003_file_are_no_part_of_its_body(word: Word, lexicon: Lexicon) -> None:
    section = (
        '<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>金额单位：元</w:t></w:r></w:p></w:hdr>'
        '<w:hdr w:type="even"><w:p><w:r><w:t>金额单位：亿元</w:t></w:r></w:p></w:hdr></w:sectPr>'
    )
    cells = (
        "<w:tc><w:p><w:r><w:t>项目名称</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>管网改造</w:t></w:r></w:p></w:tc>"
    )
    body = f"<w:body><wx:sect><w:tbl><w:tr>{cells}</w:tr></w:tbl>{section}</wx:sect></w:body></w:wordDocument>"
    document = wordml.read("a.doc", (HEAD + body).encode(), lexicon)
    assert document.money_unit == "元"
    assert len(document.blocks) == 1
    even = HEAD + "<w:docPr><w:evenAndOddHeaders/></w:docPr>" + body
    assert "亿元" in said(wordml.read("a.doc", even.encode(), lexicon))
