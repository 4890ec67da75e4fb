"""How a call ends: its exit code, what goes where, and nothing but a clear line when the world gets in the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SEED = CHECKOUT / "examples" / "laoting-2022.yaml"
Run = Callable[..., Any]
FALLING = """\
profile: hebei-2022
year: 2022
projects:
- no: 1
  code: 13022522P00CKTC10027L
  name: 巡警经费
  spend_plan: {3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "faulty.yaml").write_text(FALLING, encoding="utf-8")
    (tmp_path / "unread.yaml").write_text("projects: 3\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("config", "arguments", "code"),
    [
        ("", "faulty.yaml --select PLN003", 1),
        ("", "faulty.yaml --select PLN004", 0),
        ("", "faulty.yaml --select PLN003 --fail-on never", 0),
        ("fail_on: never\n", "faulty.yaml --select PLN003", 0),
        ("fail_on: never\n", "faulty.yaml --select PLN003 --fail-on error", 1),
        ("severity: {PLN003: info}\n", "faulty.yaml --select PLN003", 0),
        ("severity: {PLN003: info}\nfail_on: info\n", "faulty.yaml --select PLN003", 1),
        ("ignore: [PLN003]\nselect: [PLN]\n", "faulty.yaml", 0),
        ("per_path: {'fau*': {ignore: [PLN003]}}\nselect: PLN\n", "faulty.yaml", 0),
        ("per_project: {'130225*': {ignore: [PLN003]}}\nselect: PLN\n", "faulty.yaml", 0),
        ("per_project: {'999*': {ignore: [PLN003]}}\nselect: PLN\n", "faulty.yaml", 1),
        ("ignore: [STR001]\n", "unread.yaml", 1),
        ("per_path: {'*': {ignore: [STR]}}\n", "unread.yaml", 1),
        ("", "empty", 2),
        ("", "nowhere.yaml", 2),
        ("", "faulty.yaml nowhere.yaml --select PLN004", 2),
        ("", "faulty.yaml --format nope", 2),
        ("", "faulty.yaml --config nowhere.yaml", 2),
        ("", "faulty.yaml --waivers nowhere.yaml", 2),
        ("", "faulty.yaml --baseline nowhere.json", 2),
        ("", "faulty.yaml --baseline faulty.yaml", 2),
        ("selekt: [PLN]\n", "faulty.yaml", 2),
        ("select: [NOPE1]\n", "faulty.yaml", 2),
        ("profile: nope\n", "faulty.yaml", 2),
        ("rules_version: 999\n", "faulty.yaml", 2),
        ("severity: {STR001: off}\n", "faulty.yaml", 2),
        ("baseline: nowhere.json\n", "faulty.yaml", 2),
    ],
)
def test_the_exit_code_says_what_happened(run: Run, folder: Path, config: str, arguments: str, code: int) -> None:
    if config:
        (folder / "perflint.yaml").write_text(config, encoding="utf-8")
    done = run("check", *arguments.split())
    assert done.returncode == code, (done.stdout.decode(), done.stderr.decode())
    assert b"Traceback" not in done.stdout + done.stderr
    if code == 2:
        assert done.stderr.strip()


def test_a_wrong_name_in_the_configuration_is_said_with_file_and_line(run: Run, folder: Path) -> None:
    (folder / "perflint.yaml").write_text("fail_on: error\nignore:\n  - plan-decresing\n", encoding="utf-8")
    said = run("check", "faulty.yaml").stderr.decode()
    assert "perflint.yaml:3:5" in said
    assert "plan-decreasing" in said


def test_standard_output_holds_results_alone(run: Run, folder: Path) -> None:
    done = run("check", ".", "nowhere.yaml", "--format", "json", "-v")
    assert done.returncode == 2
    assert json.loads(done.stdout)["summary"]["error"] >= 2
    assert "nowhere.yaml" in done.stderr.decode()


def test_own_files_that_lie_among_the_inputs_are_no_inputs(run: Run, folder: Path) -> None:
    (folder / "unread.yaml").unlink()
    assert run("baseline", ".", "-o", "known.json").returncode == 0
    (folder / "waivers.yaml").write_text("entries: []\n", encoding="utf-8")
    (folder / "pack").mkdir()
    (folder / "pack" / "own.yaml").write_text("override: [{id: PLN001, severity: 'off'}]\n", encoding="utf-8")
    config = "baseline: known.json\nwaivers: waivers.yaml\nrules: [pack]\n"
    (folder / "perflint.yaml").write_text(config, encoding="utf-8")
    found = json.loads(run("check", ".", "--format", "json").stdout)
    assert [item["path"] for item in found["inputs"]] == ["faulty.yaml"]
    assert found["violations"] == []


def test_an_own_file_is_never_overwritten_by_an_output(run: Run, folder: Path) -> None:
    (folder / "waivers.yaml").write_text("entries: []\n", encoding="utf-8")
    done = run("check", "faulty.yaml", "--waivers", "waivers.yaml", "--output-json", "waivers.yaml")
    assert done.returncode == 2
    assert (folder / "waivers.yaml").read_text("utf-8") == "entries: []\n"
    assert run("check", "faulty.yaml", "--output-json", "x", "--output-sarif", "./x").returncode == 2


