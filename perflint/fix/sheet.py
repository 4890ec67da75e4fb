"""Edits of workbooks: a cell gets another text; of the package only its sheet and the shared strings change."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from perflint.fix.edits import Edit
from perflint.fix.textual import place_of
from perflint.model import Document
from perflint.office.package import Package
from perflint.office.patch import Patch
from perflint.office.sheet_names import Slot, escaped, first, local, sheet_parts, slot, unescaped
from perflint.office.xml import Element, parse

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def apply(data: bytes, document: Document, edits: Iterable[Edit]) -> tuple[bytes, list[Edit]]:
    """The workbook with the edits made, and the edits that could not be made. Raises BadPackage."""
    patch = Patch(Package(data))
    main = patch.package.related("officeDocument") or ""
    parts = {sheet.name: sheet.part for sheet in sheet_parts(patch.package, main, parse(patch.read(main), main))}
    strings = _Strings.of(patch, main)
    sheets: dict[str, Element] = {}
    cells: dict[str, dict[Slot, Element]] = {}
    left: list[Edit] = []
    for edit in edits:
        place = place_of(document, edit)
        cell = place.cell if place is not None else None
        part = parts.get(cell.sheet or "") if cell is not None else None
        at = slot(cell.ref or "") if cell is not None else None
        if part is None or at is None:
            left.append(edit)
            continue
        if part not in sheets:
            sheets[part] = parse(patch.read(part), part)
            cells[part] = _cells(sheets[part])
        element = cells[part].get(at)
        if element is None or not _write(element, edit, strings):
            left.append(edit)
    for part, root in sheets.items():
        patch.write(part, root)
    strings.save(patch)
    return patch.bytes(), left


@dataclass(slots=True)
class _Strings:
    """The shared strings. A string that changes is added anew, for other cells may show the old one."""

    part: str
    root: Element | None
    items: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, patch: Patch, main: str) -> _Strings:
        part = patch.package.related("sharedStrings", main)
        if part is None or part not in patch:
            return cls("", None)
        root = parse(patch.read(part), part)
        return cls(part, root, [item for item in root if local(item) == "si"])

    def add(self, item: Element) -> int:
        """The number of a new string."""
        self.items[-1].addnext(item)
        self.items.append(item)
        return len(self.items) - 1

    def save(self, patch: Patch) -> None:
        if self.root is None:
            return
        if self.root.get("uniqueCount"):
            self.root.set("uniqueCount", str(len(self.items)))
        patch.write(self.part, self.root)


def _cells(root: Element) -> dict[Slot, Element]:
    """The stored cells by row and column; those without a reference count on from the one before."""
    found: dict[Slot, Element] = {}
    row = -1
    data = first(root, "sheetData")
    for item in data if data is not None else ():
        if local(item) != "row":
            continue
        number = item.get("r", "")
        row = int(number) - 1 if number.isdecimal() else row + 1
        column = -1
        for cell in item:
            if local(cell) == "c":
                at = slot(cell.get("r", ""))
                column = at[1] if at is not None else column + 1
                found.setdefault((row, column), cell)
    return found


def _write(cell: Element, edit: Edit, strings: _Strings) -> bool:
    """Makes an edit in a cell that stores its text; numbers and results of formulas are never touched."""
    if first(cell, "f") is not None:
        return False
    if cell.get("t") == "inlineStr":
        inline = first(cell, "is")
        return inline is not None and _change(inline, edit)
    value = first(cell, "v")
    if cell.get("t") != "s" or value is None or not (value.text or "").strip().isdecimal():
        return False
    number = int(value.text)
    if number >= len(strings.items):
        return False
    item = copy.deepcopy(strings.items[number])
    if not _change(item, edit):
        return False
    value.text = str(strings.add(item))
    return True


def _change(item: Element, edit: Edit) -> bool:
    """Changes the letters of a plain or rich string where the new text differs; the old one must stand there once."""
    texts = [text for part in item for text in ((part,) if local(part) == "t" else part) if local(text) == "t"]
    texts = [text for text in texts if local(text.getparent()) != "rPh"]
    shown = [unescaped(text.text or "") for text in texts]
    whole = "".join(shown)
    old, new = edit.old, edit.new
    if whole.count(old) != 1:
        old = _with_breaks(old, whole)
        if not old:
            return False
    start = whole.index(old)
    starts = [sum(map(len, shown[:number])) for number in range(len(shown))]
    for tag, begin, end, left, right in reversed(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if tag != "equal":
            _replace(shown, starts, start + begin, start + end, new[left:right])
    for text, said in zip(texts, shown, strict=True):
        if said != unescaped(text.text or ""):
            text.text = escaped(said)
            text.set(_SPACE, "preserve")
    return True


def _with_breaks(old: str, whole: str) -> str:
    """The old text as it is stored where the cell has other line ends or blank lines; ``""`` where it is not."""
    lines = [line for line in whole.splitlines() if line.strip()]
    return whole if "\n" in old and lines == old.split("\n") else ""


def _replace(shown: list[str], starts: list[int], begin: int, end: int, new: str) -> None:
    """Takes characters away and puts ``new`` where the first of them stood, in the run that holds it."""
    for number in range(len(shown) - 1, -1, -1):
        start = starts[number]
        first_here, last_here = max(begin - start, 0), min(end - start, len(shown[number]))
        holds_first = start <= begin and (begin < start + len(shown[number]) or number == len(shown) - 1)
        if holds_first:
            last_here = max(last_here, first_here)
            shown[number] = shown[number][:first_here] + new + shown[number][last_here:]
            return
        if first_here < last_here:
            shown[number] = shown[number][:first_here] + shown[number][last_here:]
