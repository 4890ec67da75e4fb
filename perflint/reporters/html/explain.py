"""Each rule explained: what it says, why, on what basis, how to mend it, and examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import yaml
from msgspec.structs import replace

from perflint.reporters.catalogue import title
from perflint.reporters.html.marks import shown
from perflint.reporters.html.view import RuleView
from perflint.reporters.html.words import UI
from perflint.reporters.words import BASIS, CATEGORY, CONFIDENCE, SEVERITY
from perflint.rule import Example, Rule

_EXAMPLES = 3
_LONG_CODE = re.compile(r"\b([0-9]{6})[0-9A-Z]{12,}([0-9A-Z]{3})\b")
_NOT_ON_PAPER = frozenset(("traps", "passes", "fails"))


def rule_ids(rules: Iterable[str]) -> dict[str, str]:
    """The ids of rules on the page, from a counter."""
    return {rule: f"r{number}" for number, rule in enumerate(sorted(set(rules)), 1)}


def rule_views(ids: Mapping[str, str], rules: Mapping[str, Rule], lang: str) -> list[RuleView]:
    """The explanations of the rules that a page names."""
    return [_view(rules[rule], number, lang) for rule, number in ids.items() if rule in rules]


def _view(rule: Rule, number: str, lang: str) -> RuleView:
    separator = " · "
    facts = (
        SEVERITY[rule.severity].text(lang),
        CATEGORY[rule.category].text(lang),
        f"{UI['confidence'].text(lang)} {CONFIDENCE[rule.confidence].text(lang)}",
    )
    return RuleView(
        id=number,
        rule=rule.id,
        name=shown(rule.name),
        severity=rule.severity,
        facts=separator.join(facts),
        sections=tuple(
            (UI[name].text(lang), tuple(shown(line) for line in lines), name in _NOT_ON_PAPER)
            for name, lines in _sections(rule, lang)
            if lines
        ),
    )


def _sections(rule: Rule, lang: str) -> Iterator[tuple[str, list[str]]]:
    yield "says", [title(rule, lang), *_cases(rule, lang)]
    yield "why", [rule.why.text(lang)]
    yield "basis", [_basis(rule, lang)]
    yield "mend", [rule.mend.text(lang)] if rule.mend else []
    yield "excuse", [rule.excuse.text(lang)] if rule.excuse else []
    yield "traps", [trap.text(lang) for trap in rule.traps]
    yield "passes", [_example(item) for item in rule.examples if item.passes][:_EXAMPLES]
    yield "fails", [_example(item) for item in rule.examples if not item.passes][:_EXAMPLES]


def _cases(rule: Rule, lang: str) -> Iterator[str]:
    for case in rule.cases.values():
        if case.message is not None:
            yield title(replace(rule, message=case.message), lang)


def _basis(rule: Rule, lang: str) -> str:
    kind = BASIS[rule.basis["kind"]].text(lang)
    text = rule.basis.get(f"text_{lang}") or rule.basis.get("text") or ""
    return f"{kind}{'：' if lang == 'zh' else ': '}{text}" if text else kind


def _example(example: Example) -> str:
    text = yaml.safe_dump(dict(example.data), allow_unicode=True, sort_keys=False, default_flow_style=None)
    # Whoever searches the page for a code shall find a project of the document, not one of an example.
    return _LONG_CODE.sub(r"\1…\2", text).rstrip()
