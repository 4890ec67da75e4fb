"""Comments stand at the very words or cells, whatever the markup around them is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from perflint.grid import Grid
from perflint.model import Document, Project
from perflint.office.package import Package
from perflint.office.xml import parse
from perflint.place import Cell, Place, PlaceMap
from perflint.readers import docx as reader
from perflint.reporters.remarks import Remark
from perflint.reporters.word.anchors import Finder, cell_texts
from perflint.reporters.word.annotate import annotate
from perflint.reporters.word.body import read_body

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Make = Callable[..., bytes]
At = Callable[..., Place]
Ranges = Callable[[bytes], list[tuple[str, str]]]


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def tc(*content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def document(data: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def said(ranges: Ranges, data: bytes) -> list[str]:
    return [text for _, text in ranges(data)]


def test_a_whole_cell_a_part_of_a_cell_an_empty_cell_and_a_heading(
    package: Make, commented: Make, place: At, ranges: Ranges
) -> None:
    data = package(
        p(r("1.甲绩效目标表"))
        + table(tc(p(r("第一段")), p(r("第二段"))) + tc(p(r("数值"), r("≥95"), r("%。"))) + tc("<w:p/>"))
    )
    heading = Place(column=1, end_column=3, cell=Cell(paragraph=1))
    out = commented(data, heading, place(1, 1, 1, None), place(1, 1, 2, 1, 4, 7), place(1, 1, 3, None))
    assert said(ranges, out) == ["1.", "第一段¶第二段", "95%", ""]
    assert list(reader.blocks(out)) == list(reader.blocks(data))


def test_a_cut_run_keeps_its_properties_on_both_sides(package: Make, commented: Make, place: At) -> None:
    data = package(table(tc(p(r("甲乙丙丁", "<w:b/>")))))
    runs = [
        run for run in document(commented(data, place(1, 1, 1, 1, 2, 4))).iter(f"{W}r") if run.find(f"{W}t") is not None
    ]
    assert ["".join(run.itertext()) for run in runs] == ["甲", "乙丙", "丁"]
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in runs)


def test_blanks_at_a_cut_are_kept(package: Make, commented: Make, place: At) -> None:
    data = package(table(tc(p(r("甲 乙")))))
    out = commented(data, place(1, 1, 1, 1, 3, 4))
    assert reader.blocks(out) == reader.blocks(data)


def test_tracked_changes_and_content_controls_are_embraced_as_a_person_sees_them(
    package: Make, commented: Make, place: At, ranges: Ranges
) -> None:
    changed = (
        r("≥") + '<w:del w:id="1" w:author="a"><w:r><w:delText>95</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a">' + r("98") + "</w:ins>" + r("%")
    )
    control = "<w:sdt><w:sdtPr/><w:sdtContent>" + r("控件中文字") + "</w:sdtContent></w:sdt>"
    data = package(table(tc(p(changed)) + tc(p(r("前"), control, r("后")))))
    out = commented(data, place(1, 1, 1, 1, 2, 4), place(1, 1, 2, 1, 2, 4))
    assert said(ranges, out) == ["98", "控件"]
    for reference in document(out).iter(f"{W}commentReference"):
        run = reference.getparent()
        assert run is not None
        assert run.getparent() is not None
        assert run.getparent().tag == f"{W}p", "inside a change or a control a reference would share its fate"


def test_a_cell_inside_a_content_control_is_embraced_whole(
    package: Make, commented: Make, place: At, ranges: Ranges
) -> None:
    cell = "<w:sdt><w:sdtPr/><w:sdtContent>" + tc(p(r("一二三四"))) + "</w:sdtContent></w:sdt>"
    assert said(ranges, commented(package(table(cell)), place(1, 1, 1, 1, 2, 3))) == ["一二三四"]


def test_hidden_text_and_field_codes_do_not_shift_a_range(
    package: Make, commented: Make, place: At, ranges: Ranges
) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("12") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    data = package(table(tc(p(r("藏", "<w:vanish/>"), field, r("页码")))))
    assert said(ranges, commented(data, place(1, 1, 1, 1, 3, 4))) == ["页"]


def test_a_line_after_a_break_is_found(package: Make, commented: Make, place: At, ranges: Ranges) -> None:
    data = package(table(tc(p("<w:r><w:t>甲乙</w:t><w:br/><w:t>丙丁</w:t></w:r>"))))
    assert said(ranges, commented(data, place(1, 1, 1, 1, 4, 6))) == ["丙丁"]


def test_a_sign_that_cannot_be_cut_is_embraced_whole(package: Make, commented: Make, place: At, ranges: Ranges) -> None:
    equation = "<m:oMath><m:r><m:t>≥95</m:t></m:r></m:oMath>"
    out = commented(package(table(tc(p(equation, r("%"))))), place(1, 1, 1, 1, 2, 5))
    body = document(out)
    start = next(body.iter(f"{W}commentRangeStart"))
    following = start.getnext()
    assert following is not None
    assert following.tag.endswith("}oMath")
    assert said(ranges, out) == ["%"]


def test_nested_tables_deleted_rows_and_indented_rows_keep_their_numbers(
    package: Make, commented: Make, place: At, ranges: Ranges
) -> None:
    inner = table(tc(p(r("里一"))))
    rows = table(
        tc(p(r("外一"))) + tc(p(r("前文")), inner, p(r("后文"))) + tc(p(r("外三"))),
        '<w:trPr><w:del w:id="9" w:author="a"/></w:trPr>' + tc(p(r("删去"))),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc(p(r("缩进"))) + tc(p(r("末"))),
    )
    out = commented(
        package(rows + table(tc(p(r("后表"))))), place(2, 1, 1), place(1, 2, 1), place(3, 1, 1), place(1, 1, 2, 2)
    )
    assert said(ranges, out) == ["里一", "后文", "缩进", "后表"]


def test_cells_of_one_row_are_embraced_together(
    package: Make, ranges: Ranges, remark: Callable[..., Remark], place: At
) -> None:
    data = package(table(tc(p(r("3月底"))) + tc(p(r("6月底"))), tc(p(r("25%"))) + tc("<w:p/>") + tc(p(r("100%")))))
    points = {f"spend_plan.{name}": place(1, 2, column) for column, name in enumerate(("a", "b", "c"), 1)}
    project = Project(spend_plan=(("a", "25%"), ("b", ""), ("c", "100%")), places=PlaceMap(points))
    whole = remark(Place(cell=Cell(table=1)), field="spend_plan", position=0)
    out = annotate(data, [whole], Document(projects=(project,), blocks=reader.blocks(data)))
    assert said(ranges, out) == ["25%¶¶100%"]


def test_a_cell_that_says_something_else_than_the_reader_saw_is_not_marked(
    package: Make, ranges: Ranges, remark: Callable[..., Remark], place: At
) -> None:
    data = package(p(r("标题")) + table(tc(p(r("甲")))))
    other = package(p(r("标题")) + table(tc(p(r("乙")))))
    out = annotate(data, [remark(place(1, 1, 1))], Document(blocks=reader.blocks(other)))
    assert said(ranges, out) == ["标题"]


def test_a_finding_without_a_place_stands_at_the_beginning(
    package: Make, commented: Make, ranges: Ranges, remark: Callable[..., Remark]
) -> None:
    out = commented(package(p(r("标题")) + p(r("正文"))), remark(None, "DOC001 警告 全文"))
    assert ranges(out) == [("DOC001 警告 全文", "标题")]


@pytest.mark.parametrize("name", ["booklet", "tricky"])
def test_every_cell_that_the_reader_saw_is_found_again(name: str, request: pytest.FixtureRequest) -> None:
    data = request.getfixturevalue(name)
    blocks = reader.blocks(data)
    package = Package(data)
    finder = Finder(read_body(parse(package.read("word/document.xml"), "document")), cell_texts(blocks))
    cells = [cell for block in blocks if isinstance(block, Grid) for cell in block.cells if cell.place.cell is not None]
    found = [cell for cell in cells if cell.place.cell.column is not None]  # type: ignore[union-attr]
    assert len(found) > 10
    for cell in found:
        anchor = finder.find([cell.place])
        assert anchor is not None
        assert anchor.exact, cell.place


_TEXT = st.text("甲乙丙 ≥95%。<&𠮷", min_size=1, max_size=6)
_WRAPPERS = (
    "{}",
    '<w:ins w:id="1" w:author="a">{}</w:ins>',
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
)


CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@settings(max_examples=60, deadline=None, suppress_health_check=CHECKS)
@given(
    runs=st.lists(st.tuples(_TEXT, st.sampled_from(_WRAPPERS)), min_size=1, max_size=5),
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=4),
)
def test_any_part_of_any_runs_is_embraced_letter_by_letter(
    runs: list[tuple[str, str]], spans: list[tuple[int, int]], package: Make, commented: Make, place: At, ranges: Ranges
) -> None:
    text = "".join(run for run, _ in runs)
    data = package(table(tc(p(*(wrapper.format(r(escape(run))) for run, wrapper in runs)))))
    parts = [(start, min(start + size, len(text))) for start, size in spans if start < len(text)]
    assume(parts)
    out = commented(data, *(place(1, 1, 1, 1, start + 1, stop + 1) for start, stop in parts))
    assert sorted(said(ranges, out)) == sorted(text[start:stop] for start, stop in parts)
    assert reader.blocks(out) == reader.blocks(data)
    assert commented(out, *(place(1, 1, 1, 1, start + 1, stop + 1) for start, stop in parts)) == out
