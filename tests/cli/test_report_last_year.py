"""`perflint report --last-year OLD`: what it takes, what it refuses, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from typer.testing import Result

Run = Callable[..., Result]
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


@pytest.fixture
def old(faulty: Path, tmp_path: Path) -> Path:
    """The faulty document as it was: other amounts, a goal more."""
    path = tmp_path / "old.yaml"
    path.write_text(faulty.read_text(encoding="utf-8").replace("12月底: 100%", "12月底: 90%"), encoding="utf-8")
    return path


def notes(path: Path) -> list[str]:
    tree: Any = html.document_fromstring(path.read_text(encoding="utf-8"))
    return [" ".join(note.text_content().split()) for note in tree.xpath("//td//*[contains(@class, 'ly ')]")]


def test_last_year_stands_beside_what_differs(run: Run, faulty: Path, old: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    done = run("report", faulty, "--last-year", old, "-o", target)
    assert (done.exit_code, done.stderr) == (0, "")
    assert notes(target) == ["≠ 支出计划变化 上年：90%"]


def test_the_folder_form_takes_it_too_and_nothing_is_said_without_it(
    run: Run, faulty: Path, old: Path, tmp_path: Path
) -> None:
    assert run("report", faulty, "--last-year", old, "-o", tmp_path / "out", "--lang", "en").exit_code == 0
    assert notes(tmp_path / "out" / "document-001.html") == ["≠ spend plan changed last year：90%"]
    assert run("report", faulty, "-o", tmp_path / "plain.html").exit_code == 0
    assert 'class="years"' not in (tmp_path / "plain.html").read_text(encoding="utf-8")


def test_last_year_may_come_in_another_format(run: Run, tmp_path: Path, checkout: Path) -> None:
    target = tmp_path / "out.html"
    new = checkout / "examples" / "laoting-2022.yaml"
    assert run("report", new, "--last-year", FIXTURES / "seed31.docx", "-o", target).exit_code == 0
    assert notes(target) == []


@pytest.mark.parametrize("name", ["out.md", "out.docx", "out.xlsx", "out.pdf"])
def test_other_formats_say_that_they_cannot_show_it(
    run: Run, faulty: Path, old: Path, tmp_path: Path, name: str
) -> None:
    done = run("report", faulty, "--last-year", old, "-o", tmp_path / name)
    assert done.exit_code == 2
    assert "--last-year" in done.stderr
    assert Path(name).suffix in done.stderr
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(("kind", "name"), [("audit", "out.xlsx"), ("letter", "out.docx"), ("letter", "out")])
def test_other_kinds_say_that_they_cannot_show_it(
    run: Run, faulty: Path, old: Path, tmp_path: Path, kind: str, name: str
) -> None:
    done = run("report", faulty, "--last-year", old, "--kind", kind, "-o", tmp_path / name)
    assert done.exit_code == 2
    assert f"--kind {kind}" in done.stderr
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("content", [None, "projects: [", ""])
def test_a_last_year_that_is_not_there_or_cannot_be_read_is_refused_by_name(
    run: Run, faulty: Path, tmp_path: Path, content: str | None
) -> None:
    before = tmp_path / "before.yaml"
    if content is not None:
        before.write_text(content, encoding="utf-8")
    done = run("report", faulty, "--last-year", before, "-o", tmp_path / "out.html")
    assert done.exit_code == 2
    assert "before.yaml" in done.stderr
    assert not (tmp_path / "out.html").exists()


def test_several_documents_are_not_compared_with_one(run: Run, faulty: Path, old: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(faulty.read_text(encoding="utf-8").replace("巡警", "法警"), encoding="utf-8")
    done = run("report", faulty, other, "--last-year", old, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert "--last-year" in done.stderr
    assert not (tmp_path / "out").exists()


def test_last_year_among_the_inputs_is_no_input_and_never_overwritten(
    run: Run, faulty: Path, old: Path, tmp_path: Path
) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    faulty.rename(inputs / "new.yaml")
    kept = old.rename(inputs / "old.html")  # YAML, whatever it is called
    before = kept.read_bytes()
    assert run("report", inputs / "new.yaml", "--last-year", kept, "-o", kept).exit_code == 2
    assert kept.read_bytes() == before
    kept = kept.rename(inputs / "old.yaml")
    target = tmp_path / "out.html"
    assert run("report", inputs, "--last-year", kept, "-o", target).exit_code == 0
    assert notes(target) == ["≠ 支出计划变化 上年：90%"]


def test_a_new_document_that_cannot_be_read_is_reported_without_comparison(run: Run, old: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("projects: [", encoding="utf-8")
    done = run("report", broken, "--last-year", old, "-o", tmp_path / "out.html")
    assert done.exit_code == 1
    assert "broken.yaml" in done.stderr
    assert "STR001" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_what_of_last_year_was_not_read_is_said_on_the_page(run: Run, faulty: Path, old: Path, tmp_path: Path) -> None:
    old.write_text(old.read_text(encoding="utf-8") + "\n- just a text\n", encoding="utf-8")
    target = tmp_path / "out.html"
    done = run("report", faulty, "--last-year", old, "-o", target)
    assert done.exit_code == 0
    assert "old.yaml" in done.stderr
    assert "上年文件中没有读到的内容" in target.read_text(encoding="utf-8")


def test_waivers_bound_to_the_new_document_are_no_hindrance_and_solve_nothing(
    run: Run, faulty: Path, old: Path, tmp_path: Path
) -> None:
    decisions = tmp_path / "decisions.yaml"
    entry = "{rule: PLN003, project: 13022522P00CKTC10027L, verdict: waived, by: 王芳, reason: 已核实}"
    decisions.write_text(f"format: 1\nentries:\n- {entry}\n", encoding="utf-8")
    said = []
    for more in ([], ["--decisions", decisions]):
        target = tmp_path / "out.html"
        assert run("report", faulty, "--last-year", old, "-o", target, *more).exit_code == 0
        tree: Any = html.document_fromstring(target.read_text(encoding="utf-8"))
        said.append(tree.find_class("tally")[0].text_content())
    assert said[0] == said[1]


def test_the_year_that_is_given_is_that_of_the_new_document(run: Run, faulty: Path, old: Path, tmp_path: Path) -> None:
    for path in (faulty, old):
        path.write_text(path.read_text(encoding="utf-8").replace("year: 2022\n", ""), encoding="utf-8")
    target = tmp_path / "out.html"
    assert run("report", faulty, "--last-year", old, "-o", target, "--year", "2023").exit_code == 0
    tree: Any = html.document_fromstring(target.read_text(encoding="utf-8"))
    assert "（2022年度），本文件2023年度" in tree.find_class("years")[0].text_content()
