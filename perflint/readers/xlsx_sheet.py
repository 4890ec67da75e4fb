"""One worksheet part, read as a stream: texts as shown, merges, what is hidden, what could not be taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from msgspec import Struct, field

from perflint import limits
from perflint.office.xml import Element
from perflint.readers import too_much
from perflint.readers.number_format import GENERAL, display, display_text, lost_digits
from perflint.readers.sheet_grid import Hidden, Merge, Sheet, Slot
from perflint.readers.xlsx_parts import TRUE, first, local, string_text, unescaped

LAST_ROW: Final = 1_048_575
LAST_COLUMN: Final = 16_383
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(")
"""What WPS stores for a picture in a cell."""
_PAGES = {"first": "differentFirst", "even": "differentOddEven"}
_MARGINS = frozenset(f"{page}{side}" for page in ("odd", *_PAGES) for side in ("Header", "Footer"))
_DEFAULT_WIDTH = 8.43
_WIDE = 1_000


class Book(Struct, frozen=True):
    """What sheets share: strings, the number format of each cell style, where dates count from."""

    strings: Sequence[str]
    formats: Sequence[str]
    from_1904: bool = False

    def format(self, style: str | None) -> str:
        number = int(style) if style and style.isdecimal() else 0
        return self.formats[number] if number < len(self.formats) else GENERAL


class Taken(Struct):
    """A worksheet while it is read. ``lost`` are numbers that lost digits, ``unread`` cells without a usable value,
    ``pictures`` those that hold a picture, ``margins`` its page headers and footers that are shown, as Excel codes
    them."""

    texts: dict[Slot, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int, float, bool]] = field(default_factory=list)
    lost: list[Slot] = field(default_factory=list)
    unread: list[Slot] = field(default_factory=list)
    pictures: list[Slot] = field(default_factory=list)
    margins: dict[str, str] = field(default_factory=dict)
    last: Slot = (0, 0)
    count: int = 0
    row: int = -1
    column: int = -1

    def sheet(self, name: str, hidden: bool) -> Sheet:
        """The sheet that was read."""
        columns = sorted((start, end) for start, end, _, invisible in self.columns if invisible)
        return Sheet(
            name,
            self.texts,
            self.merges,
            Hidden(frozenset(self.hidden_rows), columns, hidden),
            self._widths(),
            self.last,
            self.count,
        )

    def _widths(self) -> tuple[float, ...]:
        last = self.last[1]
        if last >= _WIDE:
            return ()
        widths = [_DEFAULT_WIDTH] * (last + 1)
        for start, end, width, _ in self.columns:
            for column in range(start, min(end, last) + 1):
                widths[column] = width
        return tuple(widths)


def slot(ref: str) -> Slot | None:
    """Row and column from 0 of a reference such as ``B7``; None when it is none."""
    match = _REF.fullmatch(ref)
    if not match:
        return None
    row, column = int(match[2]) - 1, _column(match[1])
    return (row, column) if 0 <= row <= LAST_ROW and column <= LAST_COLUMN else None


@lru_cache(maxsize=1_024)
def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def merge(ref: str) -> Merge | None:
    """The corners of a merged range such as ``A1:C3``."""
    start, _, end = ref.partition(":")
    one, other = slot(start), slot(end or start)
    if one is None or other is None:
        return None
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def take(element: Element, taken: Taken, book: Book) -> None:
    """Takes one finished element of the stream (``c``, ``col``, ``mergeCell`` or of a header)."""
    name = local(element)
    if name == "c":
        _take_cell(element, taken, book)
    elif name == "mergeCell":
        found = merge(element.get("ref", ""))
        if found:
            taken.merges.append(found)
    elif name == "col":
        _take_column(element, taken)
    elif name in _MARGINS:
        taken.margins[name] = element.text or ""
    elif name == "headerFooter":
        shown = {"odd", *(page for page, key in _PAGES.items() if element.get(key) in TRUE)}
        taken.margins = {key: text for key, text in taken.margins.items() if key.startswith(tuple(shown))}


def end_row(element: Element, taken: Taken) -> None:
    """Takes the end of a row, after its cells."""
    taken.row = _row_number(element, taken)
    if taken.row > LAST_ROW:
        raise too_much.rows()
    taken.column = -1
    if element.get("hidden") in TRUE or _is_zero(element.get("ht")):
        taken.hidden_rows.add(taken.row)


def _row_number(element: Element, taken: Taken) -> int:
    number = element.get("r", "")
    return int(number) - 1 if number.isdecimal() and len(number) < 8 else taken.row + 1


def _is_zero(size: str | None) -> bool:
    return size is not None and not size.strip("0.")


def _take_column(element: Element, taken: Taken) -> None:
    start, end = element.get("min", ""), element.get("max", "")
    if start.isdecimal() and end.isdecimal() and len(start) < 6 and len(end) < 6:
        size = element.get("width", "")
        width = float(size) if re.fullmatch(r"\d{1,5}(\.\d+)?", size) else _DEFAULT_WIDTH
        taken.columns.append((int(start) - 1, int(end) - 1, width, element.get("hidden") in TRUE or width == 0))


def _take_cell(element: Element, taken: Taken, book: Book) -> None:
    taken.count += 1
    at = slot(element.get("r", "")) or (_row_number(element.getparent(), taken), taken.column + 1)
    taken.column = at[1]
    if at[0] > LAST_ROW or at[1] > LAST_COLUMN:
        return
    if at[0] > taken.last[0] or at[1] > taken.last[1]:
        taken.last = max(at[0], taken.last[0]), max(at[1], taken.last[1])
    kind = element.get("t", "n")
    if kind == "inlineStr":
        inline = first(element, "is")
        text: str | None = "" if inline is None else string_text(inline)
        text = display_text(text or "", book.format(element.get("s")))
    else:
        stored = first(element, "v")
        raw = "" if stored is None else stored.text or ""
        if not raw and kind != "str" and first(element, "f") is not None:
            taken.unread.append(at)
            return
        text = _shown(kind, raw, book.format(element.get("s")), book)
        if kind == "n" and lost_digits(raw):
            taken.lost.append(at)
    if text is not None and _PICTURE.match(text):
        taken.pictures.append(at)
        return
    if text is None:
        taken.unread.append(at)
    elif text:
        if len(text) > limits.CELL_CHARACTERS:
            raise too_much.cell_text()
        taken.texts[at] = text


def _shown(kind: str, raw: str, code: str, book: Book) -> str | None:
    """The text shown for a stored value; None when it points nowhere."""
    if kind == "s":
        index = int(raw) if raw.strip().isdecimal() else -1
        if raw and not 0 <= index < len(book.strings):
            return None
        return display_text(book.strings[index], code) if raw else ""
    if kind == "str":
        return display_text(unescaped(raw), code)
    if kind == "b":
        return "TRUE" if raw in TRUE else "FALSE"
    if kind == "d":
        return _iso_date(raw, code, book)
    return display(raw, code, from_1904=book.from_1904) if raw and kind == "n" else raw


def _iso_date(raw: str, code: str, book: Book) -> str:
    try:
        moment = datetime.fromisoformat(raw).replace(tzinfo=None)
    except ValueError:
        return raw
    epoch = datetime(1904, 1, 1) if book.from_1904 else datetime(1899, 12, 30)
    return display(repr((moment - epoch).total_seconds() / 86_400), code, from_1904=book.from_1904)
