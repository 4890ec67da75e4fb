"""Own rules by patterns and by conditions in CEL; shipped patterns mean the same in both engines."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
import re2

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.checks import MODULES, PACK_MODULES
from perflint.checks.codes import code_pattern
from perflint.checks.engines import refusal
from perflint.engine.pack import PackError, RuleSet
from perflint.options import Options
from perflint.report import Report

Load = Callable[..., RuleSet]
DOCUMENT = """\
profile: hebei-2022
year: 2024
projects:
- {name: 甲, budget: {total: 20}, goals: [购置电台等等。], indicators: [
   {level1: 产出指标, level2: 数量指标, name: 台数, value: 3台}]}
- {name: 乙, goals: [培训300人。], indicators: [
   {level1: 产出指标, level2: 质量指标, name: 合格率, value: ≥95%}]}
"""


def judged(rules: RuleSet) -> Report:
    return check_inputs([ReadInput("a.yaml", DOCUMENT.encode())], Options(select=("OWN001",)), rules)


def spots(report: Report) -> list[tuple[int, str, str]]:
    return [(item.position, item.field, item.message.zh) for item in report.violations if item.rule == "OWN001"]


def test_a_forbidden_pattern_speaks_where_it_fits(load: Load, rule_text: str) -> None:
    report = judged(load(rule_text))
    assert spots(report) == [(0, "goals[1]", "目标里写了“等等”")]
    (violation,) = (item for item in report.violations if item.rule == "OWN001")
    assert violation.location.place.column is not None
    assert (violation.location.place.end_column or 0) - violation.location.place.column == 2


def test_a_required_pattern_speaks_where_it_does_not_fit(load: Load, rule_text: str) -> None:
    text = rule_text.replace("forbids: 等等", "requires: '[0-9]'").replace("{match}", "")
    assert [spot[:2] for spot in spots(judged(load(text)))] == [(0, "goals[1]")]


def test_a_pattern_that_would_hang_elsewhere_is_quick(load: Load, rule_text: str) -> None:
    text = rule_text.replace("forbids: 等等", "forbids: '(a+)+$'")
    document = DOCUMENT.replace("购置电台等等。", "a" * 5000 + "b")
    start = time.process_time()
    check_inputs([ReadInput("a.yaml", document.encode())], Options(select=("OWN001",)), load(text))
    assert time.process_time() - start < 10


CODES = "profiles: [{id: hebei-2022, extends: hebei-2022, code_pattern: '%s'}]"


def test_a_code_pattern_of_an_own_form_is_run_by_re2_and_cannot_hang(load: Load) -> None:
    rules = load(CODES % "^(A+)+$")
    assert isinstance(code_pattern(rules.profiles["hebei-2022"]), type(re2.compile("a")))
    document = f"profile: hebei-2022\nprojects: [{{code: {'A' * 5000}B, name: 甲}}]"
    start = time.process_time()
    report = check_inputs([ReadInput("a.yaml", document.encode())], Options(select=("COD001",)), rules)
    assert time.process_time() - start < 10
    assert [item.rule for item in report.violations] == ["COD001"]


def test_patterns_that_a_pack_inherits_from_another_pack_are_run_by_re2_too(load: Load) -> None:
    rules = load(CODES % "^A{3}$", "profiles: [{id: county, extends: hebei-2022, title: {zh: 县表, en: ours}}]")
    assert isinstance(code_pattern(rules.profiles["county"]), type(re2.compile("a")))
    assert isinstance(code_pattern(load().profiles["hebei-2022"]), re.Pattern)


def test_a_code_pattern_without_region_and_year_leaves_the_rules_about_these_not_applicable(load: Load) -> None:
    document = (
        "profile: hebei-2022\nyear: 2024\nregion: '130225'\n"
        "projects: [{code: XM-0001, name: 甲}, {code: XM-0002, name: 乙}]"
    )
    report = check_inputs(
        [ReadInput("a.yaml", document.encode())], Options(select=("COD",)), load(CODES % r"^XM-\d{4}$")
    )
    assert not report.violations
    assert {item.rule for item in report.not_applicable} == {"COD003", "COD004", "COD005"}


def test_without_re2_a_code_pattern_is_refused_with_what_to_install(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "re2", None)
    with pytest.raises(PackError, match="pip install google-re2") as refused:
        load(CODES % "^A{3}$")
    assert refused.value.line == 1
    assert load("profiles: [{id: hebei-2022, extends: hebei-2022, name_limit: 20}]")


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(a)\1", "a" * 1001, "(", "x*"])
def test_what_re2_cannot_run_and_what_says_nothing_is_refused(pattern: str) -> None:
    assert refusal(pattern) is not None


def cel(rule_text: str, call: str) -> str:
    return rule_text.replace("{pattern: {field: goals, forbids: 等等}}", f"{{cel: {call}}}").replace(
        "{match}", "{name}"
    )


@pytest.mark.needs_extra("cel")
def test_a_condition_in_cel_speaks_of_projects(load: Load, rule_text: str) -> None:
    call = """{at: indicators, when: "project.total != null && project.total >= 100000.0",
      assert: "project.rows.exists(r, r.kind2 == 'quality')"}"""
    report = judged(load(cel(rule_text, call).replace("scope: text", "scope: project")))
    assert spots(report) == [(0, "indicators", "目标里写了“甲”")]


@pytest.mark.needs_extra("cel")
def test_a_condition_in_cel_speaks_of_rows_and_reads_chinese_by_characters(load: Load, rule_text: str) -> None:
    call = '{at: indicators.value, when: "row.unit == \'台\'", assert: "row.number > 5.0 || size(row.name) == 3"}'
    report = judged(load(cel(rule_text, call).replace("scope: text", "scope: indicator")))
    assert spots(report) == [(0, "indicators[1].value", "目标里写了“台数”")]


@pytest.mark.needs_extra("cel")
@pytest.mark.parametrize(
    "claim",
    ["project.total > 5.0", "project.rows.all(a, a.nonsense == 1)", "1 / (size(project.goals) - 1) == 7"],
)
def test_what_cannot_be_worked_out_is_said_and_never_passes_as_clean(load: Load, rule_text: str, claim: str) -> None:
    text = cel(rule_text, f'{{at: goals, assert: "{claim}"}}').replace("scope: text", "scope: project")
    said = [item for item in judged(load(text)).not_applicable if item.rule == "OWN001"]
    assert said
    assert "算不出结果" in said[0].reason.zh


@pytest.mark.needs_extra("cel")
def test_an_expression_that_goes_on_for_ever_is_ended(load: Load, rule_text: str) -> None:
    nested = "project.goals.all(a, project.goals.all(b, project.goals.all(c, a + b + c != '')))"
    text = cel(rule_text, f'{{at: goals, assert: "{nested}"}}').replace("scope: text", "scope: project")
    document = DOCUMENT.replace("[购置电台等等。]", "[" + ", ".join(f"第{n}项" for n in range(300)) + "]")
    start = time.process_time()
    report = check_inputs([ReadInput("a.yaml", document.encode())], Options(select=("OWN001",)), load(text))
    assert time.process_time() - start < 10
    assert any("budget" in item.reason.en for item in report.not_applicable if item.rule == "OWN001")


@pytest.mark.needs_extra("cel")
def test_an_expression_that_would_double_a_text_again_and_again_is_refused(load: Load, rule_text: str) -> None:
    doubled = "[project.name].map(a, a+a)[0]"
    for name in "bcdef":
        doubled = f"[{doubled}].map({name}, {name}+{name})[0]"
    with pytest.raises(PackError, match="at most 4 plus signs"):
        load(cel(rule_text, f"{{at: goals, assert: \"{doubled} != ''\"}}").replace("scope: text", "scope: project"))
    sums = "project.rows.all(r, r.weight == null || r.weight + 1.0 <= 100.0)"
    assert load(cel(rule_text, f'{{at: goals, assert: "{sums}"}}').replace("scope: text", "scope: project"))


def test_without_the_extra_a_condition_in_cel_is_refused_with_what_to_install(
    load: Load, rule_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perflint.checks import expression

    expression._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    text = cel(rule_text, '{at: goals, assert: "true"}').replace("scope: text", "scope: project")
    with pytest.raises(PackError, match=r"perflint-targets\[cel\]"):
        load(text)


def test_a_check_without_packs_loads_none_of_this() -> None:
    code = (
        "import sys; from perflint.api import *; "
        f"check_inputs([ReadInput('a.yaml', {DOCUMENT!r}.encode())]); "
        "print(sorted(n for n in sys.modules if n.startswith(('re2', 'cel', 'perflint.selftest', 'perflint.examples'))"
        f" or n in {[f'perflint.checks.{name}' for name in PACK_MODULES]!r}))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_pack_modules_are_none_of_the_shipped_ones() -> None:
    assert set(PACK_MODULES).isdisjoint(MODULES)


def strings(value: Any) -> list[str]:
    """All texts in plain data."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


def test_patterns_of_shipped_profiles_mean_the_same_in_re_and_re2_on_every_example() -> None:
    rules = shipped_rules()
    patterns = {
        pattern
        for profile in rules.profiles.values()
        for pattern in (
            profile.code_pattern, profile.code_default, profile.check_pattern, profile.recognise.get("codes")
        )
        if pattern
    }  # fmt: skip
    texts = {text for rule in rules.rules.values() for example in rule.examples for text in strings(example.data)}
    assert len(patterns) >= 3
    assert any(re.search(pattern, text) for pattern in patterns for text in texts)
    for pattern in sorted(patterns):
        ours, theirs = re.compile(pattern, re.ASCII), re2.compile(pattern)
        for text in texts:
            for way in ("search", "match", "fullmatch"):
                one, other = getattr(ours, way)(text), getattr(theirs, way)(text)
                assert (one and one.span()) == (other and other.span()), (pattern, text, way)
