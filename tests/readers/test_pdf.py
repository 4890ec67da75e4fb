"""PDF: tables stitched over pages, wrapped lines joined, odd characters made ordinary, limits."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import queue
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from perflint import limits
from perflint.grid import Block, Grid, Paragraph
from perflint.lexicon import Lexicon
from perflint.readers import docx, pdf, pdf_worker
from perflint.readers.pdf_text import ordinary
from perflint.readers.source import Unreadable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
SEED = (FIXTURES / "seed31.pdf").read_bytes()
HEIGHT, SIZE, PITCH, PAD = 800.0, 10.0, 14.0, 4.0

pytestmark = pytest.mark.needs_extra("pdf")

Row = tuple[float, Sequence[str]]


class Paper:
    """Draws a PDF by hand: text in a Chinese font that needs no embedding, and ruled tables."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]

    def new_page(self) -> None:
        self.pages.append([])

    def text(self, x: float, top: float, text: str, size: float = SIZE) -> None:
        y = HEIGHT - top - size * 0.85
        self.pages[-1].append(f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET")

    def line(self, x0: float, top0: float, x1: float, top1: float) -> None:
        self.pages[-1].append(f"{x0} {HEIGHT - top0} m {x1} {HEIGHT - top1} l S")

    def box(self, x0: float, top: float, x1: float, bottom: float, text: str = "") -> None:
        """A ruled cell; its text wraps at the edges as a word processor would wrap it."""
        for edge in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
            self.line(*edge)
        for number, line in enumerate(line for part in text.split("\n") for line in wrapped(part, x1 - x0 - 2 * PAD)):
            self.text(x0 + PAD, top + 3 + PITCH * number, line)

    def table(self, top: float, edges: Sequence[float], rows: Sequence[Row]) -> float:
        """A plain table from ``top`` down; returns its bottom."""
        for height, cells in rows:
            for index, text in enumerate(cells):
                self.box(edges[index], top, edges[index + 1], top + height, text)
            top += height
        return top

    def bytes(self) -> bytes:
        kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(self.pages)))
        font = "/BaseFont /STSong-Light"
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {len(self.pages)} /Kids [{kids}] >>",
            f"<< /Type /Font /Subtype /Type0 {font} /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
            f"<< /Type /Font /Subtype /CIDFontType0 {font} /FontDescriptor 5 0 R /W [1 95 500] /DW 1000 "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -150 1000 850] /Ascent 850 "
            "/Descent -150 /ItalicAngle 0 /CapHeight 700 /StemV 80 >>",
        ]
        for number, content in enumerate(self.pages):
            stream = "\n".join(content)
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 {HEIGHT}] /Contents {7 + 2 * number} 0 R "
                "/Resources << /Font << /F 3 0 R >> >> >>"
            )
            objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        out, offsets = b"%PDF-1.4\n", []
        for number, item in enumerate(objects, start=1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n{item}\nendobj\n".encode()
        table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
        count = len(objects) + 1
        return (
            out
            + (
                f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R >>\n"
                f"startxref\n{len(out)}\n%%EOF\n"
            ).encode()
        )


def width(sign: str) -> float:
    return SIZE / 2 if sign.isascii() else SIZE


def wrapped(text: str, room: float) -> list[str]:
    lines, used = [""], 0.0
    for sign in text:
        if used + width(sign) > room:
            lines.append("")
            used = 0.0
        lines[-1] += sign
        used += width(sign)
    return lines


def grids(paper: Paper) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells]
        for block in pdf.blocks(paper.bytes())
        if isinstance(block, Grid)
    ]


def rows(cells: list[tuple[int, int, int, int, str]]) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for row, _, _, _, text in cells:
        found.setdefault(row, []).append(text)
    return list(found.values())


