"""Standard streams that were closed by whoever started the command (``>&-``)."""

from __future__ import annotations

import io
import os
import sys


def replace_closed() -> None:
    """Puts something in the place of each stream that is closed.

    Otherwise the next file that is opened would get its number, and take what is meant for the stream. Standard input
    cannot be read and standard output cannot be written then (OSError, EBADF); diagnostics go nowhere.
    """
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.FileIO(_opened(0, os.O_WRONLY), closefd=False))
    if sys.stdout is None:
        sys.stdout = _writer(_opened(1, os.O_RDONLY))
    if sys.stderr is None:
        sys.stderr = _writer(_opened(2, os.O_WRONLY))


def _writer(number: int) -> io.TextIOWrapper:
    """Holds nothing back: what could not be written would be tried again when the command ends."""
    return io.TextIOWrapper(io.FileIO(number, "w", closefd=False), "utf-8", "replace", write_through=True)


def _opened(number: int, how: int) -> int:
    """The null device, under that number where it is free."""
    opened = os.open(os.devnull, how)
    try:
        os.fstat(number)
    except OSError:
        os.dup2(opened, number)
        os.close(opened)
        return number
    os.set_inheritable(opened, True)
    return opened
