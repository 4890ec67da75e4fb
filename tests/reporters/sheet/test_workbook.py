"""A workbook comes back with notes, fills and a list; everything else is as it was."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment

from perflint.office.errors import BadPackage
from perflint.office.findings_sheet import BY, FINDINGS, FINGERPRINT, REASON, VERDICT
from perflint.office.package import Package
from perflint.pipeline.verdicts import parse_workbook
from perflint.pipeline.waivers import load_waivers
from perflint.readers import xlsx as reader
from perflint.report import Report
from perflint.reporters.sheet.build import Plan, SheetPlan, build
from perflint.userfile import UserFileError

Make = Callable[..., bytes]
Parts = Callable[[bytes], dict[str, bytes]]
BOOKS = ["seed31_long.xlsx", "seed31_sheets.xlsx", "seed31_flat.xlsx"]
LIST = "perflint问题清单"
PAIRS = "perflint重复对照"


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def notes(data: bytes) -> dict[tuple[str, str], tuple[str, str]]:
    """(author, text) of each note by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): (cell.comment.author, cell.comment.text)
        for sheet in opened(data)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def changed(data: bytes, edits: dict[str, tuple[bytes, bytes]], added: dict[str, bytes] | None = None) -> bytes:
    """A package with bytes of some parts replaced and parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            old, new = edits.get(name, (b"", b""))
            content = source.read(name)
            assert old in content
            target.writestr(name, content.replace(old, new, 1) if old else content)
        for name, content in (added or {}).items():
            target.writestr(name, content)
    return out.getvalue()


def assert_sound(data: bytes) -> None:
    """Relations lead to parts, parts have types, notes and their drawings agree."""
    package = Package(data)
    for name in package.names():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            owner = posixpath.join(folder, posixpath.basename(name)[: -len(".rels")])
            links = package.relations(owner if posixpath.basename(name) != ".rels" else "")
            assert len({link.id for link in links}) == len(links)
            for link in links:
                assert link.external or link.target in package, (name, link)
                assert link.external or package.content_type(link.target), link
            written = [link.target for link in links if link.kind == "comments"]
            drawn = [link.target for link in links if link.kind == "vmlDrawing"]
            if written:
                comments = etree.fromstring(package.read(written[0]))
                refs = [item.get("ref") for item in comments.iter("{*}comment")]
                assert len(refs) == len(set(refs))
                shapes = package.read(drawn[0]).count(b'ObjectType="Note"')
                assert shapes == len(refs)


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_comes_back_sound_with_notes_fills_and_a_list(
    name: str, fixture: Callable[[str], bytes], given_back: Make, report_of: Callable[..., Report]
) -> None:
    data = fixture(name)
    out = given_back(data)
    assert_sound(out)
    report = report_of(data)
    book = opened(out)
    listed = book[LIST]
    assert tuple(cell.value for cell in listed[1]) == FINDINGS["zh"]
    assert [row[FINGERPRINT].value for row in listed.iter_rows(min_row=2)] == [v.fingerprint for v in report.violations]
    found = notes(out)
    assert {author for author, _ in found.values()} == {"perflint"}
    assert all(re.match(r"[A-Z]{3}\d{3} (错误|警告|提示) ", text) for _, text in found.values())
    for violation in report.violations:
        cell = violation.location.place.cell
        if cell is not None and cell.ref:
            assert violation.rule in found[cell.sheet or "", cell.ref][1]
            assert book[cell.sheet][cell.ref].fill.fill_type == "solid"


@pytest.mark.parametrize("name", BOOKS)
def test_an_annotated_workbook_reads_as_before_and_twice_is_once(
    name: str, fixture: Callable[[str], bytes], given_back: Make
) -> None:
    data = fixture(name)
    once = given_back(data)
    assert reader.blocks(once) == reader.blocks(data)
    assert given_back(once, name="other.xlsx") == once


def test_parts_that_need_not_change_are_byte_identical(long: bytes, annotated_long: bytes, parts: Parts) -> None:
    before, after = parts(long), parts(annotated_long)
    touched = {name for name in before if before[name] != after[name]}
    assert touched <= {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
    }  # fmt: skip


def test_saved_formula_values_conditional_formats_and_other_sheets_are_kept(
    long: bytes, given_back: Make, parts: Parts
) -> None:
    extra = (
        b'<c r="P1"><f>SUM(1,2)</f><v>3</v></c></row>',
        b'<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>TRUE</formula></cfRule>'
        b"</conditionalFormatting><pageMargins",
    )
    sheet = parts(long)["xl/worksheets/sheet1.xml"]
    sheet = sheet.replace(b"</row>", extra[0], 1).replace(b"<pageMargins", extra[1], 1)
    assert extra[0] in sheet
    assert extra[1] in sheet
    data = changed(long, {"xl/worksheets/sheet1.xml": (parts(long)["xl/worksheets/sheet1.xml"], sheet)})
    after = parts(given_back(data))["xl/worksheets/sheet1.xml"]
    assert b"<f>SUM(1,2)</f><v>3</v>" in after
    assert b"<cfRule" in after
    names = [etree.QName(item).localname for item in etree.fromstring(after)]
    assert names.index("legacyDrawing") > names.index("pageMargins")


@pytest.fixture(scope="session")
def discussed(long: bytes, annotated_long: bytes) -> tuple[bytes, str]:
    """The workbook with a note of the unit's own on a cell that has a finding, and one on a cell that has none."""
    (sheet, ref), _ = next(iter(notes(annotated_long).items()))
    book = opened(long)
    book[sheet][ref].comment = Comment("单位的说明", "张三")
    book[sheet]["P9"].comment = Comment("别处的说明", "张三")
    return saved(book), ref