def bare(blocks: tuple[Block, ...]) -> list[object]:
    """Paragraphs and cells without any white space."""

    def less(text: str) -> str:
        return re.sub(r"\s", "", text)

    found: list[object] = []
    for block in blocks:
        if isinstance(block, Grid):
            found.append(
                [
                    (c.row, c.column, c.row_span, c.column_span, [less(p) for p in c.paragraphs if less(p)])
                    for c in block.cells
                ]
            )
        elif less(block.text):
            found.append(less(block.text))
    return found


HEAD: Row = (20, ["一级指标", "二级指标", "三级指标", "指标值"])
EDGES = (50, 130, 230, 400, 550)


def test_the_seed_is_the_same_as_in_word_but_for_white_space() -> None:
    assert bare(pdf.blocks(SEED)) == bare(docx.blocks((FIXTURES / "seed31.docx").read_bytes()))


def test_the_seed_on_small_pages_is_the_same_although_its_tables_rows_and_labels_are_broken() -> None:
    broken = (FIXTURES / "seed31_small_pages.pdf").read_bytes()
    assert bare(pdf.blocks(broken)) == bare(docx.blocks((FIXTURES / "seed31.docx").read_bytes()))


def test_a_table_without_outer_lines_keeps_its_outer_columns() -> None:
    paper = Paper()
    for top in (50, 80, 110):
        paper.line(50, top, 550, top)
    for x in (200, 400):
        paper.line(x, 50, x, 110)
    for row, texts in enumerate((["一级指标", "三级指标", "指标值"], ["产出指标", "甲", "1个"])):
        for x, text in zip((54, 204, 404), texts, strict=True):
            paper.text(x, 54 + 30 * row, text)
    assert rows(grids(paper)[0]) == [["一级指标", "三级指标", "指标值"], ["产出指标", "甲", "1个"]]


def test_two_full_stops_side_by_side_are_both_text() -> None:
    paper = Paper()
    paper.text(50, 60, "保障。")
    paper.text(75, 60, "。")  # half a character further, as browsers set it
    assert [block.text for block in pdf.blocks(paper.bytes()) if isinstance(block, Paragraph)] == ["保障。。"]


def test_each_value_has_its_page_and_box() -> None:
    grid = next(block for block in pdf.blocks(SEED) if isinstance(block, Grid))
    code = next(cell for cell in grid.cells if cell.text == "13022522P00CKTC10027L")
    (place,) = code.places
    assert place.page == 4
    assert place.box is not None
    assert code.place.box is not None
    assert code.place.box[0] <= place.box[0] < place.box[2] <= code.place.box[2]
    assert place.cell is not None
    assert (place.cell.table, place.cell.row, place.cell.column) == (1, 2, 2)


def test_a_table_over_two_pages_is_one_and_its_repeated_head_is_dropped() -> None:
    paper = Paper()
    first: list[Row] = [HEAD, *((40, ["产出指标", "数量指标", f"甲{n}", f"≥{n}个"]) for n in range(17))]
    paper.table(50, EDGES, first)
    paper.new_page()
    paper.table(50, EDGES, [HEAD, (40, ["效益指标", "社会效益指标", "乙", "1年"])])
    (table,) = grids(paper)
    found = rows(table)
    assert len(found) == 19
    assert found[-1] == ["效益指标", "社会效益指标", "乙", "1年"]
    assert sum(row == list(HEAD[1]) for row in found) == 1


def test_equal_rows_on_both_sides_of_a_page_break_both_stay() -> None:
    paper = Paper()
    same: Row = (40, ["产出指标", "数量指标", "甲", "1个"])
    paper.table(50, EDGES, [HEAD, *[same] * 17])
    paper.new_page()
    paper.table(50, EDGES, [same])
    (table,) = grids(paper)
    assert len(rows(table)) == 19


