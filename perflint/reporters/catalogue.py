"""Rules for people: the list of all, and one in full with its reasons, limits and examples."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from typing import Any

from perflint.reporters import View
from perflint.reporters.display import paint, visible, wrap
from perflint.reporters.record import dump, message_record
from perflint.reporters.words import BASIS, CATEGORY, CONFIDENCE, SCOPE, SEVERITY
from perflint.rule import Example, Rule
from perflint.violation import Message

_NOT_SAID = Message("规则没有写明；请向写这条规则的人核实。", "The rule does not say; ask whoever wrote it.")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def title(rule: Rule, lang: str) -> str:
    """What the rule says when it speaks, its placeholders as …"""
    return _PLACEHOLDER.sub("…", rule.message.text(lang))


def list_text(rules: Iterable[Rule], view: View) -> Iterator[str]:
    """All rules as a table."""
    from tabulate import tabulate

    zh = view.lang == "zh"
    headers = ("规则", "名称", "级别", "可信度", "说明") if zh else ("rule", "name", "severity", "confidence", "says")
    rows = [
        (rule.id, rule.name, _severity(rule, view.lang), CONFIDENCE[rule.confidence].text(view.lang), "")
        for rule in rules
    ]
    titles = [title(rule, view.lang) for rule in rules]
    used = 4 * 2 + 6 + max((len(row[1]) for row in rows), default=0) + (6 + 6 if zh else 8 + 10)
    room = max(view.width - used, 30)
    cells = [(*row[:4], "\n".join(wrap(visible(text), room))) for row, text in zip(rows, titles, strict=True)]
    yield tabulate(cells, headers, tablefmt="simple", disable_numparse=True) + "\n"


def _severity(rule: Rule, lang: str) -> str:
    if rule.off:
        return "关闭" if lang == "zh" else "off"
    return SEVERITY[rule.severity].text(lang)


def list_json(rules: Iterable[Rule], view: View) -> Iterator[str]:
    """All rules as JSON, one a line."""
    yield "["
    separator = "\n"
    for rule in rules:
        yield separator + dump(rule_record(rule))
        separator = ",\n"
    yield "\n]\n"


def show_json(rule: Rule) -> Iterator[str]:
    """One rule as JSON."""
    yield dump(rule_record(rule)) + "\n"


def rule_record(rule: Rule) -> dict[str, Any]:
    """A rule as plain values."""
    return {
        "id": rule.id,
        "slug": rule.name,
        "severity": "off" if rule.off else rule.severity.word,
        "confidence": rule.confidence,
        "category": rule.category,
        "scope": rule.scope,
        "status": rule.status,
        "since": rule.since,
        "replaced_by": rule.replaced_by,
        "mandatory": rule.mandatory,
        "title": {"zh": title(rule, "zh"), "en": title(rule, "en")},
        "message": message_record(rule.message),
        "why": message_record(rule.why),
        "mend": message_record(rule.mend) if rule.mend else None,
        "excuse": message_record(rule.excuse) if rule.excuse else None,
        "basis": dict(rule.basis),
        "check": {rule.check.kind: dict(rule.check.params)},
        "traps": [message_record(trap) for trap in rule.traps],
        "origin": rule.origin,
    }


def show_text(rule: Rule, kind: str, view: View) -> Iterator[str]:
    """One rule in full. ``kind`` is the description of its check kind."""
    yield paint(f"{rule.id} {rule.name}", "bold", view.color) + "\n"
    yield " · ".join(facts(rule, view.lang)) + "\n"
    for heading, lines in sections(rule, kind, view.lang):
        if lines:
            yield "\n" + paint(heading, "bold", view.color) + "\n"
            yield from (f"  {line}\n" for text in lines for line in _paragraph(text, view.width - 2))


def facts(rule: Rule, lang: str) -> list[str]:
    """Severity, confidence, category, scope and status of a rule, in words."""
    zh = lang == "zh"
    said = [
        _severity(rule, lang),
        ("可信度" if zh else "confidence ") + CONFIDENCE[rule.confidence].text(lang),
        CATEGORY[rule.category].text(lang),
        ("范围：" if zh else "looks at ") + SCOPE[rule.scope].text(lang),
        rule.status,
    ]
    return [*said, "不可豁免" if zh else "cannot be silenced"] if rule.mandatory else said


def sections(rule: Rule, kind: str, lang: str, with_line: bool = True) -> Iterator[tuple[str, list[str]]]:
    """What there is to say of a rule: headings with their paragraphs, some of them empty; pages show the same.

    ``with_line`` False leaves out the line at which the rule stands.
    """
    zh = lang == "zh"
    origin = rule.origin if with_line else rule.origin.rpartition(":")[0]
    stated: Any = rule.basis.get("text") or {}
    basis = stated.get(lang, "")
    yield "检查什么" if zh else "What it says", [rule.message.text(lang), *_cases(rule, lang)]
    yield "为什么" if zh else "Why", [rule.why.text(lang)]
    yield "怎么改" if zh else "How to mend it", [rule.mend.text(lang)] if rule.mend else []
    yield "什么情况下不算错" if zh else "What would explain it", [(rule.excuse or _NOT_SAID).text(lang)]
    kind_of_basis = BASIS[rule.basis["kind"]].text(lang)
    yield "依据" if zh else "Basis", [kind_of_basis + (f"：{basis}" if basis and zh else f": {basis}" if basis else "")]
    yield "不误报" if zh else "Known traps, on which it stays silent", [f"- {trap.text(lang)}" for trap in rule.traps]
    yield "因此不再另报的规则" if zh else "Silences", [_silence(item, zh) for item in rule.silences]
    params = [f"{name}: {dump(value)}" for name, value in rule.check.params.items()]
    yield f"检查方式 {rule.check.kind}" if zh else f"Check kind {rule.check.kind}", [*_doc(kind), *params]
    yield "正确示例" if zh else "Passes", [_example(item) for item in rule.examples if item.passes]
    yield "错误示例" if zh else "Fails", [_example(item) for item in rule.examples if not item.passes]
    yield "出处" if zh else "Stated in", [origin] if origin else []


def _cases(rule: Rule, lang: str) -> Iterator[str]:
    for name, case in rule.cases.items():
        said = [SEVERITY[case.severity].text(lang)] if case.severity is not None else []
        said += [case.message.text(lang)] if case.message is not None else []
        yield f"- {name}: " + ("，" if lang == "zh" else ", ").join(said)


def _silence(item: Any, zh: bool) -> str:
    places = {
        "value": ("同一处", "at the same field"),
        "row": ("同一行", "in the same row"),
        "project": ("同一项目", "in the same project"),
        "members": ("同一组项目之间", "between the same projects"),
    }
    rules = ", ".join(item.rules)
    return f"{rules}（{places[item.at][0]}）" if zh else f"{rules} {places[item.at][1]}"


def _doc(kind: str) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(kind).split("\n\n") if part]


def _example(example: Example) -> str:
    at = f"  → {', '.join(example.at)}" if example.at else ""
    return f"- {dump(dict(example.data))}{at}"


def _paragraph(text: str, columns: int) -> list[str]:
    return wrap(visible(text), columns)
