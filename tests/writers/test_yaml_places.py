"""`convert --places`: comments that say where each value stood, and change nothing else."""

from __future__ import annotations

import pytest

from perflint.lexicon import Lexicon
from perflint.model import Budget, Department, Document, Indicator, Project
from perflint.place import Cell, Place, PlaceMap
from perflint.readers import read
from perflint.writers import CannotWrite, write


def at(row: int) -> Place:
    return Place(cell=Cell(table=1, row=row, column=2))


PROJECT = Project(
    code="A01",
    name="甲 # 乙",
    budget=Budget("3", "", ""),
    spend_plan=(("一季度", "20%"), ("年底", "100%")),
    goals=("做好", "做完"),
    indicators=(Indicator(name="数量", value="3个"),),
    places=PlaceMap(
        {
            "code": at(1),
            "name": at(2),
            "budget.total": at(3),
            "spend_plan.一季度": at(4),
            "goals[1]": at(5),
            "indicators[1]": at(6),
        }
    ),
)
DOCUMENT = Document(
    year="2024",
    department=Department(overall_goal="总目标"),
    projects=(PROJECT,),
    fields=frozenset(),
    places=PlaceMap({"department.overall_goal": at(9)}),
)


def spoken(place: Place) -> str:
    return f"row {place.cell.row}" if place.cell else ""


def test_each_line_says_where_its_value_stood() -> None:
    lines = write(DOCUMENT, ".yaml", spoken).decode().splitlines()
    notes = {line.split(":")[0].strip("- {"): line.rpartition("# ")[2] for line in lines if "  # row" in line}
    assert notes == {
        "overall_goal": "row 9",
        "code": "row 1",
        "name": "row 6",
        "budget": "row 3",
        "spend_plan": "row 4",
        "做好  # row 5": "row 5",
    }
    assert '  name: "甲 # 乙"  # row 2' in lines
    assert "  - 做完" in lines


def test_the_comments_change_nothing_that_is_read(lexicon: Lexicon) -> None:
    plain, noted = (read("a.yaml", write(DOCUMENT, ".yaml", words), lexicon) for words in (None, spoken))
    assert noted == plain
    assert not noted.comments
    assert not noted.problems


@pytest.mark.parametrize("ending", [".json", ".xlsx", ".ndjson"])
def test_other_formats_have_no_room_for_places(ending: str) -> None:
    with pytest.raises(CannotWrite, match="places"):
        write(DOCUMENT, ending, spoken)
