"""Equations in OpenDocument: objects of the package that hold MathML."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Final

from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.office.xml import Element, parse
from perflint.readers.odf_styles import local

MOST: Final = 10_000
"""Equations of a document that are read; beyond these they count as objects without text."""
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_ASIDE = frozenset({"annotation", "annotation-xml"})


def formula_reader(package: Package) -> Callable[[str], str]:
    """Gives the text of an embedded object by its address in the document, "" where it is no equation."""
    read: dict[str, str] = {}

    def text(address: str) -> str:
        part = posixpath.join(posixpath.normpath(address.removeprefix("./")), "content.xml")
        if part not in read and len(read) < MOST:
            read[part] = _text(package, part)
        return read.get(part, "")

    return text


def _text(package: Package, part: str) -> str:
    if part not in package:
        return ""
    try:
        root = parse(package.read_small(part), part)
    except BadPackage:
        return ""  # said as an object whose text cannot be read
    return _line(root).strip() if local(root) == "math" else ""


def _line(element: Element) -> str:
    """An equation in one line: fractions get their stroke."""
    name = local(element)
    if name in _ASIDE:
        return ""
    if name in _TOKENS:
        return "".join(element.itertext())
    return ("/" if name == "mfrac" else "").join(_line(item) for item in element)
