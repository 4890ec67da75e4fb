"""The file that comes back is the author's own: whole, valid, reproducible, with everybody else's comments."""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as oracle
import pytest
from lxml import etree

from perflint.readers import docx as reader
from perflint.report import Report
from perflint.reporters import docx as reporter
from perflint.reporters.material import CannotReport, Decision, Material
from perflint.reporters.remarks import Remark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAY_CHANGE = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "word/comments.xml"}
Make = Callable[..., bytes]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def comments(data: bytes) -> list[tuple[str, str, str]]:
    """(id, author, text) of each comment."""
    root = etree.fromstring(parts(data)["word/comments.xml"])
    return [(item.get(f"{W}id") or "", item.get(f"{W}author") or "", "".join(item.itertext())) for item in root]


def assert_sound(data: bytes) -> None:
    """Every comment has its three marks, ids are unique, every relation leads to a part, every part has a type."""
    content = parts(data)
    ids = [name for name, _, _ in comments(data)]
    assert len(ids) == len(set(ids))
    body = etree.fromstring(content["word/document.xml"])
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(item.get(f"{W}id") or "" for item in body.iter(f"{W}{kind}")) == sorted(ids), kind
    order = {item.get(f"{W}id"): number for number, item in enumerate(body.iter()) if item.tag.endswith("RangeStart")}
    ends = {item.get(f"{W}id"): number for number, item in enumerate(body.iter()) if item.tag.endswith("RangeEnd")}
    assert all(order[name] < ends[name] for name in ids)
    links = etree.fromstring(content["word/_rels/document.xml.rels"])
    names = [link.get("Id") for link in links]
    assert len(names) == len(set(names))
    for link in links:
        assert link.get("TargetMode") == "External" or posixpath.normpath(f"word/{link.get('Target')}") in content
    types = etree.fromstring(content["[Content_Types].xml"])
    assert sum(item.get("PartName") == "/word/comments.xml" for item in types) == 1
    document = oracle.Document(io.BytesIO(data))
    assert len(list(document.comments)) == len(ids)


def test_the_booklet_comes_back_sound_with_all_its_findings(
    booklet: bytes, annotated_booklet: bytes, report_of: Callable[..., Report]
) -> None:
    assert_sound(annotated_booklet)
    said = [text for _, author, text in comments(annotated_booklet) if author == "perflint"]
    report = report_of(booklet)
    assert {violation.rule for violation in report.violations} == {
        rule for text in said for rule in re.findall(r"[A-Z]{3}\d{3}(?= )", text)
    }
    assert all(re.match(r"[A-Z]{3}\d{3} (错误|警告|提示) ", text) for text in said)


def test_parts_that_need_not_change_are_byte_identical(booklet: bytes, annotated_booklet: bytes) -> None:
    before, after = parts(booklet), parts(annotated_booklet)
    assert {name for name in after if before.get(name) != after[name]} <= MAY_CHANGE
    assert set(before) <= set(after)


@pytest.mark.parametrize("name", ["booklet", "tricky"])
def test_an_annotated_document_reads_as_before(name: str, request: pytest.FixtureRequest, given_back: Make) -> None:
    data = request.getfixturevalue(name)
    assert reader.blocks(given_back(data)) == reader.blocks(data)


@pytest.mark.parametrize("name", ["booklet", "tricky"])
def test_annotating_twice_equals_annotating_once(name: str, request: pytest.FixtureRequest, given_back: Make) -> None:
    once = given_back(request.getfixturevalue(name))
    assert_sound(once)
    assert given_back(once, name="other name.docx") == once


def test_comments_that_are_no_longer_due_are_taken_out(
    booklet: bytes, commented: Make, remark: Callable[..., Remark]
) -> None:
    once = commented(booklet, remark(None, "DOC001 警告 全文"))
    without = commented(once)
    assert comments(without) == []
    body = parts(without)["word/document.xml"]
    assert b"comment" not in body.replace(b"comments", b"")
    assert reader.blocks(without) == reader.blocks(booklet)


