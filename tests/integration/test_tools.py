"""Each integration run for real: hooks, the action's and the template's scripts, make, dropped files, completion."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from perflint.pipeline.baseline import load_baseline

CHECKOUT = Path(__file__).resolve().parents[2]
DOCS = CHECKOUT / "docs" / "integrations"
Run = Callable[..., Any]
FALLING = """\
profile: hebei-2022
year: 2022
projects:
- {no: 1, code: 13022522P00CKTC10027L, name: 巡警经费, spend_plan: {3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}}
"""
posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell, which this system has not")


@pytest.fixture
def call(tmp_path: Path, perflint_program: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a program in a folder of its own, where `perflint` is this checkout's."""

    def run(*command: object, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PERFLINT"))}
        path = f"{perflint_program}{os.pathsep}{os.environ['PATH']}"
        around = {**kept, "PATH": path, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path), **(env or {})}
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        return subprocess.run(
            list(map(str, command)), cwd=work, env=around, capture_output=True, text=True, encoding="utf-8", timeout=600
        )

    return run


def put(folder: Path, name: str, text: str = FALLING) -> Path:
    path = folder / "work" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# --- pre-commit -------------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize(("hook", "arguments"), [("perflint", []), ("perflint-folder", ["targets"])])
def test_the_hooks_stop_a_commit_with_a_fault_and_let_others_pass(
    call: Run, tmp_path: Path, hook: str, arguments: list[str]
) -> None:
    """Run by prek. The hook's own environment is not built here (that needs a network): `perflint` is on the path."""
    stated = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    entry = {**next(item for item in stated if item["id"] == hook), "language": "system", "args": arguments}
    config = {"repos": [{"repo": "local", "hooks": [entry]}]}
    put(tmp_path, ".pre-commit-config.yaml", yaml.safe_dump(config, allow_unicode=True))
    put(tmp_path, "targets/targets.yaml")
    put(tmp_path, "targets/notes.md", "no targets\n")
    assert call("git", "init", "-q", ".").returncode == 0
    assert call("git", "add", "-A").returncode == 0
    prek = Path(sys.executable).parent / "prek"
    env = {"PREK_HOME": str(tmp_path / "prek")}
    failed = call(prek, "run", "--all-files", env=env)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "PLN003" in failed.stdout
    put(tmp_path, "targets/targets.yaml", "profile: hebei-2022\nprojects:\n- {no: 1, name: 甲, purpose: 维修}\n")
    entry["args"] = [*arguments, "--select", "PLN003"]
    put(tmp_path, ".pre-commit-config.yaml", yaml.safe_dump(config, allow_unicode=True))
    call("git", "add", "-A")
    passed = call(prek, "run", "--all-files", env=env)
    assert passed.returncode == 0, passed.stdout + passed.stderr


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("targets.yaml", True),
        ("a/my-targets-2026.json", True),
        ("2026年项目绩效目标表.docx", True),
        ("perflint.yaml", False),
        ("docker-compose.yaml", False),
        ("targets/readme.md", False),
        ("targets/other.yaml", False),
    ],
)
def test_the_hook_takes_files_whose_names_speak_of_targets(name: str, taken: bool) -> None:
    hook = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
    found = bool(re.search(hook["files"], name)) and not re.search(hook["exclude"], name)
    assert found == taken


# --- GitHub and GitLab ------------------------------------------------------------------------------------------------


