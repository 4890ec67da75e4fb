"""The flat form as a workbook: read back as the same projects, less what a row cannot carry."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from perflint import limits
from perflint.lexicon import Lexicon
from perflint.model import Budget, Document, Indicator, Project, Unit
from perflint.place import NOWHERE
from perflint.readers import read
from perflint.writers import CannotWrite, write, xlsx

FIELDS = frozenset({"code", "name", "unit.code", "unit.name", "budget.total", "goals", "spend_plan", "indicators"})
ROW = Indicator("产出指标", "数量指标", "办案数量", "办理案件数量", "≥95件", "年初工作计划")
PROJECT = Project(
    code="13022522P00CKTC10027L",
    name="办案经费",
    unit=Unit("312002", "县公安局"),
    budget=Budget("90.00", "80.00", "10.00", (("上年结转", "1.50"),)),
    money_unit="万元",
    purpose="侦办案件",
    spend_plan=(("3月底", "25%"), ("6月底", ""), ("12月底", "100%")),
    goals=("1.甲", "2.乙"),
    indicators=(ROW, replace(ROW, name="破案率", value="=1+1", description="@SUM(A1)", weight="10")),
)


def again(document: Document, lexicon: Lexicon) -> Document:
    return read("flat.xlsx", write(document, ".xlsx"), lexicon)


def carried(project: Project) -> Project:
    """What a row carries of a project."""
    return replace(project, no=None, heading="", places=NOWHERE)


def sheet(document: Document) -> list[list[object]]:
    """What another program finds in the workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = openpyxl.load_workbook(io.BytesIO(write(document, ".xlsx")))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_the_seed_is_read_back_as_the_same_projects(checkout: Path, lexicon: Lexicon, booklet: bytes) -> None:
    seed = read("booklet.txt", booklet, lexicon)
    found = again(seed, lexicon)
    assert [carried(project) for project in found.projects] == [carried(project) for project in seed.projects]
    assert not found.problems


def test_a_project_is_read_back_with_all_that_a_row_carries(lexicon: Lexicon) -> None:
    document = Document(projects=(PROJECT,), fields=FIELDS)
    assert again(document, lexicon).projects == (PROJECT,)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    table = sheet(Document(projects=(PROJECT,)))
    assert table[2][table[0].index("指标值")] == "=1+1"
    book = openpyxl.load_workbook(io.BytesIO(write(Document(projects=(PROJECT,)), ".xlsx")))
    assert all(cell.data_type in ("s", "n") for row in book.worksheets[0].iter_rows() for cell in row)


def test_amounts_in_several_units_carry_theirs(lexicon: Lexicon) -> None:
    other = replace(PROJECT, code="X2", name="乙", money_unit="元", budget=Budget("900.00"))
    table = sheet(Document(projects=(PROJECT, other)))
    column = table[0].index("预算数")
    assert [row[column] for row in table[1:]] == ["90.00万元", "90.00万元", "900.00元", "900.00元"]


def test_a_project_without_rows_is_kept(lexicon: Lexicon) -> None:
    bare = replace(PROJECT, indicators=())
    other = replace(PROJECT, code="X2", name="乙")
    assert again(Document(projects=(bare, other)), lexicon).projects == (bare, other)


def test_a_column_that_the_form_has_stays_although_it_is_empty() -> None:
    document = Document(projects=(replace(PROJECT, purpose=""),), fields=frozenset({"purpose", "indicators.basis"}))
    assert "资金用途" in sheet(document)[0]


def test_long_term_values_stand_in_their_own_column() -> None:
    project = replace(PROJECT, long_term_goals=("长远",), long_term_indicators=(replace(ROW, value="≥300件"),))
    table = sheet(Document(projects=(project,)))
    head = table[0]
    assert table[-1][head.index("长期指标值")] == "≥300件"
    assert table[-1][head.index("指标值")] is None
    assert table[1][head.index("长期目标")] == "长远"


def test_characters_that_xml_forbids_do_not_break_the_file(lexicon: Lexicon) -> None:
    found = again(Document(projects=(replace(PROJECT, name="甲\x01乙_x0041_丙"),)), lexicon)
    assert found.projects[0].name == "甲_x0001_乙_x0041_丙"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write(Document(projects=(PROJECT,)), ".xlsx") == write(Document(projects=(PROJECT,)), ".xlsx")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(CannotWrite, match="NDJSON"):
        write(Document(projects=(PROJECT,)), ".xlsx")


def test_a_text_longer_than_an_excel_cell_is_refused_and_not_cut(lexicon: Lexicon) -> None:
    full = replace(PROJECT, purpose="侦" * xlsx.MOST_CHARACTERS)
    assert again(Document(projects=(full,)), lexicon).projects[0].purpose == full.purpose
    for purpose in (full.purpose + "办", "\U00020bb7" * (xlsx.MOST_CHARACTERS // 2 + 1)):
        with pytest.raises(CannotWrite, match=f"{PROJECT.code}.*'资金用途'.*32767"):
            write(Document(projects=(replace(PROJECT, purpose=purpose),)), ".xlsx")


def test_a_text_repeated_over_and_over_is_written_so_that_it_is_read_back(lexicon: Lexicon) -> None:
    document = Document(
        projects=tuple(replace(PROJECT, code=f"{number}", purpose="侦" * 30_000) for number in range(9))
    )
    assert [project.purpose for project in again(document, lexicon).projects] == ["侦" * 30_000] * 9


@pytest.mark.parametrize("limit", ["PART_BYTES", "CELLS"])
def test_a_workbook_that_could_not_be_read_again_is_not_written(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(limits, limit, 20)
    with pytest.raises(CannotWrite, match="NDJSON"):
        write(Document(projects=(PROJECT,)), ".xlsx")


_TEXT = (
    st.text("甲乙丙丁率≥%5.,=<>&\"' _x", min_size=1, max_size=8).filter(str.strip).map(lambda text: "名" + text.strip())
)


CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@settings(max_examples=40, deadline=None, suppress_health_check=CHECKS)
@given(st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=4))
def test_any_names_and_descriptions_are_read_back(lexicon: Lexicon, pairs: list[tuple[str, str]]) -> None:
    rows = tuple(replace(ROW, name=name, description=text) for name, text in pairs)
    document = Document(projects=(replace(PROJECT, indicators=rows),), fields=FIELDS)
    assert again(document, lexicon).projects == document.projects
