"""The terminal: how wide it is and whether it takes colours."""

from __future__ import annotations

import os
import shutil
import sys

from perflint.cli.output import STDOUT

UNKNOWN_WIDTH = 100
NARROWEST, WIDEST = 60, 200


def width(output: str | None) -> int:
    """The columns of the terminal (COLUMNS counts), within what the layout can use; 100 for a file or a pipe."""
    columns = shutil.get_terminal_size((UNKNOWN_WIDTH, 24)).columns if output in (None, STDOUT) else UNKNOWN_WIDTH
    return min(max(columns, NARROWEST), WIDEST)


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
