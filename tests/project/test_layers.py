"""The picture of rooms in ARCHITECTURE.md is held by import-linter."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def copy_of_checkout(checkout: Path, tmp_path: Path) -> Path:
    shutil.copytree(checkout / "perflint", tmp_path / "perflint", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(checkout / "pyproject.toml", tmp_path)
    return tmp_path


def test_rooms_import_downwards_only(checkout: Path) -> None:
    result = lint_imports(checkout)
    assert result.returncode == 0, result.stdout


def test_an_import_upwards_inside_a_function_is_refused(copy_of_checkout: Path) -> None:
    with (copy_of_checkout / "perflint" / "_paths.py").open("a", encoding="utf-8") as module:
        module.write("\n\ndef upwards() -> None:\n    import perflint.cli\n")
    result = lint_imports(copy_of_checkout)
    assert result.returncode == 1
    assert "perflint._paths -> perflint.cli" in result.stdout


def test_a_room_that_the_picture_does_not_name_is_refused(copy_of_checkout: Path) -> None:
    (copy_of_checkout / "perflint" / "attic.py").write_text("", encoding="utf-8")
    result = lint_imports(copy_of_checkout)
    assert result.returncode == 1
    assert "perflint.attic" in result.stdout
