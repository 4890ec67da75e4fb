"""From what a person names to documents: files, folders, globs and standard input are found and read."""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.userfile import cannot_open
from perflint.violation import Message

STDIN = "-"
ENDINGS = frozenset(
    (
        *(".yaml", ".yml", ".json", ".ndjson", ".jsonl", ".txt", ".csv", ".tsv", ".html", ".htm", ".xml"),
        *(".docx", ".docm", ".doc", ".odt", ".wps", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".pdf", ".parquet"),
    )
)
"""What is read in a folder. A file named by itself is read whatever it is called."""
PROSE = frozenset((".md", ".markdown"))
"""Endings of texts that may be anything: in a folder they are read where they hold targets, or what looks like them."""
_ABOUT_THE_FOLDER = ("readme", "changelog", "contributing", "license", "security", "code_of_conduct")
NOT_TARGETS = frozenset(("perflint.yaml",))
"""Files in a folder that are perflint's own."""
LARGE_BYTES = 8_000_000
"""Size from which a file is not held in memory where its format allows that: some 4,000 projects."""
_LOCKS = ("~$", ".")
_CLOSED = Message("文件夹打不开", "this folder cannot be opened")


class Source(Struct, frozen=True):
    """An input that exists: ``name`` as shown (always printable as UTF-8), ``path`` None for standard input."""

    name: str
    path: Path | None = None

    def read(self) -> bytes:
        """The bytes of the input. Raises OSError."""
        return self.path.read_bytes() if self.path is not None else sys.stdin.buffer.read()


class Read(Struct, frozen=True):
    """An input that was read: its document, its bytes and their hash (``""`` where they could not be had).

    The bytes of a file whose projects are read when they are looked at (NDJSON from LARGE_BYTES on) are not kept.
    """

    document: Document
    sha256: str
    data: bytes = b""


def read_source(source: Source, lexicon: Lexicon) -> Read:
    """Reads an input. Never raises: what cannot be opened or read is a problem of the document."""
    from perflint.readers import read

    try:
        document = _read_large(source, lexicon)
        if document is not None:
            return Read(document, sha256_of(source))
        data = source.read()
    except OSError as error:
        why = cannot_open(error)
        problem = Problem("unreadable", f"文件打不开：{why.zh}", f"the file cannot be opened: {why.en}")
        return Read(Document(problems=(problem,)), "")
    return Read(read(source.name, data, lexicon), hashlib.sha256(data).hexdigest(), data)


def is_large(source: Source) -> bool:
    """Whether an input is a file of LARGE_BYTES or more."""
    return size_of(source) >= LARGE_BYTES


def size_of(source: Source) -> int:
    """Bytes of a file; 0 for standard input, and for a file that cannot be read, which is said when it is."""
    try:
        return source.path.stat().st_size if source.path is not None else 0
    except OSError:
        return 0


def sha256_of(source: Source) -> str:
    """The hash of a file, read piece by piece. Raises OSError."""
    assert source.path is not None
    with source.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_large(source: Source, lexicon: Lexicon) -> Document | None:
    """The document of a file that is not held in memory, where it is such a file."""
    if source.path is None or not is_large(source):
        return None
    from perflint.readers import large
    from perflint.readers.lines import InputChanged

    opening = large.opening_of(source.name, source.path, lexicon)
    try:
        return large.read_large(opening) if opening is not None else None
    except InputChanged:  # it is being written: what is there now counts
        return None


