"""The letter that returns a unit's file: what is returned and why, project by project, errors first, and what to do.

One document; the letters of several units follow one another, each on a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from perflint.grid import Grid, GridCell
from perflint.model import Document, Project
from perflint.reporters.display import visible
from perflint.reporters.material import Decision, Material
from perflint.reporters.remarks import VERDICT_WORDS
from perflint.reporters.word.build import package, paragraph, table
from perflint.reporters.words import SEVERITY, field_words, place_words
from perflint.violation import Severity, Violation

_HEADS = {
    "zh": ("序号", "级别", "位置", "填写内容", "问题及修改要求", "审核人意见"),
    "en": ("no", "level", "place", "value", "what is wrong and what to do", "reviewer"),
}
_WIDTHS = (1.2, 2.0, 3.2, 3.8, 7.0, 2.8)
_INDENT = '<w:ind w:firstLine="420"/>'
_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


@dataclass(slots=True)
class Letter:
    """What one unit gets back. ``subjects`` holds (heading, findings) of the file as a whole and of each project."""

    code: str
    name: str
    years: set[str] = field(default_factory=set)
    sources: list[str] = field(default_factory=list)
    subjects: dict[tuple[int, int], tuple[str, list[Violation]]] = field(default_factory=dict)
    hints: int = 0

    def findings(self) -> list[Violation]:
        """All findings in the letter."""
        return [violation for _, found in self.subjects.values() for violation in found]


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The one document."""
    bodies = [body(letter, material) for letter in letters(material)]
    yield "", package(_BREAK.join(bodies) if bodies else _nothing(material.lang))


def letters(material: Material) -> list[Letter]:
    """The letters of a report by unit, in the order in which units appear. Hints are counted, and told in full only
    where the reviewer took them up."""
    report = material.report
    found: dict[tuple[str, str], Letter] = {}
    for violation in report.violations:
        if violation.document >= len(report.inputs):
            continue
        source = report.inputs[violation.document]
        document = source.document or Document()
        key = _unit(violation, document)
        letter = found.setdefault(key, Letter(*key))
        if source.path not in letter.sources:
            letter.sources.append(source.path)
        if source.setting is not None and source.setting.year is not None:
            letter.years.add(str(source.setting.year))
        if violation.severity == Severity.INFO and not _is_accepted(violation, material):
            letter.hints += 1
            continue
        heading = _heading(violation, material.lang)
        letter.subjects.setdefault((violation.document, violation.position), (heading, []))[1].append(violation)
    return [letter for letter in found.values() if letter.subjects]


def _is_accepted(violation: Violation, material: Material) -> bool:
    decision = material.decisions.get(violation.fingerprint)
    return decision is not None and decision.verdict == "accepted"


def _unit(violation: Violation, document: Document) -> tuple[str, str]:
    """Code and name of the unit that a finding concerns: of what concerns the whole file the only unit, else the
    department."""
    projects: Sequence[Project] = document.projects
    if 0 <= violation.position < len(projects):
        unit = projects[violation.position].unit
        return unit.code, unit.name
    units = list(dict.fromkeys((project.unit.code, project.unit.name) for project in projects))
    return units[0] if len(units) == 1 else (document.department.code, document.department.name)


def _heading(violation: Violation, lang: str) -> str:
    if violation.project is None:
        return "整个文件" if lang != "en" else "The whole file"
    number = f"{violation.project_no}. " if violation.project_no is not None else ""
    code = violation.project or ("（编码未填）" if lang != "en" else "(no code)")
    return visible(f"{number}{violation.project_name or ''}（{code}）")


