"""One document as sections: its own part, then its projects, each with its tables and its findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from perflint.grid import Block
from perflint.model import Document, Project
from perflint.reporters.form import lay_out
from perflint.reporters.html.balloons import Anchors, Context, balloon, positions_of
from perflint.reporters.html.findings import Finding, Pages
from perflint.reporters.html.marks import shown
from perflint.reporters.html.sections import Piece, cut
from perflint.reporters.html.tables import blocks_of
from perflint.reporters.html.view import Balloon, Section, YearView
from perflint.reporters.html.words import UI
from perflint.reporters.html.years import notes
from perflint.reporters.material import Material
from perflint.reporters.original import Original
from perflint.reporters.spot import Locator


class Layout(Struct, frozen=True):
    """The blocks of a document cut into sections, and how values are found in them."""

    locator: Locator
    front: list[Piece]
    projects: list[list[Piece]]
    missing: frozenset[int]
    laid_out: bool

    @property
    def blocks(self) -> Sequence[Block]:
        return self.locator.blocks


def layout_of(document: Document) -> Layout:
    """The document's own tables, or the official form where it has none."""
    if document.blocks:
        original = Original(document)
        starts = original.starts()
        front, projects = cut(original.blocks, starts)
        missing = frozenset(position for position, start in enumerate(starts) if start is None)
        return Layout(original, front, projects, missing, False)
    form = lay_out(document)
    front, projects = cut(form.blocks, [(start, 0) for start in form.starts])
    return Layout(form, front, projects, frozenset(), True)


def sections(
    layout: Layout, balloons: Mapping[int, Sequence[Balloon]], context: Context, wanted: frozenset[int] | None = None
) -> Iterator[Section]:
    """The sections of a document in order; with ``wanted`` only those positions.

    All of its ``balloons`` were made before: they tie the cells that the tables then show.
    """
    document = context.report.inputs[context.document].document or Document()
    label = UI["table"].text(context.lang)
    for position in range(-1, len(document.projects)):
        if wanted is not None and position not in wanted:
            continue
        pieces = layout.front if position < 0 else layout.projects[position]
        blocks = tuple(blocks_of(pieces, layout.blocks, context.anchors, label))
        own = tuple(balloons.get(position, ()))
        years = context.years
        head = _front(layout, context.lang) if position < 0 else _project(document, position, layout, pieces, context)
        yield replace(
            head,
            blocks=blocks,
            balloons=own,
            gone=years.gone.get(position, ()),
            compared=position in years.compared,
            new=position in years.new,
        )


def balloons_of(found: Sequence[Finding], context: Context) -> dict[int, list[Balloon]]:
    """The balloons of a document by position."""
    balloons: dict[int, list[Balloon]] = {}
    for item in found:
        balloons.setdefault(item.violation.position, []).append(balloon(item, context))
    return balloons


def _front(layout: Layout, lang: str) -> Section:
    note = UI["laid_out"].text(lang) if layout.laid_out else ""
    return Section(-1, "p0", UI["document"].text(lang), "", "", "", (), (), note)


def _project(document: Document, position: int, layout: Layout, pieces: Sequence[Piece], context: Context) -> Section:
    project = document.projects[position]
    note = ""
    if position in layout.missing:
        note = UI["no_table"].text(context.lang)
    elif not pieces:
        note = UI["shared_table"].text(context.lang)
    return Section(
        position=position,
        id=f"p{position + 1}",
        title=title(project, context.lang),
        code=shown(project.code),
        name=shown(project.name),
        unit=unit_of(project),
        blocks=(),
        balloons=(),
        note=note,
    )


def title(project: Project, lang: str) -> str:
    """``1. code name``, as far as it is known."""
    number = f"{project.no}. " if project.no is not None else ""
    return shown(f"{number}{project.code or UI['no_code'].text(lang)} {project.name}".replace("\n", " ")).strip()


def unit_of(project: Project) -> str:
    """The unit's code and name as one text."""
    return shown(f"{project.unit.code} {project.unit.name}").strip()


def context_of(
    material: Material,
    index: int,
    layout: Layout,
    pages: Pages,
    rule_ids: dict[str, str],
    clusters: dict[str, tuple[str, int]],
) -> Context:
    """What the balloons of the document at ``index`` need."""
    document = material.report.inputs[index].document
    anchors, years = Anchors(), YearView()
    if material.history is not None and document is not None:
        anchors.was, years = notes(material.history, layout.locator, document, material.lang)
    return Context(material, index, layout.locator, pages, rule_ids, clusters, positions_of(document), anchors, years)
