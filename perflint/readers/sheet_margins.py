"""Page headers and footers of sheets: Excel writes the parts at the left, in the middle and at the right as one text
with codes (``&L单位：县水务局&R金额单位：万元``)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from perflint import limits
from perflint.grid import Paragraph
from perflint.place import Place
from perflint.readers import too_much
from perflint.readers.layout import Margin

_CODE = re.compile(r'&(?:"[^"]*"?|[Kk](?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d{1,3}|(?P<sign>.)|$)', re.DOTALL)
_PARTS = frozenset("LCR")
_BREAK = "\n"


def margin_lines(code: str) -> tuple[str, ...]:
    """The lines of a header or footer: formats, page numbers, dates and names of file and sheet left out."""
    text = _CODE.sub(_shown, code.replace("\r\n", _BREAK).replace("\r", _BREAK))
    return tuple(line.strip() for line in text.split(_BREAK) if line.strip())


def _shown(match: re.Match[str]) -> str:
    sign = (match["sign"] or "").upper()
    return "&" if sign == "&" else _BREAK if sign in _PARTS else ""


def sheet_margins(found: Iterable[tuple[str, str]], sheets: Collection[str]) -> Iterator[Margin]:
    """The headers and footers of a workbook, each once, from (sheet, text with codes). Those that all ``sheets``
    share are of the whole document."""
    where: dict[tuple[str, ...], set[str]] = {}
    for sheet, code in found:
        if len(code) > limits.CELL_CHARACTERS:
            raise too_much.cell_text()
        lines = margin_lines(code)
        if lines and sheet in sheets:
            where.setdefault(lines, set()).add(sheet)
    for lines, names in where.items():
        blocks = tuple(Paragraph(line, Place()) for line in lines)
        yield Margin(blocks, sheets=frozenset() if len(names) == len(sheets) else frozenset(names))
