"""The rules that rest on word lists keep what they reached on the labelled corpus, also on kinds that were held out."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

RULES = ("CLS005", "VAL005", "VAL006", "VAL007", "VAL008", "VAL013", "COH005", "COH007")
KINDS = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.yaml")))


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_measure", Path(__file__).parent / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def booklets(measure: ModuleType) -> dict[str, object]:
    return {kind: measure.booklet(kind, RULES) for kind in KINDS}


def test_twelve_kinds_of_authority_are_measured(booklets: dict[str, object]) -> None:
    assert len(booklets) == 12


@pytest.mark.parametrize("which", ["held out", "read"])
def test_recall_and_precision_do_not_fall(measure: ModuleType, booklets: dict[str, object], which: str) -> None:
    held_out = which == "held out"
    chosen = [item for kind, item in booklets.items() if (kind in measure.HELD_OUT) == held_out]
    figures = measure.figures(chosen)
    assert figures.labels > 0
    assert figures.found / figures.labels >= 0.90, measure.line(which, figures)
    assert figures.found / (figures.found + figures.false) >= 0.95, measure.line(which, figures)


@pytest.mark.parametrize(("name", "count"), [("second", 9), ("third", 8), ("fourth", 6)])
def test_later_corpora_keep_recall_and_precision_over_the_whole_catalogue(
    measure: ModuleType, name: str, count: int
) -> None:
    folder = Path(__file__).parent / name
    booklets = [measure.booklet(path.stem, (), folder) for path in sorted(folder.glob("*.yaml"))]
    assert len(booklets) == count
    figures = measure.figures(booklets)
    assert figures.found / figures.labels >= 0.95, measure.line(name, figures)
    assert figures.found / (figures.found + figures.false) >= 0.95, measure.line(name, figures)


@pytest.mark.parametrize(
    ("name", "count", "false"),
    [
        *(("fifth", 6, 0), ("sixth", 7, 0), ("seventh", 8, 1), ("eighth", 7, 0), ("ninth", 7, 0)),
        *(("tenth", 10, 1), ("eleventh", 6, 0), ("twelfth", 6, 0), ("right", 20, 1)),
    ],
)
def test_careful_work_gives_hardly_a_false_alarm(measure: ModuleType, name: str, count: int, false: int) -> None:
    folder = Path(__file__).parent / name
    booklets = [measure.booklet(path.stem, (), folder) for path in sorted(folder.glob("*.yaml"))]
    figures = measure.figures(booklets)
    assert len(booklets) == count
    assert figures.false <= false, measure.line(name, figures)
    assert figures.found / figures.labels >= 0.90, measure.line(name, figures)


def test_a_row_is_found_whatever_part_of_it_is_named(measure: ModuleType) -> None:
    assert measure.part_of("indicators[3].value") == measure.part_of("indicators[3].level2") == "indicators[3]"
    assert measure.part_of("department.category_goals[1].indicator") == "department.category_goals[1]"
    assert measure.part_of("spend_plan.6月底") == "spend_plan"
    assert measure.part_of("code") == "code"
