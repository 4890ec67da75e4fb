# ruff: noqa: E501 - tables and markup read best when a row stays a line
"""The package layer: parts and relations, limits that hold, and patches that touch nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from perflint import limits
from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.office.xml import parse, stream

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/main+xml"/></Types>'
)


def zipped(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("·", "."), data)
    return out.getvalue()


@pytest.fixture
def booklet(checkout: Path) -> bytes:
    return (checkout / "tests" / "fixtures" / "seed31.docx").read_bytes()


def test_a_word_package_names_its_body_and_its_styles(booklet: bytes) -> None:
    package = Package(booklet)
    main = package.related("officeDocument")
    assert main == "word/document.xml"
    assert package.related("styles", main) == "word/styles.xml"
    assert package.content_type(main).endswith("wordprocessingml.document.main+xml")


def test_a_patched_part_leaves_every_other_part_byte_identical(booklet: bytes) -> None:
    before = Package(booklet)
    after = Package(before.patched({"word/styles.xml": b"<new/>", "word/comments.xml": b"<added/>"}))
    assert after.read("word/styles.xml") == b"<new/>"
    assert after.read("word/comments.xml") == b"<added/>"
    assert after.names() == (*before.names(), "word/comments.xml")
    for name in before.names():
        if name != "word/styles.xml":
            assert after.read(name) == before.read(name), name


def test_patching_is_reproducible(booklet: bytes) -> None:
    parts = {"word/comments.xml": b"<added/>"}
    assert Package(booklet).patched(parts) == Package(booklet).patched(parts)


def test_part_names_are_found_whatever_their_case() -> None:
    package = Package(zipped(Word__Document·xml="<a/>"))
    assert "word/document.xml" in package
    assert package.read("WORD/document.XML") == b"<a/>"


def test_content_types_fall_back_to_the_ending() -> None:
    package = Package(zipped(**{"[Content_Types]·xml": TYPES, "word__document·xml": "<a/>", "word__x·xml": "<a/>"}))
    assert package.content_type("word/document.xml") == "application/main+xml"
    assert package.content_type("word/x.xml") == "application/xml"
    assert package.content_type("word/x.bin") == ""


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04garbage", b"no package at all"])
def test_what_is_no_package_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadPackage, match="broken"):
        Package(data)


def test_a_cut_file_is_refused(booklet: bytes) -> None:
    with pytest.raises(BadPackage):
        Package(booklet[:20_000])


def test_a_zip_bomb_is_refused_by_its_ratio() -> None:
    package = Package(zipped(a=b"\0" * (limits.RATIO_FROM_BYTES * 3)))
    with pytest.raises(BadPackage, match="zip bomb"):
        package.read("a")


def test_a_part_that_lies_about_its_size_is_counted_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(a=bytes(range(256)) * 3000)
    monkeypatch.setattr(limits, "PART_BYTES", 100_000)
    with pytest.raises(BadPackage, match="too large"):
        Package(data).read("a")


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBERS", 3)
    with pytest.raises(BadPackage, match="too many members"):
        Package(zipped(a="", b="", c="", d=""))


def test_a_large_declared_size_is_refused_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DECLARED_BYTES", 10)
    with pytest.raises(BadPackage, match="too large when unpacked"):
        Package(zipped(a="12345678901"))


DOCTYPES = [
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]><a>&z;</a>',
    '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
]


@pytest.mark.parametrize("data", DOCTYPES)
def test_a_doctype_is_refused_in_trees_and_in_streams(data: bytes) -> None:
    with pytest.raises(BadPackage, match="DOCTYPE"):
        parse(data, "part.xml")
    with pytest.raises(BadPackage, match="DOCTYPE"):
        list(stream(io.BytesIO(data), "part.xml"))


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a/><b/>", b"\xff\xfe", b"<a>" * 5000 + b"</a>" * 5000])
def test_broken_or_bottomless_xml_is_refused(data: bytes) -> None:
    with pytest.raises(BadPackage, match="not well-formed"):
        parse(data, "part.xml")
    with pytest.raises(BadPackage, match="not well-formed"):
        list(stream(io.BytesIO(data), "part.xml"))


def test_relations_stay_inside_the_package_and_outside_ones_are_marked() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/styles" Target="styles.xml"/>'
        '<Relationship Id="r2" Type="http://x/image" Target="http://evil.example/a.png" TargetMode="External"/>'
        '<Relationship Id="r3" Type="http://x/up" Target="../../../etc/passwd"/></Relationships>'
    )
    links = Package(zipped(word___rels__document·xml·rels=rels)).relations("word/document.xml")
    assert [(link.kind, link.target, link.external) for link in links] == [
        ("styles", "word/styles.xml", False),
        ("image", "http://evil.example/a.png", True),
        ("up", "etc/passwd", False),
    ]


def test_a_small_part_that_is_large_is_refused_before_it_is_parsed() -> None:
    size = limits.SMALL_PART_BYTES + 1
    relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{" " * size}</Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        package.writestr("_rels/.rels", relations)
        package.writestr("[Content_Types].xml", TYPES + " " * size)
    opened = Package(out.getvalue())
    with pytest.raises(BadPackage, match="too large"):
        opened.relations()
    with pytest.raises(BadPackage, match="too large"):
        opened.content_type("word/document.xml")


def test_parts_packed_as_no_office_program_does_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("word/document.xml", b"<a/>" * 100)
    with pytest.raises(BadPackage, match="packed in a way"):
        Package(out.getvalue()).read("word/document.xml")
