"""The official form, laid out from the values: for inputs that have no tables of their own (YAML, JSON, NDJSON, text).

Project tables are those of the Hebei booklet: nine columns for the project, six (with weights seven) for indicators.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from perflint.grid import Block, Grid, GridCell, Paragraph
from perflint.model import CategoryGoal, Document, Indicator, Project
from perflint.place import Place, parent_path
from perflint.reporters.spot import Spot

_NOWHERE = Place()
_PROJECT_WIDTHS = (2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 1.0)
# Columns that the checkpoints of a spend plan take, by how many stand in a line.
_POINT_SPANS = {1: (8,), 2: (2, 6), 3: (1, 2, 5), 4: (1, 2, 3, 2)}
_ROW_HEADS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "description": "绩效指标描述",
    "value": "指标值",
    "basis": "指标值确定依据",
    "weight": "权重",
}
_ROW_WIDTHS = {"level1": 3.0, "level2": 3.0, "name": 5.0, "description": 5.0, "value": 3.0, "basis": 4.0, "weight": 1.5}


class Form(Struct):
    """The blocks of a laid-out document, and where each field stands in them. ``starts`` are the projects' blocks."""

    blocks: list[Block] = field(default_factory=list)
    spots: dict[tuple[int, str], Spot] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    document: Document = field(default_factory=Document)

    def spot(self, position: int, path: str, place: Place | None) -> Spot | None:
        """Where a field stands: its own cell, else the cell of what holds it, else of its first part."""
        wanted = path
        while wanted:
            found = self.spots.get((position, wanted))
            if found is not None:
                return self._narrowed(found, position, path, place) if wanted == path else found
            wanted = parent_path(wanted)
        return None

    def own_spot(self, position: int, field: str) -> Spot | None:
        """The cell of a field itself."""
        return self.spots.get((position, field))

    def _narrowed(self, spot: Spot, position: int, path: str, place: Place | None) -> Spot:
        """The characters that a place in the input means, where they lie in the value as written."""
        places = self.document.places if position < 0 else self.document.projects[position].places
        whole = places.find(path)
        if place is None or whole is None or not whole.exact or spot.paragraph is None:
            return spot
        if None in (place.column, place.end_column, whole.column, whole.end_column):
            return spot
        if place.line != whole.line or place.end_line != whole.end_line or whole.line != whole.end_line:
            return spot
        first, last = whole.column or 1, whole.end_column or 1
        start, stop = (place.column or 1) - first, (place.end_column or 1) - first
        if not 0 <= start <= stop <= last - first or (start == 0 and stop == last - first):
            return spot
        label = spot.start or 0
        return Spot(spot.block, spot.cell, spot.paragraph, label + start, label + stop)


def lay_out(document: Document) -> Form:
    """The whole document in the official form."""
    form = Form(document=document)
    _department(form, document)
    for position, project in enumerate(document.projects):
        form.starts.append(len(form.blocks))
        _project(form, position, project, document)
    return form


def _paragraph(form: Form, text: str, level: int = 0, path: str = "", position: int = -1, start: int = 0) -> None:
    if path:
        spot = Spot(len(form.blocks), None, 0, start or None, len(text) if start else None)
        form.spots.setdefault((position, path), spot)
    form.blocks.append(Paragraph(text, _NOWHERE, level))


def _labelled(form: Form, label: str, text: str, path: str) -> None:
    if text:
        _paragraph(form, label + text, path=path, start=len(label))


def _department(form: Form, document: Document) -> None:
    whole = document.department
    _paragraph(form, document.title or "部门预算绩效文本", 1, "title")
    _labelled(form, "部门：", whole.name, "department.name")
    _labelled(form, "部门编码：", whole.code, "department.code")
    _labelled(form, "预算总额：", whole.total, "department.total")
    if whole.overall_goal:
        _paragraph(form, "总体绩效目标", 2)
        _paragraph(form, whole.overall_goal, path="department.overall_goal")
    _category_goals(form, whole.category_goals)
    for title, name, items in (
        ("工作保障措施", "safeguards", whole.safeguards),
        ("部门整体绩效目标", "goals", whole.goals),
    ):
        if items:
            _paragraph(form, title, 2, f"department.{name}")
        for number, item in enumerate(items, 1):
            _paragraph(form, item, path=f"department.{name}[{number}]")
    if whole.indicators:
        _rows(form, -1, "department.indicators", whole.indicators)


def _category_goals(form: Form, goals: tuple[CategoryGoal, ...]) -> None:
    if goals:
        _paragraph(form, "分项绩效目标", 2, "department.category_goals")
    for number, goal in enumerate(goals, 1):
        path = f"department.category_goals[{number}]"
        _paragraph(form, goal.name, path=f"{path}.name")
        _labelled(form, "绩效目标：", goal.goal, f"{path}.goal")
        _labelled(form, "绩效指标：", goal.indicator, f"{path}.indicator")


class _Table(Struct):
    """Collects the cells of one table."""

    form: Form
    position: int
    cells: list[GridCell] = field(default_factory=list)

    def cell(self, row: int, column: int, text: str, path: str = "", rows: int = 1, columns: int = 1) -> None:
        """One cell with one paragraph (none where the text is blank)."""
        self.items(row, column, ((path, text),), path, rows, columns)

    def items(
        self, row: int, column: int, items: tuple[tuple[str, str], ...], path: str, rows: int = 1, columns: int = 1
    ) -> None:
        """One cell with a paragraph for each (path, text)."""
        block, index = len(self.form.blocks), len(self.cells)
        shown = [(own, text) for own, text in items if text]
        for number, (own, _) in enumerate(shown):
            if own:
                self.form.spots.setdefault((self.position, own), Spot(block, index, number))
        if path:
            self.form.spots.setdefault((self.position, path), Spot(block, index))
        self.cells.append(GridCell(row, column, rows, columns, tuple(text for _, text in shown)))

    def close(self, rows: int, widths: tuple[float, ...]) -> None:
        """Adds the table to the form."""
        number = sum(isinstance(block, Grid) for block in self.form.blocks) + 1
        self.form.blocks.append(Grid(number, rows, len(widths), tuple(self.cells), widths=widths))


