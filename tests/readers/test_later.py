"""Large NDJSON: projects that are read when they are looked at are those of a document that is kept in memory."""

from __future__ import annotations

import json
import os
import pickle
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint import inputs
from perflint.inputs import Source, read_source
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.place import Place
from perflint.readers import large, ndjson, read
from perflint.readers.later import LaterProjects
from perflint.readers.lines import InputChanged, Lines
from perflint.readers.ndjson import Reading, Stretch, of_stretches, opening_of

HEAD = '{"format": 1, "title": "2023年绩效目标", "profile": "hebei-2022"}'
TEXTS = st.sampled_from(["甲", "乙丙", "a", "", "\u2028", "𠮷", "é"])
PROJECTS = st.fixed_dictionaries(
    {"name": TEXTS},
    optional={
        "code": TEXTS,
        "goals": st.lists(TEXTS, max_size=2),
        "spend_plan": st.lists(st.sampled_from(["10%", "100%"]), max_size=5),
        "indicators": st.lists(st.fixed_dictionaries({"name": TEXTS, "long_term_value": TEXTS}), max_size=2),
        "nmae": TEXTS,
        "no": st.sampled_from([1, "x"]),
    },
).map(lambda project: json.dumps(project, ensure_ascii=False))
BROKEN = st.sampled_from(
    ["", "  \t", "{", "[1]", "3", '{"name": "a", "name": "b"}', '{"name": "a"} x', ' {"name": "b"}\t', "\u3000", "null"]
)
LINES = st.lists(st.one_of(PROJECTS, PROJECTS, BROKEN, st.just(HEAD)), max_size=8)


def laid_out(lines: list[str], ends: list[str], mark: bool) -> bytes:
    text = "".join(line + end for line, end in zip(lines, ends, strict=False))
    return b"\xef\xbb\xbf" * mark + text.encode()


def shown(document: Document) -> object:
    """All that a document says, its places too."""
    paths = ("", "name", "nmae", "goals[1]", "goals[2]", "spend_plan.3月底", "indicators[1].name")
    places = [[project.places.find(path) for path in paths] for project in document.projects]
    head = [document.places.find(path) for path in ("", "title", "projects")]
    return list(document.projects), document.head(), document.fields, document.problems, places, head


def in_stretches(data: bytes, cuts: list[int], lexicon: Lexicon) -> Document:
    """The document as several processes read it, each from a line's beginning on."""
    opening = opening_of(Lines(data=data), lexicon)
    first = opening.stretch
    starts = sorted({data.find(b"\n", max(cut, first.start)) + 1 for cut in cuts if cut < len(data)} - {0})
    edges = [first.start, *(start for start in starts if first.start < start < len(data)), None]
    seen = []
    for start, end in pairwise(edges):
        assert start is not None
        reading = Reading(opening, first if start == first.start else Stretch(start))
        reading.stretch = Stretch(start, end, reading.stretch.line)
        assert len(list(reading.projects())) == len(reading.seen.index)
        seen.append(reading.seen)
    return of_stretches(opening, seen)


@given(
    LINES,
    st.lists(st.sampled_from(["\n", "\n", "\r\n", "\r", "\n\n"]), min_size=8, max_size=8),
    st.booleans(),
    st.lists(st.integers(0, 300), max_size=4),
)
def test_projects_read_later_and_in_stretches_are_those_read_at_once(
    lexicon: Lexicon, lines: list[str], ends: list[str], mark: bool, cuts: list[int]
) -> None:
    data = laid_out(lines, ends, mark)
    kept = ndjson.read("a.ndjson", data, lexicon)
    opening = opening_of(Lines(data=data), lexicon)
    reading = Reading(opening, opening.stretch)
    assert tuple(reading.projects()) == kept.projects
    later = of_stretches(opening, [reading.seen])
    said = [problem for problem in later.problems if problem.kind != "not-judged"]
    assert (later.projects, kept.projects) == (kept.projects, later.projects)
    assert hash(later) == hash(kept)
    assert said == list(kept.problems)
    assert shown(later)[:3] == shown(kept)[:3]  # type: ignore[index]
    assert shown(later)[4:] == shown(kept)[4:]  # type: ignore[index]
    assert shown(in_stretches(data, cuts, lexicon)) == shown(later)


def test_places_are_those_of_the_whole_text(lexicon: Lexicon) -> None:
    data = f'\n{HEAD}\r\n\r{{"name": "a"}}\n{{"name": "乙"\n  {{"name": "丙", "x": 1}}'.encode()
    document = ndjson.read("a.ndjson", data, lexicon)
    where = [project.places.find("name") for project in document.projects]
    assert [(place.line, place.column) for place in where if place] == [(4, 11), (6, 13)]
    assert [(problem.kind, problem.place.line) for problem in document.problems if problem.place] == [
        ("unreadable", 5),
        ("unknown-field", 6),
    ]


