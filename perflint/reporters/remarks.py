"""What is written beside a cell of a Word or Excel file: the findings of one input as remarks with their places.

Errors and warnings have a remark each; hints on one cell share one, so that the document stays readable. The second
place of a duplicate has a remark of its own that names the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from perflint.model import Document, Project
from perflint.place import Place, Places, nearest_place
from perflint.report import Report
from perflint.reporters.display import visible
from perflint.reporters.material import Decision
from perflint.reporters.spot import department_fields, project_fields
from perflint.reporters.words import BASIS, SEVERITY, field_words, place_words
from perflint.rule import Rule
from perflint.violation import Related, Severity, Violation

_DUPLICATES = "DUP"
_NAMED = 3
VERDICT_WORDS = {"accepted": "采纳", "rejected": "驳回", "waived": "豁免"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: ``lines`` begin with the rule id. ``position`` and ``field`` say what it is about (the project's
    index, -1 for the document), ``place`` where that stands; ``finding`` is the violation of the first line."""

    severity: Severity
    lines: tuple[str, ...]
    position: int
    field: str
    place: Place | None
    finding: Violation
    second: bool = False


def remarks(report: Report, index: int, lang: str, decisions: Mapping[str, Decision]) -> list[Remark]:
    """The remarks on the input at ``index``, in document order."""
    found = [violation for violation in report.violations if violation.document == index]
    own = {(violation.rule, violation.project, violation.field) for violation in found}
    out: list[Remark] = []
    hints: dict[object, int] = {}
    for violation in found:
        remark = _remark(violation, report, lang, decisions.get(violation.fingerprint))
        key = _cell(remark)
        if violation.severity != Severity.INFO:
            out.append(remark)
        elif key in hints:
            first = out[hints[key]]
            out[hints[key]] = replace(first, lines=(*first.lines, *remark.lines))
        else:
            hints[key] = len(out)
            out.append(remark)
        out += _counterparts(violation, report.inputs[index].document, own, lang)
    return out


def _cell(remark: Remark) -> object:
    cell = remark.place.cell if remark.place else None
    if cell is None:
        return (remark.position, remark.field)
    return (cell.sheet, cell.ref, cell.table, cell.row, cell.column, cell.paragraph if cell.table is None else None)


def _remark(violation: Violation, report: Report, lang: str, decision: Decision | None) -> Remark:
    rule = report.rules.get(violation.rule)
    return Remark(
        violation.severity,
        tuple(visible(line) for line in _lines(violation, rule, lang, decision)),
        violation.position,
        violation.field,
        violation.location.place,
        violation,
    )


def _lines(violation: Violation, rule: Rule | None, lang: str, decision: Decision | None) -> Iterator[str]:
    zh = lang != "en"
    yield f"{violation.rule} {SEVERITY[violation.severity].text(lang)} {violation.message.text(lang)}"
    if violation.suggestion:
        yield ("建议改为：" if zh else "Write instead: ") + violation.suggestion
    elif rule is not None and rule.mend:
        yield ("怎样改：" if zh else "How to mend it: ") + rule.mend.text(lang)
    if rule is not None:
        yield ("依据：" if zh else "Basis: ") + basis_words(rule, lang)
    if violation.related:
        yield ("另见：" if zh else "See also: ") + related_words(violation, lang)
    if decision is not None:
        yield decision_words(decision, lang)


def basis_words(rule: Rule, lang: str) -> str:
    """What a rule rests on: the kind of its basis, and the text where there is one."""
    kind = BASIS[rule.basis["kind"]].text(lang)
    text = rule.basis.get(f"text_{lang}") or rule.basis.get("text") or ""
    return kind + ("：" if lang != "en" else ": ") + text if text else kind


def decision_words(decision: Decision, lang: str) -> str:
    """A reviewer's verdict in words."""
    if lang == "en":
        words = [f"Verdict: {decision.verdict}", decision.reason, f"({decision.by})" if decision.by else ""]
        return " ".join(word for word in words if word)
    by = f"（{decision.by}）" if decision.by else ""
    reason = f"，{decision.reason}" if decision.reason else ""
    return f"审核意见：{VERDICT_WORDS.get(decision.verdict, decision.verdict)}{reason}{by}"


def related_words(violation: Violation, lang: str) -> str:
    """The other places of a violation, the first few by name."""
    named = list(
        dict.fromkeys(_related(item, violation.location.path, violation.project, lang) for item in violation.related)
    )
    if violation.project is None:
        named = list(dict.fromkeys(item.project or "" for item in violation.related if item.project)) or named
    shown = named[:_NAMED]
    text = ("；" if lang != "en" else "; ").join(shown)
    if violation.related_total <= len(shown):
        return text
    total = violation.related_total
    return f"{text} 等，共{total}处" if lang != "en" else f"{text} …, {total} places"


def _related(related: Related, path: str, project: str | None, lang: str) -> str:
    """Another place in words, as seen from a place in ``project`` of the input ``path``."""
    words = [related.location.path] if related.location.path != path else []
    if related.project is not None and related.project != project:
        words.append(related.project)
    words += [field_words(related.field, lang), place_words(related.location.place, lang)]
    return " ".join(word for word in words if word)


def _counterparts(
    violation: Violation, document: Document | None, own: Collection[tuple[str, str | None, str]], lang: str
) -> Iterator[Remark]:
    """Remarks at the other places of a duplicate that have no finding of their own."""
    if not violation.rule.startswith(_DUPLICATES):
        return
    path = violation.location.path
    for related in violation.related:
        if related.location.path != path or (violation.rule, related.project, related.field) in own:
            continue
        named = _related(Related(violation.project, violation.field, violation.location), path, related.project, lang)
        said = f"与此处重复：{named}" if lang != "en" else f"the same text stands here: {named}"
        line = f"{violation.rule} {SEVERITY[violation.severity].text(lang)} {said}"
        position = _position(violation, related, document)
        place = related.location.place
        yield Remark(violation.severity, (visible(line),), position, related.field, place, violation, True)


def _position(violation: Violation, related: Related, document: Document | None) -> int:
    if related.project == violation.project:
        return violation.position
    projects = document.projects if document is not None else ()
    return next((index for index, project in enumerate(projects) if project.code == related.project), -1)


def _places(remark: Remark, document: Document) -> tuple[Places, Project | None]:
    if 0 <= remark.position < len(document.projects):
        project = document.projects[remark.position]
        return project.places, project
    return document.places, None


def parts_of(remark: Remark, document: Document) -> list[Place]:
    """The places of what a field consists of: the cells of a row, the points of a plan."""
    places, project = _places(remark, document)
    fields = project_fields(project) if project is not None else department_fields(document.department)
    inside = (remark.field + ".", remark.field + "[") if remark.field else ("",)
    return [place for path in fields if path.startswith(inside) and (place := places.find(path)) is not None]


def near(remark: Remark, document: Document) -> tuple[Place, ...]:
    """The place of what holds a field that has none itself."""
    places, project = _places(remark, document)
    if not remark.field or project is None:
        return ()
    place = nearest_place(places, remark.field)
    return (place,) if place is not None else ()
