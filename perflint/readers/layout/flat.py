"""Flat tables: each row names its project (a system's export has one indicator a row, some forms one project a row)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from perflint.grid import GridCell
from perflint.model import Problem
from perflint.readers.layout.columns import NAMING
from perflint.readers.layout.draft import Draft
from perflint.readers.layout.form import GOALS
from perflint.readers.layout.head import Head
from perflint.readers.layout.index import Index
from perflint.readers.layout.labels import squeeze
from perflint.readers.layout.listing import Listing
from perflint.readers.layout.parts import indicator_names
from perflint.readers.layout.rows import Body, Row
from perflint.readers.layout.running import Running
from perflint.readers.layout.session import Session
from perflint.readers.layout.values import Value, concatenated, is_value_alone, lines_of

_UNITS = ("unit", "unit.code", "supervisor", "department")
_IDENTITY = ("unit", "unit.code", "code", "name")


def read_flat(index: Index, head: Head, session: Session) -> tuple[int, bool]:
    """Reads rows under a flat head into drafts, one a project; returns the row to go on with, and whether a project
    was found, or said to be missing. Rows at its top without a project are of the last one of the list right above."""
    before = session.listing
    if before is not None and not before.goes_on_under(head):
        before = None
    body = Body(index, head, session.labels, carried=list(before.classes) if before is not None else [])
    rows = _Rows(index, head, session, _said_above(session), before)
    for row in body.rows():
        rows.take(row)
    for cell in (*body.leftover, *body.notes, *body.sums):
        session.put_aside(cell.text, cell.place)
    rows.end()
    last = rows.current if rows.bare is None else None
    session.listing = Listing(head, index.grid.columns, last, rows.identity, rows.above, body.carried)
    session.boundary = True
    return max(body.next_row, head.row + 1), rows.found or bool(rows.lost)


class _Rows(Struct):
    """Gives the rows of a list to the projects that they name, of which ``begun`` are new. ``current`` is the project
    of the last row, ``identity`` what it goes by, ``bare`` a row of a name alone that waits for the next one, ``lost``
    are rows with indicators of no project."""

    index: Index
    head: Head
    session: Session
    above: dict[str, Value]
    before: Listing | None = None
    known: dict[tuple[str, ...], Draft] = field(default_factory=dict)
    begun: list[Draft] = field(default_factory=list)
    current: Draft | None = None
    identity: tuple[str, ...] = ()
    bare: Row | None = None
    found: bool = False
    lost: list[Row] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Takes the next row."""
        identity = _identity(row)
        if self.before is not None:
            self._go_on(self.before, row, identity)
        of_sum = _is_sum_of_unit(self.index, self.head, row)
        named = not of_sum and bool(identity[2] or identity[3])
        if of_sum:
            self.current = None
        elif named and identity not in self.known and not row.fields and _is_bare(self.index, self.head, row):
            if self.bare is not None:
                _unit_row(self.bare, self.head, self.above, self.session)
            self.bare = row
            return
        if self.bare is not None:
            if named:
                _unit_row(self.bare, self.head, self.above, self.session)
            else:
                self._enter(self.bare)
            self.bare = None
        if named:
            self._enter(row)
        self._add(row, named)

    def _go_on(self, before: Listing, row: Row, identity: tuple[str, ...]) -> None:
        """Whether the first row is of the last project above: without any of its own, or with the same and another
        indicator."""
        self.before = None
        if before.draft is None:
            return
        blank = not any(squeeze(value.text) for value in row.project.values())
        name = squeeze(row.fields.get("name", Value()).text)
        again = identity == before.identity and bool(name) and name not in indicator_names(before.draft)
        if again or (blank and row.fields):
            self.current, self.identity, self.found = before.draft, before.identity, True
            self.known[before.identity] = before.draft
            self.above = {**before.above, **self.above}

    def _enter(self, row: Row) -> None:
        """The project that a row names; a new one where no row above did."""
        self.identity = _identity(row)
        if self.identity not in self.known:
            self.known[self.identity] = _begin(self.index, self.head, row, self.session, self.above)
            self.begun.append(self.known[self.identity])
        self.current, self.found = self.known[self.identity], True

    def _add(self, row: Row, named: bool) -> None:
        current = self.current
        if current is None or not (row.fields or named):
            _aside(row, self.session)
            self.lost += [row] if row.fields else []
        elif running := _running_rows(self.index, self.head, row, self.session):
            current.indicators.extend(running)
            current.fields.update(f"indicators.{key}" for fields in running for key in fields)
        elif row.fields:
            (current.long_indicators if row.long_term else current.indicators).append(row.fields)
            current.fields.update(f"indicators.{key}" for key in row.fields)

    def end(self) -> None:
        """Says what no project got, and takes the heading of a list of several projects from the first of them."""
        if len(self.begun) > 1 and not self.begun[0].numbered:
            self.session.title = self.session.title if self.session.title.text else self.begun[0].heading
            self.begun[0].heading = Value()
        if self.bare is not None:
            _aside(self.bare, self.session)
        if self.lost:
            self.session.unreadable.append(_of_no_project(self.lost))


