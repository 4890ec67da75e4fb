"""How much an Office package may hold. Ordinary booklets have 70 members, 2 MB and a ratio of 38 at most."""

from __future__ import annotations

MEMBERS = 2_000
"""Members of one zip package."""

DECLARED_BYTES = 400_000_000
"""What all members together may declare as their unpacked size."""

PART_BYTES = 200_000_000
"""One unpacked part, counted while it is read: what the directory declares may be a lie."""

RATIO = 200
"""Unpacked to packed size of a part, looked at from RATIO_FROM_BYTES on."""

RATIO_FROM_BYTES = 1_000_000
