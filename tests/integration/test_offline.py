"""An office computer without internet: perflint installs from a folder of wheels into an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def call(*command: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    around = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**around, "PYTHONUTF8": "1", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=1_200,
    )


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the computer with internet does: a folder with perflint and everything that it needs."""
    folder = tmp_path_factory.mktemp("with-internet")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    own = call(*pip, "--no-deps", "--no-build-isolation", CHECKOUT, "--wheel-dir", folder / "wheels", cwd=folder)
    assert own.returncode == 0, own.stderr
    (wheel,) = (folder / "wheels").glob("perflint_targets-*.whl")
    done = call(*pip, wheel, "--wheel-dir", folder / "wheels", cwd=folder)
    if done.returncode != 0 and "No matching distribution" in done.stderr:
        pytest.skip("needs a package index to fill a folder of wheels, and none can be reached")
    assert done.returncode == 0, done.stderr
    return folder / "wheels"


def test_a_folder_of_wheels_installs_with_the_index_switched_off_and_works(wheels: Path, tmp_path: Path) -> None:
    assert call(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path).returncode == 0
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    # no index, no settings of pip, and proxies that lead nowhere: what would ask the network fails
    cut = {"PIP_CONFIG_FILE": os.devnull, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    install = (programs / "python", "-m", "pip", "--disable-pip-version-check", "install", "--no-index")
    done = call(*install, "--find-links", wheels, "perflint-targets", cwd=tmp_path, **cut)
    assert done.returncode == 0, done.stderr
    perflint = programs / "perflint"
    assert call(perflint, "init", cwd=tmp_path, **cut).returncode == 0
    checked = call(perflint, "check", "targets.yaml", "--format", "ndjson", cwd=tmp_path, **cut)
    assert checked.returncode == 1, checked.stderr
    assert '"rule": "PLN003"' in checked.stdout
    report = call(perflint, "report", "targets.yaml", "-o", "report.html", cwd=tmp_path, **cut)
    assert report.returncode == 0, report.stderr
    assert (tmp_path / "report.html").stat().st_size > 1000
