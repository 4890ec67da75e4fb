"""A new Office package from texts: what all parts begin with, their relations, and one fixed date for all.

The same texts give the same bytes.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Mapping

from perflint import limits

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
    return within_limits(out.getvalue())


def within_limits(data: bytes) -> bytes:
    """A package that perflint has written, with parts of one repeated text left unpacked: packed as closely as they
    can be, perflint itself would refuse them as a zip bomb when it reads them again."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        entries = source.infolist()
        if not any(map(_too_close, entries)):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for entry in entries:
                kept = copy.copy(entry)  # a copy: writing moves the entry's offset
                with source.open(entry) as part:
                    target.writestr(kept, part.read(), zipfile.ZIP_STORED if _too_close(entry) else entry.compress_type)
    return out.getvalue()


def _too_close(entry: zipfile.ZipInfo) -> bool:
    return limits.packed_too_closely(entry.file_size, entry.compress_size)