def test_no_note_is_laid_over_somebody_elses(discussed: tuple[bytes, str], given_back: Make) -> None:
    data, ref = discussed
    once = given_back(data)
    assert_sound(once)
    found = {at: said for (_, at), said in notes(once).items()}
    assert found[ref] == ("张三", "单位的说明")
    assert found["P9"] == ("张三", "别处的说明")
    assert sum(author == "perflint" for author, _ in found.values()) > 100
    assert opened(once)["绩效目标表"][ref].fill.fill_type == "solid"
    assert given_back(once) == once


def test_a_thread_is_left_alone_too(long: bytes, annotated_long: bytes, given_back: Make) -> None:
    (_, ref), _ = next(iter(notes(annotated_long).items()))
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = f'<ThreadedComments xmlns="{space}"><threadedComment ref="{ref}" id="x"/></ThreadedComments>'.encode()
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="t1" '
        b'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        b'Target="../threadedComments/t1.xml"/></Relationships>'
    )
    data = changed(long, {}, {"xl/threadedComments/t1.xml": thread, "xl/worksheets/_rels/sheet1.xml.rels": links})
    once = given_back(data)
    assert ("绩效目标表", ref) not in notes(once)
    assert len(notes(once)) == len(notes(annotated_long)) - 1


def test_findings_that_were_mended_leave_no_note_and_no_fill(annotated_long: bytes, given_back: Make) -> None:
    book = opened(annotated_long)
    sheet = book["绩效目标表"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "7万" and cell.comment)
    cell.value = "≥95%"
    out = opened(given_back(saved(book)))["绩效目标表"]
    text = out[cell.coordinate].comment.text if out[cell.coordinate].comment else ""
    assert "VAL002" not in text
    if not text:
        assert out[cell.coordinate].fill.fill_type is None


def test_a_cell_that_the_author_coloured_keeps_his_colour(long: bytes, annotated_long: bytes, given_back: Make) -> None:
    (sheet, ref), _ = next(iter(notes(annotated_long).items()))
    book = opened(long)
    book[sheet][ref].fill = openpyxl.styles.PatternFill("solid", fgColor="FF00FF00")
    out = opened(given_back(saved(book)))[sheet][ref]
    assert out.fill.fgColor.rgb == "FF00FF00"
    assert out.comment is not None


def test_a_style_with_a_fill_keeps_number_format_font_and_border(long: bytes, annotated_long: bytes) -> None:
    before, after = opened(long), opened(annotated_long)
    for sheet, ref in notes(annotated_long):
        old, new = before[sheet][ref], after[sheet][ref]
        for name in ("number_format", "font", "border", "alignment", "protection"):
            assert repr(getattr(old, name)) == repr(getattr(new, name)), (ref, name)
        assert old.value == new.value


