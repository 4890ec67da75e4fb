"""The flat form as a workbook: every cell is text, so that nothing turns into a formula, a date or a rounded number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from perflint.model import Document
from perflint.office.fresh import LINKS, PACKAGE, START, packed, relations
from perflint.writers import CannotWrite
from perflint.writers.flat import Table, flat

MOST_ROWS: Final = 1_048_576
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|\r|_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST, _NARROWEST = 40, 8


def write(document: Document) -> bytes:
    """The document's flat form. Raises CannotWrite where it has more rows than a sheet holds."""
    table = flat(document)
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
        "xl/worksheets/sheet1.xml": _sheet(table),
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


def _sheet(table: Table) -> Iterator[str]:
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
    for count, row in enumerate(table.rows, start=2):
        if count > MOST_ROWS:
            raise CannotWrite(
                f"工作表最多{MOST_ROWS}行，请改为输出NDJSON或Parquet",
                f"a sheet holds {MOST_ROWS} rows: write NDJSON or Parquet",
            )
        yield _row(row, 0)
    yield "</sheetData></worksheet>"


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