def test_a_merged_class_goes_on_over_the_page_break() -> None:
    paper = Paper()
    paper.table(50, EDGES, [HEAD, *((40, ["产出指标", "数量指标", f"甲{n}", "1个"]) for n in range(16))])
    paper.box(50, 710, 130, 750, "效益指标")
    for left, right, text in ((130, 230, "社会效益指标"), (230, 400, "乙"), (400, 550, "1年")):
        paper.box(left, 710, right, 750, text)
    paper.new_page()
    paper.table(50, EDGES, [(40, ["", "生态效益指标", "丙", "2年"])])
    (table,) = grids(paper)
    assert (17, 0, 2, 1, "效益指标") in table
    assert rows(table)[-1] == ["生态效益指标", "丙", "2年"]


def test_a_row_that_a_page_broke_is_one_row() -> None:
    paper = Paper()
    name = "立体化社会治安防控体系覆盖率及群众安全感调查"
    paper.table(50, EDGES, [HEAD, *((40, ["产出指标", "数量指标", f"甲{n}", "1个"]) for n in range(16))])
    paper.table(710, EDGES, [(22, ["效益指标", "社会效益指标", name[:16], "≥95%"])])
    paper.new_page()
    paper.box(50, 50, 130, 112)
    paper.table(50, EDGES[1:], [(22, ["", name[16:], ""]), (40, ["社会效益指标", "丙", "2年"])])
    (table,) = grids(paper)
    assert ["效益指标", "社会效益指标", name, "≥95%"] in rows(table)
    assert rows(table)[-1] == ["社会效益指标", "丙", "2年"]


FLAT = (50, 90, 230, 300, 480, 550)
FLAT_HEAD: Row = (20, ["序号", "年度绩效目标", "二级指标", "三级指标", "指标值"])
GOALS = "1.更换老旧供水管网十二公里，降低漏损，保障供水安全。"


def record(paper: Paper, top: float, key: str, goals: str, rows_: Sequence[Sequence[str]], height: float) -> None:
    """A project of a flat list: number and goals merged over its indicator rows."""
    bottom = top + height * len(rows_)
    paper.box(50, top, 90, bottom, key)
    paper.box(90, top, 230, bottom, goals)
    for index, row in enumerate(rows_):
        paper.table(top + height * index, FLAT[2:], [(height, row)])


def pages_of_a_record(upper: str, lower: str, above: int = 2, below: int = 2) -> list[list[str]]:
    """The rows of a flat list whose last project the page breaks between its rows, the goals too."""
    paper = Paper()
    paper.table(50, FLAT, [FLAT_HEAD])
    record(paper, 70, "1", "路灯维护，更换灯具。", [["数量指标", f"甲{n}", "1个"] for n in range(20)], 30)
    record(paper, 670, "2", upper, [["数量指标", f"乙{n}", "2个"] for n in range(above)], 72 / above)
    paper.new_page()
    paper.table(50, FLAT, [FLAT_HEAD])
    record(paper, 70, "", lower, [["质量指标", f"丙{n}", "3%"] for n in range(below)], 30)
    (table,) = grids(paper)
    return rows(table)


def test_a_text_of_a_merged_cell_that_the_page_broke_within_its_record_is_one() -> None:
    found = pages_of_a_record(GOALS[:14], GOALS[14:] + "\n2.保障用水。")
    assert found[21] == ["2", f"{GOALS}\n2.保障用水。", "数量指标", "乙0", "2个"]
    assert found[23:] == [["质量指标", "丙0", "3%"], ["质量指标", "丙1", "3%"]]


def test_a_text_that_fills_its_row_goes_on_in_the_next_row_of_its_record_on_the_next_page() -> None:
    long = "1.更换老旧供水管网十二公里，" + "降低漏损并保障供水安全" * 6 + "。"
    found = pages_of_a_record(long[:66], long[66:], above=1, below=1)
    assert found[21:] == [["2", long, "数量指标", "乙0", "2个"], ["质量指标", "丙0", "3%"]]
    found = pages_of_a_record("1.修路，三公里", "修桥，一座", above=1, below=1)
    assert found[21][1] == "1.修路，三公里"
    assert found[22][0] == "修桥，一座"


