"""The rules are found wherever perflint is installed, and a wheel carries what it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from msgspec import Struct

PRINT_RULES_DIR = "from perflint._paths import rules_dir; print(rules_dir())"


class Environment(Struct, frozen=True, dict=True):
    """A virtual environment without pip that sees the libraries of the running one, but not its perflint."""

    folder: Path

    def program(self, name: str) -> Path:
        windows = os.name == "nt"
        return self.folder / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name)

    def install(self, *arguments: str) -> None:
        # No index and no build isolation: the test must pass without a network.
        run(sys.executable, "-m", "pip", "--python", str(self.program("python")), "install", "--quiet",
            "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", *arguments)  # fmt: skip

    def rules_dir(self, cwd: Path) -> Path:
        return Path(run(str(self.program("python")), "-c", PRINT_RULES_DIR, cwd=cwd).strip())


def run(*command: str, cwd: Path | None = None) -> str:
    """Run a command outside the checkout's reach; its output, or a failure that shows it."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_"))}
    environment["PYTHONUTF8"] = "1"
    result = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, f"{command}: {result.stdout}{result.stderr}"
    return result.stdout


def make_environment(folder: Path) -> Environment:
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    paths = {"base": str(folder), "platbase": str(folder), "installed_base": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    # A plain path line: the .pth files over there, the editable perflint's among them, are not followed.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Environment(folder)


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel made from a source distribution made from the checkout: both carry what they need."""
    target = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(checkout))
    (made,) = target.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = make_environment(tmp_path_factory.mktemp("installed") / "venv")
    environment.install(str(wheel))
    return environment


def test_an_installed_wheel_finds_its_own_rules_outside_the_checkout(
    installed: Environment, checkout: Path, tmp_path: Path
) -> None:
    found = installed.rules_dir(cwd=tmp_path)
    assert found.is_relative_to(installed.folder)
    assert yaml_files(found) == yaml_files(checkout / "rules")


def test_an_installed_wheel_runs_its_command(installed: Environment, tmp_path: Path) -> None:
    assert run(str(installed.program("perflint")), "--version", cwd=tmp_path).startswith("perflint ")
    assert run(str(installed.program("python")), "-m", "perflint", "--version", cwd=tmp_path).startswith("perflint ")


def test_an_editable_install_finds_the_rules_of_the_checkout(checkout: Path, tmp_path: Path) -> None:
    environment = make_environment(tmp_path / "venv")
    environment.install("--editable", str(checkout))
    assert environment.rules_dir(cwd=tmp_path) == checkout / "rules"
    copies = [path for path in environment.folder.rglob("rules") if path.is_dir()]
    assert copies == [], "an editable install must not copy the rules"


def test_a_wheel_holds_the_package_its_rules_and_its_licence_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"perflint"}
    assert "perflint/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert len(names) == len(set(names))


def test_the_checkout_keeps_one_copy_of_the_rules(checkout: Path) -> None:
    assert (checkout / "rules").is_dir()
    assert not (checkout / "perflint" / "rules").exists()


def yaml_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}
