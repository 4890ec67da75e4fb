"""What only a process of its own can show: streams, signals, consoles, and what is loaded at start."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "perflint"]


def run(*args: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2]), **environment}
    return subprocess.run([*COMMAND, *map(str, args)], capture_output=True, env=env, check=False)


def test_a_console_that_cannot_show_a_character_gets_a_replacement(faulty: Path) -> None:
    result = run("check", faulty, "--select", "PLN003", PYTHONIOENCODING="gbk")
    assert "支出计划" in result.stdout.decode("gbk")
    assert b"Traceback" not in run("check", faulty, PYTHONIOENCODING="ascii").stderr


def test_results_for_machines_are_utf_8_whatever_the_console(faulty: Path) -> None:
    one, other = (run("check", faulty, "--format", "json", PYTHONIOENCODING=name) for name in ("gbk", "utf-8"))
    assert one.stdout == other.stdout
    assert json.loads(one.stdout)["violations"]


def test_a_fault_of_perflint_is_one_line_and_three(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import perflint.inputs\ndef broken(*given): raise ZeroDivisionError('no such thing')\n"
        "perflint.inputs.find_inputs = broken\n",
        encoding="utf-8",
    )
    path = f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}"
    result = run("check", tmp_path, PYTHONPATH=path)
    assert result.returncode == 3
    assert result.stderr.decode().count("\n") == 1
    assert "ZeroDivisionError" in result.stderr.decode()
    assert b"Traceback" in run("check", tmp_path, PYTHONPATH=path, PERFLINT_DEBUG="1").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal for one process")
def test_ctrl_c_ends_without_a_traceback() -> None:
    with subprocess.Popen(
        [*COMMAND, "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        # a shell that runs the tests in the background has them ignore the signal, and all that they start
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"#" * 1_000_000)  # more than a pipe holds: written only once it reads its input
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=300)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in error


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pipe")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_goes_away_changes_nothing(faulty: Path, form: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [*COMMAND, "check", str(faulty), "--format", form]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=env, check=False)
    os.close(writer)
    assert (result.returncode, result.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("check FILE", 2),
        ("check FILE --format json", 2),
        ("check FILE -o OUT", 1),
        ("rules list", 2),
        ("check FILE --statistics", 2),
        ("--version", 2),
        ("--help", 2),
    ],
)
def test_a_closed_standard_output_is_said_in_one_line_and_a_file_is_written_all_the_same(
    faulty: Path, tmp_path: Path, arguments: str, code: int
) -> None:
    out = tmp_path / "out.json"
    result = closed(arguments.replace("FILE", str(faulty)).replace("OUT", str(out)), ">&-")
    assert result.returncode == code
    if code == 2:
        assert result.stderr.decode().splitlines() == ["perflint: 不能写入标准输出：已被关闭"]
    else:
        assert (out.stat().st_size > 0, result.stderr) == (True, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_closed_standard_error_changes_no_result(faulty: Path, tmp_path: Path) -> None:
    open_, shut = (closed(f"check {faulty} {tmp_path}/gone --format json", how) for how in ("", "2>&-"))
    assert (shut.returncode, shut.stdout) == (open_.returncode, open_.stdout)
    assert shut.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_closed_standard_input_is_an_input_that_cannot_be_read() -> None:
    result = closed("check - --format json", "<&-")
    assert result.returncode == 1
    assert {item["rule"] for item in json.loads(result.stdout)["violations"]} == {"STR001"}


def closed(arguments: str, how: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command from a shell that closes one of its streams."""
    env = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])}
    command = f"exec {shlex.join(COMMAND)} {arguments} {how}"
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, env=env, check=False)


def test_importing_the_package_loads_nothing_and_check_loads_no_document_library(faulty: Path) -> None:
    code = (
        "import sys, perflint\n"
        "assert not [name for name in sys.modules if name.startswith('perflint.') and name != 'perflint._version']\n"
        "from perflint.cli.program import app\n"
        f"app(['check', {str(faulty)!r}, '--format', 'text'], standalone_mode=False)\n"
        "heavy = {'lxml', 'jinja2', 'rich', 'tabulate', 'typer._adapters', 'wcwidth'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=False)
    assert result.returncode == 0, result.stderr.decode()


def test_check_loads_no_pydantic_where_the_rules_are_compiled(faulty: Path, tmp_path: Path) -> None:
    from perflint.engine.pack import compile_packs

    root = Path(__file__).parents[2]
    for name in ("perflint", "rules"):
        shutil.copytree(root / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path / "copy")
    (tmp_path / "copy/rules/compiled.json").write_bytes(compile_packs(tmp_path / "copy/rules"))
    code = (
        "import sys\nfrom perflint.cli.program import app\n"
        f"app(['check', {str(faulty)!r}, '--format', 'json'], standalone_mode=False)\n"
        "sys.exit('pydantic' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "copy")}
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, env=env, check=False, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
