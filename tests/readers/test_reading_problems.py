"""Problems that a reader met in a cell are tied to the project and field that the cell became."""

from __future__ import annotations

from perflint.model import Document, Indicator, Problem, Project
from perflint.place import Cell, Place, PlaceMap
from perflint.readers.reading_problems import digits_lost, long_term_aside, not_judged, with_problems


def at(ref: str) -> Place:
    return Place(cell=Cell(sheet="表", ref=ref))


DOCUMENT = Document(
    projects=(
        Project(code="A", places=PlaceMap({"": at("A1"), "code": at("B1")})),
        Project(code="B", places=PlaceMap({"code": at("B9"), "goals[2]": Place(cell=Cell("表", "C9", paragraph=2))})),
    ),
    problems=(Problem("not-judged", "z", "e"),),
)


def test_a_problem_gets_the_project_and_field_of_its_cell() -> None:
    found = with_problems(DOCUMENT, [digits_lost("1E+20", at("B9"))]).problems[-1]
    assert (found.kind, found.project, found.field, found.value) == ("lost-digits", 1, "code", "1E+20")


def test_paragraphs_of_a_cell_are_the_cell() -> None:
    assert with_problems(DOCUMENT, [digits_lost("x", at("C9"))]).problems[-1].field == "goals[2]"


def test_a_problem_elsewhere_is_the_document_s() -> None:
    found = with_problems(DOCUMENT, [not_judged("图表", "chart"), digits_lost("x", at("Z9"))]).problems
    assert [problem.project for problem in found] == [None, None, None]


def test_earlier_problems_stay_first() -> None:
    assert with_problems(DOCUMENT, [digits_lost("x", at("B9"))]).problems[0] == DOCUMENT.problems[0]
    assert with_problems(DOCUMENT, []) is DOCUMENT


def test_long_term_texts_are_said_once_as_not_judged() -> None:
    rows = (Indicator(name="甲", value="3个"), Indicator(name="乙", value="1个", long_term_value="5个"))
    place = Place(cell=Cell(table=1, row=4, column=5))
    project = Project(indicators=rows, places=PlaceMap({"indicators[2].long_term_value": place}))
    document = Document(projects=(Project(), project, Project(long_term_goals=("丙",))))
    (problem,) = long_term_aside(document).problems
    assert (problem.kind, problem.place) == ("not-judged", place)
    assert "long-term" in problem.en
    assert long_term_aside(Document(projects=(Project(goals=("丁",)),))).problems == ()