def test_a_document_without_findings_comes_back_as_it_is(booklet: bytes, commented: Make) -> None:
    assert commented(booklet) == booklet


@pytest.fixture(scope="session")
def discussed(booklet: bytes) -> bytes:
    """The booklet with two comments of the unit's own."""
    document = oracle.Document(io.BytesIO(booklet))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs if run.text.strip()]
    for number, run in enumerate(runs[:2]):
        document.add_comment([run], text=f"单位的批注{number}", author="张三", initials="张")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_other_peoples_comments_stay_where_they_are(
    discussed: bytes, given_back: Make, ranges: Callable[[bytes], list[tuple[str, str]]]
) -> None:
    once = given_back(discussed)
    assert_sound(once)
    assert [text for _, author, text in comments(once) if author == "张三"] == ["单位的批注0", "单位的批注1"]
    theirs = [item for item in ranges(once) if item[0].startswith("单位的批注")]
    assert theirs == list(ranges(discussed))
    assert given_back(once) == once


def test_threads_forget_comments_that_are_gone_and_keep_the_answers(package: Make, commented: Make) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'  # fmt: skip  # noqa: E501
    listed = (
        f'<w:comments {space}><w:comment w:id="4" w:author="perflint"><w:p w14:paraId="0000000A"/></w:comment>'
        '<w:comment w:id="5" w:author="李四"><w:p w14:paraId="0000000B"><w:r><w:t>已改</w:t></w:r></w:p></w:comment>'
        "</w:comments>"
    ).encode()
    threads = (
        f'<w15:commentsEx {space}><w15:commentEx w15:paraId="0000000A" w15:done="0"/>'
        '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/></w15:commentsEx>'
    ).encode()
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        f'<Relationship Id="c" Type="{rel}/comments" Target="comments.xml"/><Relationship Id="e" '
        'Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" Target="commentsExtended.xml"/>'
    )
    marks = "".join(
        f'<w:commentRangeStart w:id="{name}"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="{name}"/>'
        f'<w:r><w:commentReference w:id="{name}"/></w:r>'
        for name in (4, 5)
    )
    out = parts(commented(package(f"<w:p>{marks}</w:p>", links, comments=listed, commentsExtended=threads)))
    assert out["word/comments.xml"].count(b"<w:comment ") == 1
    assert b"0000000A" not in out["word/commentsExtended.xml"]
    assert b"0000000B" in out["word/commentsExtended.xml"]
    assert out["word/document.xml"].count(b'w:id="4"') == 0
    assert out["word/document.xml"].count(b'w:id="5"') == 3


def test_hostile_text_stands_in_comments_as_text(package: Make, commented: Make, remark: Callable[..., Remark]) -> None:
    from perflint.reporters.display import visible

    evil = "<script>alert(1)</script>\uffff =1+1 \u202e倒\x00\x1b[31m ]]> &amp;"
    out = commented(package("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"), remark(None, visible(evil)))
    ((_, _, text),) = comments(out)
    for shown in ("<script>", "\\u202e", "\\u001b", "]]>", "&amp;"):
        assert shown in text


