"""Checks a folder of a million projects, made on the fly: time, memory, and whether the planted faults are found.

    python benchmarks/million.py [--projects 1000000] [--documents 200] [--jobs 2] [--kinds ndjson] [--folder /tmp/…]
    python benchmarks/million.py --command corpus

The folder holds departments of eleven kinds in eleven counties, in turns. `--command corpus` runs `perflint corpus` in
place of `perflint check`. What is printed: the wall time; CPU seconds of the command and its workers; the peak memory
of the command, of its largest worker, and of all together; violations; planted faults missed and faults invented. The
corpus and what was written are kept with `--keep`, and an existing corpus of the same size is taken as it is.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus import read_truth, truth_of, write_folder
from run import differences

EVERY = 0.5
"""Seconds between two looks at the memory."""


@dataclass
class Watch:
    """The memory of a process and its descendants while it runs, in MB."""

    parent: int
    of_parent: float = 0.0
    of_worker: float = 0.0
    of_all: float = 0.0
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Looks again and again, until it is done."""
        while not self.done.wait(EVERY):
            sizes = {process: _resident(process) for process in family(self.parent)}
            self.of_parent = max(self.of_parent, sizes.pop(self.parent, 0.0))
            self.of_worker = max(self.of_worker, *sizes.values(), 0.0)
            self.of_all = max(self.of_all, sum(sizes.values()) + _resident(self.parent))


def family(parent: int) -> list[int]:
    """A process and its descendants."""
    found = [parent]
    for process in found:
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{process}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
    return found


def _resident(process: int) -> float:
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def watched(command: Sequence[str]) -> tuple[int, str]:
    """Runs a command; its exit code and what it cost, in words."""
    start = time.perf_counter()
    process = subprocess.Popen(command)
    watch = Watch(process.pid)
    thread = threading.Thread(target=watch.run)
    thread.start()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.done.set()
    thread.join()
    wall, cpu = time.perf_counter() - start, used.ru_utime + used.ru_stime
    memory = f"peak MB: command {watch.of_parent:.0f}, largest worker {watch.of_worker:.0f}, all {watch.of_all:.0f}"
    return process.returncode, f"wall {wall:.1f} s, CPU {cpu:.1f} s; {memory}"


def make(folder: Path, asked: argparse.Namespace) -> None:
    """Writes the corpus, where it is not there yet."""
    stamp = folder.with_suffix(".made")
    made = f"{asked.projects} projects, {asked.documents} documents, {asked.kinds}, seed {asked.seed}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == made and truth_of(folder).exists():
        print(f"taken as it is: {made}")
        return
    shutil.rmtree(folder, ignore_errors=True)
    start = time.process_time()
    planted = write_folder(folder, asked.projects, asked.documents, tuple(asked.kinds.split(",")), asked.seed)
    stamp.write_text(made, encoding="utf-8")
    size = sum(path.stat().st_size for path in folder.iterdir())
    spent = time.process_time() - start
    print(f"{made}: {planted} planted faults, {size / 1e6:.0f} MB, made in {spent:.0f} CPU s", flush=True)


def clear(folder: Path) -> None:
    """Removes what was made here, and nothing else that the folder may hold."""
    shutil.rmtree(folder / "corpus", ignore_errors=True)
    for made in (truth_of(folder / "corpus"), folder / "corpus.made", *folder.glob("out.*")):
        made.unlink(missing_ok=True)


def report(folder: Path, output: Path, asked: argparse.Namespace) -> int:
    """Runs the command on the folder and holds what it says against the planted faults."""
    words = [sys.executable, "-m", "perflint", asked.command, str(folder), "--ignore", asked.without, "-o", str(output)]
    words += ["--jobs", str(asked.jobs)]
    if asked.command == "check":
        words += ["--format", "ndjson", "--fail-on", "never"]
    code, cost = watched(words)
    size = output.stat().st_size / 1e6 if output.exists() else 0.0
    print(f"perflint {asked.command} --jobs {asked.jobs}: {cost}; exit code {code}, {size:.0f} MB written", flush=True)
    if asked.command != "check" or code:
        return code
    with output.open("rb") as lines:
        violations = sum(1 for _ in lines)
    missed, invented = differences(output, read_truth(folder))
    print(f"{violations} violations; planted faults missed: {missed.total()}, invented: {invented.total()}")
    for what, some in (("missed", missed), ("invented", invented)):
        for fault in list(some)[:10]:
            print(f"  {what}: {fault}")
    return int(bool(missed or invented))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=1_000_000)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--kinds", default="ndjson", help="of the documents, in turns: ndjson,json,yaml")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--command", choices=("check", "corpus"), default="check")
    parser.add_argument("--without", default="DUP005", help="rules that are counted apart")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "perflint-million"))
    parser.add_argument("--keep", action="store_true", help="keep the corpus and what was written")
    asked = parser.parse_args()
    folder: Path = asked.folder
    folder.mkdir(parents=True, exist_ok=True)
    try:
        make(folder / "corpus", asked)
        return report(folder / "corpus", folder / ("out.ndjson" if asked.command == "check" else "out.parquet"), asked)
    finally:
        if not asked.keep:
            clear(folder)


if __name__ == "__main__":
    sys.exit(main())
