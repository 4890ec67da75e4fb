"""Wrong forms of terms are put right before texts are compared: a slip of the pen makes no other name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from perflint.finder import Finder

_REMEMBERED = 1 << 16


def righting(terms: Mapping[str, str]) -> Callable[[str], str]:
    """A function that puts the right forms of the term list (wrong form → right one) into a text."""
    wrong = Finder(terms)
    return lru_cache(maxsize=_REMEMBERED)(lambda value: wrong.exchanged(value, terms))
