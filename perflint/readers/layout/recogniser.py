"""Blocks → Document: walks paragraphs and grids in order and gives what they say to a session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers.layout.carried import Classes
from perflint.readers.layout.flat import read_flat
from perflint.readers.layout.form import Form, form_of
from perflint.readers.layout.gathered import document_of, settle_title
from perflint.readers.layout.guide import Guide
from perflint.readers.layout.head import Head, read_head
from perflint.readers.layout.index import Index, index_grid, is_blank
from perflint.readers.layout.labels import Labels, compile_labels, squeeze
from perflint.readers.layout.listing import goes_on_bare
from perflint.readers.layout.margins import Margin, read_margins
from perflint.readers.layout.paragraphs import read_paragraph
from perflint.readers.layout.part_one import PartOne
from perflint.readers.layout.parted import with_their_heads
from perflint.readers.layout.project_columns import ProjectColumns, project_columns, stacked
from perflint.readers.layout.rows import Body
from perflint.readers.layout.running import Running
from perflint.readers.layout.sections import sections_of
from perflint.readers.layout.session import Session
from perflint.readers.layout.sides import side_by_side
from perflint.readers.layout.turned import turned
from perflint.readers.layout.unread import mixed_forms, said_unread, too_many_columns
from perflint.readers.layout.values import Value, lines_of, value_of


def recognise(
    blocks: Iterable[Block],
    lexicon: Lexicon,
    kind: str,
    lost: frozenset[str] = frozenset(),
    margins: Sequence[Margin] = (),
) -> Document:
    """The document that ``blocks`` hold. ``kind`` is the format's name, ``lost`` what it cannot carry, ``margins`` are
    its page headers and footers.

    Never raises for odd input: what cannot be read as targets is a Problem of the document. Raises UnknownList where
    the lexicon has no labels.
    """
    labels = compile_labels(lexicon)
    session, guide = Session(labels, PartOne(labels), Running(labels)), Guide(labels)
    kept = tuple(blocks)
    for block in with_their_heads(kept, labels):
        if isinstance(block, Grid) and _is_prose(block, labels):
            for cell in block.cells:
                session.open_key = ""
                for line in lines_of(cell):
                    _read_line(Paragraph(line.text, line.place), session, guide)
        elif isinstance(block, Grid):
            session.part_one.close()
            left = guide.without(block)
            if left is not None:
                _read_table(left, session)
        else:
            _read_line(block, session, guide)
    for first in guide.found:
        session.put_aside(first.text, first.place)
    settle_title(session)
    read_margins(margins, kept, session)
    return document_of(session, kind, lost, kept)


def _read_line(line: Paragraph, session: Session, guide: Guide) -> None:
    if squeeze(line.text) and guide.takes(Value(line.text, line.place), line.level):
        session.part_one.close()
        session.open_key = ""
    else:
        read_paragraph(line, session)


def _is_prose(grid: Grid, labels: Labels) -> bool:
    """Whether a table is but a frame around paragraphs: few cells of many lines, none of them a label by itself."""
    filled = [cell for cell in grid.cells if not is_blank(cell)]
    lines = sum(len(cell.paragraphs) for cell in filled)
    if lines < _LINES_OF_PROSE * len(filled) and (grid.columns > 1 or len(filled) > 1):
        return False
    known = [label for cell in filled if (label := labels.in_form(cell.text)) is not None]
    return bool(filled) and all(label.rest is not None for label in known)


_LINES_OF_PROSE = 5


def _read_table(grid: Grid, session: Session) -> None:
    """Reads a table: as one form, as forms side by side, or column by column where the columns are projects."""
    index = index_grid(grid)
    upright = turned(index, session.labels)
    columns = project_columns(index, session.labels) if upright is None else None
    if columns is not None and (bands := stacked(grid, columns)):
        for band in bands:
            _read_table(band, session)
        return
    if columns is not None:
        _read_columns(columns, grid, session)
        return
    if upright is not None:
        index = index_grid(upright)
    sides = side_by_side(index, session.labels)
    if sides.mixed:
        session.unreadable.append(mixed_forms(grid))
    for form in sides.forms:
        _read_grid(index if form is index.grid else index_grid(form), session)


def _read_columns(columns: ProjectColumns, grid: Grid, session: Session) -> None:
    if columns.too_many:
        session.unreadable.append(too_many_columns(grid))
    for number, (form, name) in enumerate(zip(columns.forms, columns.names, strict=True)):
        session.boundary = session.boundary or number > 0
        if name is not None:
            session.enter("name", name.text).put("name", value_of(name))
        _read_grid(index_grid(form), session)
    for cell in columns.aside:
        session.put_aside(cell.text, cell.place)


# --- one grid --------------------------------------------------------------------------------------------------------


def _read_grid(index: Index, session: Session) -> None:
    grid = index.grid
    session.table, session.flattened = grid.place, False
    session.open_key = ""
    form = form_of(session, index)
    if session.hidden is None:
        session.hidden = next((cell.place for cell in grid.cells if cell.hidden and not is_blank(cell)), None)
    row = 0
    last = session.last_head if session.last_head and _continues(index, session.last_head, session) else None
    listing = session.listing
    sections = sections_of(index, session, last)
    if last is not None:
        row = _read_head(index, replace(last, row=-1), form, session, session.last_classes, sections)
    elif listing is not None and goes_on_bare(index, listing, session.labels):
        row = _read_head(index, replace(listing.head, row=-1), form, session)
    above: tuple[Classes, ...] = ()
    while row < grid.rows:
        head = read_head(index, row, session.labels)
        if row in sections:
            session.see_caption(replace(sections[row], within=True))
            row += 1
            if last is not None and read_head(index, _next_filled(index, row), session.labels) is None:
                row = _read_head(index, replace(last, row=row - 1), form, session, sections=sections)
        elif head is None:
            if caption := _over_head(index, row, session.labels):
                above = (Classes(level1=caption),)
            elif _reaches_into_head(index, row, session.labels):
                pass
            elif not form.read_classes(row):
                form.read_row(row)
            row += 1
        else:
            row = _read_head(index, head, form, session, above * len(head.sets), sections)
            above, last = (), head
    if form.touched:
        _leave(index, form, session)
    elif any(not is_blank(cell) for cell in grid.cells):
        said_unread(index, session)
    if session.listing is listing and any(not is_blank(cell) for cell in grid.cells):
        session.listing = None


def _next_filled(index: Index, row: int) -> int:
    return next((under for under in range(row, index.grid.rows) if index.filled(under)), row)


def _over_head(index: Index, row: int, labels: Labels) -> Value | None:
    """The first-level class that stands by itself in the row above a head: it holds for the rows below the head."""
    cells = index.filled(row)
    alone = len(cells) == 1 and row + 1 < index.grid.rows and 1 in labels.is_class(cells[0].text)
    return value_of(cells[0]) if alone and read_head(index, row + 1, labels) is not None else None


def _reaches_into_head(index: Index, row: int, labels: Labels) -> bool:
    """Whether a row is the upper part of the head below it: cells of both reach from one into the other."""
    reaching = [cell for cell in index.filled(row) if cell.row_span > 1]
    if len(reaching) < 2 or not any(labels.in_head(cell.text) for cell in reaching):
        return False
    below = min(cell.row + cell.row_span for cell in reaching) - 1
    return any(read_head(index, under, labels) is not None for under in range(row + 1, below + 1))


def _leave(index: Index, form: Form, session: Session) -> None:
    """Cells that no label claims are said once a row: by the row's first cell where nobody took that either."""
    said: set[int] = set()
    taken = form.near.claimed
    for cell in form.leftover:
        if cell.row not in said:
            first = index.filled(cell.row)[0]
            known = session.labels.in_form(first.text) is not None or (first.row, first.column) in taken
            session.put_aside((cell if known else first).text, cell.place)
        said.add(cell.row)


