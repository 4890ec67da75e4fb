"""The audit sheet that reviewers know from budget systems: audit point, content, passed or not, what failed, level.

One row a project and rule, keyed by the project's code. What concerns a document as a whole comes first, without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perflint.model import Document
from perflint.office.package import Package
from perflint.office.patch import TRANSITIONAL, Patch
from perflint.office.xml import parse
from perflint.report import Report
from perflint.reporters.catalogue import title
from perflint.reporters.display import shorten, visible
from perflint.reporters.material import CannotReport, Material
from perflint.reporters.sheet.build import Plan, SheetPlan, build
from perflint.reporters.sheet.listing import Entry, Listing
from perflint.reporters.sheet.own_sheet import sheet_xml
from perflint.reporters.sheet.styles import Styles
from perflint.reporters.words import CATEGORY, SEVERITY, field_words
from perflint.rule import Rule
from perflint.violation import Severity, Violation

_PROJECT_SCOPES = frozenset(("indicator", "text", "project", "corpus"))
_HEADS = {
    "zh": ("项目编码", "项目名称", "审核点", "审核内容", "是否通过", "不通过指标清单", "预警级别"),
    "en": ("project", "project name", "audit point", "content", "passed", "what failed", "level"),
}
_WIDTHS = (24, 30, 12, 52, 12, 60, 10)
_NAMES = {"zh": "审核表", "en": "audit"}
_ANSWERS = {
    "zh": {"yes": "通过", "no": "不通过", "none": "不适用", "some": "未见问题"},
    "en": {"yes": "yes", "no": "no", "none": "not applicable", "some": "nothing found"},
}
_ALL = {"zh": "（整个文件）", "en": "(whole document)"}
_PART = "xl/worksheets/sheet1.xml"
_STYLES = "xl/styles.xml"
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MOST_ROWS = 1_048_575
_SHOWN = 60
_ABOUT_DECISIONS = "waiver"


@dataclass(frozen=True, slots=True)
class _Subject:
    """A project (or, at position -1, a document) that is audited."""

    document: int
    position: int
    code: str
    name: str


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The one workbook. Raises CannotReport where a sheet cannot hold all rows."""
    lang = material.lang
    rows = tuple(_rows(material))
    if len(rows) > _MOST_ROWS:
        raise CannotReport(
            f"审核表有{len(rows)}行，超过一张表的上限{_MOST_ROWS}行；请分批检查",
            f"the audit sheet would have {len(rows)} rows, more than a sheet holds ({_MOST_ROWS}): check in parts",
        )
    listing = Listing("audit", _HEADS[lang], rows, _WIDTHS)
    patch = Patch(Package(build(Plan([SheetPlan(_NAMES[lang])]))))
    styles = Styles(parse(patch.read(_STYLES), _STYLES))
    sheet = sheet_xml(listing, styles, lang, _SPACE, TRANSITIONAL)
    patch.write(_PART, parse(sheet, _PART))
    patch.write(_STYLES, styles.root)
    yield "", patch.bytes()


def _rows(material: Material) -> Iterator[tuple[Entry, ...]]:
    report = material.report
    found: dict[tuple[int, int, str], list[Violation]] = {}
    for violation in report.violations:
        found.setdefault((violation.document, violation.position, violation.rule), []).append(violation)
        rule = report.rules.get(violation.rule)
        if violation.position >= 0 and rule is not None and rule.scope not in _PROJECT_SCOPES:
            # What a document as a whole must fulfil has failed, whichever of its projects shows it.
            found.setdefault((violation.document, -1, violation.rule), []).append(violation)
    excused = _excused(report)
    chosen = [rule for rule in report.rules.values() if _is_asked(rule, material)]
    for index, source in enumerate(report.inputs):
        for subject in _subjects(index, source.path, source.document or Document(), len(report.inputs), material.lang):
            for rule in chosen:
                failed = found.get((index, subject.position, rule.id), [])
                if failed or (rule.scope in _PROJECT_SCOPES) == (subject.position >= 0):
                    share = excused.get((source.path, rule.id), 0), source.projects
                    yield _row(subject, rule, failed, share, material.lang)


def _is_asked(rule: Rule, material: Material) -> bool:
    """Rules about decision files are no points of an audit."""
    if rule.off or rule.check.kind == _ABOUT_DECISIONS:
        return False
    return material.chosen is None or rule.id in material.chosen


def _excused(report: Report) -> Mapping[tuple[str, str], int]:
    """How many projects of an input a rule could not judge; -1 where it could not judge the input itself."""
    counts: dict[tuple[str, str], int] = {}
    for item in report.not_applicable:
        for path in (item.path,) if item.path else tuple(source.path for source in report.inputs):
            counts[path, item.rule] = counts.get((path, item.rule), 0) + (item.projects or -1)
    return counts


def _subjects(index: int, path: str, document: Document, inputs: int, lang: str) -> Iterator[_Subject]:
    yield _Subject(index, -1, "", path if inputs > 1 else _ALL[lang])
    for position, project in enumerate(document.projects):
        yield _Subject(index, position, project.code, project.name)


def _row(
    subject: _Subject, rule: Rule, failed: Sequence[Violation], share: tuple[int, int], lang: str
) -> tuple[Entry, ...]:
    severity = max((violation.severity for violation in failed), default=None)
    return (
        Entry(visible(subject.code)),
        Entry(visible(subject.name)),
        Entry(CATEGORY[rule.category].text(lang)),
        Entry(f"{rule.id} {_content(rule, lang)}"),
        Entry(_ANSWERS[lang][_answer(failed, share)]),
        Entry("\n".join(_failed(violation, subject, lang) for violation in failed)),
        Entry(SEVERITY[severity].text(lang) if isinstance(severity, Severity) else "", severity=severity),
    )


def _content(rule: Rule, lang: str) -> str:
    """What the rule says; of one whose message is filled by the reader, why it is there."""
    said = title(rule, lang)
    return said if said.strip("… ") else rule.why.text(lang)


def _answer(failed: Sequence[Violation], share: tuple[int, int]) -> str:
    """A report counts the projects that a rule could not judge without naming them: of some, none is said to pass."""
    excused, projects = share
    if failed:
        return "no"
    if not excused:
        return "yes"
    return "none" if excused < 0 or excused >= projects else "some"


def _failed(violation: Violation, subject: _Subject, lang: str) -> str:
    project = visible(violation.project or "") if subject.position < 0 else ""
    value = shorten(visible(violation.value), _SHOWN)
    return " ".join(part for part in (project, field_words(violation.field, lang), value) if part)
