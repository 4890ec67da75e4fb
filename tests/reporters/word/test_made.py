"""A .docx is made for inputs that have none, with the comments in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as oracle
import pytest
from msgspec.structs import replace

from perflint.grid import Grid, GridCell, Paragraph
from perflint.place import Place
from perflint.readers import docx as reader
from perflint.report import Report
from perflint.reporters.word.build import build

Make = Callable[..., bytes]
Ranges = Callable[[bytes], list[tuple[str, str]]]
YAML = """\
format: 1
title: 测试
projects:
- no: 1
  code: 13022522P00CKTC10027L
  name: 办案业务费
  budget: {total: 90.00, fiscal: 90.00}
  purpose: 办案业务费
  spend_plan: {3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}
  goals: [维护辖区交通安全形势持续稳定发展。。]
  indicators:
  - {level1: 产出指标, level2: 数量指标, name: 办案数量, description: 办案数, value: 7万, basis: 年初工作计划安排}
"""


def test_the_official_form_has_two_tables_a_project_and_comments_at_its_cells(given_back: Make, ranges: Ranges) -> None:
    out = given_back(YAML.encode(), name="a.yaml")
    assert len(oracle.Document(io.BytesIO(out)).tables) == 2
    found = {said.split(" ")[0]: text for said, text in ranges(out)}
    assert found["VAL002"] == "7万"
    assert found["PLN003"] == "20%"
    assert found["TXT002"] == "。。"
    assert given_back(YAML.encode(), name="a.yaml") == out


def test_the_form_that_is_made_reads_as_the_input_does(given_back: Make, report_of: Callable[..., Report]) -> None:
    made = report_of(given_back(YAML.encode(), name="a.yaml")).inputs[0].document
    given = report_of(YAML.encode(), name="a.yaml").inputs[0].document
    assert made is not None
    assert given is not None
    assert [replace(project, heading="") for project in made.projects] == list(given.projects)


@pytest.mark.parametrize("name", ["seed31.doc", "seed31.odt"])
def test_text_documents_keep_their_own_tables(
    name: str, checkout: Path, given_back: Make, report_of: Callable[..., Report], ranges: Ranges
) -> None:
    data = (checkout / "tests" / "fixtures" / name).read_bytes()
    out = given_back(data, name=name)
    given, made = (report_of(item, name=where).inputs[0].document for item, where in ((data, name), (out, "a.docx")))
    assert given is not None
    assert made is not None
    assert made.projects == given.projects
    assert next(text for said, text in ranges(out) if said.startswith("VAL002")) == "7万"
    assert len(oracle.Document(io.BytesIO(out)).tables) == 62


def test_merges_and_gaps_of_a_grid_become_merges_and_blank_cells() -> None:
    cells = (
        GridCell(0, 0, row_span=2, paragraphs=("高",)),
        GridCell(0, 1, column_span=2, paragraphs=("宽",)),
        GridCell(1, 2, paragraphs=("一", "二")),
    )
    grid = Grid(1, 2, 3, cells, widths=(1.0, 2.0, 1.0))
    ((read,),) = [[block for block in reader.blocks(build([grid])) if isinstance(block, Grid)]]
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in read.cells] == [
        (0, 0, 2, 1, "高"), (0, 1, 1, 2, "宽"), (1, 1, 1, 1, ""), (1, 2, 1, 1, "一\n二"),
    ]  # fmt: skip


def test_text_that_no_file_can_hold_is_replaced_sign_by_sign() -> None:
    (block, *_) = reader.blocks(build([Paragraph("甲\x00\x1b\u202e<b>&\ud800\t乙", Place())]))
    assert isinstance(block, Paragraph)
    assert block.text == "甲\ufffd\ufffd\ufffd<b>&\ufffd\t乙"


def test_nothing_at_all_still_is_a_document() -> None:
    assert oracle.Document(io.BytesIO(build([]))).paragraphs[0].text == ""


def test_a_body_that_embeds_another_document_is_laid_out_anew(package: Make, given_back: Make, ranges: Ranges) -> None:
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="x" Type="{rel}/aFChunk" Target="a.html"/>'
    html = (
        "<html><table><tr><td>项目编码</td><td>13022522P00CKTC10027L</td><td>项目名称</td><td>甲项目</td></tr>"
        "<tr><td>绩效目标</td><td colspan=3>完成。。</td></tr></table></html>"
    )
    data = io.BytesIO(package('<w:p/><w:altChunk r:id="x"/>', link))
    with zipfile.ZipFile(data, "a") as target:
        target.writestr("word/a.html", html)
    out = given_back(data.getvalue())
    assert ("TXT002", "。。") in {(said.split(" ")[0], text) for said, text in ranges(out)}
