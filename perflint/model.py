"""What a document of performance targets holds: frozen values, no I/O, no judgement.

Every scalar is the text as written (``str``; blank is ``""``): readers never repair, trim or convert. Where a value
stands is kept beside the values, in ``places``, by the value's field path (``indicators[3].value``), so that two
documents are equal when they say the same, whatever format they came in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from perflint.grid import Block
from perflint.place import NOWHERE, Place, Places


@dataclass(frozen=True, slots=True)
class Unit:
    """The budget unit that owns a project."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """Amounts as written. ``parts`` are further labelled lines (上年结转 …): (label, amount)."""

    total: str = ""
    fiscal: str = ""
    other: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
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


@dataclass(frozen=True, slots=True)
class Project:
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
    places: Places = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CategoryGoal:
    """A goal by category of spending in part one of a booklet."""

    name: str = ""
    goal: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Department:
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


@dataclass(frozen=True, slots=True)
class Problem:
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


@dataclass(frozen=True, slots=True)
class Document:
    """One input read: its projects and what stands around them.

    ``fields`` are the fields that the form has (a column may exist and be empty): project fields such as ``purpose``
    or ``budget.fiscal``, row fields as ``indicators.basis``. ``lost`` names what the input format cannot carry
    (``whitespace`` in a PDF). ``kind`` is the format's name (``yaml``, ``docx`` …). ``blocks`` are the original tables
    and the paragraphs around them, for formats that have them.
    """

    kind: str = field(default="", compare=False)
    profile: str = ""
    title: str = ""
    year: str = ""
    region: str = ""
    money_unit: str = ""
    department: Department = Department()
    projects: tuple[Project, ...] = ()
    fields: frozenset[str] = field(default=frozenset(), compare=False)
    lost: frozenset[str] = field(default=frozenset(), compare=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    places: Places = field(default=NOWHERE, compare=False, repr=False)
    blocks: tuple[Block, ...] = field(default=(), compare=False, repr=False)
    comments: tuple[Comment, ...] = field(default=(), compare=False, repr=False)

    def indicators(self) -> Iterator[Indicator]:
        """All indicator rows of all projects, in order."""
        for project in self.projects:
            yield from project.indicators


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the input addressed to perflint: its text after the ``perflint:`` mark, and the line it covers.

    A comment at the end of a line covers that line, one on a line of its own the lines of the item that follows
    (``first_line`` to ``last_line``, both from 1, inclusive).
    """

    text: str
    place: Place
    first_line: int
    last_line: int