def test_the_next_goal_of_a_record_that_the_page_broke_goes_on_with_its_list() -> None:
    found = pages_of_a_record("1.修路，三公里。", "2.修桥一座。")
    assert found[21][:2] == ["2", "1.修路，三公里。\n2.修桥一座。"]


def test_words_that_are_no_sentences_stay_apart_though_their_record_goes_on() -> None:
    found = pages_of_a_record("产出指标", "效益指标")
    assert found[21][:2] == ["2", "产出指标"]
    assert found[23][0] == "效益指标"


@pytest.mark.parametrize("mark", ["1", "[1]", "①"])
def test_notes_at_the_foot_of_a_page_do_not_end_its_table_and_follow_it(mark: str) -> None:
    paper = Paper()
    paper.table(50, EDGES, [HEAD, *((40, ["产出指标", "数量指标", f"甲{n}", "1个"]) for n in range(16))])
    paper.text(50, 725, f"{mark}长度以竣工图为准。", 8)
    paper.text(50, 740, "以财政评审为准。", 8)
    paper.new_page()
    below = paper.table(50, EDGES, [(40, ["效益指标", "社会效益指标", "乙", "1年"])])
    paper.text(50, below + 40, "填表说明")
    found = pdf.blocks(paper.bytes())
    (table,) = grids(paper)
    assert rows(table)[-1] == ["效益指标", "社会效益指标", "乙", "1年"]
    texts = [block.text for block in found if isinstance(block, Paragraph)]
    assert texts == [f"{mark}长度以竣工图为准。", "以财政评审为准。", "填表说明"]


def test_other_text_below_a_table_ends_it() -> None:
    paper = Paper()
    paper.table(50, EDGES, [HEAD, *((40, ["产出指标", "数量指标", f"甲{n}", "1个"]) for n in range(16))])
    paper.text(50, 740, "2.下面是另一张表")
    paper.new_page()
    paper.table(50, EDGES, [(40, ["效益指标", "社会效益指标", "乙", "1年"])])
    assert len(grids(paper)) == 2


def test_a_text_beside_its_label_goes_on_over_the_page_break() -> None:
    paper = Paper()
    paper.table(600, (50, 130, 550), [(150, ["绩效目标", "1.甲\n2.乙"])])
    paper.new_page()
    paper.table(50, (50, 130, 550), [(40, ["", "3.丙"])])
    assert grids(paper) == [[(0, 0, 1, 1, "绩效目标"), (0, 1, 1, 1, "1.甲\n2.乙\n3.丙")]]


def test_the_rest_of_a_label_joins_it() -> None:
    paper = Paper()
    edges = (50, 130, 250, 370, 550)
    paper.box(50, 720, 130, 750, "资金支出计划")
    for index, month in enumerate(("3月底", "6月底", "12月底")):
        paper.box(edges[index + 1], 720, edges[index + 2], 750, month)
    paper.new_page()
    paper.table(50, edges, [(20, ["（%）", "25%", "50%", "100%"])])
    (table,) = grids(paper)
    assert table[0] == (0, 0, 2, 1, "资金支出计划（%）")
    assert rows(table)[1] == ["25%", "50%", "100%"]


def test_a_table_that_ends_within_its_page_is_whole() -> None:
    paper = Paper()
    bottom = paper.table(50, EDGES, [HEAD, (40, ["产出指标", "数量指标", "甲", "1个"])])
    assert bottom < 200
    paper.new_page()
    paper.table(50, EDGES, [HEAD, *((40, ["效益指标", "社会效益指标", "乙", "1年"]) for _ in range(17))])
    assert len(grids(paper)) == 2


def test_tables_with_other_columns_stay_apart() -> None:
    paper = Paper()
    paper.table(710, (50, 300, 550), [(40, ["项目编码", "X1"])])
    paper.new_page()
    paper.table(50, (50, 200, 400, 550), [(40, ["一级指标", "二级指标", "指标值"])])
    assert len(grids(paper)) == 2


