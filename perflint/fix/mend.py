"""Mends one input: plans edits, makes them, reads and judges the result again, and takes back what did harm."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from perflint.api import judge_documents
from perflint.engine.pack import RuleSet
from perflint.fix.edits import Edit, edits_for
from perflint.model import Document
from perflint.options import Options, chosen_rules
from perflint.place import parent_path
from perflint.readers import read
from perflint.report import Report
from perflint.scalars import Key, scalars
from perflint.violation import Message, Severity, Violation

_ROUNDS = 4
_INDEX = re.compile(r"\[\d+\]")
_DECIDED = re.compile(r"\.(?:level1|level2|value)$")
_NO_WAY = Message("这种格式不能直接改写", "this format cannot be written")
_NOT_THERE = Message("原文的写法无法就地改写", "the way it is written cannot be changed in place")
_ELSEWHERE = Message("改后别处的内容会变", "something else would change")

Apply = Callable[[bytes, Document, Iterable[Edit]], tuple[bytes, list[Edit]]]
Asks = Callable[[Violation], bool]
Fault = tuple[str, int, int, str]


class Kept(Struct, frozen=True):
    """An edit that was not made, and why."""

    edit: Edit
    reason: Message


class Mended(Struct, frozen=True):
    """An input after mending. ``data`` are its bytes, the same object where nothing was mended.

    ``edits`` lead from the first document to the last, ``kept`` were planned and not made, ``report`` and ``document``
    are those of the mended input.
    """

    name: str
    data: bytes
    document: Document
    report: Report
    edits: tuple[Edit, ...] = ()
    kept: tuple[Kept, ...] = ()

    def suggestions(self) -> list[Violation]:
        """Violations that a person has to decide on: about a class or a value, or with another text to take."""
        return [item for item in self.report.violations if item.suggestion is not None or _DECIDED.search(item.field)]


class _State(Struct, frozen=True):
    """An input at some point of its mending."""

    data: bytes
    document: Document
    report: Report


class _Bench(Struct, frozen=True):
    """What holds while one input is mended. All rules judge the result, whichever were ``chosen`` to ask.

    The hash stays that of the input as it came, for waivers may be bound to it.
    """

    name: str
    digest: str
    rules: RuleSet
    options: Options
    chosen: frozenset[str]
    asks: Asks | None

    def state(self, data: bytes) -> _State:
        document = read(self.name, data, self.rules.lexicon)
        return _State(data, document, judge_documents([(self.name, document, self.digest)], self.options, self.rules))

    def plan(self, state: _State) -> list[Edit]:
        asking = [
            violation
            for violation in state.report.violations
            if violation.rule in self.chosen and (self.asks is None or self.asks(violation))
        ]
        return edits_for(state.document, asking, self.rules.rules, self.rules.lexicon)


def mend(name: str, data: bytes, rules: RuleSet, options: Options, asks: Asks | None = None) -> Mended:
    """The input with every safe repair made that raises no new violation. ``options`` choose the rules that may ask.

    With ``asks`` only the violations that it picks ask for a repair. Repairs go on round after round, for one may
    bring another fault to light. Raises UnknownRule and UnknownProfile.
    """
    judging = replace(options, select=(), baseline=None)
    bench = _Bench(name, hashlib.sha256(data).hexdigest(), rules, judging, chosen_rules(rules, options), asks)
    state = bench.state(data)
    kept: dict[tuple[Key, str], Kept] = {}
    made: dict[Key, Edit] = {}
    for _ in range(_ROUNDS):
        edits = [edit for edit in bench.plan(state) if (edit.key, edit.new) not in kept]
        state, edits, refused = _settle(bench, state, edits)
        kept.update({(item.edit.key, item.edit.new): item for item in refused})
        for edit in edits:
            first = made.get(edit.key, edit)
            rules_of = tuple(sorted({*first.rules, *edit.rules}))
            made[edit.key] = replace(edit, old=first.old, rules=rules_of)
        if not edits:
            break
    order = {key: number for number, key in enumerate(scalars(state.document))}
    return Mended(
        name,
        state.data,
        state.document,
        state.report,
        tuple(sorted(made.values(), key=lambda edit: order[edit.key])),
        tuple(kept.values()),
    )


def _settle(bench: _Bench, before: _State, edits: list[Edit]) -> tuple[_State, list[Edit], list[Kept]]:
    """The state after the edits, those that were made, and those taken back. Each turn takes at least one back."""
    refused: list[Kept] = []
    while edits:
        data, left = _apply(before, edits)
        if left:
            refused += [Kept(edit, _NOT_THERE if _writer(before) else _NO_WAY) for edit in left]
            edits = [edit for edit in edits if edit not in left]
            continue
        after = bench.state(data)
        harm = _harm(before, after, edits)
        if not harm:
            return after, edits, refused
        blamed = _blamed(edits, harm)
        refused += blamed
        taken = {item.edit.key for item in blamed}
        edits = [edit for edit in edits if edit.key not in taken]
    return before, [], refused


def _writer(state: _State) -> Apply | None:
    """The function that can write into inputs of that kind."""
    from perflint.fix import textual

    kind = state.document.kind
    if kind in textual.KINDS:
        return textual.apply
    if kind == "docx":
        from perflint.fix import word

        return word.apply
    if kind == "xlsx":
        from perflint.fix import sheet

        return sheet.apply
    return None


def _apply(state: _State, edits: list[Edit]) -> tuple[bytes, list[Edit]]:
    writer = _writer(state)
    return writer(state.data, state.document, edits) if writer is not None else (state.data, edits)


def _harm(before: _State, after: _State, edits: list[Edit]) -> dict[Key, Message]:
    """What the edits did beside what they should: fields that read otherwise, and new violations, by place.

    A hint elsewhere that a right term brings to light (DOC004 on a 降低率 that read 减低率) is no harm.
    """
    wanted = scalars(before.document)
    wanted.update({edit.key: edit.new for edit in edits})
    found = scalars(after.document)
    wrong = [key for key in {**wanted, **found} if wanted.get(key) != found.get(key)]
    if wrong or _problems(before.document) != _problems(after.document):
        return dict.fromkeys(wrong or [(-1, "")], _ELSEWHERE)
    new = _faults(after.report) - _faults(before.report)
    own = {edit.key for edit in edits}
    return {
        (position, field): _would_raise(rule)
        for rule, severity, position, field in new
        if severity > Severity.INFO or (position, field) in own
    }


def _would_raise(rule: str) -> Message:
    return Message(f"改后会出现 {rule}", f"it would raise {rule}")


def _problems(document: Document) -> list[tuple[str, str, int | None]]:
    return [(problem.kind, problem.field, problem.project) for problem in document.problems]


def _faults(report: Report) -> Counter[Fault]:
    return Counter((item.rule, int(item.severity), item.position, item.field) for item in report.violations)


def _blamed(edits: list[Edit], harm: dict[Key, Message]) -> list[Kept]:
    """The edits that stand nearest to each harm: in its field, row, project, or column; else all of them."""
    blamed: dict[Key, Kept] = {}
    for (position, field), reason in harm.items():
        for circle in (
            [edit for edit in edits if edit.key == (position, field)],
            [
                edit
                for edit in edits
                if edit.position == position and parent_path(edit.field) == parent_path(field) != ""
            ],
            [edit for edit in edits if edit.position == position],
            [edit for edit in edits if _INDEX.sub("", edit.field) == field],
            edits,
        ):
            if circle:
                blamed.update({edit.key: Kept(edit, reason) for edit in circle})
                break
    return list(blamed.values())
