"""Tries `perflint check --engine spark` against one process and `--jobs 2` on one corpus: the bytes, time and memory.

    python benchmarks/spark_trial.py [--projects 100000] [--files 100] [--select RULE,…] [--mixed FILE …]
                                     [--format parquet]

Starts a standalone master and two workers of one core each on loopback (needs the extra `spark` and Java), and ends
them. `--mixed` adds documents (docx, xlsx, yaml …) to the corpus; `--files 1` makes one large one.
Exit code 1 where the bytes differ.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from corpus import write_folder

CHECK = [sys.executable, "-m", "perflint", "check"]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Watched:
    """CPU seconds, wall seconds and the peak of the resident memory of whole sessions, in MB."""

    def __init__(self, sessions: set[int]) -> None:
        self.sessions = sessions
        self.peak = 0.0
        self.largest = 0.0
        self._used: dict[int, float] = {}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watched:
        self._sample()
        self._before = dict(self._used)
        self.start = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self.start
        self._end.set()
        self._thread.join()
        self.cpu = sum(used - self._before.get(process, 0.0) for process, used in self._used.items())

    def _watch(self) -> None:
        while not self._end.wait(0.3):
            self._sample()

    def _sample(self) -> None:
        """What each process has used so far; of one that has ended, what was seen last."""
        memory = 0.0
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdecimal() else []
                if fields and int(fields[3]) in self.sessions:
                    self._used[int(entry.name)] = sum(map(int, fields[11:13])) / TICKS
                    resident = int(fields[21]) * PAGE / 1e6
                    memory += resident
                    self.largest = max(self.largest, resident)
        self.peak = max(self.peak, memory)


def run(name: str, words: list[str], out: Path, count: int, environment: dict[str, str], others: set[int]) -> str:
    """Runs perflint, prints a line of the table and returns the hash of what it wrote."""
    command = [*CHECK, *words, "--format", out.suffix[1:], "--output", str(out)]
    with Watched(others | {os.getsid(0)}) as watched:
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    memory = f"{watched.peak:.0f} ({watched.largest:.0f})"
    print(f"| {name} | {watched.cpu:.0f} | {watched.wall:.0f} | {memory} | {count / watched.wall:.0f} |", flush=True)
    return hashlib.sha256(out.read_bytes()).hexdigest()


@contextlib.contextmanager
def cluster(home: Path) -> Iterator[tuple[str, set[int]]]:
    """The address of a master with two workers of one core each, and the sessions of all three."""
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        raise SystemExit("the extra spark is not installed")
    program = str(Path(found.origin).parent / "bin" / "spark-class")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    master = f"spark://127.0.0.1:{port}"
    common = ["--host", "127.0.0.1", "--webui-port", "0"]
    worker = ["worker.Worker", *common, "--cores", "1", "--memory", "1g", "--work-dir", str(home), master]
    environment = {**os.environ, "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_DIRS": str(home)}
    started = []
    try:
        for words in (["master.Master", *common, "--port", str(port)], worker, worker):
            command = [program, f"org.apache.spark.deploy.{words[0]}", *words[1:]]
            with (home / "log").open("ab") as log:
                process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
            started.append(process)
        while (home / "log").read_text(errors="replace").count("Registering worker") < 2:
            if any(process.poll() is not None for process in started):
                raise SystemExit((home / "log").read_text(errors="replace"))
            time.sleep(0.1)
        yield master, {process.pid for process in started}
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--select", default="")
    parser.add_argument("--ignore", default="")
    parser.add_argument("--mixed", nargs="*", type=Path, default=[])
    parser.add_argument("--format", default="json")
    asked = parser.parse_args()
    if os.getpgrp() != os.getpid():
        os.setsid()  # what is measured is told by its session
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name, "in"), Path(name, "spark")
        folder.mkdir()
        home.mkdir()
        write_folder(folder, asked.projects, asked.files)
        for file in asked.mixed:
            shutil.copy(file, folder)
        words = [str(folder)]
        words += ["--select", asked.select] if asked.select else []
        words += ["--ignore", asked.ignore] if asked.ignore else []
        size = sum(file.stat().st_size for file in folder.iterdir())
        print(f"{asked.projects} projects, {asked.files + len(asked.mixed)} documents, {size / 1e6:.0f} MB")
        print("| | CPU s | wall s | peak MB, all processes (largest one) | projects/s |\n|---|---|---|---|---|")
        plain = dict(os.environ)
        one, two, three = (Path(name, f"{number}.{asked.format}") for number in range(3))
        hashes = [run("one process", words, one, asked.projects, plain, set())]
        hashes.append(run("`--jobs 2`", [*words, "--jobs", "2"], two, asked.projects, plain, set()))
        with cluster(home) as (master, sessions):
            settings = f"--master {master} --driver-memory 700m --conf spark.executor.memory=700m"
            more = {"PYSPARK_SUBMIT_ARGS": f"{settings} --conf spark.ui.enabled=false pyspark-shell"}
            more |= {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(home), "PYSPARK_PYTHON": sys.executable}
            on_spark = [*words, "--engine", "spark"]
            environment = {**plain, **more}
            hashes.append(run("Spark, 2 workers", on_spark, three, asked.projects, environment, sessions))
    print("equal bytes" if len(set(hashes)) == 1 else f"the bytes differ: {hashes}")
    return int(len(set(hashes)) > 1)


if __name__ == "__main__":
    raise SystemExit(main())