def _continues(index: Index, head: Head, session: Session) -> bool:
    """Whether a grid goes on with the table before it: as many columns, no label of the form in front of the names,
    and classes where they belong; or names and values in every row, behind blank classes or where there are none."""
    if head.flat or index.grid.columns != session.last_columns or session.boundary:
        return False
    labels, halves = session.labels, [half.columns for half in head.sets]
    classes = {half[key].start for half in halves for key in ("row.level1", "row.level2") if key in half}
    names = {half[key].start for half in halves for key in ("row.name", "row.content") if key in half}
    values = {half["row.value"].start for half in halves if "row.value" in half}
    rows = [cells for row in range(index.grid.rows) if (cells := index.filled(row))]
    if not rows or any(_is_label(row[0], labels, names) for row in rows):
        return False
    if any(cell.column in classes and labels.is_class(cell.text) for row in rows for cell in row):
        return True
    filled = [{cell.column for cell in row} for row in rows]
    if not all(columns & names and columns & values for columns in filled):
        return False
    if classes:
        return all(row[0].column > max(classes) for row in rows)
    numbers = [cell for row in rows for cell in row if cell.column in values and any(map(str.isdigit, cell.text))]
    return len(numbers) == len(rows)


def _is_label(cell: GridCell, labels: Labels, names: set[int]) -> bool:
    """Whether the first cell of a row is a label of the form, and no name that is worded like one (完成时间)."""
    known = labels.in_form(cell.text)
    return known is not None and not labels.is_class(cell.text) and (known.rest is not None or cell.column not in names)


def _read_head(
    index: Index,
    head: Head,
    form: Form,
    session: Session,
    carried: Sequence[Classes] = (),
    sections: Collection[int] = (),
) -> int:
    """Reads what stands under a head; returns the row to go on with. ``carried`` are classes of the table before,
    ``sections`` rows that name the project of the rows below."""
    for column in head.spare:
        if column.key == "row.later" and session.later is None:
            session.later = index.grid.place
        session.put_aside(column.text or column.key, index.grid.place)
    if head.flat:
        following, found = read_flat(index, head, session)
        form.touched = form.touched or found
        return following
    if _next_filled(index, head.row + 1) in sections:
        return head.row + 1
    draft = session.enter()
    draft.fields.update(
        f"indicators.{key.removeprefix('row.')}" for half in head.sets for key in half.columns if key in _FIELDS
    )
    for column in (*head.checkpoints, *head.parts):
        session.put_aside(column.text, index.grid.place)
    session.last_head, session.last_columns = head, index.grid.columns
    body = Body(index, head, session.labels, _left_term(index, head, session.labels) == "long", carried=list(carried))
    body.stops = sections
    for row in body.rows():
        form.touched = True
        if row.fields:
            session.add_rows([row.fields], row.long_term)
    session.last_classes = body.carried
    for cell in (*body.leftover, *body.notes, *body.sums):
        session.put_aside(cell.text, cell.place)
    return max(body.next_row, head.row + 1)


_FIELDS = frozenset(
    f"row.{name}"
    for name in (
        "level1", "level2", "name", "description", "value", "basis", "weight", "kind", "direction", "scoring", "remark",
        "long_term_value",
    )
)  # fmt: skip


def _left_term(index: Index, head: Head, labels: Labels) -> str:
    """What the group caption at the left of a head says of its rows: long-term or annual."""
    first = min((column.start for half in head.sets for column in half.columns.values()), default=0)
    for column in range(first):
        cell = index.at(head.row, column)
        term = labels.term_of(cell.text) if cell is not None else ""
        if term in ("long", "annual"):
            return term
    return ""