def body(letter: Letter, material: Material) -> str:
    """The letter as the XML of a document's body."""
    lang = material.lang
    zh = lang != "en"
    found = letter.findings()
    counts = {severity: sum(item.severity == severity for item in found) for severity in Severity}
    unit = visible(" ".join(part for part in (letter.code, letter.name) if part)) or ("报送单位" if zh else "the unit")
    year = "、".join(sorted(letter.years))
    parts = [
        paragraph(_title(visible(letter.name or letter.code), year, zh), "Heading1"),
        paragraph(f"{unit}：" if zh else f"To {unit}:"),
        paragraph(_opening(letter, counts, zh), properties=_INDENT),
    ]
    several = len(letter.sources) > 1
    for _, (heading, items) in sorted(letter.subjects.items()):
        parts.append(paragraph(heading, "Heading2"))
        if several:
            parts.append(paragraph(visible(PurePath(items[0].location.path).name)))
        parts.append(_table(sorted(items, key=lambda item: -item.severity), material))
    if letter.hints:
        said = (
            f"另有提示{letter.hints}条，供参考，见批注文件。"
            if zh
            else f"{letter.hints} hints stand in the annotated file."
        )
        parts.append(paragraph(said, properties=_INDENT))
    parts += [
        paragraph(""),
        paragraph("审核人：                日期：      年    月    日" if zh else "Reviewer:            Date:"),
    ]
    return "".join(parts)


def _title(unit: str, year: str, zh: bool) -> str:
    if zh:
        return f"关于退回{unit}{year + '年' if year else ''}部门预算绩效目标的意见"
    return f"Return of the performance targets{' of ' + unit if unit else ''}{' for ' + year if year else ''}"


def _opening(letter: Letter, counts: dict[Severity, int], zh: bool) -> str:
    names = "、".join(f"“{visible(PurePath(name).name)}”" for name in letter.sources)
    projects = sum(position >= 0 for _, position in letter.subjects)
    if zh:
        told = "、".join(f"{SEVERITY[item].zh}{counts[item]}处" for item in reversed(Severity) if counts[item])
        about = f"{projects}个项目" if projects else "部门部分"
        return f"你单位报送的{names}中，{about}的绩效目标存在问题（{told}），现予退回。请按下列意见逐项修改后重新报送。"
    told = ", ".join(f"{counts[item]} {SEVERITY[item].en}s" for item in reversed(Severity) if counts[item])
    return f"The file {names} is returned: {projects} projects need correction ({told}). Please mend each item below."


def _nothing(lang: str) -> str:
    said = "没有发现需要退回修改的问题。" if lang != "en" else "Nothing was found that needs to be returned."
    return paragraph(said)


def _table(items: Sequence[Violation], material: Material) -> str:
    lang = material.lang
    cells = [GridCell(0, column, paragraphs=(head,)) for column, head in enumerate(_HEADS[lang])]
    for row, violation in enumerate(items, 1):
        for column, lines in enumerate(_cells(row, violation, material)):
            cells.append(GridCell(row, column, paragraphs=tuple(visible(line) for line in lines if line)))
    return table(Grid(1, len(items) + 1, len(_WIDTHS), tuple(cells), widths=_WIDTHS))


def _cells(number: int, violation: Violation, material: Material) -> tuple[tuple[str, ...], ...]:
    lang = material.lang
    rule = material.report.rules.get(violation.rule)
    mend = rule.mend.text(lang) if rule is not None and rule.mend else ""
    advice = ("改为：" if lang != "en" else "Write: ") + violation.suggestion if violation.suggestion else mend
    decision = material.decisions.get(violation.fingerprint)
    return (
        (str(number),),
        (SEVERITY[violation.severity].text(lang), violation.rule),
        (field_words(violation.field, lang), place_words(violation.location.place, lang)),
        tuple(violation.value.split("\n")),
        (violation.message.text(lang), advice),
        _opinion(decision, lang) if decision is not None else (),
    )


def _opinion(decision: Decision, lang: str) -> tuple[str, ...]:
    word = VERDICT_WORDS.get(decision.verdict, decision.verdict) if lang != "en" else decision.verdict
    return word, decision.reason, decision.by
