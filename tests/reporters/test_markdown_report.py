"""The Markdown report: the summary, what is new, and why each rule spoke."""

from __future__ import annotations

from perflint.api import shipped_rules
from perflint.report import Report
from perflint.reporters.material import Material, kind_of


def written(report: Report, **more: object) -> str:
    material = Material(report, shipped_rules().lexicon, **more)  # type: ignore[arg-type]
    ((name, content),) = kind_of("annotated", ".md").files(material)
    assert name == ""
    return content.decode("utf-8")


def test_each_rule_that_spoke_gives_its_reasons(report: Report) -> None:
    text = written(report)
    for rule in ("PLN003", "DUP003", "DOC001", "STR001"):
        assert text.count(f"### {rule} ") == 1
    assert "支出计划是累计数" in text


def test_nothing_is_explained_where_nothing_was_said(nothing: Report) -> None:
    assert "###" not in written(nothing)


def test_what_is_new_is_listed(report: Report) -> None:
    first, *others = report.violations
    text = written(report, earlier=frozenset(v.fingerprint for v in others) | {"gone"}, lang="en")
    listed = text.partition("## new\n")[2].partition("##")[0]
    assert "1 new since the last round, 1 gone" in listed
    assert listed.count("\n- ") == 1
    assert first.rule in listed
