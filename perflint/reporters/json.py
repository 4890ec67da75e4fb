"""``--format json``: the envelope with all that a report holds, one violation a line so that files compare well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from perflint._version import __version__
from perflint.report import Report
from perflint.reporters import View
from perflint.reporters.record import (
    dump,
    input_records,
    not_applicable_records,
    summary_record,
    violation_record,
    waived_record,
)

FORMAT = 1


def render(report: Report, view: View) -> Iterator[str]:
    """The envelope. Languages, colours and widths do not change it."""
    tool = {"name": "perflint", "version": __version__, "rules_version": report.rules_version}
    yield f'{{"format": {FORMAT},\n"tool": {dump(tool)},\n'
    yield from _array("inputs", input_records(report))
    yield f'"summary": {dump(summary_record(report))},\n'
    yield from _array("not_applicable", not_applicable_records(report))
    yield from _array("waived", map(waived_record, report.waived))
    yield from _array("violations", map(violation_record, report.violations), last=True)
    yield "}\n"


def _array(name: str, items: Iterable[Any], last: bool = False) -> Iterator[str]:
    yield f'"{name}": ['
    separator = "\n"
    for item in items:
        yield separator + dump(item)
        separator = ",\n"
    yield "]" + ("" if last else ",\n")
