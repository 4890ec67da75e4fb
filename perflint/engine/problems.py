"""Turns what readers could not take (``Document.problems``) into violations of the rules made for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perflint import text
from perflint.engine.compile import Program
from perflint.engine.judge import fill, identity
from perflint.model import Document, Problem
from perflint.place import Place
from perflint.rule import Rule
from perflint.violation import Location, Message, Violation

LISTED = 10


def judge_problems(document: Document, program: Program, index: int, path: str, owner: str) -> list[Violation]:
    """One violation for each problem that a reported rule is made for; folded rules speak once with a list."""
    found: list[Violation] = []
    for rule in program.problem_rules:
        if rule.id not in program.reported:
            continue
        params = rule.check.params
        mine = [problem for problem in document.problems if problem.kind in params["kinds"]]
        if mine and params.get("fold"):
            mine = [_folded(mine)]
        found.extend(_violations(mine, rule, document, index, path, owner))
    return found


def _folded(problems: list[Problem]) -> Problem:
    """All problems of a document as one, at the place of the first."""
    distinct = list(dict.fromkeys((problem.zh, problem.en) for problem in problems))
    more = len(distinct) - LISTED
    zh = "；".join(text_zh for text_zh, _ in distinct[:LISTED]) + (f"；另有{more}处" if more > 0 else "")
    en = "; ".join(text_en for _, text_en in distinct[:LISTED]) + (f"; and {more} more" if more > 0 else "")
    first = problems[0]
    return Problem(first.kind, zh, en, first.field if len(problems) == 1 else "", place=first.place)


def _violations(
    problems: Iterable[Problem], rule: Rule, document: Document, index: int, path: str, owner: str
) -> Iterator[Violation]:
    for problem in problems:
        project = document.projects[problem.project] if problem.project is not None else None
        whose = text.squeeze(project.code) if project else owner
        reason = Message(problem.zh, problem.en)
        yield Violation(
            rule=rule.id,
            slug=rule.name,
            severity=rule.severity,
            category=rule.category,
            confidence=rule.confidence,
            message=fill(rule.message, {"value": problem.value, "field": problem.field, "reason": reason}),
            field=problem.field,
            value=problem.value,
            location=Location(path, problem.place or Place()),
            project=project.code if project else None,
            project_no=project.no if project else None,
            project_name=project.name if project else None,
            unit=project.unit.code if project else None,
            suggestion=problem.suggestion,
            document=index,
            position=problem.project if problem.project is not None else -1,
            identity=identity(rule.id, whose, problem.field, (), problem.value),
        )
