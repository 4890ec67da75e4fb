"""The public names of the package."""

from __future__ import annotations

from pathlib import Path

import pytest

import perflint

FALLING = "projects:\n- name: 巡警经费\n  spend_plan: {3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(FALLING, encoding="utf-8")
    return path


def test_check_judges_files_and_folders_and_tells_what_was_missing(document: Path) -> None:
    options = perflint.Options(select=("PLN003",))
    for given in (document, str(document), document.parent):
        report = perflint.check(given, "none.yaml", options=options)
        assert [(item.rule, item.field) for item in report.violations] == [("PLN003", "spend_plan.6月底")]
        assert report.missing == ("none.yaml",)
        assert isinstance(report, perflint.Report)
        assert isinstance(report.violations[0], perflint.Violation)


def test_own_rules_are_laid_over_the_shipped_ones(document: Path, tmp_path: Path) -> None:
    pack = tmp_path / "own.yaml"
    pack.write_text('override:\n- {id: PLN003, severity: "off"}\n', encoding="utf-8")
    assert perflint.load_rules([pack]).rules["PLN003"].off
    report = perflint.check(document, options=perflint.Options(select=("PLN",)), packs=[pack])
    assert "PLN003" not in {item.rule for item in report.violations}


def test_a_document_can_be_loaded_by_itself(document: Path) -> None:
    loaded = perflint.load_document(document)
    assert isinstance(loaded, perflint.Document)
    assert [project.name for project in loaded.projects] == ["巡警经费"]
    with pytest.raises(FileNotFoundError):
        perflint.load_document("none.yaml")


def test_a_name_that_the_package_does_not_have_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        perflint.nothing  # noqa: B018
