"""A pack that is wrong never loads: it is refused with its place and with what to write instead."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from perflint import examples
from perflint.engine.pack import PackError, RuleSet

Load = Callable[..., RuleSet]

# ruff: noqa: E501
# what is changed in a good rule: (from, to) → line, column, words of the refusal in Chinese and English
BROKEN_RULES: dict[str, tuple[str, str, int, int, str, str]] = {
    "an unknown key": ("severity: warning", "severty: warning", 6, 5, "severty", "did you mean 'severity'"),
    "a missing key": ("    why: {zh: 无法考核。, en: It cannot be checked.}\n", "", 2, 5, "缺少", "why: is missing"),
    "an unknown kind": ("check: {pattern:", "check: {patern:", 7, 13, "是否指“pattern”", "did you mean 'pattern'"),
    "an unknown parameter": ("forbids:", "forbid:", 7, 37, "是否指“forbids”", "did you mean 'forbids'"),
    "a missing parameter": ("field: goals, ", "", 7, 13, "缺少参数 field", "needs the parameter field"),
    "an unknown field": ("field: goals", "field: goal", 7, 23, "是否指“goals”", "did you mean 'goals'"),
    "an unknown placeholder in one language": ("says “{match}”", "says “{mach}”", 8, 37, "是否指“match”", "{mach}"),
    "a language that is missing": (", en: It cannot be checked.", "", 9, 10, "缺少", "why.en: is missing"),
    "a language too many": ("zh: 无法考核。", "zh: 无法考核。, fr: non", 9, 22, "不认识的键“fr”", "unknown key 'fr'"),
    "an unknown severity": ("severity: warning", "severity: warn", 6, 5, "是否指“warning”", "did you mean 'warning'"),
    "an unknown scope": ("scope: text", "scope: texts", 4, 5, "是否指“text”", "did you mean 'text'"),
    "a scope that the kind does not judge": ("scope: text", "scope: corpus", 4, 5, "只判断", "not corpus"),
    "an unknown category": ("category: measurability", "category: measure", 5, 5, "measurability", "measurability"),
    "an unknown kind of basis": ("local-practice", "practice", 10, 13, "local-practice", "local-practice"),
    "an id that is none": ("id: OWN001", "id: own1", 2, 5, "own1", "is no rule id"),
    "an id that is taken": ("id: OWN001", "id: PLN003", 2, 5, "override", "under override"),
    "a name that is taken": ("name: own-rule", "name: plan-decreasing", 3, 5, "PLN003", "PLN003 is already named"),
    "a pattern that RE2 refuses": ("forbids: 等等", "forbids: '(?<=a)等等'", 7, 37, "RE2", "look-around"),
    "a pattern that fits nothing at all": ("forbids: 等等", "forbids: '(等等)*'", 7, 37, "等于没有条件", "say nothing"),
    "two patterns at once": ("forbids: 等等", "forbids: 等等, requires: 台", 7, 37, "其中一个", "either forbids or"),
    "a silence for no rule": ("basis:", "silences: [{rules: [PLN999]}]\n    basis:", 10, 17, "PLN999", "no rule 'PLN999'"),
    "a case that the kind does not know": ("basis:", "cases: {odd: {severity: info}}\n    basis:", 10, 13, "odd", "odd"),
    "one failing example only": ("        - {goals: [购置40台等等。], at: [\"goals[1]\"]}\n", "", 13, 7, "至少要有2个", "at least 2"),
    "no passing example": ("pass: [{goals: [购置40台。]}]", "pass: []", 12, 7, "至少要有1个", "at least 1"),
    "a key that stands twice": ("    scope: text\n", "    scope: text\n    scope: text\n", 5, 5, "写了两次", "stands twice"),
    "broken YAML": ("  - id: OWN001", "  - id: [OWN001", 3, 9, "不是可读的YAML", "not YAML"),
    "an anchor": ("  - id: OWN001", "  - id: &x OWN001", 2, 9, "锚点", "YAML anchors (&) are not allowed"),
    "an expression that names nothing": (
        "check: {pattern: {field: goals, forbids: 等等}}",
        "check: {cel: {at: goals, assert: 'project.totl != null'}}",
        7, 30, "是否指“project.total”", "did you mean 'project.total'",
    ),
    "an expression that is no CEL": (
        "check: {pattern: {field: goals, forbids: 等等}}",
        "check: {cel: {at: goals, assert: 'size(project.goals) >'}}",
        7, 30, "CEL 写法有误", "not CEL",
    ),
    "an expression that is neither true nor false": (
        "check: {pattern: {field: goals, forbids: 等等}}",
        "check: {cel: {at: goals, assert: 'size(project.goals)'}}",
        7, 30, "应为是或否", "true or false",
    ),
    "a format in a placeholder": (
        "says “{match}”", "says “{match!r}”",
        8, 37, "不成占位符", "'{match!r}' is no placeholder",
    ),
    "a brace that stays open": (
        "says “{match}”", "says “{match”",
        8, 37, "不成占位符", "is no placeholder",
    ),
    "an example place that is no list": (
        "at: [\"goals[1]\"]", "at: \"goals[1]\"",
        14, 31, "at 是位置的列表", "at is a list of places",
    ),
    "an example a thousand million times": (
        "{goals: [购置40台。]}", "{projects: [{times: 1000000000, name: 甲}]}",
        12, 14, "times 是", "times is a whole number",
    ),
    "an example of projects that are none": (
        "{goals: [购置40台。]}", "{projects: 三}",
        12, 15, "projects 是", "projects is a list",
    ),
    "an example of a problem without words": (
        "{goals: [购置40台。]}", "{problem: x}",
        12, 15, "problem 要写", "problem has kind",
    ),
    "a severity of an example": (
        "at: [\"goals[1]\"]", "severity: err",
        14, 31, "error", "did you mean 'error'",
    ),
    "a silence of a case that there is not": (
        "basis:", "silences: [{rules: [TXT], case: odd}]\n    basis:",
        10, 31, "odd", "no case 'odd'",
    ),
    "a trap in half a language": (
        "basis:", "traps: [甲, {zh: 乙, n: b}]\n    basis:", 10, 24, "是否指“en”", "did you mean 'en'",
    ),
    "a word for an excuse": ("basis:", "excuse: never\n    basis:", 10, 5, "或 none（没有）", "or none"),
    "rows where there are none": (
        "check: {pattern: {field: goals, forbids: 等等}}",
        "check: {cel: {at: goals, assert: 'row.name != \"\"'}}",
        7, 30, "没有“row.name”", "no 'row.name'",
    ),
}  # fmt: skip

# whole packs → line, column, words
BROKEN_PACKS: dict[str, tuple[str, int, int, str, str]] = {
    "an unknown part": ("rulez: []\n", 1, 1, "是否指“rules”", "did you mean 'rules'"),
    "a list where a mapping belongs": ("- id: OWN001\n", 1, 1, "应为键值对", "must be a mapping"),
    "an override of no rule": ("override:\n- {id: PLN030, severity: info}\n", 2, 4, "PLN0", "no rule 'PLN030'"),
    "an override that changes nothing": ("override:\n- {id: PLN003}\n", 2, 3, "没有改动", "changes nothing"),
    "two overrides of one rule": (
        "override:\n- {id: PLN003, severity: info}\n- {id: PLN003, confidence: low}\n", 3, 4, "合并", "make it one",
    ),
    "an override of what always speaks": (
        "override:\n- {id: STR001, severity: 'off'}\n", 2, 16, "必须报告", "always speaks",
    ),
    "a parameter that the rule's kind does not have": (
        "override:\n- {id: PLN006, params: {point: '70'}}\n", 2, 25, "是否指“points”", "did you mean 'points'",
    ),
    "a message with an unknown placeholder": (
        "override:\n- {id: PLN003, messages: {zh: '{pint}', en: x}}\n", 2, 27, "是否指“point”", "did you mean 'point'",
    ),
    "words for a list that the rule does not use": (
        "override:\n- {id: TXT010, vocabulary: {vague_names: {add: [甲]}}}\n", 2, 29, "不用词表", "does not use",
    ),
    "an unknown list": ("lexicon:\n  vague_name: {add: [甲]}\n", 2, 3, "是否指“vague_names”", "did you mean 'vague_names'"),
    "a word that is not there": (
        "lexicon:\n  vague_names: {remove: [没有这个词]}\n", 2, 26, "没有这个词", "is not on the list",
    ),
    "a word that is there already": (
        "lexicon:\n  vague_names: {add: [甲乙, 甲乙丙, 效率]}\n", 2, 32, "已有“效率”", "on the list already",
    ),
    "words for a table": ("lexicon:\n  terms: {add: [减低率]}\n", 2, 11, "键值对", "key and value"),
    "an entry written otherwise": ("lexicon:\n  terms: {add: {覆盖律率: [覆盖率]}}\n", 2, 17, "写法", "not written as"),
    "a list written anew": ("lexicon:\n  vague_names: {words: [甲]}\n", 2, 3, "add、remove", "use add and remove"),
    "a profile written over": (
        "profiles:\n- {id: hebei-2022, title: {zh: 甲, en: a}, level1: [{id: output, name: 甲}]}\n",
        2, 4, "extends: hebei-2022", "extends: hebei-2022",
    ),
    "a profile that builds on none": (
        "profiles:\n- {id: my-county, extends: hebei-2021}\n", 2, 19, "是否指“hebei-2022”", "did you mean 'hebei-2022'",
    ),
    "a class that is meant to exist": (
        "profiles:\n- {id: hebei-2022, extends: hebei-2022, level1: [{id: outptu}]}\n",
        2, 51, "是否指“output”", "did you mean 'output'",
    ),
    "a class name that is taken": (
        "profiles:\n- {id: hebei-2022, extends: hebei-2022, level1: "
        "[{id: output, level2: [{id: safety, name: 质量指标}]}]}\n",
        2, 72, "已属于类别quality", "already means the class quality",
    ),
    "a code pattern that RE2 refuses": (
        "profiles:\n- {id: hebei-2022, extends: hebei-2022, code_pattern: '^(?=1).*$'}\n",
        2, 41, "环视", "look-around",
    ),
    "a code pattern that grows too large": (
        "profiles:\n- {id: hebei-2022, extends: hebei-2022, recognise: {order: 1, codes: '((1{99}){99}){99}'}}\n",
        2, 63, "RE2不接受", "RE2 refuses",
    ),
    "a check pattern that fits every code": (
        "profiles:\n- {id: hebei-2022, extends: hebei-2022, check_pattern: '(1*)*'}\n", 2, 41, "等于没有条件", "say nothing",
    ),
    "a new profile without classes": (
        "profiles:\n- {id: my-county, title: {zh: 甲, en: a}}\n", 2, 3, "缺少 level1", "needs level1",
    ),
    "a threshold that is no number": (
        "override:\n- {id: PLN006, params: {points: many}}\n",
        2, 25, "应为大于0、不超过100的数", "number above 0 and up to 100",
    ),
    "a threshold below nought": (
        "override:\n- {id: PLN006, params: {points: '-5'}}\n",
        2, 25, "大于0", "not '-5'",
    ),
    "a threshold that is not finite": (
        "override:\n- {id: PLN006, params: {points: NaN}}\n",
        2, 25, "大于0", "not 'NaN'",
    ),
    "a share above one": (
        "override:\n- {id: DOC001, params: {share: '80'}}\n",
        2, 25, "不超过1", "up to 1",
    ),
    "a ratio that is a word": (
        "override:\n- {id: DUP002, params: {ratio: abc}}\n",
        2, 25, "不超过1", "not 'abc'",
    ),
    "fewer rows than none": (
        "override:\n- {id: DOC001, params: {rows: -1}}\n",
        2, 25, "1以上的整数", "of 1 or more",
    ),
    "a thirteenth month": (
        "override:\n- {id: PLN005, params: {until_month: 13}}\n",
        2, 25, "1至12", "from 1 to 12",
    ),
    "a field of an override": (
        "override:\n- {id: DUP003, params: {field: goal}}\n",
        2, 25, "是否指“goals”", "did you mean 'goals'",
    ),
    "a field that the kind is not made for": (
        "override:\n- {id: PLN003, params: {field: goals}}\n",
        2, 25, "spend_plan", "there are spend_plan",
    ),
    "a class that there is not": (
        "override:\n- {id: CLS006, params: {classes: [quantitty]}}\n",
        2, 25, "是否指“quantity”", "did you mean 'quantity'",
    ),
    "a dimension that there is not": (
        "override:\n- {id: CLS007, params: {dimensions: [mony]}}\n",
        2, 25, "是否指“money”", "did you mean 'money'",
    ),
    "a list of an override": (
        "override:\n- {id: COH006, params: {verbs: goal_verb}}\n",
        2, 25, "是否指“goal_verbs”", "did you mean 'goal_verbs'",
    ),
    "a table for words": (
        "override:\n- {id: COH006, params: {verbs: terms}}\n",
        2, 25, "不能用词表“terms”", "cannot take the list 'terms'",
    ),
    "words for a table as parameter": (
        "override:\n- {id: COD005, params: {scheme: vague_names}}\n",
        2, 25, "code_check_scheme", "as 'code_check_scheme' is",
    ),
    "a table of another shape": (
        "override:\n- {id: COD005, params: {scheme: terms}}\n",
        2, 25, "code_check_scheme", "as 'code_check_scheme' is",
    ),
    "a blank word": (
        "lexicon: {vague_names: {add: [' ']}}\n",
        1, 31, "空白", "is blank",
    ),
    "a word that stands twice": (
        "lexicon: {vague_names: {add: [甲甲, 甲甲]}}\n",
        1, 35, "写了两次", "stands twice",
    ),
    "a term that is its own correction": (
        "lexicon: {terms: {add: {覆盖率: 覆盖率}}}\n",
        1, 25, "与它自己相同", "its own correction",
    ),
    "a list that is words and table": (
        "lexicon: {my_words: {words: [甲], table: {a: b}}}\n",
        1, 34, "只写", "not both",
    ),
    "a list without words": (
        "lexicon: {my_words: {words: []}}\n",
        1, 22, "词表是空的", "is empty",
    ),
    "numbers in a table of words": (
        "lexicon: {measure_families: {add: {odd: [3]}}}\n",
        1, 36, "写法", "not written as",
    ),
    "an entry that the program needs": (
        "lexicon: {keys: {remove: [project]}}\n",
        1, 18, "由程序查用", "looked up by the program",
    ),
    "a setting of the program": (
        "lexicon: {money_shown: {add: {size: '0'}}}\n",
        1, 31, "由程序查用", "looked up by the program",
    ),
    "a check scheme that cannot be reckoned": (
        "lexicon: {code_check_scheme: {add: {modulus: 0}}}\n",
        1, 1, "COD005", "COD005 cannot run as changed",
    ),
    "a check scheme without its modulus": (
        "lexicon: {code_check_scheme: {remove: [modulus]}}\n",
        1, 1, "COD005", "COD005 cannot run as changed",
    ),
    "a family of measures that a rule names": (
        "lexicon: {measure_families: {remove: [count]}}\n",
        1, 1, "measure_families", "measure_families has no count",
    ),
    "numerals that are taken away": (
        "lexicon: {value_numerals: {remove: [digits]}}\n",
        1, 28, "由程序查用", "looked up by the program",
    ),
    "a checkpoint that stands twice": (
        "profiles: [{id: hebei-2022, extends: hebei-2022, checkpoints: [3月底, 3月底]}]\n",
        1, 69, "写了两次", "stands twice",
    ),
    "weights that are no number": (
        "profiles: [{id: hebei-2022, extends: hebei-2022, weight_totals: [abc]}]\n",
        1, 66, "应为数字", "a number such as 100",
    ),
    "names of no length": (
        "profiles: [{id: hebei-2022, extends: hebei-2022, name_limit: -3}]\n",
        1, 50, "1以上", "1 or more",
    ),
    "a unit that is no money": (
        "profiles: [{id: hebei-2022, extends: hebei-2022, money_unit: 公里}]\n",
        1, 1, "万元", "no unit such as 万元",
    ),
    "a unit of costs that is none": (
        "profiles: [{id: hebei-2022, extends: hebei-2022, unit_cost: {电脑: {unit: 台台, low: 1, high: 2}}}]\n",
        1, 1, "不是可用的单位", "is no unit",
    ),
    "a field that no form has": (
        "profiles: [{id: hebei-2022, extends: hebei-2022, fields: [indicators.wieght]}]\n",
        1, 59, "indicators.weight", "did you mean 'indicators.weight'",
    ),
    "a range upside down": (
        "profiles: [{id: hebei-2022, extends: hebei-2022, unit_cost: {电脑: {unit: 台, low: 8, high: 3}}}]\n",
        1, 62, "高于上限", "above high",
    ),
    "no form for the rest": (
        "profiles: [{id: cn-2015, extends: cn-2015, recognise: null}]\n",
        1, 1, "不设条件的表式", "without conditions",
    ),
    "a rule id in small letters": (
        "override:\n- {id: str007, severity: info}\n",
        2, 4, "请写“STR007”", "write 'STR007'",
    ),
    "a pack that builds on nothing": (
        "pack: {name: county, extends: ../nowhere}\n", 1, 22, "没有“", "paths start at this file's folder",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN_RULES)
def test_a_broken_rule_is_refused_at_its_place(name: str, load: Load, rule_text: str, tmp_path: Path) -> None:
    old, new, line, column, zh, en = BROKEN_RULES[name]
    assert old in rule_text
    with pytest.raises(PackError) as refused:
        load(rule_text.replace(old, new, 1))
    assert (refused.value.line, refused.value.column) == (line, column), refused.value
    assert zh in refused.value.message.zh
    assert en in refused.value.message.en
    assert str(refused.value).startswith(f"{tmp_path / 'pack1.yaml'}:{line}:{column}: ")


@pytest.mark.parametrize("name", BROKEN_PACKS)
def test_a_broken_pack_is_refused_at_its_place(name: str, load: Load) -> None:
    text, line, column, zh, en = BROKEN_PACKS[name]
    with pytest.raises(PackError) as refused:
        load(text)
    assert (refused.value.line, refused.value.column) == (line, column), refused.value
    assert zh in refused.value.message.zh
    assert en in refused.value.message.en


def test_packs_that_build_on_each_other_in_a_circle_are_refused_with_their_names(load: Load, tmp_path: Path) -> None:
    for name, base in (("county", "../province"), ("province", "../county")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(f"pack: {{name: {name}, extends: {base}}}\n", encoding="utf-8")
    with pytest.raises(PackError, match="county → province → county") as refused:
        load(tmp_path / "county")
    assert "去掉其中一个 extends" in refused.value.message.zh
    assert refused.value.line == 1


def test_a_pack_tells_what_it_is_only_once(load: Load, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("pack: {name: county}\n", encoding="utf-8")
    with pytest.raises(PackError, match="once in a pack"):
        load(tmp_path)


def test_a_folder_without_rule_files_is_refused(load: Load, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="holds no rule file"):
        load(tmp_path)


def test_a_file_that_is_not_utf_8_is_refused_with_what_to_do(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("lexicon:\n  vague_names: {add: [工作到位率]}\n".encode("gb18030"))
    with pytest.raises(PackError, match="save it as UTF-8"):
        load(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_rule_file_that_would_never_end_is_not_read(load: Load, tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    os.mkfifo(tmp_path / "pack" / "a.yaml")
    with pytest.raises(PackError, match="no ordinary file"):
        load(tmp_path / "pack")


def test_a_rule_example_that_is_not_read_as_meant_does_not_hold(load: Load, rule_text: str) -> None:
    for wrong in ("goal: [购置40台。]", "profile: hebei-22, goals: [购置40台。]", "waivers: 3, goals: [购置40台。]"):
        (failure,) = examples.run(load(rule_text.replace("goals: [购置40台。]", wrong, 1)), {"OWN001"})
        assert failure.passes
        assert failure.note
