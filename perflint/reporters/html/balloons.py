"""Findings as balloons, and which cells they are tied to."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from perflint.grid import Grid
from perflint.model import Document
from perflint.report import Report
from perflint.reporters.html.findings import Finding, Pages, is_new
from perflint.reporters.html.marks import Mark, shown
from perflint.reporters.html.view import Badge, Balloon, Link, Was, YearView
from perflint.reporters.material import Material
from perflint.reporters.spot import Locator, Spot
from perflint.reporters.words import CONFIDENCE, field_words, place_words
from perflint.violation import Related, Severity, Violation

RELATED_SHOWN = 6
_VALUE_SHOWN = 80

CellKey = tuple[int, int | None]


class Anchors(Struct):
    """The cells that findings are tied to: their ids (from a counter), their marks and their badges.

    ``was`` is what is said of last year, cell by cell.
    """

    ids: dict[CellKey, str] = field(default_factory=dict)
    marks: dict[tuple[int, int | None, int], list[Mark]] = field(default_factory=dict)
    badges: dict[CellKey, list[Badge]] = field(default_factory=dict)
    of_paragraph: dict[tuple[int, int | None, int], list[Badge]] = field(default_factory=dict)
    was: dict[CellKey, list[Was]] = field(default_factory=dict)

    def id_of(self, spot: Spot) -> str:
        """The id of a spot's cell, given when it is first asked for."""
        return self.ids.setdefault((spot.block, spot.cell), f"c{len(self.ids) + 1}")

    def tie(self, spot: Spot, found: Finding) -> str:
        """Ties a finding to its cell and returns the cell's id."""
        key = (spot.block, spot.cell)
        severity = found.violation.severity
        badge = Badge(found.number, severity)
        self.badges.setdefault(key, []).append(badge)
        if spot.paragraph is not None:
            self.of_paragraph.setdefault((*key, spot.paragraph), []).append(badge)
        if spot.paragraph is not None and spot.start is not None and spot.stop is not None and found.waived is None:
            mark = Mark(found.number, severity, spot.start, spot.stop)
            self.marks.setdefault((*key, spot.paragraph), []).append(mark)
        return self.id_of(spot)

    def worst(self, key: CellKey) -> Severity | None:
        """The worst severity of a cell's findings."""
        return max((badge.severity for badge in self.badges.get(key, ())), default=None)


class Context(Struct, frozen=True):
    """One document with what its balloons need. ``spots`` are where its sections stand, for links between pages."""

    material: Material
    document: int
    locator: Locator
    pages: Pages
    rule_ids: dict[str, str]
    clusters: dict[str, tuple[str, int]]
    positions: dict[str, list[int]]
    anchors: Anchors = field(default_factory=Anchors)
    years: YearView = YearView()

    @property
    def report(self) -> Report:
        return self.material.report

    @property
    def lang(self) -> str:
        return self.material.lang


def positions_of(document: Document | None) -> dict[str, list[int]]:
    """The positions of projects by their codes."""
    found: dict[str, list[int]] = {}
    for position, project in enumerate(document.projects if document else ()):
        found.setdefault(project.code, []).append(position)
    return found


def balloon(found: Finding, context: Context) -> Balloon:
    """A finding as it stands in the margin; ties it to its cell."""
    violation, lang = found.violation, context.lang
    spot = context.locator.spot(violation.position, violation.field, violation.location.place)
    cell = context.anchors.tie(_within(spot, violation, context), found) if spot is not None else ""
    shown_related = violation.related[:RELATED_SHOWN]
    verdict = _verdict(found, context.material)
    return Balloon(
        number=found.number,
        severity=violation.severity,
        rule=violation.rule,
        rule_href="#" + context.rule_ids[violation.rule],
        fingerprint=violation.fingerprint,
        message=shown(violation.message.text(lang)),
        value=shown(_short(violation.value)),
        where=shown(_where(violation, lang)),
        suggestion=shown(violation.suggestion or ""),
        confidence="" if violation.confidence == "high" else CONFIDENCE[violation.confidence].text(lang),
        cell=cell,
        related=tuple(_related(item, violation, context) for item in shown_related),
        related_more=max(violation.related_total - len(shown_related), 0),
        group=_group(violation, context),
        new=is_new(violation, context.material),
        silenced=found.waived is not None,
        **verdict,
    )