def test_on_github_annotations_go_to_the_log_and_everything_to_the_summary(run: Run, folder: Path) -> None:
    summary = folder / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    there = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    done = run("check", "faulty.yaml", env=there)
    assert done.stdout.startswith(b"::error file=faulty.yaml,line=")
    assert summary.read_text("utf-8").startswith("before\n# perflint\n")
    assert "PLN003" in summary.read_text("utf-8")
    assert not run("check", "faulty.yaml", "--format", "text", env=there).stdout.startswith(b"::")
    assert run("check", "faulty.yaml", env={**there, "GITHUB_STEP_SUMMARY": "/nowhere/x"}).returncode == 1


def test_a_job_summary_stays_under_the_limit_of_github(run: Run, folder: Path) -> None:
    project = {"name": "项目" * 400, "spend_plan": dict.fromkeys(("3月底", "6月底", "10月底", "12月底"), "1%")}
    many = {"profile": "hebei-2022", "projects": [{**project, "no": number} for number in range(1, 1500)]}
    (folder / "many.json").write_text(json.dumps(many, ensure_ascii=False), encoding="utf-8")
    there = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    assert run("check", "many.json", env=there).returncode == 1
    assert 900_000 < (folder / "summary.md").stat().st_size < 1024 * 1024


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which this system has not")
@pytest.mark.parametrize("arguments", ["--output /dev/full", "--output-sarif /dev/full", "--format json > /dev/full"])
def test_a_full_disk_is_one_line_and_2(run: Run, folder: Path, arguments: str) -> None:
    plain, _, target = arguments.partition(" > ")
    if target:
        with Path(target).open("wb") as full:
            done = run(
                "check", "faulty.yaml", *plain.split(), capture_output=False, stdout=full, stderr=subprocess.PIPE
            )
    else:
        done = run("check", "faulty.yaml", *plain.split())
    assert done.returncode == 2
    assert "磁盘已满" in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_folder_that_does_not_exist_is_one_line_and_2(run: Run, folder: Path) -> None:
    for arguments in (
        ("check", "faulty.yaml", "-o"),
        ("check", "faulty.yaml", "--output-csv"),
        ("baseline", "faulty.yaml", "-o"),
    ):
        done = run(*arguments, "nowhere/out")
        assert done.returncode == 2
        assert len(done.stderr.decode().splitlines()) == 1


def test_a_read_only_folder_is_one_line_and_2(run: Run, folder: Path) -> None:
    locked = folder / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    if os.access(locked, os.W_OK):  # root may write anywhere but here
        locked = Path("/proc/self")
    for arguments in (("check", "faulty.yaml", "-o", locked / "x"), ("init", locked)):
        done = run(*arguments)
        assert done.returncode == 2, done.stderr.decode()
        assert len(done.stderr.decode().splitlines()) == 1


def test_a_reader_that_has_seen_enough_ends_nothing_badly(run: Run, folder: Path) -> None:
    reader = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read(1)"], stdin=subprocess.PIPE)
    try:
        done = run("check", SEED, "--format", "json", capture_output=False, stdout=reader.stdin, stderr=subprocess.PIPE)
    finally:
        assert reader.stdin is not None
        reader.stdin.close()
        reader.wait(timeout=300)
    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals, which this system has not")
def test_ctrl_c_ends_without_a_traceback(start: Run) -> None:
    # a shell that runs the tests in the background has them ignore the signal, and all that they start
    pipe = start("check", "-", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    pipe.stdin.write(b"#" * 1_000_000)  # more than a pipe holds: written only once it reads its standard input
    pipe.send_signal(signal.SIGINT)
    out, err = pipe.communicate(timeout=300)
    assert pipe.returncode in (130, 1, -signal.SIGINT)
    assert b"Traceback" not in out + err


def test_a_gbk_console_gets_replacements_and_no_traceback(run: Run, folder: Path) -> None:
    odd = FALLING.replace("巡警经费", "巡警经费\U0001f600é")
    (folder / "odd.yaml").write_text(odd, encoding="utf-8")
    console = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    for arguments in (("check", "odd.yaml"), ("config", "show"), ("baseline", "odd.yaml", "-o", "b.json")):
        done = run(*arguments, env=console)
        assert done.returncode in (0, 1)
        assert b"Traceback" not in done.stderr
        done.stdout.decode("gbk")
    assert "支出进度" in run("check", "odd.yaml", env=console).stdout.decode("gbk")


def test_init_never_writes_over_a_file(run: Run, folder: Path) -> None:
    (folder / "targets.yaml").write_text("mine\n", encoding="utf-8")
    assert run("init").returncode == 0
    assert (folder / "targets.yaml").read_text("utf-8") == "mine\n"
    assert run("init").returncode == 2


def test_the_sample_of_init_has_the_one_fault_that_it_says(run: Run) -> None:
    assert run("init").returncode == 0
    done = run("check", "targets.yaml", "--format", "ndjson")
    assert done.returncode == 1
    assert [json.loads(line)["rule"] for line in done.stdout.splitlines()] == ["PLN003"]
