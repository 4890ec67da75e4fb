"""Tables of a page that are built of other elements: by their roles (ARIA), by how they are shown (CSS ``display``), or
as rows of one structure under column heads. They are made the tables that they are shown as.

Only what is a table beyond doubt is taken: all its text stands in its cells, and it has two rows of two cells at least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from lxml import etree

from perflint.office.xml import Element
from perflint.readers.html_css import Sheet, sheet_of
from perflint.readers.html_grid import lay_out

_ROLES = {
    **dict.fromkeys(("table", "grid", "treegrid"), "table"),
    **dict.fromkeys(("cell", "gridcell", "columnheader", "rowheader"), "cell"),
    "row": "row",
}
_DISPLAYS = {"table": "table", "inline-table": "table", "table-row": "row", "table-cell": "cell"}
_NATIVE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "html", "body", "head"})
_ROWS = _NATIVE - {"body", "td", "th"}
_DEEP = 8
"""Such tables inside each other; what lies deeper stays text."""
_HEADS = 3
"""Column heads in a row that make rows of one structure a table."""
_HEAD_LENGTH = 40

IsHead = Callable[[str], bool]


def make_tables(root: Element, is_head: IsHead) -> None:
    """Makes elements that are shown as tables the elements of tables. ``is_head``: whether a text is a column head."""
    sheet = sheet_of(root)
    if sheet.rules or _styled(root):
        _by_role(root, sheet, 0)
    for parent in [element for element in root.iter() if len(element) > 1]:
        if isinstance(parent.tag, str) and parent.tag not in _ROWS:
            _by_structure(parent, is_head)


_styled = etree.XPath("(//*[@role or contains(translate(@style, 'DISPLAY', 'display'), 'display')])[1]")


# --- roles and display -----------------------------------------------------------------------------------------------


def _by_role(root: Element, sheet: Sheet, depth: int) -> None:
    """Walks the elements without recursion; ``depth`` of a table counts those around it."""
    waiting = [(root, depth)]
    while waiting:
        element, depth = waiting.pop()
        if depth < _DEEP:
            depth += _made_a_table(element, sheet)
            waiting += [(child, depth) for child in element if isinstance(child.tag, str)]


def _made_a_table(element: Element, sheet: Sheet) -> bool:
    if element.tag in _NATIVE:
        return False
    if sheet.of(element).get("display") in ("grid", "inline-grid"):
        return lay_out(element, sheet)
    if not _is_table(element, sheet):
        return False
    rows = list(_nearest(element, "row", sheet))
    cells = [list(_nearest(row, "cell", sheet)) for row in rows]
    tops = set(map(_top_in(element), rows))
    captions = [child for child in element if isinstance(child.tag, str) and child not in tops]
    taken = sum(map(_said, captions)) + sum(_said(cell) for row in cells for cell in row)
    if sum(len(row) > 1 for row in cells) < 2 or _said(element) != taken:
        return False
    element.tag = "table"
    for caption in captions:
        caption.tag = "caption"
    for row, own in zip(rows, cells, strict=True):
        row.tag = "tr"
        for cell in own:
            _make_cell(cell)
    return True


def _is_table(element: Element, sheet: Sheet) -> bool:
    """Whether an element is called or shown as a table, or holds rows that stand in none."""
    kind = _kind(element, sheet)
    return kind == "table" or (not kind and sum(_kind(child, sheet) == "row" for child in element) > 1)


def _top_in(element: Element) -> Callable[[Element], Element]:
    """For elements inside of ``element``: its child that holds them."""

    def top(inner: Element) -> Element:
        while (parent := inner.getparent()) is not element and parent is not None:
            inner = parent
        return inner

    return top


def _make_cell(cell: Element) -> None:
    cell.tag = "td"
    for own, given in (("colspan", "aria-colspan"), ("rowspan", "aria-rowspan")):
        span = cell.get(own) or cell.get(given)
        if span:
            cell.set(own, span)


def _kind(element: Element, sheet: Sheet) -> str:
    if element.tag in _NATIVE or not isinstance(element.tag, str):
        return "table" if element.tag == "table" else ""
    role = _ROLES.get((element.get("role") or "").strip().lower(), "")
    return role or _DISPLAYS.get(sheet.of(element).get("display", ""), "")


def _nearest(element: Element, kind: str, sheet: Sheet) -> Iterator[Element]:
    """The elements of a kind inside of an element that stand in no other one of any kind."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        found = _kind(child, sheet)
        if found == kind:
            yield child
        elif not found:
            waiting += reversed(child)


def _said(element: Element) -> int:
    """How many characters an element shows."""
    return sum(len("".join(text.split())) for text in element.itertext())


# --- rows of one structure -------------------------------------------------------------------------------------------


def _by_structure(parent: Element, is_head: IsHead) -> None:
    """Makes a table of neighbouring elements of one tag and number of children, where one of them holds the heads."""
    children = [child for child in parent if isinstance(child.tag, str)]
    for (tag, cells), group in groupby(children, key=lambda child: (child.tag, len(child))):
        if cells < _HEADS or tag in _NATIVE:
            continue
        rows = list(group)
        if len(rows) < 2 or not all(map(_is_plain_row, rows)):
            continue
        if not any(sum(is_head(_start(cell)) for cell in row) >= _HEADS for row in rows):
            continue
        table = rows[0].makeelement("table")
        parent.insert(parent.index(rows[0]), table)
        for row in rows:
            table.append(row)
            row.tag = "tr"
            for cell in row:
                _make_cell(cell)


def _is_plain_row(row: Element) -> bool:
    """Whether all text of an element stands in its children, and none of these is a table or holds one."""
    loose = [row.text, *(cell.tail for cell in row), row.tail]
    return not any(text and text.strip() for text in loose) and not any(
        cell.tag in _NATIVE or next(cell.iter("table"), None) is not None for cell in row
    )


def _start(element: Element) -> str:
    """The text of an element, as far as a head may be long."""
    found = ""
    for text in element.itertext():
        found += text
        if len(found) > _HEAD_LENGTH:
            return ""
    return found
