"""What one run of a program costs: CPU seconds, wall time, peak memory; medians and spread of several."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run: seconds of the processor (its own and its workers'), seconds by the clock, the peak memory in MB of its
    largest process, and its exit code."""

    cpu: float
    wall: float
    memory: float
    code: int


def measured(command: Sequence[str], output: Path) -> Run:
    """Runs a program; what it prints goes to a file, what it says on standard error beside it.

    A small process in between starts it: what is told of a program's memory begins with that of the one who started it.
    """
    words = [sys.executable, "-I", "-S", __file__, str(output), *command]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    told = subprocess.run(words, stdout=subprocess.PIPE, check=True, env=environment)
    return Run(*json.loads(told.stdout))


def main() -> None:
    """Runs the program of the command line and prints what it cost."""
    output, *command = sys.argv[1:]
    start = time.perf_counter()
    with Path(output).open("wb") as stream, Path(f"{output}.err").open("wb") as errors:
        process = subprocess.Popen(command, stdout=stream, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = used.ru_utime + used.ru_stime
    print(json.dumps([cpu, time.perf_counter() - start, used.ru_maxrss / 1024, process.returncode]))


@dataclass
class Runs:
    """Several runs of one program."""

    runs: list[Run] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """The median of the CPU seconds."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def wall(self) -> float:
        """The median of the seconds by the clock."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def memory(self) -> float:
        """The median of the peaks of memory, in MB."""
        return statistics.median(run.memory for run in self.runs)

    @property
    def spread(self) -> str:
        """The least and the most CPU seconds; nothing where there was one run."""
        seconds = [run.cpu for run in self.runs]
        return f" ({min(seconds):.2f}–{max(seconds):.2f})" if len(seconds) > 1 else ""


if __name__ == "__main__":
    main()
