"""What every test can use: markers for programs and extras, repeatable properties, and that no skip is silent."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CHECKOUT = Path(__file__).resolve().parents[1]
DISTRIBUTION = "perflint-targets"
# The same examples in every run, however busy the machine: a failure means a change, and the change that made it.
settings.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
# To look for new ones: pytest --hypothesis-profile=search
settings.register_profile("search", settings.get_profile("repeatable"), derandomize=False, max_examples=2_000)
settings.load_profile("repeatable")
# Where the tests run must not show: what a shell or a job of CI tells every program in it is not told to perflint.
for _name in (
    *("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "PERFLINT_DEBUG", "SOURCE_DATE_EPOCH"),
    *("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_MESSAGES", "PYTHONIOENCODING", "PYTHONUTF8"),
):
    os.environ.pop(_name, None)
os.environ["LC_ALL"] = "C.UTF-8"
NO_REASON = {"", "unconditional skip", "Skipped"}


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout."""
    return CHECKOUT


# --- tests that need something that may be absent -------------------------------------------------------------------


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs_program"):
        if not any(shutil.which(name) for name in marker.args):
            pytest.skip(f"needs the program {' or '.join(marker.args)}, which is not installed")
    for marker in item.iter_markers("needs_extra"):
        for extra in marker.args:
            absent = absent_distributions(extra)
            if absent:
                pytest.skip(f"needs the extra [{extra}], which is not installed: no {', '.join(absent)}")


def absent_distributions(extra: str) -> list[str]:
    """The distributions that an extra of perflint asks for and that are not installed."""
    requirements = importlib.metadata.requires(DISTRIBUTION) or []
    wanted = [re.split(r"[ ;<>=\[]", text, maxsplit=1)[0] for text in requirements if f"extra == '{extra}'" in text]
    if not wanted:
        raise pytest.UsageError(f"perflint has no extra named {extra!r}")
    return [name for name in wanted if not is_installed(name)]


def is_installed(distribution: str) -> bool:
    try:
        importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


# --- nothing is skipped silently --------------------------------------------------------------------------------------


class SkipPolicy:
    """Fails the run for a test skipped without a reason, and for any reason outside the list where there is one.

    The list is the file that PERFLINT_ALLOWED_SKIPS names (set by .ci/run): one reason a line. Tests that are expected
    to fail (xfail) count as skipped.
    """

    def __init__(self, allowed: frozenset[str] | None) -> None:
        self.allowed = allowed
        self.refused: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped:
            return
        reason = skip_reason(report)
        if reason in NO_REASON:
            self.refused.append(f"{report.nodeid}: skipped without a reason")
        elif self.allowed is not None and reason not in self.allowed:
            self.refused.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.refused and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.refused:
            terminalreporter.section("skipped, and not allowed to be", red=True)
            for line in self.refused:
                terminalreporter.line(line)


def skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if hasattr(report, "wasxfail"):
        return str(report.wasxfail).removeprefix("reason: ")
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return str(text).removeprefix("Skipped: ").strip()


def allowed_reasons() -> frozenset[str] | None:
    listed = os.environ.get("PERFLINT_ALLOWED_SKIPS")
    if not listed:
        return None
    lines = Path(listed).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def pytest_configure(config: pytest.Config) -> None:
    # With several workers only the one that gathers their reports judges them.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipPolicy(allowed_reasons()), "skip-policy")
