"""Quick fixes: the safe repairs of `fix` as edits of lines, for one violation or for all of them."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher

from msgspec import Struct

from perflint.engine.pack import RuleSet
from perflint.fix.mend import mend
from perflint.fix.repairs import KINDS
from perflint.lsp.analysis import Diagnostic
from perflint.options import Options
from perflint.violation import Violation


class LineEdit(Struct, frozen=True):
    """Lines ``start`` to ``end`` (from 0, the end exclusive) give way to ``text``."""

    start: int
    end: int
    text: str


def can_mend(item: Diagnostic, rules: RuleSet) -> bool:
    """Whether a safe repair may exist."""
    return item.violation is not None and rules.rules[item.rule].check.kind in KINDS


def repairs(name: str, text: str, rules: RuleSet, options: Options, item: Diagnostic | None = None) -> list[LineEdit]:
    """The edits that mend one violation, or all; judged again like every repair. None: nothing safe to do."""
    asked = _asks(item.violation) if item is not None and item.violation is not None else None
    mended = mend(name, text.encode("utf-8", "replace"), rules, options, asked)
    return _line_edits(text, mended.data.decode("utf-8")) if mended.edits else []


def _asks(wanted: Violation) -> Callable[[Violation], bool]:
    spot = (wanted.rule, wanted.position, wanted.field)
    return lambda violation: (violation.rule, violation.position, violation.field) == spot


def _line_edits(before: str, after: str) -> list[LineEdit]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [LineEdit(start, end, "".join(new[first:last])) for tag, start, end, first, last in steps if tag != "equal"]
