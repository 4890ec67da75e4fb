"""Silences what someone has waived: entries of waivers files and comments in YAML, in one step.

What is silenced is kept with the entry that did it. An entry that does not do what it is there for becomes a violation
itself (SUP rules): unused, expired, or not valid.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from perflint import text
from perflint.model import Comment
from perflint.pipeline.order import sort
from perflint.pipeline.waiver import ACCEPTED, SILENCING, Entry, WaiverFile
from perflint.pipeline.waivers import rule_named, rules_by_name
from perflint.report import Input, Waived
from perflint.rule import Rule
from perflint.userfile import UserFileError, nearest
from perflint.violation import Location, Message, Violation, number_equals

KIND = "waiver"
UNREADABLE = "STR001"
_IGNORE = re.compile(r"ignore\b\s*(?:\[(?P<rules>[^\]]*)\])?\s*(?P<reason>.*)", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Suppressed(Struct, frozen=True):
    """``violations`` that still speak (those of the SUP rules among them) and those that were ``waived``."""

    violations: list[Violation]
    waived: tuple[Waived, ...]


class _Claim(Struct, frozen=True):
    """One entry or comment as the step sees it: whom it silences, where it stands and how it is named to people.

    ``rules`` are ids, empty for any (a fingerprint alone); ``document`` is the only input that it speaks of, if any,
    ``group`` the input under which reports show it: files that are no input come after all inputs.
    ``fault`` is the case of SUP003 that makes it void, with the texts for its message.
    """

    entry: Entry
    rules: tuple[str, ...]
    location: Location
    group: int
    field: str
    value: str
    document: int | None = None
    lines: tuple[int, int] | None = None
    fault: str = ""
    data: tuple[tuple[str, str], ...] = ()


def suppress(
    violations: Sequence[Violation],
    inputs: Sequence[Input],
    files: Sequence[WaiverFile],
    rules: Mapping[str, Rule],
    judged: frozenset[str],
    today: date,
) -> Suppressed:
    """Applies waivers files and the comments of the inputs. ``judged`` are the rules that ran.

    Raises UserFileError for a file that is bound to an input which is not among ``inputs``.
    """
    claims = [*_file_claims(files, inputs, rules), *_comment_claims(inputs, rules)]
    if not claims:
        return Suppressed(list(violations), ())
    index = _Index(claim for claim in claims if not claim.fault)
    spoken: list[Violation] = []
    waived: list[Waived] = []
    used: set[int] = set()
    awake: set[int] = set()
    for violation in violations:
        found = index.find(violation) if _may_be_silenced(violation.rule, rules) else []
        valid = [claim for claim in found if claim.entry.expires is None or claim.entry.expires >= today]
        deciding = max(valid, key=_precision, default=None)  # of equally precise ones the first
        if deciding is None or deciding.entry.verdict == ACCEPTED:
            spoken.append(violation)
            awake.update(id(claim) for claim in found)
        else:
            waived.append(_waived(violation, deciding))
        used.update(id(claim) for claim in valid)
    said = [
        violation
        for claim in claims
        for violation in _judge(claim, rules, judged, used=id(claim) in used, speaks=id(claim) in awake, today=today)
    ]
    return Suppressed(sort([*spoken, *number_equals(said)]) if said else spoken, tuple(waived))


def _may_be_silenced(rule: str, rules: Mapping[str, Rule]) -> bool:
    return rule != UNREADABLE and not (rule in rules and rules[rule].mandatory)


def _precision(claim: _Claim) -> tuple[bool, bool, bool]:
    """Of several decisions on one violation the most precise counts."""
    return (bool(claim.entry.fingerprint), claim.lines is not None, bool(claim.entry.project))


def _waived(violation: Violation, claim: _Claim) -> Waived:
    entry, place = claim.entry, claim.location.place
    source = f"{claim.location.path}:{place.line}" if place.line else claim.location.path
    expires = entry.expires.isoformat() if entry.expires else None
    return Waived(violation, entry.verdict, entry.reason, entry.by, expires, source)


class _Index:
    """Finds the claims on a violation without looking at every one."""

    def __init__(self, claims: Iterable[_Claim]) -> None:
        self.claims: dict[tuple[str, str], list[tuple[int, _Claim]]] = defaultdict(list)
        for order, claim in enumerate(claims):
            if claim.entry.fingerprint:
                self.claims[("fingerprint", claim.entry.fingerprint)].append((order, claim))
            else:
                for rule in claim.rules:
                    self.claims[(rule, _where(claim))].append((order, claim))

    def find(self, violation: Violation) -> list[_Claim]:
        """The claims on a violation, in order."""
        project = text.squeeze(violation.project or "")
        keys = {
            ("fingerprint", violation.fingerprint),
            (violation.rule, "any project"),
            (violation.rule, f"project {project}"),
            (violation.rule, f"document {violation.document}"),
        }
        found = [item for key in keys for item in self.claims.get(key, ()) if _covers(item[1], violation, project)]
        return [claim for _, claim in sorted(found, key=lambda item: item[0])]


def _where(claim: _Claim) -> str:
    if claim.lines is not None:
        return f"document {claim.document}"
    return f"project {text.squeeze(claim.entry.project)}" if claim.entry.project else "any project"


def _covers(claim: _Claim, violation: Violation, project: str) -> bool:
    if claim.document is not None and claim.document != violation.document:
        return False
    if claim.rules and violation.rule not in claim.rules:
        return False
    if claim.entry.project and text.squeeze(claim.entry.project) != project:
        return False
    if claim.lines is None:
        return True
    line = violation.location.place.line
    return line is not None and claim.lines[0] <= line <= claim.lines[1]


def _file_claims(files: Sequence[WaiverFile], inputs: Sequence[Input], rules: Mapping[str, Rule]) -> Iterator[_Claim]:
    for group, file in enumerate(files, len(inputs)):
        bound = _bound_input(file, inputs)
        for entry in file.entries:
            named = (entry.rule, entry.project, entry.fingerprint[:8])
            yield _Claim(
                entry=entry,
                rules=(entry.rule,) if entry.rule else (),
                location=Location(file.path, entry.place),
                group=group,
                field=f"entries[{entry.number}]",
                value=" ".join(part for part in named if part),
                document=bound,
                fault=_entry_fault(entry, rules),
                data=(("rule", entry.rule),),
            )


def _bound_input(file: WaiverFile, inputs: Sequence[Input]) -> int | None:
    """The index of the input that a file is bound to. Raises UserFileError where it is not there."""
    if not file.input_sha256:
        return None
    for index, item in enumerate(inputs):
        if item.sha256 == file.input_sha256:
            return index
    here = "; ".join(f"{item.path} (sha256 {item.sha256 or '?'})" for item in inputs[:5])
    bound = f"{file.input_name or '?'} (sha256 {file.input_sha256})"
    zh = f"此文件只用于 {bound}，与这次的输入不同：{here}"
    raise UserFileError(
        file.path, Message(zh, f"it is bound to {bound}, another input than {here}"), file.input_line, 1
    )


def _entry_fault(entry: Entry, rules: Mapping[str, Rule]) -> str:
    if entry.verdict not in SILENCING:
        return ""
    if entry.rule and not _may_be_silenced(entry.rule, rules):
        return "mandatory"
    if not entry.reason:
        return "no-reason"
    return "" if entry.by else "no-name"


def _comment_claims(inputs: Sequence[Input], rules: Mapping[str, Rule]) -> Iterator[_Claim]:
    if not any(item.document is not None and item.document.comments for item in inputs):
        return
    ids = rules_by_name(rules)
    for index, item in enumerate(inputs):
        for comment in item.document.comments if item.document is not None else ():
            yield _comment_claim(comment, Location(item.path, comment.place), index, ids, rules)


def _comment_claim(
    comment: Comment, location: Location, document: int, ids: Mapping[str, str], rules: Mapping[str, Rule]
) -> _Claim:
    said = _IGNORE.match(comment.text)
    listed = said["rules"] if said else None
    names = [name.strip() for name in (listed or "").split(",") if name.strip()]
    found = {name: rule_named(name, ids) for name in names}
    reason = said["reason"].strip(" \t:：-—,，") if said else ""
    wrong = next((name for name, rule in found.items() if rule is None), "")
    fixed = next((rule for rule in found.values() if rule and not _may_be_silenced(rule, rules)), "")
    near = nearest(wrong, ids) if wrong else None
    fault = ""
    if said is None:
        fault = "unclear"
    elif not names:
        fault = "no-rule"
    elif wrong:
        fault = "nearest" if near else "unknown"
    elif fixed:
        fault = "mandatory"
    elif not reason:
        fault = "no-reason"
    return _Claim(
        entry=Entry(reason=reason, place=comment.place),
        rules=tuple(rule for rule in found.values() if rule),
        location=location,
        group=document,
        field="",
        value=comment.text,
        document=document,
        lines=(comment.first_line, comment.last_line),
        fault=fault,
        data=(("rule", wrong or fixed), ("nearest", near or "")),
    )


def _judge(
    claim: _Claim, rules: Mapping[str, Rule], judged: frozenset[str], *, used: bool, speaks: bool, today: date
) -> Iterator[Violation]:
    """The violations of the SUP rules on one entry or comment."""
    entry = claim.entry
    expired = entry.expires is not None and entry.expires < today
    if claim.fault:
        yield from _speak("invalid", claim.fault, claim, rules)
    elif entry.verdict not in SILENCING or used:
        return
    elif expired and speaks:
        yield from _speak("expired", "", claim, rules)
    elif _could_match(claim, rules, judged):
        yield from _speak("unused", "", claim, rules)


def _could_match(claim: _Claim, rules: Mapping[str, Rule], judged: frozenset[str]) -> bool:
    """Whether the rules that the claim speaks of ran, so that its silence means something."""
    wanted = claim.rules or [rule.id for rule in rules.values() if not rule.off]
    return all(rule in judged for rule in wanted)


def _speak(about: str, case: str, claim: _Claim, rules: Mapping[str, Rule]) -> Iterator[Violation]:
    expires = claim.entry.expires.isoformat() if claim.entry.expires else ""
    data = {**dict(claim.data), "value": claim.value, "field": claim.field, "date": expires}
    for rule in rules.values():
        if rule.check.kind != KIND or rule.check.params.get("about") != about:
            continue
        message = rule.message_of(case)
        yield Violation(
            rule=rule.id,
            slug=rule.name,
            severity=rule.severity_of(case),
            category=rule.category,
            confidence=rule.confidence_of(case),
            message=Message(_filled(message.zh, data), _filled(message.en, data)),
            field=claim.field,
            value=claim.value,
            location=claim.location,
            document=claim.group,
            identity=(rule.id, case, claim.value, claim.entry.project, claim.entry.fingerprint),
        )


def _filled(template: str, data: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: data[match.group(1)], template)
