"""Separated text: delimiters, quotes, encodings, and the place of every field."""

from __future__ import annotations

import csv as standard_csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint import limits
from perflint.grid import Grid, GridCell
from perflint.place import Place
from perflint.readers import csv, xlsx
from perflint.readers.source import Unreadable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def cells(data: bytes | str) -> list[GridCell]:
    blocks = csv.blocks(data.encode() if isinstance(data, str) else data)
    return [cell for block in blocks if isinstance(block, Grid) for cell in block.cells]


def rows(data: bytes | str) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in cells(data):
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


def test_the_seed_in_gb18030_is_the_same_as_in_a_workbook() -> None:
    (sheet,) = xlsx.blocks((FIXTURES / "seed31_flat.xlsx").read_bytes())
    assert isinstance(sheet, Grid)
    ours = cells((FIXTURES / "seed31_flat_gbk.csv").read_bytes())
    assert [(c.row, c.column, c.paragraphs) for c in ours] == [(c.row, c.column, c.paragraphs) for c in sheet.cells]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    assert rows("项目编码,指标值\nX1,≥95%\n".encode(encoding)) == [["项目编码", "指标值"], ["X1", "≥95%"]]


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(sign: str) -> None:
    text = f"项目名称{sign}绩效目标{sign}指标值\n甲，乙{sign}“一；二”{sign}1\n丙{sign}丁{sign}2\n"
    assert rows(text) == [["项目名称", "绩效目标", "指标值"], ["甲，乙", "“一；二”", "1"], ["丙", "丁", "2"]]


def test_the_table_itself_stands_where_it_begins() -> None:
    (grid,) = csv.blocks(b"\n\na,b\n")
    assert grid.place == Place(3, 1, 3, 2)


def test_commas_in_amounts_do_not_make_a_tab_separated_file_comma_separated() -> None:
    assert rows("名称\t金额\n甲\t1,000,000\n乙\t2,000,000\n")[1] == ["甲", "1,000,000"]


def test_a_stated_delimiter_wins() -> None:
    assert rows("sep=;\na,b;c\n") == [["a,b", "c"]]


def test_lines_in_a_quoted_field_are_paragraphs_each_with_its_place() -> None:
    goal = cells('a,"1.甲\r\n2.乙",b\r\n')[1]
    assert goal.paragraphs == ("1.甲", "2.乙")
    assert goal.places == (Place(1, 4, 1, 7), Place(2, 1, 2, 4))


def test_columns_count_code_points() -> None:
    assert cells("𠮷,≥95%\n")[1].place == Place(1, 3, 1, 7)


def test_doubled_quotation_marks_are_one_and_the_place_is_no_longer_exact() -> None:
    (cell,) = cells('"放""管""服"\n')
    assert (cell.text, cell.place.exact) == ('放"管"服', False)


def test_quotation_marks_inside_a_field_are_text() -> None:
    assert rows('5"管,x\n') == [['5"管', "x"]]


def test_text_forced_by_an_equals_sign_is_that_text() -> None:
    assert rows('"=""0012""",x\n') == [["0012", "x"]]


def test_rows_may_be_short() -> None:
    assert rows("a,b,c\nd\n\ne,f,\n") == [["a", "b", "c"], ["d"], ["e", "f", ""]]


def test_a_code_that_a_spreadsheet_rounded_has_lost_its_digits() -> None:
    found = list(csv._problems(cells("项目编码\n1.30225E+20\n2.5\n")))
    assert [(problem.kind, problem.value, problem.place) for problem in found] == [
        ("lost-digits", "1.30225E+20", Place(2, 1, 2, 12))
    ]


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_place() -> None:
    with pytest.raises(Unreadable, match="never closed") as refusal:
        cells('a,b\nc,"d\ne,f\n')
    assert refusal.value.place == Place(2, 3, 2, 4)


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(Unreadable):
        cells(b"a,\xff\xff\n")


@pytest.mark.parametrize(
    ("limit", "value", "reason"), [("CELLS", 5, "5 cells"), ("CELL_CHARACTERS", 3, "3 characters")]
)
def test_cells_are_limited(limit: str, value: int, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(Unreadable, match=reason):
        cells("abcd,b\nc,d\ne,f\n")


_FIELD = st.text(st.characters(blacklist_characters="\r\0", blacklist_categories=["Cs"]), max_size=6)


@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(_FIELD, min_size=width, max_size=width), min_size=1)))
def test_what_is_written_quoted_is_read_back(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    standard_csv.writer(out, quoting=standard_csv.QUOTE_ALL).writerows(table)
    read = [[field.text for field in record] for record in csv.records(out.getvalue(), ",")]
    assert read == table


def test_signs_that_stand_in_every_text_are_not_taken_for_the_delimiter() -> None:
    text = '项目名称,绩效目标,指标值\n甲,"乙;丙\n丁;戊",3\n己,"庚;辛\n壬;癸",5\n'
    assert csv.delimiter(text) == ","
    assert csv.delimiter(text.replace(",", "\t").replace(";", ",")) == "\t"
