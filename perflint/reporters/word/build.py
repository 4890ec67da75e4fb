"""Builds a small, plain .docx from blocks: tables with their merges and widths, headings, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.office.fresh import PACKAGE, START, packed, relations

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WIDTH = 9_638  # twentieths of a point between the margins of an A4 page
# What no XML file can hold, and signs that turn the direction of text about: shown as a replacement, one for one.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"([\t\n\r])")


def build(blocks: Iterable[Block]) -> bytes:
    """A document of these blocks. A table's rows and columns keep their order; an empty document has one paragraph."""
    return package("".join(_body(blocks)) or paragraph(""))


def package(body: str) -> bytes:
    """A document with that body (paragraphs and tables as XML)."""
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1134" w:bottom="1440" '
        'w:left="1134" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )
    parts = {
        "[Content_Types].xml": f'{START}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f'{START}<w:document xmlns:w="{_WORD}"><w:body>{body}{section}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml")),
        "word/styles.xml": _STYLES,
    }
    return packed(parts)


def _style(name: str, kind: str, title: str, more: str, default: bool = False) -> str:
    mark = ' w:default="1"' if default else ""
    based = "" if default or kind == "character" else '<w:basedOn w:val="Normal"/>'
    return f'<w:style w:type="{kind}"{mark} w:styleId="{name}"><w:name w:val="{title}"/>{based}{more}</w:style>'


_STYLES = (
    f'{START}<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" '
    'w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/><w:sz w:val="21"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    + _style("Normal", "paragraph", "Normal", "<w:qFormat/>", default=True)
    + "".join(
        _style(
            f"Heading{level}",
            "paragraph",
            f"heading {level}",
            f'<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/>'
            f"{'<w:jc w:val=' + chr(34) + 'center' + chr(34) + '/>' if level == 1 else ''}"
            f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr>',
        )
        for level, size in ((1, 32), (2, 26), (3, 24))
    )
    + _style("CommentText", "paragraph", "annotation text", '<w:rPr><w:sz w:val="20"/></w:rPr>')
    + _style("CommentReference", "character", "annotation reference", '<w:rPr><w:sz w:val="16"/></w:rPr>')
    + "</w:styles>"
)


def _body(blocks: Iterable[Block]) -> Iterator[str]:
    after_table = False
    for block in blocks:
        if isinstance(block, Paragraph):
            yield paragraph(block.text, f"Heading{min(block.level, 3)}" if block.level else "")
            after_table = False
            continue
        if not block.cells:
            continue
        # Two tables without a paragraph between them would be one.
        yield (paragraph("") if after_table else "") + table(block)
        after_table = True
    if after_table:
        yield paragraph("")


def paragraph(text: str, style: str = "", properties: str = "", bold: bool = False) -> str:
    """A paragraph; tabs and line ends in the text are kept."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    about = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{about}{run(text, bold)}</w:p>"


def run(text: str, bold: bool = False) -> str:
    """A run of text; none where the text is blank."""
    if not text:
        return ""
    pieces = (_piece(piece) for piece in _BREAKS.split(_ILLEGAL.sub("\ufffd", text)) if piece)
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{''.join(pieces)}</w:r>"


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    return "<w:br/>" if text in "\n\r" else f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def table(grid: Grid) -> str:
    """A table with borders, merges and relative widths."""
    widths = column_widths(grid)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    about = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    rows = "".join(
        f"<w:tr>{''.join(_cell(item, row, widths) for item in cells)}</w:tr>" for row, cells in rows_of(grid)
    )
    return f"<w:tbl>{about}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def column_widths(grid: Grid) -> list[int]:
    """The width of each column; equal ones where the grid knows none."""
    known = grid.widths if len(grid.widths) == grid.columns and sum(grid.widths) > 0 else (1.0,) * grid.columns
    return [max(int(_WIDTH * width / sum(known)), 60) for width in known]


def rows_of(grid: Grid) -> Iterator[tuple[int, list[GridCell]]]:
    """The cells that show in each row, from left to right: those that begin in it and those that reach into it. Slots
    that no cell covers are blank cells."""
    reaching: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            reaching.setdefault(row, []).append(cell)
    for row in range(grid.rows):
        cells = sorted(reaching.get(row, ()), key=lambda cell: cell.column)
        yield row, list(_without_gaps(cells, row, grid.columns))


def _without_gaps(cells: Sequence[GridCell], row: int, columns: int) -> Iterator[GridCell]:
    column = 0
    for cell in cells:
        if cell.column > column:
            yield GridCell(row, column, column_span=cell.column - column)
        yield cell
        column = cell.column + cell.column_span
    if column < columns:
        yield GridCell(row, column, column_span=columns - column)


def _cell(cell: GridCell, row: int, widths: Sequence[int]) -> str:
    width = sum(widths[cell.column : cell.column + cell.column_span])
    about = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.column_span > 1:
        about += f'<w:gridSpan w:val="{cell.column_span}"/>'
    if cell.row_span > 1:
        about += f'<w:vMerge w:val="{"restart" if cell.row == row else "continue"}"/>'
    texts = cell.paragraphs if cell.row == row else ()
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{''.join(map(paragraph, texts)) or paragraph('')}</w:tc>"
