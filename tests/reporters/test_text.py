"""What people read: golden files show the whole of it, the tests say what must hold whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from perflint.report import Report
from perflint.reporters import View, reporter
from perflint.reporters.display import width
from perflint.violation import Violation

ANSI = re.compile(r"\x1b\[\d+m")


NARROW = View(width=80)


def shown(report: Report, view: View = NARROW) -> str:
    return "".join(reporter("text").render(report, view))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [80, 140])
def test_the_text_of_a_report_is_as_it_was_looked_at(
    report: Report, golden: Callable[[str, str], None], lang: str, columns: int
) -> None:
    golden(f"text-{columns}-{lang}.txt", shown(report, View(lang, columns)))


def test_verbose_output_says_how_inputs_were_judged_and_what_did_not_apply(
    report: Report, golden: Callable[[str, str], None]
) -> None:
    golden("text-verbose-zh.txt", shown(report, View("zh", 100, verbose=True)))


@pytest.mark.parametrize("columns", [80, 100, 110, 140, 200])
def test_no_line_is_wider_than_the_terminal(report: Report, columns: int) -> None:
    lines = shown(report, View("zh", columns, verbose=True)).splitlines()
    assert max(map(width, lines)) <= columns


def test_the_caret_stands_under_the_very_characters(report: Report) -> None:
    lines = shown(report).splitlines()
    at = next(number for number, line in enumerate(lines) if "spend_plan:" in line)
    before, _, _ = lines[at].partition("20%")
    carets = lines[at + 1]
    assert width(before) == width(carets[: carets.index("^")])
    assert carets.count("^") == width("20%")


def test_colours_change_nothing_but_colours(report: Report) -> None:
    painted = shown(report, View("zh", 80, color=True))
    assert "\x1b[31m" in painted
    assert ANSI.sub("", painted) == shown(report)


def test_a_group_is_listed_once_and_its_members_point_to_it(report: Report) -> None:
    text = shown(report)
    assert text.count("同类共2处，见文末第1组") == 2
    assert text.count("13022522P00CKTC10027L（1）、13022522P00CKTC10029U（2）") == 1


def test_what_could_not_be_read_is_said_at_the_end(report: Report) -> None:
    assert "未读部分没有判断：cut.docx" in shown(report).splitlines()[-2]


def test_a_habit_of_the_whole_document_does_not_point_at_its_first_line(report: Report) -> None:
    text = shown(report, View("zh", 80, verbose=True))
    assert "第1行" not in text
    assert "1 │ title" not in text


def test_nothing_to_report_is_said_with_what_was_looked_at(nothing: Report) -> None:
    assert shown(nothing) == "检查了1个文件、2个项目、13条绩效指标：没有发现问题。\n"


@pytest.mark.parametrize("field", ["value", "suggestion", "project", "project_name", "unit"])
def test_nothing_in_a_document_reaches_the_terminal_as_a_control(report: Report, field: str) -> None:
    hostile = "a\x1b[2Jb\u202ec\x07\x9b\u2028d\ud800\r\n"
    changed: list[Violation] = [replace(item, **{field: hostile}) for item in report.violations if item.document == 0]
    text = shown(replace(report, violations=tuple(changed)), View("zh", 140))
    assert not set(text) & set(hostile) - set("abcd[2J\n")
    text.encode("utf-8")


def test_a_report_without_sources_has_no_frames(report: Report) -> None:
    bare = replace(report, inputs=tuple(replace(item, source=None) for item in report.inputs))
    assert "│" not in shown(bare)
