"""Measures `perflint check` on made-up corpora, peers on the same files in the same run, and what bounds them all.

    python benchmarks/run.py [--sizes 1000,10000] [--kinds ndjson,yaml,json,xlsx,parquet] [--runs 3,1] [--jobs 1]
                             [--peers FOLDER …] [--peer-runs 3,1]

CPU seconds (median, least and most), wall time, peak memory and projects a CPU second. `--runs` are for each size in
turn. All programs take turns, so that a change of the machine's speed meets all of them. Each planted fault must be
found, and nothing else be an error or a warning, at every size: exit code 1 otherwise. Of a peer's findings it is told
how many of the planted faults that its rules can express are among them. What is not installed is named and skipped.
Prints a table for docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import yaml
from corpus import Truth, read_truth, write
from measured import Runs, measured
from peers import EXPRESSED, PEERS, Pairs, Peer, where

PERFLINT = [sys.executable, "-m", "perflint", "check", "--format", "ndjson"]
MOST_SHEET = 10_000
"""Projects of a workbook: more than anybody keeps in one."""
FLOORS = {
    "bytes read and decoded": ("", "import sys; open(sys.argv[1], 'rb').read().decode()"),
    "libyaml's events, through PyYAML": (
        ".yaml",
        "import sys, yaml\nfor event in yaml.parse(open(sys.argv[1], encoding='utf-8'), Loader=yaml.CSafeLoader): pass",
    ),
    "values by PyYAML's C loader": (
        ".yaml",
        "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), Loader=yaml.CSafeLoader)",
    ),
    "values by msgspec": (
        "json",
        "import sys, msgspec\ndecode = msgspec.json.Decoder().decode\ndata = open(sys.argv[1], 'rb').read()\n"
        "for line in data.splitlines() if sys.argv[1].endswith('ndjson') else [data]: decode(line)",
    ),
    "values by the standard library": (
        "json",
        "import sys, json\ndata = open(sys.argv[1], encoding='utf-8').read()\n"
        "for line in data.splitlines() if sys.argv[1].endswith('ndjson') else [data]: json.loads(line)",
    ),
    "values by pyarrow": (
        ".parquet",
        "import sys, pyarrow.parquet\npyarrow.parquet.read_table(sys.argv[1]).to_pylist()",
    ),
}
"""What anything that reads such a file must at least do: the ending, and the program."""


@dataclass
class Entry:
    """A line of the table: what is run, how often, and what is said of its findings."""

    name: str
    command: list[str]
    output: Path
    times: int
    found: Callable[[], str]
    runs: Runs = field(default_factory=Runs)

    def line(self, size: int) -> str:
        """The line, once it has been run."""
        runs = self.runs
        cells = (f"{runs.cpu:.2f}{runs.spread}", f"{runs.wall:.2f}", f"{runs.memory:.0f}", f"{size / runs.cpu:,.0f}")
        return f"| {' | '.join((self.name, *cells, self.found()))} |"


@dataclass(frozen=True)
class Corpus:
    """A corpus, with what is known of it."""

    path: Path
    size: int
    truth: list[Truth]


def differences(output: Path, truth: list[Truth], document: str = "") -> tuple[Counter[Truth], Counter[Truth]]:
    """Planted faults that were not found, and errors and warnings that were not planted."""
    found: Counter[Truth] = Counter()
    with output.open(encoding="utf-8") as lines:
        for said in map(json.loads, lines):
            if said["severity"] != "info":
                name = document or Path(said["location"]["path"]).name
                found[name, said["rule"], said["project"], said["field"]] += 1
    planted = Counter(truth)
    return planted - found, found - planted


def judged(corpus: Corpus, output: Path, bad: list[str]) -> str:
    """What perflint found of the planted faults; a difference is noted as bad."""
    missed, invented = differences(output, corpus.truth, corpus.path.name)
    if missed or invented:
        bad.append(f"{corpus.path.name}: missed {list(missed)[:5]}, invented {list(invented)[:5]}")
    planted = len(corpus.truth)
    return f"{planted - missed.total()}/{planted}, {invented.total()} invented"


def held_against(peer: Peer, corpus: Corpus, output: Path, codes: list[str]) -> str:
    """What a peer found of the planted faults that it can express."""
    try:
        found: Pairs = peer.found(output, codes)
    except (ValueError, KeyError, IndexError) as problem:
        return f"not read: {problem}"
    planted = {(code, rule) for _, rule, code, _ in corpus.truth if rule in peer.expressed}
    if not peer.expressed:
        return f"can express none, said {len(found)}"
    return f"{len(found & planted)}/{len(planted)}, {len(found - planted)} invented"


def codes_of(path: Path) -> list[str]:
    """The codes of a corpus in their order, for peers that tell a place by its number."""
    if path.suffix == ".json":
        return [project["code"] for project in json.loads(path.read_text(encoding="utf-8"))["projects"]]
    if path.suffix == ".yaml":
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return [project["code"] for project in loaded["projects"]]
    return []


def entries(
    corpus: Corpus, asked: argparse.Namespace, times: tuple[int, ...], folder: Path, bad: list[str]
) -> tuple[list[Entry], list[str]]:
    """What is run on a corpus, and the peers that are not installed."""
    path = corpus.path
    output = folder / "perflint.ndjson"
    command = [*PERFLINT, "--jobs", asked.jobs, "--ignore", asked.without, str(path)]
    found = [Entry("**perflint, full catalogue**", command, output, times[0], partial(judged, corpus, output, bad))]
    if any(path.suffix in peer.endings and peer.expressed for peer in PEERS):
        out = folder / "five.ndjson"
        few = Corpus(path, corpus.size, [fault for fault in corpus.truth if fault[1] in EXPRESSED])
        command = [*PERFLINT, "--jobs", asked.jobs, "--select", ",".join(sorted(EXPRESSED)), str(path)]
        found.append(Entry("perflint, the same five rules", command, out, times[0], partial(judged, few, out, bad)))
    absent = []
    codes = codes_of(path)
    for number, peer in enumerate(PEERS):
        if path.suffix not in peer.endings or asked.only not in peer.name:
            continue
        program = where(peer, asked.peers)
        if program is None:
            absent.append(peer.name)
            continue
        out = folder / f"peer{number}.out"
        command = peer.command(program, path, folder)
        said = partial(held_against, peer, corpus, out, codes)
        found.append(Entry(peer.name, command, out, times[1], said))
    for name, (ending, code) in FLOORS.items():
        if path.suffix.endswith(ending) and path.suffix != ".xlsx":
            command = [sys.executable, "-c", code, str(path)]
            found.append(Entry(f"floor: {name}", command, folder / "floor.out", times[0], str))
    return found, absent


def measure(corpus: Corpus, asked: argparse.Namespace, times: tuple[int, ...], folder: Path, bad: list[str]) -> None:
    """Runs everything on a corpus in turns and prints its lines; ``times``: runs of perflint, and of peers."""
    lines, absent = entries(corpus, asked, times, folder, bad)
    for turn in range(max(times)):
        for entry in lines:
            if turn < entry.times:
                entry.runs.runs.append(measured(entry.command, entry.output))
    megabytes = corpus.path.stat().st_size / 1e6
    print(f"| *{corpus.path.suffix[1:]}, {corpus.size:,} projects, {megabytes:.1f} MB* | | | | | |")
    for entry in lines:
        print(entry.line(corpus.size), flush=True)
    for name in absent:
        print(f"| {name}: not installed | | | | | |")


def numbers(text: str) -> list[int]:
    """Whole numbers with commas between them."""
    return [int(part) for part in text.split(",")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=numbers, default=[1000, 10_000])
    parser.add_argument("--kinds", default="ndjson,yaml,json,xlsx,parquet")
    parser.add_argument("--runs", type=numbers, default=[3], help="of perflint, for each size in turn")
    parser.add_argument("--peer-runs", type=numbers, default=[1], help="of peers, for each size in turn")
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--without", default="DUP005", help="rules that are counted apart")
    parser.add_argument("--peers", type=Path, action="append", default=[], help="a folder with peers' programs")
    parser.add_argument("--only", default="", help="peers whose name has this in it")
    asked = parser.parse_args()
    bad: list[str] = []
    print("| what | CPU s | wall s | MB | projects a CPU s | planted faults found |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, size in enumerate(asked.sizes):
            times = tuple(runs[min(number, len(runs) - 1)] for runs in (asked.runs, asked.peer_runs))
            for kind in asked.kinds.split(","):
                if kind == "xlsx" and size > MOST_SHEET:
                    continue
                path = folder / f"corpus{size}.{kind}"
                write(path, size)
                measure(Corpus(path, size, read_truth(path)), asked, times, folder, bad)
                path.unlink()
    print("\n" + ("\n".join(bad) or "Planted faults: all found, none invented, at every size."))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
