"""Small documents to check, and a way to run the command in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from perflint.cli.program import app

FALLING = """\
profile: hebei-2022
year: 2022
projects:
- no: 1
  code: 13022522P00CKTC10027L
  name: 巡警经费
  spend_plan: {3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}
"""


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A document whose spend plan falls."""
    path = tmp_path / "faulty.yaml"
    path.write_text(FALLING, encoding="utf-8")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `perflint` with arguments; Chinese unless the test says otherwise."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.delenv("PERFLINT_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    runner = CliRunner()

    def invoke(*args: object, **more: object) -> Result:
        return runner.invoke(app, [str(arg) for arg in args], **more)  # type: ignore[arg-type]

    return invoke
