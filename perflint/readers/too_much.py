"""What is said of tables that go beyond the limits."""

from __future__ import annotations

from perflint import limits
from perflint.readers.source import Unreadable


def cells() -> Unreadable:
    """More cells than a file may hold."""
    return Unreadable(
        f"单元格超过{limits.CELLS}个；请拆分文件，或改用NDJSON、Parquet",
        f"more than {limits.CELLS} cells: split the file, or use NDJSON or Parquet",
    )


def tables() -> Unreadable:
    """More tables than a file may hold."""
    return Unreadable(f"表格超过{limits.TABLES}个", f"more than {limits.TABLES} tables")


def slots() -> Unreadable:
    """A table that claims far more room than it has cells."""
    return Unreadable("表格的行列远多于单元格，无法读取", "a table claims far more rows and columns than it has cells")


def elements(part: str) -> Unreadable:
    """A part of a package with more elements than any honest one."""
    return Unreadable(f"部件{part}中的元素过多", f"the part {part} holds too many elements")


def columns() -> Unreadable:
    """A record with more fields than a sheet may have columns."""
    return Unreadable(f"一行超过{limits.CSV_COLUMNS}列", f"a record holds more than {limits.CSV_COLUMNS} fields")


def rows() -> Unreadable:
    """A sheet with more rows than a workbook may have."""
    return Unreadable("工作表的行数超出Excel的上限", "a sheet has more rows than Excel allows")


def merges() -> Unreadable:
    """More merged ranges than a workbook may hold."""
    return Unreadable(f"合并单元格超过{limits.MERGES}处", f"more than {limits.MERGES} merged ranges")


def cell_text() -> Unreadable:
    """One cell that holds more than a cell may."""
    return Unreadable(
        f"一个单元格的内容过大（超过{limits.CELL_CHARACTERS}字）",
        f"one cell holds too much (over {limits.CELL_CHARACTERS} characters)",
    )


def word_block() -> Unreadable:
    """One row or paragraph of a Word document that is too large."""
    size = limits.WORD_BLOCK_BYTES // 1_000_000
    return Unreadable(
        f"Word文档中一行表格或一个段落过大（超过{size} MB）",
        f"one table row or paragraph of the Word document is too large (over {size} MB)",
    )
