"""What hatch_build.py does with the rules when a wheel is made."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

FILES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE")


@pytest.fixture
def tree(checkout: Path, tmp_path: Path) -> Path:
    """A source tree without an engine, into which a test puts one of its own."""
    folder = tmp_path / "tree"
    shutil.copytree(checkout / "rules", folder / "rules", ignore=shutil.ignore_patterns("compiled.json"))
    (folder / "perflint").mkdir()
    for name in ("__init__.py", "_paths.py", "_version.py"):
        shutil.copy(checkout / "perflint" / name, folder / "perflint")
    for name in FILES:
        shutil.copy(checkout / name, folder)
    return folder


def write_pack(tree: Path, code: str) -> None:
    engine = tree / "perflint" / "engine"
    engine.mkdir()
    (engine / "__init__.py").write_text("", encoding="utf-8")
    (engine / "pack.py").write_text(code, encoding="utf-8")


def build(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tree / "dist"), str(tree)]
    return subprocess.run(
        command, cwd=tree.parent, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )


def wheel_files(tree: Path) -> dict[str, bytes]:
    (wheel,) = (tree / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_compiled_rules_go_into_the_wheel(tree: Path) -> None:
    write_pack(tree, "def compile_packs(rules):\n    return repr((rules.name, rules.is_dir())).encode()\n")
    result = build(tree)
    assert result.returncode == 0, result.stderr
    assert wheel_files(tree)["perflint/rules/compiled.json"] == b"('rules', True)"


def test_without_a_compiler_the_build_says_so_and_ships_no_stale_file(tree: Path) -> None:
    (tree / "rules" / "compiled.json").write_bytes(b"stale")
    result = build(tree)
    assert result.returncode == 0, result.stderr
    assert "the rules are not compiled" in result.stdout + result.stderr
    files = wheel_files(tree)
    assert "perflint/rules/compiled.json" not in files
    assert "perflint/rules/README.md" in files


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import no_such_library\n", "no_such_library"),
        ("def compile_packs(rules):\n    raise ValueError('plan.yaml:3:5: unknown key')\n", "plan.yaml:3:5"),
    ],
    ids=["compiler cannot be imported", "rules are faulty"],
)
def test_rules_that_cannot_be_compiled_fail_the_build(tree: Path, code: str, said: str) -> None:
    write_pack(tree, code)
    result = build(tree)
    assert result.returncode != 0
    assert said in result.stdout + result.stderr
    assert not list(tree.glob("dist/*.whl"))
