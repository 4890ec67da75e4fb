"""What style sheets inside a page say of how elements are laid out: as much of CSS as tells a table from text.

Known are rules of one simple selector (``div``, ``.name``, ``div.name``, ``#id``), the last one where several stand one
inside the other; media queries count as fulfilled. Style sheets outside of the page are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from perflint.office.xml import Element

_COMBINATORS = str.maketrans(">+~", "   ")
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<mark>[.#][\w-]+)?")
_KNOWN = re.compile(r"(?:^|;)\s*(display|grid-template-columns|grid-column|grid-row)\s*:\s*([^;!]+)", re.IGNORECASE)

Styles = Mapping[str, str]


class Sheet(Struct):
    """Properties by tag and mark: ``("div", ".row")``, ``("", "#head")``, ``("li", "")``."""

    rules: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def of(self, element: Element) -> Styles:
        """The known properties of an element; its own style decides before its id, classes and tag."""
        found: dict[str, str] = {}
        tag = element.tag if isinstance(element.tag, str) else ""
        names = [f".{name}" for name in (element.get("class") or "").split()[:_CLASSES]]
        for mark in ("", *names, f"#{element.get('id') or ''}"):
            for key in (("", mark), (tag, mark)):
                found.update(self.rules.get(key, {}))
        found.update(_properties(element.get("style") or ""))
        return found


_CLASSES = 20


def sheet_of(root: Element) -> Sheet:
    """What the style elements of a page say."""
    sheet = Sheet()
    for style in root.iter("style"):
        for block in _without_comments(style.text or "").split("}"):
            before, _, body = block.rpartition("{")
            properties = _properties(body)
            for selector in before.rpartition("{")[2].split(",") if properties else ():
                parts = selector.translate(_COMBINATORS).split()
                simple = _SIMPLE.fullmatch(parts[-1]) if parts else None
                if simple is not None:
                    key = (simple["tag"] or "", simple["mark"] or "")
                    sheet.rules.setdefault(key, {}).update(properties)
    return sheet


def _without_comments(text: str) -> str:
    first, *rest = text.split("/*")
    return first + " ".join(piece.partition("*/")[2] for piece in rest)


def _properties(text: str) -> dict[str, str]:
    return {name.lower(): value.strip().lower() for name, value in _KNOWN.findall(text)} if text else {}
