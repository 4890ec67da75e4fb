"""Plain text that is no booklet as blocks: paragraphs, and lines of fields parted by TABs as tables.

So do word processors and spreadsheets give a table that is copied: a row a line, cells merged away are blank fields, or
left out altogether; then rows are shifted, and what belongs where cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from perflint import limits
from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.readers import too_much
from perflint.readers.canonical import canonical
from perflint.readers.layout.captions import goes_on
from perflint.readers.layout.labels import Labels
from perflint.readers.layout.values import Value
from perflint.readers.source import Text, Unreadable
from perflint.readers.text_lines import Line, lines_of

_HEADS = 3
"""Columns that the head of an indicator table names at least."""
_Row = list[list[Value]]


def text_blocks(source: Text, labels: Labels) -> Iterator[Block]:
    """The blocks of a text, in order; neighbouring lines with TABs in them make one table. Raises Unreadable where rows
    are shifted, and beyond the limits."""
    tables = 0
    rows: list[_Row] = []
    for line in lines_of(source):
        last = rows[-1][-1][-1] if rows and not line.after_blank else None
        whole = Value(line.text, line.place(source))
        if is_row(line):
            rows.append(_fields(line, source))
        elif last is not None and goes_on(whole, last):
            rows[-1][-1].append(whole)  # the next item in the last cell of the row
        else:
            if rows:
                tables += 1
                yield _table(rows, tables, source, labels)
            rows = []
            yield Paragraph(whole.text, whole.place)
    if rows:
        yield _table(rows, tables + 1, source, labels)


def tab_table(lines: Sequence[Line], number: int, source: Text) -> Grid:
    """Lines of fields parted by TABs as a grid. Raises Unreadable beyond the limits."""
    return _grid([_fields(line, source) for line in lines], number, source)


def holds_rows(lines: Iterable[Line]) -> bool:
    """Whether lines that begin with a TAB are mostly rows with blank cells in front, and not the cells of a booklet."""
    opened = [line for line in lines if line.cell and line.text.strip()]
    return sum(map(is_row, opened)) * 2 > len(opened)


def is_row(line: Line) -> bool:
    """Whether a line holds several fields."""
    return "\t" in line.text.strip()


def _fields(line: Line, source: Text) -> _Row:
    text, start = (f"\t{line.text}", line.start - 1) if line.cell else (line.text, line.start)
    fields: _Row = []
    for column, field in enumerate(text.split("\t")):
        if column >= limits.CSV_COLUMNS:
            raise too_much.columns()
        fields.append([Value(field, source.place(start, start + len(field)))])
        start += len(field) + 1
    return fields


def _table(rows: Sequence[_Row], number: int, source: Text, labels: Labels) -> Grid:
    _refuse_shifted(rows, labels)
    return _grid(rows, number, source)


def _grid(rows: Sequence[_Row], number: int, source: Text) -> Grid:
    cells: list[GridCell] = []
    for row, fields in enumerate(rows):
        for column, lines in enumerate(fields):
            said = [line for line in lines if line.text]
            texts, places = tuple(line.text for line in said), tuple(line.place for line in said)
            cells.append(GridCell(row, column, paragraphs=texts, place=lines[0].place, places=places))
        if len(cells) > limits.CELLS:
            raise too_much.cells()
    first = [field[0] for field in rows[0] if field[0].text.strip()] or rows[0][0]
    place = replace(rows[0][0][0].place, end_column=first[-1].place.end_column, exact=False)
    return canonical(number, cells, place=place)


def _refuse_shifted(rows: Sequence[_Row], labels: Labels) -> None:
    """Raises Unreadable where a row that is shorter than the head has a class left of the column of such classes."""
    head: dict[str, int] = {}
    width = 0
    for fields in rows:
        texts = [field[0].text for field in fields]
        columns = {label.key: at for at, text in enumerate(texts) if (label := labels.in_head(text)) is not None}
        if sum(map(labels.heads_a_column, texts)) >= _HEADS:
            head, width = columns, len(fields)
        elif len(fields) < width:
            for at, text in enumerate(texts):
                levels = labels.is_class(text)
                if len(levels) == 1 and at < head.get(f"row.level{min(levels)}", 0):
                    raise Unreadable(
                        "合并的单元格复制成文本后丢失，各行错位，分不出哪项内容属于哪一栏；请提供Word或Excel原文件",
                        "merged cells were lost when the table was copied as text, and its rows are shifted: "
                        "give the original Word or Excel file",
                        fields[at][0].place,
                    )