@posix
def test_the_check_step_of_the_action_annotates_and_tells_its_exit_code(
    call: Run, tmp_path: Path, perflint_program: Path
) -> None:
    put(tmp_path, "a b/目标.yaml")
    programs = tmp_path / "runner" / "perflint-venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copy(perflint_program / "perflint", programs / "perflint")
    env = {
        "RUNNER_TEMP": str(tmp_path / "runner"),
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "PERFLINT_PATHS": "a b\n",
        "PERFLINT_ARGS": "--select\nPLN003\n",
        "PERFLINT_SARIF": "out.sarif",
    }
    done = call("bash", DOCS / "github-action.sh", "check", env=env)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=a b/目标.yaml,line=4,")
    assert (tmp_path / "output").read_text("utf-8") == "exit-code=1\n"
    assert "PLN003" in (tmp_path / "summary").read_text("utf-8")
    assert json.loads((tmp_path / "work" / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    hostile = {**env, "PERFLINT_PATHS": "$(touch hacked); `touch hacked`", "PERFLINT_ARGS": ""}
    assert call("bash", DOCS / "github-action.sh", "check", env=hostile).returncode == 2
    assert not (tmp_path / "work" / "hacked").exists()


def test_the_action_hands_its_inputs_over_as_environment_only() -> None:
    action = yaml.safe_load((CHECKOUT / "action.yml").read_text("utf-8"))
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step
    used = re.findall(r"inputs\.(\w+)", (CHECKOUT / "action.yml").read_text("utf-8"))
    assert set(used) == set(action["inputs"])


@posix
def test_the_script_of_the_gitlab_template_writes_its_reports(
    call: Run, tmp_path: Path, perflint_program: Path
) -> None:
    put(tmp_path, "targets.yaml")
    job = yaml.safe_load((DOCS / "gitlab-ci.yml").read_text("utf-8"))["perflint"]
    programs = tmp_path / "work" / ".perflint-venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copy(perflint_program / "perflint", programs / "perflint")
    env = {"PERFLINT_PATHS": "targets.yaml", "CI_PROJECT_DIR": str(tmp_path / "work")}
    script = next(line for line in job["script"] if "perflint check" in line)
    done = call("sh", "-ec", script, env=env)
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    issues = json.loads((tmp_path / "work" / reports["codequality"]).read_text("utf-8"))
    assert "PLN003" in {issue["check_name"] for issue in issues}
    assert (tmp_path / "work" / reports["junit"]).read_text("utf-8").startswith("<?xml")


@pytest.mark.parametrize("name", ["gitlab-ci.yml", "../../action.yml", "../../.pre-commit-hooks.yaml"])
def test_the_files_of_other_tools_are_valid_by_the_schemas_of_check_jsonschema(name: str, tmp_path: Path) -> None:
    schemas = {"gitlab-ci.yml": "vendor.gitlab-ci", "../../action.yml": "vendor.github-actions"}
    if name not in schemas:
        hooks = yaml.safe_load((DOCS / name).read_text("utf-8"))
        assert all({"id", "name", "entry", "language"} <= set(hook) for hook in hooks)
        return
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schemas[name], str(DOCS / name)]
    if name == "gitlab-ci.yml":
        command += ["--data-transform", "gitlab-ci"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


# --- make, dropped files, completion ----------------------------------------------------------------------------------


@posix
@pytest.mark.needs_program("make")
def test_the_makefile_checks_records_and_prunes(call: Run, tmp_path: Path) -> None:
    put(tmp_path, "targets.yaml")
    shutil.copy(DOCS / "Makefile.example", tmp_path / "work" / "Makefile")
    make = ("make", "TARGETS=targets.yaml")
    assert call(*make, "check").returncode == 2  # make's own code for a recipe that failed
    assert call(*make, "baseline").returncode == 0
    assert call(*make, "check").returncode == 0
    put(tmp_path, "targets.yaml", FALLING.replace("20%", "50%"))
    before = load_baseline(tmp_path / "work" / "baseline.json")
    assert call(*make, "prune").returncode == 0
    after = load_baseline(tmp_path / "work" / "baseline.json")
    assert [item.rule for item in before if item not in after] == ["PLN003"]


@posix
@pytest.mark.parametrize("names", [["甲 乙.yaml"], ["甲 乙.yaml", "folder"], ["folder"], ["-x.yaml"]])
def test_what_is_dropped_on_the_script_is_checked_and_its_report_opened(
    call: Run, tmp_path: Path, names: list[str]
) -> None:
    for name in ("甲 乙.yaml", "folder/a.yaml", "-x.yaml"):
        put(tmp_path, name)
    opener = tmp_path / "opener"
    opener.write_text('#!/bin/sh\necho "$1" > "$HOME/opened"\n', encoding="utf-8")
    opener.chmod(0o755)
    env = {"PERFLINT_REPORTS": str(tmp_path / "reports"), "BROWSER": str(opener)}
    done = call("sh", CHECKOUT / "examples" / "check-dropped.sh", *names, env=env)
    assert done.returncode == 1, done.stderr
    opened = Path((tmp_path / "opened").read_text("utf-8").strip())
    assert opened.suffix == ".html"
    assert opened.is_file()
    assert "PLN003" in done.stdout


@posix
def test_the_script_says_how_it_is_used(call: Run) -> None:
    assert call("sh", CHECKOUT / "examples" / "check-dropped.sh").returncode == 2
    missing = call(
        "sh", CHECKOUT / "examples" / "check-dropped.sh", "x", env={"PERFLINT": "perflint-that-is-not-there"}
    )
    assert missing.returncode == 2
    assert "not installed" in missing.stderr


def test_the_batch_file_is_ascii_with_the_line_ends_of_windows() -> None:
    data = (CHECKOUT / "examples" / "check-dropped.bat").read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") > 20


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("perflint check --select PLN00", "PLN003"),
        ("perflint check --ignore VAL002,plan-d", "VAL002,plan-decreasing"),
        ("perflint check --output-s", "--output-sarif"),
        ("perflint bas", "baseline"),
    ],
)
def test_a_shell_completes_commands_options_and_rules(run: Run, words: str, expected: str) -> None:
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1), "_PERFLINT_COMPLETE": "complete_bash"}
    assert expected in run(env=asked).stdout.decode().split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_scripts_are_printed(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert b"_PERFLINT_COMPLETE" in done.stdout


def test_an_unknown_shell_is_refused_with_the_nearest(run: Run) -> None:
    done = run("completion", "bsh")
    assert done.returncode == 2
    assert "bash" in done.stderr.decode()


# --- Python -----------------------------------------------------------------------------------------------------------


def test_the_examples_of_the_python_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("targets/a.yaml", "targets.yaml", "more.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(FALLING, encoding="utf-8")
    shutil.copy(CHECKOUT / "tests" / "fixtures" / "seed31.docx", tmp_path / "more.docx")
    (tmp_path / "perflint.yaml").write_text("year: 2022\n", encoding="utf-8")
    (tmp_path / "waivers.yaml").write_text("entries: []\n", encoding="utf-8")
    (tmp_path / "baseline.json").write_text('{"format": 1, "known": []}', encoding="utf-8")
    page = (DOCS / "python-api.md").read_text("utf-8")
    space: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        exec(block, space)
    assert space["settings"].year == 2022
    assert json.loads(space["sarif"])["version"] == "2.1.0"


def test_every_public_name_is_on_the_python_page() -> None:
    import perflint

    page = (DOCS / "python-api.md").read_text("utf-8")
    named = [name for name in perflint.__all__ if name != "__version__"]
    assert [name for name in named if f"`{name}" not in page] == []
