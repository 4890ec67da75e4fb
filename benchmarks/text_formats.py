"""Projects a second of `perflint check` in each text format: the booklet of examples/ repeated under other codes.

    python benchmarks/text_formats.py 1000 10000

Prints CPU seconds, projects a second and peak memory of one call for each format and size. Every project keeps the
faults of the booklet (some twelve findings a project), so this is the cost of a faulty corpus, not of a clean one.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from msgspec.structs import replace

from perflint.api import load_document
from perflint.model import Document
from perflint.writers import write

BOOKLET = Path(__file__).resolve().parents[1] / "examples" / "laoting-2022.txt"
CODE = re.compile(r"(13022522P)\w{12}")
HEADING = re.compile(r"(?m)^((?:\[bookmark: \w+\])*)\d{1,2}\.(.+绩效目标表)$")


def repeated(document: Document, count: int) -> Document:
    """The document's projects over and over, each with a number, code and name of its own."""
    projects = []
    for number in range(1, count + 1):
        project = document.projects[(number - 1) % len(document.projects)]
        code, name = f"13022522P{number:011d}0", f"{project.name}{number}"
        projects.append(replace(project, no=number, code=code, name=name, heading=f"{number}.{name}绩效目标表"))
    return replace(document, projects=tuple(projects))


def repeated_text(text: str, count: int) -> str:
    """The same in the plain text of the booklet."""
    starts = [match.start() for match in HEADING.finditer(text)]
    tables = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    out = [text[: starts[0]]]
    for number in range(1, count + 1):
        table = HEADING.sub(rf"\g<1>{number}.\g<2>", tables[(number - 1) % len(tables)])
        out.append(CODE.sub(f"13022522P{number:011d}0", table, count=1))
    return "".join(out)


def main() -> None:
    document = load_document(BOOKLET)
    text = BOOKLET.read_text(encoding="utf-8")
    print(f"{'format':8}{'projects':>10}{'CPU s':>8}{'a second':>10}{'MB':>7}")
    for size in map(int, sys.argv[1:] or ["1000"]):
        for ending in (".txt", ".yaml", ".json", ".ndjson"):
            body = repeated_text(text, size).encode() if ending == ".txt" else write(repeated(document, size), ending)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"corpus{ending}"
                path.write_bytes(body)
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                command = [sys.executable, "-m", "perflint", "check", str(path), "--format", "ndjson"]
                subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(
                f"{ending[1:]:8}{size:>10}{spent:>8.1f}{size / spent:>10.0f}{after.ru_maxrss / 1024:>7.0f}", flush=True
            )


if __name__ == "__main__":
    main()
