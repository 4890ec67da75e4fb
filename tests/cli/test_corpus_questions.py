"""docs/corpus.md asks five questions of a data set; the answers that it shows are true."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "corpus.md").read_text(encoding="utf-8")
QUESTION = re.compile(r"^### \d\. (.+?)\n\n```sql\n(.+?);\n```\n\n((?:\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
pytestmark = pytest.mark.needs_extra("parquet")


@pytest.fixture
def answers(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], list[list[str]]]:
    """Answers a query about the data set that the page has made; where DuckDB is installed."""
    duckdb = pytest.importorskip("duckdb")
    command = re.findall(r"^perflint (corpus corpus-example .+)$", PAGE, re.MULTILINE)[-1]
    monkeypatch.chdir(DOCS)
    assert run(*shlex.split(command.replace("-o ", f"-o {tmp_path}/"))).exit_code == 0
    monkeypatch.chdir(tmp_path)

    def ask(query: str) -> list[list[str]]:
        found = duckdb.sql(query)
        return [list(found.columns), *([str(value) for value in row] for row in found.fetchall())]

    return ask


def test_the_answers_on_the_page_are_those_of_the_data_set(answers: Callable[[str], list[list[str]]]) -> None:
    questions = QUESTION.findall(PAGE)
    assert len(questions) == 5
    for title, query, shown in questions:
        head, _, *body = ([cell.strip() for cell in line.strip("|\n").split("|")] for line in shown.splitlines())
        assert answers(query) == [head, *body], title


def test_the_page_names_every_column() -> None:
    from perflint.scale.dataset import columns

    named = set(re.findall(r"`(\w+)`", PAGE))
    assert [name for name in columns().names if name not in named] == []
