"""What goals and purpose say is bought, built or held, against what the indicators measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from perflint import text
from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.finder import Finder
from perflint.prepared import PreparedProject
from perflint.quantity import Grammar

PROJECT = frozenset({"project"})
_FIGURE = re.compile(r"\d")
_PART_END = re.compile(r"[，,。；;！!？?：:、\n]+|以及|[及和与并]")


class MeasuredDeliverable(Kind):
    """What goals or purpose say is bought, built or held (a verb of a group of ``deliverables``) is measured.

    It is measured where an output row holds a verb of the same group or shares two neighbouring characters with the
    verb's object: the text after it, where that names nothing the text before it (words of ``generic`` and amounts of
    money left out). No deliverables are verbs without an object, names of expenses (a verb before a word of ``costs``:
    租赁费) and verbs of ``figured`` without a figure behind them (建设平安校园). One finding a project, at the first
    goal or else the purpose; not judged where there is no output row.
    """

    kind: ClassVar[str] = "measured_deliverable"
    scopes: ClassVar[frozenset[str]] = PROJECT
    placeholders: ClassVar[frozenset[str]] = frozenset({"things", "count"})
    refers: ClassVar[Mapping[str, str]] = dict.fromkeys(("deliverables", "figured", "costs", "generic"), "list")

    deliverables: str
    figured: str
    costs: str
    generic: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        lexicon = knowledge.lexicon
        groups: Mapping[str, list[str]] = lexicon.table(self.deliverables)
        synonyms = {verb: tuple(verbs) for verbs in groups.values() for verb in verbs}
        verbs = Finder(synonyms, not_before=lexicon.words(self.costs))
        generic = Finder(lexicon.words(self.generic))
        figured = frozenset(lexicon.words(self.figured))
        grammar = knowledge.grammar

        @lru_cache(maxsize=_REMEMBERED)
        def said_in(written: str) -> tuple[tuple[str, frozenset[str], str], ...]:
            return tuple(_deliverables(_without_money(written, grammar), verbs, generic, figured))

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            measured = "\n".join(
                row.row.name + row.row.description for row in project.indicators if row.level1 in ("output", None)
            )
            open_things: dict[str, str] = {}
            for path, written in (*project.select("goals"), *project.select("purpose")):
                for word, thing, shown in said_in(written):
                    if not any(words in measured for words in (*thing, *synonyms[word])):
                        open_things.setdefault(shown, path)
            if measured and open_things:
                shown = "、".join(list(open_things)[:_NAMED])
                data = {"things": shown, "count": str(len(open_things))}
                yield Finding(next(iter(open_things.values())), shown, data)

        return judge


_SHOWN = 12  # characters of a deliverable that a message shows
_REMEMBERED = 1 << 12
_NAMED = 3  # deliverables that a message names


def _deliverables(
    written: str, verbs: Finder, generic: Finder, figured: frozenset[str]
) -> Iterator[tuple[str, frozenset[str], str]]:
    """What a text says is bought, built or held: the verb, the character pairs of its object, the words to show."""
    for clause in _PART_END.split(written):
        for at, verb in verbs.find(clause):
            before, after = clause[:at], clause[at + len(verb) :]
            if verb in figured and not _FIGURE.search(after):
                continue
            thing = _pairs(after, generic)
            shown = verb + after if thing else before[-_SHOWN + 2 :] + verb
            if thing := thing or _pairs(before, generic):
                yield verb, thing, text.squeeze(shown).lstrip("0123456789.（(")[:_SHOWN]


def _without_money(written: str, grammar: Grammar) -> str:
    """The text without its amounts: 更换45万元 buys no thing called 万元."""
    parts, start = [], 0
    for amount in grammar.amounts(written):
        parts.append(written[start : amount.start])
        start = amount.stop
    return "".join((*parts, written[start:]))


def _pairs(said: str, without: Finder) -> frozenset[str]:
    parts = (text.chinese(part) for part in without.split(said))
    return frozenset(pair for part in parts for pair in text.bigrams(part))


KINDS = (MeasuredDeliverable,)