def _of_no_project(rows: Sequence[Row]) -> Problem:
    """Rows of a list with indicators, above which no project stands."""
    spoken = [value for value in rows[0].fields.values() if squeeze(value.text)]
    first = next((value for value in (rows[0].fields.get("name"), *spoken) if value and squeeze(value.text)), Value())
    return Problem(
        "unreadable",
        f"从这里起有{len(rows)}行指标没有项目名称和编码，认不出属于哪个项目，未能读取",
        f"{len(rows)} row(s) of indicators from here on name no project, and none can be made out: they were not read",
        value=first.text,
        place=first.place,
    )


def _said_above(session: Session) -> dict[str, Value]:
    """Unit and money unit that stand above the table: they hold for all its projects."""
    draft = session.drafts[-1] if session.drafts and not session.drafts[-1].started else None
    if draft is None:
        return {}
    above = {key: draft.values[key] for key in _UNITS if key in draft.values}
    if draft.money_unit:
        above["money_unit"] = Value(draft.money_unit, draft.places.get("money_unit", draft.table))
    return above


def _identity(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(row.project.get(key, Value()).text) for key in _IDENTITY)


def _is_sum_of_unit(index: Index, head: Head, row: Row) -> bool:
    """Whether one cell stands for unit and project: the row bears the unit's sum."""
    unit, name = head.project.get("unit"), head.project.get("name")
    if unit is None or name is None:
        return False
    cell = index.at(row.row, unit.start)
    return cell is not None and cell is index.at(row.row, name.start)


def _is_bare(index: Index, head: Head, row: Row) -> bool:
    """Whether a row says who it is about and nothing else."""
    said = [value for key, value in row.project.items() if key not in _IDENTITY]
    said += [concatenated(_cells(index, row.row, *span)) for span in _other_columns(head)]
    return not any(squeeze(value.text) for value in said)


def _other_columns(head: Head) -> Iterator[tuple[int, int]]:
    for column in (*head.classes, *head.parts, *head.checkpoints):
        yield column.start, column.end


def _unit_row(row: Row, head: Head, above: dict[str, Value], session: Session) -> None:
    """A row of a name alone over the rows of projects is about their unit."""
    _aside(row, session)
    if "unit" not in head.project and "name" in row.project:
        above["unit"] = row.project["name"]


def _aside(row: Row, session: Session) -> None:
    """A row without a project: a unit's or department's amount."""
    for value in row.project.values():
        if squeeze(value.text):
            session.put_aside(value.text, value.place)
            return


def _begin(index: Index, head: Head, row: Row, session: Session, above: dict[str, Value]) -> Draft:
    """A draft with what the row says of its project, and the unit and money unit that stand above the table."""
    unit = above.get("money_unit")
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
    for key, value in above.items():
        if key not in head.project and key != "money_unit":
            draft.put(key, value)
    if unit is not None and not draft.money_unit:
        draft.money_unit = unit.text
        draft.fields.add("money_unit")
        draft.places.setdefault("money_unit", unit.place)
    return draft


def _running_rows(index: Index, head: Head, row: Row, session: Session) -> Sequence[Mapping[str, Value]]:
    """Indicators that a column of values holds as running text, where no column names any."""
    column = head.sets[0].columns.get("row.value")
    if column is None or head.sets[0].columns.keys() & NAMING:
        return ()
    lines = _lines(index, row.row, column.start, column.end)
    running = Running(session.labels)
    return running.rows(lines) if running.speaks(lines) else ()


def _class_columns(index: Index, head: Head, row: Row, session: Session) -> None:
    """Columns headed by classes hold indicators as running text."""
    for column in head.classes:
        running = Running(session.labels)
        running.enter(*(Value(text) for text in (column.note, column.text) if text))
        rows = running.rows(_lines(index, row.row, column.start, column.end))
        session.add_rows([_named_by_head(fields, column.text) for fields in rows])


def _named_by_head(fields: Mapping[str, Value], head: str) -> Mapping[str, Value]:
    """An indicator of which the cell holds the value alone: the class that heads its column is its name."""
    name = fields["name"]
    bare_value = not squeeze(fields["value"].text) and is_value_alone(name.text)
    return {**fields, "name": Value(head, name.place), "value": name} if bare_value else fields


def _goals(index: Index, head: Head, row: Row, key: str, draft: Draft) -> None:
    column = head.project[key]
    draft.fields.add(key)
    getattr(draft, GOALS[key]).extend(_lines(index, row.row, column.start, column.end))
    draft.goal_place = draft.goal_place or row.project[key].place


def _cells(index: Index, row: int, start: int, end: int) -> list[GridCell]:
    return list(index.between(row, start, end))


def _lines(index: Index, row: int, start: int, end: int) -> list[Value]:
    return [line for cell in _cells(index, row, start, end) for line in lines_of(cell)]