def _verdict(found: Finding, material: Material) -> dict[str, str]:
    said = found.waived or material.decisions.get(found.violation.fingerprint)
    if said is None:
        return {}
    return {"verdict": said.verdict, "reason": said.reason, "by": said.by, "expires": said.expires or ""}


def _within(spot: Spot, violation: Violation, context: Context) -> Spot:
    """A spot without offsets is narrowed to the value where the cell holds more than that."""
    if spot.start is not None or spot.paragraph is None or not violation.value:
        return spot
    block = context.locator.blocks[spot.block]
    paragraphs = block.cells[spot.cell or 0].paragraphs if isinstance(block, Grid) else (block.text,)
    text = paragraphs[spot.paragraph]
    at = text.find(violation.value)
    if (
        at < 0
        or text.find(violation.value, at + 1) >= 0
        or (len(violation.value) == len(text) and len(paragraphs) == 1)
    ):
        return spot
    return Spot(spot.block, spot.cell, spot.paragraph, at, at + len(violation.value))


def _short(text: str) -> str:
    return text if len(text) <= _VALUE_SHOWN else text[: _VALUE_SHOWN - 1] + "…"


def _where(violation: Violation, lang: str) -> str:
    words = (field_words(violation.field, lang), place_words(violation.location.place, lang))
    return " · ".join(word for word in words if word)


def _group(violation: Violation, context: Context) -> Link | None:
    known = context.clusters.get(violation.cluster or "")
    if known is None:
        return None
    cluster, count = known
    return Link(str(count), f"{context.pages.index}#{cluster}")


def _related(item: Related, violation: Violation, context: Context) -> Link:
    """Another place of a finding; a link where the pages show it."""
    lang = context.lang
    inputs = context.report.inputs
    own = inputs[context.document].path
    words = []
    if item.location.path != own:
        words.append(item.location.path)
    if item.project is not None and item.project != violation.project:
        words.append(_project_words(item, context))
    words.append(field_words(item.field, lang) or place_words(item.location.place, lang))
    return Link(shown(" ".join(word for word in words if word)), _related_href(item, context))


def _project_words(item: Related, context: Context) -> str:
    document = context.report.inputs[context.document].document
    positions = context.positions.get(item.project or "", ())
    if document is None or not positions or document.projects[positions[0]].no is None:
        return item.project or "—"
    no = document.projects[positions[0]].no
    return f"{no}. {item.project}"


def _related_href(item: Related, context: Context) -> str:
    own = context.report.inputs[context.document]
    if item.location.path != own.path:
        return _elsewhere(item, context)
    position = _position(item, own.document, context.positions)
    spot = context.locator.spot(position, item.field, item.location.place)
    if spot is None:
        return context.pages.project(context.document, position) if position >= 0 else ""
    return f"{context.pages.of(context.document, position)}#{context.anchors.id_of(spot)}"


def _position(item: Related, document: Document | None, positions: dict[str, list[int]]) -> int:
    """The project that a related place is in: of several with one code the one where the field stands there."""
    if item.project is None or document is None:
        return -1
    same: Sequence[int] = positions.get(item.project, ())
    place = item.location.place
    exact = (position for position in same if document.projects[position].places.find(item.field) == place)
    return next(exact, same[0] if same else -1)


def _elsewhere(item: Related, context: Context) -> str:
    for index, source in enumerate(context.report.inputs):
        if source.path == item.location.path and index < len(context.pages.names):
            position = _position(item, source.document, positions_of(source.document)) if item.project else -1
            return context.pages.project(index, position)
    return ""
