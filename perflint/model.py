"""What a document of performance targets holds: frozen values, no I/O, no judgement.

Every scalar is the text as written (``str``; blank is ``""``): readers never repair, trim or convert. Where a value
stands is kept beside the values, in ``places``, by the value's field path (``indicators[3].value``), so that two
documents are equal when they say the same, whatever format they came in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from perflint.grid import Block
from perflint.place import NOWHERE, Place, Places


class Unit(Struct, frozen=True, gc=False):
    """The budget unit that owns a project."""

    code: str = ""
    name: str = ""


class Budget(Struct, frozen=True, gc=False):
    """Amounts as written. ``parts`` are further labelled lines (上年结转 …): (label, amount)."""

    total: str = ""
    fiscal: str = ""
    other: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class Indicator(Struct, frozen=True, gc=False):
    """One row of the indicator table."""

    level1: str = ""
    level2: str = ""
    name: str = ""
    description: str = ""
    value: str = ""
    basis: str = ""
    weight: str = ""
    kind: str = ""
    direction: str = ""
    scoring: str = ""
    remark: str = ""
    long_term_value: str = ""


class Project(Struct, frozen=True, eq=False):
    """One project's targets. ``no`` is the printed table number, ``heading`` the printed heading.

    ``spend_plan`` holds (checkpoint, cumulative percentage) in the document's order; ``level1_scores`` the points
    glued to level-one captions (``产出指标(50分)``) as (caption, points).
    """

    no: int | None = None
    heading: str = ""
    code: str = ""
    name: str = ""
    unit: Unit = Unit()
    budget: Budget = Budget()
    money_unit: str = ""
    purpose: str = ""
    spend_plan: tuple[tuple[str, str], ...] = ()
    goals: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    long_term_goals: tuple[str, ...] = ()
    long_term_indicators: tuple[Indicator, ...] = ()
    places: Places = NOWHERE

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Project) and self.said() == other.said()

    def __ne__(self, other: object) -> bool:
        return not self == other  # msgspec gives values with an own __eq__ an identity test here

    def __hash__(self) -> int:
        return hash(self.said())

    def said(self) -> tuple[object, ...]:
        """All fields but the places: two projects are equal when they say the same."""
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "places")


class CategoryGoal(Struct, frozen=True):
    """A goal by category of spending in part one of a booklet."""

    name: str = ""
    goal: str = ""
    indicator: str = ""


class Department(Struct, frozen=True):
    """What the document says of the whole department. ``total`` is a total that the document states."""

    code: str = ""
    name: str = ""
    total: str = ""
    overall_goal: str = ""
    category_goals: tuple[CategoryGoal, ...] = ()
    safeguards: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    budget: Budget = Budget()


class Problem(Struct, frozen=True):
    """Something that a reader could not take as it stood.

    ``kind`` is one of ``unreadable``, ``unknown-field``, ``duplicate-key``, ``tracked-changes``, ``not-judged``,
    ``later-stage``, ``lost-digits``. ``zh`` and ``en`` say it in words; ``field`` and ``value`` what it is about;
    ``project`` is the index of the project it stands in, None for the document itself.
    """

    kind: str
    zh: str
    en: str
    field: str = ""
    value: str = ""
    project: int | None = None
    place: Place | None = None
    suggestion: str | None = None


class Document(Struct, frozen=True, eq=False):
    """One input read: its projects and what stands around them.

    ``fields`` are the fields that the form has (a column may exist and be empty): project fields such as ``purpose``
    or ``budget.fiscal``, row fields as ``indicators.basis``. ``lost`` names what the input format cannot carry
    (``whitespace`` in a PDF). ``kind`` is the format's name (``yaml``, ``docx`` …). ``blocks`` are the original tables
    and the paragraphs around them, for formats that have them.
    """

    kind: str = ""
    profile: str = ""
    title: str = ""
    year: str = ""
    region: str = ""
    money_unit: str = ""
    department: Department = Department()
    projects: Sequence[Project] = ()
    fields: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    places: Places = NOWHERE
    blocks: tuple[Block, ...] = ()
    comments: tuple[Comment, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self._said() == other._said()

    def __ne__(self, other: object) -> bool:
        return not self == other  # msgspec gives values with an own __eq__ an identity test here

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[object, ...]:
        """What the document says, whatever format it came in."""
        return (*self.head(), self.projects)

    def head(self) -> tuple[object, ...]:
        """What the document says beside its projects."""
        return (self.profile, self.title, self.year, self.region, self.money_unit, self.department)

    def indicators(self) -> Iterator[Indicator]:
        """All indicator rows of all projects, in order."""
        for project in self.projects:
            yield from project.indicators


class Comment(Struct, frozen=True):
    """A comment in the input addressed to perflint: its text after the ``perflint:`` mark, and the line it covers.

    A comment at the end of a line covers that line, one on a line of its own the lines of the item that follows
    (``first_line`` to ``last_line``, both from 1, inclusive).
    """

    text: str
    place: Place
    first_line: int
    last_line: int