def test_the_list_links_to_its_cells_and_offers_verdicts(annotated_long: bytes) -> None:
    sheet = opened(annotated_long)[LIST]
    link = next(cell.hyperlink for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink)
    assert re.fullmatch(r"'绩效目标表'![A-Z]+\d+", link.location)
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == '"采纳,驳回,豁免"'
    assert str(choices.sqref).startswith("M2:M")


def test_duplicates_stand_side_by_side(annotated_long: bytes) -> None:
    rows = [[cell.value for cell in row] for row in opened(annotated_long)[PAIRS].iter_rows(min_row=2)]
    assert all(row[0].startswith("DUP") for row in rows)
    shared = [row for row in rows if row[0] == "DUP003"]
    assert shared
    for row in shared:
        assert row[1] != row[5]
        assert row[4].strip("0123456789.、") == row[8].strip("0123456789.、")
    pairs = [(row[0], frozenset(((row[3], row[4]), (row[7], row[8])))) for row in rows]
    assert len(set(pairs)) == len(pairs), "each pair once"


@pytest.fixture(scope="session")
def reviewed(annotated_long: bytes) -> bytes:
    book = opened(annotated_long)
    sheet = book[LIST]
    for row, verdict, by in ((2, "驳回", "王五"), (3, "采纳", None), (5, "豁免", "李四")):
        sheet.cell(row, VERDICT + 1).value = verdict
        sheet.cell(row, REASON + 1).value = "已核实"
        sheet.cell(row, BY + 1).value = by
    return saved(book)


def test_verdicts_are_read_back_and_silence_what_they_reject(
    long: bytes, reviewed: bytes, report_of: Callable[..., Report]
) -> None:
    before = report_of(long)
    file = parse_workbook("r.xlsx", reviewed, before.rules)
    assert [entry.verdict for entry in file.entries] == ["rejected", "accepted", "waived"]
    assert {entry.reason for entry in file.entries} == {"已核实"}
    after = report_of(long, waivers=(file,))
    assert [item.by for item in after.waived] == ["王五", "李四"]
    assert len(after.violations) == len(before.violations) - 2


def test_the_reviewed_workbook_serves_wherever_a_waivers_file_does(
    long: bytes, reviewed: bytes, tmp_path: Path, report_of: Callable[..., Report]
) -> None:
    path = tmp_path / "reviewed.xlsx"
    path.write_bytes(reviewed)
    rules = report_of(long).rules
    assert load_waivers(path, rules).entries == parse_workbook(str(path), reviewed, rules).entries


def test_verdicts_survive_another_round(
    long: bytes, reviewed: bytes, given_back: Make, report_of: Callable[..., Report]
) -> None:
    rules = report_of(long).rules
    first = parse_workbook("r.xlsx", reviewed, rules).entries
    again = parse_workbook("r.xlsx", given_back(reviewed), rules).entries
    assert {(entry.fingerprint, entry.verdict, entry.by) for entry in again} == {
        (entry.fingerprint, entry.verdict, entry.by) for entry in first
    }
    file = parse_workbook("r.xlsx", reviewed, rules)
    silenced = parse_workbook("r.xlsx", given_back(long, waivers=(file,)), rules).entries
    assert {entry.verdict for entry in silenced} == {"rejected", "waived"}


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (VERDICT, "也许", "no verdict"),
        (REASON, "忘了选", "a reason and no verdict"),
        (FINGERPRINT, None, "fingerprint"),
    ],
)
def test_what_cannot_be_understood_in_the_list_is_said_with_its_cell(
    column: int, text: str | None, said: str, annotated_long: bytes, report_of: Callable[..., Report]
) -> None:
    book = opened(annotated_long)
    book[LIST].cell(4, column + 1).value = text
    if column == FINGERPRINT:
        book[LIST].cell(4, VERDICT + 1).value = "采纳"
    with pytest.raises(UserFileError, match=rf"M4.*{said}"):
        parse_workbook("r.xlsx", saved(book), {})


def test_a_workbook_without_a_list_is_no_file_of_verdicts(long: bytes) -> None:
    with pytest.raises(UserFileError, match="no list of findings"):
        parse_workbook("r.xlsx", long, {})
    with pytest.raises(UserFileError):
        parse_workbook("r.xlsx", b"PK broken", {})


