"""What is known while a document is read: drafts of its projects, headings that wait, and what was left aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from perflint.model import Problem
from perflint.place import Place
from perflint.readers.layout.captions import Caption, caption_of
from perflint.readers.layout.carried import Classes
from perflint.readers.layout.draft import MONEY, Draft
from perflint.readers.layout.head import Head
from perflint.readers.layout.labels import Labels, fold, squeeze
from perflint.readers.layout.listing import Listing
from perflint.readers.layout.part_one import PartOne
from perflint.readers.layout.running import Running
from perflint.readers.layout.titles import (
    heads_a_project,
    is_continuation,
    is_department_title,
    is_later_title,
    without_continuation,
    year_line,
)
from perflint.readers.layout.values import Value

_SHOWN = 40


class Aside(Struct):
    """Something left aside, by its label: where it was first met, and how often."""

    place: Place
    project: int | None
    count: int = 1


class Session(Struct):
    """The state of reading one document.

    ``unit_line`` is the last unit line outside tables; ``open_key`` is a label that stands alone and waits for its
    text, ``open_started`` says that some came; ``flattened``: a table that lost its cells is being passed over;
    ``bare_heads`` are the column heads that stood in paragraphs of their own just now; ``listing`` is the list of
    projects that ended right above, ``last_title`` the last heading of a table,
    ``continued`` says that it was that of a next part.
    """

    labels: Labels
    part_one: PartOne
    running: Running
    drafts: list[Draft] = field(default_factory=list)
    title: Value = field(default_factory=Value)
    year: Value = field(default_factory=Value)
    money_unit: str = ""
    unit_line: str = ""
    heading: Value = field(default_factory=Value)
    caption: Caption = field(default_factory=Caption)
    department: bool = False
    boundary: bool = False
    open_key: str = ""
    open_started: bool = False
    later: Place | None = None
    unreadable: list[Problem] = field(default_factory=list)
    aside: dict[str, Aside] = field(default_factory=dict)
    table: Place = field(default_factory=Place)
    last_head: Head | None = None
    last_columns: int = 0
    last_classes: Sequence[Classes] = ()
    hidden: Place | None = None
    flattened: bool = False
    bare_heads: list[Value] = field(default_factory=list)
    listing: Listing | None = None
    last_title: str = ""
    continued: bool = False

    @property
    def draft(self) -> Draft:
        """The draft that fields go to; made when first needed."""
        if not self.drafts:
            self.begin()
        return self.drafts[-1]

    def begin(self) -> Draft:
        """A new draft takes over the heading that waits and the unit line of a draft that never got further."""
        old = self.drafts[-1] if self.drafts and not self.drafts[-1].started else None
        if old is not None:
            self.drafts.pop()
        caption = Caption() if self.department else self.caption
        draft = Draft(table=self.table, department=self.department, heading=self.heading, caption=caption)
        if old is not None:
            draft.values.update({key: value for key, value in old.values.items() if key not in MONEY})
            draft.fields |= old.fields
            draft.money_unit = old.money_unit
            draft.places.update(old.places)
            draft.heading = self.heading if self.heading.text else old.heading
            draft.caption = draft.caption if draft.caption.name.text else old.caption
        draft.continued = self.continued or (old is not None and old.continued)
        self.heading, self.boundary, self.department, self.continued = Value(), False, False, False
        self.caption = Caption(style=self.caption.style, number=self.caption.number)
        self.running = Running(self.labels)
        self._follow_unit_line(draft)
        self.drafts.append(draft)
        return draft

    def enter(self, key: str = "", text: str = "") -> Draft:
        """The draft for a field ``key``: a new one where a heading waits, the last one is complete, or its name or
        code would be said a second time."""
        draft = self.draft
        again = key in ("name", "code") and squeeze(draft.values.get(key, Value()).text) not in ("", squeeze(text))
        over = draft.complete and (key in ("name", "code", "unit", "money") or (key == "goals" and bool(draft.goals)))
        if self.boundary or self.heading.text or again or over:
            return self.begin()
        if not draft.started:
            draft.table = self.table
        return draft

    def see_title(self, title: Value) -> None:
        """A heading of a table of targets: it belongs to what follows."""
        self.part_one.close()
        self.continued = is_continuation(title.text) and bool(self.drafts)
        if self.continued:
            return  # of the form that stands open
        self.boundary, self.open_key, self.last_head = True, "", None
        if squeeze(title.text) != self.last_title:
            self.listing, self.last_title = None, squeeze(title.text)
        self.department = is_department_title(title.text, self.labels)
        if is_later_title(title.text, self.labels) and self.later is None:
            self.later = title.place
        if heads_a_project(title.text, self.labels) and not self.department:
            if self.heading.text and not self.title.text:
                self.title = self.heading  # over a heading of its own stood that of the document
            self.heading = title
            self._drop_caption()
        elif not self.title.text:
            self.title = title

    def see_caption(self, caption: Caption) -> None:
        """A numbered line that may name the project that follows, where no label does. The last one counts; one that
        says that the form above is continued names no other."""
        if self._goes_on_with(caption.name.text):
            self.continued = True
            return
        self._drop_caption()
        self._first_caption(caption)
        self.boundary = self.boundary or bool(self.drafts and self.drafts[-1].started)
        self.open_key, self.last_head, self.listing, self.caption = "", None, None, caption

    def _goes_on_with(self, name: str) -> bool:
        """Whether a line names the project above once more (路灯维护（续）)."""
        draft = self.drafts[-1] if self.drafts else None
        if draft is None or not draft.complete or not is_continuation(name):
            return False
        known = (draft.values.get("name", Value()).text, draft.caption.name.text)
        return without_continuation(name) in {fold(text) for text in known if squeeze(text)}

    def _first_caption(self, caption: Caption) -> None:
        """The line before ``caption`` in its list was taken for a goal: 绩效目标 stood alone above it."""
        draft = self.drafts[-1] if self.drafts else None
        if draft is None or not draft.complete or draft.named or draft.heading.text or draft.caption.name.text:
            return
        goals = [*draft.goals, *draft.overall]
        first = caption_of(goals[0], 0, self.labels) if len(goals) == 1 else None
        if first is not None and caption.follows(first):
            draft.caption, draft.goals, draft.overall, draft.goal_place = first, [], [], None
            draft.fields -= {"goals", "overall_goals"}

    def _drop_caption(self) -> None:
        """A line that waited for a project, and another came between."""
        if self.caption.name.text:
            self.put_aside(self.caption.line.text, self.caption.line.place)
        self.caption = Caption(style=self.caption.style, number=self.caption.number)

    def see_money_unit(self, text: str, place: Place) -> bool:
        """A unit line: of the table where it stands in one, else of the whole document."""
        unit = self.labels.money_line(text)
        if not unit:
            return False
        if place.cell is None or (place.cell.table is None and place.cell.sheet is None):
            self._see_unit_line(unit)
        else:
            draft = self.enter("money")
            draft.fields.add("money_unit")
            draft.money_unit = draft.money_unit or unit
            draft.places.setdefault("money_unit", place)
        return True

    def _see_unit_line(self, unit: str) -> None:
        """The first unit line outside tables is the document's; another one holds for what follows it."""
        self.money_unit, self.unit_line = self.money_unit or unit, unit
        draft = self.drafts[-1] if self.drafts else None
        if draft is not None and draft.started and not draft.complete and not (draft.values.keys() & MONEY):
            self._follow_unit_line(draft)

    def _follow_unit_line(self, draft: Draft) -> None:
        if self.unit_line != self.money_unit and not draft.money_unit:
            draft.money_unit = self.unit_line
            draft.fields.add("money_unit")

    def see_year(self, value: Value) -> bool:
        """A line that states the year."""
        year = year_line(value.text)
        if year and not self.year.text:
            self.year = Value(year, value.place)
        return bool(year)

    def see_continuation(self, value: Value) -> bool:
        """A line that says nothing but that the form above goes on (续表)."""
        if not self.drafts or not squeeze(value.text) or without_continuation(value.text):
            return False
        self.continued = True
        return True

    def put_aside(self, label: str, place: Place, draft: int | None = None) -> None:
        """Something that the model has no place for, in the form of a draft by its number (default: the last)."""
        key = squeeze(label)[:_SHOWN]
        known = self.aside.get(key)
        if known is not None:
            known.count += 1
        else:
            last = len(self.drafts) - 1 if self.drafts else None
            self.aside[key] = Aside(place, last if draft is None else draft)

    def add_rows(self, rows: Sequence[Mapping[str, Value]], long_term: bool = False) -> None:
        """Indicators of the current draft."""
        draft = self.draft
        (draft.long_indicators if long_term else draft.indicators).extend(rows)
        for row in rows:
            draft.fields.update(f"indicators.{key}" for key in row)
