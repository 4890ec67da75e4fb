"""How often Python looks for cycles of values, where perflint is the program: in commands and their processes."""

from __future__ import annotations

import gc


def look_seldom() -> None:
    """A call makes many values that live to its end and hardly any cycles: looking for those takes a tenth of it."""
    gc.set_threshold(100_000, 20, 100)


def look_no_more() -> None:
    """The memory goes back with the process: nothing needs to be looked through once more at its end."""
    gc.freeze()
