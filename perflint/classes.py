"""Indicator classes as forms print them, folded to the ids of a profile: ``产出指标(50分)`` → ``output``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from perflint import text
from perflint.lexicon import Lexicon
from perflint.rule import IndicatorClass, Level1, Profile

_NOTE = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]?\s*分?")
_SCORE = re.compile(r"[（(]\s*(\d+(?:\.\d+)?)\s*分?\s*[）)]|(\d+(?:\.\d+)?)\s*分")


def caption_score(caption: str) -> str:
    """The points that a class caption carries (``产出指标(50分)`` → ``50``), or ``""``; a range is a cap, no score."""
    match = _SCORE.search(text.fold(caption))
    return (match.group(1) or match.group(2)) if match else ""


class ClassTable(Struct, frozen=True, dict=True):
    """Class names of one profile. Lookups take the printed text and return ids, None where nothing fits."""

    profile: Profile
    suffixes: tuple[str, ...]
    level1_ids: Mapping[str, str]
    level2_ids: Mapping[tuple[str, str], str]
    homes: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, profile: Profile, lexicon: Lexicon) -> ClassTable:
        """The table of a profile; the lexicon's ``class_suffixes`` are endings that mean nothing (指标, 目标, 值)."""
        suffixes = lexicon.words("class_suffixes")
        level1: dict[str, str] = {}
        level2: dict[tuple[str, str], str] = {}
        homes: dict[str, list[tuple[str, str]]] = {}
        for top in profile.level1:
            level1.update((core, top.id) for core in _cores(top, suffixes))
            for sub in top.level2:
                for core in _cores(sub, suffixes):
                    level2.setdefault((top.id, core), sub.id)
                    homes.setdefault(core, []).append((top.id, sub.id))
        return cls(profile, suffixes, level1, level2, {core: tuple(pairs) for core, pairs in homes.items()})

    def level1(self, printed: str) -> str | None:
        """The id of a level-one class."""
        return self.level1_ids.get(class_core(printed, self.suffixes))

    def level2(self, level1: str | None, printed: str) -> str | None:
        """The id of a level-two class under that level-one class."""
        return self.level2_ids.get((level1, class_core(printed, self.suffixes))) if level1 else None

    def home(self, printed: str) -> tuple[tuple[str, str], ...]:
        """Where a level-two name would be legal: pairs of (level-one id, level-two id)."""
        return self.homes.get(class_core(printed, self.suffixes), ())

    def printed(self, class_id: str) -> str:
        """The name that the form prints for an id (``quantity`` → ``数量指标``); the id itself where it has none."""
        for top in self.profile.level1:
            for item in (top, *top.level2):
                if item.id == class_id:
                    return item.name
        return class_id

    def order(self, class_id: str) -> int:
        """The position of a level-two class in the form's order."""
        ids = [sub.id for top in self.profile.level1 for sub in top.level2]
        return ids.index(class_id) if class_id in ids else len(ids)


@lru_cache(maxsize=4096)
def class_core(printed: str, suffixes: tuple[str, ...]) -> str:
    """A class name without white space, notes in brackets, scores and endings that mean nothing."""
    whole = text.squeeze(text.fold(printed))
    bare = _SCORE.sub("", _NOTE.sub("", whole)).strip(":、.;,★*") or whole
    bare = text.strip_number(bare)
    for suffix in suffixes:
        if bare.endswith(suffix) and len(bare) > len(suffix):
            return bare[: -len(suffix)]
    return bare


def _cores(item: IndicatorClass | Level1, suffixes: tuple[str, ...]) -> Iterable[str]:
    for name in (item.name, *item.aliases):
        yield class_core(name, suffixes)
