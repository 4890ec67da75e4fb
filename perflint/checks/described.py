"""What check kinds do, in words for people: English from the docstrings, Chinese from ``kinds.zh.yaml`` beside them."""

from __future__ import annotations

import inspect
from functools import cache
from pathlib import Path

from perflint.checks import kind_named
from perflint.violation import Message

FILE = Path(__file__).parent / "kinds.zh.yaml"


def described(kind: str) -> Message:
    """What a check kind does. Raises KeyError for a name that is none."""
    return Message(_chinese()[kind], inspect.cleandoc(kind_named(kind).__doc__ or ""))


@cache
def _chinese() -> dict[str, str]:
    import yaml

    found: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
