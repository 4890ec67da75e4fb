"""Indicator rows under a head: classes carried down, split values joined, filler and sum rows left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from perflint.grid import GridCell
from perflint.place import Place
from perflint.readers.layout.carried import Classes, caption_level
from perflint.readers.layout.column_sets import ColumnSet
from perflint.readers.layout.columns import Column
from perflint.readers.layout.head import Head, read_head, shape
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.labels import Labels, fold, squeeze
from perflint.readers.layout.line_pairs import by_lines, composed_lines
from perflint.readers.layout.signs import holds_value, sign_of, split_value
from perflint.readers.layout.titles import is_numbered_form
from perflint.readers.layout.values import Value, compose, concatenated, lines_of, value_of

_NUMBERS = re.compile(r"[\d①-⑳甲乙丙丁一二三四五六七八九十A-Z]{1,2}")
_POINTS = re.compile(r"[（(]?\d{1,3}(?:\.\d+)?[%％分]?[）)]?")
_DIGIT = re.compile(r"\d")
_CLASSES = ("row.level1", "row.level2")
_PLAIN = ("name", "description", "basis", "weight", "kind", "direction", "scoring", "remark")


class Row(Struct, frozen=True):
    """One indicator as it stands in a grid row. ``fields`` are the model's names; ``long_term`` says that the row
    is a long-term one alone."""

    row: int
    fields: Mapping[str, Value]
    project: Mapping[str, Value]
    long_term: bool = False


class Body(Struct):
    """Reads rows under one head. ``leftover`` collects cells that no column claims, ``stops`` are rows that end it."""

    index: Index
    head: Head
    labels: Labels
    long_term: bool = False
    next_row: int = 0
    leftover: list[GridCell] = field(default_factory=list)
    notes: list[GridCell] = field(default_factory=list)
    sums: list[GridCell] = field(default_factory=list)
    carried: list[Classes] = field(default_factory=list)
    claimed: frozenset[int] = frozenset()
    claimed_of: Head | None = None
    stops: Collection[int] = ()

    def rows(self) -> Iterator[Row]:
        """The rows up to where the table's body ends; ``next_row`` is then the row to go on with."""
        self.carried = self.carried or [Classes() for _ in self.head.sets]
        row = self.head.row + 1
        while row < self.index.grid.rows:
            self.next_row = row
            if self._ends(row):
                return
            repeated = read_head(self.index, row, self.labels)
            if repeated is not None:
                if shape(repeated) != shape(self.head):
                    return
                self.head, row = repeated, repeated.row + 1
                continue
            for found in self._row(row):
                yield from self._by_lines(found)
            row += 1
        self.next_row = row

    def _ends(self, row: int) -> bool:
        """Whether a row no longer belongs to the body: its first cell is a label of the form, or a group caption of
        another term."""
        own = self.index.filled(row)
        if not own or row in self.stops:
            return row in self.stops
        first = own[0]
        if self.head.flat:
            label = self.labels.in_form(first.text)
            return label is not None and label.key in ("name", "code") and len(own) < 4
        if self.labels.is_class(first.text) or self.labels.is_sum(first.text):
            return False
        if any(self.labels.money_line(cell.text) for cell in own):
            return True
        label = self.labels.in_form(first.text)
        if label is None or label.key == "checkpoint":
            return len(own) == 1 and self._is_title(first)
        if label.key in ("name", "code") and label.rest is None:
            return True
        in_names = any(
            "row.name" in half.columns and first.column >= half.columns["row.name"].start for half in self.head.sets
        )
        return not in_names or (len(own) == 1 and label.rest is not None)

    def _is_title(self, cell: GridCell) -> bool:
        wide = cell.column_span * 2 > self.index.grid.columns
        if not wide and cell.column == 0 and is_numbered_form(cell.text, self.labels):
            return True
        return wide and fold(cell.text).endswith(self.labels.words["title_endings"]) and len(cell.text) < 400

    def _row(self, row: int) -> Iterator[Row]:
        own = self.index.filled(row)
        if not own or self._passed_over(row, own):
            return
        project = {key: concatenated(self._cells(row, column)) for key, column in self.head.project.items()}
        halves = [self._half(row, half, classes) for half, classes in zip(self.head.sets, self.carried, strict=True)]
        self._unclaimed(own)
        if not any(halves) and not self.head.flat:
            self.leftover += [
                cell for cell in own if not self.labels.is_class(cell.text) and not self._is_filler(cell)
            ][:1]
        if any(halves) or self.head.flat:
            yield from self._merged(row, halves, project)

    def _by_lines(self, found: Row) -> Iterator[Row]:
        """A row whose cells hold one indicator a line, as rows."""
        half = self.head.sets[0].columns
        lines = {key: self._lines(found.row, half, key) for key in (*_PLAIN, "value", "long_term_value")}
        if not {"row.sign", "row.unit"}.isdisjoint(half):
            signs, units = (self._lines(found.row, half, key) for key in ("sign", "unit"))
            lines["value"] = composed_lines(signs, lines["value"], units, self.labels)
        pieces = by_lines(lines) if len(self.head.sets) == 1 else []
        if not pieces:
            yield found
        for fields in pieces:
            yield replace(found, fields={**found.fields, **fields})

    def _lines(self, row: int, columns: Mapping[str, Column], key: str) -> list[Value]:
        column = columns.get(f"row.{key}")
        cells = self._cells(row, column) if column is not None else []
        return lines_of(cells[0]) if len(cells) == 1 and cells[0].row == row else []

    def _passed_over(self, row: int, own: Sequence[GridCell]) -> bool:
        """Rows that are no indicators: column numbers, sums, notes, class captions on their own."""
        texts = [squeeze(cell.text) for cell in own]
        if row == self.head.row + 1 and len(own) >= 3 and all(_NUMBERS.fullmatch(text) for text in texts):
            return len(set(texts)) == len(texts)
        if self.labels.is_note(own[0].text) and own[0].column_span * 2 > self.index.grid.columns:
            self.notes.append(own[0])
            return True
        if all(text[-1] in ":：" for text in texts):
            self.notes.extend(own)
            return True
        if self._over_classes(own[0]):
            self.notes.append(own[0])
            return True
        if any(self.labels.is_sum(cell.text) for cell in own if not _DIGIT.search(cell.text)):
            self.sums.append(own[0])
            return True
        if len(own) == 1 or (len(own) == 2 and _POINTS.fullmatch(texts[1]) and self.labels.is_class(own[0].text)):
            return self._caption(own[0])
        return False

    def _over_classes(self, cell: GridCell) -> bool:
        """Whether a cell lies over both class columns and is no class: a line of the form below the indicators."""
        for half in self.head.sets:
            if "row.level1" in half.columns and "row.level2" in half.columns:
                last = half.columns["row.level2"]
                over = cell.column <= half.columns["row.level1"].start and last.start < cell.column + cell.column_span
                return over and not self.labels.is_class(cell.text) and not self.labels.is_sum(cell.text)
        return False

    def _caption(self, cell: GridCell) -> bool:
        """A class on a row of its own: it holds for the rows below (staircase)."""
        levels = self.labels.is_class(cell.text)
        for half, classes in zip(self.head.sets, self.carried, strict=True):
            if levels:
                classes.enter(value_of(cell), caption_level(cell, levels, half, classes, self.labels))
        return bool(levels)

    def _cells(self, row: int, column: Column) -> list[GridCell]:
        """The cells of a row under a head, without those that began left of it."""
        return list(self.index.between(row, column.start, column.end))

    def _text(self, row: int, half: ColumnSet, key: str) -> Value:
        """What a row says under a head; a cell that spans several heads speaks for the first (classes: for both)."""
        column = half.columns.get(f"row.{key}")
        if column is None:
            return Value()
        cells = self._cells(row, column)
        if key not in ("level1", "level2"):
            cells = [cell for cell in cells if cell.column >= column.start]
            named = [cell for cell in cells if not is_blank(cell) and not self._is_filler(cell)]
            cells = named if named and len(cells) > 1 else cells
        return concatenated(cells) if cells else Value("", self._nearby(row))

    def _nearby(self, row: int) -> Place:
        cells = self.index.covering[row]
        return cells[0].place if cells else self.index.grid.place

    def _half(self, row: int, half: ColumnSet, carried: Classes) -> dict[str, Value] | None:
        classes = self._classes(row, half, carried)
        fields = {key: self._text(row, half, key) for key in _PLAIN if f"row.{key}" in half.columns}
        self._naming(row, half, fields, classes)
        self._values(row, half, fields)
        if not self._says_anything(row, half, fields):
            return None
        spoken = {
            key for key, value in fields.items() if squeeze(value.text) and key not in ("weight", "kind", "direction")
        }
        if not spoken or self._continues(row, half) or self._filler(fields, spoken):
            return None
        return {**classes, **fields}

    def _says_anything(self, row: int, half: ColumnSet, fields: Mapping[str, Value]) -> bool:
        """A row without name, value and class of its own is no indicator, whatever its other cells hold."""
        if any(squeeze(fields.get(key, Value()).text) for key in ("name", "value", "long_term_value")):
            return True
        return any(
            cell.row == row and not is_blank(cell)
            for key in _CLASSES
            if key in half.columns and (cell := self.index.at(row, half.columns[key].start)) is not None
        )

    def _continues(self, row: int, half: ColumnSet) -> bool:
        """Whether name and value both reach in from the row above: the row only splits some other column."""
        columns = [half.columns[key] for key in ("row.name", "row.content", "row.value") if key in half.columns]
        cells = [self.index.at(row, column.start) for column in columns]
        return len(cells) > 1 and all(cell is not None and cell.row < row and not is_blank(cell) for cell in cells)

    def _is_filler(self, cell: GridCell) -> bool:
        return self.labels.filler.fullmatch(fold(cell.text)) is not None

    def _filler(self, fields: Mapping[str, Value], spoken: set[str]) -> bool:
        """A row that the template left for more: 指标2：, ……"""
        values = {key: fold(fields[key].text) for key in spoken}
        return all(self.labels.filler.fullmatch(text) for text in values.values()) and "name" in values

    def _classes(self, row: int, half: ColumnSet, carried: Classes) -> dict[str, Value]:
        names = [key.removeprefix("row.") for key in _CLASSES if key in half.columns]
        found = carried.inherited({key: self._text(row, half, key) for key in names})
        second = half.columns.get("row.level2")
        if second is not None and "level1" not in found and 1 in self.labels.is_class(second.text):
            head = self.index.at(self.head.row, second.start)
            found["level1"] = Value(second.text, head.place if head is not None else self.index.grid.place)
        return found

    def _naming(self, row: int, half: ColumnSet, fields: dict[str, Value], classes: dict[str, Value]) -> None:
        """Forms that call the name otherwise: 指标内容, or the second level where there is no third."""
        if "row.content" in half.columns:
            content = self._text(row, half, "content")
            if "row.name" not in half.columns:
                fields["name"] = content
            elif "row.description" not in half.columns:
                fields["description"] = content
            return
        if "row.name" not in half.columns and "level2" in classes and not self.labels.is_class(classes["level2"].text):
            fields["name"] = classes.pop("level2")
            self.carried = [Classes(carried.level1) for carried in self.carried]

    def _values(self, row: int, half: ColumnSet, fields: dict[str, Value]) -> None:
        sign = sign_of(fields, self._text(row, half, "sign"), self.labels)
        unit = self._text(row, half, "unit")
        for key, name in (("row.value", "value"), ("row.long_term_value", "long_term_value")):
            if key not in half.columns:
                continue
            cells = [cell for cell in self._cells(row, half.columns[key]) if cell.column >= half.columns[key].start]
            value = split_value(cells, self.labels) if cells else Value("", self._nearby(row))
            if key == "row.value" and holds_value(value, unit, self.labels):
                value, unit = unit, Value()
            split = bool(sign) or "row.sign" in half.columns or "row.unit" in half.columns
            fields[name] = compose(sign, value, unit.text, self.labels) if split else value

    def _unclaimed(self, own: Sequence[GridCell]) -> None:
        claimed = self._claimed_columns()
        for cell in own:
            inside = not claimed.isdisjoint(range(cell.column, cell.column + cell.column_span))
            if not inside and not self.labels.term_of(cell.text) and not _NUMBERS.fullmatch(squeeze(cell.text)):
                self.leftover.append(cell)

    def _claimed_columns(self) -> frozenset[int]:
        """The grid columns that some head stands over; worked out once for each head."""
        if self.claimed_of is not self.head:
            claimed = [column for half in self.head.sets for column in half.columns.values()]
            claimed += [*self.head.project.values(), *self.head.checkpoints, *self.head.parts]
            claimed += [*self.head.spare, *self.head.classes]
            self.claimed = frozenset(number for column in claimed for number in range(column.start, column.end))
            self.claimed_of = self.head
        return self.claimed

    def _merged(self, row: int, halves: list[dict[str, Value] | None], project: Mapping[str, Value]) -> Iterator[Row]:
        """Long-term and annual halves of one row: one indicator where they bear one name."""
        said = [(half.term, fields) for half, fields in zip(self.head.sets, halves, strict=True) if fields]
        by_term = dict(said)
        annual, long = by_term.get("annual"), by_term.get("long")
        if annual and long and _name(annual) == _name(long):
            spoken = long.get("long_term_value", Value())
            spoken = spoken if squeeze(spoken.text) else long.get("value", spoken)
            said = [("annual", {**annual, "long_term_value": spoken})]
        for term, fields in said:
            alone = _long_term_alone(fields)
            yield Row(row, alone or fields, project, bool(alone) or self.long_term or term == "long")
        if not said:
            yield Row(row, {}, project)


def _long_term_alone(fields: Mapping[str, Value]) -> dict[str, Value] | None:
    """A row whose only value is the long-term one, as a long-term indicator; None for any other row."""
    long = fields.get("long_term_value", Value())
    if not squeeze(long.text) or squeeze(fields.get("value", Value()).text):
        return None
    return {**{key: value for key, value in fields.items() if key != "long_term_value"}, "value": long}


def _name(fields: Mapping[str, Value]) -> str:
    return squeeze(fields.get("name", Value()).text)
