"""The letter that returns a unit's file, and the audit sheet."""

from __future__ import annotations

import io
from pathlib import Path

import docx as oracle
import openpyxl
import pytest
from msgspec.structs import replace

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.report import Report
from perflint.reporters.material import Decision, Material, kind_of
from perflint.violation import Severity


@pytest.fixture(scope="module")
def booklet(checkout: Path) -> Report:
    data = (checkout / "tests" / "fixtures" / "seed31.docx").read_bytes()
    return check_inputs([ReadInput("局/seed31.docx", data)])


def files(report: Report, kind: str, ending: str, **more: object) -> dict[str, bytes]:
    material = Material(report, shipped_rules().lexicon, **more)  # type: ignore[arg-type]
    return dict(kind_of(kind, ending).files(material))


def texts(data: bytes) -> list[str]:
    document = oracle.Document(io.BytesIO(data))
    return [paragraph.text for paragraph in document.paragraphs]


def cells(data: bytes) -> list[list[str]]:
    document = oracle.Document(io.BytesIO(data))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def test_each_unit_gets_a_letter_of_its_own(booklet: Report) -> None:
    found = files(booklet, "letter", "/")
    document = booklet.inputs[0].document
    assert document is not None
    units = {project.unit.code: project.unit.name for project in document.projects}
    for code, name in units.items():
        said = texts(found[f"退回意见_{code}.docx"])
        assert said[0].startswith("关于退回")
        assert name in said[0]
        assert said[1] == f"{code} {name}："
        assert "“seed31.docx”" in said[2]
        assert not any(other in "".join(said) for other in units if other != code)


def test_every_error_and_warning_is_in_one_letter_and_errors_come_first(booklet: Report) -> None:
    (content,) = files(booklet, "letter", ".docx").values()
    rows = [row for row in cells(content) if row[0] != "序号"]
    due = [item for item in booklet.violations if item.severity > Severity.INFO]
    assert len(rows) == len(due)
    assert sorted(row[1].split("\n")[1] for row in rows) == sorted(item.rule for item in due)
    levels = [[row[1][:2] for row in cells_of] for cells_of in tables(content)]
    assert all(found == sorted(found, key=["错误", "警告"].index) for found in levels)


def tables(data: bytes) -> list[list[list[str]]]:
    document = oracle.Document(io.BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in table.rows][1:] for table in document.tables]


def test_the_reviewers_remark_stands_beside_its_finding_and_takes_up_a_hint(booklet: Report) -> None:
    hint = next(item for item in booklet.violations if item.severity == Severity.INFO and item.project)
    decided = {hint.fingerprint: Decision("accepted", "请核实后说明", "王五")}
    (content,) = files(booklet, "letter", ".docx", decisions=decided).values()
    row = next(row for row in cells(content) if "请核实后说明" in row[-1])
    assert row[1] == f"提示\n{hint.rule}"
    assert row[-1] == "采纳\n请核实后说明\n王五"


def test_a_report_without_findings_returns_nothing(booklet: Report) -> None:
    (content,) = files(replace(booklet, violations=()), "letter", ".docx").values()
    assert texts(content) == ["没有发现需要退回修改的问题。"]
    assert files(replace(booklet, violations=()), "letter", "/") == {}


def test_names_of_files_are_made_of_unit_codes_only(booklet: Report) -> None:
    violation = next(item for item in booklet.violations if item.severity == Severity.ERROR and item.project)
    source = booklet.inputs[0]
    document = source.document
    assert document is not None
    projects = [replace(item, unit=replace(item.unit, code="../../x y")) for item in document.projects]
    hostile = replace(source, document=replace(document, projects=tuple(projects)))
    found = files(replace(booklet, violations=(violation,), inputs=(hostile,)), "letter", "/")
    assert list(found) == ["退回意见_xy.docx"]


def test_letters_and_audit_sheets_are_reproducible_and_speak_english(booklet: Report) -> None:
    for kind, ending in (("letter", ".docx"), ("audit", ".xlsx")):
        assert files(booklet, kind, ending) == files(booklet, kind, ending)
    (content,) = files(booklet, "letter", ".docx", lang="en").values()
    assert texts(content)[0].startswith("Return of the performance targets")


def test_the_audit_sheet_has_a_row_for_each_project_and_rule(booklet: Report) -> None:
    (content,) = files(booklet, "audit", ".xlsx").values()
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets
    heads, *rows = list(sheet.iter_rows(values_only=True))
    assert heads == ("项目编码", "项目名称", "审核点", "审核内容", "是否通过", "不通过指标清单", "预警级别")
    failed = {(row[0] or "", row[3].split(" ")[0]) for row in rows if row[4] == "不通过"}
    whole = {("", item.rule) for item in booklet.violations if booklet.rules[item.rule].scope == "document"}
    assert failed == {(item.project or "", item.rule) for item in booklet.violations} | whole
    assert {row[6] for row in rows if row[4] != "不通过"} == {None}
    assert {row[6] for row in rows if row[4] == "不通过"} == {"错误", "警告", "提示"}
    codes = {row[0] for row in rows if row[0]}
    assert len(codes) == 31
    value = next(row for row in rows if row[3].startswith("VAL002") and row[4] == "不通过")
    assert value[5] == "绩效指标1 指标值 7万"


def test_a_rule_that_could_not_judge_is_not_said_to_pass(booklet: Report) -> None:
    (content,) = files(booklet, "audit", ".xlsx").values()
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets
    rows = list(sheet.iter_rows(values_only=True, min_row=2))
    excused = {
        item.rule
        for item in booklet.not_applicable
        if item.projects >= 31 and booklet.rules[item.rule].scope in ("project", "indicator", "text", "corpus")
    }
    assert excused
    for rule in excused:
        assert {row[4] for row in rows if row[0] and row[3].startswith(f"{rule} ")} == {"不适用"}
