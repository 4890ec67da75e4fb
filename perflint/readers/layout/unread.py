"""Tables that could not be read: said to be so where they look like tables of targets."""

from __future__ import annotations

from collections.abc import Iterable

from perflint.grid import Grid, GridCell
from perflint.model import Problem
from perflint.readers.layout.index import Index, is_blank
from perflint.readers.layout.session import Session
from perflint.readers.layout.values import lines_of


def too_many_columns(grid: Grid) -> Problem:
    """A table whose columns are projects is too large."""
    return Problem(
        "unreadable",
        "这个表以项目为列，行列过多，未能读取；请拆分，或改为每个项目一行",
        "a table whose columns are projects, too large to be told apart: split it, or give each project a row",
        place=grid.place,
    )


def mixed_forms(grid: Grid) -> Problem:
    """Forms side by side cannot be told apart."""
    return Problem(
        "unreadable",
        "这个表里并排着几个项目，分不清哪些内容属于哪个项目，未能读取；请每个项目一个表",
        "several projects stand side by side in this table and cannot be told apart: give each a table of its own",
        place=grid.place,
    )


def said_unread(index: Index, session: Session) -> None:
    """A table that told nothing: said to be unreadable where it looks like one of targets, else passed over."""
    labels = session.labels
    texts = [cell.text for cell in index.grid.cells if not is_blank(cell)]
    heads = {label.key for text in texts if (label := labels.in_head(text)) and label.key in _TELLING}
    classes = {text for text in texts if labels.is_class(text) and len(text) > 2}
    place = index.grid.place
    if len(heads) >= 2 or len(classes) >= 3:
        session.unreadable.append(
            Problem(
                "unreadable",
                "这个表像是绩效目标表，但认不出项目或指标行，未能读取",
                "this table looks like one of targets, but no project or indicator row was made out in it",
                place=place,
            )
        )
    else:
        session.put_aside(_first_text(index.grid.cells), place)


_TELLING = frozenset({"row.level1", "row.level2", "row.name", "row.value", "goals", "overall_goals", "spend_plan"})


def _first_text(cells: Iterable[GridCell]) -> str:
    return next((line.text for cell in cells for line in lines_of(cell)), "")
