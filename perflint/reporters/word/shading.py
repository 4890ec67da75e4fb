"""Optional shading of cells with findings, for print. It changes the author's layout and is therefore off."""

from __future__ import annotations

from collections.abc import Iterable

from perflint.office.word_names import attr, child, short
from perflint.office.xml import Element
from perflint.reporters.remarks import Remark
from perflint.reporters.word.anchors import Anchor
from perflint.violation import Severity

FILL = {Severity.ERROR: "F8D6D9", Severity.WARNING: "FFF2CB", Severity.INFO: "DDEBF7"}
"""perflint's own colours, by which its shading is known again."""
_NONE = "auto"
_BEFORE = frozenset({"cnfstyle", "tcw", "gridspan", "hmerge", "vmerge", "tcborders"})


def unshade(body: Element) -> None:
    """Takes perflint's colours out of all cells."""
    for item in body.iter("{*}shd"):
        if attr(item, "fill") in FILL.values() and short(item.getparent().tag) == "tcpr":
            item.set(item.tag.partition("}")[0] + "}fill", _NONE)


def shade(placed: Iterable[tuple[Remark, Anchor]]) -> None:
    """Shades the cell of each anchor by its worst finding. A cell that the author shaded keeps his colour."""
    worst: dict[Element, Severity] = {}
    for remark, anchor in placed:
        cell = next((item for item in anchor.first.iterancestors() if short(item.tag) == "tc"), None)
        if cell is not None and anchor.exact:
            worst[cell] = max(remark.severity, worst.get(cell, Severity.INFO))
    for cell, severity in worst.items():
        _fill(cell, FILL[severity])


def _fill(cell: Element, color: str) -> None:
    space = cell.tag.partition("}")[0] + "}"
    properties = child(cell, "tcpr")
    if properties is None:
        properties = cell.makeelement(f"{space}tcPr")
        cell.insert(0, properties)
    old = child(properties, "shd")
    if old is not None and (attr(old, "fill") or _NONE) != _NONE:
        return
    shading = old if old is not None else cell.makeelement(f"{space}shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shading.set(f"{space}{key}", value)
    if old is None:
        properties.insert(sum(1 for item in properties if short(item.tag) in _BEFORE), shading)
