"""Texts that are read line by line: of a file that may be far larger than memory, or of bytes that are at hand."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from perflint.readers.source import Text


class InputChanged(Exception):
    """A file is not any more what it was when it was first read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


class Lines(Struct, frozen=True):
    """UTF-8 text in lines: of the file at ``path``, else ``data``. ``stamp`` tells whether the file was changed."""

    path: Path | None = None
    data: bytes = b""
    stamp: tuple[int, int] = (0, 0)

    @classmethod
    def of_file(cls, path: Path) -> Lines:
        """Those of a file as it is now. Raises OSError."""
        return cls(path, stamp=_stamp(os.stat(path)))  # noqa: PTH116  as below

    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data) if self.path is None else self.stamp[0]

    def open(self) -> BinaryIO:
        """The bytes from their beginning. Raises InputChanged, also where the file is gone."""
        if self.path is None:
            return io.BytesIO(self.data)
        try:
            stream = self.path.open("rb")
        except OSError as error:
            raise InputChanged(self.path) from error
        if _stamp(os.fstat(stream.fileno())) != self.stamp:
            stream.close()
            raise InputChanged(self.path)
        return stream

    def between(self, start: int, end: int | None) -> Iterator[tuple[int, bytes]]:
        """Each line that begins from offset ``start`` up to ``end`` (None: all), and its offset; its end is cut off.

        Lines end with LF, CR LF or CR, as editors count them. Raises InputChanged.
        """
        with self.open() as stream:
            stream.seek(start)
            at = start
            while (end is None or at < end) and (piece := stream.readline()):
                yield from _lines(piece, at)
                at += len(piece)


class Line(Text):
    """One line of a longer text: its places are those in the whole. ``number`` counts from 1."""

    __slots__ = ("number",)

    def __init__(self, text: str, number: int) -> None:
        super().__init__(text)
        self.number = number

    def position(self, offset: int) -> tuple[int, int]:
        return self.number, offset + 1


def _lines(piece: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The lines of what ends with LF, or with the text: nearly always one."""
    line = piece.removesuffix(b"\n")
    if b"\r" not in line:
        yield at, line
        return
    for part in line.removesuffix(b"\r").split(b"\r"):
        yield at, part
        at += len(part) + 1


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns
