"""Names of WordprocessingML elements and attributes, the same for its three namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from perflint.office.xml import Element

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
)
_PREFIXES = {
    **dict.fromkeys(_WORD, ""),
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/aml/2001/core": "aml:",
    "http://schemas.microsoft.com/office/word/2003/auxHint": "wx:",
}
_OFF = frozenset({"0", "false", "off", "none"})
TABLE_TAGS = tuple(f"{{{space}}}tbl" for space in _WORD)
ROW_TAGS = tuple(f"{{{space}}}tr" for space in _WORD)
CELL_TAGS = tuple(f"{{{space}}}tc" for space in _WORD)
SECTION_TAGS = tuple(f"{{{space}}}sectPr" for space in _WORD)
BLOCK_TAGS = tuple(f"{{{space}}}{name}" for space in _WORD for name in ("p", "tbl", "altChunk"))


@lru_cache(maxsize=4096)
def short(tag: object) -> str:
    """``{…/main}vMerge`` → ``vmerge``, ``{…/math}t`` → ``m:t``; names of other namespaces keep theirs in front."""
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    space, _, name = tag[1:].partition("}")
    prefix = _PREFIXES.get(space, "?:")
    return prefix + (name.lower() if not prefix else name)


def attr(element: Element, name: str) -> str | None:
    """An attribute of one of the Word namespaces, or without a namespace."""
    for space in _WORD:
        value = element.get(f"{{{space}}}{name}")
        if value is not None:
            return str(value)
    value = element.get(name)
    return None if value is None else str(value)


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of short names, or None."""
    for name in path:
        if element is None:
            return None
        for item in element:
            if short(item.tag) == name:
                element = item
                break
        else:
            return None
    return element


def named(element: Element | None) -> dict[str, Element]:
    """The children of an element by their short names, for one look at many of them; the first of a name counts."""
    return {} if element is None else {short(item.tag): item for item in reversed(element)}


def switch(element: Element | None) -> bool:
    """An on/off property: present means on, unless it says otherwise."""
    return element is not None and (attr(element, "val") or "").lower() not in _OFF


def number(element: Element | None, default: int = 0) -> int:
    """The whole number in an element's ``val``; what is no sane number is the default."""
    text = (attr(element, "val") or "") if element is not None else ""
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 12 else default


def containing(element: Element, wanted: frozenset[str], through: frozenset[str]) -> Iterator[Element]:
    """Children of the wanted kinds, also those inside transparent containers (content controls and the like)."""
    for item in element:
        name = short(item.tag)
        if name in wanted:
            yield item
        elif name in through:
            yield from containing(item, wanted, through)
