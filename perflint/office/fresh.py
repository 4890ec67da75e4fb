"""A new Office package from texts: what all parts begin with, their relations, and one fixed date for all.

The same texts give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file knows


def relations(*links: tuple[str, str]) -> str:
    """The part that relates another to (kind, target) of each link, with the ids ``rId1``, ``rId2`` …"""
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{START}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def packed(parts: Mapping[str, str | Iterable[str]]) -> bytes:
    """The bytes of a package of these parts, as UTF-8. A long part may come piece by piece."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with target.open(entry, "w") as part:
                for piece in (text,) if isinstance(text, str) else text:
                    part.write(piece.encode("utf-8"))
    return out.getvalue()
