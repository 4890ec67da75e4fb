"""What a document read last year, as far as it differs, ready to be shown beside its cells.

Worked out by ``perflint.diff.beside``; frozen values here, so that reports know nothing of comparing.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from perflint.violation import Message


class Beside(Struct, frozen=True):
    """What is said beside a field of the new document.

    ``was`` is last year's text (None: there is none to show, the field is new or says what it said). ``kind`` is the
    kind of change as ``perflint diff`` names it and ``said`` the same in words; without both the field just differs.
    """

    field: str
    was: str | None = None
    kind: str = ""
    said: Message | None = None


class Gone(Struct, frozen=True):
    """Something of last year for which the new document has no place: an indicator, a goal, a checkpoint."""

    kind: str
    said: Message
    field: str
    was: str


class DroppedProject(Struct, frozen=True):
    """A project of last year that is not there any more; ``budget`` as written, with its unit where that is known."""

    code: str
    name: str
    unit: str
    budget: str


class Count(Struct, frozen=True):
    """How often a kind of change was found."""

    kind: str
    said: Message
    count: int


class History(Struct, frozen=True):
    """Last year's document beside this year's, by the positions of this year's projects (-1: the document itself).

    ``matched`` is the number of projects that both have; ``new`` the positions of those that last year did not have.
    ``not_compared`` are fields that only one of the two forms has, ``unread`` what of last year could not be read.
    """

    name: str
    years: tuple[int | None, int | None]
    matched: int
    beside: Mapping[int, tuple[Beside, ...]] = field(default_factory=dict)
    gone: Mapping[int, tuple[Gone, ...]] = field(default_factory=dict)
    new: frozenset[int] = frozenset()
    dropped: tuple[DroppedProject, ...] = ()
    counts: tuple[Count, ...] = ()
    not_compared: tuple[str, ...] = ()
    unread: tuple[Message, ...] = ()
