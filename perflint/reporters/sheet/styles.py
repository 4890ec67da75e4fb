"""Fills for cells with findings: a copy of the cell's own style with a fill, added to the author's styles.

A cell that the author filled keeps his colour. perflint's fills are known again by their colours.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from perflint.office.sheet_names import first, local
from perflint.office.xml import Element
from perflint.violation import Severity

FILL: Mapping[Severity, str] = {Severity.ERROR: "FFF8D6D9", Severity.WARNING: "FFFFF2CB", Severity.INFO: "FFDDEBF7"}
_OWN = frozenset(FILL.values())
_SHAPE = frozenset({"fillId", "applyFill"})


@dataclass(slots=True)
class Styles:
    """The styles part while fills are added to it."""

    root: Element
    _known: dict[tuple[int, Severity], int] = field(default_factory=dict)
    _plain: dict[int, int] = field(default_factory=dict)

    def plain(self, style: int) -> int:
        """The author's style behind one with perflint's fill; any other stays as it is."""
        if style not in self._plain:
            self._plain[style] = self._behind(style)
        return self._plain[style]

    def filled(self, style: int, severity: Severity) -> int:
        """The style of the same look with a fill; the style itself where it has one."""
        if (style, severity) not in self._known:
            self._known[style, severity] = self._with_fill(style, severity)
        return self._known[style, severity]

    def text(self, kind: str) -> int:
        """The style of text on perflint's own sheets: ``plain``, ``head`` or ``link``."""
        new = self.root.makeelement(self._tag("xf"))
        for key, value in (("numFmtId", "49"), ("fontId", str(self._font(kind))), ("fillId", "0"), ("borderId", "0")):
            new.set(key, value)
        for key in ("applyNumberFormat", "applyFont", "applyAlignment"):
            new.set(key, "1")
        alignment = etree.SubElement(new, self._tag("alignment"))
        alignment.set("vertical", "top")
        alignment.set("wrapText", "1")
        return self._numbered(new)

    def _font(self, kind: str) -> int:
        marks = {"head": "<b/>", "link": "<u/>"}.get(kind, "")
        color = '<color rgb="FF0563C1"/>' if kind == "link" else ""
        space = etree.QName(self.root).namespace
        new = etree.fromstring(f'<font xmlns="{space}">{marks}<sz val="11"/>{color}<name val="宋体"/></font>')
        fonts = first(self.root, "fonts")
        if fonts is None:
            fonts = self._added("fonts", ("numFmts",))
        for number, item in enumerate(fonts):
            if _said(item) == _said(new):
                return number
        fonts.append(new)
        fonts.set("count", str(len(fonts)))
        return len(fonts) - 1

    def _numbered(self, new: Element) -> int:
        """The number of a format, added where there is none like it."""
        formats = self._formats()
        for number, item in enumerate(formats):
            if _same(item, new):
                return number
        formats.append(new)
        formats.set("count", str(len(formats)))
        return len(formats) - 1

    def _formats(self) -> Element:
        found = first(self.root, "cellXfs")
        if found is None:
            found = self._added("cellXfs", ("fonts", "fills", "borders", "cellStyleXfs"))
        if len(found) == 0:
            etree.SubElement(found, self._tag("xf"))
        return found

    def _fills(self) -> Element:
        found = first(self.root, "fills")
        if found is None:
            found = self._added("fills", ("numFmts", "fonts"))
            for kind in ("none", "gray125"):
                fill = etree.SubElement(found, self._tag("fill"))
                etree.SubElement(fill, self._tag("patternFill")).set("patternType", kind)
        return found

    def _added(self, name: str, after: tuple[str, ...]) -> Element:
        element = self.root.makeelement(self._tag(name))
        at = max((index + 1 for index, item in enumerate(self.root) if local(item) in after), default=0)
        self.root.insert(at, element)
        return element

    def _tag(self, name: str) -> str:
        return f"{{{etree.QName(self.root).namespace}}}{name}"

    def _behind(self, style: int) -> int:
        formats = list(self._formats())
        if not 0 <= style < len(formats) or not self._is_own(formats[style]):
            return style
        wanted = _look(formats[style])
        same = (number for number, item in enumerate(formats) if _look(item) == wanted and self._is_blank(item))
        return next(same, style)

    def _with_fill(self, style: int, severity: Severity) -> int:
        formats = self._formats()
        base = formats[style] if 0 <= style < len(formats) else formats[0]
        if not self._is_blank(base):
            return style
        new = copy.deepcopy(base)
        new.set("fillId", str(self._fill(severity)))
        new.set("applyFill", "1")
        return self._numbered(new)

    def _fill(self, severity: Severity) -> int:
        fills = self._fills()
        for number, item in enumerate(fills):
            if _color(item) == FILL[severity]:
                return number
        fill = etree.SubElement(fills, self._tag("fill"))
        pattern = etree.SubElement(fill, self._tag("patternFill"))
        pattern.set("patternType", "solid")
        etree.SubElement(pattern, self._tag("fgColor")).set("rgb", FILL[severity])
        etree.SubElement(pattern, self._tag("bgColor")).set("indexed", "64")
        fills.set("count", str(len(fills)))
        return len(fills) - 1

    def _fill_of(self, style: Element) -> Element | None:
        number = style.get("fillId", "0")
        fills = self._fills()
        return fills[int(number)] if number.isdecimal() and int(number) < len(fills) else None

    def _is_own(self, style: Element) -> bool:
        fill = self._fill_of(style)
        return fill is not None and _color(fill) in _OWN

    def _is_blank(self, style: Element) -> bool:
        fill = self._fill_of(style)
        pattern = first(fill, "patternFill")
        return fill is None or len(fill) == 0 or (pattern is not None and pattern.get("patternType", "none") == "none")


def _color(fill: Element) -> str:
    pattern = first(fill, "patternFill")
    color = first(pattern, "fgColor")
    return (color.get("rgb", "") if color is not None else "").upper()


def _look(style: Element) -> tuple[object, ...]:
    """All that a style says but its fill."""
    return _said(style, _SHAPE)


def _said(element: Element, without: frozenset[str] = frozenset()) -> tuple[object, ...]:
    """What an element says, whatever prefix its namespace has."""
    attributes = sorted((str(key), value) for key, value in element.attrib.items() if key not in without)
    return (local(element), *attributes, *(_said(item) for item in element))


def _same(one: Element, other: Element) -> bool:
    return _look(one) == _look(other) and one.get("fillId", "0") == other.get("fillId", "0")
