"""The text of a paragraph by its runs: which characters stand in which run, and how to cut a run in two.

Offsets are those of the reader: changes accepted, hidden text and field codes left out, a line break one character.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from perflint.office.word_names import attr, child, short, switch
from perflint.office.xml import Element

_THROUGH = frozenset(
    {"ins", "moveto", "hyperlink", "smarttag", "sdt", "sdtcontent", "customxml", "fldsimple", "dir", "bdo",
     "mc:AlternateContent", "mc:Choice", "subdoc"}
)  # fmt: skip
_ONE = frozenset({"tab", "nobreakhyphen", "sym"})
_EQUATIONS = frozenset({"m:oMath", "m:oMathPara"})
_INNER = frozenset({"mc:AlternateContent", "mc:Choice", "ruby", "rubybase"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``stop`` of a paragraph, and where they are: ``item`` in ``unit`` (a run or equation)."""

    unit: Element
    item: Element
    start: int
    stop: int
    text: str = ""


def pieces(paragraph: Element, hidden_styles: frozenset[str]) -> list[Piece]:
    """The visible text of a paragraph in order. ``hidden_styles`` are character styles whose text nobody sees."""
    found: list[Piece] = []
    fields: list[bool] = []
    at = 0
    for unit in _units(paragraph):
        if short(unit.tag) in _EQUATIONS:
            size = _equation(unit)
            found.append(Piece(unit, unit, at, at + size))
            at += size
            continue
        visible = not _is_hidden(unit, hidden_styles)
        for item in unit:
            size, text = _size(item, fields, hidden_styles)
            if size and visible:
                found.append(Piece(unit, item, at, at + size, text))
                at += size
    return found


def text_of(found: list[Piece]) -> str:
    """The letters of some pieces; what is drawn by other means is left out."""
    return "".join(piece.text for piece in found)


def cut(paragraph: Element, offset: int, hidden_styles: frozenset[str]) -> None:
    """Makes a run begin at an offset, where that lies inside one. What cannot be cut stays whole."""
    for piece in pieces(paragraph, hidden_styles):
        if not piece.start <= offset < piece.stop or piece.item is piece.unit:
            continue
        if offset > piece.start:
            if short(piece.item.tag) != "t":
                return
            _cut_text(piece.item, offset - piece.start)
            _split(piece.unit, piece.item.getnext())
        elif _has_before(piece):
            _split(piece.unit, piece.item)
        return


def _has_before(piece: Piece) -> bool:
    """Whether anything but its properties stands before an item in its run."""
    return any(short(item.tag) != "rpr" for item in piece.item.itersiblings(preceding=True))


def _cut_text(item: Element, size: int) -> None:
    rest = copy.deepcopy(item)
    text = item.text or ""
    item.text, rest.text = text[:size], text[size:]
    for part in (item, rest):
        part.set(_SPACE, "preserve")
    parent = item.getparent()
    rest.tail, item.tail = item.tail, None
    parent.insert(parent.index(item) + 1, rest)


def _split(run: Element, first: Element) -> None:
    """Moves ``first`` and what follows it to a new run of the same properties."""
    parent = run.getparent()
    moved = [first, *first.itersiblings()]
    new = parent.makeelement(run.tag, dict(run.attrib))
    properties = child(run, "rpr")
    if properties is not None:
        new.append(copy.deepcopy(properties))
    for item in moved:
        new.append(item)
    new.tail, run.tail = run.tail, None
    parent.insert(parent.index(run) + 1, new)


def _units(element: Element) -> Iterator[Element]:
    for item in element:
        name = short(item.tag)
        if name == "r" or name in _EQUATIONS:
            yield item
        elif name in _THROUGH and not (name == "sdt" and _is_prompt(item)):
            yield from _units(item)


def _is_prompt(control: Element) -> bool:
    return child(control, "sdtpr", "showingplchdr") is not None


def _is_hidden(run: Element, hidden_styles: frozenset[str]) -> bool:
    properties = child(run, "rpr")
    vanish = child(properties, "vanish")
    if vanish is not None:
        return switch(vanish)
    style = child(properties, "rstyle")
    return style is not None and (attr(style, "val") or "") in hidden_styles


def _size(item: Element, fields: list[bool], hidden_styles: frozenset[str]) -> tuple[int, str]:
    """How many characters an element of a run shows, and its letters. ``fields`` are the open ones (in their code?)."""
    name = short(item.tag)
    if name == "t":
        text = "" if any(fields) else item.text or ""
        return len(text), text
    if name in ("br", "cr"):
        return int(attr(item, "type") not in ("page", "column") and not any(fields)), ""
    if name in _ONE:
        return 1, ""
    if name in _EQUATIONS:
        return _equation(item), ""
    if name == "fldchar":
        _step(attr(item, "fldCharType"), fields)
    elif name == "r":
        return (0, "") if _is_hidden(item, hidden_styles) else _sum(item, fields, hidden_styles)
    elif name in _INNER:
        choice = child(item, "mc:Choice") if name == "mc:AlternateContent" else item
        shown = choice if choice is not None else child(item, "mc:Fallback")
        return _sum(shown, fields, hidden_styles) if shown is not None else (0, "")
    return 0, ""


def _sum(element: Element, fields: list[bool], hidden_styles: frozenset[str]) -> tuple[int, str]:
    sizes = [_size(item, fields, hidden_styles) for item in element]
    return sum(size for size, _ in sizes), "".join(text for _, text in sizes)


def _step(kind: str | None, fields: list[bool]) -> None:
    if kind == "begin":
        fields.append(True)
    elif kind == "separate" and fields:
        fields[-1] = False
    elif kind == "end" and fields:
        fields.pop()


def _equation(element: Element) -> int:
    size = 0
    for item in element:
        name = short(item.tag)
        if name == "m:t":
            size += len(item.text or "")
        elif name == "m:f":
            parts = [part for part in item if short(part.tag) in ("m:num", "m:den")]
            size += sum(_equation(part) for part in parts) + max(len(parts) - 1, 0)
        else:
            size += _equation(item)
    return size


def hidden_styles(styles: Element | None) -> frozenset[str]:
    """The ids of character styles that hide their text, from the root of a styles part."""
    if styles is None:
        return frozenset()
    by_id = {attr(item, "styleId") or "": item for item in styles if short(item.tag) == "style"}
    return frozenset(name for name in by_id if _hides(name, by_id))


def _hides(name: str, by_id: dict[str, Element]) -> bool:
    for _ in range(32):
        item = by_id.get(name)
        if item is None:
            return False
        vanish = child(item, "rpr", "vanish")
        if vanish is not None:
            return switch(vanish)
        base = child(item, "basedon")
        name = (attr(base, "val") or "") if base is not None else ""
    return False
