"""The official form holds every value, and each field is found where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from perflint.api import load_document
from perflint.grid import Grid
from perflint.model import Document
from perflint.reporters.form import Form, lay_out
from perflint.reporters.spot import Spot, project_fields

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.yaml"))


def text_at(form: Form, spot: Spot) -> str:
    block = form.blocks[spot.block]
    if not isinstance(block, Grid):
        text = block.text
    elif spot.paragraph is None:
        return block.cells[spot.cell or 0].text
    else:
        text = block.cells[spot.cell or 0].paragraphs[spot.paragraph]
    return text[spot.start : spot.stop]


def written(document: Document, position: int, path: str) -> str:
    project = document.projects[position]
    head, _, rest = path.partition(".")
    name, _, number = head.rstrip("]").partition("[")
    if name in ("heading", "no", "money_unit"):
        return ""
    if name == "spend_plan":
        return dict(project.spend_plan)[rest]
    if head == "budget" and rest.startswith("parts."):
        return dict(project.budget.parts)[rest.removeprefix("parts.")]
    value = getattr(project, name)
    if number:
        value = value[int(number) - 1]
    return str(getattr(value, rest) if rest else value)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_value_stands_where_its_field_is_found(path: Path) -> None:
    document = load_document(path)
    form = lay_out(document)
    assert len(form.starts) == len(document.projects) > 0
    for position, project in enumerate(document.projects):
        for field in project_fields(project):
            value = written(document, position, field)
            spot = form.spot(position, field, None)
            if value:
                assert spot is not None, field
                assert text_at(form, spot) == value, field


@pytest.mark.parametrize("path", CORPUS[:3], ids=lambda path: path.stem)
def test_tables_of_the_form_have_no_holes(path: Path) -> None:
    for block in lay_out(load_document(path)).blocks:
        if isinstance(block, Grid):
            slots = [
                (row, column)
                for cell in block.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            ]
            assert sorted(slots) == [(row, column) for row in range(block.rows) for column in range(block.columns)]


@pytest.mark.parametrize("points", [1, 2, 3, 4, 5, 12])
def test_any_number_of_checkpoints_fits(points: int, tmp_path: Path) -> None:
    source = tmp_path / "a.yaml"
    plan = ", ".join(f"{month}月底: {month}%" for month in range(1, points + 1))
    source.write_text(f"projects:\n- {{no: 1, name: 巡警经费, spend_plan: {{{plan}}}}}\n", encoding="utf-8")
    form = lay_out(load_document(source))
    for month in range(1, points + 1):
        spot = form.spot(0, f"spend_plan.{month}月底", None)
        assert spot is not None
        assert text_at(form, spot) == f"{month}%"


def test_a_field_without_a_cell_is_found_at_what_holds_it(tmp_path: Path) -> None:
    source = tmp_path / "a.yaml"
    source.write_text("projects:\n- {no: 1, name: 巡警经费, indicators: [{name: 巡查次数}]}\n", encoding="utf-8")
    form = lay_out(load_document(source))
    row = form.spot(0, "indicators[1]", None)
    assert form.spot(0, "indicators[1].remark", None) == row
    assert form.spot(0, "nothing", None) is None