def test_a_sheet_of_targets_cannot_pass_as_perflints_list(long: bytes, report_of: Callable[..., Report]) -> None:
    book = opened(long)
    book["绩效目标表"].title = LIST
    assert report_of(saved(book)).inputs[0].projects == 31


def test_formulas_and_markup_in_values_stay_text(tmp_path: Path, given_back: Make, parts: Parts) -> None:
    evil = '=HYPERLINK(\\"http://x\\")<script>_x0041_\\u202e'
    text = (
        'format: 1\nprojects:\n- code: "13022522P00CKTC10027L"\n  name: "' + evil + '"\n  goals: ["' + evil + '"]\n'
        "  indicators:\n  - {level1: 产出指标, level2: 数量指标, name: 甲, value: '7'}\n"
    )
    out = given_back(text.encode(), name="a.yaml")
    assert_sound(out)
    book = opened(out)
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert values
    for cell in values:
        assert cell.data_type in ("s", "inlineStr")
    for name, content in parts(out).items():
        if name.startswith("xl/worksheets/"):
            assert b"<f>" not in content
            assert b"<script>" not in content


@pytest.mark.parametrize("name", ["seed31.doc", "seed31_long.xls", "seed31_flat_gbk.csv"])
def test_a_workbook_is_made_for_inputs_that_are_none(
    name: str, fixture: Callable[[str], bytes], given_back: Make, report_of: Callable[..., Report]
) -> None:
    out = given_back(fixture(name), name=name)
    assert_sound(out)
    assert len(notes(out)) > 100
    again = report_of(out)
    assert (again.inputs[0].projects, again.inputs[0].indicators) == (31, 175)
    assert given_back(fixture(name), name=name) == out


def test_a_strict_workbook_stays_strict(long: bytes, given_back: Make, parts: Parts) -> None:
    out = io.BytesIO()
    changes = (
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts(long).items():
            for old, new in changes:
                data = data.replace(old, new)
            target.writestr(name, data)
    strict = out.getvalue()
    once = given_back(strict)
    assert reader.blocks(once) == reader.blocks(long)
    assert given_back(once) == once
    comments = next(data for name, data in parts(once).items() if name.startswith("xl/comments"))
    assert b"http://purl.oclc.org/ooxml/spreadsheetml/main" in comments


def test_a_drawing_that_is_no_xml_is_left_as_it_is_and_the_list_says_it_all(
    discussed: tuple[bytes, str], given_back: Make, parts: Parts
) -> None:
    data, _ = discussed
    drawing = next(name for name in parts(data) if name.endswith(".vml"))
    broken = changed(data, {drawing: (b"</xml>", b"<br></xml>")})
    out = given_back(broken)
    assert parts(out)[drawing] == parts(broken)[drawing]
    assert opened_list(out) == opened_list(given_back(data))


def opened_list(data: bytes) -> list[list[object]]:
    package = Package(data)
    part = next(name for name in package.names() if "perflint_findings" in name)
    root = etree.fromstring(package.read(part))
    return [["".join(cell.itertext()) for cell in row] for row in root.iter("{*}row")]


def test_english_lists_are_read_back_too(long: bytes, given_back: Make) -> None:
    out = given_back(long, lang="en")
    book = opened(out)
    assert tuple(cell.value for cell in book["perflint findings"][1]) == FINDINGS["en"]
    book["perflint findings"].cell(2, VERDICT + 1).value = "accepted"
    (entry,) = parse_workbook("r.xlsx", saved(book), {book["perflint findings"].cell(2, 3).value: None}).entries  # type: ignore[dict-item]
    assert entry.verdict == "accepted"
    assert given_back(out, lang="en") == out


def test_a_broken_package_is_refused() -> None:
    with pytest.raises(BadPackage):
        Package(b"PK")


def test_a_text_that_no_cell_can_hold_is_shown_as_cut_off() -> None:
    data = build(Plan([SheetPlan("表", {(0, 0): ("长" * 40_000, 0)})]))
    assert opened(data).worksheets[0]["A1"].value == "长" * 32_000 + "…"
