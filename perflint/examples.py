"""Runs the examples that stand inside rule files: each rule must speak where its failing examples say, and only there.

An example is a fragment of a document with the keys of targets.yaml. Keys of the document (``profile``, ``year`` …)
stand beside keys of the project; ``projects`` gives several. Shorthands: ``row`` is one indicator row, ``rows``
several; an item of a list with ``times: n`` stands n times; ``input`` is a whole file as text; ``problem`` is what a
reader says; ``waivers`` are the entries of a waivers file, ``unit_cost`` is what the profile gives for unit costs.
``at`` lists the places: ``goals[2]``, in the second project ``2/goals[2]``, in the document ``/title``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from perflint.api import check_documents
from perflint.engine.pack import RuleSet
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.options import Options
from perflint.pipeline.waiver import WaiverFile
from perflint.pipeline.waivers import parse_waivers
from perflint.report import Report
from perflint.rule import Example, Rule
from perflint.userfile import UserFileError
from perflint.violation import Message

DOCUMENT_KEYS = frozenset(
    ("format", "profile", "title", "year", "region", "money_unit", "department", "projects", "标题", "年度")
)
_NOT_TAKEN = frozenset(("unknown-field", "duplicate-key"))
SETTING_KEYS = frozenset(("waivers", "unit_cost"))


class ExampleFailure(Struct, frozen=True):
    """An example that does not hold. ``expected`` and ``found`` are places."""

    rule: str
    origin: str
    passes: bool
    number: int
    expected: tuple[str, ...]
    found: tuple[str, ...]
    note: str = ""

    @property
    def message(self) -> Message:
        """Which example it is, and what should have been found and was."""
        note = f" ({self.note})" if self.note else ""
        expected, found = ("、".join(places) or "无" for places in (self.expected, self.found))
        part = "正例" if self.passes else "反例"
        zh = f"{self.origin}：{self.rule}的第{self.number}个{part}不成立：应指出{expected}，实际指出{found}{note}"
        expected, found = (", ".join(places) or "nothing" for places in (self.expected, self.found))
        part = "pass" if self.passes else "fail"
        en = f"{self.origin}: {self.rule} {part} example {self.number}: expected {expected}, found {found}{note}"
        return Message(zh, en)

    def __str__(self) -> str:
        return self.message.en


def run(rules: RuleSet, only: Collection[str] = ()) -> list[ExampleFailure]:
    """The examples that do not hold, of all rules or of those named by id."""
    chosen = [rule for rule in rules.rules.values() if (not only or rule.id in only) and not rule.off]
    return [failure for rule in chosen for failure in _run_rule(rule, rules)]


def count(rules: RuleSet) -> int:
    """How many examples the rules hold."""
    return sum(len(rule.examples) for rule in rules.rules.values())


def _run_rule(rule: Rule, rules: RuleSet) -> Iterator[ExampleFailure]:
    numbers: Counter[bool] = Counter()
    for example in rule.examples:
        numbers[example.passes] += 1
        try:
            waivers = _waivers(example, rules)
        except UserFileError as error:
            yield ExampleFailure(rule.id, rule.origin, example.passes, numbers[example.passes], (), (), str(error))
            continue
        options = Options(select=(rule.id,), waivers=waivers)
        document = document_of(example, rules.lexicon)
        report = check_documents([document], options, _with_unit_cost(example, rules))
        mine = [violation for violation in report.violations if violation.rule == rule.id]
        found = sorted(_spot(violation.field, violation.position) for violation in mine)
        expected = sorted(example.at)
        note = _note(example, report, rule, document, rules)
        wrong_severity = example.severity and {v.severity.word for v in mine} != {example.severity}
        if wrong_severity:
            note = f"severity should be {example.severity}"
        if found != expected or wrong_severity or (not example.passes and not expected) or note.startswith("unread"):
            yield ExampleFailure(
                rule.id, rule.origin, example.passes, numbers[example.passes], tuple(expected), tuple(found), note
            )


def _note(example: Example, report: Report, rule: Rule, document: Document, rules: RuleSet) -> str:
    """Why an example may have gone wrong: the fragment itself was not read as meant."""
    if not example.passes and any(item.rule == rule.id for item in report.not_applicable):
        reason = next(item.reason.en for item in report.not_applicable if item.rule == rule.id)
        return f"not judged: {reason}"
    if "problem" in example.data or rule.check.kind == "problem":
        return example.note
    unread = [violation.message.en for violation in report.violations if violation.rule == "STR001"]
    unread += [problem.en for problem in document.problems if problem.kind in _NOT_TAKEN]
    if document.profile and document.profile not in rules.profiles:
        unread.append(f"no profile {document.profile!r}, there are {', '.join(rules.profiles)}")
    return f"unread: {unread[0]}" if unread else example.note


def _spot(field: str, position: int) -> str:
    if position < 0:
        return f"/{field}"
    return field if position == 0 else f"{position + 1}/{field}"


def document_of(example: Example, lexicon: Lexicon) -> Document:
    """The document that an example stands for."""
    from perflint.readers import read

    data = example.data
    if "input" in data:
        return read("example.yaml", str(data["input"]).encode(), lexicon)
    if "problem" in data:
        return Document(kind="example", problems=(Problem(**data["problem"]),))
    text = json.dumps(_whole(data), ensure_ascii=False)
    return read("example.json", text.encode(), lexicon)


def _waivers(example: Example, rules: RuleSet) -> tuple[WaiverFile, ...]:
    if "waivers" not in example.data:
        return ()
    text = json.dumps({"entries": example.data["waivers"]}, ensure_ascii=False)
    return (parse_waivers("waivers.yaml", text, rules.rules),)


def _with_unit_cost(example: Example, rules: RuleSet) -> RuleSet:
    """The rules with the example's unit costs in every profile."""
    if "unit_cost" not in example.data:
        return rules
    ranges = example.data["unit_cost"]
    profiles = {name: replace(profile, unit_cost=ranges) for name, profile in rules.profiles.items()}
    return replace(rules, profiles=profiles)


def _whole(data: Mapping[str, Any]) -> dict[str, Any]:
    """A fragment as a whole document, shorthands expanded."""
    document = {key: value for key, value in data.items() if key in DOCUMENT_KEYS}
    project = {key: value for key, value in data.items() if key not in DOCUMENT_KEYS | SETTING_KEYS}
    projects = document.get("projects") or [project or {"name": "-"}]
    document["projects"] = [_project(item) for item in _repeated(projects)]
    return document


def _project(data: Mapping[str, Any]) -> dict[str, Any]:
    project = {key: value for key, value in data.items() if key not in ("row", "rows")}
    rows = [data["row"]] if "row" in data else data.get("rows", [])
    if rows:
        project["indicators"] = rows
    for key in ("goals", "indicators"):
        if isinstance(project.get(key), list):
            project[key] = _repeated(project[key])
    return project


def _repeated(items: list[Any]) -> list[Any]:
    """List items, each as often as its ``times`` says."""
    out: list[Any] = []
    for item in items:
        if isinstance(item, dict) and "times" in item:
            out += [{key: value for key, value in item.items() if key != "times"}] * int(item["times"])
        else:
            out.append(item)
    return out
