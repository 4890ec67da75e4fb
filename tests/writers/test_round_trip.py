"""What is written in YAML, JSON and NDJSON is read back as the same document with the same fields."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from perflint.lexicon import Lexicon
from perflint.model import Budget, CategoryGoal, Department, Document, Indicator, Project, Unit
from perflint.readers import read
from perflint.writers import UnknownFormat, write

ENDINGS = [".yaml", ".json", ".ndjson"]

SCALAR_VALUES = [
    *(
        "null",
        "~",
        "true",
        "no",
        "0123",
        "1302E10",
        "1:30",
        "90.00",
        "2022-01-01",
        "- a",
        "a: b",
        "a #b",
        "# a",
        "@x",
        "%a",
    ),
    *(
        "'",
        '"',
        "\\",
        "{a}",
        "[a]",
        "a,b",
        "a\nb",
        "\n",
        " a",
        "a ",
        "\ta",
        "\u3000",
        "\u2028",
        "\u0085",
        "\ufeff",
        "𠮷",
    ),
    *(
        "≥95%",
        "25",
        "25%",
        "<<",
        "=",
        "---",
        "...",
        "? a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "\x07",
        "\x7f",
        "a\u2029b",
        "\ufffe",
    ),
    *("1_000", "0x1F", ".5", "1e5", "on", "y", "值：一", "（一）", "【", "a:", ":a", "a\r\nb", "`"),
]
text = st.one_of(
    st.sampled_from(SCALAR_VALUES),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
)
blank_or_text = st.one_of(st.just(""), text)
item = text.filter(lambda value: bool(value.strip()))
pairs = st.lists(st.tuples(text, blank_or_text), max_size=3).map(tuple)
rows = st.lists(st.builds(Indicator, **dict.fromkeys(Indicator.__slots__, blank_or_text)), max_size=2).map(tuple)
items = st.lists(item, max_size=2).map(tuple)
budgets = st.builds(Budget, blank_or_text, blank_or_text, blank_or_text, pairs)
projects = st.builds(
    Project,
    no=st.one_of(st.none(), st.integers(0, 999_999_999)),
    heading=blank_or_text,
    code=blank_or_text,
    name=blank_or_text,
    unit=st.builds(Unit, blank_or_text, blank_or_text),
    budget=budgets,
    money_unit=blank_or_text,
    purpose=blank_or_text,
    spend_plan=pairs,
    goals=items,
    indicators=rows,
    long_term_goals=items,
    long_term_indicators=rows,
)
departments = st.builds(
    Department,
    code=blank_or_text,
    name=blank_or_text,
    total=blank_or_text,
    overall_goal=blank_or_text,
    category_goals=st.lists(st.builds(CategoryGoal, blank_or_text, blank_or_text, blank_or_text), max_size=2).map(
        tuple
    ),
    safeguards=items,
    goals=items,
    indicators=rows,
    budget=budgets,
)
FIELDS = [
    *("no", "heading", "code", "name", "unit.code", "unit.name", "budget.total", "budget.fiscal", "budget.other"),
    *("budget.parts", "money_unit", "purpose", "spend_plan", "goals", "indicators", "long_term_goals"),
    *("long_term_indicators", "indicators.value", "indicators.weight", "indicators.basis"),
]
documents = st.builds(
    Document,
    profile=blank_or_text,
    title=blank_or_text,
    year=blank_or_text,
    region=blank_or_text,
    money_unit=blank_or_text,
    department=departments,
    projects=st.lists(projects, min_size=1, max_size=3).map(tuple),
    fields=st.frozensets(st.sampled_from(FIELDS)),
)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_booklet_survives_being_written_and_read(ending: str, booklet: bytes, lexicon: Lexicon) -> None:
    document = read("a.txt", booklet, lexicon)
    again = read(f"a{ending}", write(document, ending), lexicon)
    assert {problem.kind for problem in again.problems} <= {"not-judged"}  # long-term texts
    assert again == document
    assert again.fields == document.fields
    assert write(again, ending) == write(document, ending)


@settings(max_examples=200, deadline=None)
@given(document=documents, ending=st.sampled_from(ENDINGS))
def test_any_document_survives_being_written_and_read(document: Document, ending: str, lexicon: Lexicon) -> None:
    data = write(document, ending)
    again = read(f"a{ending}", data, lexicon)
    assert {problem.kind for problem in again.problems} <= {"not-judged"}  # long-term texts
    assert again == document
    assert again.fields >= {field for field in document.fields if "indicators." not in field}
    assert read(f"a{ending}", write(again, ending), lexicon).fields == again.fields


@settings(max_examples=300, deadline=None)
@given(value=text)
def test_another_program_reads_the_same_texts_from_our_yaml(value: str) -> None:
    project = Project(code=value, name=value, indicators=(Indicator(name=value, value=value),), goals=(value,))
    (entry,) = yaml.safe_load(write(Document(projects=(project,)), ".yaml"))["projects"]
    assert (entry["code"], entry["name"], entry["goals"][0]) == (value, value, value)
    assert entry["indicators"][0] == {"name": value, "value": value}


def test_amounts_percentages_and_the_year_stand_without_quotes_and_codes_with_them() -> None:
    project = Project(
        no=1,
        code="0123",
        unit=Unit("312002", "县公安局"),
        budget=Budget("90.00", "0", "", (("结转", "10.5"),)),
        spend_plan=(("3月底", "25%"), ("6月底", "")),
        indicators=(Indicator(name="甲", value="7", weight="10"),),
    )
    lines = write(Document(year="2022", region="130225", projects=(project,)), ".yaml").decode().splitlines()
    assert lines == [
        "format: 1",
        "year: 2022",
        'region: "130225"',
        "projects:",
        "- no: 1",
        '  code: "0123"',
        '  unit: {code: "312002", name: 县公安局}',
        "  budget: {total: 90.00, fiscal: 0, parts: {结转: 10.5}}",
        "  spend_plan: {3月底: 25%, 6月底: null}",
        "  indicators:",
        '  - {name: 甲, value: "7", weight: 10}',
    ]


def test_long_labels_are_written_as_explicit_keys(lexicon: Lexicon) -> None:
    label = "很长的标签" * 400
    document = Document(projects=(Project(budget=Budget(parts=((label, "1"),))),))
    assert read("a.yaml", write(document, ".yaml"), lexicon) == document


def test_a_form_whose_columns_are_all_blank_keeps_them(lexicon: Lexicon) -> None:
    document = Document(
        projects=(Project(name="a", indicators=(Indicator(name="b"),)),),
        fields=frozenset({"name", "purpose", "indicators", "indicators.name", "indicators.basis"}),
    )
    for ending in ENDINGS:
        assert read(f"a{ending}", write(document, ending), lexicon).fields == document.fields


def test_json_has_no_number_but_the_printed_one(booklet: bytes, lexicon: Lexicon) -> None:
    data = json.loads(write(read("a.txt", booklet, lexicon), ".json"))
    project = data["projects"][0]
    assert project["no"] == 1
    assert project["budget"] == {"total": "90.00", "fiscal": "90.00", "other": None}
    assert project["spend_plan"]["3月底"] == "25%"


def test_an_ending_without_a_writer_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        write(Document(), ".doc")


def test_the_example_is_what_the_writer_makes_of_the_booklet(booklet: bytes, lexicon: Lexicon, checkout: Path) -> None:
    example = (checkout / "examples" / "laoting-2022.yaml").read_bytes()
    assert example == write(read("laoting-2022.txt", booklet, lexicon), ".yaml")


def test_an_empty_plan_entry_and_a_missing_one_stay_apart(lexicon: Lexicon) -> None:
    blank = Document(projects=(Project(name="a", spend_plan=(("3月底", ""),)),))
    missing = replace(blank, projects=(Project(name="a"),))
    for ending in ENDINGS:
        assert read("a", write(blank, ending), lexicon) == blank
        assert read("a", write(missing, ending), lexicon) == missing
