"""A whole report prepared: findings numbered, documents laid out, pages known; then page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath

from msgspec import Struct

from perflint.model import Document
from perflint.report import Input
from perflint.reporters.html import index, overview
from perflint.reporters.html.balloons import Context
from perflint.reporters.html.compared import compare_view
from perflint.reporters.html.copies import Member, cluster_ids, cluster_views, groups
from perflint.reporters.html.document import Layout, balloons_of, context_of, layout_of, sections
from perflint.reporters.html.explain import rule_ids, rule_views
from perflint.reporters.html.findings import Finding, Pages, all_violations, gone, is_new, of_waivers
from perflint.reporters.html.marks import shown
from perflint.reporters.html.page import fill
from perflint.reporters.html.view import ClusterView, CompareView, ProjectRow, Section
from perflint.reporters.html.words import UI
from perflint.reporters.material import Material
from perflint.reporters.words import path_words, place_words
from perflint.violation import Violation

UNREADABLE = "STR001"
CLUSTERS_SHOWN = 200


class Prepared(Struct, frozen=True):
    """Everything that the pages of one report share."""

    material: Material
    found: Sequence[Sequence[Finding]]
    layouts: Sequence[Layout]
    pages: Pages
    rule_ids: dict[str, str]
    members: dict[str, list[Member]]

    def pages_of(self, document: int) -> Iterator[tuple[str, bytes]]:
        """The pages of one document: name and content."""
        context = self._context(document)
        balloons = balloons_of(self.found[document], context)
        names = self.pages.parts(document)
        head = self.head(document)
        for number, name in enumerate(names, 1):
            wanted = frozenset(position for position, own in self.pages.names[document].items() if own == name)
            shown_sections = list(sections(self.layouts[document], balloons, context, wanted))
            yield name, self._page(document, shown_sections, head, (number, len(names)))

    def _page(
        self, document: int, shown_sections: Sequence[Section], head: dict[str, object], part: tuple[int, int]
    ) -> bytes:
        material, lang = self.material, self.material.lang
        alone = not self.pages.index
        wanted = frozenset(section.position for section in shown_sections)
        return fill(
            "page.html.j2",
            lang,
            {
                "sections": shown_sections,
                "source": source_view(material, document),
                "head": head,
                "rows": self._rows(document, wanted),
                "clusters": self.clusters() if alone else [],
                "rules": rule_views(self._named(shown_sections, alone), material.report.rules, lang),
                "part": part,
                "first": part[0] == 1,
                "index": self.pages.index,
                "parts": self.pages.parts(document),
            },
        )

    def index(self) -> bytes:
        """The index of all documents."""
        report, lang = self.material.report, self.material.lang
        rows = [row for document in range(len(report.inputs)) for row in self._rows(document)]
        lines = index.input_lines(self.material, self.found, self.pages)
        clusters = self.clusters()
        return fill(
            "index.html.j2",
            lang,
            {
                "inputs": lines,
                "unread": [line for line in lines if line.unread],
                "missing": [shown(name) for name in report.missing],
                "units": index.unit_lines(self.material, self.found),
                "head": {**self.head(None), "unread": []},
                "weakest": index.weakest(rows),
                "dearest": index.dearest(rows),
                "clusters": clusters[:CLUSTERS_SHOWN],
                "clusters_more": max(len(clusters) - CLUSTERS_SHOWN, 0),
                "rules": rule_views(self.rule_ids, report.rules, lang),
                "rules_version": report.rules_version,
            },
        )

    def _rows(self, document: int, wanted: frozenset[int] | None = None) -> list[ProjectRow]:
        rows = overview.project_rows(self.material, document, self.found[document], self.pages)
        return [row for row in rows if wanted is None or row.number in wanted]

    def _named(self, shown_sections: Sequence[Section], alone: bool) -> dict[str, str]:
        """The rules that a page names, with their ids."""
        named = {balloon.rule for section in shown_sections for balloon in section.balloons}
        return {rule: number for rule, number in self.rule_ids.items() if alone or rule in named}

    def _context(self, document: int) -> Context:
        return context_of(
            self.material, document, self.layouts[document], self.pages, self.rule_ids, cluster_ids(self.members)
        )

    def clusters(self) -> list[ClusterView]:
        """The groups of findings."""
        return cluster_views(self.members, self.material, self.pages, self.rule_ids)

    def head(self, document: int | None) -> dict[str, object]:
        """Counts, charts and what was not looked at, of one document or of all."""
        report, lang = self.material.report, self.material.lang
        inputs = range(len(report.inputs)) if document is None else (document,)
        violations = [v for v in report.violations if v.document in inputs]
        documents = [source.document for source in report.inputs]
        own = documents if document is None else [d if n == document else None for n, d in enumerate(documents)]
        return {
            "total": len(violations),
            "severities": overview.severity_bars(violations, lang),
            "rules": overview.rule_bars(violations, report.rules, lang),
            "units": overview.unit_bars(violations, own),
            "excused": overview.excused(report, lang),
            "waivers": [_said(v, lang) for v in of_waivers(report)],
            "unread": [shown(v.message.text(lang)) for v in violations if v.rule == UNREADABLE],
            "known": report.known,
            "silenced": len(report.waived),
            "round": self._round(violations),
            "years": self._years(),
        }

    def _years(self) -> CompareView | None:
        """This year beside last year; a report with a history has one input."""
        history, document = self.material.history, self.material.report.inputs[0].document
        if history is None or document is None:
            return None
        return compare_view(history, document, 0, self.pages, self.material.lang)

    def _round(self, violations: Sequence[Violation]) -> str:
        if self.material.earlier is None:
            return ""
        new = sum(is_new(violation, self.material) for violation in violations)
        return UI["new_note"].text(self.material.lang).format(new=new, gone=gone(self.material))


def _said(violation: Violation, lang: str) -> str:
    place = place_words(violation.location.place, lang)
    return shown(" · ".join(part for part in (violation.rule, place, violation.message.text(lang)) if part))


def prepare(
    material: Material, found: Sequence[Sequence[Finding]], pages: Callable[[Sequence[Layout]], Pages]
) -> Prepared:
    """Lays the documents out. ``pages`` decides which section goes to which file."""
    report = material.report
    layouts = [layout_of(source.document or Document()) for source in report.inputs]
    named = rule_ids(violation.rule for violation in all_violations(report))
    return Prepared(material, found, layouts, pages(layouts), named, groups(found))


def source_view(material: Material, index: int) -> dict[str, str]:
    """An input as the head of a page names it."""
    source: Input = material.report.inputs[index]
    lang = material.lang
    setting, document = source.setting, source.document or Document()
    unknown = UI["unknown"].text(lang)
    return {
        "name": PurePath(source.path.replace("\\", "/")).name or source.path,
        "shown": shown(PurePath(path_words(source.path, lang).replace("\\", "/")).name),
        "title": shown(document.title or document.department.name),
        "sha256": source.sha256,
        "profile": f"{setting.profile.title.text(lang)} ({setting.profile.id})" if setting else unknown,
        "profile_reason": shown(setting.profile_reason.text(lang)) if setting else "",
        "year": str(setting.year) if setting and setting.year else unknown,
        "rules_version": material.report.rules_version,
    }
