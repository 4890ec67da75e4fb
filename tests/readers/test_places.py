"""A place points at the very text, in every text format."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from perflint.lexicon import Lexicon
from perflint.model import Document, Project
from perflint.place import Place, nearest_place
from perflint.readers import read
from perflint.writers import write

Cut = Callable[[str, Place | None], str]
HARD = """\
projects:
- {no: 1, name: 𠮷𠮷, code: "𠮷 # \\t", purpose: 'it''s'}   # 注
- name:   plain text   # comment
  purpose: >
    folded
    text
  goals: |
    甲
    乙乙

    甲
  unit: {code: "1", name: }
  indicators:
  - name: a
    value: ≥95%
  -   {name: "b", value: '≤5'}
- [bad]
"""


def scalars(project: Project) -> Iterator[tuple[str, str]]:
    """The non-blank scalars of a project by field path."""
    for name in ("heading", "code", "name", "money_unit", "purpose"):
        yield name, getattr(project, name)
    yield "no", str(project.no)
    yield "unit.code", project.unit.code
    yield "unit.name", project.unit.name
    for name in ("total", "fiscal", "other"):
        yield f"budget.{name}", getattr(project.budget, name)
    for label, text in project.budget.parts:
        yield f"budget.parts.{label}", text
    for label, text in project.spend_plan:
        yield f"spend_plan.{label}", text
    for number, goal in enumerate(project.goals, 1):
        yield f"goals[{number}]", goal
    for number, row in enumerate(project.indicators, 1):
        for name in row.__slots__:
            yield f"indicators[{number}].{name}", getattr(row, name)


def check(document: Document, text: str, cut: Cut) -> int:
    """Every non-blank scalar has a place; where that is exact, the text there is the value. Counts the exact ones."""
    exact = 0
    for project in document.projects:
        for path, value in scalars(project):
            place = project.places.find(path)
            if not value or value == "None":
                continue
            assert place is not None, path
            written = cut(text, place)
            if place.exact:
                assert written == value, path
                exact += 1
            else:
                assert written, path
    return exact


def test_every_scalar_of_the_booklet_is_where_its_place_says(booklet: bytes, lexicon: Lexicon, cut: Cut) -> None:
    document = read("a.txt", booklet, lexicon)
    exact = check(document, booklet.decode(), cut)
    assert exact > 31 * 30
    assert cut(booklet.decode(), document.places.find("department.category_goals[2].indicator")).endswith("保障。。")


@pytest.mark.parametrize("ending", [".yaml", ".json", ".ndjson"])
def test_every_scalar_of_the_converted_booklet_is_where_its_place_says(
    ending: str, booklet: bytes, lexicon: Lexicon, cut: Cut
) -> None:
    data = write(read("a.txt", booklet, lexicon), ending)
    document = read(f"a{ending}", data, lexicon)
    assert check(document, data.decode(), cut) > 31 * 30
    assert cut(data.decode(), document.places.find("department.category_goals[2].indicator")).endswith("保障。。")


def test_the_places_of_a_hard_text(lexicon: Lexicon, cut: Cut) -> None:
    document = read("a.yaml", HARD.encode(), lexicon)
    check(document, HARD, cut)
    first, second = document.projects
    assert cut(HARD, first.places.find("name")) == "𠮷𠮷"
    assert cut(HARD, first.places.find("code")) == '"𠮷 # \\t"'
    assert cut(HARD, first.places.find("purpose")) == "'it''s'"
    assert cut(HARD, second.places.find("name")) == "plain text"
    assert cut(HARD, second.places.find("unit.name")) == "name"
    assert cut(HARD, second.places.find("indicators")) == "indicators"
    assert cut(HARD, second.places.find("indicators[2]")) == "{name: \"b\", value: '≤5'}"
    assert cut(HARD, nearest_place(second.places, "indicators[1].basis")) == "name: a"
    assert cut(HARD, nearest_place(second.places, "code")) == "name:   plain text   # comment"
    third = second.places.find("goals[3]")
    assert third is not None
    assert (third.line, cut(HARD, third)) == (11, "甲")


def test_what_is_said_of_the_whole_document_has_a_place_too(booklet: bytes, lexicon: Lexicon) -> None:
    document = read("a.txt", booklet, lexicon)
    for ending in ("", ".yaml", ".json", ".ndjson"):
        found = read("a", write(document, ending), lexicon) if ending else document
        for path in ("indicators.basis", "department.category_goals", "purpose", "year"):
            place = nearest_place(found.places, path)
            assert place is not None
            assert place.line


def test_a_project_cut_out_of_a_flow_list_has_at_least_its_own_place(lexicon: Lexicon) -> None:
    text = "projects: [name: a\nb, code: c]\n"
    document = read("a.yaml", text.encode(), lexicon)
    assert [project.name for project in document.projects] == ["a b", ""]
    for project in document.projects:
        place = nearest_place(project.places, "name")
        assert place is not None
        assert place.line in (1, 2)


def test_windows_line_ends_do_not_move_places(booklet: bytes, lexicon: Lexicon, cut: Cut) -> None:
    for data in (booklet, write(read("a.txt", booklet, lexicon), ".yaml")):
        text = data.decode()
        document = read("a", data.replace(b"\n", b"\r\n"), lexicon)
        assert document == read("a", data, lexicon)
        assert check(document, text, cut) > 31 * 30
