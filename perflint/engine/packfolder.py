"""A pack as it lies on disk: its files, their hash, and how it is said that one is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

from perflint.violation import Message

COMPILED_SHAPE = b"3"
"""Changes with the plain form of packs, so that a file compiled by an older perflint is not taken."""
MAX_FILE = 5_000_000


class PackError(ValueError):
    """A pack is wrong and was not loaded. ``line`` and ``column`` count from 1; 0 where there is none.

    ``reason`` says what is wrong and what to write instead, ``message`` the same after its place.
    """

    def __init__(self, path: str, reason: Message, line: int = 0, column: int = 0) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column
        place = f"{path}:{line}:{column}" if line else path
        self.message = Message(f"{place}：{reason.zh}", f"{place}: {reason.en}")
        super().__init__(self.message.en)


def pack_files(folder: Path) -> list[Path]:
    """The YAML files of a pack, in a fixed order. A pack may also be one file."""
    if folder.is_file():
        return [folder]
    return sorted((p for pattern in ("*.yaml", "*.yml") for p in folder.rglob(pattern)), key=lambda p: p.as_posix())


def source_hash(folder: Path) -> str:
    """The hash of a pack's files, names and contents, and of the form that they are compiled to."""
    digest = hashlib.sha256(COMPILED_SHAPE + b"\0")
    for path in pack_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
