"""The overview: counts by severity, rule and unit, the table of projects, and what was not looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from perflint.model import Document, Project
from perflint.quantity import Grammar
from perflint.report import Report
from perflint.reporters import score
from perflint.reporters.catalogue import title
from perflint.reporters.counts import not_applicable
from perflint.reporters.html.document import unit_of
from perflint.reporters.html.findings import Finding, Pages
from perflint.reporters.html.marks import shown
from perflint.reporters.html.view import Bar, Excused, ProjectRow
from perflint.reporters.html.words import UI
from perflint.reporters.material import Material
from perflint.reporters.words import SEVERITY
from perflint.rule import Rule
from perflint.violation import Severity, Violation

_TEN_THOUSAND = Decimal(10_000)


def severity_bars(violations: Sequence[Violation], lang: str) -> tuple[Bar, ...]:
    """Counts by severity, the worst first, all three of them."""
    counts = Counter(violation.severity for violation in violations)
    most = max(counts.values(), default=0)
    return tuple(
        Bar(SEVERITY[severity].text(lang), counts[severity], _length(counts[severity], most), severity, severity.word)
        for severity in reversed(Severity)
    )


def rule_bars(violations: Sequence[Violation], rules: Mapping[str, Rule], lang: str) -> tuple[Bar, ...]:
    """Counts by rule, the most frequent first; what a rule says is the note."""
    worst = {violation.rule: violation.severity for violation in sorted(violations, key=lambda item: item.severity)}
    notes = {name: shown(title(rules[name], lang)) for name in worst if name in rules}
    counts = Counter(violation.rule for violation in violations)
    most = max(counts.values(), default=0)
    return tuple(
        Bar(rule, count, _length(count, most), worst[rule], rule, notes.get(rule, ""))
        for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def unit_bars(violations: Sequence[Violation], documents: Sequence[Document | None]) -> tuple[Bar, ...]:
    """Counts by unit in the order of their first projects; what belongs to no project is not counted."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update({unit_of(project): 0 for project in (document.projects if document else ())})
    for violation in violations:
        document = documents[violation.document]
        if violation.position >= 0 and document is not None:
            counts[unit_of(document.projects[violation.position])] += 1
    most = max(counts.values(), default=0)
    return tuple(Bar(unit or "—", count, _length(count, most), None, unit) for unit, count in counts.items())


def _length(count: int, most: int) -> int:
    """0 to 100; whatever is there at all shows."""
    return max(round(100 * count / most), 1) if count else 0


def project_rows(material: Material, index: int, found: Iterable[Finding], pages: Pages) -> list[ProjectRow]:
    """One row a project of the document at ``index``."""
    source = material.report.inputs[index]
    document = source.document or Document()
    owned: dict[int, list[Violation]] = {}
    for item in found:
        if item.waived is None:
            owned.setdefault(item.violation.position, []).append(item.violation)
    checks = score.checks_per_project(material.report, index, material.chosen)
    read = _money_reader(material, index)
    return [
        _row(
            project,
            position,
            score.score(owned.get(position, ()), checks),
            read(project),
            pages.project(index, position),
        )
        for position, project in enumerate(document.projects)
    ]


def _row(project: Project, position: int, result: score.Score, yuan: Decimal | None, href: str) -> ProjectRow:
    penalty = result.penalty
    return ProjectRow(
        number=position,
        no="" if project.no is None else str(project.no),
        code=shown(project.code),
        name=shown(project.name.replace("\n", " ")),
        href=href,
        unit=unit_of(project),
        budget=_ten_thousands(yuan) if yuan is not None else shown(project.budget.total),
        money=format(yuan, "f") if yuan is not None else "",
        rows=len(project.indicators),
        errors=result.errors,
        warnings=result.warnings,
        infos=result.infos,
        score=score.text(penalty),
        penalty=str(round(float(penalty or Fraction(0)), 4)),
    )


def _money_reader(material: Material, index: int) -> Callable[[Project], Decimal | None]:
    """Reads a project's budget in yuan; None where it is no amount or its unit is not known."""
    grammar = Grammar(material.lexicon)
    setting = material.report.inputs[index].setting
    stated = setting.money_unit if setting else ""

    def read(project: Project) -> Decimal | None:
        unit = grammar.unit(project.money_unit or stated)
        return grammar.read_amount(project.budget.total, unit).yuan

    return read


def _ten_thousands(yuan: Decimal) -> str:
    """An amount in 万元, two decimals unless it has more."""
    amount = yuan / _TEN_THOUSAND
    exponent = amount.normalize().as_tuple().exponent
    digits = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{amount:,.{digits}f}"


def excused(report: Report, lang: str) -> list[Excused]:
    """Rules that could not judge, with their reasons."""
    return [
        Excused(
            rule,
            shown(reason.text(lang)),
            UI["count_projects"].text(lang).format(count) if count else UI["all_document"].text(lang),
        )
        for rule, reason, count in not_applicable(report)
    ]