def test_a_strict_document_stays_strict(booklet: bytes, given_back: Make) -> None:
    strict = io.BytesIO()
    changes = (
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip
    with zipfile.ZipFile(strict, "w") as target:
        for name, data in parts(booklet).items():
            for old, new in changes:
                data = data.replace(old, new)
            target.writestr(name, data)
    once = given_back(strict.getvalue())
    content = parts(once)
    assert content["word/comments.xml"].count(b"<w:comment ") > 50
    assert b"http://purl.oclc.org/ooxml/wordprocessingml/main" in content["word/comments.xml"]
    assert (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in content["word/_rels/document.xml.rels"]
    )
    assert reader.blocks(once) == reader.blocks(booklet)
    assert given_back(once) == once


def test_the_date_is_fixed_or_asked_for(booklet: bytes, given_back: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert b'w:date="2023-11-14T22:13:20Z"' in parts(given_back(booklet))["word/comments.xml"]


def test_shading_is_asked_for_and_leaves_the_authors_own_colours(
    package: Make, commented: Make, place: Callable[..., object]
) -> None:
    cell = "<w:tc><w:tcPr><w:tcBorders/>{}<w:vAlign/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
    row = cell.format("") + cell.format('<w:shd w:val="clear" w:fill="00FF00"/>')
    data = package(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{row}</w:tr></w:tbl>")
    plain = parts(commented(data, place(1, 1, 1), place(1, 1, 2)))["word/document.xml"]
    assert b"F8D6D9" not in plain
    shaded_file = commented(data, place(1, 1, 1), place(1, 1, 2), shading=True)
    first, second = etree.fromstring(parts(shaded_file)["word/document.xml"]).iter(f"{W}tcPr")
    assert [etree.QName(item).localname for item in first] == ["tcBorders", "shd", "vAlign"]
    assert second.find(f"{W}shd").get(f"{W}fill") == "00FF00"  # type: ignore[union-attr]
    assert commented(shaded_file, place(1, 1, 1), place(1, 1, 2), shading=True) == shaded_file
    assert b"F8D6D9" not in parts(commented(shaded_file, place(1, 1, 2), shading=True))["word/document.xml"]


def test_a_verdict_stands_beside_its_finding(
    booklet: bytes, report_of: Callable[..., Report], given_back: Make
) -> None:
    finding = next(item for item in report_of(booklet).violations if item.rule == "VAL002")
    out = given_back(booklet, decisions={finding.fingerprint: Decision("accepted", "请补单位", "王五")})
    assert any("审核意见：采纳，请补单位（王五）" in text for _, _, text in comments(out))


def test_each_place_of_a_duplicate_names_the_other(
    booklet: bytes, annotated_booklet: bytes, ranges: Callable[[bytes], list[tuple[str, str]]]
) -> None:
    goals = [item for item in ranges(annotated_booklet) if item[0].startswith("DUP001")]
    said = [text for _, _, text in comments(annotated_booklet) if text.startswith("DUP001")]
    assert len(goals) == len(said)
    assert sum("与此处重复：" in text for text in said) >= 2
    assert all("绩效目标" in text and "第" in text for text in said)


def test_macro_files_and_several_inputs_are_refused_in_words(booklet: bytes, report_of: Callable[..., Report]) -> None:
    content = parts(booklet)
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in content.items():
            target.writestr(name, data)
    report = report_of(out.getvalue())
    with pytest.raises(CannotReport, match="docm"):
        list(reporter.files(Material(report, None, data=(out.getvalue(),))))  # type: ignore[arg-type]
    with pytest.raises(CannotReport, match="one input"):
        list(reporter.files(Material(Report((), report.inputs * 2, {}, "1"), None, data=(b"", b""))))  # type: ignore[arg-type]


@pytest.mark.needs_program("soffice")
def test_libreoffice_keeps_every_comment_at_its_words(
    annotated_booklet: bytes, ranges: Callable[[bytes], list[tuple[str, str]]], tmp_path: Path
) -> None:
    (tmp_path / "a.docx").write_bytes(annotated_booklet)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        shutil.which("soffice") or "soffice",
        profile,
        "--headless",
        "--convert-to",
        "odt",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=600)
    with zipfile.ZipFile(tmp_path / "a.odt") as package:
        text = package.read("content.xml").decode()
    embraced = ranges(annotated_booklet)
    assert text.count("<office:annotation ") == text.count("<office:annotation-end ") == len(embraced)
    assert re.search("</office:annotation>(<[^>]+>)*7万(<[^>]+>)*<office:annotation-end", text)
