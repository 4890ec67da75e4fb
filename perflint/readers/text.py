"""A booklet as plain text, as word processors write it: part one in paragraphs, then one table a project. Text of any
other shape is read as running text."""

from __future__ import annotations

import re
from itertools import pairwise

from perflint.lexicon import Lexicon
from perflint.model import Document, Problem, Project
from perflint.place import PlaceMap
from perflint.readers.decode import decode
from perflint.readers.layout import recognise
from perflint.readers.layout.labels import compile_labels
from perflint.readers.source import Text
from perflint.readers.text_blocks import holds_rows, text_blocks
from perflint.readers.text_form import TextForm, text_form_of
from perflint.readers.text_lines import Cell, Line, lines_of
from perflint.readers.text_parts import PartOne
from perflint.readers.text_table import Table, TableReader, not_judged

_NUMBERED = re.compile(r"\s*\d{1,9}\s*[.．、]")


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document in a booklet's text; raises Unreadable where it cannot be decoded."""
    source = Text(decode(data))
    form = text_form_of(lexicon)
    loose, tables = _sections(source, form)
    if not tables or holds_rows(lines_of(source)):
        return recognise(text_blocks(source, compile_labels(lexicon)), lexicon, "text")
    part = PartOne(source, form)
    first = next(lines_of(source), None)
    if first is not None:
        part.places[""] = first.place(source)
    for line in loose:
        part.add(line)
    projects: list[Project] = []
    problems: list[Problem] = list(part.problems)
    fields: set[str] = set()
    for table in tables:
        reader = TableReader(source, form, len(projects))
        for line in _after_the_table(table):
            reader.problems.append(not_judged(line.text, line.place(source), None))
        projects.append(reader.project(table))
        problems += reader.problems
        fields |= reader.fields
    return Document(
        kind="text",
        title=part.title,
        department=part.department(),
        projects=tuple(projects),
        fields=frozenset(fields),
        problems=tuple(problems),
        places=PlaceMap(part.places),
    )


def _sections(source: Text, form: TextForm) -> tuple[list[Line], list[Table]]:
    """The paragraphs outside of tables, and the tables with their headings."""
    lines = list(lines_of(source))
    loose: list[Line] = []
    tables: list[Table] = []
    heading: Line | None = None
    cell: Cell | None = None
    for number, line in enumerate(lines):
        opens = number + 1 < len(lines) and lines[number + 1].cell
        if not line.cell and opens and form.heading.fullmatch(line.text):
            heading, cell = line, None
            tables.append(Table(heading))
        elif line.cell:
            if cell is not None:
                cell.ends_row = line.after_blank
            if not tables:
                tables.append(Table(None))
            cell = Cell(line.start - 1, [line] if line.text.strip() else [])
            tables[-1].cells.append(cell)
        elif cell is not None:
            cell.paragraphs.append(line)
        else:
            loose.append(line)
    return loose, [part for table in tables for part in _separate(table, form)]


def _separate(table: Table, form: TextForm) -> list[Table]:
    """Tables between which no heading was recognised, told apart by the label of the code."""
    at = [number for number, cell in enumerate(table.cells) if form.labels.get(cell.label) == "code"]
    if len(at) < 2:
        return [table]
    before = at[0]  # the cells above the code: the unit, the money unit
    starts = [0, *(max(number - before, previous + 1) for previous, number in pairwise(at))]
    parts = [table.cells[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    heading = table.heading
    tables = []
    for cells in parts:
        tables.append(Table(heading, cells))
        last = cells[-1].paragraphs if cells else []
        heading = last.pop() if len(last) > 1 and _NUMBERED.match(last[-1].text) else None
    return tables


def _after_the_table(table: Table) -> list[Line]:
    """Takes off the last cell the paragraphs that a blank line parts from it: they stand below the table."""
    if not table.cells:
        return []
    paragraphs = table.cells[-1].paragraphs
    cut = next((n for n, line in enumerate(paragraphs) if line.after_blank and not line.cell), len(paragraphs))
    below = paragraphs[cut:]
    del paragraphs[cut:]
    return below
