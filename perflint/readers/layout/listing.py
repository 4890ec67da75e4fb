"""Lists of projects that go on in the next table: what one hands on to the other, and whether it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from perflint.readers.layout.carried import Classes
from perflint.readers.layout.columns import NAMING
from perflint.readers.layout.draft import Draft
from perflint.readers.layout.head import Head, read_head, shape
from perflint.readers.layout.index import Index
from perflint.readers.layout.labels import Labels
from perflint.readers.layout.values import Value

_TEXTS = frozenset({"goals", "overall_goals", "long_term_goals", "indicator_text"})


class Listing(Struct, frozen=True):
    """A list that was read to its end: its head and number of columns, the project of its last row (None where that
    row was of no project) with what tells it from others, what stood above it, and the classes of its last row."""

    head: Head
    columns: int
    draft: Draft | None = None
    identity: tuple[str, ...] = ()
    above: Mapping[str, Value] = field(default_factory=dict)
    classes: Sequence[Classes] = ()

    def goes_on_under(self, head: Head) -> bool:
        """Whether a table below has the same columns."""
        return shape(self.head) == shape(head)


def goes_on_bare(index: Index, listing: Listing, labels: Labels) -> bool:
    """Whether a table without a head holds further rows of a list: as many columns, no label in front, and in every
    row but those of sums what each row of the list has (name and value of an indicator; else a project and its text).
    """
    if index.grid.columns != listing.columns:
        return False
    numbers = [row for row in range(index.grid.rows) if index.filled(row)]
    rows = [cells for row in numbers if not labels.is_sum((cells := index.filled(row))[0].text)]
    wanted = _wanted(listing.head)
    if not rows or not wanted or read_head(index, numbers[0], labels) is not None:
        return False
    if any(labels.in_form(row[0].text) is not None and not labels.is_class(row[0].text) for row in rows):
        return False
    filled = [{cell.column for cell in row} for row in rows]
    return all(columns & group for columns in filled for group in wanted)


def _wanted(head: Head) -> list[set[int]]:
    """Groups of columns: a row of the list has something in one of each."""
    columns = head.sets[0].columns
    names = {columns[key].start for key in columns if key in NAMING and key not in ("row.level1", "row.level2")}
    values = {columns["row.value"].start} if "row.value" in columns else set()
    if names and values:
        return [names, values]
    projects = {head.project[key].start for key in ("name", "code") if key in head.project}
    texts = {column.start for key, column in head.project.items() if key in _TEXTS}
    texts |= {column.start for column in head.classes}
    return [projects, texts] if projects and texts else []
