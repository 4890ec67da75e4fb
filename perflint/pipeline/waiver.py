"""What someone decided about findings, as frozen values."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from perflint.place import Place

ACCEPTED, REJECTED, WAIVED = "accepted", "rejected", "waived"
VERDICTS = (ACCEPTED, REJECTED, WAIVED)
SILENCING = frozenset((REJECTED, WAIVED))


class Entry(Struct, frozen=True):
    """One decision. Blank texts were not given. ``expires`` is the last day on which it holds; ``number`` from 1."""

    rule: str = ""
    project: str = ""
    fingerprint: str = ""
    verdict: str = WAIVED
    reason: str = ""
    by: str = ""
    expires: date | None = None
    number: int = 1
    place: Place = Place()


class WaiverFile(Struct, frozen=True):
    """A waivers file. With ``input_sha256`` set it speaks of that one input alone; ``input_line`` says so."""

    path: str
    entries: tuple[Entry, ...] = ()
    input_name: str = ""
    input_sha256: str = ""
    input_line: int = 0
