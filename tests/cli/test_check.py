"""`perflint check`: exit codes, options, and that standard output holds results alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from perflint.scale import spill

Run = Callable[..., Result]


def test_a_faulty_document_gives_one_and_names_code_rule_and_place(run: Run, faulty: Path) -> None:
    result = run("check", faulty, "--select", "PLN003")
    assert result.exit_code == 1
    assert "13022522P00CKTC10027L" in result.stdout
    assert "PLN003" in result.stdout
    assert "第7行第31列" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_decides_the_exit_code(run: Run, faulty: Path, fail_on: str, code: int) -> None:
    assert run("check", faulty, "--select", "PLN003", "--fail-on", fail_on).exit_code == code


def test_hints_alone_fail_only_where_hints_are_asked_for(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "early.yaml"
    path.write_text("projects:\n- {name: 甲, spend_plan: {3月底: 0%, 6月底: 100%, 10月底: 100%, 12月底: 100%}}\n")
    assert run("check", path, "--select", "PLN005").exit_code == 0
    assert run("check", path, "--select", "PLN005", "--fail-on", "info").exit_code == 1


@pytest.mark.parametrize("names", [("PLN003",), ("plan-decreasing",), ("PLN",), ("COD,PLN003",), ("COD", "PLN003")])
def test_rules_are_ignored_by_id_slug_and_prefix_with_commas_and_repeated(
    run: Run, faulty: Path, names: tuple[str, ...]
) -> None:
    options = [part for name in names for part in ("--ignore", name)]
    result = run("check", faulty, "--format", "json", *options)
    assert "PLN003" not in {item["rule"] for item in json.loads(result.stdout)["violations"]}


def test_selected_rules_alone_speak(run: Run, faulty: Path) -> None:
    result = run("check", faulty, "--format", "ndjson", "--select", "PLN003,COD001")
    assert {json.loads(line)["rule"] for line in result.stdout.splitlines()} == {"PLN003"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--select", "PLN03"), "“PLN03”，是否指“"),
        (("--ignore", "plan-decresing"), "是否指“plan-decreasing”"),
        (("--format", "jsn"), "是否指“json”"),
        (("--profile", "hebei-2021"), "是否指“hebei-2022”"),
        (("--fail-on", "errors"), "是否指“error”"),
        (("--lang", "fr"), "可用的有：zh、en"),
        (("--color", "blue"), "可用的有：auto、always、never"),
        (("--min-confidence", "hi"), "--min-confidence"),
        (("--rules", "nowhere"), "规则包不存在：nowhere"),
    ],
)
def test_a_name_that_does_not_exist_gives_two_and_the_nearest_one(
    run: Run, faulty: Path, options: tuple[str, ...], said: str
) -> None:
    result = run("check", faulty, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_missing_path_gives_two_after_the_others_were_judged_and_reported(run: Run, faulty: Path) -> None:
    result = run("check", "none.yaml", faulty, "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["summary"]["projects"] == 1
    assert "none.yaml：路径不存在" in result.stderr


def test_nothing_but_a_missing_path_prints_no_result(run: Run) -> None:
    result = run("check", "none.yaml", "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")


def test_an_unreadable_input_is_a_violation_beside_the_others(run: Run, faulty: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("projects: 3\n", encoding="utf-8")
    result = run("check", broken, faulty, "--format", "json", "--ignore", "STR001")
    envelope = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [item["location"]["path"] for item in envelope["violations"] if item["rule"] == "STR001"] == [str(broken)]
    assert envelope["summary"]["projects"] == 1


def test_standard_input_is_read(run: Run, faulty: Path) -> None:
    result = run("check", "-", "--select", "PLN003", input=faulty.read_bytes())
    assert result.exit_code == 1
    assert "标准输入" in result.stdout


def test_output_goes_to_a_file_and_nothing_to_standard_output(run: Run, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run("check", faulty, "--format", "json", "-o", out)
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(out.read_text(encoding="utf-8"))["summary"]["projects"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["faulty.yaml", "out.json"]


def test_an_input_is_never_overwritten(run: Run, faulty: Path, tmp_path: Path) -> None:
    before = faulty.read_bytes()
    link = tmp_path / "link.json"
    link.symlink_to(faulty)
    for out in (faulty, tmp_path / "." / "faulty.yaml", link):
        assert run("check", faulty, "-o", out).exit_code == 2
    assert faulty.read_bytes() == before


def test_an_output_that_cannot_be_written_is_a_message(run: Run, faulty: Path, tmp_path: Path) -> None:
    result = run("check", faulty, "-o", tmp_path / "nowhere" / "out.json")
    assert result.exit_code == 2
    assert "文件夹不存在" in result.stderr


def test_statistics_count_instead_of_listing(run: Run, faulty: Path) -> None:
    table = json.loads(run("check", faulty, "--statistics", "--format", "json", "--select", "PLN003").stdout)
    assert [(entry["rule"], entry["violations"]) for entry in table["statistics"]] == [("PLN003", 1)]
    assert "plan-decreasing" in run("check", faulty, "--statistics").stdout


def test_english_is_spoken_where_asked_for_or_where_the_locale_says_so(
    run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Checked 1 input, 1 project" in run("check", faulty, "--lang", "en").stdout
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "Checked 1 input, 1 project" in run("check", faulty).stdout
    assert "检查了1个文件" in run("check", faulty, "--lang", "zh").stdout
    assert "no such path" in run("check", "none").stderr


def test_machine_formats_are_the_same_bytes_in_every_language(run: Run, faulty: Path) -> None:
    one, other = (run("check", faulty, "--format", "json", "--lang", lang).stdout_bytes for lang in ("zh", "en"))
    assert one == other


def test_colours_are_for_those_who_ask(run: Run, faulty: Path) -> None:
    assert "\x1b[" not in run("check", faulty).stdout
    assert "\x1b[31m" in run("check", faulty, "--color", "always", color=True).stdout
    assert "\x1b[" not in run("check", faulty, "--color", "always", "--format", "json", color=True).stdout


def test_a_text_file_is_never_painted(run: Run, faulty: Path, tmp_path: Path) -> None:
    run("check", faulty, "--color", "always", "-o", tmp_path / "out.txt")
    assert "\x1b" not in (tmp_path / "out.txt").read_text(encoding="utf-8")


def test_verbose_says_which_profile_was_chosen_and_why(run: Run, faulty: Path) -> None:
    assert "表式: hebei-2022 (文件中写明)" in run("check", faulty, "-v").stdout


def test_more_jobs_than_inputs_change_nothing(run: Run, faulty: Path) -> None:
    one, four = (run("check", faulty, "--jobs", jobs, "--select", "PLN003") for jobs in ("1", "4"))
    assert (one.exit_code, one.stdout, one.stderr) == (four.exit_code, four.stdout, four.stderr)


def test_a_wrong_rule_pack_gives_two_with_its_place(run: Run, faulty: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "own.yaml").write_text("rules:\n- id: OWN001\n  nonsense: 1\n", encoding="utf-8")
    result = run("check", faulty, "--rules", pack)
    assert result.exit_code == 2
    assert "own.yaml:" in result.stderr


def test_hostile_text_prints_no_control_character(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text('projects:\n- name: "a\\e[31mb\\u202ec"\n  oops: 1\n', encoding="utf-8")
    result = run("check", path)
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "a\\u001b[31mb\\u202ec" in result.stdout


def test_facts_that_go_to_disk_change_nothing_and_a_full_disk_is_said(
    run: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = faulty.read_text(encoding="utf-8")
    copied = text.replace("  spend_plan", "  goals: [保障全县道路交通秩序，及时处置各类交通事故]\n  spend_plan")
    faulty.write_text(copied, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(copied.replace("KTC10027L", "KTC10028L"), encoding="utf-8")
    command = ("check", tmp_path, "--format", "json")
    expected = run(*command)
    assert "DUP003" in expected.stdout
    monkeypatch.setattr(spill, "IN_MEMORY", 0)
    assert run(*command).stdout == expected.stdout
    made = spill._temporary_file

    def full() -> Any:
        file = made()
        file.execute("PRAGMA max_page_count = 1")
        return file

    monkeypatch.setattr(spill, "_temporary_file", full)
    result = run(*command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "临时文件" in result.stderr


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_named_twice_is_said_and_judged_once(run: Run, faulty: Path, jobs: int) -> None:
    once = run("check", faulty, "--format", "json")
    twice = run("check", faulty, faulty.parent, faulty, "--format", "json", "--jobs", jobs)
    assert twice.stdout == once.stdout
    assert "重复指定的文件只检查一次" in twice.stderr
    assert twice.stderr.count("faulty.yaml") == 2
