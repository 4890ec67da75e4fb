"""What perflint reports: one violation, its severity and place, and the fingerprint by which it is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from perflint.place import Place


class Severity(IntEnum):
    """How bad a violation is. Ordered: info < warning < error."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Severity:
        """The severity of that lower-case word; raises KeyError for any other."""
        return cls[word.upper()]


class Message(Struct, frozen=True, gc=False):
    """One text in both languages."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Location(Struct, frozen=True, gc=False):
    """A place in an input. ``path`` is the input's name as given."""

    path: str
    place: Place = Place()


class Related(Struct, frozen=True, gc=False):
    """Another place that belongs to a violation; ``project`` is a code, None for the document itself."""

    project: str | None
    field: str
    location: Location


class Violation(Struct, frozen=True):
    """A rule broken at a place. Field meanings are those of the JSON output.

    ``document`` and ``position`` order violations: the input's index, and the project's index in it (-1 for the
    document itself). ``identity`` holds the texts that the fingerprint hangs on.
    """

    rule: str
    slug: str
    severity: Severity
    category: str
    confidence: str
    message: Message
    field: str
    value: str
    location: Location
    project: str | None = None
    project_no: int | None = None
    project_name: str | None = None
    unit: str | None = None
    suggestion: str | None = None
    related: tuple[Related, ...] = ()
    related_total: int = 0
    cluster: str | None = None
    fingerprint: str = ""
    document: int = 0
    position: int = -1
    identity: tuple[str, ...] = ()


RELATED_LIMIT = 20


def digest(parts: Iterable[str]) -> str:
    """A short stable name for a sequence of texts (128 bits of SHA-256, in hex)."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]


def number_equals(violations: Iterable[Violation]) -> list[Violation]:
    """Gives each violation its fingerprint; equal ones get an occurrence number in document order."""
    seen: dict[tuple[str, ...], int] = {}
    out = []
    for violation in violations:
        key = violation.identity
        count = seen.get(key, 0)
        seen[key] = count + 1
        out.append(replace(violation, fingerprint=digest((*key, str(count)) if count else key)))
    return out
