"""What `perflint check` of 30 projects costs beside a Typer program with two empty commands: CPU seconds, medians.

    python benchmarks/startup.py [FILE] [--runs N] [--imports]

Both run under this interpreter, one after the other in turn, so that a busy machine slows both. The promise is at most
1.8 times. `--imports` lists the modules whose import costs most. Exit code 1 where the promise is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROMISE = 1.8
PROJECTS = 31
ROWS = 6
EMPTY = """\
import typer
app = typer.Typer()
@app.command()
def check(path: str): pass
@app.command()
def other(path: str): pass
app()
"""


def cpu(command: list[str]) -> float:
    """CPU seconds (user and system) of one run of a command. Ends the benchmark where it does not run at all."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The environment of a workplace may forbid byte code; a user's does not.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    result = subprocess.run(command, capture_output=True, check=False, env=environment)
    if result.returncode > 1 or (result.returncode and not result.stdout):  # 1: it found something, and says what
        sys.exit(f"{' '.join(command)} failed: {result.stderr.decode(errors='replace')[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def sample() -> dict[str, object]:
    """A document as large as a booklet, with something to report in every project."""
    row = {"level1": "产出指标", "level2": "数量指标", "description": "全年完成的次数", "basis": "年初工作计划"}
    projects = [
        {
            "no": number,
            "code": f"13022522P{number:011d}0",
            "name": f"第{number}项办案业务费及业务装备费",
            "unit": {"code": "312002", "name": "县公安局"},
            "budget": {"total": "90.00", "fiscal": "90.00"},
            "purpose": "用于全年案件侦办、技术装备维护和治安管理。",
            "spend_plan": {"3月底": "25%", "6月底": "20%", "10月底": "75%", "12月底": "100%"},
            "goals": [f"完成第{number}项案件侦办任务，维护辖区治安稳定。"],
            "indicators": [{**row, "name": f"第{k}类案件办理数量", "value": f"≥{100 + k}"} for k in range(ROWS)],
        }
        for number in range(1, PROJECTS + 1)
    ]
    return {"format": 1, "profile": "hebei-2022", "year": 2022, "projects": projects}


def costly_imports(command: list[str], most: int = 25) -> list[tuple[int, str]]:
    """The modules whose own import costs most, in microseconds."""
    result = subprocess.run(
        [command[0], "-X", "importtime", *command[1:]], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    found = re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", result.stderr)
    return sorted(((int(micros), name) for micros, name in found), reverse=True)[:most]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", nargs="?", help="what to check (default: a made-up document of 31 projects)")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--imports", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty_app.py")
        empty.write_text(EMPTY, encoding="utf-8")
        document = Path(asked.file or Path(folder, "sample.json"))
        if not asked.file:
            document.write_text(json.dumps(sample(), ensure_ascii=False), encoding="utf-8")
        commands = {
            "empty Typer program": [sys.executable, str(empty), "check", "x"],
            "perflint --version": [sys.executable, "-m", "perflint", "--version"],
            "perflint check, text": [sys.executable, "-m", "perflint", "check", str(document)],
            "perflint check, json": [sys.executable, "-m", "perflint", "check", str(document), "--format", "json"],
        }
        for command in commands.values():  # write the byte code, fill the file cache
            cpu(command)
        runs = [{name: cpu(command) for name, command in commands.items()} for _ in range(asked.runs)]
        if asked.imports:
            for micros, name in costly_imports(commands["perflint check, text"]):
                print(f"{micros / 1000:8.1f} ms  {name}")
    medians = {name: statistics.median(run[name] for run in runs) for name in commands}
    bare = medians["empty Typer program"]
    print(f"# {time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}, {asked.runs} runs, median CPU seconds")
    for name, seconds in medians.items():
        print(f"{name:24} {seconds:6.3f} s  {seconds / bare:5.2f} times")
    ratio = medians["perflint check, text"] / bare
    print(f"promised at most {PROMISE}: {'kept' if ratio <= PROMISE else 'BROKEN'}")
    return int(ratio > PROMISE)


if __name__ == "__main__":
    sys.exit(main())
