"""What the styles of OpenDocument say of text: whether it is hidden or set in a symbol font, lists, hidden tables."""

from __future__ import annotations

from msgspec import Struct, field

from perflint.office.xml import Element

_MOST_PARENTS = 32


class Level(Struct, frozen=True):
    """One level of a list style: how its number is written."""

    style: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1


class Look(Struct, frozen=True):
    """How a style shows text; None where it leaves that to its parent, or to what is around it."""

    parent: str = ""
    hidden: bool | None = None
    symbol: bool | None = None


class Styles(Struct):
    """What styles say of text: looks by family and name, lists by name and level, how far each list has counted."""

    looks: dict[tuple[str, str], Look] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    hidden_tables: set[str] = field(default_factory=set)
    _resolved: dict[tuple[str, str], Look] = field(default_factory=dict)

    def take(self, element: Element) -> None:
        """Takes a finished ``style:style``, ``text:list-style`` or ``style:font-face``."""
        name = attr(element, "name")
        if local(element) == "font-face":
            self.fonts[name] = attr(element, "font-family")
            return
        if local(element) == "list-style":
            self.lists[name] = {int(attr(item, "level") or 1): _level(item) for item in element if _is_level(item)}
        hidden = symbol = None
        for item in element:
            if local(item) == "text-properties":
                display = attr(item, "display")
                hidden = display == "none" if display else None
                symbol = self._symbol(item)
            if local(item) == "table-properties" and attr(item, "display") == "false":
                self.hidden_tables.add(name)
        self.looks[attr(element, "family"), name] = Look(attr(element, "parent-style-name"), hidden, symbol)

    def look(self, family: str, name: str) -> Look:
        """A style with what it inherits; a chain of parents that runs in a circle ends."""
        found = self._resolved.get((family, name))
        if found is None:
            found = self._resolved[family, name] = self._inherited(family, name)
        return found

    def _inherited(self, family: str, name: str) -> Look:
        hidden = symbol = None
        for _ in range(_MOST_PARENTS):
            found = self.looks.get((family, name)) or self.looks.get(("", name))
            if found is None:
                break
            hidden = found.hidden if hidden is None else hidden
            symbol = found.symbol if symbol is None else symbol
            name = found.parent
        return Look("", hidden, symbol)

    def _symbol(self, properties: Element) -> bool | None:
        font = attr(properties, "font-name")
        family = attr(properties, "font-family") or self.fonts.get(font, font)
        return family.strip("'\"").lower() == "symbol" if family else None


def _is_level(element: Element) -> bool:
    level = attr(element, "level")
    return local(element).startswith("list-level-style") and (not level or (level.isdecimal() and len(level) < 4))


def _level(element: Element) -> Level:
    start = attr(element, "start-value")
    return Level(
        attr(element, "num-format") if local(element) == "list-level-style-number" else "",
        attr(element, "num-prefix"),
        attr(element, "num-suffix"),
        int(start) if start.isdecimal() and len(start) < 6 else 1,
    )


def local(element: Element) -> str:
    """The element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attr(element: Element, name: str) -> str:
    """The attribute of that local name, "" where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def number(element: Element, name: str) -> int:
    """A whole number of 1 and more that an attribute gives; 1 where it gives none."""
    text = attr(element, name)
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1
