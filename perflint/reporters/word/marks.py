"""The marks of comments in a Word body: where a range begins and ends, and the reference that carries the balloon.

All three are written for each comment (Word drops a comment that lacks one), and all three are taken out again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from perflint.office.word_names import attr, short
from perflint.office.xml import Element
from perflint.reporters.word.anchors import Anchor
from perflint.reporters.word.runs import cut, pieces

_MARKS = frozenset({"commentrangestart", "commentrangeend", "commentreference"})
_SMALL = "16"


@dataclass(slots=True)
class _Insertions:
    """New elements by the element before or after which they go, in order."""

    before: dict[Element, list[Element]] = field(default_factory=dict)
    after: dict[Element, list[Element]] = field(default_factory=dict)
    inside: dict[Element, list[Element]] = field(default_factory=dict)


def used_ids(root: Element) -> set[str]:
    """The comment ids that marks in a part name."""
    return {attr(item, "id") or "" for item in root.iter() if short(item.tag) in _MARKS}


def remove_marks(root: Element, ids: Collection[str]) -> None:
    """Takes out the marks of these comments; runs that hold nothing else go with them."""
    marks = [item for item in root.iter() if short(item.tag) in _MARKS and attr(item, "id") in ids]
    for item in marks:
        parent = item.getparent()
        alone = short(parent.tag) == "r" and all(short(other.tag) == "rpr" for other in parent if other is not item)
        _drop(parent if alone else item)


def _drop(element: Element) -> None:
    """Removes an element and leaves the text behind it where it is."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def insert_marks(
    space: str, anchored: Sequence[tuple[str, Anchor]], hidden: frozenset[str], reference_style: str | None
) -> None:
    """Marks each (comment id, anchor). ``space`` is the namespace of the body, ``reference_style`` the id of the
    author's style for references, if there is one."""
    for _, anchor in anchored:
        for offset in (anchor.start, anchor.stop):
            if offset is not None:
                cut(anchor.first, offset, hidden)
    news = _Insertions()
    for name, anchor in anchored:
        _mark(space, name, anchor, hidden, reference_style, news)
    for target, added in news.before.items():
        parent = target.getparent()
        at = parent.index(target)
        parent[at:at] = added
    for target, added in news.after.items():
        parent = target.getparent()
        at = parent.index(target) + 1
        parent[at:at] = added
    for target, added in news.inside.items():
        target.extend(added)


def _mark(space: str, name: str, anchor: Anchor, hidden: frozenset[str], style: str | None, news: _Insertions) -> None:
    start, end = (_element(space, kind, name) for kind in ("commentRangeStart", "commentRangeEnd"))
    reference = _reference(space, name, style)
    first = [piece.unit for piece in pieces(anchor.first, hidden) if anchor.start is None or piece.stop > anchor.start]
    last = [piece.unit for piece in pieces(anchor.last, hidden) if anchor.stop is None or piece.start < anchor.stop]
    if first:
        news.before.setdefault(first[0], []).append(start)
    else:
        news.inside.setdefault(anchor.first, []).append(start)
    if not last:
        news.inside.setdefault(anchor.last, []).extend((end, reference))
        return
    news.after.setdefault(last[-1], []).append(end)
    news.after.setdefault(_outermost(last[-1], anchor.last), []).append(reference)


def _outermost(unit: Element, paragraph: Element) -> Element:
    """The child of the paragraph that holds a run: inside a tracked insertion or a link a reference would share its
    fate."""
    while unit.getparent() is not paragraph:
        unit = unit.getparent()
    return unit


def _element(space: str, kind: str, name: str) -> Element:
    from lxml import etree

    element = etree.Element(f"{{{space}}}{kind}")
    element.set(f"{{{space}}}id", name)
    return element


def _reference(space: str, name: str, style: str | None) -> Element:
    from lxml import etree

    run = etree.Element(f"{{{space}}}r")
    properties = etree.SubElement(run, f"{{{space}}}rPr")
    kind, value = ("rStyle", style) if style else ("sz", _SMALL)
    etree.SubElement(properties, f"{{{space}}}{kind}").set(f"{{{space}}}val", value)
    run.append(_element(space, "commentReference", name))
    return run
