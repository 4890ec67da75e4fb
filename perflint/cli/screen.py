"""The terminal: how wide it is and whether it takes colours."""

from __future__ import annotations

import os
import sys

from perflint.cli.output import STDOUT

UNKNOWN_WIDTH = 100
NARROWEST, WIDEST = 80, 200


def width(output: str | None) -> int:
    """The columns of the terminal (COLUMNS wins), within what the layout can use; 100 where there is no terminal."""
    columns = _columns() if output in (None, STDOUT) else UNKNOWN_WIDTH
    return min(max(columns, NARROWEST), WIDEST)


def _columns() -> int:
    """The terminal's columns, also where standard output goes through a pager."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            return os.get_terminal_size(stream.fileno()).columns if stream else UNKNOWN_WIDTH
        except (OSError, ValueError):  # no terminal, or closed
            continue
    return UNKNOWN_WIDTH


def has_color(asked: str, output: str | None) -> bool:
    """Whether to paint. ``auto`` paints in a terminal that can, unless NO_COLOR is set; a file is never painted."""
    if output not in (None, STDOUT):
        return False
    if asked != "auto":
        return asked == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty():
        return False
    # Old Windows consoles print escapes as they stand; newer ones say who they are.
    return sys.platform != "win32" or bool(os.environ.get("WT_SESSION") or os.environ.get("TERM"))
