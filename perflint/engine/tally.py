"""What is counted over a document's projects, each looked at once: what holds for the whole document hangs on it.

Tallies of successive stretches of a document join to the tally of the whole.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct, field, msgpack

from perflint import text
from perflint.checks.engines import of_profile
from perflint.model import Project
from perflint.quantity import Grammar
from perflint.rule import Profile

_DIGEST_BYTES = 16


class Tally(Struct):
    """Counts over projects; ``first_unit`` and the order of ``plans`` are those of the document.

    ``codes`` are the projects with a code, ``fitting`` those whose code a profile (by id) knows; ``level1`` the names
    of level-one classes as written; ``years`` those of all dates in values; ``said`` 16 bytes for what each project
    says.
    """

    projects: int = 0
    rows: int = 0
    first_unit: str = ""
    plans: Counter[tuple[str, ...]] = field(default_factory=Counter)
    codes: int = 0
    fitting: Counter[str] = field(default_factory=Counter)
    level1: set[str] = field(default_factory=set)
    years: Counter[int] = field(default_factory=Counter)
    said: bytearray = field(default_factory=bytearray)

    def join(self, later: Tally) -> None:
        """Adds the tally of the projects that follow."""
        self.projects += later.projects
        self.rows += later.rows
        self.first_unit = self.first_unit or later.first_unit
        self.plans.update(later.plans)
        self.codes += later.codes
        self.fitting.update(later.fitting)
        self.level1 |= later.level1
        self.years.update(later.years)
        self.said += later.said


def tally_of(projects: Iterable[Project], candidates: Mapping[str, Profile], grammar: Grammar | None) -> Tally:
    """Counts projects. Codes and classes are looked at for the profiles among which the document's is to be found,
    dates of values only with a ``grammar``: both may be known without."""
    tally = Tally()
    fits = _codes_of(candidates)
    for project in projects:
        tally.projects += 1
        tally.rows += len(project.indicators)
        tally.first_unit = tally.first_unit or project.unit.name
        if project.spend_plan:
            tally.plans[tuple(point for point, _ in project.spend_plan)] += 1
        tally.said += said(project)
        if candidates:
            tally.level1.update(row.level1 for row in project.indicators)
            if project.code.strip():
                tally.codes += 1
                code = text.squeeze(project.code)
                tally.fitting.update(id for id, fit in fits.items() if fit(code))
        if grammar is not None:
            for row in project.indicators:
                tally.years.update(date.year for date in grammar.read(row.value).dates if date.year is not None)
    return tally


def said(project: Project) -> bytes:
    """16 bytes for what a project says, whatever format it came in."""
    return hashlib.blake2b(msgpack.encode(project.said()), digest_size=_DIGEST_BYTES).digest()


def _codes_of(candidates: Mapping[str, Profile]) -> dict[str, Callable[[str], Any]]:
    codes = {id: profile.recognise.get("codes") for id, profile in candidates.items()}
    return {id: of_profile(pattern, candidates[id]).fullmatch for id, pattern in codes.items() if pattern}
