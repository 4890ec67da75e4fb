"""The law of formats: one document in any format gives one model, and the same violations, places aside.

Each format is held to what its shape carries: the model of the booklet's plain text is projected on that shape, judged,
and compared with what the file gives. Nothing is left out on either side.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from perflint.api import check_documents, load_document
from perflint.model import Budget, Department, Document, Project
from perflint.place import NOWHERE

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
Projection = Callable[[Document], Document]
NOT_IN_A_ROW = frozenset({"no", "heading", "purpose", "money_unit"})


def whole(document: Document) -> Document:
    """A text document carries everything."""
    return document


def sheets(document: Document) -> Document:
    """A workbook of forms has no part one."""
    return replace(document, department=Department(), title="")


def flat(document: Document) -> Document:
    """One row an indicator: no part one, number, heading, purpose; amounts are numbers."""
    projects = tuple(map(_flat_project, document.projects))
    return replace(sheets(document), projects=projects, fields=document.fields - NOT_IN_A_ROW)


def _flat_project(project: Project) -> Project:
    amounts = (project.budget.total, project.budget.fiscal, project.budget.other)
    budget = Budget(*(f"{Decimal(amount).normalize():f}" if amount else "" for amount in amounts))
    return replace(project, no=None, heading="", purpose="", money_unit="", budget=budget, places=NOWHERE)


def pages(document: Document) -> Document:
    """A PDF does not tell white space of the text from that of the page: rules about it are not applicable."""
    return replace(document, lost=frozenset({"whitespace"}))


LAW: dict[str, Projection] = {
    "seed31.doc": whole,
    "seed31.docx": whole,
    "seed31.html": whole,
    "seed31.odt": whole,
    "seed31.pdf": pages,
    "seed31_small_pages.pdf": pages,
    "seed31_sheets.xlsx": sheets,
    "seed31_long.xlsx": sheets,
    "seed31_long.xls": sheets,
    "seed31_flat.xlsx": flat,
    "seed31_flat_gbk.csv": flat,
}


@pytest.fixture(scope="module")
def seed(checkout: Path) -> Document:
    return load_document(checkout / "examples" / "laoting-2022.txt")


def said(document: Document) -> dict[tuple[object, ...], int]:
    """All violations of a document by what they say, wherever they stand."""
    counts: dict[tuple[object, ...], int] = {}
    for item in check_documents([document]).violations:
        key = (
            item.rule, item.severity, item.confidence, item.project, item.project_name, item.unit, item.field,
            item.value, item.message, item.suggestion, item.fingerprint, item.related_total,
        )  # fmt: skip
        counts[key] = counts.get(key, 0) + 1
    return counts


def test_every_file_of_the_booklet_is_under_the_law() -> None:
    assert sorted(path.name for path in FIXTURES.glob("seed31*")) == sorted(LAW)


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.needs_extra("pdf") if n.endswith("pdf") else ()) for n in LAW])  # fmt: skip  # noqa: E501
def test_a_format_gives_the_model_and_the_violations_of_the_text(name: str, seed: Document) -> None:
    expected, found = LAW[name](seed), load_document(FIXTURES / name)
    assert found.problems == ()
    assert found.projects == expected.projects
    assert found.department == expected.department
    wanted, got = said(expected), said(found)
    assert got == wanted, (wanted.items() - got.items(), got.items() - wanted.items())
    assert sum(wanted.values()) > 200
