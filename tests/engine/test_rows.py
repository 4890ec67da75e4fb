"""What rules say of a row hangs on the row alone: rows that projects share are judged once, and judged right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from perflint.api import shipped_rules
from perflint.engine.compile import Program
from perflint.engine.judge import Judged, Source, judge
from perflint.engine.setting import Wanted, find_setting
from perflint.judging import Judging
from perflint.model import Document
from perflint.options import Options
from perflint.prepared import PreparedProject, Rows
from perflint.readers import read

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.yaml"))
SOURCE = Source(0, "corpus")


@pytest.fixture(scope="module")
def judging() -> Judging:
    return Judging(shipped_rules(), Options())


def prepared(judging: Judging, document: Document, alone: bool) -> Iterator[tuple[PreparedProject, Program]]:
    """The projects of a document, with the rows of their form or (``alone``) each with rows of its own."""
    rules = judging.rules
    setting = find_setting(document, Wanted(), rules.profiles, rules.lexicon, judging.grammar)
    program = judging._program(setting)
    for position, project in enumerate(document.projects):
        rows = Rows(judging.grammar, program.classes, setting.profile.name_limit) if alone else program.rows
        yield PreparedProject(project, position, setting, judging.grammar, program.classes, rows=rows), program


def judged(judging: Judging, document: Document, alone: bool) -> list[Judged]:
    return [judge(project, program, SOURCE) for project, program in prepared(judging, document, alone)]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_row_is_judged_as_if_its_project_stood_alone(judging: Judging, path: Path) -> None:
    document = read(path.name, path.read_bytes(), judging.rules.lexicon)
    for shared, alone in zip(judged(judging, document, False), judged(judging, document, True), strict=True):
        assert shared.violations == alone.violations
        assert shared.not_applicable == alone.not_applicable
        facts = [(rule, key, m.field, m.value, m.data, m.identity) for rule, key, m in shared.facts]
        assert facts == [(rule, key, m.field, m.value, m.data, m.identity) for rule, key, m in alone.facts]


def test_equal_rows_at_one_place_of_the_table_are_one_row(judging: Judging) -> None:
    document = read(CORPUS[0].name, CORPUS[0].read_bytes(), judging.rules.lexicon)
    first, second = (project for project, _ in prepared(judging, document, False)), prepared(judging, document, False)
    for one, (other, program) in zip(first, second, strict=True):
        for row, again in zip(one.indicators, other.indicators, strict=True):
            assert row is again
            assert program.row_rules.of(row) is program.row_rules.of(again)


def test_rows_of_the_department_and_rows_elsewhere_in_the_table_keep_their_own_paths(judging: Judging) -> None:
    document = read(CORPUS[0].name, CORPUS[0].read_bytes(), judging.rules.lexicon)
    project, program = next(prepared(judging, document, False))
    row = project.project.indicators[0]
    paths = [program.rows.prepared(row, 1, "").path, program.rows.prepared(row, 2, "").path]
    assert [*paths, program.rows.prepared(row, 1, "department.").path] == [
        "indicators[1]",
        "indicators[2]",
        "department.indicators[1]",
    ]


def test_no_more_rows_are_kept_than_the_limit(judging: Judging) -> None:
    document = read(CORPUS[0].name, CORPUS[0].read_bytes(), judging.rules.lexicon)
    _, program = next(prepared(judging, document, False))
    assert program.rows.prepared.cache_info().maxsize is not None
