"""The installed command, run as people run it: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
RUN = "import sys; sys.argv[0] = 'perflint'; from perflint.cli import main; main()"
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
# what an outer job of CI must not tell the command under test
FOREIGN = ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "PERFLINT_DEBUG", "NO_COLOR", "COLUMNS")


def environment(**more: str) -> dict[str, str]:
    """An environment in which `import perflint` finds this checkout, and messages are Chinese."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "PYTHONPATH": str(CHECKOUT), "LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8", **more}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `perflint` in the test's folder."""

    def call(*args: object, env: dict[str, str] | None = None, **more: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", RUN, *map(str, args)]
        options = {"cwd": tmp_path, "capture_output": True, "timeout": 600, **more}
        return subprocess.run(command, env=environment(**(env or {})), **options)  # type: ignore[call-overload,no-any-return]

    return call


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts `perflint` with pipes to its standard streams, and does not wait for it."""

    def call(*args: object, **more: Any) -> subprocess.Popen[bytes]:
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        command = [sys.executable, "-c", RUN, *map(str, args)]
        return subprocess.Popen(command, cwd=tmp_path, env=environment(), **pipes, **more)

    return call


@pytest.fixture
def perflint_program(tmp_path: Path) -> Path:
    """A folder for PATH with a program `perflint` in it that runs this checkout."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "perflint"
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{CHECKOUT}" exec "{sys.executable}" -c "{RUN}" "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return folder
