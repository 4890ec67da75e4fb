"""One booklet in many formats: each gives the model of its text, as far as its shape carries it."""

from __future__ import annotations

import importlib
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from perflint.lexicon import Lexicon
from perflint.model import Budget, Department, Document, Project
from perflint.place import NOWHERE
from perflint.readers import text

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
WHOLE = [("doc", "seed31.doc"), ("odf", "seed31.odt")]
SHEETS = [("xlsx", "seed31_sheets.xlsx"), ("xlsx", "seed31_long.xlsx"), ("xls", "seed31_long.xls")]
FLAT = [("xlsx", "seed31_flat.xlsx"), ("csv", "seed31_flat_gbk.csv")]


@pytest.fixture(scope="module")
def seed(booklet: bytes, lexicon: Lexicon) -> Document:
    return text.read("booklet.txt", booklet, lexicon)


def read(reader: str, name: str, lexicon: Lexicon) -> Document:
    module = importlib.import_module(f"perflint.readers.{reader}")
    document = module.read(name, (FIXTURES / name).read_bytes(), lexicon)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(("reader", "name"), WHOLE)
def test_documents_give_the_whole_model(reader: str, name: str, seed: Document, lexicon: Lexicon) -> None:
    found = read(reader, name, lexicon)
    assert found.projects == seed.projects
    assert found.department == seed.department
    assert not found.problems


@pytest.mark.parametrize(("reader", "name"), SHEETS)
def test_workbooks_give_the_projects(reader: str, name: str, seed: Document, lexicon: Lexicon) -> None:
    found = read(reader, name, lexicon)
    assert found.projects == seed.projects
    assert not found.problems


@pytest.mark.parametrize(("reader", "name"), FLAT)
def test_flat_exports_give_what_a_row_carries(reader: str, name: str, seed: Document, lexicon: Lexicon) -> None:
    found = read(reader, name, lexicon)
    assert [flat(project) for project in found.projects] == [flat(project) for project in seed.projects]


@pytest.mark.needs_extra("pdf")
def test_a_pdf_gives_the_whole_model_but_for_white_space(seed: Document, lexicon: Lexicon) -> None:
    found = read("pdf", "seed31.pdf", lexicon)
    assert found.lost == {"whitespace"}
    assert [bare(project) for project in found.projects] == [bare(project) for project in seed.projects]
    assert bare(found.department) == bare(seed.department)
    assert not found.problems


@pytest.mark.parametrize(("reader", "name"), WHOLE + SHEETS + FLAT)
def test_every_value_has_its_place(reader: str, name: str, lexicon: Lexicon) -> None:
    for project in read(reader, name, lexicon).projects:
        for path in ("code", "name", "budget.total", "goals[1]", "indicators[1].value"):
            place = project.places.find(path)
            assert place is not None, path
            assert place.line or (place.cell and (place.cell.ref or place.cell.row)), path


def flat(project: Project) -> Project:
    """A project as one row an indicator carries it: no number, heading, purpose or money unit."""
    budget = Budget(*(amount(value) for value in (project.budget.total, project.budget.fiscal, project.budget.other)))
    return replace(project, no=None, heading="", purpose="", money_unit="", budget=budget, places=NOWHERE)


def amount(text_: str) -> str:
    return str(Decimal(text_).normalize()) if text_ else ""


def bare(value: Project | Department | Any) -> Any:
    """A value with all white space removed from its texts."""
    if isinstance(value, str):
        return re.sub(r"\s", "", value)
    if isinstance(value, tuple):
        return tuple(bare(item) for item in value)
    if hasattr(type(value), "__slots__"):
        return {name: bare(getattr(value, name)) for name in type(value).__slots__ if name != "places"}
    return value
