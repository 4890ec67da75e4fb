"""An input is known by its content; a file name decides only about text that could be several things."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from perflint.lexicon import Lexicon
from perflint.readers import read
from perflint.readers.sniff import OLE, sniff
from perflint.readers.source import Unreadable


def package(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def ole(stream: str) -> bytes:
    return OLE + bytes(600) + stream.encode("utf-16-le") + bytes(600)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.mark.parametrize("name", ["a.xls", "a.yaml", "a.txt", "a"])
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (package({"[Content_Types].xml": WORD}), "docx"),
        (package({"[Content_Types].xml": EXCEL}), "xlsx"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text"}), "odt"),
        (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        (ole("WordDocument"), "doc"),
        (ole("Workbook"), "xls"),
        (b"\xef\xbb\xbf%PDF-1.7\n", "pdf"),
        (b"PAR1 and so on", "parquet"),
        (b"\n<!DOCTYPE html>\n<html><body>", "html"),
        (b"<table><tr><td>1</td></tr></table>", "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', "wordml"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "spreadsheetml"),
        ("1.甲绩效目标表\n\t项目编码\n\tX\n".encode(), "text"),
        ("1.甲绩效目标表\r\n\t项目编码\r\n\tX\r\n".encode("gb18030"), "text"),
        (b"projects:\n- name: a\n", "yaml"),
        ("项目:\n- 项目名称: a\n".encode("gb18030"), "yaml"),
    ],
)
def test_content_tells_the_kind_whatever_the_name(name: str, data: bytes, kind: str, lexicon: Lexicon) -> None:
    assert sniff(name, data, lexicon) == kind


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a", '{"projects": []}', "json"),
        ("a", '{\n "projects": []\n}', "json"),
        ("a", '{"year": 1}\n{"name": "a"}\n', "ndjson"),
        ("a.json", '{"year": 1}\n{"name": "a"}\n', "ndjson"),
        ("a.ndjson", '{"name": "a"}', "ndjson"),
        ("a.ndjson", '{"name": \n{"name": "a"}\n', "ndjson"),
        ("a.ndjson", '{\n "projects": []\n}', "json"),
        ("a", "{projects: [{name: a}]}", "yaml"),
        ("a.yaml", '{"projects": []}', "yaml"),
        ("a", "项目编码,项目名称,指标值\n1,2,3\n", "csv"),
        ("a", "项目编码\t项目名称\t指标值\n1\t2\t3\n", "csv"),
        ("a.yaml", "broken, text, here\n", "yaml"),
        ("a.csv", "broken: text\n", "csv"),
        ("a.txt", "just words\n", "text"),
        ("a", "just words\n", "text"),
        ("a", "---\n- a\n", "yaml"),
        ("a.json", "[1, 2]", "json"),
    ],
)
def test_the_name_decides_about_text_that_could_be_several_things(
    name: str, text: str, kind: str, lexicon: Lexicon
) -> None:
    assert sniff(name, text.encode(), lexicon) == kind


def locked() -> bytes:
    data = bytearray(package({"[Content_Types].xml": WORD}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (package({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": ""}), "OFD"),
        (package({"[Content_Types].xml": "presentationml"}), "no Word or Excel"),
        (ole("EncryptedPackage"), "password"),
        (locked(), "password"),
        (ole("PowerPoint Document"), "no Word or Excel"),
        (package({"[Content_Types].xml": WORD})[:60], "damaged"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "MHTML"),
        (b"<?xml version='1.0'?><pkg:package xmlns:pkg='x'>", "Flat OPC"),
        (b"<?xml version='1.0'?><root/>", "no known format"),
        (b"\x1f\x8b\x08\x00abc", "gzip"),
        (b"abc\x00\x01\x02", "binary"),
    ],
    # a package holds the time of its making: with its bytes in the name, two test workers would not agree on the tests
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_what_is_known_but_cannot_be_read_says_so(data: bytes, word: str, lexicon: Lexicon) -> None:
    with pytest.raises(Unreadable) as caught:
        sniff("a", data, lexicon)
    assert word in caught.value.en
    assert caught.value.zh


def test_a_list_of_contents_that_cannot_be_unpacked_is_said(lexicon: Lexicon, checkout: Path) -> None:
    data = bytearray((checkout / "tests" / "fixtures" / "seed31_sheets.xlsx").read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        entry = package.getinfo("[Content_Types].xml")
    start = entry.header_offset + 30 + len(entry.filename)
    data[start : start + entry.compress_size] = b"\x05" * entry.compress_size
    (problem,) = read("a.xlsx", bytes(data), lexicon).problems
    assert problem.kind == "unreadable"
