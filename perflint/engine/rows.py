"""Rules about rows of the indicator table: what they say of a row is worked out once and kept with the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from perflint.checks.base import Fact, Finding, NotApplicable
from perflint.engine.compiled import CompiledRule
from perflint.prepared import PreparedIndicator
from perflint.rule import Rule, Setting


class RowResult(Struct, frozen=True):
    """What rules say of one row, whatever project it stands in.

    ``facts`` are (id of the rule, whether it sees the department's part, fact).
    """

    findings: tuple[tuple[Rule, Finding], ...]
    facts: tuple[tuple[str, bool, Fact], ...]


class RowRules:
    """The rules of a program that are given one row and nothing else."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._judges = [(item.rule, item.judge_row) for item in rules if item.judge_row is not None]
        self._collectors = [(item, item.collect_row) for item in rules if item.collect_row is not None]
        self._excused: tuple[Setting | None, dict[bool, Mapping[str, NotApplicable]]] = (None, {})
        self._excuses = [(item, item.excuse) for item in rules if item.excuse is not None]

    def of(self, row: PreparedIndicator) -> RowResult:
        """The findings and facts of a row, those of rules that do not apply to its document too."""
        return row.once(self, self._result)

    def excused(self, setting: Setting, department: bool) -> Mapping[str, NotApplicable]:
        """The rules that do not apply to documents of a setting, and why."""
        last, known = self._excused
        if last is not setting:  # the projects of one document share theirs
            known = {}
            self._excused = setting, known
        if department not in known:
            known[department] = dict(self._excuses_in(setting, department))
        return known[department]

    def _excuses_in(self, setting: Setting, department: bool) -> Iterator[tuple[str, NotApplicable]]:
        for item, excuse in self._excuses:
            if department and item.judge_row is None and not item.department:
                continue
            reason = excuse(setting)
            if reason is not None:
                yield item.rule.id, reason

    def _result(self, row: PreparedIndicator) -> RowResult:
        findings = tuple((rule, finding) for rule, judge in self._judges for finding in judge(row))
        facts = tuple(
            (item.rule.id, item.department, fact) for item, collect in self._collectors for fact in collect(row)
        )
        return RowResult(findings, facts)
