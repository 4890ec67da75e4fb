"""What a list of projects says of each: who it is and how much money it has."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from perflint.prepared import PreparedProject


class Listed(Struct, frozen=True):
    """One project by its ``position`` in the document. ``total`` is its budget as written, ``yuan`` the same as an
    amount in yuan, None where it is blank, cannot be read or has no unit."""

    position: int
    no: int | None
    code: str
    name: str
    unit: str
    unit_name: str
    total: str
    yuan: Decimal | None


def listed(project: PreparedProject) -> Listed:
    """A project as a list shows it."""
    said = project.project
    return Listed(
        project.position,
        said.no,
        said.code,
        said.name,
        said.unit.code,
        said.unit.name,
        said.budget.total,
        project.total.yuan,
    )
