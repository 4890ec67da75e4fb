"""Check kinds of this family."""

from __future__ import annotations

from typing import Any

KINDS: tuple[Any, ...] = ()