class Found(Struct, frozen=True):
    """What was found: inputs in order, what was not there and why, and files in folders that were left aside.

    ``repeated`` are names of inputs that were named before, in the same spelling or another.
    """

    sources: tuple[Source, ...]
    missing: tuple[tuple[str, Message], ...] = ()
    left_aside: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def find_inputs(names: Sequence[str], lexicon: Lexicon | None = None) -> Found:
    """Inputs in the order named; those of folders and globs sorted by name, so that every machine sees one order.

    An input that is named more than once is one input: it would be judged as a copy of itself. Texts in folders that
    may be anything (``PROSE``) are looked into by the words of ``lexicon``; without it they are left aside.
    """
    sources: list[Source] = []
    missing: list[tuple[str, Message]] = []
    left_aside: list[str] = []
    for name in names:
        closed: list[str] = []
        found, reason = _named(name, lexicon, left_aside, closed)
        sources += found
        missing += [(folder, _CLOSED) for folder in closed]
        if reason is not None and not closed:
            missing.append((_shown(name), reason))
    each: dict[str, Source] = {}
    repeated = [source.name for source in sources if each.setdefault(_identity(source), source) is not source]
    return Found(tuple(each.values()), tuple(missing), tuple(left_aside), tuple(repeated))


def is_named(source: Source, names: Sequence[str]) -> bool:
    """Whether one of the names is that of the input itself, in whatever spelling, and not of a folder around it."""
    return source.path is not None and _identity(source) in {_real(name) for name in names if name != STDIN}


def _identity(source: Source) -> str:
    """What is the same for all spellings of a path; hard links are files of their own."""
    return STDIN if source.path is None else _real(source.path)


def _real(path: str | Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _named(
    name: str, lexicon: Lexicon | None, left_aside: list[str], closed: list[str]
) -> tuple[list[Source], Message | None]:
    """The inputs that one argument names, or why there are none."""
    if name == STDIN:
        return [Source(STDIN)], None
    if os.path.isdir(name):  # noqa: PTH112  false, unlike Path.is_dir, for any name that the system refuses
        found = list(_folder(Path(name), lexicon, left_aside, closed))
        return found, None if found else Message("文件夹中没有可以读取的文件", "no readable file in this folder")
    if os.path.exists(name):  # noqa: PTH110  the same
        return [Source(_shown(name), Path(name))], None
    if not glob.has_magic(name):
        return [], Message("路径不存在", "no such path")
    found = []
    matches = glob.glob(name, recursive=True)  # noqa: PTH207  Path.glob takes no absolute patterns
    for match in sorted(matches, key=lambda text: Path(text).parts):
        path = Path(match)
        found += _folder(path, lexicon, left_aside, closed) if path.is_dir() and "**" not in name else []
        found += [Source(_shown(match), path)] if path.is_file() and not path.name.startswith("~$") else []
    return found, None if found else Message("没有符合的文件", "nothing matches")


def _folder(folder: Path, lexicon: Lexicon | None, left_aside: list[str], closed: list[str]) -> Iterator[Source]:
    """The inputs in a folder. Other files in it go to ``left_aside``, folders that cannot be opened to ``closed``."""
    for place, folders, files in os.walk(folder, onerror=lambda error: closed.append(_shown(str(error.filename)))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if name.startswith(_LOCKS):
                continue
            if name not in NOT_TARGETS and not path.is_fifo() and _is_input(path, lexicon):
                yield Source(_shown(str(path)), path)
            else:
                left_aside.append(_shown(str(path)))


def _is_input(path: Path, lexicon: Lexicon | None) -> bool:
    """Whether a file in a folder is read: by its ending, a text that may be anything by what it holds."""
    ending = path.suffix.lower()
    if ending not in PROSE:
        return ending in ENDINGS
    if lexicon is None or path.name.lower().startswith(_ABOUT_THE_FOLDER):
        return False
    from perflint.readers import looks_like_targets

    # It is read once more when it is judged: all inputs are found before the first is judged, so the documents would
    # have to be kept until then, or sent to other processes.
    read = read_source(Source(path.name, path), lexicon)
    return not read.sha256 or looks_like_targets(read.document)


def _shown(name: str) -> str:
    """A file name as text; bytes in it that are no text become �."""
    return "".join("�" if "\ud800" <= char <= "\udfff" else char for char in name)
