"""Changes that must change nothing: what the rules say of each project stays the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from msgspec import Struct

from perflint.engine.pack import RuleSet
from perflint.options import Options
from perflint.readers import read
from perflint.selftest.base import Base, Spot, judge, reread
from perflint.selftest.catalogue import UNRELATED
from perflint.violation import Message, Violation
from perflint.writers.yaml import write as write_yaml

Said = Counter[tuple[str, str, str]]
# What is about the order or the numbers of tables, or about how many projects a document has.
_ABOUT_ORDER = ("STR005", "STR006", "STR008")


class Law(Struct, frozen=True):
    """A change that keeps the violations; ``broken`` yields the places where it does not."""

    name: str
    about: Message
    broken: Callable[[Base, RuleSet, Options], Iterator[Spot]]


def _said(violations: tuple[Violation, ...], ignore: tuple[str, ...] = ()) -> Said:
    """How often each rule speaks of each project, whatever the project's position."""
    return Counter((item.rule, item.project or "", item.field) for item in violations if item.rule not in ignore)


def _differences(one: Said, other: Said) -> Iterator[Spot]:
    for rule, project, field in sorted(set((one - other) + (other - one))):
        yield Spot(rule, -1, f"{project} {field}".strip())


def _permuted(own: Base, rules: RuleSet, options: Options) -> Iterator[Spot]:
    """Tables in reverse order: what is about single projects and about groups of them stays."""
    data = own.copy()
    data["projects"].reverse()
    before = judge([reread(own.data, rules)], rules, options)
    after = judge([reread(data, rules)], rules, options)
    yield from _differences(_said(before, _ABOUT_ORDER), _said(after, _ABOUT_ORDER))


def _as_yaml(own: Base, rules: RuleSet, options: Options) -> Iterator[Spot]:
    """The document as YAML and as JSON."""
    document = reread(own.data, rules)
    again = read("selftest.yaml", write_yaml(document), rules.lexicon)
    yield from _differences(_said(judge([document], rules, options)), _said(judge([again], rules, options)))


def _beside_another(own: Base, rules: RuleSet, options: Options) -> Iterator[Spot]:
    """Another document that has nothing to do with this one in the same call."""
    document = reread(own.data, rules)
    other = read(UNRELATED.name, UNRELATED.read_bytes(), rules.lexicon)
    alone = judge([document], rules, options)
    together = judge([document, other], rules, options)
    yield from _differences(_said(alone), _said(tuple(item for item in together if item.document == 0)))


def _given_twice(own: Base, rules: RuleSet, options: Options) -> Iterator[Spot]:
    """The same document twice is judged once, and that is said (STR014)."""
    document = reread(own.data, rules)
    alone = judge([document], rules, options)
    twice = judge([document, reread(own.data, rules)], rules, options)
    said = [item for item in twice if item.document == 1]
    if [item.rule for item in said] != ["STR014"]:
        yield Spot("STR014", -1, "")
    yield from _differences(_said(alone), _said(tuple(item for item in twice if item.document == 0)))


LAWS = (
    Law("order", Message("项目次序颠倒", "projects in reverse order"), _permuted),
    Law("format", Message("改存为YAML", "YAML instead of JSON"), _as_yaml),
    Law("neighbour", Message("另加一份无关的文件", "an unrelated document beside it"), _beside_another),
    Law("twice", Message("同一文件给两次", "the document given twice"), _given_twice),
)
