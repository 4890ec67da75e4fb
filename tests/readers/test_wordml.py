# ruff: noqa: E501 - tables and markup read best when a row stays a line
"""Word in one flat XML file: Word 2003's own, and later Word's packages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from perflint.grid import Grid, Paragraph
from perflint.lexicon import Lexicon
from perflint.readers import docx, wordml
from perflint.readers.source import Unreadable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="{W2003}" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
)


@pytest.fixture
def booklet_docx(checkout: Path) -> bytes:
    return (checkout / "tests" / "fixtures" / "seed31.docx").read_bytes()


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode("utf-8").partition("?>")[2]


def flat(body: str) -> bytes:
    return f"{HEAD}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


def test_a_word_2003_file_gives_the_same_model(booklet_docx: bytes, lexicon: Lexicon) -> None:
    document = part(booklet_docx, "word/document.xml").replace("vMerge", "vmerge")
    body = document[document.index("<w:body>") + 8 : document.rindex("<w:sectPr")]
    expected = docx.read("a.docx", booklet_docx, lexicon)
    assert wordml.read("a.doc", flat(body), lexicon).projects == expected.projects
    assert wordml.read("a.doc", flat(body), lexicon).department == expected.department


def test_a_flat_package_of_later_word_gives_the_same_model(booklet_docx: bytes, lexicon: Lexicon) -> None:
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{part(booklet_docx, name)}</pkg:xmlData></pkg:part>'
        for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml")
    )
    data = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    assert wordml.read("a.xml", data.encode(), lexicon).projects == docx.read("a", booklet_docx, lexicon).projects


def test_changes_are_accepted_and_list_numbers_shown() -> None:
    body = (
        "<w:p><w:pPr><w:listPr><wx:t wx:val='（一）'/></w:listPr></w:pPr><w:r><w:t>≥</w:t></w:r>"
        "<aml:annotation aml:id='1' w:type='Word.Deletion'><aml:content><w:r><w:delText>90</w:delText></w:r></aml:content></aml:annotation>"
        "<aml:annotation aml:id='2' w:type='Word.Insertion'><aml:content><w:r><w:t>95%</w:t></w:r></aml:content></aml:annotation></w:p>"
    )
    assert [block.text for block in wordml.blocks(flat(body)) if isinstance(block, Paragraph)] == ["（一）≥95%"]


def test_merges_have_their_small_letters() -> None:
    row = (
        "<w:tr><w:tc><w:tcPr><w:vmerge{}/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
    )
    table = f"<w:tbl>{row.format(' w:val=' + repr('restart'), '甲')}{row.format('', '残')}</w:tbl>"
    grid = next(block for block in wordml.blocks(flat(table)) if isinstance(block, Grid))
    assert [(cell.text, cell.row_span) for cell in grid.cells] == [("甲", 2), ("", 1), ("", 1)]


def test_unaccepted_changes_are_said(lexicon: Lexicon) -> None:
    body = "<w:p><aml:annotation aml:id='1' w:type='Word.Deletion'><aml:content/></aml:annotation><w:r><w:t>x</w:t></w:r></w:p>"
    problems = wordml.read("a.doc", flat(body), lexicon).problems
    assert [problem.value for problem in problems if problem.kind == "tracked-changes"] == ["1"]


@pytest.mark.parametrize("data", [b"", b"<a/>", HEAD.encode(), b"<!DOCTYPE a><a/>"])
def test_what_holds_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        wordml.blocks(data)
