"""What checking a project costs, in instructions of the processor: the same on a busy machine and on an idle one.

    python benchmarks/instructions.py [--set]

Valgrind's callgrind counts the instructions of `perflint check` on a corpus of 20 projects and on one of 60 that
begins with the same; the difference is what 40 projects cost, without the start. In the same run it counts those of a
loop of plain Python (strings, dicts, calls) the same way. The ratio of the two, a project to a round of the loop, is
held against benchmarks/instructions.json: it hardly depends on the machine or on how Python was built. Ends with 1
where it is more than a tenth above the record; `--set` writes the record anew, after a change that is meant to cost.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpus import write

RECORD = Path(__file__).with_name("instructions.json")
FEW, MANY = 20, 60
MOST = 1.1
"""A tenth above the record: what is a fifth slower is seen, and rules can be added without a new record each time."""
LOOP = """
import sys
def of(text, table):
    key = text[:6]
    if key in table:
        return table[key]
    table[key] = found = [part.strip() for part in text.split("，") if part]
    return found
table, total = {}, 0
for number in range(int(sys.argv[1])):
    text = f"第{number % 50}项，完成渠道清淤{number}公里，恢复灌溉面积。"
    total += len(of(text, table)) + text.find("灌溉")
"""
ROUNDS = 1000


def counted(command: list[str]) -> int:
    """The instructions of one run of a program."""
    with tempfile.TemporaryDirectory() as folder:
        tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + str(Path(folder, "out"))]
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run([*tool, *command], capture_output=True, text=True, check=False, env=environment)
    collected = re.search(r"Collected : (\d+)", done.stderr)
    if collected is None:
        raise SystemExit(f"valgrind counted nothing: {done.stderr[-500:]}")
    return int(collected[1])


def checks(folder: Path) -> list[list[str]]:
    """The check of the few projects and that of the many."""
    commands = []
    for size in (FEW, MANY):
        path = folder / f"corpus{size}.ndjson"
        write(path, size)
        check = [sys.executable, "-m", "perflint", "check", str(path), "--format", "ndjson", "--fail-on", "never"]
        subprocess.run(check, stdout=subprocess.DEVNULL, check=True)  # writes the byte code
        commands.append(check)
    return commands


def costs() -> tuple[float, float]:
    """The instructions of one more project, and those of one more round of the loop."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        loops = [[sys.executable, "-S", "-c", LOOP, str(rounds)] for rounds in (ROUNDS, 3 * ROUNDS)]
        few, many, short, long = pool.map(counted, [*checks(Path(folder)), *loops])
    return (many - few) / (MANY - FEW), (long - short) / (2 * ROUNDS)


def verdict(ratio: float, recorded: float) -> tuple[bool, str]:
    """Whether a ratio is as the record allows, and what to say."""
    change = ratio / recorded
    said = f"a project costs {ratio:,.0f} rounds of the loop, recorded {recorded:,.0f}: {change:.2f} times"
    if change > MOST:
        return False, f"{said}; at most {MOST} is allowed. Meant? python benchmarks/instructions.py --set"
    return True, said + ("; the record is far above: set it anew" if change < 0.8 else "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="store_true", help="write the record anew")
    asked = parser.parse_args()
    if shutil.which("valgrind") is None:
        print("valgrind is not installed", file=sys.stderr)
        return 2
    project, loop = costs()
    print(f"{project / 1e6:.2f} million instructions a project, {loop:,.0f} a round of the loop")
    if asked.set:
        record = {"rounds_a_project": round(project / loop), "instructions_a_project": round(project)}
        RECORD.write_text(json.dumps(record) + "\n", encoding="utf-8")
        print(f"recorded in {RECORD.name}")
        return 0
    good, said = verdict(project / loop, json.loads(RECORD.read_text(encoding="utf-8"))["rounds_a_project"])
    print(said)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
