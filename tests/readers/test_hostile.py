"""No input makes a reader of text formats raise, hang or recurse: each gets a reason in two languages."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perflint import limits
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.place import nearest_place
from perflint.readers import read

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BINARY = [bytes(range(256)) * 40, b"\x00" * 5000, b"\x7fELF" + bytes(range(200)), b"\x89PNG\r\n\x1a\n"]
ENDINGS = [".yaml", ".json", ".ndjson", ".txt", ".csv", ""]


def unreadable(document: Document) -> str:
    """The reason why nothing was read."""
    assert document.projects == ()
    assert document.problems
    assert all(problem.kind == "unreadable" and problem.zh and problem.en for problem in document.problems)
    return document.problems[0].en


@pytest.mark.parametrize("ending", [".yaml", ".json", ".ndjson"])
@pytest.mark.parametrize("opening", ["[", '{"a":', "{a: ", "- ", "[{", "? "])
@pytest.mark.parametrize("lead", ["", "projects: ", '{"projects": ', '{"projects": [', "projects:\n- x: "])
def test_deep_nesting_is_refused_at_once(ending: str, opening: str, lead: str, lexicon: Lexicon) -> None:
    start = time.process_time()
    for times in (10_000, 200_000 // len(opening)):
        unreadable(read(f"a{ending}", (lead + opening * times).encode(), lexicon))
    assert time.process_time() - start < 5


def test_an_alias_bomb_is_refused_before_it_goes_off(lexicon: Lexicon) -> None:
    assert "anchors" in unreadable(read("a.yaml", (BOMB + "projects: [*i,*i]\n").encode(), lexicon))


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t\n", b"\xef\xbb\xbf", "\u3000\n".encode(), b"\xff\xfe", b"\xff\xfe \x00\n\x00"],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file_is_said_to_be_empty(data: bytes, ending: str, lexicon: Lexicon) -> None:
    document = read(f"a{ending}", data, lexicon)
    assert "empty" in unreadable(document)
    assert document.problems[0].place is not None


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("data", BINARY)
def test_binary_data_is_said_to_be_binary(data: bytes, ending: str, lexicon: Lexicon) -> None:
    reason = unreadable(read(f"a{ending}", data, lexicon))
    assert "binary" in reason or "PNG" in reason or "no valid" in reason or "control character" in reason


@pytest.mark.parametrize("kind", ["yaml", "json", "ndjson"])
def test_a_project_beyond_the_limit_is_refused(kind: str, lexicon: Lexicon) -> None:
    name = "x" * limits.PROJECT_CHARACTERS
    texts = {
        "yaml": f"projects:\n- {{name: {name}, code: a}}\n",
        "json": f'{{"projects": [{{"name": "{name}"}}]}}',
        "ndjson": f'{{"name": "{name}"}}\n{{"name": ""}} x\n',
    }
    assert str(limits.PROJECT_CHARACTERS) in unreadable(read(f"a.{kind}", texts[kind].encode(), lexicon))


def test_a_project_of_endless_rows_is_refused_while_it_is_read(lexicon: Lexicon) -> None:
    row = "  - {name: " + "x" * 1000 + "}\n"
    text = "projects:\n- indicators:\n" + row * (limits.PROJECT_CHARACTERS // 1000 + 100)
    assert "characters" in unreadable(read("a.yaml", text.encode(), lexicon))


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_a_project_full_of_faults_costs_no_more_than_its_size(kind: str, lexicon: Lexicon) -> None:
    start = time.process_time()
    body = ", ".join(f'"no": {number}' for number in range(20_000))
    text = f'{{"projects": [{{{body}}}]}}' if kind == "json" else f"projects:\n- {{{body}}}\n"
    document = read(f"a.{kind}", text.encode(), lexicon)
    assert len(document.problems) == 19_999
    assert time.process_time() - start < 5


def test_texts_of_very_many_paragraphs_cost_no_more_than_their_size(lexicon: Lexicon) -> None:
    start = time.process_time()
    document = read("a.yaml", ("projects:\n- goals: |\n" + "    甲\n" * 100_000).encode(), lexicon)
    assert len(document.projects[0].goals) == 100_000
    for number in (1, 50_000, 100_000):
        place = document.projects[0].places.find(f"goals[{number}]")
        assert place is not None
        assert place.line == number + 2
    part_one = "总体绩效目标\n" + "甲\n" * 200_000 + "\t项目编码\n\tX\n"
    assert read("a.txt", part_one.encode(), lexicon).department.overall_goal.count("甲") == 200_000
    comment = "projects:\n- name: a # perflint: a" + " " * 200_000 + "b\n"
    assert read("a.yaml", comment.encode(), lexicon).comments[0].text.endswith("b")
    assert time.process_time() - start < 10


def test_a_package_with_too_many_members_is_refused(lexicon: Lexicon) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(limits.MEMBERS + 1):
            package.writestr(str(number), b"")
    assert str(limits.MEMBERS) in unreadable(read("a.docx", out.getvalue(), lexicon))


def touch(document: Document) -> None:
    """Asks for the places that rules ask for."""
    for path in ("year", "department.category_goals[1].goal", "projects"):
        nearest_place(document.places, path)
    for project in document.projects:
        for path in ("", "no", "goals[1]", "indicators[1].value", "spend_plan.6月底", "budget.total"):
            nearest_place(project.places, path)


YAML_BITS = [
    "projects:",
    "项目:",
    "- ",
    "  ",
    "name: ",
    "indicators:",
    "goals: ",
    "no: x",
    "budget: {parts: {a: 1}}",
    "\n",
]
MARKS = [
    "：",
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "'",
    "|",
    ">",
    "#",
    "# perflint: x",
    "\t",
    "\r\n",
    "\u2028",
    "\ufeff",
    "&a",
]
MORE = [
    "*a",
    "!x",
    "%",
    "@",
    "`",
    "? ",
    ": ",
    "---\n",
    "...\n",
    "<<: ",
    "null",
    "~",
    "a",
    "𠮷",
    "\\ud800",
    "\x00",
    "\x07",
]
TEXT_BITS = ["1.", "1.甲绩效目标表\n", "\t项目编码\n", "\t单位：万元\n", "\t\n", "\t绩效目标\n", "\t一级指标\n"]
MORE_TEXT = ["\t指标值\n\n", "\t3月底\n", "\t资金支出计划（%）\n", "（一）乙", "绩效指标：", "总体绩效目标\n"]
JSON_BITS = ["budget: {parts: {a: 1}}", "%", '{"projects": [', '{"name": "b"}', '"goals": ["a", null]', "1e5", "NaN"]
FRAGMENTS = st.sampled_from([*YAML_BITS, *MARKS, *MORE, *TEXT_BITS, *MORE_TEXT, *JSON_BITS])
LEADS = st.sampled_from([b"", b"projects:\n- ", b'{"projects": [', b"PK\x03\x04", b"\t"])
PUTS = st.sampled_from(["", "\t", "\n", "\n\n", "绩效目标", "\t\n"])


@settings(max_examples=400, deadline=None)
@given(parts=st.lists(FRAGMENTS, max_size=40), ending=st.sampled_from(ENDINGS))
def test_no_text_makes_a_reader_raise(parts: list[str], ending: str, lexicon: Lexicon) -> None:
    document = read(f"a{ending}", "".join(parts).encode(), lexicon)
    assert document.projects or document.problems or document.department.indicators or document.department.goals
    touch(document)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300), lead=LEADS)
def test_no_bytes_make_a_reader_raise(data: bytes, lead: bytes, lexicon: Lexicon) -> None:
    touch(read("a.yaml", lead + data, lexicon))


@settings(max_examples=150, deadline=None)
@given(
    at=st.integers(0, 20_000),
    size=st.integers(0, 300),
    put=PUTS,
)
def test_a_booklet_with_a_piece_cut_out_is_read_or_said(
    at: int, size: int, put: str, booklet: bytes, lexicon: Lexicon
) -> None:
    text = booklet.decode()
    document = read("a.txt", (text[:at] + put + text[at + size :]).encode(), lexicon)
    assert len(document.projects) >= 28
    touch(document)
