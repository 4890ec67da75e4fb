"""Measures `perflint check` on made-up corpora, and peers on the same file: CPU seconds, wall time, memory, medians.

    python benchmarks/run.py [--sizes 1000,10000] [--kinds ndjson,json,yaml] [--runs 3] [--jobs 1]

Each planted fault must be found and no other fault of those rules invented, at every size: exit code 1 otherwise. Peers
that are not installed are named and skipped. What is printed is a table for docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import write

PLANTED = ("PLN003", "PLN004", "VAL001", "VAL002")
PERFLINT = [sys.executable, "-m", "perflint", "check", "--format", "ndjson"]
SCHEMA = {
    "type": "object",
    "properties": {"projects": {"type": "array", "items": {"type": "object", "required": ["code", "name", "budget"]}}},
}


def measured(command: list[str], output: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and the peak memory in MB of one run."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with output.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.DEVNULL, env=environment)
        _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024


def row(name: str, command: list[str], count: int, runs: int, output: Path) -> str:
    """A line of the table: medians of some runs, the spread of the CPU time in brackets."""
    found = [measured(command, output) for _ in range(runs)]
    cpu, wall, memory = (statistics.median(column) for column in zip(*found, strict=True))
    spread = max(run[0] for run in found) - min(run[0] for run in found)
    return f"| {name} | {count:,} | {cpu:.2f} (±{spread / 2:.2f}) | {wall:.2f} | {memory:.0f} | {count / cpu:,.0f} |"


def truth_holds(output: Path, truth: list[tuple[str, str, str]]) -> bool:
    """Whether the planted faults, and no others of their rules, are what was found."""
    found = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    spoken = sorted((v["rule"], v["project"], v["field"]) for v in found if v.get("rule") in PLANTED)
    return spoken == sorted(truth)


def peers(path: Path, folder: Path) -> dict[str, list[str] | None]:
    """Peers with what they can say of such a file; None for one that is not installed."""
    schema = folder / "schema.json"
    schema.write_text(json.dumps(SCHEMA), encoding="utf-8")
    ruleset = folder / "ruleset.yaml"
    ruleset.write_text(
        "rules:\n  code:\n    given: $.projects[*]\n    then: {field: code, function: truthy}\n", encoding="utf-8"
    )
    commands = {
        "yamllint": ["yamllint", "-d", "relaxed", str(path)],
        "check-jsonschema": ["check-jsonschema", "--schemafile", str(schema), str(path)],
        "spectral": ["spectral", "lint", "--ruleset", str(ruleset), str(path)],
    }
    beside = Path(sys.executable).parent
    found = {name: shutil.which(name) or shutil.which(name, path=str(beside)) for name in commands}
    return {name: [where, *commands[name][1:]] if (where := found[name]) else None for name in commands}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--kinds", default="ndjson,json,yaml")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--without", default="DUP005", help="rules that are counted apart")
    asked = parser.parse_args()
    print("| what | projects | CPU s | wall s | MB | projects/CPU s |\n|---|---|---|---|---|---|")
    sound = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = folder / "out.ndjson"
        for count in map(int, asked.sizes.split(",")):
            for kind in asked.kinds.split(","):
                path = folder / f"corpus.{kind}"
                truth = write(path, count)
                command = [*PERFLINT, "--jobs", asked.jobs, "--ignore", asked.without, str(path)]
                print(row(f"perflint, {kind}", command, count, asked.runs, output), flush=True)
                sound = truth_holds(output, truth) and sound
                for peer, line in peers(path, folder).items() if kind == "yaml" else ():
                    text = row(peer, line, count, 1, output) if line else f"| {peer}: not installed | | | | | |"
                    print(text, flush=True)
    print("planted faults: " + ("all found, none invented" if sound else "NOT as planted"))
    return int(not sound)


if __name__ == "__main__":
    sys.exit(main())
