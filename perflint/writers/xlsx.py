"""The flat form as a workbook: every cell is text, so that nothing turns into a formula, a date or a rounded number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from perflint import limits
from perflint.model import Document, Project
from perflint.office.fresh import LINKS, PACKAGE, START, packed, relations
from perflint.writers import CannotWrite
from perflint.writers.flat import Table, flat, owner

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
MOST_CHARACTERS: Final = 32_767
"""What Excel holds in one cell, in units of UTF-16; it cuts longer texts off."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|\r|_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST, _NARROWEST = 40, 8


def write(document: Document) -> bytes:
    """The document's flat form. Raises CannotWrite where a sheet or a cell of it has no room for all of that."""
    table = flat(document)
    if len(table.heads) > MOST_COLUMNS:
        raise CannotWrite(
            f"工作表最多{MOST_COLUMNS}列，请改为输出NDJSON或Parquet",
            f"a sheet holds {MOST_COLUMNS} columns: write NDJSON or Parquet",
        )
    parts: dict[str, str | Iterable[str]] = {
        "[Content_Types].xml": f'{START}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{START}<workbook xmlns="{_MAIN}" xmlns:r="{LINKS}"><sheets>'
        f'<sheet name={quoteattr(table.sheet)} sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet(table, document),
    }
    return packed(parts)


_STYLES = (
    f'{START}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" '
    'wrapText="1"/></xf><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1" applyAlignment="1">'
    '<alignment vertical="center" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _sheet(table: Table, document: Document) -> Iterator[str]:
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{_width(head)}" customWidth="1"/>'
        for number, head in enumerate(table.heads, start=1)
    )
    yield (
        f'{START}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>"
    )
    yield _row(table.heads, 1)
    size = 0
    for count, row in enumerate(table.rows, start=2):
        if count > MOST_ROWS:
            raise CannotWrite(
                f"工作表最多{MOST_ROWS}行，请改为输出NDJSON或Parquet",
                f"a sheet holds {MOST_ROWS} rows: write NDJSON or Parquet",
            )
        for head, text in zip(table.heads, row, strict=True):
            if _is_too_long(text):
                raise _no_room(owner(document, count - 2), head, text)
        written = _row(row, 0)
        size += len(written.encode("utf-8"))
        if size > limits.PART_BYTES - _MARGIN or count * len(table.heads) > limits.CELLS:
            raise CannotWrite(
                "内容过多，写成一个工作簿后读不回来，请改为输出NDJSON或Parquet",
                "too much for one workbook, which could not be read again: write NDJSON or Parquet",
            )
        yield written
    yield "</sheetData></worksheet>"


_MARGIN = 4_000_000
"""Bytes of a part that are not its rows."""


def _is_too_long(text: str) -> bool:
    return 2 * len(text) > MOST_CHARACTERS and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CHARACTERS


def _no_room(project: Project, head: str, text: str) -> CannotWrite:
    name, head = _printed(project.code or project.name), _printed(head)
    return CannotWrite(
        f"项目“{name}”的“{head}”有{len(text)}字，Excel一个单元格最多{MOST_CHARACTERS}字；"
        "文件未写出，请改为输出YAML、JSON或NDJSON",
        f"project {name!r}, {head!r}: {len(text)} characters, but a cell of Excel holds {MOST_CHARACTERS}; "
        "nothing was written: write YAML, JSON or NDJSON",
    )


def _printed(text: str) -> str:
    """The start of a text without characters that steer a terminal."""
    return "".join(filter(str.isprintable, text[:40]))


def _width(head: str) -> int:
    return min(max(2 * len(head) + 4, _NARROWEST), _WIDEST)


def _row(texts: tuple[str, ...], style: int) -> str:
    return "<row>" + "".join(_cell(text, style) for text in texts) + "</row>"


def _cell(text: str, style: int) -> str:
    if not text:
        return f'<c s="{style}"/>'
    content = escape(_ILLEGAL.sub(_escaped, text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


def _escaped(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"