def test_wrapped_lines_and_broken_codes_are_joined_and_paragraphs_kept() -> None:
    paper = Paper()
    paper.table(
        50,
        (50, 150, 250),
        [
            (50, ["项目编码", "13022522P00CKTC10027L9XX"]),
            (80, ["绩效目标", "1.完成全年办案任务数量\n2.保障"]),
            (50, ["用途", "侦办刑事案件、技侦手段使用、刑事特情"]),
        ],
    )
    assert [row[1] for row in rows(grids(paper)[0])] == [
        "13022522P00CKTC10027L9XX",
        "1.完成全年办案任务数量\n2.保障",
        "侦办刑事案件、技侦手段使用、刑事特情",
    ]


def test_wrapped_headings_are_one_paragraph_and_lines_apart_are_not() -> None:
    paper = Paper()
    paper.text(50, 60, "一" * 50)
    paper.text(50, 74, "绩效目标表")
    paper.text(50, 110, "单位：万元")
    assert [block.text for block in pdf.blocks(paper.bytes()) if isinstance(block, Paragraph)] == [
        "一" * 50 + "绩效目标表",
        "单位：万元",
    ]


def test_page_numbers_and_running_heads_are_left_out() -> None:
    paper = Paper()
    for number in range(1, 5):
        if number > 1:
            paper.new_page()
        paper.text(250, 20, "部门预算绩效文本")
        paper.text(50, 200, "绩效" * number**2)
        paper.text(290, 770, f"— {number} —")
    assert [block.text for block in pdf.blocks(paper.bytes()) if isinstance(block, Paragraph)] == [
        "绩效" * number**2 for number in range(1, 5)
    ]


def test_bold_by_printing_twice_is_read_once_and_a_real_double_stays() -> None:
    paper = Paper()
    paper.text(50, 60, "100%")  # drawn twice, a little apart
    paper.text(50.4, 60, "100%")
    paper.text(50, 90, "11%")
    assert [block.text for block in pdf.blocks(paper.bytes()) if isinstance(block, Paragraph)] == ["100%", "11%"]


def test_text_that_is_struck_through_is_left_out_and_said_and_other_lines_leave_text_alone(lexicon: Lexicon) -> None:
    paper = Paper()
    paper.box(50, 50, 300, 70)
    paper.text(54, 54, "1512公里")
    paper.line(54, 59.5, 64, 59.5)  # a deleted 15
    paper.line(64, 64, 74, 64)  # an inserted 12, underlined
    paper.box(50, 70, 300, 90)
    paper.text(54, 74, "20")
    paper.line(50, 79.5, 300, 79.5)  # a rule of the table across its text
    paper.text(54, 104, "标题")
    paper.line(20, 109, 74, 109)  # as long as other things
    (first, *_), *others = rows(grids(paper)[0])
    assert first == "12公里"
    assert "20" in [text for row in others for text in row]
    (said,) = [problem for problem in pdf.read("a.pdf", paper.bytes(), lexicon).problems if "删除线" in problem.zh]
    assert "“15”等，共2字" in said.zh
    assert said.place is not None
    assert said.place.page == 1


def raised(paper: Paper, x: float, top: float, text: str, figure: str, rest: str = "") -> None:
    """Text with a figure behind it that is smaller and stands higher, as word processors print a superscript."""
    paper.text(x, top, text)
    x += sum(map(width, text))
    paper.text(x, top, figure, 6)
    paper.text(x + 3 * len(figure), top, rest)


