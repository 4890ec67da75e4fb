"""Flat tables: each row names its project (a system's export has one indicator a row, some forms one project a row)."""

from __future__ import annotations

from perflint.grid import GridCell
from perflint.readers.layout.draft import Draft
from perflint.readers.layout.form import GOALS
from perflint.readers.layout.head import Head
from perflint.readers.layout.index import Index
from perflint.readers.layout.labels import squeeze
from perflint.readers.layout.rows import Body, Row
from perflint.readers.layout.running import Running
from perflint.readers.layout.session import Session
from perflint.readers.layout.values import Value, concatenated, lines_of

_UNITS = ("unit", "unit.code", "supervisor", "department")
_IDENTITY = ("unit", "unit.code", "code", "name")


def read_flat(index: Index, head: Head, session: Session) -> tuple[int, bool]:
    """Reads rows under a flat head into drafts, one a project; returns the row to go on with, and whether a project
    was found."""
    body = Body(index, head, session.labels)
    known: dict[tuple[str, ...], Draft] = {}
    current: Draft | None = None
    above = _said_above(session)
    for row in body.rows():
        identity = tuple(squeeze(row.project.get(key, Value()).text) for key in _IDENTITY)
        if identity[2] or identity[3]:
            current = known.get(identity)
            if current is None:
                current = known[identity] = _begin(index, head, row, session)
                for key, value in above.items():
                    if key not in head.project:
                        current.put(key, value)
        if current is None or not (row.fields or identity[2] or identity[3]):
            _aside(row, session)
        elif row.fields:
            (current.long_indicators if row.long_term else current.indicators).append(row.fields)
            current.fields.update(f"indicators.{key}" for key in row.fields)
    for cell in (*body.leftover, *body.notes, *body.sums):
        session.put_aside(cell.text, cell.place)
    session.boundary = True
    return max(body.next_row, head.row + 1), bool(known)


def _said_above(session: Session) -> dict[str, Value]:
    """The unit that stands above the table: it holds for all its projects."""
    draft = session.drafts[-1] if session.drafts and not session.drafts[-1].started else None
    return {key: draft.values[key] for key in _UNITS if key in draft.values} if draft is not None else {}


def _aside(row: Row, session: Session) -> None:
    """A row without a project: a unit's or department's amount."""
    for value in row.project.values():
        if squeeze(value.text):
            session.put_aside(value.text, value.place)
            return


def _begin(index: Index, head: Head, row: Row, session: Session) -> Draft:
    """A draft with what the row says of its project."""
    draft = session.begin()
    for key, column in head.project.items():
        value = row.project.get(key, Value())
        if key in GOALS:
            _goals(index, head, row, key, draft)
        elif key == "indicator_text":
            draft.fields.add("indicators")
            running = Running(session.labels)
            session.add_rows(running.rows(_lines(index, row.row, column.start, column.end)))
        elif key.startswith("budget.") and key != "budget.part":
            draft.put_amount(key, Value(column.text), value, session.labels.money_unit(column.note))
        elif key not in ("spend_plan", "budget_group"):
            draft.put(key, value)
    _class_columns(index, head, row, session)
    for column in head.parts:
        amount = concatenated(_cells(index, row.row, column.start, column.end))
        draft.put_amount("budget.part", Value(column.text), amount, session.labels.money_unit(column.note))
    for column in head.checkpoints:
        draft.spend_plan[column.text] = concatenated(_cells(index, row.row, column.start, column.end))
        draft.fields.add("spend_plan")
    return draft


def _class_columns(index: Index, head: Head, row: Row, session: Session) -> None:
    """Columns headed by classes hold indicators as running text."""
    for column in head.classes:
        running = Running(session.labels)
        running.enter(*(Value(text) for text in (column.note, column.text) if text))
        session.add_rows(running.rows(_lines(index, row.row, column.start, column.end)))


def _goals(index: Index, head: Head, row: Row, key: str, draft: Draft) -> None:
    column = head.project[key]
    draft.fields.add(key)
    getattr(draft, GOALS[key]).extend(_lines(index, row.row, column.start, column.end))
    draft.goal_place = draft.goal_place or row.project[key].place


def _cells(index: Index, row: int, start: int, end: int) -> list[GridCell]:
    return [cell for cell in index.covering[row] if cell.column < end and start < cell.column + cell.column_span]


def _lines(index: Index, row: int, start: int, end: int) -> list[Value]:
    return [line for cell in _cells(index, row, start, end) for line in lines_of(cell)]
