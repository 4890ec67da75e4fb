"""What judging a document, or a share of its projects, gives: frozen values that any process can work out and send."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from perflint.engine.gather import DocumentFacts, Fact
from perflint.engine.listing import Listed
from perflint.report import Input
from perflint.rule import Setting
from perflint.violation import Message, Violation


class Share(Struct, frozen=True):
    """One of several parts of a document's projects, judged alone."""

    number: int = 0
    of: int = 1

    def positions(self, count: int) -> range:
        """The projects of ``count`` that are in this part."""
        return range(count * self.number // self.of, count * (self.number + 1) // self.of)


WHOLE = Share()


class Known(Struct, frozen=True):
    """What holds for a whole document, found out before its projects are judged; ``said`` names what it says."""

    setting: Setting
    said: str
    projects: int
    rows: int


class Part(Struct, frozen=True):
    """What judging one document alone yields. ``said`` names what the document says (``""`` without projects).

    ``facts`` are those that must meet facts of other documents, or of other shares; all others have been gathered.
    ``projects`` lists the projects that were judged, where the Judging was asked for it.
    """

    index: int
    said: str
    violations: list[Violation]
    problems: list[Violation]
    facts: list[Fact]
    not_applicable: Mapping[tuple[str, str, Message], int]
    document: DocumentFacts
    input: Input
    projects: list[Listed] = []
