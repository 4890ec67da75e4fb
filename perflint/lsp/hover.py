"""What a rule says, as Markdown: for what is wrong at a position, or for a rule that the text names there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from perflint.engine.pack import RuleSet
from perflint.lsp.analysis import Analysis
from perflint.reporters.words import BASIS, SEVERITY
from perflint.rule import Rule
from perflint.violation import Message

_RULE = re.compile(r"\b[A-Z]{3}\d{3}\b")
_WHY = Message("为什么", "Why")
_FINE = Message("不算问题的情形", "What is fine")
_MEND = Message("怎样改", "How to mend it")
_BASIS = Message("依据", "Basis")


def hover(analysis: Analysis, line: int, column: int, rules: RuleSet, lang: str) -> str:
    """The explanation at a position (from 1), ``""`` where there is nothing to say."""
    found = [item for item in analysis.diagnostics if item.covers(line, column)]
    parts = [
        f"{item.message.text(lang)}\n\n{explanation(rules.rules[item.rule], lang)}"
        for item in found
        if item.rule in rules.rules
    ]
    return "\n\n---\n\n".join([*parts, *_named(analysis.text, line, column, rules, lang)])


def _named(text: str, line: int, column: int, rules: RuleSet, lang: str) -> Iterable[str]:
    lines = text.splitlines()
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    for match in _RULE.finditer(written):
        if match.start() < column <= match.end() + 1 and match.group() in rules.rules:
            yield explanation(rules.rules[match.group()], lang)


def explanation(rule: Rule, lang: str) -> str:
    """A rule in Markdown: its name and severity, why it is there, how to mend, what it leaves alone, its basis."""
    parts = [
        f"**{rule.id}** `{rule.name}` ({SEVERITY[rule.severity].text(lang)})",
        f"{_WHY.text(lang)}: {rule.why.text(lang)}",
    ]
    if rule.mend is not None:
        parts.append(f"{_MEND.text(lang)}: {rule.mend.text(lang)}")
    if rule.traps:
        parts.append(
            f"{_FINE.text(lang)}: {('; ' if lang == 'en' else '；').join(trap.text(lang) for trap in rule.traps)}"
        )
    text = rule.basis.get(f"text_{lang}") or rule.basis.get("text") or ""
    kind = BASIS[rule.basis["kind"]].text(lang)
    parts.append(f"{_BASIS.text(lang)}: {' · '.join(filter(None, (kind, text)))}")
    return "\n\n".join(parts)
