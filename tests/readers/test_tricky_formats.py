"""A Word document of hard cases, saved in two other formats: hidden text, changes, list numbers, a table in a cell."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from perflint.grid import Grid
from perflint.lexicon import Lexicon
from perflint.readers import read

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FORMATS = [("doc", "tricky.doc"), ("odf", "tricky.odt")]


def grids(reader: str, name: str) -> list[Grid]:
    found = importlib.import_module(f"perflint.readers.{reader}").blocks((FIXTURES / name).read_bytes())
    return [block for block in found if isinstance(block, Grid)]


@pytest.mark.parametrize(("reader", "name"), FORMATS)
def test_cells_show_what_a_person_sees(reader: str, name: str) -> None:
    outer = grids(reader, name)[0]
    shown = {paragraph for cell in outer.cells for paragraph in cell.paragraphs}
    assert {"≥98%", "可见", "缩进行", "1.侦办刑事案件", "2.技侦手段使用"} <= shown
    assert not shown & {"≥9598%", "隐藏可见", "残留文字"}


@pytest.mark.parametrize(("reader", "name"), FORMATS)
def test_the_table_in_a_cell_is_a_child(reader: str, name: str) -> None:
    outer, inner = grids(reader, name)
    assert (inner.number, inner.parent) == (2, outer.number)
    assert [cell.text for cell in inner.cells] == ["内1", "内2"]
    assert any(cell.paragraphs == ("外", "外尾") for cell in outer.cells)


@pytest.mark.parametrize("name", [name for _, name in FORMATS])
def test_unaccepted_changes_are_said_once(name: str, lexicon: Lexicon) -> None:
    problems = read(name, (FIXTURES / name).read_bytes(), lexicon).problems
    assert [problem.kind for problem in problems].count("tracked-changes") == 1


@pytest.mark.parametrize("name", ["styled.docx", "styled.doc", "styled.odt"])
def test_what_styles_hide_is_hidden_and_fonts_of_symbols_are_told_by_their_names(name: str, lexicon: Lexicon) -> None:
    """Hidden by a character style and by a paragraph's, a deleted row, ≥ as the letter ³ of a symbol font."""
    document = read(name, (FIXTURES / name).read_bytes(), lexicon)
    (project,) = document.projects
    assert project.goals == ("甲目标",)
    values = {row.name: row.value for row in project.indicators}
    assert values.pop("公式率").removeprefix("≥") == "85%"  # LibreOffice left its equation out
    assert values == {"面积": "≥30平方米", "合格率": "≥98%", "满意度": "≥90%"}
    assert [problem.kind for problem in document.problems] == ["tracked-changes"]
