"""Packs in layers: nation, province, county; every layer's say is kept and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perflint.api import ReadInput, check_inputs
from perflint.engine.pack import RuleSet
from perflint.options import Options
from perflint.violation import Severity

Load = Callable[..., RuleSet]

PROVINCE = """\
pack: {name: 某省}
override:
  - {id: PLN006, params: {points: "70"}}
  - {id: COH001, severity: warning}
profiles:
  - {id: hebei-2022, extends: hebei-2022, name_limit: 20}
"""
COUNTY = """\
pack: {name: 某县, extends: ../province}
override:
  - {id: PLN006, params: {points: "80"}, messages: {zh: "{point}增长过快", en: "{point} grows too fast"}}
  - {id: STR007, severity: "off"}
  - {id: COH005, vocabulary: {vague_names: {add: [工作到位率]}}}
lexicon:
  vague_names: {add: [任务落实率], remove: [长期性]}
  terms: {add: {覆盖度率: 覆盖率}}
profiles:
  - id: hebei-2022
    extends: hebei-2022
    level1:
      - id: output
        aliases: [产出类]
        level2: [{id: safety, name: 安全指标, aliases: [安全]}]
      - {id: innovation, name: 创新指标, level2: [{id: innovation, name: 创新成效指标}]}
"""


@pytest.fixture
def county(tmp_path: Path) -> Path:
    for name, text in (("province", PROVINCE), ("county", COUNTY)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "county"


def said(rules: RuleSet, rule: str) -> list[tuple[str, str]]:
    return [(item.layer, item.what) for item in rules.decisions[rule]]


def test_a_pack_brings_the_pack_that_it_builds_on_and_wins_over_it(load: Load, county: Path) -> None:
    rules = load(county)
    assert rules.rules["PLN006"].check.params["points"] == "80"
    assert rules.rules["COH001"].severity is Severity.WARNING
    assert rules.rules["STR007"].off
    assert rules.profiles["hebei-2022"].name_limit == 20


def test_a_pack_that_is_named_and_built_on_is_laid_once(load: Load, county: Path) -> None:
    rules = load(county.parent / "province", county)
    assert [layer for layer, _ in said(rules, "PLN006")] == ["perflint", "某省", "某县"]


def test_every_layer_is_told_with_what_it_decided(load: Load, county: Path) -> None:
    rules = load(county)
    assert said(rules, "PLN006") == [
        ("perflint", "severity info"),
        ("某省", "points = 70"),
        ("某县", "messages, points = 80"),
    ]
    assert ("某县", "words of vague_names: +工作到位率") in said(rules, "COH005")
    assert ("某县", "words of vague_names: +任务落实率 -长期性") in said(rules, "COH005")
    assert ("某县", "words of terms: +覆盖度率") in said(rules, "TXT007")
    profile = rules.profile_decisions["hebei-2022"]
    assert [(item.layer, item.what) for item in profile] == [
        ("某省", "name_limit = 20"),
        ("某县", "output aliases, +safety 安全指标, +innovation 创新指标, +innovation 创新成效指标"),
    ]


def test_words_that_a_rule_was_given_alone_leave_the_list_of_others_as_it_was(load: Load, county: Path) -> None:
    rules = load(county)
    assert "工作到位率" not in rules.lexicon.words("vague_names")
    assert rules.rules["COH005"].check.params["words"]["names"] == "vague_names_coh005"
    assert {"工作到位率", "任务落实率"} <= set(rules.lexicon.words("vague_names_coh005"))


def test_a_profile_that_is_changed_keeps_the_rest(load: Load, county: Path) -> None:
    profile = load(county).profiles["hebei-2022"]
    output = next(item for item in profile.level1 if item.id == "output")
    assert output.name == "产出指标"
    assert output.required
    assert "产出类" in output.aliases
    assert [sub.id for sub in output.level2] == ["quantity", "quality", "timeliness", "cost", "safety"]
    assert profile.recognise["order"] == 1


def test_a_profile_under_a_new_id_is_asked_for_by_name_and_leaves_its_base_alone(load: Load) -> None:
    rules = load(
        "profiles:\n- {id: my-county, extends: cn-2015, weight_totals: ['100'], title: {zh: 县表, en: ours}}\n"
    )
    assert rules.profiles["my-county"].weight_totals == ("100",)
    assert rules.profiles["my-county"].level1 == rules.profiles["cn-2015"].level1
    assert rules.profiles["my-county"].recognise == {}
    assert rules.profiles["cn-2015"].weight_totals == ("90", "100")


def test_what_one_call_lays_over_the_shipped_rules_does_not_reach_the_next(load: Load, county: Path) -> None:
    load(county)
    assert not load().rules["STR007"].off
    assert "长期性" in load().lexicon.words("vague_names")


def test_a_list_that_a_rule_was_given_alone_follows_what_later_layers_say_of_the_one_it_is_from(
    load: Load, county: Path
) -> None:
    rules = load(
        county,
        "lexicon: {vague_names: {add: [事项办结度]}}\n"
        "override: [{id: COH005, vocabulary: {vague_names: {remove: [工作到位率]}}}]\n",
    )
    words = rules.lexicon.words("vague_names_coh005")
    assert "事项办结度" in words
    assert "工作到位率" not in words


def test_a_message_names_the_limit_that_a_pack_set(load: Load) -> None:
    rules = load("override:\n  - {id: PLN006, params: {points: 80}}\n")
    document = "profile: hebei-2022\nprojects: [{name: 甲, spend_plan: {6月底: 5%, 10月底: 90%, 12月底: 100%}}]"
    report = check_inputs([ReadInput("a.yaml", document.encode())], Options(select=("PLN006",)), rules)
    assert [item.message.zh for item in report.violations] == [
        "6月底到10月底的支出进度由5%升到90%，超过80个百分点；请核对"
    ]
