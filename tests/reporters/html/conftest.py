"""Real documents as reports, and pages read back with a parser of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html

from perflint.api import ReadInput, check, check_inputs, shipped_rules
from perflint.report import Report
from perflint.reporters.material import FOLDER, Material, kind_of

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def material(report: Report, **more: object) -> Material:
    return Material(report, shipped_rules().lexicon, **more)  # type: ignore[arg-type]


def single(made: Material) -> str:
    ((name, content),) = kind_of("annotated", ".html").files(made)
    assert name == ""
    return content.decode("utf-8")


def folder(made: Material) -> dict[str, str]:
    return {name: content.decode("utf-8") for name, content in kind_of("annotated", FOLDER).files(made)}


@cache
def judged(name: str) -> Report:
    return check(FIXTURES / name)


def judged_text(name: str, text: str) -> Report:
    return check_inputs([ReadInput(name, text.encode())])


@cache
def _page(name: str) -> str:
    return single(material(judged(name)))


@pytest.fixture
def page() -> Callable[[str], html.HtmlElement]:
    """The report of a fixture, parsed."""
    return lambda name: html.document_fromstring(_page(name))


@pytest.fixture
def text_of() -> Callable[[str], str]:
    """The report of a fixture as text."""
    return _page


@pytest.fixture
def made() -> SimpleNamespace:
    """The functions above, for tests that make their own pages."""
    return SimpleNamespace(
        material=material, single=single, folder=folder, judged=judged, judged_text=judged_text, fixtures=FIXTURES
    )
