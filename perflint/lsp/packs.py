"""A rule pack as an editor holds it: loaded over the shipped rules, so that what is wrong is said at its line."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from perflint._paths import rules_dir
from perflint.engine.pack import PackError, rule_set
from perflint.lsp.analysis import Analysis, Diagnostic
from perflint.violation import Message, Severity

RULE = "rule-pack"
_WORD = re.compile(r"[^\s:,{}\[\]]+")


@cache
def _shipped() -> dict[str, Any]:
    """The shipped rules in their plain form, merged once."""
    from perflint.engine import packmerge

    return packmerge.merge_layers([rules_dir()])


def analyse_pack(text: str, home: Path | None = None) -> Analysis:
    """The first thing that is wrong with a pack, if any: a pack is loaded whole or refused.

    ``home`` is the folder of the file, from which it may name the pack that it builds on.
    """
    from perflint.engine import packmerge, packtrial

    with tempfile.TemporaryDirectory(prefix="perflint-") as folder:
        path = Path(folder) / "pack.yaml"
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            merged = packmerge.merge_layers([rules_dir(), path], base=_shipped(), home=home)
            packtrial.try_out(rule_set(merged), path)
        except PackError as error:
            return Analysis(text, None, (_diagnostic(error, text),))
    return Analysis(text, None, ())


def _diagnostic(error: PackError, text: str) -> Diagnostic:
    lines = text.splitlines() or [""]
    line = min(max(error.line, 1), len(lines))
    column = max(error.column, 1)
    word = _WORD.match(lines[line - 1], column - 1)
    end = word.end() + 1 if word else column + 1
    message = Message(f"规则包有误：{error.reason.zh}", error.reason.en)
    return Diagnostic(line, column, line, end, Severity.ERROR, RULE, message)
