"""Damages the bytes of real inputs at random and reads them: no fault, no hang, no wrong exit code.

    python benchmarks/fuzz_readers.py --tries 20000 --seed 1

Every input of tests/fixtures and examples/ is damaged in turn: bytes changed, cut out, repeated, put in from elsewhere,
the end cut off. In packages (docx, xlsx, odt) the damage is done inside a part as often as to the package itself, for
a broken checksum hides what is behind it. Each damaged input is read; one in twenty is judged as well, and its exit
code must be 0 or 1, and 1 where something could not be read. One try in fifty is a PDF, for it takes a second and more.
The same seed gives the same tries. Ends with 1 and names the try where anything went wrong; ``--keep FOLDER`` writes
such inputs there.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from perflint.api import check_documents, shipped_rules
from perflint.model import Document
from perflint.readers import read
from perflint.violation import Severity

ROOT = Path(__file__).resolve().parents[1]
ENDINGS = frozenset(
    {".docx", ".doc", ".xlsx", ".xls", ".html", ".csv", ".odt", ".ods", ".txt", ".yaml", ".xml", ".pdf"}
)
SLOW = {".pdf": 12.0}
"""Seconds of the processor that one try may take; 4 where nothing else is said. A PDF is read by a process of its own,
whose time per page the reader limits."""
JUDGED = 20
PDF = 50


def inputs() -> dict[str, bytes]:
    """What is damaged, by name."""
    folders = (ROOT / "tests" / "fixtures", ROOT / "examples")
    paths = sorted(path for folder in folders for path in folder.iterdir() if path.suffix in ENDINGS)
    return {path.name: path.read_bytes() for path in paths}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The data with one to eight pieces of damage."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if not out:
            break
        at = chance.randrange(len(out))
        size = chance.choice((1, 1, 2, 4, 16, 200, 5_000))
        what = chance.randrange(6)
        if what <= 1:
            out[at : at + size] = chance.randbytes(min(size, len(out) - at))
        elif what == 2:
            del out[at : at + size]
        elif what == 3:
            out[at:at] = out[at : at + size]
        elif what == 4:
            start = chance.randrange(len(out))
            out[at : at + size] = out[start : start + size]
        elif chance.random() < 0.2:
            del out[at:]
        else:
            out[at : at + 1] = chance.choice(
                (b"\0", b"\xff", b"<", b">", b"&", b'"', b"9999999999", b"-1", b"\n", b"\t")
            )
    return bytes(out)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """A package with one of its parts damaged, packed anew so that its checksum holds."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        names = package.namelist()
        # the parts with the most in them are the ones to damage
        victim = chance.choices(names, weights=[package.getinfo(name).file_size + 500 for name in names])[0]
        for name in names:
            part = package.read(name)
            # a ZipInfo of its own: a name alone would be given the time of day
            entry = zipfile.ZipInfo(name)
            new.writestr(entry, damaged(part, chance) if name == victim else part, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def tries(count: int, seed: int, corpus: dict[str, bytes]) -> Iterator[tuple[int, str, bytes]]:
    """Number, name and bytes of each damaged input."""
    quick = [name for name in corpus if Path(name).suffix not in SLOW]
    slow = [name for name in corpus if name not in quick]
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        names = slow if slow and (number % PDF == 0 or not quick) else quick
        name = names[(number // PDF if names is slow and quick else number) % len(names)]
        data = corpus[name]
        inside = data[:2] == b"PK" and chance.random() < 0.5
        yield number, name, (damaged_inside if inside else damaged)(data, chance)


def wrong(name: str, data: bytes, judge: bool) -> tuple[str, str]:
    """How an input was taken (``read``, ``said``), and what was wrong with that, or ""."""
    start = time.process_time()
    try:
        document = read(name, data, shipped_rules().lexicon)
        fault = _fault(document, judge)
    except Exception:  # noqa: BLE001  whatever it is, it is what is looked for
        return "fault", traceback.format_exc()
    seconds = time.process_time() - start
    if seconds > SLOW.get(Path(name).suffix, 4.0):
        fault = fault or f"took {seconds:.1f} s"
    return ("read" if document.projects else "said"), fault


def _fault(document: Document, judge: bool) -> str:
    if not (document.projects or document.department.goals or document.department.indicators or document.problems):
        return "nothing read and nothing said"
    if not judge:
        return ""
    code = check_documents([document]).exit_code(Severity.ERROR)
    unread = any(problem.kind == "unreadable" for problem in document.problems)
    return "" if code == 1 or (code == 0 and not unread) else f"exit code {code}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the tries and says what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="endings to damage, such as .docx,.xls")
    parser.add_argument("--keep", type=Path, help="folder for inputs that went wrong")
    options = parser.parse_args(arguments)
    endings = set((options.only or ",".join(ENDINGS)).split(","))
    corpus = {name: data for name, data in inputs().items() if Path(name).suffix in endings}
    counts: Counter[tuple[str, str]] = Counter()
    bad = 0
    start = time.perf_counter()
    for number, name, data in tries(options.tries, options.seed, corpus):
        outcome, fault = wrong(name, data, number % JUDGED == 0)
        counts[Path(name).suffix, outcome] += 1
        if fault:
            bad += 1
            print(f"try {number} of seed {options.seed}, {name}: {fault}", flush=True)
            if options.keep is not None:
                (options.keep / f"{number}-{name}").write_bytes(data)
    for ending in sorted({ending for ending, _ in counts}):
        print(f"{ending:6}  " + "  ".join(f"{out} {counts[ending, out]:5}" for out in ("read", "said", "fault")))
    print(f"{options.tries} tries, {bad} wrong, {time.perf_counter() - start:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
