"""One table of a plain-text booklet: its cells, walked by label and position, become a project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from perflint.model import Budget, Indicator, Problem, Project, Unit
from perflint.place import Place, PlaceMap
from perflint.readers.source import Text
from perflint.readers.text_form import TextForm
from perflint.readers.text_lines import Cell, Line, squeeze

_UNIT = re.compile(r"\s*(?P<code>\d{3,})?[ \u3000]*(?P<name>.*)", re.DOTALL)
_STATED = re.compile(r"(?P<label>[^:：\n]*)[:：][ \u3000]*(?P<amount>[^\n]*)")
_HEADER_CELLS = 30
AMOUNTS = ("budget.total", "budget.fiscal", "budget.other")


class Table(Struct):
    """The lines of a table: its heading (None: none was found) and its cells."""

    heading: Line | None
    cells: list[Cell] = field(default_factory=list)


class TableReader(Struct):
    """Reads one table. ``texts`` are the project's scalars by field path."""

    source: Text
    form: TextForm
    index: int
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    def project(self, table: Table) -> Project:
        number = self._heading(table)
        parts = self._split(table.cells)
        for cell in parts.pop("", []):
            self._unit(cell)
        rest = []
        for name in ("code", "name", "budget", *AMOUNTS):
            cells = parts.get(name)
            if cells is None:
                continue
            if name != "budget":
                self.fields.add(name)
                self._text(name, cells[:1])
                cells = cells[1:]
            rest += cells
        money = self._below_the_amounts(rest, "budget" in parts)
        plan = self._spend_plan(parts.get("spend_plan"))
        goals = self._goals(parts.get("goals"))
        rows = self._rows(parts.get("indicators"))
        text = self.texts.get
        return Project(
            no=number,
            heading=text("heading", ""),
            code=text("code", ""),
            name=text("name", ""),
            unit=Unit(text("unit.code", ""), text("unit.name", "")),
            budget=Budget(text("budget.total", ""), text("budget.fiscal", ""), text("budget.other", ""), money),
            money_unit=text("money_unit", ""),
            purpose=text("purpose", ""),
            spend_plan=plan,
            goals=goals,
            indicators=rows,
            places=PlaceMap(self.places),
        )

    def _split(self, cells: list[Cell]) -> dict[str, list[Cell]]:
        """The cells by the label that they follow; those before the first label under the empty name.

        Once a label was met it is a label no more: a value may be worded like one.
        """
        parts: dict[str, list[Cell]] = {"": []}
        current = parts[""]
        for cell in cells:
            name = self.form.labels.get(cell.label)
            if name is None and self.form.columns.get(cell.label) == "level1":
                name = "indicators"
            if name is not None and name not in parts and not self._is_value(name, parts):
                current = parts[name] = []
                self.places.setdefault(name, cell.place(self.source))
                if name == "indicators":
                    current.append(cell)
            else:
                current.append(cell)
        return parts

    def _is_value(self, name: str, parts: dict[str, list[Cell]]) -> bool:
        """Whether a cell that is worded like the label ``name`` is the value of the label before it."""
        last = next(reversed(parts))
        return last in ("code", "name") and not parts[last] and name in ("goals", "spend_plan", "indicators")

    # --- the head of the table -----------------------------------------------------------------------------------

    def _heading(self, table: Table) -> int | None:
        line = table.heading
        first = table.cells[0].opened if table.cells else 0
        self.places[""] = line.place(self.source) if line else self.source.place(first, first + 1, exact=False)
        self.fields.update(("no", "heading"))
        if line is None:
            return None
        self.texts["heading"] = line.text
        self.places["heading"] = line.place(self.source)
        match = re.match(r"\s*(\d{1,9})\s*[.．、]", line.text)
        if match is None:
            return None
        self.places["no"] = self.source.place(line.start + match.start(1), line.start + match.end(1))
        return int(match[1])

    def _unit(self, cell: Cell) -> None:
        stated = _STATED.fullmatch(cell.text)
        if stated is not None and squeeze(stated["label"]) in self.form.money_unit:
            self.fields.add("money_unit")
            self.texts["money_unit"] = stated["amount"]
            start = cell.paragraphs[0].start
            self.places["money_unit"] = self.source.place(start + stated.start("amount"), start + stated.end("amount"))
        elif cell.paragraphs and "unit.name" not in self.texts:
            match = _UNIT.fullmatch(cell.text)
            assert match is not None
            start = cell.paragraphs[0].start
            for name in ("code", "name"):
                self.fields.add(f"unit.{name}")
                self.texts[f"unit.{name}"] = match[name] or ""
                if match[name] and len(cell.paragraphs) == 1:
                    place = self.source.place(start + match.start(name), start + match.end(name))
                else:
                    place = cell.place(self.source)
                self.places[f"unit.{name}"] = place
        elif cell.paragraphs:
            self._not_judged(cell)

    def _text(self, name: str, cells: list[Cell]) -> None:
        for cell in cells:
            self.fields.add(name)
            self.texts[name] = cell.text
            self.places[name] = cell.place(self.source)

    def _below_the_amounts(self, cells: list[Cell], listed: bool) -> tuple[tuple[str, str], ...]:
        """Further amounts with their labels, then (below the empty rest of a merged cell) the purpose."""
        if listed:
            self.fields.add("purpose")
        empty = [number for number, cell in enumerate(cells) if not cell.paragraphs]
        cut = empty[-1] if empty else 0
        purpose = [cell for cell in cells[cut:] if cell.paragraphs]
        self._text("purpose", purpose[:1])
        for cell in purpose[1:]:
            self._not_judged(cell)
        amounts = []
        for number in range(0, cut - 1, 2):
            label, amount = cells[number], cells[number + 1]
            if label.paragraphs:
                self.fields.add("budget.parts")
                self.places.setdefault(f"budget.parts.{label.text}", amount.place(self.source))
                amounts.append((label.text, amount.text))
        for cell in cells[cut - cut % 2 : cut]:
            if cell.paragraphs:
                self._not_judged(cell)
        return tuple(amounts)

    # --- plan, goals, indicators ---------------------------------------------------------------------------------

    def _spend_plan(self, cells: list[Cell] | None) -> tuple[tuple[str, str], ...]:
        """Names up to the empty cell below the label, then as many values."""
        if cells is None:
            return ()
        self.fields.add("spend_plan")
        count = next((number for number, cell in enumerate(cells) if not cell.paragraphs), len(cells))
        names, values = cells[:count], cells[count + 1 :]
        plan = []
        for number, name in enumerate(names):
            value = values[number] if number < len(values) else None
            plan.append((name.text, value.text if value else ""))
            self.places.setdefault(f"spend_plan.{name.text}", (value or name).place(self.source))
        for cell in values[len(names) :]:
            if cell.paragraphs:
                self._not_judged(cell)
        return tuple(plan)

    def _goals(self, cells: list[Cell] | None) -> tuple[str, ...]:
        if cells is None:
            return ()
        self.fields.add("goals")
        lines = cells[0].paragraphs if cells else []
        for number, line in enumerate(lines, 1):
            self.places[f"goals[{number}]"] = line.place(self.source)
        for cell in cells[1:]:
            if cell.paragraphs:
                self._not_judged(cell)
        return tuple(line.text for line in lines)

    def _rows(self, cells: list[Cell] | None) -> tuple[Indicator, ...]:
        if not cells:
            return ()
        width = next((n for n, cell in enumerate(cells[:_HEADER_CELLS], 1) if cell.ends_row), 0)
        columns = [self.form.columns.get(cell.label) for cell in cells[: width or len(self.form.columns)]]
        width = width or len(columns)
        for cell, column in zip(cells, columns, strict=False):
            if column is None:
                self._not_judged(cell)
        self.fields.add("indicators")
        self.fields.update(f"indicators.{column}" for column in columns if column)
        rows: list[Indicator] = []
        above: Cell | None = None
        for row in self._chunks(cells[width:], width):
            found = {column: cell for column, cell in zip(columns, row, strict=True) if column}
            first = found.get("level1")
            if first is not None and not first.paragraphs and above is not None:
                found["level1"] = above  # the cell spans these rows
            above = found.get("level1")
            path = f"indicators[{len(rows) + 1}]"
            self.places[path] = row[0].place(self.source)
            self.places.update({f"{path}.{column}": cell.place(self.source) for column, cell in found.items()})
            rows.append(Indicator(**{column: cell.text for column, cell in found.items()}))
        return tuple(rows)

    def _chunks(self, cells: list[Cell], width: int) -> Iterator[list[Cell]]:
        """The rows: by position; where the cells do not add up, by the blank lines between rows."""
        if len(cells) % width == 0:
            yield from (cells[start : start + width] for start in range(0, len(cells), width))
            return
        row: list[Cell] = []
        for cell in cells:
            row.append(cell)
            if cell.ends_row or cell is cells[-1]:
                if len(row) == width:
                    yield row
                else:
                    self._broken_row(row, width)
                row = []

    def _broken_row(self, row: list[Cell], width: int) -> None:
        zh = f"指标行有{len(row)}个单元格，应为{width}个，未读取"
        en = f"an indicator row of {len(row)} cells where {width} are expected; it was not read"
        text = " ".join(cell.text for cell in row)
        place = row[0].place(self.source)
        self.problems.append(Problem("unreadable", zh, en, "indicators", text, self.index, place))

    def _not_judged(self, cell: Cell) -> None:
        self.problems.append(not_judged(cell.text, cell.place(self.source), self.index))


def not_judged(text: str, place: Place, project: int | None) -> Problem:
    """The problem of a text that has no place in the model."""
    return Problem(
        "not-judged",
        "这段文字不属于绩效目标的任何栏目，未作检查",
        "this text belongs to no field of performance targets; it was not judged",
        value=text,
        project=project,
        place=place,
    )
