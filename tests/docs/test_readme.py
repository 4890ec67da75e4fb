"""What the READMEs show is what the command prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"```console\n\$ perflint ([^\n]*)\n(.*?)\n```", re.DOTALL)


def shown(checkout: Path) -> list[tuple[str, str, str]]:
    return [
        (name, command, output)
        for name in ("README.md", "README.zh-CN.md")
        for command, output in BLOCK.findall((checkout / name).read_text(encoding="utf-8"))
    ]


def test_both_readmes_show_real_output(checkout: Path) -> None:
    assert {name for name, _, _ in shown(checkout)} == {"README.md", "README.zh-CN.md"}


def test_every_shown_command_prints_what_is_shown(checkout: Path) -> None:
    for name, command, output in shown(checkout):
        result = subprocess.run(
            [sys.executable, "-m", "perflint", *shlex.split(command)],
            capture_output=True,
            cwd=checkout,
            env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        assert result.stdout.decode().rstrip("\n") == output, f"{name}: perflint {command}"
