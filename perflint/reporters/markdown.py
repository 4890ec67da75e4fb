"""``--format markdown``: a summary for merge requests and job pages, errors first, in the language of the call."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perflint.report import Input, Report
from perflint.reporters import View
from perflint.reporters.counts import not_applicable
from perflint.reporters.display import visible
from perflint.reporters.silenced import decision
from perflint.reporters.words import MARK, SEVERITY, field_words, path_words, place_words
from perflint.violation import Severity, Violation

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@$])")


def render(report: Report, view: View) -> Iterator[str]:
    """Counts, a table for each input, what was silenced, and what could not be looked at."""
    zh = view.lang == "zh"
    yield "# perflint\n\n"
    yield from _counts(report, view)
    tables: dict[int, list[Violation]] = {}
    for violation in report.violations:
        tables.setdefault(violation.document, []).append(violation)
    for found in tables.values():
        yield from _table(report.input_of(found[0]), found, view)
    if report.waived:
        yield "\n## " + ("已豁免或驳回" if zh else "Silenced") + "\n\n"
        for item in report.waived:
            where = [item.violation.rule, item.violation.project or "", field_words(item.violation.field, view.lang)]
            yield "- " + plain(" ".join(part for part in where if part) + " — " + decision(item, view.lang)) + "\n"
    yield from _not_looked_at(report, view)


def plain(text: str) -> str:
    """A text that stands in Markdown as it is, on one line: nothing in it is a mark, a link, a mention or HTML."""
    return _SPECIAL.sub(r"\\\1", visible(text))


def _counts(report: Report, view: View) -> Iterator[str]:
    zh = view.lang == "zh"
    heads = [SEVERITY[severity].text(view.lang) for severity in reversed(Severity)]
    heads += ["豁免", "基线已有", "文件", "项目"] if zh else ["waived", "known", "inputs", "projects"]
    numbers = [*report.counts().values(), len(report.waived), report.known, len(report.inputs)]
    numbers.append(sum(item.projects for item in report.inputs))
    yield "| " + " | ".join(heads) + " |\n" + "|---:" * len(heads) + "|\n"
    yield "| " + " | ".join(map(str, numbers)) + " |\n"
    if not report.violations:
        yield "\n" + ("没有发现问题。" if zh else "Nothing to report.") + "\n"


def _table(item: Input, violations: list[Violation], view: View) -> Iterator[str]:
    zh = view.lang == "zh"
    yield f"\n## {plain(path_words(item.path, view.lang))}\n\n"
    heads = (
        ("", "规则", "项目", "位置", "填写内容", "问题")
        if zh
        else ("", "rule", "project", "place", "value", "violation")
    )
    yield "| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|\n"
    for violation in sorted(violations, key=lambda found: -found.severity):
        whose = " ".join(part for part in (violation.project, violation.project_name) if part)
        where = [field_words(violation.field, view.lang), place_words(violation.location.place, view.lang)]
        cells = (
            f"{MARK[violation.severity]} {SEVERITY[violation.severity].text(view.lang)}",
            violation.rule,
            plain(whose),
            plain(", ".join(part for part in where if part)),
            plain(violation.value),
            plain(violation.message.text(view.lang)),
        )
        yield "| " + " | ".join(cells) + " |\n"


def _not_looked_at(report: Report, view: View) -> Iterator[str]:
    zh = view.lang == "zh"
    said = [f"{path}: " + ("路径不存在，没有检查" if zh else "no such path, not checked") for path in report.missing]
    said += [f"{rule}: {reason.text(view.lang)}" for rule, reason, _ in not_applicable(report)]
    if said:
        yield "\n## " + ("未作判断" if zh else "Not judged") + "\n\n"
        yield from (f"- {plain(line)}\n" for line in said)