def test_raised_marks_of_notes_are_left_out_and_said_and_powers_and_units_keep_theirs(lexicon: Lexicon) -> None:
    paper = Paper()
    cells = [("12", "1", ""), ("更换长度", "2", ""), ("200m", "2", ""), ("10", "7", "粒"), ("86.50", "[3]", "万元")]
    for index, (text, figure, rest) in enumerate(cells):
        paper.box(50, 50 + 20 * index, 300, 70 + 20 * index)
        raised(paper, 54, 54 + 20 * index, text, figure, rest)
    raised(paper, 54, 200, "", "1", "长度以竣工图为准")
    found = pdf.blocks(paper.bytes())
    assert rows(grids(paper)[0]) == [["12"], ["更换长度"], ["200m2"], ["10⁷粒"], ["86.50万元"]]
    assert [block.text for block in found if isinstance(block, Paragraph)][-1] == "1长度以竣工图为准"
    (said,) = [problem for problem in pdf.read("a.pdf", paper.bytes(), lexicon).problems if "上标" in problem.zh]
    assert "“12〔1〕”等，共3处" in said.zh
    assert said.place is not None
    assert said.place.page == 1


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        ("绩效⽬标", "绩效目标"),
        ("⼈", "人"),
        ("⻋辆", "车辆"),
        ("\uf0b395%", "≥95%"),
        ("㎡①％", "㎡①％"),
        ("abc", "abc"),
    ],
)
def test_radicals_and_private_signs_are_ordinary_characters(drawn: str, seen: str) -> None:
    assert ordinary(drawn) == seen


def test_a_pdf_without_text_is_said_to_be_a_scan() -> None:
    paper = Paper()
    paper.line(50, 50, 100, 100)
    with pytest.raises(Unreadable, match="no text"):
        pdf.blocks(paper.bytes())


def test_a_protected_pdf_is_said_to_be_so() -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf comes with the extra [pdf]")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(SEED))
    writer.encrypt("secret", algorithm="RC4-40")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable, match="password"):
        pdf.blocks(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"%PDF-1.4\n1 0 obj\n<<", SEED[:40_000], b"x" * 1_000])
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        pdf.blocks(data)


def test_a_page_whose_data_is_damaged_is_said_to_be_so() -> None:
    data = bytearray(SEED)
    start = data.index(b"stream") + 500
    data[start : start + 20] = b"\0" * 20
    problems = pdf._taken(bytes(data))[1]
    assert [(problem.kind, problem.place and problem.place.page) for problem in problems] == [("unreadable", 1)]


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Unreadable, match=r"perflint-targets\[pdf\]"):
        pdf.blocks(SEED)


def test_the_number_of_pages_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGES", 3)
    with pytest.raises(Unreadable, match="3 pages"):
        pdf.blocks(SEED)


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGE_SECONDS", 0.05)
    lines: queue.Queue[bytes] = queue.Queue()
    lines.put(b'{"page": 1}')
    with pytest.raises(Unreadable, match="page 2 took more"):
        list(pdf._answers(lines))


def test_a_page_full_of_lines_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGE_SECONDS", 0.2)
    paper = Paper()
    for number in range(8_000):
        paper.line(number % 590, number % 790, number % 590 + 5, number % 790)
        paper.line(number % 590, number % 790, number % 590, number % 790 + 5)
    with pytest.raises(Unreadable, match="page 1 took more"):
        pdf.blocks(paper.bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals, which this system has not")
def test_a_process_that_gets_no_processor_for_longer_than_a_page_may_take_reads_on() -> None:
    command = [sys.executable, "-m", "perflint.readers.pdf_worker", "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(SEED)
        process.stdin.close()
        assert process.stdout.readline() == b'{"ready": true}\n'
        process.send_signal(signal.SIGSTOP)
        time.sleep(2.2)
        process.send_signal(signal.SIGCONT)
        answers = [json.loads(line) for line in process.stdout]
    assert [answer["page"] for answer in answers] == list(range(1, len(answers) + 1))


def test_the_process_never_outlives_the_reading() -> None:
    pages = pdf._pages(SEED)
    next(pages)
    pages.close()
    assert list(pages) == []


def test_too_many_characters_on_a_page_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGE_CHARACTERS", 10)
    assert list(pdf_worker.pages(SEED)) == [{"error": "damaged"}]
