"""How large and how deep an input may be. What goes beyond is refused with its reason (STR001), never read in part.

Each limit is far above what real documents need; it stands here so that a hostile file costs little.
"""

from __future__ import annotations

from typing import Final

# YAML, JSON, NDJSON: the file itself may be of any size, its parts may not
PROJECT_CHARACTERS: Final = 5_000_000
"""Characters of one project in YAML, JSON and NDJSON."""
DEPTH: Final = 64
"""Nested mappings and lists in YAML, JSON and NDJSON."""

# Packages (docx, xlsx, odt …), as far as telling the kind of a file needs them
PACKAGE_MEMBERS: Final = 2_000
"""Members of a zip package."""
SNIFFED_PART_BYTES: Final = 1_000_000
"""Bytes of a package's list of contents."""

# Tables (xlsx, xls, odf, csv, doc, pdf)
CELLS: Final = 5_000_000
"""Cells of a file, blank ones too."""
TABLES: Final = 200_000
"""Tables of a file."""
MERGES: Final = 200_000
"""Merged ranges of a workbook."""
CELL_CHARACTERS: Final = 1_000_000
"""Characters of one cell."""
CELL_ELEMENTS: Final = 50_000
"""XML elements within one cell or shared string (runs of rich text and their formats)."""
OTHER_ELEMENTS: Final = 1_000_000
"""XML elements of a workbook part that are neither cells nor rows, merges or strings."""
SMALL_PART_BYTES: Final = 8_000_000
"""Bytes of a package part that is small in every honest file (the list of sheets, a drawing)."""
WORD_BLOCK_BYTES: Final = 28_000_000
"""Bytes of XML that one table or paragraph of a Word document may take; the document itself is read block by block."""

# PDF
PDF_PAGES: Final = 2_000
PDF_PAGE_SECONDS: Final = 5
"""Seconds that one page may take."""
PDF_MEMORY_BYTES: Final = 2_000_000_000
"""Memory of the process that reads a PDF."""

# Parquet
PARQUET_BYTES: Final = 2_000_000_000
"""Unpacked bytes of a Parquet file, as its footer states them."""
