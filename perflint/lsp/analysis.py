"""A text as an editor holds it, judged: what is wrong in it, line by line.

Targets are judged as a whole when they are opened and when typing stops. While somebody types, only the projects that
changed are judged, and what was found elsewhere moves with its lines: a keystroke costs no more than a project.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from perflint.api import judge_documents
from perflint.engine.pack import RuleSet
from perflint.inputs import NOT_TARGETS
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.options import Options
from perflint.place import Place
from perflint.readers import read
from perflint.readers.keys import keys_of
from perflint.violation import Message, Severity, Violation

_PACK = re.compile(r"(?m)^(?:pack|rules|override|lexicon|profiles)[ \t]*:")
_PACK_SURELY = re.compile(
    r"""(?m)^(?:pack|override|lexicon)[ \t]*:|\bid[ \t]*:[ \t]*["']?[A-Z]{3}\d{3}\b|\blevel1[ \t]*:"""
)
_FEW = 5
_OWN = ("projects", "profile")


class Diagnostic(Struct, frozen=True):
    """Something wrong at a place of the text: lines and columns from 1, columns in characters, the end exclusive.

    ``violation`` is None for what is wrong with a rule pack.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    severity: Severity
    rule: str
    message: Message
    violation: Violation | None = None

    def covers(self, line: int, column: int) -> bool:
        """Whether a position lies in it."""
        return (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)


class Analysis(Struct, frozen=True):
    """What is known of a text: its document (None for a rule pack), the profile it was judged by, its diagnostics."""

    text: str
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    profile: str = ""
    year: int | None = None


def is_pack(text: str) -> bool:
    """Whether a text may be a rule pack rather than targets: what is completed in it is a pack's."""
    return bool(_PACK.search(text))


def is_surely_pack(name: str, text: str) -> bool:
    """Whether a text is a rule pack and no file of another program that has rules or profiles: it is judged then."""
    return name not in NOT_TARGETS and is_pack(text) and bool(_PACK_SURELY.search(text))


def is_targets(name: str, text: str, rules: RuleSet) -> bool:
    """Whether a text means to be targets: it names projects, a profile or a department, or its file is called so.

    Editors send every YAML and JSON file; of those that are neither targets nor packs nothing is said.
    """
    if name in NOT_TARGETS:
        return False
    return "targets" in name.lower() or bool(rules.lexicon.once(_own_keys).search(text))


def _own_keys(lexicon: Lexicon) -> re.Pattern[str]:
    """Finds a key that only targets have at the top of a file: in YAML without an indent, in JSON with a small one."""
    known = keys_of(lexicon).document.fields
    own = sorted(key for key, field in known.items() if field in _OWN or field.startswith("department"))
    keys = "|".join(map(re.escape, own))
    return re.compile(rf"""^(?:\ufeff|-[ ]+|\{{[ \t]*|[ \t]{{0,4}}(?="))?["']?(?:{keys})["']?[ \t]*:""", re.MULTILINE)


def analyse(name: str, text: str, rules: RuleSet, options: Options) -> Analysis:
    """Targets judged as a whole."""
    document = read(name, text.encode("utf-8", "replace"), rules.lexicon)
    report = judge_documents([(name, document, "")], options, rules)
    setting = report.inputs[0].setting
    return Analysis(
        text,
        document,
        tuple(_diagnostic(violation, text) for violation in report.violations),
        setting.profile.id if setting is not None else "",
        setting.year if setting is not None else None,
    )


def analyse_change(name: str, text: str, before: Analysis, rules: RuleSet, options: Options) -> Analysis | None:
    """The same for a text that was judged ``before`` and has changed a little; None where it must be judged whole.

    What hangs on several projects together is as it was before.
    """
    document = read(name, text.encode("utf-8", "replace"), rules.lexicon)
    if before.document is None or not document.projects:
        return None
    changed = _changed(before.document, document)
    if changed is None or len(changed) > _FEW:
        return None
    part = replace(
        document,
        projects=tuple(document.projects[position] for position in changed),
        problems=tuple(
            replace(problem, project=changed.index(problem.project)) if problem.project is not None else problem
            for problem in document.problems
            if problem.project is None or problem.project in changed
        ),
    )
    known = replace(options, profile=before.profile or options.profile, year=before.year)
    report = judge_documents([(name, part, "")], known, rules)
    fresh = [
        _diagnostic(replace(item, position=changed[item.position]), text)
        for item in report.violations
        if item.position >= 0
    ]
    problems = [_diagnostic(item, text) for item in report.violations if item.position < 0 and item.rule[:3] == "STR"]
    kept = _moved(before, text, frozenset(changed))
    found = {_spot(item): item for item in (*kept, *problems, *fresh)}
    return replace(before, text=text, document=document, diagnostics=tuple(found.values()))


def _spot(item: Diagnostic) -> tuple[object, ...]:
    return item.rule, item.line, item.column, item.violation.field if item.violation else ""


def _changed(before: Document, after: Document) -> list[int] | None:
    """The projects that say something else; None where more than single projects changed."""
    if len(before.projects) != len(after.projects) or before.fields != after.fields or _head(before) != _head(after):
        return None
    troubled = {problem.project for problem in (*before.problems, *after.problems)}
    same = [one == other for one, other in zip(before.projects, after.projects, strict=True)]
    return [position for position in range(len(same)) if position in troubled or not same[position]]


def _head(document: Document) -> tuple[object, ...]:
    """What the document says of itself: the setting hangs on it."""
    return (
        document.profile,
        document.title,
        document.year,
        document.region,
        document.money_unit,
        document.department,
    )


def _moved(before: Analysis, text: str, changed: frozenset[int]) -> list[Diagnostic]:
    """Diagnostics of what did not change, at their new lines."""
    old, new = before.text.splitlines(), text.splitlines()
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    first, last, shift = same, len(old) - tail, len(new) - len(old)
    return [
        _shifted(item, shift) if item.line > last else item
        for item in before.diagnostics
        if (item.violation is None or item.violation.position not in changed)
        and (item.end_line <= first or item.line > last or (item.violation is not None and item.violation.position < 0))
    ]


def _shifted(item: Diagnostic, lines: int) -> Diagnostic:
    return replace(item, line=item.line + lines, end_line=item.end_line + lines)


def _diagnostic(violation: Violation, text: str) -> Diagnostic:
    """A violation at its place; one without a place stands at the first line."""
    line, column, end_line, end_column = _range(violation.location.place, text)
    return Diagnostic(
        line, column, end_line, end_column, violation.severity, violation.rule, violation.message, violation
    )


def _range(place: Place, text: str) -> tuple[int, int, int, int]:
    line, column = place.line or 1, place.column or 1
    end = (place.end_line or line, place.end_column or column)
    return (line, column, *end) if end > (line, column) else (line, column, line, column + 1)
