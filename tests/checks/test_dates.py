"""Dates against the budget year."""

from __future__ import annotations

import pytest

from perflint.api import check_documents, shipped_rules
from perflint.options import Options
from perflint.readers import read

HEAD = '{"format": 1, "year": 2023}\n'
PROJECT = """{"no": NUMBER, "name": "苗木栽植", "heading": "HEADING", "code": "13042623P00000002018B", "indicators": [
{"level1": "产出指标", "level2": "时效指标", "name": "栽植完成时间", "value": "2021年4月底"}]}"""


def speaks(heading: str, number: int) -> bool:
    text = HEAD + PROJECT.replace("HEADING", heading).replace("NUMBER", str(number)).replace("\n", " ")
    document = read("corpus.ndjson", text.encode(), shipped_rules().lexicon)
    report = check_documents([document], options=Options(select=("VAL012",)))
    return [violation.rule for violation in report.violations] == ["VAL012"]


@pytest.mark.parametrize("heading", ["7.苗木栽植绩效目标表", "2018.苗木栽植绩效目标表", "2018、苗木栽植绩效目标表"])
def test_the_number_of_a_table_is_no_year_of_its_project(heading: str) -> None:
    assert speaks(heading, int(heading[: heading.index("苗") - 1]))


def test_a_year_in_the_heading_is_one_of_the_project() -> None:
    assert not speaks("7.2018年苗木栽植绩效目标表", 7)
