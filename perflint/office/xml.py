"""XML of packages, parsed safely: no entities, no network, bounded depth, and no DOCTYPE at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from lxml import etree

from perflint.office.errors import BadPackage

Element = Any
"""An lxml element. lxml's own stubs type tags and attributes too loosely to help here."""


class Source(Protocol):
    """Whatever bytes can be read from, piece by piece."""

    def read(self, size: int = -1, /) -> bytes: ...


_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def parse(data: bytes, name: str) -> Element:
    """The root element of an XML part. Raises BadPackage for broken XML, depth beyond 256 and any DOCTYPE."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise _broken(name, fault) from None
    if root is None:
        raise _broken(name, "empty")
    _refuse_doctype(root, name)
    return root


def stream(
    source: Source, name: str, events: tuple[str, ...] = ("start", "end"), tags: tuple[str, ...] | None = None
) -> Iterator[tuple[str, Element]]:
    """Parse events of an XML part that is too large for a tree; who walks it clears what he has done with.

    With ``tags``, only events of these elements come. Raises BadPackage like ``parse``.
    """
    first = True
    try:
        parser = etree.iterparse(source, events=events, tag=tags, remove_comments=True, remove_pis=True, **_SAFE)
        for event, element in parser:
            if first:
                _refuse_doctype(element, name)
                first = False
            yield event, element
    except (etree.XMLSyntaxError, ValueError) as fault:
        if isinstance(fault, BadPackage):
            raise
        raise _broken(name, fault) from None
    if first and tags is None:
        raise _broken(name, "empty")


def forget(element: Element) -> None:
    """Frees an element that was dealt with, and everything before it under the same parent."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _refuse_doctype(element: Element, name: str) -> None:
    info = element.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise BadPackage(f"{name}含有DOCTYPE声明，出于安全不予读取", f"{name} has a DOCTYPE: refused for safety")


def _broken(name: str, fault: object) -> BadPackage:
    return BadPackage(f"{name}不是完整的XML", f"{name} is not well-formed XML ({fault})")
