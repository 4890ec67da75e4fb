"""No test is skipped silently: the set-up in tests/conftest.py sees to it."""

from __future__ import annotations

from pathlib import Path

import pytest

MARKERS = "[pytest]\nmarkers =\n    needs_program: x\n    needs_extra: x\n"


@pytest.fixture
def suite(pytester: pytest.Pytester, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("PERFLINT_ALLOWED_SKIPS", raising=False)
    pytester.makeconftest((checkout / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makeini(MARKERS)
    return pytester


def run(suite: pytest.Pytester) -> pytest.RunResult:
    return suite.runpytest_subprocess("-p", "no:cacheprovider", "-rs")


def allow(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, *reasons: str) -> None:
    listed = suite.path / "allowed.txt"
    listed.write_text("# comment\n" + "\n".join(reasons), encoding="utf-8")
    monkeypatch.setenv("PERFLINT_ALLOWED_SKIPS", str(listed))


def test_a_skip_with_a_reason_passes_where_there_is_no_list(suite: pytest.Pytester) -> None:
    suite.makepyfile("import pytest\n@pytest.mark.skip(reason='too hot')\ndef test_a(): pass\n")
    assert run(suite).ret == pytest.ExitCode.OK


@pytest.mark.parametrize("skip", ["@pytest.mark.skip\ndef test_a(): pass", "def test_a(): pytest.skip()"])
def test_a_skip_without_a_reason_fails_everywhere(suite: pytest.Pytester, skip: str) -> None:
    suite.makepyfile(f"import pytest\n{skip}\ndef test_b(): pass\n")
    result = run(suite)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*test_a: skipped without a reason"])


def test_a_reason_on_the_list_passes(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    allow(suite, monkeypatch, "too hot")
    suite.makepyfile("import pytest\n@pytest.mark.skip(reason='too hot')\ndef test_a(): pass\n")
    assert run(suite).ret == pytest.ExitCode.OK


@pytest.mark.parametrize(
    "code",
    [
        "def test_a(): pytest.skip('too cold')",
        "@pytest.mark.xfail(reason='too cold')\ndef test_a(): assert False",
        "pytest.skip('too cold', allow_module_level=True)",
    ],
    ids=["skip", "xfail", "module"],
)
def test_a_reason_outside_the_list_fails(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    allow(suite, monkeypatch, "too hot")
    suite.makepyfile(f"import pytest\n{code}\n")
    result = run(suite)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*skipped, and not allowed to be*", "*: too cold"])


def test_an_absent_program_is_named(suite: pytest.Pytester) -> None:
    suite.makepyfile("import pytest\n@pytest.mark.needs_program('no-such', 'nor-this')\ndef test_a(): pass\n")
    result = run(suite)
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*needs the program no-such or nor-this, which is not installed"])


def test_an_absent_extra_is_named_with_what_it_lacks(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        "import importlib.metadata, pytest\n"
        "def nothing_is_installed(name): raise importlib.metadata.PackageNotFoundError(name)\n"
        "importlib.metadata.version = nothing_is_installed\n"
        "@pytest.mark.needs_extra('pdf')\n"
        "def test_a(): pass\n"
    )
    result = run(suite)
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*needs the extra [[]pdf[]], which is not installed: no pdfplumber, pypdf"])


def test_an_extra_that_perflint_does_not_have_is_an_error(suite: pytest.Pytester) -> None:
    suite.makepyfile("import pytest\n@pytest.mark.needs_extra('no-such')\ndef test_a(): pass\n")
    result = run(suite)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*perflint has no extra named 'no-such'*"])


def test_an_installed_program_does_not_skip(suite: pytest.Pytester) -> None:
    suite.makepyfile("import pytest\n@pytest.mark.needs_program('no-such-program', 'git')\ndef test_a(): pass\n")
    run(suite).assert_outcomes(passed=1)
