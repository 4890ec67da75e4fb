"""``--format junit``: JUnit XML, one suite an input, one case a violation. Texts carry both languages.

What reaches the ``--fail-on`` level is a failure (an unreadable input an error); what does not, a case that passes with
a note; what was waived, a case that was skipped. An input without violations has one case that passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from perflint.report import Report, Waived
from perflint.reporters import View
from perflint.reporters.display import visible, visible_lines
from perflint.reporters.silenced import decision
from perflint.reporters.words import field_words, place_words
from perflint.violation import Violation

UNREADABLE = "STR001"
# what XML 1.0 cannot hold, beside what no output shows as it is
_NOT_XML = re.compile("[\ufffe\uffff]")


def render(report: Report, view: View) -> Iterator[str]:
    """The suites of all inputs, and of waivers files that have something to be said of them."""
    suites = list(_suites(report))
    total = [_counts(violations, waived, view) for _, violations, waived in suites]
    tests, failures, errors, skipped = (sum(column) for column in zip(*total, strict=True)) if total else (0, 0, 0, 0)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        f'<testsuites name="perflint" tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}">\n'
    )
    for (path, violations, waived), counts in zip(suites, total, strict=True):
        yield from _suite(path, violations, waived, counts, view)
    yield "</testsuites>\n"


def _suites(report: Report) -> Iterator[tuple[str, list[Violation], list[Waived]]]:
    spoken: dict[int, list[Violation]] = {number: [] for number in range(len(report.inputs))}
    for violation in report.violations:
        spoken.setdefault(violation.document, []).append(violation)
    silent: dict[int, list[Waived]] = {}
    for item in report.waived:
        silent.setdefault(item.violation.document, []).append(item)
    for number, violations in spoken.items():
        path = report.inputs[number].path if number < len(report.inputs) else violations[0].location.path
        yield path, violations, silent.get(number, [])


def _counts(violations: Sequence[Violation], waived: Sequence[Waived], view: View) -> tuple[int, int, int, int]:
    errors = sum(violation.rule == UNREADABLE for violation in violations)
    failures = sum(_fails(violation, view) for violation in violations)
    return max(len(violations) + len(waived), 1), failures, errors, len(waived)


def _fails(violation: Violation, view: View) -> bool:
    return violation.rule != UNREADABLE and view.fail_on is not None and violation.severity >= view.fail_on


def _suite(
    path: str, violations: Sequence[Violation], waived: Sequence[Waived], counts: tuple[int, ...], view: View
) -> Iterator[str]:
    tests, failures, errors, skipped = counts
    yield (
        f'<testsuite name={_attribute(path)} tests="{tests}" failures="{failures}" errors="{errors}" '
        f'skipped="{skipped}">\n'
    )
    for violation in violations:
        yield from _case(violation, view)
    for item in waived:
        yield f"{_opening(item.violation)}<skipped message={_attribute(_decision(item))}/></testcase>\n"
    if not violations and not waived:
        yield f"<testcase classname={_attribute(path)} name={_attribute('没有发现问题 nothing to report')}/>\n"
    yield "</testsuite>\n"


def _decision(waived: Waived) -> str:
    return f"{decision(waived, 'zh')} / {decision(waived, 'en')}"


def _case(violation: Violation, view: View) -> Iterator[str]:
    said = f"{violation.message.zh} / {violation.message.en}"
    where = [violation.location.path, place_words(violation.location.place, "zh"), violation.value]
    text = _text("\n".join([said, *(part for part in where if part)]))
    if violation.rule == UNREADABLE or _fails(violation, view):
        name = "error" if violation.rule == UNREADABLE else "failure"
        kind = f"{violation.rule} {violation.slug}"
        inner = f"<{name} message={_attribute(said)} type={_attribute(kind)}>{text}</{name}>"
    else:
        inner = f"<system-out>{text}</system-out>"
    yield f"{_opening(violation)}{inner}</testcase>\n"


def _opening(violation: Violation) -> str:
    whose = " ".join(part for part in (violation.project, violation.project_name) if part)
    name = " ".join(part for part in (violation.rule, violation.slug, field_words(violation.field, "zh")) if part)
    line = violation.location.place.line
    at = f' line="{line}"' if line is not None else ""
    return (
        f"<testcase classname={_attribute(whose or '整个文件 document')} name={_attribute(name)} "
        f"file={_attribute(violation.location.path)}{at}>"
    )


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub(_escape, visible(text)))


def _text(text: str) -> str:
    safe = "\n".join(_NOT_XML.sub(_escape, line) for line in visible_lines(text).split("\n"))
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
