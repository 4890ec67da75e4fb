"""``--format text``: violations for people, grouped by document, unit and project code, with a summary at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from perflint.model import Project
from perflint.report import Input, Report
from perflint.reporters import View
from perflint.reporters.clusters import Cluster, cluster_lines, clusters_of
from perflint.reporters.display import paint, shorten, visible
from perflint.reporters.frame import source_lines
from perflint.reporters.row import heading, row
from perflint.reporters.silenced import silenced_lines
from perflint.reporters.summary import summary_lines, verbose_lines
from perflint.reporters.words import MARK, STYLE, path_words
from perflint.violation import Severity, Violation


def render(report: Report, view: View) -> Iterator[str]:
    """The report for a terminal of ``view.width`` columns."""
    members = clusters_of(report.violations)
    for _, violations in groupby(report.violations, key=lambda violation: violation.document):
        found = list(violations)
        for line in _document(report.input_of(found[0]), found, members, view):
            yield line + "\n"
    ending = (cluster_lines(members, view), silenced_lines(report, view), verbose_lines(report, view))
    for line in chain(*ending, summary_lines(report, view)):
        yield line + "\n"


def _document(
    source: Input, violations: Sequence[Violation], clusters: Mapping[str, Cluster], view: View
) -> Iterator[str]:
    lines = source_lines(source.source) if source.source else []
    yield paint(f"== {_document_title(source, view.lang)}", "bold", view.color)
    yield from heading(view)
    whole = [violation for violation in violations if violation.position < 0]
    if whole:
        yield paint("整个文件" if view.lang == "zh" else "The document as a whole", "bold", view.color)
        for violation in whole:
            yield from row(violation, lines, clusters, view)
    for unit, owned in _by_unit(source, violations):
        if whole or unit:
            yield ""
        if unit:
            yield paint(("单位 " if view.lang == "zh" else "Unit ") + visible(unit), "bold", view.color)
        for _, group in groupby(owned, key=lambda violation: violation.position):
            found = list(group)
            yield from _project_heading(found, view)
            for violation in found:
                yield from row(violation, lines, clusters, view)
            yield ""
    if whole and len(whole) == len(violations):
        yield ""


def _document_title(source: Input, lang: str) -> str:
    said = [path_words(source.path, lang)]
    if source.document is not None:
        said += [source.document.department.name or source.document.title]
    if source.setting is not None and source.setting.year is not None:
        said.append(str(source.setting.year))
    return " · ".join(visible(item) for item in said if item)


def _by_unit(source: Input, violations: Iterable[Violation]) -> list[tuple[str, list[Violation]]]:
    """Violations of projects by the unit that owns them, units in the order in which they first appear."""
    units: dict[str, list[Violation]] = {}
    for violation in violations:
        if violation.position < 0:
            continue
        project = _project(source, violation.position)
        name = project.unit.name if project else ""
        units.setdefault(f"{violation.unit or ''} {name}".strip(), []).append(violation)
    return list(units.items())


def _project(source: Input, position: int) -> Project | None:
    if source.document is None or position >= len(source.document.projects):
        return None
    return source.document.projects[position]


def _project_heading(violations: Sequence[Violation], view: View) -> Iterator[str]:
    first = violations[0]
    code = first.project or ("（编码空白）" if view.lang == "zh" else "(no code)")
    number = f"{first.project_no}. " if first.project_no is not None else ""
    counts = [
        paint(f"{MARK[severity]}{count}", STYLE[severity], view.color)
        for severity in reversed(Severity)
        if (count := sum(violation.severity == severity for violation in violations))
    ]
    title = shorten(f"{number}{visible(code)}  {visible(first.project_name or '')}", view.width - 16)
    yield paint(title.rstrip(), "bold", view.color) + "  " + " ".join(counts)
