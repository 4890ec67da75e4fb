"""Which layer decided what about a rule: the shipped rules, packs over them, the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from perflint.reporters import View
from perflint.reporters.display import visible
from perflint.reporters.record import dump
from perflint.reporters.words import SEVERITY
from perflint.rule import Rule


class Decided(Protocol):
    """One layer's say."""

    @property
    def layer(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def what(self) -> str: ...


class Layered(Protocol):
    """Rules with what their layers said of them."""

    @property
    def decisions(self) -> Mapping[str, Sequence[Decided]]: ...
    @property
    def profile_decisions(self) -> Mapping[str, Sequence[Decided]]: ...


def why_json(rule: Rule, rules: Layered, ignored: str, view: View) -> Iterator[str]:
    """The decisions as JSON; ``ignored`` is the setting by which the rule is not used, or empty."""
    yield dump(
        {
            "id": rule.id,
            "slug": rule.name,
            "severity": "off" if rule.off else rule.severity.word,
            "ignored_by": ignored or None,
            "decisions": [_record(item) for item in rules.decisions.get(rule.id, ())],
            "profiles": {name: [_record(item) for item in said] for name, said in rules.profile_decisions.items()},
        }
    )
    yield "\n"


def _record(item: Decided) -> dict[str, str]:
    return {"layer": item.layer, "origin": item.origin, "what": item.what}


def why_text(rule: Rule, rules: Layered, ignored: str, view: View) -> Iterator[str]:
    """The decisions as a table, lowest layer first, and what holds in the end."""
    zh = view.lang == "zh"
    yield f"{rule.id} {rule.name}\n"
    yield from _table(rules.decisions.get(rule.id, ()), zh)
    for name, said in rules.profile_decisions.items():
        yield f"\n{'表式' if zh else 'profile'} {name}\n"
        yield from _table(said, zh)
    severity = SEVERITY[rule.severity].text(view.lang)
    if rule.off:
        verdict = "关闭" if zh else "off"
    elif ignored:
        verdict = f"不用（{ignored}）" if zh else f"not used ({ignored})"
    else:
        verdict = severity
    yield f"\n{'结果：' if zh else 'in the end: '}{verdict}\n"


def _table(said: Sequence[Decided], zh: bool) -> Iterator[str]:
    from tabulate import tabulate

    headers = ("层", "决定", "出处") if zh else ("layer", "decided", "at")
    rows = [(visible(item.layer), visible(item.what), visible(item.origin)) for item in said]
    yield tabulate(rows, headers, tablefmt="simple", disable_numparse=True) + "\n"
