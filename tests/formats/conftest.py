"""Small writers of the Hebei form, for tests alone: a document of the model as Word, Excel, web page, CSV and text.

They share one description of the form (rows of cells, ``<`` and ``^`` being parts of the cell at the left or above) and
know nothing of the readers.
"""

from __future__ import annotations

import csv
import html
import io
import itertools
import zipfile
from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape

import pytest
from msgspec import Struct

from perflint.model import Document, Project

Rows = list[list[str]]
Writer = Callable[[Document], bytes]
POINTS = ("3月底", "6月底", "10月底", "12月底")
HEADS = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
COLUMNS = ("level1", "level2", "name", "description", "value", "basis")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Box(Struct, frozen=True):
    """A cell with its spans."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def forms(project: Project) -> tuple[Rows, Rows]:
    """The two tables of a project."""
    budget = project.budget
    head = [
        [f"{project.unit.code}{project.unit.name}", "<", "<", "<", "<", "单位：万元"],
        ["项目编码", project.code, "<", "项目名称", project.name, "<"],
        [
            "预算规模及资金用途",
            "预算数",
            budget.total,
            "其中：财政    资金",
            budget.fiscal,
            f"其他资金：{budget.other}",
        ],
        ["^", project.purpose, "<", "<", "<", "<"],
        ["资金支出计划（%）", *POINTS, ""],
        ["^", *(text for _, text in project.spend_plan), ""],
        ["绩效目标", "\n".join(project.goals), "<", "<", "<", "<"],
    ]
    rows = [HEADS, *([getattr(row, column) for column in COLUMNS] for row in project.indicators)]
    for above, row in reversed(list(itertools.pairwise(rows[1:]))):
        row[0] = "^" if row[0] == above[0] else row[0]
    return head, rows


def paragraphs(document: Document) -> Iterator[str]:
    """Part one."""
    whole = document.department
    yield "一、总体绩效目标"
    yield whole.overall_goal
    yield "二、分项绩效目标"
    for number, goal in zip("一二三四", whole.category_goals, strict=False):
        yield f"（{number}）{goal.name}"
        yield f"绩效目标：{goal.goal}"
        yield f"绩效指标：{goal.indicator}"
    yield "三、工作保障措施"
    yield from whole.safeguards


def boxes(rows: Sequence[Sequence[str]]) -> list[Box]:
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            origin = {"<": (row, column - 1), "^": (row - 1, column)}.get(text)
            first = owner[row, column] = owner[origin] if origin else (row, column)
            last = reach.get(first, first)
            reach[first] = (max(last[0], row), max(last[1], column))
    return [
        Box(row, column, end[0] - row + 1, end[1] - column + 1, rows[row][column])
        for (row, column), end in reach.items()
    ]


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


def related(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def types(part: str, kind: str) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/>'
        "</Types>"
    )


# --- the formats -----------------------------------------------------------------------------------------------------


def docx(document: Document) -> bytes:
    """Word: part one as paragraphs, two tables a project under its heading."""
    body = [word_paragraph(text) for text in paragraphs(document)]
    for project in document.projects:
        body.append(word_paragraph(project.heading))
        body += [word_table(rows) + word_paragraph("") for rows in forms(project)]
    text = f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
    main = "word/document.xml"
    kind = types(main, "wordprocessingml.document")
    return zipped({"[Content_Types].xml": kind, "_rels/.rels": related(("officeDocument", main)), main: text})


def word_paragraph(text: str) -> str:
    half = len(text) // 2  # Word cuts text into runs wherever it likes
    runs = (f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:half], text[half:]))
    return f"<w:p>{''.join(runs)}</w:p>"


def word_table(rows: Rows) -> str:
    found = []
    for row, _ in enumerate(rows):
        cells = sorted((box for box in boxes(rows) if box.row <= row < box.row + box.rows), key=lambda box: box.column)
        found.append("<w:tr>" + "".join(word_cell(box, row) for box in cells) + "</w:tr>")
    grid = "<w:gridCol/>" * len(rows[0])
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(found)}</w:tbl>"


def word_cell(box: Box, row: int) -> str:
    merge = f'<w:vMerge w:val="{"restart" if box.row == row else "continue"}"/>' if box.rows > 1 else ""
    lines = box.text.split("\n") if box.row == row else [""]
    shown = "".join(map(word_paragraph, lines))
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{box.columns}"/>{merge}</w:tcPr>{shown}</w:tc>'


def xlsx(document: Document) -> bytes:
    """Excel: one long sheet, the projects below each other, all cells text."""
    rows: Rows = []
    for project in document.projects:
        for table in ([[project.heading, "<", "<", "<", "<", "<"]], *forms(project)):
            rows += table
    cells = boxes(rows)
    merges = [box for box in cells if box.rows * box.columns > 1]
    lines = []
    for row, _ in enumerate(rows):
        own = sorted((box for box in cells if box.row == row and box.text), key=lambda box: box.column)
        shown = "".join(
            f'<c r="{ref(row, box.column)}" t="inlineStr"><is><t xml:space="preserve">{escape(box.text)}</t></is></c>'
            for box in own
        )
        lines.append(f'<row r="{row + 1}">{shown}</row>')
    spans = "".join(
        f'<mergeCell ref="{ref(box.row, box.column)}:{ref(box.row + box.rows - 1, box.column + box.columns - 1)}"/>'
        for box in merges
    )
    sheet = (
        f'<worksheet xmlns="{S}"><sheetData>{"".join(lines)}</sheetData><mergeCells>{spans}</mergeCells></worksheet>'
    )
    book = f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
    return zipped({
        "[Content_Types].xml": types("xl/workbook.xml", "spreadsheetml.sheet"),
        "_rels/.rels": related(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": related(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet,
    })  # fmt: skip


def ref(row: int, column: int) -> str:
    return f"{'ABCDEF'[column]}{row + 1}"


def page(document: Document) -> bytes:
    """A disclosure page: inside a layout table, cells and rows unclosed, declared gb2312."""
    body = [f"<p align=center><span lang=EN-US>{html.escape(text)}</span></p>" for text in paragraphs(document)]
    for project in document.projects:
        body.append(f"<p><b>{html.escape(project.heading)}</b></p>")
        body += map(page_table, forms(project))
    text = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>'
        f"<table width=100%><tr><td>首页<td>{''.join(body)}</table></body></html>"
    )
    return text.encode("gb18030")


def page_table(rows: Rows) -> str:
    found = []
    for row, _ in enumerate(rows):
        own = sorted((box for box in boxes(rows) if box.row == row), key=lambda box: box.column)
        found.append("<tr>" + "".join(map(page_cell, own)))
    return f"<table border=1>{''.join(found)}</table>"


def page_cell(box: Box) -> str:
    lines = "".join(f"<p class=MsoNormal>{html.escape(line) or '&nbsp;'}</p>" for line in box.text.split("\n"))
    return f"<td rowspan={box.rows} colspan={box.columns}>{lines}"


def flat_csv(document: Document) -> bytes:
    """A system's export: one row an indicator, as GBK."""
    out = io.StringIO()
    writer = csv.writer(out)
    money = ["预算数（万元）", "财政资金（万元）", "其他资金（万元）"]
    writer.writerow(["单位编码", "单位名称", "项目编码", "项目名称", *money, *POINTS, "绩效目标", *HEADS])
    for project in document.projects:
        budget = project.budget
        left = [project.unit.code, project.unit.name, project.code, project.name, budget.total, budget.fiscal,
                budget.other, *(text for _, text in project.spend_plan), "\n".join(project.goals)]  # fmt: skip
        for row in project.indicators:
            writer.writerow([*left, *(getattr(row, column) for column in COLUMNS)])
    return out.getvalue().encode("gb18030")


def booklet(document: Document) -> bytes:
    """Plain text as the seed has it: a TAB opens a cell, a blank line ends a row."""
    lines = list(paragraphs(document))
    for project in document.projects:
        lines.append(project.heading)
        head, rows = forms(project)
        head[2][5:] = ["其他资金", project.budget.other]  # in plain text a cell of its own
        for row in (*head, *rows):
            cells = ["" if text == "^" else text for text in row if text != "<"]
            if row in head[4:6]:
                cells = cells[:-1]
            lines += [f"\t{text}" for text in cells] + [""]
    return "\n".join(lines).encode()


WRITERS: dict[str, Writer] = {"docx": docx, "xlsx": xlsx, "html": page, "csv": flat_csv, "txt": booklet}


@pytest.fixture(scope="session")
def writers() -> dict[str, Writer]:
    return WRITERS
