"""What the templates show: frozen values with every text ready to be written, nothing left to decide."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from perflint.reporters.html.marks import Segment
from perflint.violation import Severity


class Link(Struct, frozen=True):
    """A text that may lead somewhere (``href`` blank: it does not)."""

    text: str
    href: str = ""


class Badge(Struct, frozen=True):
    """The number of a finding, as it stands at its cell."""

    number: int
    severity: Severity


class Was(Struct, frozen=True):
    """What stands beside a text of the document about last year.

    ``said`` is the kind of change in words, led by its ``shape`` (both blank: the text differs, no more); ``style`` the
    kind of line that marks it. ``label`` names the field, where the cell holds several or the note stands by itself.
    ``segments`` are last year's text with what is not there any more marked, None where there is nothing to show.
    """

    shape: str
    style: str
    said: str
    label: str
    segments: tuple[Segment, ...] | None


class ParagraphView(Struct, frozen=True):
    """A paragraph of a cell, and the findings that are about it alone."""

    segments: tuple[Segment, ...]
    badges: tuple[Badge, ...] = ()


class CellView(Struct, frozen=True):
    """A table cell. ``badges`` are those of all its findings, ``own`` those that belong to none of its paragraphs.

    ``id`` is blank where nothing leads to it; ``severity`` is the worst of its findings.
    """

    row_span: int
    column_span: int
    paragraphs: tuple[ParagraphView, ...]
    id: str = ""
    severity: Severity | None = None
    badges: tuple[Badge, ...] = ()
    own: tuple[Badge, ...] = ()
    hidden: bool = False
    was: tuple[Was, ...] = ()


class TableView(Struct, frozen=True):
    """A table, or the rows of one that belong to a project. ``widths`` are percentages that add up to 100."""

    label: str
    columns: int
    widths: tuple[str, ...]
    rows: tuple[tuple[CellView, ...], ...]
    sheet: str = ""


class TextView(Struct, frozen=True):
    """A line of text between tables."""

    level: int
    segments: tuple[Segment, ...]
    id: str = ""
    severity: Severity | None = None
    badges: tuple[Badge, ...] = ()
    was: tuple[Was, ...] = ()


class Balloon(Struct, frozen=True):
    """A finding in the margin. ``cell`` leads to the place it is about (blank: nowhere in the tables)."""

    number: int
    severity: Severity
    rule: str
    rule_href: str
    fingerprint: str
    message: str
    value: str
    where: str
    suggestion: str
    confidence: str
    cell: str
    related: tuple[Link, ...]
    related_more: int
    group: Link | None
    new: bool
    verdict: str = ""
    reason: str = ""
    by: str = ""
    expires: str = ""
    silenced: bool = False


class Section(Struct, frozen=True):
    """A project, or the document's own part (``position`` -1), with its tables and its findings.

    ``gone`` is what last year had and the tables have no place for; ``compared`` whether anything is said of last year;
    ``new`` whether last year did not have the project.
    """

    position: int
    id: str
    title: str
    code: str
    name: str
    unit: str
    blocks: tuple[TableView | TextView, ...]
    balloons: tuple[Balloon, ...]
    note: str = ""
    gone: tuple[Was, ...] = ()
    compared: bool = False
    new: bool = False

    @property
    def counted(self) -> int:
        """How many of its findings are not silenced."""
        return sum(not balloon.silenced for balloon in self.balloons)


class Tally(Struct, frozen=True):
    """A kind of change with its shape and how often it was found."""

    shape: str
    style: str
    said: str
    count: int


class YearView(Struct, frozen=True):
    """What the sections of a document say of last year, by position: ``gone`` below their tables."""

    gone: Mapping[int, tuple[Was, ...]] = field(default_factory=dict)
    compared: frozenset[int] = frozenset()
    new: frozenset[int] = frozenset()


class CompareView(Struct, frozen=True):
    """This year beside last year, as an overview shows it. ``hint`` doubts that the other file is last year's."""

    facts: str
    hint: str
    tallies: tuple[Tally, ...]
    new: tuple[Link, ...]
    dropped: tuple[str, ...]
    more_new: int
    more_dropped: int
    not_compared: str
    unread: tuple[str, ...]


class Bar(Struct, frozen=True):
    """One line of a chart: a label, a count and the length of its bar from 0 to 100."""

    label: str
    count: int
    length: int
    severity: Severity | None = None
    key: str = ""
    note: str = ""


class ProjectRow(Struct, frozen=True):
    """One project in the overview. ``money`` and ``penalty`` are what the rows can be sorted by."""

    number: int
    no: str
    code: str
    name: str
    href: str
    unit: str
    budget: str
    money: str
    rows: int
    errors: int
    warnings: int
    infos: int
    score: str
    penalty: str


class ClusterMember(Struct, frozen=True):
    """One text of a group. ``segments`` mark what differs from the first; none where it is the same."""

    link: Link
    segments: tuple[Segment, ...]
    same: bool = False


class ClusterView(Struct, frozen=True):
    """A group of findings that are one fact seen in several places."""

    id: str
    rule: str
    rule_href: str
    count: int
    message: str
    members: tuple[ClusterMember, ...]
    more: int


class RuleView(Struct, frozen=True):
    """A rule explained: headings with their lines, and whether paper does without them."""

    id: str
    rule: str
    name: str
    severity: Severity
    facts: str
    sections: tuple[tuple[str, tuple[str, ...], bool], ...]


class Excused(Struct, frozen=True):
    """A rule that could not judge, why, and for how many projects."""

    rule: str
    reason: str
    where: str
