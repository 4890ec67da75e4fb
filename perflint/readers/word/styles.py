"""What styles say that changes the text a person sees: hidden and raised text, list numbers, heading levels, symbol
fonts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from perflint.office.xml import Element
from perflint.readers.word.names import attr, child, number, short, switch

_MAX_BASES = 32


class Style(Struct, frozen=True):
    """One style with everything it inherits. ``num`` is (list, depth); None where the style says nothing."""

    hidden: bool | None = None
    num: tuple[str, int] | None = None
    level: int = 0
    symbol: bool | None = None
    raised: bool | None = None


PLAIN = Style()


class Styles(Struct, frozen=True):
    """All styles by id; ``default`` is the paragraph style of paragraphs that name none."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: Style = PLAIN

    def paragraph(self, properties: Element | None) -> Style:
        """The style of a paragraph with these properties (``pPr``)."""
        named = child(properties, "pstyle")
        return self.default if named is None else self.by_id.get(attr(named, "val") or "", self.default)

    def run(self, properties: Element | None) -> Style:
        """The character style of a run with these properties (``rPr``)."""
        named = child(properties, "rstyle")
        return PLAIN if named is None else self.by_id.get(attr(named, "val") or "", PLAIN)


def symbol_font(properties: Element | None) -> bool | None:
    """Whether run properties name the Symbol font; None where they name no font."""
    fonts = child(properties, "rfonts")
    if fonts is None:
        return None
    names = [attr(fonts, name) for name in ("ascii", "hAnsi")]
    return any((name or "").lower() == "symbol" for name in names) if any(names) else None


def raised(properties: Element | None) -> bool | None:
    """Whether run properties set text as a superscript; None where they say nothing of it."""
    align = child(properties, "vertalign")
    return None if align is None else attr(align, "val") == "superscript"


def read_styles(root: Element) -> Styles:
    """The styles of a styles part."""
    raw = {attr(item, "styleId") or "": item for item in root if short(item.tag) == "style"}
    by_id = {name: _resolved(name, raw) for name in raw}
    default = next(
        (
            name
            for name, item in raw.items()
            if attr(item, "type") == "paragraph" and (attr(item, "default") or "") in ("1", "true", "on")
        ),
        "",
    )
    return Styles(by_id, by_id.get(default, PLAIN))


def _resolved(name: str, raw: Mapping[str, Element]) -> Style:
    """A style with its bases folded in; a chain that runs in a circle ends."""
    hidden: bool | None = None
    symbol: bool | None = None
    high: bool | None = None
    num: tuple[str, int] | None = None
    level = 0
    for _ in range(_MAX_BASES):
        item = raw.get(name)
        if item is None:
            break
        if hidden is None and (vanish := child(item, "rpr", "vanish")) is not None:
            hidden = switch(vanish)
        if symbol is None:
            symbol = symbol_font(child(item, "rpr"))
        if high is None:
            high = raised(child(item, "rpr"))
        if num is None:
            num = list_of(child(item, "ppr"))
        level = level or _outline(item)
        base = child(item, "basedon")
        name = (attr(base, "val") or "") if base is not None else ""
    return Style(hidden, num, level, symbol, high)


def list_of(properties: Element | None) -> tuple[str, int] | None:
    """(list, depth) of a paragraph's own numbering; list "0" takes a style's numbering away."""
    item = child(properties, "numpr")
    if item is None or (num := child(item, "numid")) is None:
        return None
    return attr(num, "val") or "0", number(child(item, "ilvl"))


def _outline(style: Element) -> int:
    outline = child(style, "ppr", "outlinelvl")
    return number(outline, 9) + 1 if outline is not None and number(outline, 9) < 9 else 0
