"""The drawing of notes, in the vector language that workbooks still use for them."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from perflint.office.sheet_names import Slot
from perflint.office.xml import Element

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_SHAPE_TYPE = "_x0000_t202"
_FIRST_SHAPE = 1025
_WIDE, _LINE = 28, 14

_NEW = f"""<xml xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}"><o:shapelayout v:ext="edit"><o:idmap
 v:ext="edit" data="1"/></o:shapelayout></xml>"""
_TYPE = f"""<v:shapetype xmlns:v="{_VML}" xmlns:o="{_OFFICE}" id="{_SHAPE_TYPE}" coordsize="21600,21600" o:spt="202"
 path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>
</v:shapetype>"""
_SHAPE = """<v:shape xmlns:v="{vml}" xmlns:o="{office}" xmlns:x="{excel}" id="{name}" type="#{kind}"
 style="position:absolute;margin-left:60pt;margin-top:2pt;width:220pt;height:{height}pt;z-index:{order};visibility:hidden"
 fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">
<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>
<x:Column>{column}</x:Column></x:ClientData></v:shape>"""


def new_drawing() -> Element:
    """A drawing without shapes."""
    return etree.fromstring(_NEW)


def is_drawable(root: Element) -> bool:
    """Whether a part is such a drawing."""
    return bool(root.tag == "xml")


def remove_shapes(drawing: Element, cells: Collection[Slot]) -> None:
    """Takes out the notes of these cells."""
    for shape in drawing.findall(f"{{{_VML}}}shape"):
        if _cell(shape) in cells:
            drawing.remove(shape)


def add_shape(drawing: Element, at: Slot, text: str) -> None:
    """Adds the box of one note, as high as its text needs."""
    kind = _shape_type(drawing)
    number = _next_number(drawing)
    lines = sum(len(line) // (_WIDE // 2) + 1 for line in text.split("\n"))
    row, column = at
    rows = min(max(lines, 4), 24)
    top = max(row - 1, 0)
    drawing.append(
        etree.fromstring(
            _SHAPE.format(
                vml=_VML,
                office=_OFFICE,
                excel=_EXCEL,
                name=f"_x0000_s{number}",
                kind=kind,
                height=rows * _LINE,
                order=number - _FIRST_SHAPE + 1,
                anchor=f"{column + 1}, 15, {top}, 2, {column + 5}, 15, {top + rows}, 4",
                row=row,
                column=column,
            )
        )
    )


def _shape_type(drawing: Element) -> str:
    """The shape type of notes, added where the drawing has none."""
    for item in drawing.findall(f"{{{_VML}}}shapetype"):
        if item.get(f"{{{_OFFICE}}}spt") == "202":
            return str(item.get("id"))
    layout = drawing.find(f"{{{_OFFICE}}}shapelayout")
    drawing.insert(drawing.index(layout) + 1 if layout is not None else 0, etree.fromstring(_TYPE))
    return _SHAPE_TYPE


def _next_number(drawing: Element) -> int:
    """One more than the highest shape number in use."""
    found = [_FIRST_SHAPE - 1]
    for shape in drawing.findall(f"{{{_VML}}}shape"):
        number = shape.get("id", "").rpartition("_s")[2]
        if number.isdecimal() and len(number) < 9:
            found.append(int(number))
    return max(found) + 1


def _cell(shape: Element) -> Slot | None:
    data = shape.find(f"{{{_EXCEL}}}ClientData")
    if data is None or data.get("ObjectType") != "Note":
        return None
    row, column = (data.findtext(f"{{{_EXCEL}}}{name}", "").strip() for name in ("Row", "Column"))
    return (int(row), int(column)) if row.isdecimal() and column.isdecimal() else None
