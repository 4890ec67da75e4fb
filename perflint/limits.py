"""How large and how deep an input may be. What goes beyond is refused with its reason (STR001), never read in part.

Each limit is far above what real documents need (an ordinary booklet: 70 members, 2 MB, packed 38 to 1); it stands
here so that a hostile file costs little.
"""

from __future__ import annotations

from typing import Final

# YAML, JSON, NDJSON: the file itself may be of any size, its parts may not
PROJECT_CHARACTERS: Final = 5_000_000
"""Characters of one project in YAML, JSON and NDJSON."""
DEPTH: Final = 64
"""Nested mappings and lists in YAML, JSON and NDJSON."""

# Packages (docx, xlsx, odt …)
MEMBERS: Final = 2_000
"""Members of a zip package."""
DECLARED_BYTES: Final = 400_000_000
"""What all members together may declare as their unpacked size."""
PART_BYTES: Final = 200_000_000
"""One unpacked part, counted while it is read: what the directory declares may be a lie."""
RATIO: Final = 200
"""Unpacked to packed size of a part, looked at from RATIO_FROM_BYTES on."""
RATIO_FROM_BYTES: Final = 1_000_000


def packed_too_closely(size: int, packed: int) -> bool:
    """Whether a part of ``size`` bytes that takes ``packed`` bytes in its package is taken for a zip bomb."""
    return size > RATIO_FROM_BYTES and size > RATIO * max(packed, 1)


SMALL_PART_BYTES: Final = 8_000_000
"""Bytes of a part that is small in every honest file (relations, the list of sheets, a drawing)."""
SNIFFED_PART_BYTES: Final = 1_000_000
"""Bytes of a package's list of contents."""

# Tables (xlsx, xls, odf, csv, doc, pdf)
CELLS: Final = 5_000_000
"""Cells of a file, blank ones too."""
TABLES: Final = 200_000
"""Tables of a file."""
SLOTS_PER_CELL: Final = 4
SLOTS_MORE: Final = 100_000
"""Places of a table's grid: at most SLOTS_PER_CELL for each real cell, and SLOTS_MORE."""
CSV_COLUMNS: Final = 16_384
"""Fields of a record: Excel's own limit of columns."""
WORD_SPAN: Final = 63
"""Columns that a Word cell may span: Word's own limit of columns."""
HTML_SPAN: Final = 1_000
"""Columns that a cell of a page may span: what browsers clamp it to. Row spans end with the table."""
HTML_COLUMNS: Final = 5_000
"""Columns of a table on a page."""
MARKUP_DEPTH: Final = 256
"""Nested elements in XML and HTML."""
MERGES: Final = 200_000
"""Merged ranges of a workbook."""
CELL_CHARACTERS: Final = 1_000_000
"""Characters of one cell."""
CELL_ELEMENTS: Final = 50_000
"""XML elements within one cell or shared string (runs of rich text and their formats)."""
OTHER_ELEMENTS: Final = 1_000_000
"""XML elements of a workbook part that are neither cells nor rows, merges or strings."""
WORD_BLOCK_BYTES: Final = 28_000_000
"""Bytes of XML that one row or paragraph of a Word document may take; the document itself is read block by block."""
WORD_ROWS_BYTES: Final = 4_000_000
"""Bytes of XML after which the rows of a table so far are taken and freed: a table may be as long as its part."""

# PDF
PDF_PAGES: Final = 2_000
PDF_PAGE_SECONDS: Final = 5
"""Seconds of the processor that one page may take."""
PDF_PAGE_CHARACTERS: Final = 200_000
"""Characters of one page."""
PDF_MEMORY_BYTES: Final = 2_000_000_000
"""Memory of the process that reads a PDF."""

# Parquet
PARQUET_BYTES: Final = 2_000_000_000
"""Unpacked bytes of a Parquet file, as its footer states them."""
