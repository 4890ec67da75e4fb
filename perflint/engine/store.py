"""Where facts that must meet others wait until all inputs are judged: in memory, unless somebody has a better place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from perflint.engine.compile import Program
from perflint.engine.gather import DocumentFacts, Fact, gather
from perflint.violation import Message, Violation


class FactStore(Protocol):
    """Takes facts in the order of the inputs, and judges their groups once."""

    def add(self, facts: Sequence[Fact], program: Program) -> None:
        """Keeps facts. Rules of any profile serve as ``program``."""

    def gather(
        self, program: Program, documents: Mapping[int, DocumentFacts]
    ) -> tuple[list[Violation], list[tuple[str, Message]]]:
        """The violations of all groups, and what did not apply, as ``engine.gather`` finds them."""


class InMemory:
    """All facts as they are."""

    def __init__(self, per_document: bool) -> None:
        self.per_document = per_document
        self.facts: list[Fact] = []

    def add(self, facts: Sequence[Fact], program: Program) -> None:
        """Keeps facts."""
        self.facts += facts

    def gather(
        self, program: Program, documents: Mapping[int, DocumentFacts]
    ) -> tuple[list[Violation], list[tuple[str, Message]]]:
        """The violations of all groups, and what did not apply."""
        return gather(self.facts, program, documents, self.per_document)
