"""Targets in JSON and NDJSON: written numbers, duplicate keys, places, and one bad line among good ones."""

from __future__ import annotations

import json

import pytest

from perflint import limits
from perflint.lexicon import Lexicon
from perflint.readers import read


def test_numbers_keep_their_written_text(lexicon: Lexicon) -> None:
    huge = "9" * 6000
    text = (
        f'{{"projects": [{{"no": 7, "code": 0.10, "name": 1E5, "purpose": {huge}, "heading": NaN, "goals": [true]}}]}}'
    )
    (project,) = read("a.json", text.encode(), lexicon).projects
    assert (project.no, project.code, project.name, project.heading) == (7, "0.10", "1E5", "NaN")
    assert project.purpose == huge
    assert project.goals == ("true",)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1E+2", "100"),
        ("1.50e1", "15.0"),
        ("12345678901234567.89e0", "12345678901234567.89"),
        ("15e-3", "0.015"),
        ("-2E0002", "-200"),
        ("0E5", "0"),
        ("1E+999999999", "1E+999999999"),
        ("1E-99999999999999999999", "1E-99999999999999999999"),
        ('"1E+2"', "1E+2"),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_amounts_with_a_power_of_ten_are_read_exactly_and_texts_stay(
    lexicon: Lexicon, written: str, read_as: str, name: str
) -> None:
    project = (
        f'{{"code": 1302E10, "budget": {{"total": {written}, "parts": {{"上年结转": {written}}}}},'
        f' "spend_plan": {{"3月底": {written}}}, "indicators": [{{"name": 1E5, "value": {written}}}]}}'
    )
    text = f'{{"projects": [{project}]}}' if name == "a.json" else f"{project}\n{project}\n"
    one = read(name, text.encode(), lexicon).projects[-1]
    assert one.budget.total == read_as
    assert one.budget.parts == (("上年结转", read_as),)
    assert one.spend_plan == (("3月底", read_as),)
    assert (one.indicators[0].value, one.indicators[0].name, one.code) == (read_as, "1E5", "1302E10")
    assert {type(text) for text in (one.code, one.budget.total, one.indicators[0].name)} == {str}
    place = one.places.find("budget.total")
    assert place is not None
    assert place.exact is (written == '"1E+2"')


def test_yaml_takes_a_power_of_ten_for_text_as_its_readers_do(lexicon: Lexicon) -> None:
    (project,) = read("a.yaml", b"projects:\n- {name: a, budget: {total: 1E+2}}\n", lexicon).projects
    assert project.budget.total == "1E+2"


def test_of_a_duplicate_key_the_first_stands(lexicon: Lexicon) -> None:
    document = read("a.json", '{"projects": [{"name": "甲", "name": "乙"}]}'.encode(), lexicon)
    assert document.projects[0].name == "甲"
    (problem,) = document.problems
    assert (problem.kind, problem.project) == ("duplicate-key", 0)
    assert problem.place is not None
    assert (problem.place.line, problem.place.column, problem.place.end_column) == (1, 30, 34)


def test_an_unknown_key_of_the_document_is_said(lexicon: Lexicon) -> None:
    document = read("a.json", b'{"yaer": 2022, "projects": [{"name": "a"}]}', lexicon)
    (problem,) = document.problems
    assert (problem.kind, problem.field, problem.suggestion, problem.project) == ("unknown-field", "yaer", "year", None)
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (1, 3)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('{"projects": 3}', 14),
        ('{"projects": {}}', 14),
        ('{"projects": []}', 3),
        ('{"projects": [{"name": "a"},]}', 29),
        ('{"projects": [{"name": "a"}}', 28),
        ('{"projects": [{"name": "a"}]', 29),
        ('{"projects": [{"name": "a"}]} x', 31),
        ('{"projects" [{"name": "a"}]}', 13),
        ('{"projects": [{"name": "a\\ud800"}]}', 26),
        ('{"projects": [{"name": "a}]}', 24),
        ("[1]", 1),
        ("{", 2),
    ],
)
def test_what_cannot_be_read_says_where(text: str, column: int, lexicon: Lexicon) -> None:
    document = read("a.json", text.encode(), lexicon)
    assert document.projects == ()
    (problem,) = document.problems
    assert problem.kind == "unreadable"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) in ((1, column), (1, column - 1))


def test_a_pair_of_escapes_makes_one_character(lexicon: Lexicon) -> None:
    text = r'{"projects": [{"name": "\ud842\udfb7", "code": "\\ud800"}]}'
    (project,) = read("a.json", text.encode(), lexicon).projects
    assert (project.name, project.code) == ("𠮷", "\\ud800")


def test_nesting_is_bounded_in_what_is_unknown_too(lexicon: Lexicon) -> None:
    for depth, kinds in ((limits.DEPTH - 10, ["unknown-field"]), (limits.DEPTH + 10, ["unreadable"])):
        text = '{"projects": [{"name": "a", "x": ' + "[" * depth + "]" * depth + "}]}"
        assert [problem.kind for problem in read("a.json", text.encode(), lexicon).problems] == kinds


def test_a_large_project_with_many_rows_is_not_too_deep(lexicon: Lexicon) -> None:
    rows = [{"name": f"指标{number}"} for number in range(200)]
    document = read("a.json", json.dumps({"projects": [{"indicators": rows}]}).encode(), lexicon)
    assert document.problems == ()
    assert len(document.projects[0].indicators) == 200


HEAD = '{"format": 1, "department": {"name": "县公安局"}, "year": 2022}'


def test_ndjson_has_a_head_and_a_project_a_line(lexicon: Lexicon) -> None:
    text = f'{HEAD}\n{{"no": 1, "name": "甲"}}\r\n\n  {{"no": 2, "name": "乙"}}  \n'
    document = read("a.ndjson", text.encode(), lexicon)
    assert (document.kind, document.year, document.department.name) == ("ndjson", "2022", "县公安局")
    assert [project.name for project in document.projects] == ["甲", "乙"]
    assert document.problems == ()
    place = document.projects[1].places.find("name")
    assert place is not None
    assert (place.line, place.column, place.end_column) == (4, 22, 23)
    place = document.places.find("year")
    assert place is not None
    assert (place.line, place.column) == (1, 55)


def test_ndjson_without_a_head_is_projects_alone(lexicon: Lexicon) -> None:
    document = read("a.ndjson", '{"name": "甲"}\n{"name": "乙"}'.encode(), lexicon)
    assert len(document.projects) == 2
    assert document.year == ""


def test_a_broken_line_is_its_own_problem_and_the_others_are_read(lexicon: Lexicon) -> None:
    text = f'{HEAD}\n{{"name": "甲"\n{{"name": "乙"}} x\n{{"name": "丙", "goals": [1,\n2]}}\n{{"name": "丁"}}\n[1]\n'
    document = read("a.ndjson", text.encode(), lexicon)
    assert [project.name for project in document.projects] == ["丁"]
    assert [problem.kind for problem in document.problems] == ["unreadable"] * 5
    assert sorted(problem.place.line for problem in document.problems if problem.place) == [2, 3, 4, 5, 7]


def test_a_broken_head_does_not_make_the_next_line_a_head(lexicon: Lexicon) -> None:
    document = read("a.ndjson", b'{"year": 2022\n{"name": "a"}\n', lexicon)
    assert [project.name for project in document.projects] == ["a"]
    assert [problem.kind for problem in document.problems] == ["unreadable"]