def test_a_text_without_a_head_begins_where_it_begins(lexicon: Lexicon) -> None:
    document = ndjson.read("a.ndjson", b'\n{"name": "a"}\n', lexicon)
    place = document.places.find("")
    assert (place.line, place.column) == (1, 1) if place else False
    assert document.places.find("title") is None


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.ndjson"
    lines = [HEAD, *(json.dumps({"name": f"项目{n}", "goals": ["甲"]}, ensure_ascii=False) for n in range(200))]
    path.write_bytes("\n".join(lines).encode())
    return path


def test_a_large_file_is_read_when_its_projects_are_looked_at(
    file: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = read_source(Source("a.ndjson", file), lexicon)
    monkeypatch.setattr(inputs, "LARGE_BYTES", 1_000)
    later = read_source(Source("a.ndjson", file), lexicon)
    assert isinstance(kept.document.projects, tuple)
    assert isinstance(later.document.projects, LaterProjects)
    assert later.document == kept.document
    assert (later.sha256, later.data) == (kept.sha256, b"")
    assert later.document.projects[-1].name == "项目199"
    assert [project.name for project in later.document.projects[3:5]] == ["项目3", "项目4"]
    assert pickle.loads(pickle.dumps(later.document.projects[3:5])) == kept.document.projects[3:5]
    with pytest.raises(IndexError):
        later.document.projects[200]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_large_file_in_another_encoding_is_read_as_a_whole(
    file: Path, lexicon: Lexicon, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = read_source(Source("a.ndjson", file), lexicon)
    file.write_bytes(file.read_text("utf-8").encode(encoding))
    monkeypatch.setattr(inputs, "LARGE_BYTES", 1_000)
    read_again = read_source(Source("a.ndjson", file), lexicon)
    assert isinstance(read_again.document.projects, tuple)
    assert read_again.document == kept.document


@pytest.mark.parametrize(
    "text", ['{"projects": [\n{"name": "a"}\n]}', "title: a\nprojects:\n- name: b\n", "\n" * 50, f"{HEAD}\n\n\n"]
)
def test_only_ndjson_with_projects_is_read_later(
    tmp_path: Path, lexicon: Lexicon, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(inputs, "LARGE_BYTES", 1)
    found = read_source(Source("a.txt", path), lexicon).document
    assert found == read("a.txt", text.encode(), lexicon)
    assert isinstance(found.projects, tuple)


def test_a_file_that_was_changed_is_not_read_later(file: Path, lexicon: Lexicon) -> None:
    opening = large.opening_of("a.ndjson", file, lexicon)
    assert opening is not None
    document = large.read_large(opening)
    assert document is not None
    assert document.projects[7].name == "项目7"
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    with pytest.raises(InputChanged):
        list(document.projects)
    file.unlink()
    with pytest.raises(InputChanged):
        document.projects[8]


def test_what_is_kept_of_a_large_file_is_small(file: Path, lexicon: Lexicon) -> None:
    opening = large.opening_of("a.ndjson", file, lexicon)
    assert opening is not None
    document = large.read_large(opening)
    assert document is not None
    assert len(pickle.dumps(document.projects)) - len(pickle.dumps(document.projects[:100])) < 100 * 24


@pytest.mark.parametrize("key", ["projects", "项目"])
@pytest.mark.parametrize("held", ['[{"name": "丁"}]', '{"name": "丁"}', '"丁"'])
def test_projects_in_the_head_are_said_with_their_place_however_the_file_is_read(
    lexicon: Lexicon, key: str, held: str
) -> None:
    data = f'\n{{"year": 2022, "{key}": {held}}}\n{{"name": "甲"}}\n{{"name": "乙"}}\n'.encode()
    for document in (ndjson.read("a.ndjson", data, lexicon), in_stretches(data, [len(data) - 15], lexicon)):
        assert [project.name for project in document.projects] == ["甲", "乙"]
        (problem,) = document.problems
        assert (problem.kind, problem.field, problem.place) == (
            "unreadable",
            "projects",
            Place(2, 17, 2, 17 + len(key)),
        )
        assert f"“{key}”" in problem.zh


@pytest.mark.parametrize("held", ["[]", "null"])
def test_an_empty_list_of_projects_in_the_head_says_nothing(lexicon: Lexicon, held: str) -> None:
    document = ndjson.read("a.ndjson", f'{{"year": 2022, "projects": {held}}}\n{{"name": "甲"}}\n'.encode(), lexicon)
    assert document.problems == ()
