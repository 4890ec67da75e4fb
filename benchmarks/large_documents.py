"""What reading and checking 3,000 projects costs as Word and as Excel: CPU seconds and peak memory.

    python benchmarks/large_documents.py [--projects 3000]

The Word file is the booklet of tests/fixtures over and over, with new codes; the Excel file is the flat export of the
same projects. Each runs in a process of its own. The promise for 3,000 projects is 20 seconds and 600 MB; exit code 1
where it is broken.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

from msgspec.structs import replace

from perflint.api import load_document
from perflint.model import Document
from perflint.writers import write

ROOT = Path(__file__).resolve().parents[1]
BOOKLET = ROOT / "tests" / "fixtures" / "seed31.docx"
SECONDS, MEGABYTES = 20.0, 600.0
_CODE = re.compile(r"13022522P\w{12}")
READ = "import sys; from perflint.api import load_document; print(len(load_document(sys.argv[1]).projects))"


def numbered(code: str, copy: int) -> str:
    """A code that only this copy of the booklet has."""
    return f"{code[:9]}{9000 + copy}{code[13:]}" if copy else code


def word(copies: int) -> bytes:
    """The booklet's tables over and over."""
    out = io.BytesIO()
    with zipfile.ZipFile(BOOKLET) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                text = data.decode("utf-8")
                start, end = text.index("<w:body>") + len("<w:body>"), text.rindex("<w:sectPr")
                body = (
                    _CODE.sub(lambda match, copy=copy: numbered(match[0], copy), text[start:end])  # type: ignore[misc]
                    for copy in range(copies)
                )
                data = (text[:start] + "".join(body) + text[end:]).encode("utf-8")
            new.writestr(name, data)
    return out.getvalue()


def excel(copies: int) -> bytes:
    """The booklet's projects over and over, one row an indicator."""
    document: Document = load_document(BOOKLET)
    projects = tuple(
        replace(project, code=numbered(project.code, copy)) for copy in range(copies) for project in document.projects
    )
    return write(replace(document, projects=projects), ".xlsx")


def cost(command: list[str]) -> tuple[float, float]:
    """CPU seconds and peak megabytes of a command; called in a small process, for children inherit a parent's peak."""
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the files, measures and says whether the promise holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=3_000)
    options = parser.parse_args(arguments)
    copies = -(-options.projects // 31)
    broken = False
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1, maxtasksperchild=1) as small:
        for name, make in (("large.docx", word), ("large.xlsx", excel)):
            path = Path(folder, name)
            path.write_bytes(make(copies))
            reading = small.apply(cost, ([sys.executable, "-c", READ, str(path)],))
            output = str(Path(folder, "out.json"))
            command = [sys.executable, "-m", "perflint", "check", str(path), "--format", "json", "-o", output]
            checking = small.apply(cost, (command,))
            size = path.stat().st_size / 1e6
            print(
                f"{name} ({size:.1f} MB packed, {copies * 31} projects): read {reading[0]:.1f} s, {reading[1]:.0f} MB; "
                f"read and checked {checking[0]:.1f} s, {checking[1]:.0f} MB",
                flush=True,
            )
            broken = broken or reading[0] > SECONDS or reading[1] > MEGABYTES
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
