"""`perflint report`: what it writes, what it refuses, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from typer.testing import Result

from perflint.cli import folder as folder_module

Run = Callable[..., Result]


def test_a_report_with_violations_is_no_failure(run: Run, faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    assert run("report", faulty, "-o", target).exit_code == 0
    assert "PLN003" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["out.html", "out.htm", "out.md"])
def test_the_ending_picks_the_format(run: Run, faulty: Path, tmp_path: Path, name: str) -> None:
    assert run("report", faulty, "-o", tmp_path / name).exit_code == 0
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith("# perflint") == name.endswith(".md")


def test_an_ending_that_nothing_writes_is_refused_with_those_that_are(run: Run, faulty: Path, tmp_path: Path) -> None:
    done = run("report", faulty, "-o", tmp_path / "out.odp")
    assert done.exit_code == 2
    assert ".html" in done.stderr
    assert not (tmp_path / "out.odp").exists()


def test_an_unknown_kind_is_refused(run: Run, faulty: Path, tmp_path: Path) -> None:
    done = run("report", faulty, "-o", tmp_path / "out.html", "--kind", "anotated")
    assert done.exit_code == 2
    assert "annotated" in done.stderr


def test_an_input_is_never_overwritten(run: Run, faulty: Path, tmp_path: Path) -> None:
    own = faulty.rename(tmp_path / "own.html")
    before = own.read_bytes()
    assert run("report", own, "-o", own).exit_code == 2
    assert own.read_bytes() == before


def test_a_folder_of_inputs_is_no_place_for_their_report(run: Run, faulty: Path, tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "out"):
        done = run("report", tmp_path, "-o", f"{target}/")
        assert done.exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [faulty.name]


def test_an_unreadable_input_is_reported_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("projects: [", encoding="utf-8")
    target = tmp_path / "out.html"
    assert run("report", broken, "-o", target).exit_code == 1
    assert "STR001" in target.read_text(encoding="utf-8")


def test_a_missing_path_gives_2_after_the_others_were_reported(run: Run, faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    done = run("report", faulty, tmp_path / "absent.yaml", "-o", target)
    assert done.exit_code == 2
    assert "absent.yaml" in (target / "index.html").read_text(encoding="utf-8")


def test_nothing_is_written_where_no_input_was_found(run: Run, tmp_path: Path) -> None:
    assert run("report", tmp_path / "absent.yaml", "-o", tmp_path / "out.html").exit_code == 2
    assert not list(tmp_path.iterdir())


def test_several_documents_need_a_folder(run: Run, faulty: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(faulty.read_text(encoding="utf-8").replace("巡警", "法警"), encoding="utf-8")
    done = run("report", faulty, other, "-o", tmp_path / "out.html")
    assert done.exit_code == 2
    assert "文件夹" in done.stderr
    assert not (tmp_path / "out.html").exists()
    assert run("report", faulty, other, "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "document-002.html").is_file()


def test_a_second_report_replaces_the_first_and_leaves_other_files(run: Run, faulty: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    for name in ("a", "b"):
        text = faulty.read_text(encoding="utf-8").replace("巡警", name)
        (inputs / f"{name}.yaml").write_text(text, encoding="utf-8")
    target = tmp_path / "out"
    run("report", inputs, "-o", target)
    (target / "notes.html").write_text("mine", encoding="utf-8")
    (inputs / "b.yaml").unlink()
    assert run("report", inputs, "-o", target).exit_code == 0
    assert sorted(path.name for path in target.iterdir()) == ["document-001.html", "index.html", "notes.html"]


def test_a_page_that_perflint_did_not_make_is_not_replaced(run: Run, faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "index.html").write_text("mine", encoding="utf-8")
    assert run("report", faulty, "-o", target).exit_code == 2
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert (target / "index.html").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def pages() -> object:
        yield "one.html", b"1"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        folder_module.write_folder(str(tmp_path / "out"), pages())  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_decisions_are_read_back_and_bound_to_their_input(run: Run, faulty: Path, tmp_path: Path) -> None:
    result = json.loads(run("check", faulty, "--format", "json").stdout)
    falling = next(item for item in result["violations"] if item["rule"] == "PLN003")
    entry = {"fingerprint": falling["fingerprint"], "verdict": "rejected", "reason": "口径如此", "by": "王芳"}
    bound = {"name": faulty.name, "sha256": result["inputs"][0]["sha256"]}
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(json.dumps({"format": 1, "input": bound, "entries": [entry]}), encoding="utf-8")
    target = tmp_path / "out.html"
    assert run("report", faulty, "-o", target, "--decisions", decisions).exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert "口径如此" in text
    gate = json.loads(run("check", faulty, "--waivers", decisions, "--format", "json").stdout)
    assert [item["fingerprint"] for item in gate["waived"]] == [falling["fingerprint"]]
    bound["sha256"] = "0" * 64
    decisions.write_text(json.dumps({"format": 1, "input": bound, "entries": [entry]}), encoding="utf-8")
    done = run("report", faulty, "-o", target, "--decisions", decisions)
    assert done.exit_code == 2
    assert "0" * 64 in done.stderr
    assert result["inputs"][0]["sha256"] in done.stderr


def test_a_finding_can_be_accepted_by_rule_and_project(run: Run, faulty: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.yaml"
    entry = "{rule: PLN003, project: 13022522P00CKTC10027L, verdict: accepted, by: 王芳, reason: 已通知单位}"
    decisions.write_text(f"format: 1\nentries:\n- {entry}\n", encoding="utf-8")
    target = tmp_path / "out.html"
    assert run("report", faulty, "-o", target, "--decisions", decisions).exit_code == 0
    tree = html.document_fromstring(target.read_text(encoding="utf-8"))
    assert {item.get("data-r") for item in tree.xpath("//li[@data-verdict='accepted']")} == {"PLN003"}


def test_a_result_of_the_last_round_tells_what_is_new(run: Run, faulty: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    assert run("check", faulty, "--format", "json", "-o", earlier).exit_code == 1
    faulty.write_text(faulty.read_text(encoding="utf-8").replace("12月底: 100%", "12月底: 104%"), encoding="utf-8")
    target = tmp_path / "out.html"
    assert run("report", faulty, "-o", target, "--since", earlier).exit_code == 0
    tree = html.document_fromstring(target.read_text(encoding="utf-8"))
    assert {item.get("data-r") for item in tree.xpath("//li[@data-new]")} == {"PLN002"}


@pytest.mark.parametrize("content", ["", "[]", '{"format": 2}', '{"format": 1, "violations": [{}]}', "{" * 5000])
def test_what_is_no_earlier_result_is_refused(run: Run, faulty: Path, tmp_path: Path, content: str) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_text(content, encoding="utf-8")
    done = run("report", faulty, "-o", tmp_path / "out.html", "--since", earlier)
    assert done.exit_code == 2
    assert "earlier.json" in done.stderr


def test_files_of_the_last_round_are_no_inputs(run: Run, faulty: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    faulty.rename(inputs / "a.yaml")
    earlier, decisions = inputs / "earlier.json", inputs / "decisions.yaml"
    run("check", inputs / "a.yaml", "--format", "json", "-o", earlier)
    decisions.write_text("format: 1\nentries: []\n", encoding="utf-8")
    target = tmp_path / "out"
    assert run("report", inputs, "-o", target, "--since", earlier, "--decisions", decisions).exit_code == 0
    assert sorted(path.name for path in target.iterdir()) == ["document-001.html", "index.html"]


def test_the_report_speaks_english_when_asked(run: Run, faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    run("report", faulty, "-o", target, "--lang", "en")
    assert '<html lang="en">' in target.read_text(encoding="utf-8")