def _project(form: Form, position: int, project: Project, document: Document) -> None:
    number = f"{project.no}." if project.no is not None else ""
    heading = project.heading or f"{number}{project.name}绩效目标表"
    _paragraph(form, heading, 2, "heading", position)
    form.spots[(position, "no")] = form.spots[(position, "heading")]
    table = _Table(form, position)
    _head(table, project, document)
    row = _money(table, project, 2)
    row = _plan(table, project, row)
    row = _goals(table, "绩效目标", "goals", project.goals, row)
    if project.long_term_goals:
        row = _goals(table, "长期目标", "long_term_goals", project.long_term_goals, row)
    table.close(row, _PROJECT_WIDTHS)
    _rows(form, position, "indicators", project.indicators)
    if project.long_term_indicators:
        _rows(form, position, "long_term_indicators", project.long_term_indicators)


def _head(table: _Table, project: Project, document: Document) -> None:
    code, name = project.unit.code, project.unit.name
    table.cell(0, 0, code + name, "unit", columns=5)
    for part, start, stop in (("code", 0, len(code)), ("name", len(code), len(code + name))):
        if start < stop:
            table.form.spots[(table.position, f"unit.{part}")] = Spot(len(table.form.blocks), 0, 0, start, stop)
    money = project.money_unit or document.money_unit
    table.cell(0, 5, f"单位：{money}" if money else "", "money_unit", columns=4)
    table.cell(1, 0, "项目编码")
    table.cell(1, 1, project.code, "code", columns=3)
    table.cell(1, 4, "项目名称", columns=2)
    table.cell(1, 6, project.name, "name", columns=3)


def _money(table: _Table, project: Project, row: int) -> int:
    parts = project.budget.parts
    table.cell(row, 0, "预算规模及资金用途", "budget", rows=2 + len(parts))
    table.cell(row, 1, "预算数")
    table.cell(row, 2, project.budget.total, "budget.total")
    table.cell(row, 3, "其中：财政资金", columns=2)
    table.cell(row, 5, project.budget.fiscal, "budget.fiscal", columns=2)
    table.cell(row, 7, "其他资金")
    table.cell(row, 8, project.budget.other, "budget.other")
    for label, amount in parts:
        row += 1
        table.cell(row, 1, label)
        table.cell(row, 2, amount, f"budget.parts.{label}", columns=7)
    table.cell(row + 1, 1, project.purpose, "purpose", columns=8)
    return row + 2


def _plan(table: _Table, project: Project, row: int) -> int:
    if not project.spend_plan:
        return row
    points = project.spend_plan
    lines = [points[at : at + 4] for at in range(0, len(points), 4)]
    table.cell(row, 0, "资金支出计划（%）", "spend_plan", rows=2 * len(lines))
    for line in lines:
        spans = _POINT_SPANS[len(line)]
        columns = [1 + sum(spans[:index]) for index in range(len(line))]
        for (point, _), column, span in zip(line, columns, spans, strict=True):
            table.cell(row, column, point, columns=span)
        for (point, share), column, span in zip(line, columns, spans, strict=True):
            table.cell(row + 1, column, share, f"spend_plan.{point}", columns=span)
        row += 2
    return row


def _goals(table: _Table, label: str, path: str, goals: tuple[str, ...], row: int) -> int:
    table.cell(row, 0, label)
    items = tuple((f"{path}[{number}]", text) for number, text in enumerate(goals, 1))
    table.items(row, 1, items, path, columns=8)
    return row + 1


def _rows(form: Form, position: int, path: str, rows: tuple[Indicator, ...]) -> None:
    names = [name for name in _ROW_HEADS if name != "weight" or any(row.weight for row in rows)]
    table = _Table(form, position)
    for column, name in enumerate(names):
        table.cell(0, column, _ROW_HEADS[name], f"{path}.{name}")
    form.spots.setdefault((position, path), Spot(len(form.blocks), 0))
    spans = dict(_level1_spans(rows))
    for index, row in enumerate(rows):
        own = f"{path}[{index + 1}]"
        for column, name in enumerate(names):
            if name == "level1" and index not in spans:
                _share(table, f"{own}.level1")
                continue
            table.cell(index + 1, column, getattr(row, name), f"{own}.{name}", rows=spans[index] if not column else 1)
        form.spots.setdefault((position, own), Spot(len(form.blocks), len(table.cells) - len(names) + 2))
    table.close(len(rows) + 1, tuple(_ROW_WIDTHS[name] for name in names))


def _share(table: _Table, path: str) -> None:
    """A row under a merged caption: its class stands in the cell above."""
    above = next(index for index in reversed(range(len(table.cells))) if table.cells[index].column == 0)
    table.form.spots[(table.position, path)] = Spot(len(table.form.blocks), above, 0)


def _level1_spans(rows: tuple[Indicator, ...]) -> Iterator[tuple[int, int]]:
    """(first row, number of rows) of neighbouring rows with one level-one caption, as the form merges them."""
    start = 0
    for index in range(1, len(rows) + 1):
        if index == len(rows) or rows[index].level1 != rows[start].level1 or not rows[start].level1:
            yield start, index - start
            start = index
