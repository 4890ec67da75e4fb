"""Findings numbered a document, and where in the pages each stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from perflint.report import Report, Waived
from perflint.reporters.material import Material
from perflint.violation import Violation


class Finding(Struct, frozen=True):
    """A violation with its number in its document; ``waived`` is what silenced it."""

    number: int
    violation: Violation
    waived: Waived | None = None


class Pages(Struct, frozen=True):
    """In which file each section of each document stands. Blank names mean the page itself."""

    names: tuple[dict[int, str], ...] = ()
    index: str = ""

    def of(self, document: int, position: int) -> str:
        """The file of a section."""
        return self.names[document].get(position, "") if document < len(self.names) else ""

    def parts(self, document: int) -> list[str]:
        """The files of a document in order."""
        return list(dict.fromkeys(self.names[document].values()))

    def finding(self, document: int, found: Finding) -> str:
        """The address of a finding."""
        return f"{self.of(document, found.violation.position)}#v{found.number}"

    def project(self, document: int, position: int) -> str:
        """The address of a project."""
        return f"{self.of(document, position)}#p{position + 1}"


def findings(report: Report) -> list[list[Finding]]:
    """All findings of each document in document order, the silenced ones among them."""
    found: list[list[tuple[Violation, Waived | None]]] = [[] for _ in report.inputs]
    for violation in report.violations:
        if violation.document < len(found):
            found[violation.document].append((violation, None))
    for waived in report.waived:
        found[waived.violation.document].append((waived.violation, waived))
    return [_numbered(items) for items in found]


def _numbered(items: Sequence[tuple[Violation, Waived | None]]) -> list[Finding]:
    """Violations come in document order already; silenced ones go behind the last of their project."""
    ordered = sorted(items, key=lambda item: item[0].position)
    return [Finding(number, violation, waived) for number, (violation, waived) in enumerate(ordered, 1)]


def of_waivers(report: Report) -> list[Violation]:
    """What is wrong with waivers files: it stands in no document."""
    return [violation for violation in report.violations if violation.document >= len(report.inputs)]


def is_new(violation: Violation, material: Material) -> bool:
    """Whether the last round did not have it."""
    return material.earlier is not None and violation.fingerprint not in material.earlier


def gone(material: Material) -> int:
    """How many findings of the last round are no longer there."""
    if material.earlier is None:
        return 0
    report = material.report
    now = {violation.fingerprint for violation in all_violations(report)}
    return len(material.earlier - now)


def all_violations(report: Report) -> Iterable[Violation]:
    """The violations, silenced or not."""
    yield from report.violations
    yield from (waived.violation for waived in report.waived)
